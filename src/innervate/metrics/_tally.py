"""The tally that metrics of activation share: quantities of each repetition and of the set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from innervate.core.event import Event
from innervate.core.measure import Measure, Quality, Uncertainty
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.metrics._interval import NoiseModel
from innervate.metrics._measures import (
    Heading,
    Inputs,
    RepValue,
    Span,
    measures,
    of_all,
    rep_quality,
)
from innervate.metrics._segments import Rep, Segmenter, Stretch
from innervate.metrics._windows import WINDOW_S, RepSummary, RepWindows


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """A formula's answer: the value, its gradient by feature, and remarks.

    Without a gradient `reason` says why there is no interval, without a value why there is none.
    """

    value: float | None
    gradient: Samples | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()


class Formula(Protocol):
    """A number out of the summary of a repetition; picklable."""

    def __call__(self, rep: RepSummary) -> Estimate:
        """Compute it, with the gradient over all features."""


class Features(Protocol):
    """What is averaged: samples x channels to samples x features; picklable."""

    def __call__(self, data: Samples) -> Samples:
        """Compute the features; NaN where they were not measured."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of each repetition: its heading, the features it needs and its formula."""

    heading: Heading
    columns: tuple[int, ...]
    formula: Formula
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AsIs:
    """The channels themselves."""

    def __call__(self, data: Samples) -> Samples:
        """Give the samples back."""
        return data


class RepTally:
    """Reads quantities of activation, repetition by repetition.

    Only the numbers of completed repetitions are kept.

    Args:
        specs: the activation stream and the repetition state.
        quantities: what to compute.
        envelope_s: how long the moving window was that made the activation.
        features: what to average; the channels themselves by default.
    """

    def __init__(
        self,
        specs: tuple[StreamSpec, ...],
        quantities: tuple[Quantity, ...],
        envelope_s: float,
        features: Features | None = None,
    ) -> None:
        rate_hz = specs[0].regular_rate_hz
        self.span = Span(rate_hz)
        self._inputs, self._segmenter = Inputs(specs), Segmenter(rate_hz)
        self._window = max(1, round(WINDOW_S * rate_hz))
        self._noise = NoiseModel.of(envelope_s)
        self._features: Features = features or AsIs()
        self._running: RepWindows | None = None
        self.quantities = quantities
        self.values: tuple[list[RepValue], ...] = tuple([] for _ in quantities)

    def push(self, item: Block | Event) -> None:
        """Take the next block of an input or a phase."""
        if isinstance(item, Event):
            self._segmenter.announce(item)
            return
        for blocks in self._inputs.push(item):
            self._advance(*blocks)

    def read(self) -> tuple[Measure, ...]:
        """Each repetition and set, quantity by quantity."""
        if not self.values[0]:
            first = self.quantities[0].heading
            return self.span.unsaid(first if len(self.quantities) == 1 else of_all(first))
        return tuple(
            measure
            for quantity, values in zip(self.quantities, self.values, strict=True)
            for measure in measures(quantity.heading, values, self.span.rate_hz)
        )

    def _advance(self, activation: Block, state: Block) -> None:
        self.span.see(state)
        for part in self._segmenter.push(state):
            if isinstance(part, Stretch):
                features = self._features(activation.cut(part.start, part.stop).data)
                if self._running is None:
                    self._running = RepWindows(features.shape[1], self._window)
                self._running.add(part.start, features)
            elif isinstance(part, Rep) and self._running is not None:
                summary, self._running = self._running.finish(part), None
                for quantity, values in zip(self.quantities, self.values, strict=True):
                    values.append(self._evaluate(quantity, summary))

    def _evaluate(self, quantity: Quantity, summary: RepSummary) -> RepValue:
        rep = summary.rep
        measured = float(summary.measured[list(quantity.columns)].min())
        quality = rep_quality(rep, measured, quantity.notes)
        if measured == 0.0:
            return RepValue.none(rep, quality)
        answer = quantity.formula(summary)
        if answer.value is None:
            return RepValue.none(rep, quality, answer.reason)
        quality = Quality(quality.ok, (*quality.reasons, *answer.notes))
        if answer.gradient is None:
            return RepValue(rep, answer.value, Uncertainty.none(answer.reason), quality)
        limits = quantity.heading.limits
        uncertainty = self._noise.interval(answer.value, answer.gradient, summary, limits)
        return RepValue(rep, answer.value, uncertainty, quality)
