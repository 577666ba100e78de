"""The mains notch: takes out the hum of the power line and its harmonics."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError
from innervate.core.event import EventKind
from innervate.core.fit import Fit, FitInterval, FitParameter
from innervate.core.run import SampleRun
from innervate.core.step import Accepts, Fitter, Interval, Run, Step, StepExample
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.steps._filters import SosKernel, highest_edge_hz, settling_samples
from innervate.steps._fitted import FittedRun, check_fit
from innervate.steps._intervals import Intervals
from innervate.steps._mains import LineSpectrum, Mains

_NOMINAL_HZ = (50.0, 60.0)
_RESIDUE = 1e-2
"""Settled when 1 % (-40 dB) of the hum is left."""
_METHOD = "mains lines in averaged half-second Hann spectra"


@dataclass(frozen=True, slots=True)
class Notch:
    """Removes mains hum by narrow recursive notches, and nothing else: the unit stays.

    The rule: with `mains_hz` stated it works from the first sample. With `mains_hz` None nothing
    is guessed: the output is NaN until a fit says what the mains do. A `mains_hz` of 0, which is
    what a fit says where it saw no hum, lets the signal pass unchanged.

    Attributes:
        mains_hz: frequency of the mains (40-70 Hz), 0 for none, None for not yet known.
        harmonics: multiples of it to remove; None for all up to `top_hz`.
        width_hz: width of each notch between its -3 dB points.
        top_hz: upper edge of the band, above which no notch is set.
    """

    mains_hz: float | None = None
    harmonics: tuple[int, ...] | None = None
    width_hz: float = 2.0
    top_hz: float = 450.0

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.EMG}),)
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.FIT})

    def __post_init__(self) -> None:
        if self.mains_hz is not None and not (self.mains_hz == 0 or 40.0 <= self.mains_hz <= 70.0):
            raise InputError(
                "the mains frequency must lie between 40 and 70 Hz",
                given=f"{self.mains_hz} Hz",
                fix="state 50 or 60, 0 for no mains, or None to have it learned",
            )
        if any(harmonic < 1 for harmonic in self.harmonics or ()):
            raise InputError("harmonics count from 1", given=str(self.harmonics))
        if not 0.0 < self.width_hz <= 10.0 or not 0.0 < self.top_hz < math.inf:
            raise InputError(
                "a notch must be above 0 and at most 10 Hz wide, its top edge above 0",
                given=f"width_hz={self.width_hz}, top_hz={self.top_hz}",
            )

    def notches_hz(self, rate_hz: float) -> tuple[float, ...]:
        """The frequencies removed at a sampling rate.

        >>> Notch(mains_hz=50.0).notches_hz(400.0)
        (50.0, 100.0, 150.0)
        """
        if not self.mains_hz:
            return ()
        edge_hz = min(self.top_hz + self.width_hz / 2.0, highest_edge_hz(rate_hz))
        every = range(1, int(edge_hz / self.mains_hz) + 1)
        wanted = every if self.harmonics is None else sorted({*self.harmonics} & {*every})
        return tuple(harmonic * self.mains_hz for harmonic in wanted)

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        """Begin on one EMG stream of a fixed rate."""
        (spec,) = specs
        output = spec.derive(suffix="notch")
        stated = None if self.mains_hz is None else self._run(output)
        return FittedRun(output, partial(self._fitted, output), stated)

    def _run(self, output: StreamSpec) -> SampleRun:
        rate_hz = output.regular_rate_hz
        notches = self.notches_hz(rate_hz)
        if not notches:
            return SampleRun(output, _unchanged)
        sos = _design(notches, self.width_hz, rate_hz)
        return SampleRun(output, SosKernel(sos), settling=settling_samples(sos, _RESIDUE))

    def _fitted(self, output: StreamSpec, fit: Fit) -> SampleRun:
        check_fit(fit, "notch", self.VERSION, tuple(channel.name for channel in output.channels))
        return self.with_fit(fit)._run(output)

    @property
    def known(self) -> bool:
        """Whether the parameters already state what would be learned."""
        return self.mains_hz is not None

    def fitter(self, specs: tuple[StreamSpec, ...], intervals: tuple[Interval, ...]) -> Fitter:
        """Learn from any intervals, best of rest, of a second or more."""
        (spec,) = specs
        return _MainsFitter(self.top_hz, spec, intervals)

    def with_fit(self, fit: Fit) -> Notch:
        """The same step for the mains that the fit found."""
        check_fit(fit, "notch", self.VERSION, fit.channels)
        (mains_hz,) = fit.values("mains_hz")
        harmonics = tuple(int(value) for value in fit.values("harmonics"))
        return replace(self, mains_hz=mains_hz, harmonics=harmonics)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        """Stated mains, mains from a fit, a low rate."""
        channels = (Channel("BB", Kind.EMG, "V"), Channel("TB", Kind.EMG, "V"))
        fast = StreamSpec("emg", channels, 2000.0, "amplifier")
        slow = StreamSpec("emg", channels, 250.0, "board")
        fit = _fit(fast, (), 60.0, (1, 3), ())
        return (
            StepExample(cls(mains_hz=50.0), (fast,)),
            StepExample(cls(), (fast,), (fit,)),
            StepExample(cls(mains_hz=60.0, harmonics=(1,)), (slow,)),
        )


class _MainsFitter:
    """Looks for lines of 50 and of 60 Hz."""

    def __init__(self, top_hz: float, spec: StreamSpec, intervals: tuple[Interval, ...]) -> None:
        rate_hz = spec.regular_rate_hz
        top_hz = min(top_hz, highest_edge_hz(rate_hz))
        self._spec = spec
        self._spectrum = LineSpectrum(rate_hz, len(spec.channels), top_hz)
        self._intervals = Intervals(intervals)

    def push(self, block: Block) -> None:
        for stretch in self._intervals.split(block):
            self._spectrum.push(stretch.block)

    def result(self) -> Fit:
        seen = [self._spectrum.mains(nominal) for nominal in _NOMINAL_HZ]
        best = max(seen, key=_evidence)
        if _evidence(best) <= 0.0:
            return _fit(self._spec, self._intervals.heard, 0.0, (), ())
        reasons: tuple[str, ...] = ()
        if all(mains.lines and mains.lines[0].harmonic == 1 for mains in seen):
            reasons = ("hum of both 50 and 60 Hz was seen: state the mains frequency",)
        harmonics = tuple(line.harmonic for line in best.lines)
        return _fit(self._spec, self._intervals.heard, best.refined_hz, harmonics, reasons)


def _evidence(mains: Mains) -> float:
    """How much speaks for these mains: lines that the other nominal frequency shares do not."""
    others = [nominal for nominal in _NOMINAL_HZ if nominal != mains.nominal_hz]
    own = [
        line
        for line in mains.lines
        if all(line.harmonic * mains.nominal_hz % other for other in others)
    ]
    return sum(math.log(line.excess) for line in own)


def _fit(
    spec: StreamSpec,
    heard: tuple[FitInterval, ...],
    mains_hz: float,
    harmonics: tuple[int, ...],
    reasons: tuple[str, ...],
) -> Fit:
    return Fit(
        step="notch",
        version=Notch.VERSION,
        stream=f"{spec.id}/notch",
        channels=tuple(channel.name for channel in spec.channels),
        method=_METHOD,
        parameters=(
            FitParameter("mains_hz", (mains_hz,), "Hz"),
            FitParameter("harmonics", tuple(float(harmonic) for harmonic in harmonics), "1"),
        ),
        intervals=heard,
        ok=not reasons,
        reasons=reasons,
    )


def _design(notches_hz: tuple[float, ...], width_hz: float, rate_hz: float) -> Samples:
    from scipy.signal import iirnotch

    pairs = [iirnotch(notch_hz, notch_hz / width_hz, fs=rate_hz) for notch_hz in notches_hz]
    return np.array([np.concatenate(pair) for pair in pairs], dtype=np.float64)


def _unchanged(data: Samples, start: int) -> Samples:  # noqa: ARG001 - a kernel's signature
    return data


PLUGIN: type[Step] = Notch
