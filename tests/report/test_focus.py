"""The focus experiment: whole blocks permuted, early looks corrected, loads and tempo gated."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, permutation_test

from innervate.core.errors import InputError
from innervate.report.focus import (
    Condition,
    Experiment,
    FocusBlock,
    FocusResult,
    FocusVerdict,
    Rep,
    judge,
)
from innervate.report.focus_permutation import arranged
from innervate.report.focus_power import blocks_needed

PLAN = Experiment("target share", "%")
CLEAR = (FocusVerdict.MORE, FocusVerdict.LESS)


def world(
    random: np.random.Generator, effect: float, experiment: Experiment = PLAN
) -> list[FocusResult]:
    """Three sessions that differ, in each of which the person tires; a look after each."""
    blocks: list[FocusBlock] = []
    looks = []
    for session in range(3):
        order = random.permutation(list(Condition) * 3)
        day = random.normal(0, 5)
        for place, condition in enumerate(order):
            level = day - 0.8 * place + random.normal(0, 4)
            level += effect if condition == "internal" else 0.0
            reps = tuple(Rep(float(v)) for v in level + random.normal(0, 5, 8))
            blocks.append(FocusBlock(session, Condition(condition), reps))
        looks.append(judge(experiment, blocks))
    return looks


def test_where_there_is_nothing_all_looks_together_find_it_rarely() -> None:
    random, worlds = np.random.default_rng(11), 250
    alarms = sum(any(one.verdict in CLEAR for one in world(random, 0.0)) for _ in range(worlds))
    assert binomtest(alarms, worlds, PLAN.error, alternative="greater").pvalue > 1e-3


def test_a_large_effect_is_found_and_the_intervals_hold_it() -> None:
    random, worlds, effect = np.random.default_rng(12), 80, 9.0
    last = [world(random, effect)[-1] for _ in range(worlds)]
    assert sum(one.verdict is FocusVerdict.MORE for one in last) >= 60
    held = sum(
        one.interval.low is not None
        and one.interval.high is not None
        and one.interval.low <= effect <= one.interval.high
        for one in last
    )
    assert held >= 74


@given(
    st.lists(st.tuples(st.floats(-50, 50), st.booleans(), st.integers(0, 2)), max_size=12),
    st.floats(-20, 20),
)
@settings(deadline=None)
def test_a_shift_of_the_focus_blocks_shifts_effect_and_interval(
    blocks: list[tuple[float, bool, int]], shift: float
) -> None:
    values, flags = [row[0] for row in blocks], [row[1] for row in blocks]
    sessions = [row[2] for row in blocks]
    plain = arranged(values, flags, sessions)
    moved = arranged([v + shift * f for v, f in zip(values, flags, strict=True)], flags, sessions)
    if plain.effect is None or plain.spread is None or plain.spread < 1e-3:
        return
    assert moved.effect == pytest.approx(plain.effect + shift, abs=1e-6)
    for one, other in zip(plain.interval(0.9), moved.interval(0.9), strict=True):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert other == pytest.approx(one + shift, abs=1e-3 * max(1.0, abs(one)))


def test_the_p_value_is_that_of_scipy_for_one_session() -> None:
    random = np.random.default_rng(5)
    focus, none = random.normal(1, 1, 4), random.normal(0, 1, 4)
    mine = arranged([*focus, *none], [True] * 4 + [False] * 4, [0] * 8)
    other = permutation_test(
        (focus, none), lambda a, b, axis: a.mean(axis=axis) - b.mean(axis=axis), vectorized=True
    )
    assert mine.exact
    assert mine.arrangements == math.comb(8, 4)
    assert mine.p(0.0) == pytest.approx(other.pvalue)


def test_many_arrangements_are_drawn_at_random_and_always_the_same() -> None:
    random = np.random.default_rng(6)
    values = random.standard_normal(40).tolist()
    data = [arranged(values, [True, False] * 20, [k // 20 for k in range(40)]) for _ in range(2)]
    assert not data[0].exact
    assert data[0].p(0.0) == data[1].p(0.0)


def one_session(focus: list[float], none: list[float], in_tempo: bool = True) -> list[FocusBlock]:
    def block(condition: Condition, value: float) -> FocusBlock:
        return FocusBlock(0, condition, tuple(Rep(value, in_tempo) for _ in range(8)))

    out = [block(Condition.INTERNAL, value) for value in focus]
    return out + [block(Condition.NONE, value) for value in none]


def test_few_blocks_say_so_and_how_many_are_needed() -> None:
    found = judge(PLAN, one_session([5.0, 7.0, 6.0], [1.0, 2.0, 3.0]))
    assert found.verdict is FocusVerdict.NOT_ENOUGH
    assert found.effect == pytest.approx(4.0)
    assert found.p is None
    assert found.needed is not None


def test_heavy_loads_are_not_judged_for_a_focus_on_the_muscle() -> None:
    blocks = one_session([5.0 + k for k in range(6)], [0.1 * k for k in range(6)])
    heavy = replace(PLAN, load=0.8)
    assert judge(PLAN, blocks).verdict is FocusVerdict.MORE
    assert judge(heavy, blocks).verdict is FocusVerdict.NOT_JUDGED


def test_blocks_out_of_tempo_are_left_out_and_counted() -> None:
    blocks = one_session([5.0] * 3, [1.0] * 3, in_tempo=False)
    found = judge(PLAN, blocks)
    assert (found.blocks, found.dropped, found.left_out) == ((0, 0), 6, 48)
    assert found.effect is None


def test_more_blocks_than_planned_are_refused() -> None:
    with pytest.raises(InputError, match="fixed beforehand: given 10 of internal"):
        judge(PLAN, one_session([1.0] * 10, [1.0] * 3))


def test_the_rule_says_what_was_fixed() -> None:
    rule = judge(PLAN, []).rule
    assert "9 blocks of each condition and 3 looks were fixed beforehand" in rule
    assert "1.7 of 100" in rule


@given(st.floats(0.5, 20), st.floats(1, 20))
@settings(deadline=None)
def test_smaller_effects_need_more_blocks(spread: float, smallest: float) -> None:
    assert blocks_needed(spread, smallest, 0.95) >= blocks_needed(spread, 2 * smallest, 0.95)
