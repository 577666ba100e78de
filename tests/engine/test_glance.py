"""Glances: the same however the stream was cut, and the same numbers as the metrics'."""

from __future__ import annotations

import math
import pickle
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.body.movement import exercise
from innervate.core.channel import MuscleSide
from innervate.core.event import Event
from innervate.core.flaw import Flaw
from innervate.core.recording import About
from innervate.core.stream import Block
from innervate.engine.analyser import Analyser
from innervate.engine.emg import EmgChoices, emg_plan
from innervate.engine.glance import QUIET_PERCENT, Glance, GlanceMaker
from innervate.engine.learning import fit_event
from innervate.metrics.isolation import isolation_score
from innervate.sim.athlete import items
from innervate.sim.demo import demo_athlete
from innervate.steps.normalise import Method

RATE_HZ = 1000.0
SECONDS = 32
NAME = "bench_press"
HOLD_S = 0.25
TARGETS = tuple(MuscleSide(key) for key in exercise(NAME).targets)


@cache
def material() -> tuple[tuple[Event, ...], Block]:
    """All events and samples of a short session, with nothing lost."""
    who = demo_athlete(NAME, RATE_HZ, seed=2, seconds=float(SECONDS))
    given_items = list(items(who, 0, SECONDS * int(RATE_HZ)))
    (block,) = [item for item in given_items if isinstance(item, Block)]
    return tuple(item for item in given_items if isinstance(item, Event)), block


def session(method: Method = Method.MVC, *, learns: bool = True) -> tuple[Analyser, GlanceMaker]:
    spec = material()[1].spec
    made = emg_plan((spec,), EmgChoices(exercise(NAME), method=method))
    analyser = Analyser(About(), (spec,), made.plan, made.shown, learns=learns)
    return analyser, GlanceMaker(analyser.run, made.shown, TARGETS)


def look(
    analyser: Analyser, maker: GlanceMaker, pieces: list[Block], *, pickled: bool = False
) -> list[Glance]:
    found: list[Glance] = []
    for event in material()[0]:
        found += maker.hear((event,), analyser.push(event))
    for piece in pieces:
        if pickled:
            analyser, maker = pickle.loads(pickle.dumps((analyser, maker)))
        found += maker.hear((piece,), analyser.push(piece))
        found += maker.hear((), analyser.cover(analyser.reached_s - HOLD_S))
    return found


def cut(cuts: list[int]) -> list[Block]:
    block = material()[1]
    edges = sorted({0, *(each % len(block) for each in cuts), len(block)})
    return [block.cut(low, high) for low, high in pairwise(edges)]


@cache
def whole() -> tuple[Glance, ...]:
    return tuple(look(*session(), cut(list(range(0, SECONDS * 1000, 100)))))


def close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def same(these: list[Glance], those: tuple[Glance, ...]) -> None:
    assert [one.at_s for one in these] == [one.at_s for one in those]
    for one, other in zip(these, those, strict=True):
        assert (one.flaws, one.set, one.reps) == (other.flaws, other.set, other.reps)
        numbers = zip(
            (*one.levels, *one.strengths, one.share, one.isolation),
            (*other.levels, *other.strengths, other.share, other.isolation),
            strict=True,
        )
        assert all(close(a, b) for a, b in numbers)


@settings(deadline=None, max_examples=6)
@given(st.lists(st.integers(0, 10**6), max_size=40), st.booleans())
def test_how_the_stream_was_cut_changes_no_glance(cuts: list[int], pickled: bool) -> None:
    pieces = cut(cuts)
    found = look(*session(), pieces, pickled=pickled and len(pieces) < 10)
    end = len(found)
    same(found, whole()[:end])
    assert abs(end - len(whole())) <= 1


def test_they_come_twenty_times_a_second_close_behind_the_samples() -> None:
    analyser, maker = session()
    found = look(analyser, maker, cut(list(range(0, SECONDS * 1000, 50))))
    steps = np.diff([glance.at_s for glance in found])
    assert np.allclose(steps, 0.05)
    assert analyser.reached_s - found[-1].at_s < 0.4


def test_levels_share_and_isolation_are_those_of_the_activation() -> None:
    last = next(
        g for g in reversed(whole()) if g.set and max(level or 0 for level in g.levels) > 20
    )
    levels = [level or math.nan for level in last.levels]
    muscles = [channel.muscle for channel in session()[1].specs[0].channels]
    target = [
        level
        for level, muscle in zip(levels, muscles, strict=True)
        if MuscleSide(muscle or "") in TARGETS
    ]
    others = [level for level in levels if level not in target]
    assert last.share == pytest.approx(sum(target) / sum(levels))
    score = isolation_score(float(np.mean(target)), float(np.mean(others)), 40.0)
    assert last.isolation == pytest.approx(score)


def test_before_a_reference_is_known_there_are_strengths_but_no_levels() -> None:
    early = next(g for g in whole() if g.strengths[0] is not None)
    assert early.levels == (None,) * 4
    assert (early.share, early.isolation) == (None, None)
    assert 1e-6 < (early.strengths[0] or 0) < 1e-3


def test_rest_is_not_shared_out() -> None:
    known = [g for g in whole() if all(level is not None for level in g.levels)]
    quiet = [g for g in known if max(level or 0.0 for level in g.levels) < QUIET_PERCENT]
    loud = [g for g in known if max(level or 0.0 for level in g.levels) >= QUIET_PERCENT]
    assert quiet
    assert loud
    assert {(g.share, g.isolation) for g in quiet} == {(None, None)}
    assert all(g.share is not None for g in loud)


def test_muscles_are_not_compared_in_other_units() -> None:
    found = look(*session(Method.PEAK_TASK), cut(list(range(0, SECONDS * 1000, 200))))
    assert any(level is not None for level in found[-1].levels)
    assert all(glance.share is None for glance in found)


def test_repetitions_are_those_of_the_metric() -> None:
    analyser, maker = session()
    found = look(analyser, maker, cut(list(range(0, SECONDS * 1000, 100))))
    (counted,) = [m for m in analyser.analysis().measures if m.metric == "repetitions"]
    assert counted.value is not None
    assert counted.value - found[-1].reps in (0.0, 1.0)
    assert found[-1].reps > 0
    assert all(a.reps <= b.reps for a, b in pairwise(found))


def test_a_phase_that_names_a_side_narrows_the_targets() -> None:
    who = demo_athlete("pec_isolation", RATE_HZ, seed=1, seconds=30.0)
    made = emg_plan(who.specs, EmgChoices(exercise("pec_isolation"), method=Method.MVC))
    analyser = Analyser(About(), who.specs, made.plan, made.shown, learns=True)
    maker = GlanceMaker(analyser.run, made.shown, (MuscleSide("pectoralis_major"),))
    found: list[Glance] = []
    for start in range(0, 30_000, 100):
        for item in items(who, start, start + 100):
            found += maker.hear((item,), analyser.push(item))
        found += maker.hear((), analyser.cover(analyser.reached_s - HOLD_S))
    glance = next(g for g in found if g.set == 1 and (g.share or 0) > 0.5)
    left = glance.levels[0]
    assert left is not None
    assert glance.share == pytest.approx(left / sum(level or 0 for level in glance.levels))


def test_a_long_gap_is_passed_over() -> None:
    analyser, maker = session()
    block = material()[1]
    found = look(analyser, maker, [block.cut(0, 3000)])
    before = len(found)
    late = Block(block.spec, 3_000_000, block.data[3000:4000])
    found += maker.hear((late,), analyser.push(late))
    found += maker.hear((), analyser.cover(analyser.reached_s - HOLD_S))
    assert len(found) - before < 120
    assert found[-1].at_s > 3000


def test_flaws_are_those_of_the_last_complete_half_second() -> None:
    spec = material()[1].spec
    data = material()[1].data[:4000].copy()
    data[2000:, 0] = 0.0
    analyser, maker = session()
    block = Block(spec, 0, data)
    found = maker.hear((block,), analyser.push(block))
    found += maker.hear((), analyser.cover(4.0))
    assert all(glance.flaws[0] != Flaw.FLAT for glance in found if glance.at_s < 2.5)
    assert all(glance.flaws[0] == Flaw.FLAT for glance in found if glance.at_s >= 2.5)
    assert found[-1].at_s > 2.5


def test_fits_that_are_known_beforehand_give_levels_at_once() -> None:
    taught, _ = session()
    for event in material()[0]:
        taught.push(event)
    taught.push(material()[1])
    analyser, maker = session(learns=False)
    for fit in taught.analysis().fits:
        analyser.push(fit_event(fit, 0.0))
    piece = material()[1].cut(0, 3000)
    found = maker.hear((piece,), analyser.push(piece))
    found += maker.hear((), analyser.cover(math.inf))
    assert found[-1].levels[0] is not None
