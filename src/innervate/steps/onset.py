"""When each muscle is active: a robust on/off state, dated back to where activity began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError, NotEnoughDataError
from innervate.core.event import Event, EventKind
from innervate.core.fit import Fit, FitParameter
from innervate.core.run import SampleRun
from innervate.core.step import Accepts, Fitter, Interval, Run, Step, StepExample
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.core.units import DIMENSIONLESS, HERTZ, UNKNOWN, VOLT
from innervate.steps._detector import Detector, Levels, Timing
from innervate.steps._frames import Framer
from innervate.steps._levels import (
    Hump,
    PowerCounts,
    Span,
    freedom_of,
    one_hump,
    power_of,
    two_humps,
)

_FRAME_S = 0.002
_SMOOTH_S = 0.02
_REST_SIDE_S, _ACTIVE_SIDE_S, _PLATEAU_S = 0.08, 0.12, 0.08
_RAMPS_S = (0.005, 0.01, 0.02, 0.05, 0.1)
_TAIL_S = 0.1

_WINDOW_FRAMES = 25
_REST_WINDOWS, _ALL_WINDOWS, _ACTIVE_WINDOWS = 20, 60, 4
_CONTRAST_DB = 3.5
_SHARE, _LEAST_DB, _MOST_DB = 0.35, 2.7, 7.0
_ABOVE_REST_DB = 3.0


@dataclass(frozen=True, slots=True)
class Onset:
    """Tells activity from rest, 1 and 0 per channel, for onset times, order and durations.

    Input: band-passed EMG (an offset would count as power), any unit. Output: the channels as
    states; sample i is the state at input time i. NaN until a fit is applied and where nothing
    was measured.

    Method: power of 2-ms means, two-sided cumulative sum of the likelihood ratio against the
    fitted power at rest, edges dated back by maximum likelihood of a ramp of amplitude (see
    `steps._detector`). The threshold lies between rest and activity, 2.7 to 7 dB above rest.

    Attributes:
        min_on_s: shorter activity is not activity.
        min_off_s: shorter pauses are not pauses.
        look_ahead_s: how long a decision waits; an edge that becomes certain later than this
            is dated later than it was.
        fit: what was learned, if it is known from the start.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.EMG}),)
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.FIT})

    min_on_s: float = 0.05
    min_off_s: float = 0.08
    look_ahead_s: float = 0.25
    fit: Fit | None = None

    def __post_init__(self) -> None:
        if not (0 < self.min_on_s < self.look_ahead_s and 0 < self.min_off_s < self.look_ahead_s):
            raise InputError(
                "the onset step must look further ahead than the shortest state that it knows",
                given=f"look_ahead_s {self.look_ahead_s}, min_on_s {self.min_on_s}, "
                f"min_off_s {self.min_off_s}",
                fix="make look_ahead_s the longest, and none of them zero",
            )
        if self.look_ahead_s < _LEAST_LOOK_AHEAD_S:
            raise InputError(
                "the onset step cannot date an edge with so little look-ahead",
                given=f"look_ahead_s {self.look_ahead_s}",
                fix=f"give it {_LEAST_LOOK_AHEAD_S} s or more",
            )

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        """Begin on one stream of EMG."""
        (spec,) = specs
        return _OnsetRun(self, spec)

    @property
    def known(self) -> bool:
        """Whether the parameters already state what would be learned."""
        return self.fit is not None

    def fitter(self, specs: tuple[StreamSpec, ...], intervals: tuple[Interval, ...]) -> Fitter:
        """Learn rest from intervals all named "rest …", or rest and activity from any others."""
        (spec,) = specs
        return _OnsetFitter(spec, intervals)

    def with_fit(self, fit: Fit) -> Self:
        """The same step, ready from the first sample."""
        return replace(self, fit=fit)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        """Two channels of EMG at a common and at a low rate, with what was learned of them."""
        return tuple(
            StepExample(cls(), (spec,), (_example_fit(spec),))
            for spec in (_example_spec(2000.0), _example_spec(200.0))
        )


_LEAST_LOOK_AHEAD_S = 0.15


def _example_spec(rate_hz: float) -> StreamSpec:
    channels = tuple(Channel(name, Kind.EMG, VOLT) for name in ("BB", "TB"))
    return StreamSpec("emg", channels, rate_hz, "amplifier")


def _example_fit(spec: StreamSpec) -> Fit:
    return Fit(
        step="onset",
        version=Onset.VERSION,
        stream=spec.derive(suffix="onset").id,
        channels=tuple(channel.name for channel in spec.channels),
        method="stated",
        parameters=(
            FitParameter("rest_rms", (0.3, 0.3), VOLT),
            FitParameter("threshold_rms", (0.6, 0.5), VOLT),
            FitParameter("active_rms", (0.0, 0.0), VOLT),
            FitParameter("bandwidth", (150.0, 80.0), HERTZ),
        ),
    )


def _frame_length(rate_hz: float) -> int:
    return max(1, round(_FRAME_S * rate_hz))


def _timing(step: Onset, frame_s: float) -> Timing:
    def frames(seconds: float, least: int = 1) -> int:
        return max(least, round(seconds / frame_s))

    return Timing(
        look_ahead=frames(step.look_ahead_s),
        smooth=frames(_SMOOTH_S),
        min_on=frames(step.min_on_s, 2),
        min_off=frames(step.min_off_s, 2),
        rest_side=frames(_REST_SIDE_S),
        active_side=frames(_ACTIVE_SIDE_S),
        plateau=frames(_PLATEAU_S),
        ramps=tuple(dict.fromkeys(frames(ramp_s) for ramp_s in _RAMPS_S)),
    )


class _OnsetKernel:
    """Frames the samples, asks the detector, and holds each frame's state for its samples."""

    def __init__(self, channels: int, length: int, timing: Timing) -> None:
        self._length, self._look_ahead = length, timing.look_ahead
        self._framer = Framer(length, fill=0.0)
        self._detector = Detector(channels, timing)
        self._first: int | None = None
        self._states = np.full((1, channels), np.nan)
        self._states_from = 0

    def learn(self, levels: Levels, sample: int) -> None:
        self._detector.learn(levels, -(-sample // self._length))

    def __call__(self, data: Samples, start: int) -> Samples:
        if self._first is None:
            self._first = start
            self._states_from = start // self._length - 1
        first, means = self._framer.push(data, start)
        _, decided = self._detector.push(means * means, first)
        states = np.concatenate((self._states, decided))
        index = (np.arange(start, start + len(data)) + 1) // self._length - 1
        index -= self._look_ahead + self._states_from
        out: Samples = states[np.maximum(index, 0)]
        self._states = states[-1:]
        self._states_from += len(states) - 1
        return out


class _OnsetRun:
    """Samples to states; fits come as events."""

    def __init__(self, step: Onset, spec: StreamSpec) -> None:
        rate_hz = spec.regular_rate_hz
        length = _frame_length(rate_hz)
        timing = _timing(step, length / rate_hz)
        channels = tuple(
            replace(channel, kind=Kind.STATE, unit=DIMENSIONLESS) for channel in spec.channels
        )
        lag = timing.look_ahead * length + length - 1
        self._input = spec
        self._kernel = _OnsetKernel(len(channels), length, timing)
        self._run = SampleRun(
            spec.derive(suffix="onset", channels=channels), self._kernel, lag=lag, settling=lag
        )
        self._flush = lag - round(_TAIL_S * rate_hz)
        self._reached: int | None = None
        self._frame_s = length / rate_hz
        if step.fit is not None:
            self._kernel.learn(_levels(step.fit, spec, self._frame_s), 0)

    @property
    def spec(self) -> StreamSpec:
        """The states."""
        return self._run.spec

    @property
    def delay_s(self) -> float:
        """The look-ahead and one frame."""
        return self._run.delay_s

    @property
    def settling_s(self) -> float:
        """None: what happened before the stretch is not part of the state."""
        return self._run.settling_s

    def push(self, item: Block | Event) -> Sequence[Block]:
        """Take samples, or a fit that holds from its sample on."""
        if isinstance(item, Event):
            levels = _levels(Fit.from_json(item.label), self._input, self._frame_s)
            self._kernel.learn(levels, item.sample or 0)
            return ()
        if not len(item):
            return ()
        self._reached = item.stop
        return self._run.push(item)

    def finish(self) -> Sequence[Block]:
        """The states up to 0.1 s before the end, decided as if silence followed."""
        if self._reached is None or self._flush <= 0:
            return ()
        silence = np.zeros((self._flush, len(self._input.channels)))
        end, self._reached = self._reached, None
        return self._run.push(Block(self._input, end, silence))


def _levels(fit: Fit, spec: StreamSpec, frame_s: float) -> Levels:
    names = [channel.name for channel in spec.channels]
    missing = [name for name in names if name not in fit.channels]
    if (fit.step, fit.version) != ("onset", Onset.VERSION) or missing:
        raise InputError(
            f"the fit does not suit the onset step on stream {spec.id!r}",
            given=f"a fit of {fit.step} version {fit.version} for {', '.join(fit.channels)}",
            fix="learn it again with this stream",
        )
    order = [fit.channels.index(name) for name in names]
    rest, threshold, bandwidth_hz = (
        np.array(fit.values(name))[order] for name in ("rest_rms", "threshold_rms", "bandwidth")
    )
    return Levels(rest**2, threshold**2, 2.0 * bandwidth_hz * frame_s)


class _OnsetFitter:
    """Counts the power of windows of 25 frames, and finds the levels at rest and in activity."""

    def __init__(self, spec: StreamSpec, intervals: tuple[Interval, ...]) -> None:
        self._spec, self._intervals = spec, intervals
        self._rest_only = bool(intervals) and all(
            interval.name.split()[:1] == ["rest"] for interval in intervals
        )
        length = _frame_length(spec.regular_rate_hz)
        self._window_s = _WINDOW_FRAMES * length / spec.regular_rate_hz
        self._frames = Framer(length, fill=np.nan)
        self._windows = Framer(_WINDOW_FRAMES, fill=np.nan)
        self._span = Span()
        self._counts = PowerCounts(len(spec.channels))

    def push(self, block: Block) -> None:
        """Count the windows that the block completes."""
        self._span.add(block)
        first, means = self._frames.push(block.data, block.start)
        _, power = self._windows.push(means * means, first)
        self._counts.add(power)

    def result(self) -> Fit:
        """The levels; raises `NotEnoughDataError` where no channel has enough data."""
        found = [self._channel(channel) for channel in range(len(self._spec.channels))]
        reasons = tuple(
            f"{channel.label}: {levels.reason}"
            for channel, levels in zip(self._spec.channels, found, strict=True)
            if levels.reason
        )
        if all(levels.short for levels in found):
            raise NotEnoughDataError(
                "the onset step has too little data to learn from",
                found=reasons[0] if reasons else "no channel",
                fix=f"give it {self._least * self._window_s:.1f} s or more",
            )
        units = {channel.unit for channel in self._spec.channels}
        unit = units.pop() if len(units) == 1 else UNKNOWN
        rms = {name: tuple(getattr(levels, name) for levels in found) for name in _RMS}
        return Fit(
            step="onset",
            version=Onset.VERSION,
            stream=self._spec.derive(suffix="onset").id,
            channels=tuple(channel.name for channel in self._spec.channels),
            method="level at rest by quantiles"
            if self._rest_only
            else "levels at rest and in activity by a mixture of two normals of log power",
            parameters=(
                *(FitParameter(name, values, unit) for name, values in rms.items()),
                FitParameter("bandwidth", tuple(levels.bandwidth for levels in found), HERTZ),
            ),
            intervals=self._span.of(self._intervals),
            ok=any(levels.rest_rms > 0 for levels in found),
            reasons=reasons,
        )

    @property
    def _least(self) -> int:
        return _REST_WINDOWS if self._rest_only else _ALL_WINDOWS

    def _channel(self, channel: int) -> _Learned:
        counts = self._counts.of(channel)
        windows = int(counts.sum())
        if windows < self._least:
            seconds = windows * self._window_s
            return _Learned(reason=f"{seconds:.1f} s with a signal are too little", short=True)
        if self._rest_only:
            rest = one_hump(counts)
            return self._learned(rest, _ABOVE_REST_DB, 0.0)
        rest, active = two_humps(counts)
        contrast_db = active.mean_db - rest.mean_db
        if contrast_db < _CONTRAST_DB or active.share * windows < _ACTIVE_WINDOWS:
            return _Learned(reason="activity does not stand out from rest")
        above_db = min(max(_SHARE * (contrast_db + active.sd_db), _LEAST_DB), _MOST_DB)
        return self._learned(rest, above_db, 10.0 ** (active.mean_db / 20.0))

    def _learned(self, rest: Hump, above_db: float, active_rms: float) -> _Learned:
        freedom = freedom_of(rest.sd_db)
        rest_rms = power_of(rest.mean_db, freedom) ** 0.5
        return _Learned(
            rest_rms=rest_rms,
            threshold_rms=rest_rms * 10.0 ** (above_db / 20.0),
            active_rms=active_rms,
            bandwidth=freedom / (2.0 * self._window_s),
        )


_RMS = ("rest_rms", "threshold_rms", "active_rms")


@dataclass(frozen=True, slots=True)
class _Learned:
    """What was learned of a channel; zeros where nothing was, with the reason."""

    rest_rms: float = 0.0
    threshold_rms: float = 0.0
    active_rms: float = 0.0
    bandwidth: float = 0.0
    reason: str = ""
    short: bool = False


PLUGIN: type[Step] = Onset
