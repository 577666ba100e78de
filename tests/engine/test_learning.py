"""Learning: from stated intervals of a recording, and from the phases of a live session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine._parts import recording, stream

from innervate.core.channel import Kind
from innervate.core.clock import Clock, ClockPair
from innervate.core.errors import NotEnoughDataError
from innervate.core.event import Event, EventKind
from innervate.core.fit import Fit, FitInterval, FitParameter
from innervate.core.plan import STEPS, Branch, Plan
from innervate.core.recording import About, Recording
from innervate.core.run import SampleRun
from innervate.core.step import ANY_KIND, Accepts, Fitter, Interval, Run, StepExample
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.engine.analyser import Analyser, Shown
from innervate.engine.learning import APPLIED_AFTER_S, EVERYTHING, fit_event, learn
from innervate.engine.phases import PHASE_RULES, PhaseLearner, PhaseRule
from innervate.engine.run import PlanRun
from innervate.steps._fitted import FittedRun

RATE_HZ = 100.0
EMG = stream("emg", RATE_HZ, kind=Kind.EMG)


@dataclass(frozen=True, slots=True)
class Shift:
    """Learns the mean of its input and takes it away."""

    least: int = 1

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (ANY_KIND,)
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.FIT})

    @property
    def known(self) -> bool:
        return False

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        spec = specs[0].derive(suffix="shifted")
        return FittedRun(spec, lambda fit: SampleRun(spec, _Minus(fit.values("mean")[0])), None)

    def fitter(self, specs: tuple[StreamSpec, ...], intervals: tuple[Interval, ...]) -> Fitter:
        return _Mean(STEPS.name_of(type(self)), self.least, intervals)

    def with_fit(self, fit: Fit) -> Shift:
        raise NotImplementedError

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class _Minus:
    mean: float

    def __call__(self, data: Samples, start: int) -> Samples:
        return data - self.mean


class _Mean:
    def __init__(self, name: str, least: int, intervals: tuple[Interval, ...]) -> None:
        self._name, self._least, self._intervals = name, least, intervals
        self._heard: list[int] = []
        self._values: list[float] = []

    def push(self, block: Block) -> None:
        self._heard += range(block.start, block.stop)
        self._values += block.data[:, 0].tolist()

    def result(self) -> Fit:
        if len(self._heard) < self._least:
            raise NotEnoughDataError(f"only {len(self._heard)} samples", fix="record more")
        mean = float(np.mean(self._values))
        heard = tuple(float(index) for index in self._heard)
        spans = tuple(FitInterval("", i.start_s, i.stop_s, i.name) for i in self._intervals)
        parameters = (FitParameter("mean", (mean,), "1"), FitParameter("heard", heard, "1"))
        return Fit(self._name, 1, "?", (), "mean", parameters, spans)


def named(name: str) -> type[Shift]:
    """The step under the name of another, so that the rules of a session apply to it."""
    return type(f"Shift{name.title()}", (Shift,), {"__module__": f"innervate.steps.{name}"})


SHIFT, NOTCH, NORMALISE, ONSET = map(named, ("shift", "notch", "normalise", "onset"))
ONE = Plan((Branch("out", ("emg",), SHIFT()),))


def counted(spec: StreamSpec, stop: int, cuts: Sequence[int] = (), start: int = 0) -> list[Block]:
    """Samples whose value is their index."""
    edges = sorted({start, stop, *(cut for cut in cuts if start < cut < stop)})
    return [Block(spec, a, np.arange(a, b, dtype=np.float64)[:, None]) for a, b in pairwise(edges)]


def heard(fit: Fit) -> list[int]:
    return [int(index) for index in fit.values("heard")]


def within(intervals: Sequence[Interval], clock: Clock, stop: int) -> list[int]:
    seconds = clock.session_times_s(np.arange(stop) / RATE_HZ)
    return [k for k in range(stop) if any(i.start_s <= seconds[k] < i.stop_s for i in intervals)]


def test_the_names_that_tests_give_are_those_of_the_rules() -> None:
    assert STEPS.name_of(NORMALISE) == "normalise"
    assert {rule.step for rule in PHASE_RULES} <= set(STEPS.names())


@given(
    edges=st.lists(st.floats(0.0, 30.0), min_size=2, max_size=6, unique=True),
    cuts=st.lists(st.integers(1, 1999), max_size=15),
    begins_s=st.sampled_from([0.0, 4.4]),
    drift=st.sampled_from([0.0, 1e-4]),
)
def test_exactly_the_samples_of_the_intervals_are_heard_in_session_time(
    edges: list[float], cuts: list[int], begins_s: float, drift: float
) -> None:
    pairs = [ClockPair("amp", 2.0 * k, begins_s + 2.0 * k * (1 + drift)) for k in range(10)]
    clock = Clock("amp", pairs)
    moments = sorted(edges)
    spans = tuple(
        Interval(a, b, f"span {n}") for n, (a, b) in enumerate(pairwise(moments)) if n % 2 == 0
    )
    source = recording(counted(EMG, 2000, cuts), clocks=[clock])
    learned = learn(ONE, source, lambda _: spans, lambda _: None)
    expected = within(spans, clock, 2000)
    if expected:
        (fit,) = learned.fits
        assert heard(fit) == expected
        assert fit.stream == "out"
        assert {interval.name for interval in fit.intervals} == {span.name for span in spans}
    else:
        assert learned.fits == ()
        (one,) = learned.unsaid
        assert (one.what, one.why, one.fix) == (
            "the fit of shift", "only 0 samples", "record more"
        )  # fmt: skip


def test_what_depends_on_a_fit_is_learned_after_it_in_one_pass_each() -> None:
    plan = Plan(
        (
            Branch("a", ("emg",), SHIFT()),
            Branch("b", ("a",), NOTCH()),
            Branch("c", ("b",), ONSET()),
            Branch("d", ("a",), NORMALISE()),
        )
    )
    source = recording(counted(EMG, 1000))
    learned = learn(plan, source, lambda _: EVERYTHING, lambda _: None)
    means = {fit.stream: fit.values("mean")[0] for fit in learned.fits}
    assert means == pytest.approx({"a": 499.5, "b": 0.0, "c": 0.0, "d": 0.0})
    assert [fit.stream for fit in learned.fits] == ["a", "b", "d", "c"]
    assert len(source.reader.asked) == 3  # type: ignore[attr-defined]


def test_what_cannot_be_learned_is_said_and_the_rest_goes_on() -> None:
    plan = Plan(
        (
            Branch("a", ("emg",), SHIFT(least=5000)),
            Branch("b", ("emg",), NOTCH()),
            Branch("c", ("a",), ONSET()),
        )
    )
    learned = learn(plan, recording(counted(EMG, 1000)), lambda _: EVERYTHING, lambda _: None)
    assert [one.what for one in learned.unsaid] == ["the fit of shift"]
    means = {fit.stream: fit.values("mean")[0] for fit in learned.fits}
    assert means["b"] == pytest.approx(499.5)
    assert np.isnan(means["c"])  # it heard what its unfitted input gave


def test_known_fits_are_applied_and_not_learned_again() -> None:
    plan = Plan((Branch("a", ("emg",), SHIFT()), Branch("b", ("a",), NOTCH())))
    known = Fit("shift", 1, "a", (), "stated", (FitParameter("mean", (100.0,), "1"),))
    source = recording(counted(EMG, 1000))
    learned = learn(
        plan, source, lambda _: EVERYTHING, lambda _: None, (fit_event(known, float("-inf")),)
    )
    (fit,) = learned.fits
    assert fit.stream == "b"
    assert fit.values("mean")[0] == pytest.approx(399.5)


def test_a_pass_ends_soon_after_its_last_interval() -> None:
    read: list[int] = []

    class Counting:
        def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
            for block in counted(EMG, 10**7, range(0, 10**7, 10**5)):
                read.append(block.start)
                yield block

    source = Recording(About(), (EMG,), Counting())
    progress: list[float] = []
    learn(ONE, source, lambda _: (Interval(0.0, 50.0),), progress.append)
    assert max(read) <= 2 * 10**5
    assert progress == sorted(progress)
    assert progress[-1] > 50.0


@given(st.booleans())
def test_a_pass_goes_on_until_every_stream_has_covered_its_intervals(slow_first: bool) -> None:
    """Streams of a file may lie minutes apart in the order in which they are read."""
    slow = stream("slow", 10.0, "other")
    plan = Plan((Branch("a", ("emg",), SHIFT()), Branch("b", ("slow",), NOTCH())))
    blocks = [*counted(EMG, 20_000), *counted(slow, 2000)]
    source = recording(blocks[::-1] if slow_first else blocks)
    spans = (Interval(0.0, 60.0),)
    learned = learn(plan, source, lambda _: spans, lambda _: None)
    assert {fit.stream: len(heard(fit)) for fit in learned.fits} == {"a": 6000, "b": 600}


def test_a_source_that_only_a_lesson_needs_is_read_too() -> None:
    slow = stream("slow", 10.0, "other")
    plan = Plan(
        (
            Branch("a", ("emg",), SHIFT()),
            Branch("b", ("a",), NOTCH()),
            Branch("c", ("slow",), ONSET()),
            Branch("d", ("c",), NORMALISE()),
        )
    )
    source = recording([*counted(EMG, 1000), *counted(slow, 100)])
    learned = learn(plan, source, lambda _: EVERYTHING, lambda _: None)
    assert {fit.stream: len(heard(fit)) for fit in learned.fits} == {
        "a": 1000, "b": 1000, "c": 100, "d": 100
    }  # fmt: skip


def test_nothing_to_learn_reads_nothing() -> None:
    source = recording(counted(EMG, 100))
    assert learn(Plan(()), source, lambda _: EVERYTHING, lambda _: None).fits == ()
    assert source.reader.asked == []  # type: ignore[attr-defined]


def test_no_interval_is_not_enough_data() -> None:
    learned = learn(ONE, recording(counted(EMG, 100)), lambda _: (), lambda _: None)
    assert [one.why for one in learned.unsaid] == ["only 0 samples"]


# -- phases -------------------------------------------------------------------------------------

PHASES = (
    (1.0, "rest"), (6.0, "mvc 1 biceps"), (8.0, "pause"), (9.0, "mvc 2 biceps"), (11.0, "pause"),
    (12.0, "practice"), (15.0, "ready"), (16.0, "set 1"), (25.0, "pause"),
)  # fmt: skip
TAUGHT = Plan(
    (
        Branch("hum", ("emg",), NOTCH()),
        Branch("on", ("hum",), ONSET()),
        Branch("percent", ("hum",), NORMALISE()),
    )
)
LENGTH = 3000


def phase_events(phases: Sequence[tuple[float, str]] = PHASES) -> list[Event]:
    return [Event(at_s, EventKind.PHASE, label) for at_s, label in phases]


def session(
    cuts: Sequence[int], begins_s: float = 0.0, ahead: Sequence[int] = (), other: bool = False
) -> tuple[list[Event], Analyser]:
    """A session as it goes: each phase is told just before its samples; the fits it learned."""
    slow = stream("slow", 10.0, "imu")
    specs = (EMG, slow) if other else (EMG,)
    analyser = Analyser(About(), specs, TAUGHT, Shown(), learns=True)
    analyser.push(ClockPair("amp", 0.0, begins_s))
    waiting = phase_events()
    learned: list[Event] = []
    lead = iter([*ahead, *[0] * 10_000])
    at = 0
    for block in counted(EMG, LENGTH, cuts):
        while waiting and waiting[0].at_s <= block.stop / RATE_HZ + begins_s:
            analyser.push(waiting.pop(0))
        learned += analyser.push(block).events
        if other:
            to = max(at, block.stop // 10 + next(lead))
            learned += analyser.push(Block(slow, at, np.zeros((to - at, 1)))).events
            at = to
    return learned, analyser


def as_fits(events: Sequence[Event]) -> dict[str, tuple[float, list[int]]]:
    found = [(Fit.from_json(event.label), event.at_s) for event in events]
    return {fit.step: (at_s, heard(fit)) for fit, at_s in found}


def samples_of(first_s: float, last_s: float) -> list[int]:
    return [k for k in range(LENGTH) if first_s <= k / RATE_HZ < last_s]


def test_each_rule_hears_its_phases() -> None:
    events, analyser = session(())
    assert as_fits(events) == {
        "notch": (1.0 + 1.5 + APPLIED_AFTER_S, samples_of(1.0, 2.5)),
        "onset": (6.0 + APPLIED_AFTER_S, samples_of(3.2, 6.0)),
        "normalise": (15.0 + APPLIED_AFTER_S, samples_of(6.0, 8.0) + samples_of(9.0, 11.0)),
    }
    assert analyser.analysis().unsaid == ()
    assert {fit.stream for fit in analyser.analysis().fits} == {"hum", "on", "percent"}


@settings(max_examples=40)
@given(
    cuts=st.lists(st.integers(1, LENGTH - 1), max_size=40),
    begins_s=st.sampled_from([0.0, 0.35, 1.7]),
)
def test_what_is_learned_and_from_when_on_it_holds_do_not_depend_on_cutting(
    cuts: list[int], begins_s: float
) -> None:
    whole, _ = session((), begins_s)
    cut, _ = session(cuts, begins_s)
    assert cut == whole
    assert len(cut) == 3


@settings(max_examples=25)
@given(ahead=st.lists(st.integers(0, 200), max_size=40))
def test_nor_on_what_other_streams_do(ahead: list[int]) -> None:
    """Another stream may be heard seconds earlier or not at all."""
    cuts = range(0, LENGTH, 60)
    whole, _ = session(())
    assert session(cuts, ahead=ahead, other=True)[0] == whole


def learner(rules: tuple[PhaseRule, ...], plan: Plan = ONE) -> tuple[PhaseLearner, PlanRun]:
    run = PlanRun(plan, (EMG,))
    return PhaseLearner(run, rules), run


def kept(one: PhaseLearner) -> int:
    return sum(len(blocks) for blocks in one._kept.values())


def teach(
    one: PhaseLearner, phases: Sequence[tuple[float, str]], stop: int = LENGTH
) -> tuple[list[Event], list[int]]:
    waiting, events, memory = phase_events(phases), [], []
    for block in counted(EMG, stop, range(0, stop, 10)):
        while waiting and waiting[0].at_s <= block.stop / RATE_HZ:
            one.announce(waiting.pop(0))
        one.push(block)
        events += one.due()
        memory.append(kept(one))
    return events, memory


@given(
    skip_s=st.floats(0.0, 3.0),
    at_most_s=st.floats(0.1, 20.0),
    until=st.sampled_from([(), ("set",), ("ready", "set"), ("never",)]),
    phases=st.sampled_from([("rest",), ("mvc",), ("rest", "practice")]),
)
def test_rules_are_kept(
    skip_s: float, at_most_s: float, until: tuple[str, ...], phases: tuple[str, ...]
) -> None:
    one, _ = learner((PhaseRule("shift", phases, skip_s, at_most_s, until),))
    events, _ = teach(one, PHASES)
    spans = []
    for (start_s, label), (stop_s, _) in pairwise(PHASES):
        first_s, last_s = start_s + skip_s, min(stop_s, start_s + skip_s + at_most_s)
        if label.startswith(phases) and last_s > first_s:
            spans.append((first_s, last_s))
    spans = spans if until else spans[:1]
    ends = [at_s for at_s, label in PHASES if until and label.startswith(until)]
    over_s = (ends[0] if ends else None) if until else (spans[0][1] if spans else None)
    if over_s is None or not spans:
        assert events == []
        assert len(one.learned.unsaid) == 1
        return
    taught = [span for span in spans if span[0] < over_s]
    samples = [k for span in taught for k in samples_of(*span)]
    if not samples:
        assert [u.why for u in one.learned.unsaid] == ["only 0 samples"]
        return
    assert as_fits(events) == {"shift": (over_s + APPLIED_AFTER_S, samples)}
    assert one.learned.unsaid == ()


def test_only_what_teaches_is_kept_and_it_is_freed_when_it_has_taught() -> None:
    one, _ = learner((PhaseRule("shift", ("mvc",), at_most_s=1.0, until=("ready",)),))
    _, memory = teach(one, PHASES)
    # Ten blocks of 0.1 s from each of two trials, and the one that the second just touches.
    assert max(memory) <= 24
    assert memory[: round(5.9 * 10)] == [0] * 59
    assert memory[round(8.5 * 10)] == memory[round(7.5 * 10)]  # nothing of the pause
    assert memory[-1] == 0


def test_phases_told_long_before_teach_as_well() -> None:
    one, _ = learner((PhaseRule("shift", ("mvc",), until=("ready",)),))
    for event in phase_events():
        one.announce(event)
    events, _ = teach(one, ())
    assert as_fits(events)["shift"][1] == samples_of(6.0, 8.0) + samples_of(9.0, 11.0)


def test_a_fit_made_elsewhere_ends_the_lesson() -> None:
    one, _ = learner((PhaseRule("shift", ("rest",)),))
    one.announce(Event(0.0, EventKind.FIT, "{}", stream="out"))
    events, memory = teach(one, PHASES)
    assert events == []
    assert set(memory) == {0}
    assert one.learned.unsaid == ()


def test_what_is_not_yet_learned_is_said_until_it_is() -> None:
    one, _ = learner((PhaseRule("shift", ("mvc",), until=("ready",)),))
    (before,) = one.learned.unsaid
    assert (before.what, before.why) == ("the fit of shift", "no phase was told that teaches it")
    teach(one, PHASES, stop=800)
    (during,) = one.learned.unsaid
    assert during.why == "the phases that teach it were not over"
    assert "analyse the recording" in during.fix


def test_a_lesson_without_enough_is_said_and_not_tried_again() -> None:
    plan = Plan((Branch("out", ("emg",), SHIFT(least=10**6)),))
    one, _ = learner((PhaseRule("shift", ("rest",)),), plan)
    events, memory = teach(one, PHASES)
    assert events == []
    assert memory[-1] == 0
    assert [(u.why, u.fix) for u in one.learned.unsaid] == [("only 500 samples", "record more")]


def test_a_silent_stream_is_covered_by_what_it_says() -> None:
    """A lost source that says how far it is covered ends its lesson."""
    one, _ = learner((PhaseRule("shift", ("rest",), at_most_s=2.0),))
    for event in phase_events():
        one.announce(event)
    for block in counted(EMG, 150, range(0, 150, 10)):
        one.push(block)
    assert one.due() == []
    one.push(Block(EMG, 340, np.empty((0, 1))))
    (event,) = one.due()
    assert event.at_s == 3.0 + APPLIED_AFTER_S
    assert heard(Fit.from_json(event.label)) == samples_of(1.0, 1.5)


def test_a_step_that_no_rule_teaches_is_said() -> None:
    one, _ = learner((replace(PHASE_RULES[0]),))
    teach(one, PHASES)
    assert [u.why for u in one.learned.unsaid] == ["no phase was told that teaches it"]
