"""Normalisation: how active a muscle is, in percent of a stated reference."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import ClassVar

import numpy as np

from innervate.core import units
from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError
from innervate.core.event import EventKind
from innervate.core.fit import Fit, FitInterval, FitParameter
from innervate.core.run import SampleRun
from innervate.core.step import Accepts, Fitter, Interval, Run, Step, StepExample
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.steps._fitted import FittedRun, check_fit
from innervate.steps._intervals import Intervals
from innervate.steps._reference import Reference, ReferenceLearner


class Method(StrEnum):
    """What counts as 100 %, after the methods of the CEDE amplitude normalisation matrix.

    Source: Besomi et al. 2020, J Electromyogr Kinesiol 53:102438.
    """

    MVC = "mvc"
    SUBMAXIMAL = "submaximal"
    PEAK_TASK = "peak_task"

    @property
    def words(self) -> str:
        """The method's name as reports state it."""
        return _WORDS[self]

    @property
    def unit(self) -> str:
        """The unit of activations in percent of it."""
        return _UNITS[self]


_WORDS = {
    Method.MVC: "standardised isometric MVC (CEDE): best 500 ms mean of the repeated trials",
    Method.SUBMAXIMAL: "standardised submaximal task (CEDE): mean of the hold",
    Method.PEAK_TASK: "peak EMG amplitude in task (CEDE): highest 500 ms mean",
}
_UNITS = {
    Method.MVC: units.PERCENT_MVC,
    Method.SUBMAXIMAL: units.PERCENT_SUBMAXIMAL,
    Method.PEAK_TASK: units.PERCENT_PEAK,
}


@dataclass(frozen=True, slots=True)
class Normalise:
    """Turns envelopes into activation in percent of a reference, one per channel.

    The output is 100 times envelope over reference, never clipped: a dynamic effort may pass
    100 %. Its unit names the method, so that percentages of different references cannot mix.
    Without a reference the output is NaN until a fit brings one; a channel whose reference is
    NaN (it could not be fitted) stays NaN.

    Attributes:
        method: what counts as 100 %.
        reference: the amplitude that is 100 %, per channel in the input's unit; empty where not
            yet known.
        channels: the names of the channels that `reference` was learned for; where stated, they
            must be those of the input.
    """

    method: Method = Method.MVC
    reference: tuple[float, ...] = ()
    channels: tuple[str, ...] = ()

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.ENVELOPE}),)
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.FIT})

    def __post_init__(self) -> None:
        if any(value <= 0.0 or math.isinf(value) for value in self.reference):
            raise InputError(
                "a reference amplitude must be positive",
                given=", ".join(f"{value:g}" for value in self.reference),
                fix="leave it NaN for a channel that has none",
            )

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        """Begin on one stream of envelopes; `InputError` if the reference has other channels."""
        (spec,) = specs
        output = self._output(spec)
        known = self._run(spec, output) if self.reference else None
        return FittedRun(output, partial(self._fitted, spec, output), known)

    def _output(self, spec: StreamSpec) -> StreamSpec:
        channels = tuple(
            replace(channel, kind=Kind.ACTIVATION, unit=self.method.unit)
            for channel in spec.channels
        )
        return spec.derive(suffix="activation", channels=channels)

    def _run(self, spec: StreamSpec, output: StreamSpec) -> SampleRun:
        names = _names(spec)
        if len(self.reference) != len(names) or self.channels not in ((), names):
            raise InputError(
                f"the reference of {self.method.unit} is for other channels",
                given=", ".join(self.channels) or f"{len(self.reference)} values",
                found=", ".join(names),
                fix="learn it again with these channels (--refit)",
            )
        return SampleRun(output, _Percent(np.array(self.reference)))

    def _fitted(self, spec: StreamSpec, output: StreamSpec, fit: Fit) -> SampleRun:
        check_fit(fit, "normalise", self.VERSION, _names(spec))
        learned_in = [parameter.unit for parameter in fit.parameters]
        if learned_in != [_unit(spec)]:
            raise InputError(
                "a reference was learned in another unit",
                given=", ".join(learned_in),
                found=_unit(spec),
                fix="learn it again with the present chain (--refit)",
            )
        return self.with_fit(fit)._run(spec, output)

    @property
    def known(self) -> bool:
        """Whether the parameters already state what would be learned."""
        return bool(self.reference)

    def fitter(self, specs: tuple[StreamSpec, ...], intervals: tuple[Interval, ...]) -> Fitter:
        """Learn from repeated maximal trials, a hold or a task; each interval is one trial."""
        (spec,) = specs
        return _ReferenceFitter(self, spec, intervals)

    def with_fit(self, fit: Fit) -> Normalise:
        """The same step with the reference of the fit; `InputError` for one of another method."""
        check_fit(fit, "normalise", self.VERSION, fit.channels)
        if fit.method != self.method.words:
            raise InputError(
                f"a fit cannot serve as 100 {self.method.unit}",
                found=f"one learned as {fit.method}",
                fix="use the method that it was learned by",
            )
        return replace(self, reference=fit.values("reference"), channels=fit.channels)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        """A reference from a fit, and one stated."""
        channels = (Channel("BB", Kind.ENVELOPE, "V"), Channel("TB", Kind.ENVELOPE, "V"))
        spec = StreamSpec("emg/envelope", channels, 1000.0, "amplifier")
        fit = _fit(cls(), spec, Reference((4e-4, 2e-4), ()), ())
        return (
            StepExample(cls(), (spec,), (fit,)),
            StepExample(cls(Method.SUBMAXIMAL, (1e-4, math.nan)), (spec,)),
        )


class _ReferenceFitter:
    """Learns a reference of one method."""

    def __init__(self, step: Normalise, spec: StreamSpec, intervals: tuple[Interval, ...]) -> None:
        self._step, self._spec = step, spec
        self._intervals = Intervals(intervals)
        self._learner = ReferenceLearner(spec)

    def push(self, block: Block) -> None:
        for stretch in self._intervals.split(block):
            self._learner.push(stretch)

    def result(self) -> Fit:
        if self._step.method is Method.MVC:
            reference = self._learner.best_trial()
        elif self._step.method is Method.SUBMAXIMAL:
            reference = self._learner.mean()
        else:
            reference = self._learner.peak()
        return _fit(self._step, self._spec, reference, self._intervals.heard)


class _Percent:
    """Percent of the reference."""

    def __init__(self, reference: Samples) -> None:
        self._scale = 100.0 / reference

    def __call__(self, data: Samples, start: int) -> Samples:  # noqa: ARG002 - kernel signature
        return data * self._scale


def _fit(
    step: Normalise, spec: StreamSpec, reference: Reference, heard: tuple[FitInterval, ...]
) -> Fit:
    return Fit(
        step="normalise",
        version=step.VERSION,
        stream=f"{spec.id}/activation",
        channels=_names(spec),
        method=step.method.words,
        parameters=(FitParameter("reference", reference.values, _unit(spec)),),
        intervals=heard,
        ok=not reference.reasons,
        reasons=reference.reasons,
    )


def _names(spec: StreamSpec) -> tuple[str, ...]:
    return tuple(channel.name for channel in spec.channels)


def _unit(spec: StreamSpec) -> str:
    """The unit of the stream; channels of several units are joined in one word."""
    return "|".join(dict.fromkeys(channel.unit for channel in spec.channels))


PLUGIN: type[Step] = Normalise
