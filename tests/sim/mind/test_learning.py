"""Learning: it levels off, some of it fades, and feedback that fades leaves more."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.errors import InputError
from innervate.sim.mind.learning import (
    Learned,
    LearningRates,
    dual_task_cost,
    practised,
    rested,
    retention,
)

RATES = LearningRates()


def after(sessions: int, feedback: float, rates: LearningRates = RATES) -> Learned:
    def day(learned: Learned, _: int) -> Learned:
        return rested(practised(learned, rates, feedback), rates, 2)

    return reduce(day, range(sessions), Learned())


@given(st.lists(st.tuples(st.floats(0.0, 1.0), st.integers(0, 60)), max_size=60))
def test_what_is_learned_stays_a_part_of_the_whole(days: list[tuple[float, int]]) -> None:
    learned = Learned()
    for feedback, pause in days:
        learned = rested(practised(learned, RATES, feedback), RATES, pause)
        assert 0.0 <= learned.selective <= 1.0
        assert 0.0 <= learned.automatic <= 1.0


def test_each_session_adds_and_the_gains_get_smaller() -> None:
    course = [after(count, 0.5).selective for count in range(12)]
    gains = [b - a for a, b in pairwise(course)]
    assert all(gain > 0 for gain in gains)
    assert gains[-1] < 0.5 * gains[0]


def test_faded_feedback_is_kept_better_than_continual_feedback() -> None:
    faded, continual = after(12, 0.25), after(12, 1.0)
    for days in (7, 28, 90):
        assert retention(faded, RATES, days) > retention(continual, RATES, days) + 0.1


def test_faded_practice_counts_as_learned_after_a_week_and_a_month() -> None:
    assert retention(after(12, 0.25), RATES, 7) >= 0.7
    assert retention(after(12, 0.25), RATES, 28) >= 0.7


def test_without_feedback_less_is_learned() -> None:
    assert after(12, 0.0).selective < 0.6 * after(12, 0.25).selective


def test_forgetting_only_takes_away_and_most_at_first() -> None:
    kept = [retention(after(5, 0.5), RATES, days) for days in range(0, 60, 5)]
    losses = [a - b for a, b in pairwise(kept)]
    assert kept[0] == 1.0
    assert all(loss > 0 for loss in losses)
    assert losses[0] == max(losses)


def test_nothing_learned_is_nothing_forgotten() -> None:
    assert retention(Learned(), RATES, 30) == 1.0


def test_a_second_task_costs_a_beginner_and_not_an_expert() -> None:
    assert dual_task_cost(Learned()) == 25.0
    assert dual_task_cost(Learned(automatic=1.0)) == 0.0
    assert dual_task_cost(after(60, 0.25)) < 0.5 * dual_task_cost(after(6, 0.25))


def test_rates_and_feedback_out_of_range_are_refused() -> None:
    with pytest.raises(InputError, match="learning rate fast "):
        LearningRates(fast=1.2)
    with pytest.raises(InputError, match="share of the trials"):
        practised(Learned(), RATES, 1.5)
