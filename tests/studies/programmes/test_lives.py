"""Whole programmes lived by the virtual athlete: they end, and the letters tell the truth."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache

import pytest

from innervate.coach.programmes.plan import Ending, Kind
from innervate.coach.programmes.programme import programme, programmes
from innervate.report.change_trend import TrendVerdict
from innervate.sim.mind.person import Person, person
from innervate.studies._programmes.chance import Chances
from innervate.studies._programmes.letters import Lettered, letters
from innervate.studies._programmes.life import Life, What, World, live
from innervate.studies._programmes.nulls import letters_without_change
from innervate.studies._programmes.told import in_words, simulated
from innervate.studies._programmes.trainee import Trainee

START = date(2026, 1, 5)
KEYS = tuple(one.key for one in programmes())
SEEDS = range(4)
WEEKS = {"imagery_clark": 5, "automatic": 25, "eccentric_intro": 9}


@cache
def lived(key: str, seed: int, learns: bool = True) -> tuple[Life, tuple[Lettered, ...]]:
    world = World(programme(key), person(seed), START, seed, learns=learns)
    life = live(world, 7 * (world.programme.longest_weeks + 1))
    return life, letters(life)


@pytest.mark.parametrize("key", KEYS)
def test_every_life_ends(key: str) -> None:
    for seed in SEEDS:
        life, _ = lived(key, seed)
        assert life.plan.ending in (Ending.COMPLETE, Ending.OUT_OF_TIME)


def test_all_that_can_cross_a_plan_happens_in_some_life() -> None:
    happened = Counter(
        entry.what for key in KEYS for seed in SEEDS for entry in lived(key, seed)[0].diary
    )
    more = [lived("eccentric_intro", seed)[0] for seed in range(4, 40)]
    happened.update(entry.what for life in more for entry in life.diary)
    assert set(happened) == set(What)


def test_no_session_of_a_life_is_hard_under_a_hold() -> None:
    for seed in range(12):
        life, _ = lived("eccentric_intro", seed)
        for before, after in zip(life.plans, life.plans[1:], strict=False):
            new = [day for day in after.days[len(before.days) :] if day.kind is Kind.DONE]
            if before.stopped and after.stopped:
                assert new == []


@pytest.mark.parametrize("key", KEYS)
def test_every_statement_of_every_letter_is_true(key: str) -> None:
    for seed in SEEDS:
        for one in lived(key, seed)[1]:
            assert all(checked.right for checked in one.checked)


def test_the_intervals_hold_the_truth() -> None:
    checked = [c for key in KEYS for seed in SEEDS for one in lived(key, seed)[1]
               for c in one.checked if c.holds is not None]  # fmt: skip
    assert len(checked) > 60
    assert sum(not one.holds for one in checked) <= 1


def test_real_learning_is_found_in_some_letter() -> None:
    lives = [lived("automatic", seed)[1] for seed in SEEDS]
    assert sum(any(one.letter.improved for one in life) for life in lives) >= 3


def test_where_practice_changes_nothing_no_letter_speaks_of_improvement() -> None:
    for key in ("automatic", "bench_connection", "knee_path"):
        for seed in SEEDS:
            assert all(not one.letter.improved for one in lived(key, seed, learns=False)[1])


def test_years_without_change_hold_few_false_improvements() -> None:
    years = [letters_without_change(seed) for seed in range(40)]
    assert sum(any(letter.improved for letter in year) for year in years) <= 5


def test_a_life_without_mishap_follows_the_plan() -> None:
    world = World(programme("imagery_clark"), Person(), START, 1, Chances.none())
    life = live(world, 28)
    assert life.plan.ending is Ending.COMPLETE
    assert [entry.what for entry in life.diary] == [What.DONE] * 20
    assert life.trainee.strength > 1.04


def test_the_same_seed_is_the_same_life_and_days_do_not_depend_on_later_ones() -> None:
    world = World(programme("eccentric_intro"), person(5), START, 5)
    assert live(world, 40) == live(world, 40)
    assert live(world, 20).diary == tuple(
        entry for entry in live(world, 40).diary if (entry.on - START).days < 20
    )


def test_without_learning_nothing_is_learned_but_soreness_stays() -> None:
    block = programme("eccentric_intro").levels[0].blocks[0]
    same = Trainee(Person(), learns=False).after(block, 0)
    assert same.strength == 1.0
    assert same.sore(2).felt > 0.0


@pytest.mark.parametrize(("key", "weeks"), WEEKS.items())
def test_it_is_told_beside_the_truth(key: str, weeks: int) -> None:
    told = simulated(programme(key), START, weeks, seed=2)
    text = "\n".join(in_words(told))
    assert text.startswith(f"SIMULATED: {key}, {weeks} weeks, seed 2.")
    assert text.count("Beside the simulated truth:") == len(told.letters) > 0
    assert "is FALSE" not in text
    said = {checked.verdict for one in told.letters for checked in one.checked}
    assert said <= set(TrendVerdict)
