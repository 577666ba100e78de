"""From numbers of repetitions to the measures of a set, alike in all metrics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from innervate.core.align import Aligner
from innervate.core.event import Event
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.core.stream import Block, StreamSpec
from innervate.metrics._channels import subject_of
from innervate.metrics._interval import UNBOUNDED, Shared, mean_interval
from innervate.metrics._segments import Rep

LEAST_MEASURED = 0.8
_MOST_NAMED = 5
_NO_REPS = "no complete repetition was seen"
_NO_VALUE = Uncertainty.none("there is no value")


@dataclass(frozen=True, slots=True)
class RepValue:
    """One number of one repetition; it counts for the set if its quality is good."""

    rep: Rep
    value: float | None
    uncertainty: Uncertainty
    quality: Quality = field(default_factory=Quality)

    @classmethod
    def none(cls, rep: Rep, quality: Quality, reason: str = "") -> RepValue:
        """No number, for this reason or those in `quality`."""
        return cls(rep, None, _NO_VALUE, quality.with_reasons(reason) if reason else quality)

    @property
    def counts(self) -> float | None:
        """The value where it may enter a set, else None."""
        return self.value if self.quality.ok else None


@dataclass(frozen=True, slots=True)
class Heading:
    """What all measures of one quantity share.

    Its subject names neither set nor repetition: each measure adds its own.

    Attributes:
        metric, unit, subject, version: as in `Measure`.
        limits: what the quantity cannot exceed.
        shared: an error that all repetitions share.
        unsure: why the scatter of repetitions tells nothing of the true value, or nothing.
    """

    metric: str
    unit: str
    subject: Subject
    version: int
    limits: tuple[float, float] = UNBOUNDED
    shared: Shared | None = None
    unsure: str = ""


class Span:
    """The device seconds that a tally has seen."""

    def __init__(self, rate_hz: float) -> None:
        self.rate_hz = rate_hz
        self._start: int | None = None
        self._stop = 0

    def see(self, block: Block) -> None:
        """Take note of a block."""
        if len(block):
            self._start = block.start if self._start is None else self._start
            self._stop = block.stop

    def unsaid(self, heading: Heading, reason: str = _NO_REPS) -> tuple[Measure, ...]:
        """The one measure that says why there is no number; none before any sample."""
        if self._start is None:
            return ()
        measure = Measure(
            metric=heading.metric,
            value=None,
            unit=heading.unit,
            subject=heading.subject,
            start_s=self._start / self.rate_hz,
            stop_s=self._stop / self.rate_hz,
            uncertainty=_NO_VALUE,
            quality=Quality(False, (reason,)),
            version=heading.version,
        )
        return (measure,)


class Refused:
    """A tally that says once why nothing can be said."""

    def __init__(self, specs: tuple[StreamSpec, ...], heading: Heading, reason: str) -> None:
        self._span = Span(specs[0].regular_rate_hz)
        self._heading, self._reason = heading, reason

    def push(self, item: Block | Event) -> None:
        """Take note of the time that passes."""
        if isinstance(item, Block):
            self._span.see(item)

    def read(self) -> tuple[Measure, ...]:
        """One measure without a value."""
        return self._span.unsaid(self._heading, self._reason)


class Inputs:
    """Lines up the inputs of a tally, whatever the order of their blocks."""

    def __init__(self, specs: tuple[StreamSpec, ...]) -> None:
        self._aligner = Aligner(specs)
        self._which = {spec.id: number for number, spec in enumerate(specs)}

    def push(self, block: Block) -> Iterator[tuple[Block, ...]]:
        """Take a block; yield one block of each input for what all have covered."""
        yield from self._aligner.push(self._which[block.spec.id], block)


def rep_quality(rep: Rep, measured: float = 1.0, notes: tuple[str, ...] = ()) -> Quality:
    """The quality of a number of a repetition of which the share `measured` was measured."""
    quality = Quality(True, notes).with_reasons(*rep.flaws)
    if measured < LEAST_MEASURED:
        return quality.with_reasons(f"only {measured:.0%} of it was measured")
    return quality


def measures(heading: Heading, values: Sequence[RepValue], rate_hz: float) -> Iterator[Measure]:
    """Set by set, one measure per repetition and then the one of the set."""
    for of_set in by_set(values):
        for each in of_set:
            yield Measure(
                metric=heading.metric,
                value=each.value,
                unit=heading.unit,
                subject=replace(heading.subject, set=each.rep.set, rep=each.rep.number),
                start_s=each.rep.start / rate_hz,
                stop_s=each.rep.stop / rate_hz,
                uncertainty=each.uncertainty,
                quality=each.quality,
                version=heading.version,
            )
        yield set_measure(heading, of_set, rate_hz)


def channel_measures(
    spec: StreamSpec, heading: Heading, values: Sequence[Sequence[RepValue]], span: Span
) -> tuple[Measure, ...]:
    """The measures of a quantity that every channel has; `heading` is that of all together."""
    if not values[0]:
        return span.unsaid(heading)
    return tuple(
        measure
        for column, each in enumerate(values)
        for measure in measures(
            replace(heading, subject=subject_of(spec, column)), each, span.rate_hz
        )
    )


def set_measure(heading: Heading, values: Sequence[RepValue], rate_hz: float) -> Measure:
    """The mean over those of a set's repetitions that count, with Student's interval over them."""
    kept = counting(values)
    return Measure(
        metric=heading.metric,
        value=float(np.mean(kept)) if kept else None,
        unit=heading.unit,
        subject=replace(heading.subject, set=values[0].rep.set),
        start_s=values[0].rep.start / rate_hz,
        stop_s=values[-1].rep.stop / rate_hz,
        uncertainty=_of_mean(heading, kept),
        quality=_set_quality(values, len(kept)),
        version=heading.version,
    )


def _of_mean(heading: Heading, kept: list[float]) -> Uncertainty:
    if heading.unsure:
        return Uncertainty.none(heading.unsure)
    return mean_interval(kept, heading.limits, shared=heading.shared)


def by_set(values: Sequence[RepValue]) -> list[list[RepValue]]:
    """The values of each set, the sets in the order in which they began."""
    sets: dict[int, list[RepValue]] = {}
    for each in values:
        sets.setdefault(each.rep.set, []).append(each)
    return list(sets.values())


def counting(values: Sequence[RepValue]) -> list[float]:
    """The values that may enter a set."""
    return [value for each in values if (value := each.counts) is not None]


def of_all(heading: Heading) -> Heading:
    """The same heading about all that was recorded."""
    return replace(heading, subject=Subject())


def listed(items: Sequence[str]) -> str:
    """The first five, and how many more.

    >>> listed("abcdefg")
    'a, b, c, d, e and 2 more'
    """
    more = len(items) - _MOST_NAMED
    return ", ".join(items[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _set_quality(values: Sequence[RepValue], kept: int) -> Quality:
    out = [each for each in values if each.counts is None]
    if not kept and len({each.quality.reasons for each in out}) == 1:
        return Quality(False, out[0].quality.reasons)  # what holds for all is said once
    used = [each.quality.reasons for each in values if each.counts is not None]
    notes = tuple(dict.fromkeys(note for reasons in used for note in reasons))
    left = [f"{each.rep.number} ({', '.join(each.quality.reasons)})" for each in out]
    ok = kept >= LEAST_MEASURED * len(values)
    return Quality(ok, (*notes, f"repetitions left out: {listed(left)}") if left else notes)
