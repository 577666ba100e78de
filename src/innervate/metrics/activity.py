"""When each muscle was active at all, whatever the repetitions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from innervate.core.channel import Kind
from innervate.core.errors import InputError
from innervate.core.event import Event
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.core.metric import Metric, MetricExample, Tally
from innervate.core.step import Accepts
from innervate.core.stream import Block, StreamSpec
from innervate.core.truth import Truth
from innervate.core.units import PERCENT, SECOND
from innervate.metrics import _examples
from innervate.metrics._channels import subject_of

_EDGES = Uncertainty.none("the error of the onset detector's edges cannot be seen in one stretch")
_COUNTED = Uncertainty.none("a share of the samples as the onset detector judged them")


@dataclass(frozen=True, slots=True)
class Activity:
    """Lists the stretches in which each muscle was active, and their share of the time.

    Input: onset states. Gives `activity` (% of the measured time) and, for each stretch,
    `activity.stretch` (s, with its start and stop; `subject.rep` numbers them) per channel.
    Pauses shorter than `join_s` belong to a stretch. The longest `most` stretches are kept.

    Attributes:
        join_s: pauses up to this long are bridged.
        most: how many stretches of a channel are listed at the most.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.STATE}),)
    LABEL: ClassVar[str] = "Activity"
    FORMAT: ClassVar[str] = ".3g"
    EVIDENCE: ClassVar[str] = "Onset"
    CAVEAT: ClassVar[str] = "As the onset detector saw it; weak activity may be missed."
    TRUTH: ClassVar[tuple[Truth, ...]] = (
        Truth(
            "activity",
            "the share of time between true onsets and offsets",
            15.0,
            bias="tone and cross-talk between contractions look like activity",
        ),
        Truth(
            "activity.stretch",
            "the length of a stretch of true activity, numbered alike",
            15.0,
            bias="one pause more or less that is bridged, and later stretches have other numbers",
        ),
    )

    join_s: float = 1.0
    most: int = 200

    def open(self, specs: tuple[StreamSpec, ...]) -> Tally:
        """Begin on onset states; raises `InputError` for a negative pause or no stretches."""
        if self.join_s < 0 or self.most < 1:
            raise InputError(
                "activity needs a pause of 0 s or more and at least one stretch",
                given=f"join_s {self.join_s}, most {self.most}",
            )
        return _ActivityTally(specs[0], self)

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        """Three muscles."""
        return (MetricExample(cls(), (_examples.onset(),)),)


class _Stretches:
    """The stretches of one channel."""

    def __init__(self, join: int, most: int) -> None:
        self._join, self._most = join, most
        self._kept: list[tuple[int, int]] = []
        self._last: tuple[int, int] | None = None
        self.on = self.known = 0

    def add(self, start: int, stop: int) -> None:
        """Take a run of active samples."""
        if self._last is not None and start - self._last[1] <= self._join:
            self._last = (self._last[0], stop)
            return
        self._settle()
        self._last = (start, stop)

    def all(self) -> list[tuple[int, int]]:
        """The stretches in order, the running one included."""
        last = [self._last] if self._last else []
        return sorted(self._longest([*self._kept, *last]))

    def _settle(self) -> None:
        if self._last is not None:
            self._kept.append(self._last)
        if len(self._kept) >= 2 * self._most:
            self._kept = self._longest(self._kept)

    def _longest(self, stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
        # Of equal ones the earlier stays, so that when it is thinned out makes no difference.
        return sorted(stretches, key=lambda one: (one[0] - one[1], one[0]))[: self._most]


class _ActivityTally:
    """Runs of active samples, joined."""

    def __init__(self, spec: StreamSpec, metric: Activity) -> None:
        self._spec, self._metric = spec, metric
        self._rate_hz = spec.regular_rate_hz
        join = round(metric.join_s * self._rate_hz)
        self._channels = [_Stretches(join, metric.most) for _ in spec.channels]
        self._span: tuple[int, int] | None = None

    def push(self, item: Block | Event) -> None:
        if isinstance(item, Event) or not len(item):
            return
        first = item.start if self._span is None else self._span[0]
        self._span = (first, item.stop)
        for column, stretches in zip(item.data.T, self._channels, strict=True):
            on = column > 0.5
            stretches.on += int(on.sum())
            stretches.known += int(np.isfinite(column).sum())
            edges = np.flatnonzero(np.diff(on, prepend=False, append=False)) + item.start
            for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
                stretches.add(start, stop)

    def read(self) -> tuple[Measure, ...]:
        return tuple(
            measure
            for column, stretches in enumerate(self._channels)
            for measure in self._measures(subject_of(self._spec, column), stretches)
        )

    def _measures(self, subject: Subject, stretches: _Stretches) -> Iterator[Measure]:
        if self._span is None:
            return
        start_s, stop_s = (index / self._rate_hz for index in self._span)
        version = self._metric.VERSION
        if not stretches.known:
            unknown = Quality(False, ("it is not known when this muscle was active",))
            none = Uncertainty.none("there is no value")
            yield Measure(
                "activity", None, PERCENT, subject, start_s, stop_s, none, unknown, version
            )
            return
        share = 100.0 * stretches.on / stretches.known
        yield Measure(
            "activity", share, PERCENT, subject, start_s, stop_s, _COUNTED, Quality(), version
        )
        for number, (first, last) in enumerate(stretches.all(), start=1):
            yield Measure(
                "activity.stretch",
                (last - first) / self._rate_hz,
                SECOND,
                replace(subject, rep=number),
                first / self._rate_hz,
                last / self._rate_hz,
                _EDGES,
                Quality(),
                version,
            )


PLUGIN: type[Metric] = Activity
