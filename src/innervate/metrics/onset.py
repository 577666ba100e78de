"""When each muscle begins within a repetition, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import ClassVar

import numpy as np

from innervate.core.channel import Kind
from innervate.core.event import Event, EventKind
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.core.metric import Metric, MetricExample, Tally
from innervate.core.step import Accepts
from innervate.core.stream import Block, StreamSpec
from innervate.core.truth import Truth
from innervate.core.units import SECOND
from innervate.metrics import _examples
from innervate.metrics._channels import name_of, subject_of
from innervate.metrics._cues import Cues
from innervate.metrics._interval import DATING, LIKE_DATING, mean_interval
from innervate.metrics._measures import (
    Heading,
    Inputs,
    RepValue,
    Span,
    by_set,
    channel_measures,
    counting,
    rep_quality,
)
from innervate.metrics._runs import NONE, Keys, Runs
from innervate.metrics._segments import Began, Rep, Segmenter, Stretch

_SINGLE = "a single trial is noise: read the set"
_CUE_WINDOW_S = 5.0


@dataclass(frozen=True, slots=True)
class Onset:
    """Times each muscle's onset against the beginning of its repetition or a cue.

    Inputs: onset states, repetition state. Gives `onset` (s, negative = before the reference) per
    muscle and repetition, its mean per set, and `onset.order` per set: the mean lag (s) of a
    muscle (`subject.other`) behind the one before it (`subject.muscle`), with an interval that
    holds for all pairs together. An order is claimed only where that interval excludes 0:
    between repetitions of one person onsets scatter by 84-97 ms (Lewis and Sahrmann 2009).

    Attributes:
        cue: label of the cue events to time against; None = the repetition's beginning.
        lead_s: how long before the repetition's beginning an onset may lie.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.STATE}), frozenset({Kind.STATE}))
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.PHASE, EventKind.CUE})
    LABEL: ClassVar[str] = "Onset"
    FORMAT: ClassVar[str] = ".3f"
    EVIDENCE: ClassVar[str] = "Onset order"
    CAVEAT: ClassVar[str] = (
        "Single trials are noise; an order is claimed only over several repetitions. The error of "
        "the onset detector comes on top."
    )
    TRUTH: ClassVar[tuple[Truth, ...]] = (
        Truth(
            "onset",
            "the true first moment against the beginning of the repetition, as the counter would "
            "date that in a noise-free envelope",
            0.03,
            performed=True,
            bias="a slow rise is dated late, for its first part is below the noise",
        ),
        Truth(
            "onset.order",
            "the mean lag between the true first moments",
            0.03,
            performed=True,
            together=True,
        ),
    )

    cue: str | None = None
    lead_s: float = 0.5

    def open(self, specs: tuple[StreamSpec, ...]) -> Tally:
        """Begin on onset states and repetition state."""
        return _OnsetTally(specs, self)

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        """Three muscles, against the repetition's beginning."""
        return (MetricExample(cls(), (_examples.onset(), _examples.repetitions())),)


class _OnsetTally:
    """The onsets of each completed repetition."""

    def __init__(self, specs: tuple[StreamSpec, ...], metric: Onset) -> None:
        spec, rate_hz = specs[0], specs[0].regular_rate_hz
        self._spec, self._metric, self._span = spec, metric, Span(rate_hz)
        self._inputs, self._segmenter = Inputs(specs), Segmenter(rate_hz)
        self._runs, self._cues = Runs(len(spec.channels)), Cues(metric.cue, rate_hz, _CUE_WINDOW_S)
        self._first: Keys = np.full(len(spec.channels), NONE, dtype=np.int64)
        self._measured: Keys = np.zeros(len(spec.channels), dtype=np.int64)
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
        """Onsets per repetition and set, then the order."""
        version = self._metric.VERSION
        heading = Heading("onset", SECOND, Subject(), version, shared=DATING)
        single = channel_measures(self._spec, heading, self._values, self._span)
        return (*single, *self._order())

    def _advance(self, onsets: Block, state: Block) -> None:
        self._span.see(state)
        known = ~np.isnan(onsets.data)
        keys = self._runs.push(onsets.start, onsets.data > 0.5, known)
        for part in self._segmenter.push(state):
            if isinstance(part, Began):
                self._first[:], self._measured[:] = NONE, 0
            elif isinstance(part, Stretch):
                rows = slice(part.start - onsets.start, part.stop - onsets.start)
                self._look(keys[rows])
                self._measured += known[rows].sum(axis=0)
            else:
                self._complete(part)
        since = self._segmenter.open_since
        self._cues.forget(onsets.stop if since is None else since)

    def _look(self, keys: Keys) -> None:
        """Note for each muscle the run that is the first to be on within the repetition."""
        on = keys != NONE
        found = keys[on.argmax(axis=0), np.arange(keys.shape[1])]
        self._first = np.where(self._first == NONE, found, self._first)

    def _complete(self, rep: Rep) -> None:
        reference = rep.start if self._metric.cue is None else self._cues.last(rep.start)
        for values, key, measured in zip(self._values, self._first, self._measured, strict=True):
            quality = rep_quality(rep, int(measured) / (rep.stop - rep.start))
            problem = self._problem(int(key), rep, reference)
            if problem or reference is None:
                values.append(RepValue.none(rep, quality, problem))
            else:
                onset_s = (int(key) // 2 - reference) / self._span.rate_hz
                values.append(RepValue(rep, onset_s, Uncertainty.none(_SINGLE), quality))

    def _problem(self, key: int, rep: Rep, reference: int | None) -> str:
        if key == NONE:
            return "no onset"
        if key // 2 < rep.start - self._metric.lead_s * self._span.rate_hz:
            return f"already active {self._metric.lead_s:g} s before it began"
        if key % 2 == 0:
            return "its onset was not seen"
        if reference is None:
            return f"no cue {self._metric.cue!r} in the {_CUE_WINDOW_S:g} s before"
        return ""

    def _order(self) -> Iterator[Measure]:
        """Per set, the lag of each muscle behind the one before it, in the order of their means."""
        for columns in zip(*map(by_set, self._values), strict=True):
            means = {}
            for column, values in enumerate(columns):
                if kept := counting(values):
                    means[column] = float(np.mean(kept))
            ordered = sorted(means, key=means.__getitem__)
            comparisons = len(ordered) * (len(ordered) - 1) // 2
            for first, second in pairwise(ordered):
                yield self._lag(columns, first, second, comparisons)

    def _lag(
        self, columns: Sequence[list[RepValue]], first: int, second: int, comparisons: int
    ) -> Measure:
        pairs = zip(columns[first], columns[second], strict=True)
        lags = [b - a for x, y in pairs if (a := x.counts) is not None
                and (b := y.counts) is not None]  # fmt: skip
        names = [name_of(self._spec.channels[column]) for column in (first, second)]
        interval = mean_interval(lags, comparisons=comparisons, shared=LIKE_DATING)
        claimed = interval.low is not None and (interval.low > 0.0 or (interval.high or 0.0) < 0.0)
        if claimed:
            quality = Quality(True, (f"{names[0]} before {names[1]}",))
        else:
            quality = Quality(False, ("no order is claimed: the interval does not exclude 0",))
        reps = [each.rep for each in columns[first]]
        return Measure(
            "onset.order",
            float(np.mean(lags)) if lags else None,
            SECOND,
            replace(subject_of(self._spec, first), other=names[1], set=reps[0].set),
            reps[0].start / self._span.rate_hz,
            reps[-1].stop / self._span.rate_hz,
            interval,
            quality,
            self._metric.VERSION,
        )


PLUGIN: type[Metric] = Onset
