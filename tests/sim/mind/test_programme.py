"""Programmes: a year of days whose truth is known, and its measured numbers about it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from innervate.core.errors import InputError
from innervate.sim.demo import demo_athlete
from innervate.sim.mind.day import Day, form_of
from innervate.sim.mind.learning import Learned
from innervate.sim.mind.person import Person, Scatter, person
from innervate.sim.mind.programme import ESTIMATION, Programme, simulate
from innervate.sim.performance import Form
from innervate.sim.realities import Realities
from innervate.sim.script import PhaseKind

YEAR = simulate(Programme(), person(3), seed=1)


def test_a_year_of_daily_sessions_teaches() -> None:
    assert len(YEAR) == 365
    shares = np.array([float(one.true.target_share[0]) for one in YEAR])
    assert shares[-30:].mean() > shares[:5].mean() + 0.08
    costs = [one.true_dual_task_cost for one in YEAR]
    assert costs[-1] < 0.3 * costs[0]


def test_the_same_arguments_give_the_same_programme_and_others_another() -> None:
    short = Programme(days=5)
    first, again = (simulate(short, person(3), 1) for _ in range(2))
    for one, other in zip(first, again, strict=True):
        assert one.day == other.day
        assert one.reps.target_share.tolist() == other.reps.target_share.tolist()
    other_seed = simulate(short, person(3), 2)
    assert other_seed[0].reps.target_share.tolist() != first[0].reps.target_share.tolist()


def test_a_longer_programme_begins_like_a_shorter_one() -> None:
    steady = Programme(feedback_from=0.5, feedback_to=0.5)
    short = simulate(replace(steady, days=20), person(4), 9)
    long = simulate(replace(steady, days=50), person(4), 9)
    for one, other in zip(short, long, strict=False):
        assert one.day == other.day
        assert one.reps.isolation.tolist() == other.reps.isolation.tolist()


def test_measured_levels_scatter_about_the_truth_as_stated() -> None:
    scatter = Scatter(rep=0.1, day=0.0, skill=0.0)
    still = Programme(days=300, learning=False)
    sessions = simulate(still, Person(scatter=scatter), 1)
    ratios = np.concatenate([one.reps.activation / one.true.activation for one in sessions])
    assert ratios.mean() == pytest.approx(1.0, abs=0.01)
    # The mean of two targets scatters less than one of them.
    assert ratios.std() == pytest.approx(np.hypot(0.1, ESTIMATION) / np.sqrt(2.0), rel=0.15)


def test_scatter_of_days_moves_whole_sessions() -> None:
    still = Programme(days=200, learning=False)
    alike = simulate(still, Person(scatter=Scatter.none_between_days()), 1)
    apart = simulate(still, Person(scatter=Scatter(day=0.15)), 1)

    def between(sessions: tuple[object, ...]) -> float:
        return float(np.std([one.reps.target_share.mean() for one in sessions]))  # type: ignore[attr-defined]

    assert between(apart) > 1.5 * between(alike)


def test_without_learning_nothing_changes() -> None:
    sessions = simulate(Programme(days=60, learning=False), Person(), 1)
    assert {one.day.learned for one in sessions} == {Learned()}
    assert {one.true_dual_task_cost for one in sessions} == {25.0}


def test_a_pause_has_no_sessions_and_costs_some_of_what_was_learned() -> None:
    paused = Programme(days=100, pause_from=40, pause_days=30)
    sessions = simulate(paused, Person(scatter=Scatter(skill=0.0)), 1)
    by_day = {one.day.number: one.day.learned.selective for one in sessions}
    assert not set(range(40, 70)) & set(by_day)
    assert 0.6 * by_day[39] < by_day[70] < by_day[39]


def test_eccentric_work_shows_in_strength_and_soreness_and_passes() -> None:
    hard = Programme(days=30, eccentric_days=(10,), learning=False)
    sessions = simulate(hard, Person(), 1)
    assert sessions[10].day.strength == 1.0
    assert sessions[11].day.strength == pytest.approx(0.75, abs=0.02)
    worst = max(range(30), key=lambda day: sessions[day].day.soreness)
    assert worst in (11, 12, 13)
    assert sessions[29].day.strength > 0.99
    assert 0 <= sessions[12].soreness <= 10
    assert sessions[12].soreness > sessions[5].soreness


def test_sessions_come_every_so_many_days() -> None:
    numbers = [one.day.number for one in simulate(Programme(days=10, every=3), Person(), 1)]
    assert numbers == [0, 3, 6, 9]


def test_an_empty_programme_is_refused() -> None:
    with pytest.raises(InputError, match="one day, one session and one repetition"):
        Programme(days=0)


def test_the_form_of_a_day_carries_the_person_and_the_day() -> None:
    one = Person(tremor=0.4, overflow=2.0)
    form = form_of(one, Day(3, Learned(), 0.7, strength=0.8, placement_mm=-6.0))
    assert isinstance(form, Form)
    assert form.skill == 0.7
    assert form.effort == pytest.approx(1.25)
    assert (form.tremor, form.overflow, form.placement_mm) == (0.4, 1.0, 6.0)


@pytest.mark.parametrize("skill", [0.2, 0.5, 0.9])
def test_the_true_share_of_a_summary_is_that_of_a_whole_signal(skill: float) -> None:
    still = Person(skill=skill, ceiling=1.0, overflow=0.0, scatter=Scatter.none_between_days())
    summary = simulate(Programme(days=1), still, 1)[0]
    form = replace(form_of(still, summary.day), variability=0.0, unsteadiness=0.0, tremor=0.0)
    athlete = demo_athlete("bench_press", 1000.0, 1, seconds=40.0, form=form, realities=Realities())
    first = next(p for p in athlete.truth.phases(40.0) if p.kind is PhaseKind.SET)
    reps = [r for r in athlete.truth.repetitions(40.0) if r.start_s >= first.start_s]
    levels = np.concatenate(
        [athlete.truth.activation(round(1e3 * r.start_s), round(1e3 * r.stop_s)) for r in reps]
    ).mean(axis=0)
    share = levels[:2].sum() / levels.sum()
    assert share == pytest.approx(float(summary.true.target_share[0]), abs=0.02)
