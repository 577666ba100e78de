"""A plan at work on several sources: any cutting and interleaving gives the same."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine._parts import Sum, Tagged, Together, stream
from tests.steps._cuts import joined

from innervate.core.clock import Clock, ClockPair
from innervate.core.errors import InputError, PlanError
from innervate.core.event import Event, EventKind
from innervate.core.plan import Branch, Plan, Reading
from innervate.core.source import Item
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.engine.run import PlanRun
from innervate.steps.envelope import Envelope
from innervate.steps.rectify import Rectify
from innervate.steps.resample import Resample

SECONDS = 12.0
FORCE = stream("force", 333.0, "plate")
ANGLE = stream("angle", 148.148, "imu")
POSE = stream("pose", None, "camera")
SPECS = (FORCE, ANGLE, POSE)
PLAN = Plan(
    (
        Branch("force/grid", ("force",), Resample(100.0)),
        Branch("angle/grid", ("angle",), Resample(100.0)),
        Branch("pose/grid", ("pose",), Resample(100.0)),
        Branch("two", ("force/grid", "angle/grid"), Sum()),
        Branch("three", ("two", "pose/grid"), Sum()),
        Branch("tagged", ("angle",), Tagged()),
    ),
    (
        Reading(Together(), ("force/grid", "angle/grid")),
        Reading(Together(), ("three", "two")),
    ),
)


def signal(samples: int, seed: int) -> Samples:
    phase = np.cumsum(np.random.default_rng(seed).uniform(0.0, 0.2, samples))
    return np.sin(phase)[:, None]


def clock_pairs(name: str) -> list[ClockPair]:
    """Clocks that began at other moments and drift apart."""
    begin_s, drift = {"plate": (0.4, 8e-5), "imu": (1.7, -5e-5)}[name]
    return [ClockPair(name, k / 2, begin_s + k / 2 * (1 + drift)) for k in range(24)]


TIMES_S = np.cumsum(np.random.default_rng(5).uniform(0.01, 0.06, 400))
WHOLE = {
    spec.id: Block(spec, 0, signal(round(SECONDS * (spec.rate_hz or 0)), seed))
    for seed, spec in enumerate((FORCE, ANGLE))
} | {"pose": Block(POSE, 0, signal(400, 9), TIMES_S)}
TAPS = tuple(Event(at_s, EventKind.TAP, source="hand") for at_s in (2.0, 2.0, 3.123, 9.9))


def items(name: str, cuts: Sequence[int]) -> deque[Item]:
    """A source: its blocks, each after the clock pairs that it needs."""
    whole = WHOLE[name]
    out: deque[Item] = deque()
    pairs = deque(clock_pairs(whole.spec.clock) if whole.spec.rate_hz else ())
    edges = sorted({0, len(whole), *(cut % len(whole) for cut in cuts)})
    for first, last in pairwise(edges):
        while pairs and pairs[0].device_s <= last / whole.spec.regular_rate_hz:
            out.append(pairs.popleft())
        out.append(whole.cut(first, last))
        if first % 3 == 0:
            out.append(whole.cut(last, last))
    return out


@dataclass
class Found:
    streams: dict[str, Samples]
    starts: dict[str, int]
    measures: list[tuple[float, float, float]]


def run(cuts: Sequence[Sequence[int]], order: Sequence[int], cover_every: int = 0) -> Found:
    made = PlanRun(PLAN, SPECS)
    sources = [items(spec.id, some) for spec, some in zip(SPECS, cuts, strict=True)]
    taps = deque(TAPS)
    out: list[Block] = []
    turn = 0
    while any(sources):
        which = order[turn % len(order)] % len(sources) if order else 0
        source = next(s for s in (sources[which], *sources) if s)
        item = source.popleft()
        out += made.push(item)
        turn += 1
        if cover_every and turn % cover_every == 0:
            # What was told so far is all before the next tap that was not told.
            out += made.cover(taps[0].at_s if taps else float("inf"))
            if taps:
                made.push(taps.popleft())
    for tap in taps:
        made.push(tap)
    out += made.finish()
    found = Found({}, {}, [])
    for branch in PLAN.branches:
        name = branch.output
        course = joined([block for block in out if block.spec.id == name], 1)
        found.streams[name], found.starts[name] = course.data, course.start
    found.measures = [(m.value or 0.0, m.start_s, m.stop_s) for m in made.read()]
    return found


ONCE = run([(), (), ()], ())


@settings(max_examples=60)
@given(
    cuts=st.tuples(*[st.lists(st.integers(0, 10_000), max_size=25)] * 3),
    order=st.lists(st.integers(0, 2), max_size=12),
    cover_every=st.integers(0, 9),
)
def test_any_cutting_and_interleaving_gives_the_same(
    cuts: tuple[list[int], ...], order: list[int], cover_every: int
) -> None:
    found = run(cuts, order, cover_every)
    assert found.starts == ONCE.starts
    for name, values in found.streams.items():
        np.testing.assert_allclose(values, ONCE.streams[name], rtol=0, atol=2e-9, err_msg=name)
    assert np.array(found.measures) == pytest.approx(np.array(ONCE.measures), rel=1e-9)


def test_that_is_worth_comparing() -> None:
    assert {name: len(values) for name, values in ONCE.streams.items()}.items() >= {
        ("tagged", len(WHOLE["angle"]))
    }
    assert len(ONCE.streams["three"]) > 900
    assert len(ONCE.measures) == 2
    assert ONCE.streams["tagged"][-1, 0] - WHOLE["angle"].data[-1, 0] == pytest.approx(4.0)
    # Of 100 Hz of the session, both have what the later one has from its first sample on.
    assert ONCE.starts["two"] >= 170


def regular(name: str, rate_hz: float = 100.0) -> StreamSpec:
    return stream(name, rate_hz, "amp")


def ones(spec: StreamSpec, start: int, stop: int) -> Block:
    return Block(spec, start, np.ones((stop - start, 1)))


BOTH = Plan((Branch("sum", ("a", "b"), Sum()),), (Reading(Together(), ("a", "b")),))


@given(st.lists(st.integers(1, 60), min_size=1, max_size=20))
def test_a_lost_source_that_says_so_does_not_stall_the_other(sizes: list[int]) -> None:
    a, b = regular("a"), regular("b")
    made = PlanRun(BOTH, (a, b))
    out = made.push(ones(b, 0, 100))
    at = 0
    for size in sizes:
        out += made.push(ones(a, at, at + size))
        at += size
        out += made.push(Block(b, max(at, 100), np.empty((0, 1))))
    end = max(at, 100)
    out += made.push(ones(b, end, end + 50))
    out += made.push(ones(a, at, end + 50))
    index = [k for block in out for k in range(block.start, block.stop)]
    # Whatever b lost is lost in the sum, and nothing waits for it.
    assert index == [*range(100), *range(end, end + 50)]


@given(back=st.booleans())
def test_that_holds_for_a_lost_source_of_another_clock(back: bool) -> None:
    """Its coverage goes through the resampling as well."""
    a, b = regular("a"), stream("b", 50.0, "imu")
    plan = Plan(
        (
            Branch("a/grid", ("a",), Resample(100.0)),
            Branch("b/grid", ("b",), Resample(100.0)),
            Branch("sum", ("a/grid", "b/grid"), Sum()),
        )
    )
    made = PlanRun(plan, (a, b))
    made.push(ones(b, 0, 50))
    out = made.push(ones(a, 0, 100))
    out += made.push(Block(b, 10_000, np.empty((0, 1))))
    out += made.push(ones(a, 100, 20_000))
    assert len(pickle.dumps(made)) < 20_000
    if back:
        out += made.push(ones(b, 10_000, 10_050))
        out += made.push(ones(a, 20_000, 20_100))
    index = [k for block in out if block.spec.id == "sum" for k in range(block.start, block.stop)]
    assert index == [*range(99), *(range(20_000, 20_099) if back else ())]


def test_a_source_that_only_lags_is_waited_for() -> None:
    a, b = regular("a"), regular("b")
    made = PlanRun(BOTH, (a, b))
    assert made.push(ones(a, 0, 500)) == []
    (block,) = made.push(ones(b, 0, 30))
    assert (block.start, block.stop) == (0, 30)
    np.testing.assert_array_equal(block.data, 2.0)


@given(
    gaps=st.lists(st.tuples(st.integers(0, 400), st.integers(1, 80)), max_size=4),
    cuts=st.lists(st.integers(0, 500), max_size=12),
)
def test_what_one_input_lost_is_lost_in_the_sum(
    gaps: list[tuple[int, int]], cuts: list[int]
) -> None:
    a, b = regular("a"), regular("b")
    lost = {k for first, length in gaps for k in range(first, first + length)}
    made = PlanRun(BOTH, (a, b))
    edges = sorted({0, 500, *cuts, *(g for gap in gaps for g in (gap[0], min(sum(gap), 500)))})
    out: list[Block] = []
    for first, last in pairwise(edges):
        out += made.push(ones(a, first, last))
        if first not in lost:
            out += made.push(ones(b, first, last))
    out += made.push(ones(b, 500, 501))
    index = [k for block in out for k in range(block.start, block.stop)]
    assert index == [k for k in range(500) if k not in lost]


def test_clocks_known_beforehand_and_clocks_heard_on_the_way_are_one() -> None:
    known = PlanRun(PLAN, SPECS, [Clock(name, clock_pairs(name)) for name in ("plate", "imu")])
    heard = PlanRun(PLAN, SPECS)
    out = []
    for made in (known, heard):
        blocks: list[Block] = []
        for name in ("force", "angle", "pose"):
            given_ = items(name, range(0, 4000, 100))
            for item in given_:
                if made is heard or not isinstance(item, ClockPair):
                    blocks += made.push(item)
        out.append(joined([b for b in blocks if b.spec.id == "two"], 1).data)
    np.testing.assert_allclose(out[0], out[1], rtol=0, atol=2e-9)


def test_the_clocks_that_are_given_are_not_changed() -> None:
    mine = Clock("plate", clock_pairs("plate")[:3])
    made = PlanRun(PLAN, SPECS, [mine])
    made.push(ClockPair("plate", 2.0, 2.5))
    assert len(mine.pairs) == 3
    assert len(made.clock("force").pairs) == 4
    assert made.clock("force/grid").name == "session"


def test_an_event_waits_for_its_sample_and_samples_wait_for_events() -> None:
    a = regular("a")
    made = PlanRun(Plan((Branch("tagged", ("a",), Tagged()),)), (a,))
    assert made.push(ones(a, 0, 100)) == []
    assert made.cover(0.5) == []  # a block waits until its last sample is covered
    made.push(Event(0.7, EventKind.TAP))
    (block,) = made.cover(2.0)
    np.testing.assert_array_equal(block.data[:, 0], [1.0] * 70 + [2.0] * 30)
    assert len(made.push(ones(a, 100, 150))) == 1  # covered already


def test_covering_goes_on_through_the_plan() -> None:
    a = regular("a")
    chain = Plan(
        (Branch("one", ("a",), Tagged()), Branch("two", ("one",), Tagged()),
         Branch("both", ("a", "two"), Sum()))
    )  # fmt: skip
    made = PlanRun(chain, (a,))
    assert made.push(ones(a, 0, 100)) == []
    assert {block.spec.id for block in made.cover(5.0)} == {"one", "two", "both"}


def test_what_is_held_back_comes_at_the_end_and_is_read() -> None:
    a, b = regular("a"), regular("b")
    made = PlanRun(
        Plan((Branch("tagged", ("a",), Tagged()),), (Reading(Together(), ("tagged", "b")),)), (a, b)
    )
    made.push(ones(a, 0, 100))
    made.push(ones(b, 0, 100))
    assert made.read() == ()
    assert [block.spec.id for block in made.finish()] == ["tagged"]
    (measure,) = made.read()
    assert (measure.value, measure.start_s, measure.stop_s) == (1.0, 0.0, 1.0)


def test_reading_changes_nothing() -> None:
    made = PlanRun(BOTH, (regular("a"), regular("b")))
    for first in range(0, 300, 7):
        made.push(ones(regular("a"), first, first + 7))
        made.push(ones(regular("b"), first, first + 7))
        assert made.read() == made.read()
    (measure,) = made.read()
    assert measure.stop_s == pytest.approx(3.01)


def test_measures_come_in_session_seconds() -> None:
    made = PlanRun(BOTH, (regular("a"), regular("b")), [Clock("amp", [ClockPair("amp", 0.0, 7.0)])])
    made.push(ones(regular("a"), 0, 100))
    made.push(ones(regular("b"), 0, 100))
    (measure,) = made.read()
    assert (measure.start_s, measure.stop_s) == (7.0, 8.0)


def test_delays_sum_up_along_the_slowest_way() -> None:
    emg = StreamSpec("emg", stream("emg", 1000.0).channels, 1000.0, "amp")
    plan = Plan(
        (
            Branch("late", ("a", "b"), Sum(0.5)),
            Branch("later", ("late", "b"), Sum(0.25)),
            Branch("other", ("b", "a"), Sum(0.125)),
            Branch("all", ("other", "later"), Sum(1.0)),
        )
    )
    delays = PlanRun(plan, (regular("a"), regular("b"), emg)).delays
    assert [(delay.stream, delay.delay_s) for delay in delays] == [
        ("late", 0.5),
        ("later", 0.75),
        ("other", 0.125),
        ("all", 1.75),
    ]


def test_all_streams_are_known_by_id() -> None:
    made = PlanRun(BOTH, (regular("a"), regular("b"), POSE))
    assert set(made.specs) == {"a", "b", "pose", "sum"}
    assert made.push(Block(POSE, 0, np.zeros((1, 1)), np.zeros(1))) == []


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Plan((Branch("out", ("c",), Rectify()),)), "out needs the stream 'c': found a, b"),
        (Plan((), (Reading(Together(), ("a", "z")),)), "Together needs the stream 'z'"),
        (Plan((Branch("out", ("a",), Rectify()),)), "step Rectify cannot take channel 'a 1'"),
        (Plan((Branch("out", ("a",), Sum()),)), "step Sum takes 2 input streams: found 1"),
        (Plan((), (Reading(Together(), ("a",)),)), "metric Together takes 2 input streams"),
        (Plan((Branch("out", ("a", "x"), Sum()),)), "different clocks or rates.*resample them"),
        (Plan((Branch("out", ("a", "pose"), Sum()),)), "different clocks or rates"),
    ],
)
def test_what_does_not_fit_is_said_before_anything_runs(plan: Plan, words: str) -> None:
    with pytest.raises(PlanError, match=words):
        PlanRun(plan, (regular("a"), regular("b"), stream("x", 100.0, "imu"), POSE))


def test_an_irregular_stream_is_told_to_be_resampled() -> None:
    emg = StreamSpec("emg", stream("emg", None).channels, None, "amp")
    with pytest.raises((PlanError, InputError), match=r"resample|cannot take"):
        PlanRun(Plan((Branch("out", ("emg",), Envelope()),)), (emg,))


def test_a_stream_that_goes_back_in_time_is_refused() -> None:
    a = regular("a")
    made = PlanRun(Plan((Branch("tagged", ("a",), Tagged()),)), (a,))
    made.cover(float("inf"))
    made.push(ones(a, 100, 200))
    with pytest.raises(PlanError, match="'a' went back in time: found sample 150 after sample 199"):
        made.push(ones(a, 150, 250))
