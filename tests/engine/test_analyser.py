from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine._compare import assert_same

from innervate.core.channel import Channel, Kind, MuscleSide, Side
from innervate.core.event import Event, EventKind
from innervate.core.measure import Measure
from innervate.core.plan import Branch, Plan, Reading
from innervate.core.recording import About
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.engine.analyser import Analyser, Shown
from innervate.engine.analysis import Analysis
from innervate.metrics._pairs import MusclePair
from innervate.metrics.activation import Activation
from innervate.metrics.cocontraction_rudolph import CocontractionRudolph
from innervate.metrics.compensation import Compensation
from innervate.metrics.repetitions import Repetitions
from innervate.metrics.target_share import TargetShare
from innervate.steps.during import During
from innervate.steps.quality import Quality

RATE_HZ = 200.0
SECONDS = 30.0
LENGTH = round(SECONDS * RATE_HZ)
BICEPS, TRICEPS = MuscleSide("biceps_brachii", Side.LEFT), MuscleSide("triceps_brachii", Side.LEFT)
MUSCLES = (BICEPS, TRICEPS, MuscleSide("deltoideus_anterior", Side.LEFT), None)
FLAT = "triceps brachii left: flat line in 100% of the time"


def stream(name: str, kind: Kind, unit: str) -> StreamSpec:
    channels = tuple(
        Channel(f"E{n}", kind, unit, m.muscle, m.side) if m else Channel(f"E{n}", kind, unit)
        for n, m in enumerate(MUSCLES)
    )
    return StreamSpec(name, channels, RATE_HZ, "amp")


EMG = stream("emg", Kind.EMG, "V")
ACTIVATION = stream("activation", Kind.ACTIVATION, "%MVC")
BURSTS = StreamSpec("bursts", (Channel("rep", Kind.STATE, "1"),), RATE_HZ, "amp")
BOTH = ("activation", "repetitions")
PLAN = Plan(
    (
        Branch("quality", ("emg",), Quality()),
        Branch("repetitions", ("bursts",), During()),
        Branch("repetitions/right", ("bursts",), During(says="right")),
    ),
    (
        Reading(Repetitions(), ("repetitions",)),
        Reading(Activation(), BOTH),
        Reading(TargetShare((BICEPS,)), BOTH),
        Reading(TargetShare((BICEPS, TRICEPS)), ("activation", "repetitions/right")),
        Reading(Compensation((BICEPS,)), BOTH),
        Reading(CocontractionRudolph((MusclePair(BICEPS, TRICEPS),)), BOTH),
    ),
)
SHOWN = Shown(qualities=(("quality", "emg"),), repetitions="repetitions")
SETS = (
    Event(0.2, EventKind.PHASE, "rest"),
    Event(4.0, EventKind.PHASE, "set 1 left"),
    Event(14.0, EventKind.PHASE, "pause"),
    Event(18.0, EventKind.PHASE, "set 2 right"),
    Event(28.0, EventKind.PHASE, "pause"),
)


def data() -> dict[StreamSpec, Samples]:
    """Bursts of 1 s every 2 s; the triceps' electrode is dead."""
    random = np.random.default_rng(3)
    row = np.arange(LENGTH)
    within = ((row % 400 >= 100) & (row % 400 < 300)).astype(float)[:, None]
    emg = 1e-4 * random.standard_normal((LENGTH, 4))
    emg[:, 1] = 0.0
    return {EMG: emg, ACTIVATION: 5.0 + within * [40.0, 10.0, 20.0, 90.0], BURSTS: within}


def analyse(
    events: tuple[Event, ...], cuts: list[int] | None = None, spoilt: int | None = 1
) -> Analysis:
    """As a file is read, all events first; or with `cuts` as a session goes, events 0.2 s late."""
    streams = data()
    if spoilt != 1:
        streams[EMG] = np.roll(streams[EMG], (spoilt or 0) - 1, axis=1)
    analyser = Analyser(About(), streams, PLAN, SHOWN)
    late_s = float("-inf") if cuts is None else 0.2
    waiting = list(events)
    for low, high in pairwise(sorted({0, LENGTH, *(cuts or ())})):
        while waiting and waiting[0].at_s + late_s < high / RATE_HZ:
            analyser.push(waiting.pop(0))
        for spec, values in streams.items():
            analyser.push(Block(spec, low, values[low:high]))
        analyser.cover(high / RATE_HZ - late_s)
    for event in waiting:
        analyser.push(event)
    analyser.finish()
    return analyser.analysis()


def reasons(measures: tuple[Measure, ...], metric: str, muscle: str | None) -> set[bool]:
    """Whether the dead electrode is named, over all sets and repetitions."""
    found = [m for m in measures if m.metric == metric and m.subject.muscle == muscle]
    assert found
    return {FLAT in m.quality.reasons and not m.quality.ok for m in found}


def test_repetitions_and_measures_are_of_the_sets() -> None:
    found = analyse(SETS)
    assert [(rep.set, rep.number) for rep in found.repetitions] == [
        *((1, number) for number in range(1, 6)),
        *((2, number) for number in range(1, 6)),
    ]
    durations = [
        (m.subject.set, m.subject.rep, m.start_s, m.stop_s)
        for m in found.measures
        if m.metric == "repetitions.duration" and m.subject.rep is not None
    ]
    assert durations == [(r.set, r.number, r.start_s, r.stop_s) for r in found.repetitions]
    right = [m for m in found.measures if m.metric == "target_share" and m.subject.muscle is None]
    assert {m.subject.set for m in right} == {2}


@settings(max_examples=15)
@given(st.lists(st.integers(1, LENGTH - 1), max_size=10))
def test_a_session_and_its_file_agree(cuts: list[int]) -> None:
    assert_same(analyse(SETS), analyse(SETS, cuts))


def test_the_list_waits_for_events_that_may_still_come() -> None:
    analyser = Analyser(About(), data(), PLAN, SHOWN)
    for spec, values in data().items():
        analyser.push(Block(spec, 0, values))
    assert analyser.analysis().repetitions == ()
    analyser.cover(10.0)
    assert analyser.analysis().repetitions == ()  # the block ends later
    analyser.push(Event(16.0, EventKind.PHASE, "set 2"))
    analyser.finish()
    assert [rep.set for rep in analyser.analysis().repetitions] == [1] * 8 + [2] * 7


@pytest.mark.parametrize(
    ("metric", "muscle", "named"),
    [
        ("activation", "biceps_brachii", False),
        ("activation", "triceps_brachii", True),
        ("activation", "deltoideus_anterior", False),
        ("target_share", "biceps_brachii", True),  # the dead one is among the others
        ("target_share", None, True),  # and here among the targets
        ("compensation", "deltoideus_anterior", True),  # a share of all
        ("cocontraction_rudolph", "biceps_brachii", True),  # the second of a pair
    ],
)
def test_flaws_of_every_channel_that_a_measure_depends_on_count(
    metric: str, muscle: str | None, named: bool
) -> None:
    assert reasons(analyse(SETS).measures, metric, muscle) == {named}


def test_a_channel_that_a_measure_leaves_out_does_not_spoil_it() -> None:
    found = analyse(SETS, spoilt=3).measures  # the channel of unknown muscle
    for each in found:
        flat = [reason for reason in each.quality.reasons if "flat line" in reason]
        about_it = each.subject.channel == "E3" or each.metric.startswith("repetitions")
        assert bool(flat) == about_it, each


def test_a_measure_keeps_its_own_reasons() -> None:
    (whole,) = [
        m
        for m in analyse(SETS).measures
        if m.metric == "compensation"
        and m.subject == replace(m.subject, muscle="triceps_brachii", set=1, rep=None)
    ]
    assert "baseline 0 of 20 repetitions: also working" in whole.quality.reasons
    assert FLAT in whole.quality.reasons
