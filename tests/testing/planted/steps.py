"""Steps with one bug each, beside correct twins."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import numpy as np
from scipy.signal import lfilter

from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError, NotEnoughDataError
from innervate.core.event import Event, EventKind
from innervate.core.fit import Fit, FitParameter
from innervate.core.run import SampleRun
from innervate.core.step import Accepts, Fitter, Interval, Run, StepExample
from innervate.core.stream import Block, Samples, StreamSpec

CHANNELS = (Channel("BB", Kind.EMG, "V"), Channel("TB", Kind.EMG, "V"))
SPEC = StreamSpec("emg", CHANNELS, 1000.0, "amplifier")
SLOW = StreamSpec("emg", CHANNELS[:1], 200.0, "board")


def smoothed(spec: StreamSpec, unit: str | None = None) -> StreamSpec:
    channels = tuple(replace(c, kind=Kind.OTHER, unit=unit or c.unit) for c in spec.channels)
    return spec.derive(suffix="out", channels=channels)


class Smoother:
    """One-pole low-pass; the correct kernel."""

    def __init__(self, columns: int) -> None:
        self.state = np.zeros((1, columns))

    def __call__(self, data: Samples, start: int) -> Samples:
        out, self.state = lfilter([0.1], [1.0, -0.9], data, axis=0, zi=self.state)
        return np.asarray(out)


@dataclass(frozen=True, slots=True)
class Smooth:
    """Smooths; correct."""

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.EMG}),)
    KERNEL: ClassVar[type[Smoother]] = Smoother

    gain: float = 1.0

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        (spec,) = specs
        _ = spec.regular_rate_hz
        return SampleRun(smoothed(spec), type(self).KERNEL(len(spec.channels)), settling=20)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        return (StepExample(cls(), (SPEC,)), StepExample(cls(), (SLOW,)))


class _Forgetful(Smoother):
    def __call__(self, data: Samples, start: int) -> Samples:
        self.state = np.zeros_like(self.state)
        return super().__call__(data, start)


class StateLost(Smooth):
    """The state is lost between blocks."""

    KERNEL = _Forgetful


class _FromMean(Smoother):
    started = False

    def __call__(self, data: Samples, start: int) -> Samples:
        if not self.started:
            self.state = 0.9 * data.mean(axis=0, keepdims=True)
            self.started = True
        return super().__call__(data, start)


class StartedFromBlockMean(Smooth):
    """The filter starts from the mean of the first block."""

    KERNEL = _FromMean


class _InPlace(Smoother):
    def __call__(self, data: Samples, start: int) -> Samples:
        base = data if data.base is None else data.base
        assert isinstance(base, np.ndarray)
        base.flags.writeable = True
        np.abs(base, out=base)
        return super().__call__(data, start)


class InPlace(Smooth):
    """The input is rectified where it lies."""

    KERNEL = _InPlace


class _Hoarder(Smoother):
    def __init__(self, columns: int) -> None:
        super().__init__(columns)
        self.seen: list[Samples] = []

    def __call__(self, data: Samples, start: int) -> Samples:
        self.seen.append(data.copy())
        return super().__call__(data, start)


class Unbounded(Smooth):
    """All that was seen is kept."""

    KERNEL = _Hoarder


_ATTIC: list[float] = []


class _Attic(Smoother):
    def __call__(self, data: Samples, start: int) -> Samples:
        _ATTIC.extend(data[:, 0].tolist())
        return super().__call__(data, start)


class UnboundedElsewhere(Smooth):
    """All that was seen is kept in the module."""

    KERNEL = _Attic


class _Float32(Smoother):
    def __call__(self, data: Samples, start: int) -> Samples:
        low = data.astype(np.float32)
        out, state = lfilter(
            np.array([0.1], np.float32),
            np.array([1.0, -0.9], np.float32),
            low,
            axis=0,
            zi=self.state.astype(np.float32),
        )
        self.state = np.asarray(state, dtype=np.float64)
        return np.asarray(out, dtype=np.float64) * 1.0000001


class Float32(Smooth):
    """The arithmetic is float32."""

    KERNEL = _Float32


class _Float32Recut(Smoother):
    def __init__(self, columns: int) -> None:
        super().__init__(columns)
        self.total = np.zeros(columns)

    def __call__(self, data: Samples, start: int) -> Samples:
        sums = np.cumsum(data.astype(np.float32), axis=0, dtype=np.float32)
        out = self.total + sums
        self.total = np.asarray(out[-1])
        return np.asarray(out, dtype=np.float64)


class Float32Recut(Smooth):
    """Sums are float32 within a block and float64 between blocks."""

    KERNEL = _Float32Recut


class _Cast(Smoother):
    def __call__(self, data: Samples, start: int) -> Samples:
        return data.astype(np.float32).astype(np.float64)


class Cast(Smooth):
    """Values are rounded to float32."""

    KERNEL = _Cast


class _Dither(Smoother):
    def __call__(self, data: Samples, start: int) -> Samples:
        noise = np.random.default_rng(5).standard_normal(data.shape)
        return super().__call__(data, start) + 1e-6 * noise


class RandomPerBlock(Smooth):
    """Random numbers begin anew with every block."""

    KERNEL = _Dither


class _Chance(Smoother):
    def __call__(self, data: Samples, start: int) -> Samples:
        return super().__call__(data, start) + 1e-6 * np.random.default_rng().standard_normal()


class Chance(Smooth):
    """Random numbers differ from run to run."""

    KERNEL = _Chance


class _Adapting(Smoother):
    level = 1e-4

    def __call__(self, data: Samples, start: int) -> Samples:
        self.level = 0.9 * self.level + 0.1 * float(np.abs(data).mean())
        return super().__call__(data, start) * (1.0 + self.level * 1e3)


class AdaptsPerBlock(Smooth):
    """The gain adapts once per block."""

    KERNEL = _Adapting


class _Unpicklable(Smoother):
    def __init__(self, columns: int) -> None:
        super().__init__(columns)
        self.window: Callable[[Samples], Samples] = lambda data: data

    def __call__(self, data: Samples, start: int) -> Samples:
        return super().__call__(self.window(data), start)


class Unpicklable(Smooth):
    """A lambda lives in the state."""

    KERNEL = _Unpicklable


class _Half(Smoother):
    def __getstate__(self) -> dict[str, Any]:
        return {"state": np.zeros_like(self.state)}


class HalfPickled(Smooth):
    """The pickle leaves out the state."""

    KERNEL = _Half


class _Reusing(Smoother):
    def __init__(self, columns: int) -> None:
        super().__init__(columns)
        self.buffer = np.zeros((100_000, columns))

    def __call__(self, data: Samples, start: int) -> Samples:
        out = self.buffer[: len(data)]
        out[:] = super().__call__(data, start)
        return out


class OutputReused(Smooth):
    """Output blocks are views of one buffer."""

    KERNEL = _Reusing


class Hesitant(Smooth):
    """Output comes a hundred samples at a time, although the delay is said to be none."""

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        return _HesitantRun(super().open(specs))


class _HesitantRun:
    def __init__(self, inner: Run) -> None:
        self.inner = inner
        self.spec, self.delay_s, self.settling_s = inner.spec, 0.0, inner.settling_s
        self.kept: list[Block] = []

    def push(self, item: Block | Event) -> Sequence[Block]:
        self.kept += self.inner.push(item)
        if not self.kept:
            return ()
        first = self.kept[0]
        joined = Block(first.spec, first.start, np.concatenate([b.data for b in self.kept]))
        until = joined.stop // 100 * 100
        self.kept = [joined.cut(until, joined.stop)]
        return (joined.cut(joined.start, until),)

    def finish(self) -> Sequence[Block]:
        kept, self.kept = self.kept, []
        return kept


class GapIgnored(Smooth):
    """Every opening goes on with the one run there is."""

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        if specs not in _RUNS:
            _RUNS[specs] = super().open(specs)
        return _RUNS[specs]


_RUNS: dict[tuple[StreamSpec, ...], Run] = {}


class NotSimulated(Smooth):
    """Simulated input becomes real output."""

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        return super().open((replace(specs[0], simulated=False),))


class OddUnit(Smooth):
    """The unit is no unit of the house."""

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        (spec,) = specs
        return SampleRun(smoothed(spec, "mV"), Smoother(len(spec.channels)))


class _Squarer(Smoother):
    def __call__(self, data: Samples, start: int) -> Samples:
        return super().__call__(data**2, start)


class SwappedUnit(Smooth):
    """Power is said to be in volts."""

    KERNEL = _Squarer


class LostUnit(Smooth):
    """Volts are said to be without a unit."""

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        (spec,) = specs
        return SampleRun(smoothed(spec, "1"), Smoother(len(spec.channels)), settling=20)


class Careless(Smooth):
    """Opening divides by what it never checked."""

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        _ = 1 // int(specs[0].rate_hz or 0)
        return super().open(specs)


@dataclass(frozen=True, slots=True)
class Unwritable(Smooth):
    """A parameter does not survive JSON."""

    edges: tuple[float, ...] | frozenset[int] = frozenset({1, 2})


@dataclass(frozen=True, slots=True)
class Thin:
    """Every tenth sample, anchored at sample 0; correct."""

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.EMG}),)

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        (spec,) = specs
        made = spec.derive(suffix="thin", rate_hz=spec.regular_rate_hz / 10)
        return _ThinRun(made)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        return (StepExample(cls(), (SPEC,)),)


class _ThinRun:
    def __init__(self, spec: StreamSpec) -> None:
        self.spec, self.delay_s, self.settling_s = spec, 0.0, 0.0

    def push(self, item: Block | Event) -> Sequence[Block]:
        if isinstance(item, Event):
            return ()
        first = -(-item.start // 10)
        return (Block(self.spec, first, item.data[first * 10 - item.start :: 10]),)

    def finish(self) -> Sequence[Block]:
        return ()


class PhaseLost(Thin):
    """Every block is decimated from its own first sample."""

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        run = super().open(specs)
        return _PhaseLostRun(run.spec)


class _PhaseLostRun(_ThinRun):
    at: int | None = None

    def push(self, item: Block | Event) -> Sequence[Block]:
        if isinstance(item, Event):
            return ()
        self.at = -(-item.start // 10) if self.at is None else self.at
        out = Block(self.spec, self.at, item.data[::10])
        self.at = out.stop
        return (out,)


@dataclass(frozen=True, slots=True)
class Mark:
    """1 from the last tap on for a tenth of a second, else 0; correct."""

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.EMG}),)
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.TAP})
    AT_EDGE: ClassVar[bool] = False

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        (spec,) = specs
        channel = (Channel("tapped", Kind.STATE, "1"),)
        length = round(0.1 * spec.regular_rate_hz)
        return _MarkRun(spec.derive(suffix="mark", channels=channel), length, type(self).AT_EDGE)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        return (StepExample(cls(), (SPEC,)),)


class _MarkRun:
    def __init__(self, spec: StreamSpec, length: int, at_edge: bool) -> None:
        self.spec, self.delay_s, self.settling_s = spec, 0.0, 0.0
        self.length, self.at_edge = length, at_edge
        self.taps: list[int] = []

    def push(self, item: Block | Event) -> Sequence[Block]:
        if isinstance(item, Event):
            assert item.sample is not None
            self.taps.append(item.sample)
            return ()
        index = np.arange(item.start, item.stop)
        out = np.zeros((len(item), 1))
        for tap in self.taps:
            first = item.start if self.at_edge else tap
            out[(index >= first) & (index < tap + self.length), 0] = 1.0
        self.taps = [tap for tap in self.taps if tap + self.length > item.stop]
        return (Block(self.spec, item.start, out),)

    def finish(self) -> Sequence[Block]:
        return ()


class EventAtEdge(Mark):
    """An event takes effect from the edge of the block that holds it."""

    AT_EDGE = True


class _PeakFitter:
    def __init__(self, output: str) -> None:
        self.output, self.peak = output, float("nan")

    def push(self, block: Block) -> None:
        if len(block):
            self.peak = float(np.fmax(self.peak, np.abs(block.data).max()))

    def result(self) -> Fit:
        if np.isnan(self.peak):
            raise NotEnoughDataError("no peak was heard")
        peak = FitParameter("peak", (self.peak,), "V")
        return Fit("scale", 1, self.output, (), "largest amplitude", (peak,))


@dataclass(frozen=True, slots=True)
class Scale:
    """Percent of a learned peak; correct."""

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.EMG}),)
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.FIT})
    GUESS: ClassVar[float] = float("nan")
    FITTER: ClassVar[type[_PeakFitter]] = _PeakFitter

    fit: Fit | None = None

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        (spec,) = specs
        _ = spec.regular_rate_hz
        return _ScaleRun(smoothed(spec, "%peak"), type(self).GUESS, self.fit)

    @property
    def known(self) -> bool:
        return self.fit is not None

    def fitter(self, specs: tuple[StreamSpec, ...], intervals: tuple[Interval, ...]) -> Fitter:
        return type(self).FITTER(specs[0].id + "/out")

    def with_fit(self, fit: Fit) -> Self:
        return replace(self, fit=fit)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        fit = Fit("scale", 1, "emg/out", (), "peak", (FitParameter("peak", (3e-4,), "V"),))
        return (StepExample(cls(), (SPEC,), (fit,)),)


class _ScaleRun:
    def __init__(self, spec: StreamSpec, guess: float, fit: Fit | None) -> None:
        self.spec, self.delay_s, self.settling_s = spec, 0.0, 0.0
        self.peaks = [(-1, fit.values("peak")[0] if fit else guess)]

    def push(self, item: Block | Event) -> Sequence[Block]:
        if isinstance(item, Event):
            try:
                (peak,) = Fit.from_json(item.label).values("peak")
            except (ValueError, json.JSONDecodeError) as error:
                raise InputError("the fit holds no peak") from error
            self.peaks.append((item.sample or 0, peak))
            return ()
        index = np.arange(item.start, item.stop)
        out = np.empty_like(item.data)
        for first, peak in self.peaks:
            rows = index >= first
            out[rows] = 100.0 * item.data[rows] / peak
        self.peaks = [*[p for p in self.peaks if p[0] < item.stop][-1:],
                      *[p for p in self.peaks if p[0] >= item.stop]]  # fmt: skip
        return (Block(self.spec, item.start, out),)

    def finish(self) -> Sequence[Block]:
        return ()


class Guesses(Scale):
    """Before the fit a peak is guessed."""

    GUESS = 1e-3


class _BlockFitter(_PeakFitter):
    blocks = 0

    def push(self, block: Block) -> None:
        super().push(block)
        self.blocks += 1
        self.peak += 1e-6 * self.blocks


class LearnsPerBlock(Scale):
    """What is learned counts blocks."""

    FITTER = _BlockFitter


class _Eager(_PeakFitter):
    def result(self) -> Fit:
        self.peak = float(np.nan_to_num(self.peak))
        return super().result()


class LearnsFromNothing(Scale):
    """A peak of zero is learned from no data."""

    FITTER = _Eager


class NeverKnown(Scale):
    """It wants to be taught again although it has a fit."""

    @property
    def known(self) -> bool:
        return False


class HalfLearner(Smooth):
    """It has a fitter, but lacks the rest of what a step that learns has."""

    def fitter(self, specs: tuple[StreamSpec, ...], intervals: tuple[Interval, ...]) -> Fitter:
        return _PeakFitter("out")


class FitIgnored(Scale):
    """The fit among the parameters is not used."""

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        return super(FitIgnored, replace(self, fit=None)).open(specs)
