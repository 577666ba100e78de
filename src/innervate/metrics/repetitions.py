"""How many repetitions, how long each, and the rest between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from innervate.core.channel import Kind
from innervate.core.event import Event, EventKind
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.core.metric import Metric, MetricExample, Tally
from innervate.core.step import Accepts
from innervate.core.stream import Block, StreamSpec
from innervate.core.truth import Truth
from innervate.core.units import DIMENSIONLESS, SECOND
from innervate.metrics import _examples
from innervate.metrics._measures import (
    LEAST_MEASURED,
    Heading,
    RepValue,
    Span,
    by_set,
    listed,
    measures,
    rep_quality,
    set_measure,
)
from innervate.metrics._segments import Rep, Segmenter

_COUNTED = Uncertainty.none("a count of what the detector found")
_BOTH_EDGES = (
    "how far the counter's edges lie from the movement's is alike in all repetitions: no interval, "
    "compare with your own"
)
_ONE_EDGE = "one repetition: the error of its detected edges cannot be seen in it"


@dataclass(frozen=True, slots=True)
class Repetitions:
    """Counts the repetitions of the state stream set by set, their duration and the rest between.

    Input: repetition state. Gives `repetitions` (how many completed ones, those cut by a gap
    included), `repetitions.duration` and `repetitions.rest` (s; the rest before repetition n is
    that of n).
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.STATE}),)
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.PHASE})
    LABEL: ClassVar[str] = "Repetitions"
    FORMAT: ClassVar[str] = ".3g"
    EVIDENCE: ClassVar[str] = "Rep segmentation"
    CAVEAT: ClassVar[str] = "As the detector saw them; the one under way is not counted yet."
    TRUTH: ClassVar[tuple[Truth, ...]] = (
        Truth("repetitions", "how many were done", 0.2, performed=True),
        Truth(
            "repetitions.duration",
            "from beginning to end as the counter would date them in a noise-free envelope",
            0.03,
            performed=True,
        ),
        Truth("repetitions.rest", "the time between these", 0.03, performed=True),
    )

    def open(self, specs: tuple[StreamSpec, ...]) -> Tally:
        """Begin on repetition state."""
        return _RepetitionsTally(specs[0], self.VERSION)

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        """One state stream."""
        return (MetricExample(cls(), (_examples.repetitions(),)),)


class _RepetitionsTally:
    """The repetitions so far."""

    def __init__(self, spec: StreamSpec, version: int) -> None:
        self._span, self._segmenter = Span(spec.regular_rate_hz), Segmenter(spec.regular_rate_hz)
        self._reps: list[Rep] = []
        self._count = Heading("repetitions", DIMENSIONLESS, Subject(), version)

    def push(self, item: Block | Event) -> None:
        """Take the next block of the state or a phase."""
        if isinstance(item, Event):
            self._segmenter.announce(item)
            return
        self._span.see(item)
        self._reps += [part for part in self._segmenter.push(item) if isinstance(part, Rep)]

    def read(self) -> tuple[Measure, ...]:
        """The count, durations and rests."""
        return tuple(self._measures())

    def _measures(self) -> Iterator[Measure]:
        counted = self._span.unsaid(self._count, "the repetition state was not measured")
        if not counted or not self._segmenter.measured:
            yield from counted
            return
        if not self._reps:
            yield replace(counted[0], value=0.0, uncertainty=_COUNTED, quality=Quality())
            return
        durations = [self._length(rep) for rep in self._reps]
        yield from (self._counted(of_set) for of_set in by_set(durations))
        timed = replace(self._count, unit=SECOND, unsure=_BOTH_EDGES)
        duration = replace(timed, metric="repetitions.duration")
        rest = replace(timed, metric="repetitions.rest")
        rests = [self._length(_rest(rep)) for rep in self._reps if rep.rest is not None]
        yield from measures(duration, durations, self._rate_hz)
        yield from measures(rest, rests, self._rate_hz)

    @property
    def _rate_hz(self) -> float:
        return self._span.rate_hz

    def _length(self, rep: Rep) -> RepValue:
        length_s = (rep.stop - rep.start) / self._rate_hz
        return RepValue(rep, length_s, Uncertainty.none(_ONE_EDGE), rep_quality(rep))

    def _counted(self, of_set: list[RepValue]) -> Measure:
        return replace(
            set_measure(self._count, of_set, self._rate_hz),
            value=float(len(of_set)),
            uncertainty=_COUNTED,
            quality=_count_quality([each.rep for each in of_set]),
        )


def _count_quality(reps: list[Rep]) -> Quality:
    cut = [f"{rep.number} ({', '.join(rep.flaws)})" for rep in reps if rep.flaws]
    if not cut:
        return Quality()
    whole = len(reps) - len(cut)
    reason = f"not seen as a whole: repetitions {listed(cut)}"
    return Quality(whole >= LEAST_MEASURED * len(reps), (reason,))


def _rest(rep: Rep) -> Rep:
    """The rest before a repetition, as a stretch of its own."""
    return Rep(rep.number, rep.start - (rep.rest or 0), rep.start, set=rep.set)


PLUGIN: type[Metric] = Repetitions
