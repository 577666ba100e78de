"""Streams with a known answer, and how to feed them to a metric."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil

import numpy as np

from innervate.core.channel import Channel, Kind, MuscleSide, Side
from innervate.core.event import Event, EventKind
from innervate.core.measure import Measure
from innervate.core.metric import Metric, Tally
from innervate.core.stream import Block, Samples, StreamSpec

RATE_HZ = 200.0
REPETITIONS = StreamSpec(
    "emg/repetitions", (Channel("repetition", Kind.STATE, "1"),), RATE_HZ, "amp"
)
BICEPS = MuscleSide("biceps_brachii", Side.LEFT)
TRICEPS = MuscleSide("triceps_brachii", Side.LEFT)
OTHER_BICEPS = MuscleSide("biceps_brachii", Side.RIGHT)


def stream(
    *muscles: MuscleSide | None, kind: Kind = Kind.ACTIVATION, unit: str = "%MVC"
) -> StreamSpec:
    """A stream with one channel per muscle (None = unknown)."""
    channels = tuple(
        Channel(f"E{number}", kind, unit, muscle.muscle, muscle.side)
        if muscle
        else Channel(f"E{number}", kind, unit)
        for number, muscle in enumerate(muscles)
    )
    return StreamSpec(f"emg/{kind}", channels, RATE_HZ, "amp")


def at_rate(spec: StreamSpec, rate_hz: float) -> StreamSpec:
    return replace(spec, rate_hz=rate_hz)


def state(length_s: float, *spans_s: tuple[float, float], rate_hz: float = RATE_HZ) -> Samples:
    """One column that is 1 within the spans."""
    times = np.arange(round(length_s * rate_hz)) / rate_hz
    inside = np.zeros(len(times))
    for start, stop in spans_s:
        inside[(times >= start - 1e-9) & (times < stop - 1e-9)] = 1.0
    return inside[:, None]


def reps(count: int, length_s: float = 1.0, rest_s: float = 1.0) -> tuple[tuple[float, float], ...]:
    """Spans of equal repetitions; the first one starts after one rest."""
    each = length_s + rest_s
    return tuple((n * each + rest_s, (n + 1) * each) for n in range(count))


def duration_s(spans: Sequence[tuple[float, float]]) -> float:
    return spans[-1][1] + 1.0


def level(spans: Sequence[tuple[float, float]], *levels: Sequence[float]) -> Samples:
    """Per channel one constant level in each span, 0 between."""
    columns = []
    for each in levels:
        column = np.zeros((round(duration_s(spans) * RATE_HZ), 1))
        for span, value in zip(spans, each, strict=True):
            column += value * state(duration_s(spans), span)
        columns.append(column)
    return np.hstack(columns)


def phase(at_s: float, label: str) -> Event:
    """A phase that begins at a session second, with its sample, as an inlet delivers it."""
    return Event(at_s, EventKind.PHASE, label, sample=ceil(at_s * RATE_HZ - 1e-9))


def feed(
    tally: Tally,
    specs: tuple[StreamSpec, ...],
    data: tuple[Samples, ...],
    *,
    cuts: Iterable[int] = (),
    skip: tuple[int, int] | None = None,
    events: Sequence[Event] = (),
) -> Tally:
    """Push the streams in lock-step, cut at `cuts`, the samples of `skip` lost."""
    length = len(data[0])
    edges = {0, length, *(cut for cut in cuts if 0 < cut < length), *(skip or ())}
    ordered = sorted(edges)
    for low, high in [*pairwise(ordered), (length, length)]:
        if skip and skip[0] <= low < skip[1]:
            continue
        for event in events:
            if event.sample is not None and low <= event.sample < high:
                tally.push(event)
        for spec, values in zip(specs, data, strict=True):
            tally.push(Block(spec, low, np.ascontiguousarray(values[low:high])))
    return tally


def measure(
    metric: Metric,
    specs: tuple[StreamSpec, ...],
    data: tuple[Samples, ...],
    *,
    cuts: Iterable[int] = (),
    skip: tuple[int, int] | None = None,
    events: Sequence[Event] = (),
) -> tuple[Measure, ...]:
    return feed(metric.open(specs), specs, data, cuts=cuts, skip=skip, events=events).read()


def of_set(measures: Sequence[Measure], name: str, muscle: str | None = None) -> Measure:
    """The one measure of the set."""
    (found,) = of_sets(measures, name, muscle)
    return found


def of_sets(measures: Sequence[Measure], name: str, muscle: str | None = None) -> list[Measure]:
    """The measures of the sets, in order."""
    return [
        each
        for each in measures
        if each.metric == name
        and each.subject.rep is None
        and (muscle is None or each.subject.muscle == muscle)
    ]


def of_reps(measures: Sequence[Measure], name: str, muscle: str | None = None) -> list[Measure]:
    """The measures of the repetitions, in order."""
    return [
        each
        for each in measures
        if each.metric == name
        and each.subject.rep is not None
        and (muscle is None or each.subject.muscle == muscle)
    ]
