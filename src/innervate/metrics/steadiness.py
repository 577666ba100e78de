"""How steadily a contraction is held."""

from __future__ import annotations

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
from innervate.core.units import PERCENT
from innervate.metrics import _examples
from innervate.metrics._interval import mean_interval
from innervate.metrics._measures import (
    LEAST_MEASURED,
    Heading,
    Inputs,
    RepValue,
    Span,
    channel_measures,
    rep_quality,
)
from innervate.metrics._segments import Began, Rep, Segmenter, Stretch

_OWN_NOISE = (
    "an EMG envelope varies by itself and adds that to every hold alike: no interval, compare "
    "with your own holds"
)


@dataclass(frozen=True, slots=True)
class Steadiness:
    """Gives the coefficient of variation (SD / mean, %) of holds, window by window.

    Inputs: activation or force, repetition state (1 = holding). Gives `steadiness` per channel
    and hold, the mean over its successive windows, and per set. The first and last moments of a
    hold, its ramps, are left out.

    Attributes:
        hold_s: length of a window; by default a 5-s hold less its ramps.
        edge_s: how much of either end of a hold is left out.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.ACTIVATION, Kind.FORCE}), frozenset({Kind.STATE}))
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.PHASE})
    LABEL: ClassVar[str] = "Hold steadiness"
    FORMAT: ClassVar[str] = ".1f"
    EVIDENCE: ClassVar[str] = "Hold steadiness"
    CAVEAT: ClassVar[str] = (
        "An EMG envelope varies by itself (about 8 % at 100 ms, 4 % at 250 ms): compare only with "
        "your own holds through the same envelope."
    )
    TRUTH: ClassVar[tuple[Truth, ...]] = (
        Truth(
            "steadiness",
            "how much the noise-free amplitude varies through the same envelope",
            15.0,
            bias="the envelope's own noise adds to it",
        ),
    )

    hold_s: float = 4.0
    edge_s: float = 0.4

    def open(self, specs: tuple[StreamSpec, ...]) -> Tally:
        """Begin on activation or force and repetition state; raises `InputError` on bad times."""
        if not (self.hold_s * specs[0].regular_rate_hz >= 2 and self.edge_s >= 0):
            raise InputError(
                "a hold window must have two samples or more, and its edge 0 s or more",
                found=f"{self.hold_s} s and {self.edge_s} s",
            )
        return _SteadinessTally(specs, self)

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        """Three muscles, short holds."""
        specs = (_examples.activation(), _examples.repetitions())
        return (MetricExample(cls(hold_s=0.3, edge_s=0.1), specs),)


class _SteadinessTally:
    """The holds so far; of the running one, at most a window of samples."""

    def __init__(self, specs: tuple[StreamSpec, ...], metric: Steadiness) -> None:
        spec, rate_hz = specs[0], specs[0].regular_rate_hz
        self._spec, self._metric, self._span = spec, metric, Span(rate_hz)
        self._inputs, self._segmenter = Inputs(specs), Segmenter(rate_hz)
        self._length, self._edge = round(metric.hold_s * rate_hz), round(metric.edge_s * rate_hz)
        self._window = self._empty()
        self._from = 0
        self._variations: list[Samples] = []
        self._values: tuple[list[RepValue], ...] = tuple([] for _ in spec.channels)

    def push(self, item: Block | Event) -> None:
        """Take the next block of an input or a phase."""
        if isinstance(item, Event):
            self._segmenter.announce(item)
            return
        for blocks in self._inputs.push(item):
            self._advance(*blocks)

    def read(self) -> tuple[Measure, ...]:
        """The steadiness of each hold and set."""
        version, limits = self._metric.VERSION, (0.0, np.inf)
        heading = Heading("steadiness", PERCENT, Subject(), version, limits, unsure=self._unsure)
        return channel_measures(self._spec, heading, self._values, self._span)

    @property
    def _unsure(self) -> str:
        noisy = any(channel.kind is Kind.ACTIVATION for channel in self._spec.channels)
        return _OWN_NOISE if noisy else ""

    def _empty(self) -> Samples:
        return np.full((self._length, len(self._spec.channels)), np.nan)

    def _advance(self, signal: Block, state: Block) -> None:
        self._span.see(state)
        for part in self._segmenter.push(state):
            if isinstance(part, Began):
                self._from, self._window = part.start + self._edge, self._empty()
                self._variations = []
            elif isinstance(part, Stretch):
                self._fill(signal.cut(part.start, part.stop))
            else:
                self._complete(part)

    def _fill(self, signal: Block) -> None:
        at = max(signal.start, self._from)
        while at < signal.stop:
            while at >= self._from + self._length:
                self._turn()
            stop = min(signal.stop, self._from + self._length)
            rows = slice(at - self._from, stop - self._from)
            self._window[rows] = signal.cut(at, stop).data
            at = stop

    def _turn(self) -> None:
        self._variations.append(_variation(self._window))
        self._from, self._window = self._from + self._length, self._empty()

    def _complete(self, rep: Rep) -> None:
        if rep.stop >= self._from + self._length:
            self._turn()
        whole = max(rep.stop - rep.start - 2 * self._edge, 0) // self._length
        for column, values in enumerate(self._values):
            variations = [float(row[column]) for row in self._variations[:whole]]
            values.append(self._value(rep, variations))

    def _value(self, rep: Rep, variations: list[float]) -> RepValue:
        quality = rep_quality(rep)
        kept = [each for each in variations if np.isfinite(each)]
        if not variations:
            least_s = self._metric.hold_s + 2 * self._metric.edge_s
            return RepValue.none(rep, quality, f"no hold of {least_s:g} s or longer")
        if not kept:
            return RepValue.none(rep, quality, "not measured or not active")
        if len(kept) < len(variations):
            quality = quality.with_reasons(f"{len(kept)} of {len(variations)} windows measured")
        unsure, windows = self._unsure, f"windows of {self._metric.hold_s:g} s"
        sure = Uncertainty.none(unsure) if unsure else mean_interval(kept, of=windows)
        return RepValue(rep, float(np.mean(kept)), sure, quality)


def _variation(window: Samples) -> Samples:
    """SD / mean (%) by column; NaN where too little was measured or nothing was active."""
    out = np.full(window.shape[1], np.nan)
    for column, values in enumerate(window.T):
        known = values[np.isfinite(values)]
        if len(known) >= max(LEAST_MEASURED * len(values), 2) and known.mean() > 0.0:
            out[column] = 100.0 * known.std(ddof=1) / known.mean()
    return out


PLUGIN: type[Metric] = Steadiness
