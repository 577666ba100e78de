"""How long a muscle takes to let go after it should."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from innervate.core.channel import Kind
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.measure import Measure, Subject, Uncertainty
from innervate.core.metric import Metric, MetricExample, Tally
from innervate.core.step import Accepts
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.core.truth import Truth
from innervate.core.units import SECOND
from innervate.metrics import _examples
from innervate.metrics._cues import Cues
from innervate.metrics._interval import LIKE_DATING
from innervate.metrics._measures import (
    Heading,
    Inputs,
    RepValue,
    Span,
    channel_measures,
    rep_quality,
)
from innervate.metrics._runs import NONE, Flags, Runs
from innervate.metrics._segments import Began, Rep, Segmenter
from innervate.metrics._watch import Lows, Watch

_SINGLE = "a single crossing: its error cannot be seen in it"


@dataclass(frozen=True, slots=True)
class Release:
    """Times how long after the stop each muscle's activation falls below a threshold and stays.

    Inputs: activation, repetition state. Gives `release` (s) per muscle: from the repetition's
    end, or from the last stop cue within it, to the first of enough successive samples below the
    threshold; negative where the muscle let go before. There is none for a muscle that did not
    reach the threshold on average: chance alone would say when it crossed it.

    Attributes:
        cue: label of the stop cue events; None = the repetition's end.
        threshold_percent: activation below which a muscle counts as released.
        below_s: how long it must stay below.
        limit_s: how long to wait for it.
    """

    VERSION: ClassVar[int] = 2
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.ACTIVATION}), frozenset({Kind.STATE}))
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.PHASE, EventKind.CUE})
    LABEL: ClassVar[str] = "Release"
    FORMAT: ClassVar[str] = ".2f"
    EVIDENCE: ClassVar[str] = "Release / relaxation time"
    CAVEAT: ClassVar[str] = (
        "Compare with your own baseline. The envelope spreads the end by up to half its window."
    )
    TRUTH: ClassVar[tuple[Truth, ...]] = (
        Truth(
            "release",
            "the moment at which the noise-free envelope stays below the threshold, against the "
            "repetition's end as the counter would date it there",
            0.03,
            performed=True,
        ),
    )

    cue: str | None = None
    threshold_percent: float = 5.0
    below_s: float = 0.1
    limit_s: float = 5.0

    def open(self, specs: tuple[StreamSpec, ...]) -> Tally:
        """Begin on activation and repetition state; raises `InputError` on times below zero."""
        if not (self.threshold_percent > 0 and self.below_s >= 0 and self.limit_s > 0):
            raise InputError(
                "release needs a positive threshold and limit and a time below of 0 or more",
                found=f"{self.threshold_percent} %, {self.limit_s} s, {self.below_s} s",
            )
        return _ReleaseTally(specs, self)

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        """Three muscles, after the repetition's end."""
        return (MetricExample(cls(), (_examples.activation(), _examples.repetitions())),)


class _ReleaseTally:
    """The releases after each completed repetition."""

    def __init__(self, specs: tuple[StreamSpec, ...], metric: Release) -> None:
        spec, rate_hz = specs[0], specs[0].regular_rate_hz
        self._spec, self._metric, self._span = spec, metric, Span(rate_hz)
        self._inputs, self._segmenter = Inputs(specs), Segmenter(rate_hz)
        self._runs, self._cues = Runs(len(spec.channels)), Cues(metric.cue, rate_hz, 0.0)
        self._hold = max(1, round(metric.below_s * rate_hz))
        self._limit = round(metric.limit_s * rate_hz)
        self._within = False
        self._watch: Watch | None = None
        self._working = _Working(len(spec.channels))
        self._ended: deque[Flags] = deque()
        self._idle: Flags = np.zeros(len(spec.channels), dtype=np.bool_)
        self._expected: int | None = None
        self._values: tuple[list[RepValue], ...] = tuple([] for _ in spec.channels)

    def push(self, item: Block | Event) -> None:
        """Take the next block of an input, a cue or a phase."""
        if isinstance(item, Event):
            self._cues.add(item)
            self._segmenter.announce(item)
            return
        for blocks in self._inputs.push(item):
            self._advance(*blocks)

    def read(self) -> tuple[Measure, ...]:
        """Releases per repetition and set; a repetition still waited for is left out."""
        version = self._metric.VERSION
        heading = Heading("release", SECOND, Subject(), version, shared=LIKE_DATING)
        return channel_measures(self._spec, heading, self._values, self._span)

    def _advance(self, activation: Block, state: Block) -> None:
        self._span.see(state)
        if self._watch and activation.start != self._expected:
            self._watch.lose()
        self._expected = activation.stop
        threshold = self._metric.threshold_percent
        lows = Lows.of(self._runs, activation.start, activation.data, threshold, self._hold)
        for mark, what in self._marks(activation, state):
            self._look(lows.cut(lows.start, mark), mark)
            lows = lows.cut(mark, activation.stop)
            self._happen(mark, what)
        self._look(lows, activation.stop)
        self._cues.forget(activation.stop)

    def _marks(self, activation: Block, state: Block) -> list[tuple[int, Rep | Began | None]]:
        """What happens in this block, in order: a repetition begins or ends, a cue (None)."""
        marks: list[tuple[int, Rep | Began | None]] = []
        for part in self._segmenter.push(state):
            if isinstance(part, Rep):
                marks.append((part.stop, part))
                self._ended.append(self._working.mean < self._metric.threshold_percent)
            elif isinstance(part, Began):
                marks.append((part.start, part))
                self._working = _Working(len(self._values))
            else:
                self._working.add(activation.cut(part.start, part.stop).data)
        marks += [(cue, None) for cue in self._cues.within(state.start, state.stop)]
        return sorted(marks, key=lambda mark: mark[0])

    def _look(self, lows: Lows, until: int) -> None:
        if self._watch is None:
            return
        self._watch.look(lows)
        if self._watch.rep and (self._watch.done or until >= self._watch.stop):
            self._complete(f"not released within {self._metric.limit_s:g} s")

    def _happen(self, at: int, what: Rep | Began | None) -> None:
        if isinstance(what, Began):
            self._complete("not released before the next repetition")
            self._within = True
        elif isinstance(what, Rep):
            self._within = False
            idle = self._ended.popleft()
            if self._metric.cue is None:
                self._watch = self._wait(at)
            if self._watch is None:
                self._uncued(what)
            else:
                self._watch.rep = what
                self._idle = idle
        elif self._within:
            self._watch = self._wait(at)

    def _wait(self, at: int) -> Watch:
        return Watch(at, at + self._limit, len(self._values))

    def _uncued(self, rep: Rep) -> None:
        reason = f"no cue {self._metric.cue!r} in the repetition"
        for values in self._values:
            values.append(RepValue.none(rep, rep_quality(rep), reason))

    def _complete(self, unreleased: str) -> None:
        watch, self._watch = self._watch, None
        if watch is None or watch.rep is None:
            return
        muscles = zip(self._values, watch.found, watch.missing, self._idle, strict=True)
        for values, key, missing, idle in muscles:
            if problem := self._problem(watch.rep, int(key), bool(missing), bool(idle)):
                values.append(RepValue.none(watch.rep, rep_quality(watch.rep), problem))
            elif key == NONE:
                values.append(RepValue.none(watch.rep, rep_quality(watch.rep), unreleased))
            else:
                release_s = (int(key) // 2 - watch.start) / self._span.rate_hz
                sure = Uncertainty.none(_SINGLE)
                values.append(RepValue(watch.rep, release_s, sure, rep_quality(watch.rep)))

    def _problem(self, rep: Rep, key: int, missing: bool, idle: bool) -> str:
        if key != NONE and key // 2 <= rep.start:
            return "was not active"
        if idle:
            level = f"{self._metric.threshold_percent:g} %"
            return f"hardly active: below {level} on average, so that chance says when it let go"
        if missing or (key != NONE and key % 2 == 0):
            return "part of the wait was not measured"
        return ""


class _Working:
    """How active each muscle is on average in the running repetition."""

    def __init__(self, columns: int) -> None:
        self._sum, self._count = np.zeros(columns), np.zeros(columns)

    def add(self, data: Samples) -> None:
        """Take samples x muscles; NaN = not measured."""
        self._sum += np.nansum(data, axis=0)
        self._count += np.count_nonzero(~np.isnan(data), axis=0)

    @property
    def mean(self) -> Samples:
        """The mean; 0 where nothing was measured."""
        return np.asarray(self._sum / np.maximum(self._count, 1.0))


PLUGIN: type[Metric] = Release
