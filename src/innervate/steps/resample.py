"""Resampling: from samples at any moments to a regular grid of the session's clock."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError, PlanError
from innervate.core.event import Event
from innervate.core.run import SampleRun
from innervate.core.step import ANY_KIND, Accepts, Run, Step, StepExample
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.steps._filters import SosKernel, group_delay_samples, settling_samples

_HELD_KINDS = frozenset({Kind.STATE, Kind.QUALITY})
_CUTOFF_SHARE = 0.35
_ORDER = 8
_RESIDUE = 1e-3
_ON_GRID = 1e-6
"""Part of a grid step by which a sample may miss a grid point and still be on it."""


@dataclass(frozen=True, slots=True)
class Resample:
    """Puts a stream on a regular grid in session time: sample k is the moment ``k / rate_hz``.

    It serves irregular streams and regular ones whose clock drifts or differs. Values between
    two samples lie on the line between them, which is for slow signals: at a tenth of the input
    rate the gain has fallen to 0.95. States and qualities keep their last value instead. A
    regular stream with a higher rate than the grid's is low-passed first, at 0.35 of the grid's
    rate (Butterworth, eighth order, its delay taken back), so that little folds down.

    Where two samples are more than `max_hole_s` apart nothing is put between them: the output
    has a gap. Samples whose time does not rise (a corrected clock) are left out. Any kind and
    unit; the output keeps them. `PlanError` where states and other channels are mixed.

    Attributes:
        rate_hz: samples per second of the grid.
        clock: id of the session's clock, which the output runs on.
        max_hole_s: longest time between two samples that may be bridged.
    """

    rate_hz: float
    clock: str = "session"
    max_hole_s: float = 0.25

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (ANY_KIND,)
    WANTS_TIME: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if not 0.0 < self.rate_hz < math.inf or not 0.0 < self.max_hole_s < math.inf:
            raise InputError(
                "the rate of a grid and the longest hole must be positive",
                given=f"rate_hz={self.rate_hz:g}, max_hole_s={self.max_hole_s:g}",
            )

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        """Begin on one stream; `PlanError` where every two of its samples are a hole apart."""
        (spec,) = specs
        held = {channel.kind in _HELD_KINDS for channel in spec.channels}
        if len(held) > 1:
            raise PlanError(
                f"stream {spec.id!r} mixes states with other channels",
                fix="select one or the other before resampling",
            )
        if spec.rate_hz is not None and self.max_hole_s * spec.rate_hz <= 1.0:
            raise PlanError(
                f"samples of stream {spec.id!r} are {1.0 / spec.rate_hz:g} s apart",
                given=f"a longest hole of {self.max_hole_s:g} s",
                fix="allow longer holes",
            )
        output = replace(spec.derive(suffix="resampled", rate_hz=self.rate_hz), clock=self.clock)
        return _ResampleRun(self, spec, output, held=True in held)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        """An irregular stream, a faster one, a slower one, and a state."""
        angle = (Channel("knee", Kind.ANGLE, "rad"), Channel("hip", Kind.ANGLE, "rad"))
        camera = StreamSpec("pose", angle, None, "camera")
        fast = StreamSpec("force", (Channel("F", Kind.FORCE, "N"),), 1000.0, "plate")
        slow = StreamSpec("goniometer", angle, 40.0, "logger")
        state = StreamSpec("on", (Channel("BB", Kind.STATE, "1"),), 90.0, "amplifier")
        return tuple(StepExample(cls(100.0), (spec,)) for spec in (camera, fast, slow, state))


class _ResampleRun:
    """Smooths where needed, knows each sample's time, and hands both to the grid."""

    def __init__(self, step: Resample, spec: StreamSpec, output: StreamSpec, held: bool) -> None:
        self.spec = output
        self._smooth: SampleRun | None = None
        self._times_s = np.zeros(0)
        self._times_start = 0
        if spec.rate_hz is not None and spec.rate_hz > step.rate_hz and not held:
            self._smooth = _antialias(spec, step.rate_hz)
        wait_s = step.max_hole_s if spec.rate_hz is None else 1.0 / spec.rate_hz
        self.delay_s = wait_s + (self._smooth.delay_s if self._smooth else 0.0)
        self.settling_s = self._smooth.settling_s if self._smooth else 0.0
        self._grid = _Grid(step.rate_hz, step.max_hole_s, held)

    def push(self, item: Block | Event) -> Sequence[Block]:
        if isinstance(item, Event) or not len(item):
            return ()
        assert item.time_s is not None
        if self._smooth is None:
            return list(self._grid.blocks(self.spec, item.data, item.time_s))
        if not len(self._times_s):
            self._times_start = item.start
        self._times_s = np.concatenate([self._times_s, item.time_s])
        out: list[Block] = []
        for smooth in self._smooth.push(item):
            first = smooth.start - self._times_start
            times_s = self._times_s[first : first + len(smooth)]
            out += self._grid.blocks(self.spec, smooth.data, times_s)
            self._times_s = self._times_s[first + len(smooth) :]
            self._times_start = smooth.stop
        return out

    def finish(self) -> Sequence[Block]:
        """The last grid point that has a sample at or after it was given already."""
        return ()


class _Grid:
    """Interpolates between successive samples onto the grid."""

    def __init__(self, rate_hz: float, max_hole_s: float, held: bool) -> None:
        self._rate_hz, self._max_hole_s, self._held = rate_hz, max_hole_s, held
        self._last: tuple[float, Samples] | None = None

    def blocks(self, spec: StreamSpec, data: Samples, time_s: Samples) -> Iterator[Block]:
        """The grid points that these samples complete, one block per stretch without a hole."""
        times_s, values = self._rising(data, time_s)
        if not len(times_s):
            return
        point, sample = self._points(times_s)
        self._last = (float(times_s[-1]), values[-1].copy())
        if not len(point):
            return
        out = self._between(times_s, values, point, sample)
        holes = np.flatnonzero(np.diff(point) > 1) + 1
        for first, last in zip([0, *holes], [*holes, len(point)], strict=True):
            yield Block(spec, int(point[first]), out[first:last])

    def _rising(self, data: Samples, time_s: Samples) -> tuple[Samples, Samples]:
        """The samples whose time rises, the last one of before in front (or the first, twice)."""
        before_s = -math.inf if self._last is None else self._last[0]
        highest_s = np.fmax.accumulate(np.concatenate([[before_s], time_s]))
        rising = time_s > highest_s[:-1]
        times_s, values = time_s[rising], data[rising]
        if not len(times_s):
            return times_s, values
        front_s, front = (times_s[0], values[0]) if self._last is None else self._last
        return np.concatenate([[front_s], times_s]), np.concatenate([front[None], values])

    def _points(self, times_s: Samples) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The grid points to give, and for each the first sample at or after it."""
        at_or_before = np.floor(times_s * self._rate_hz + _ON_GRID).astype(np.int64)
        apart_s = np.diff(times_s)
        lone = (apart_s > self._max_hole_s) | (apart_s == 0.0)
        first = np.where(lone, self._on_or_after(times_s[1:]), at_or_before[:-1] + 1)
        first = np.maximum(first, 0)  # the session begins at 0
        count = np.maximum(at_or_before[1:] - first + 1, 0)
        sample = np.repeat(np.arange(1, len(times_s)), count)
        place = np.arange(len(sample)) - np.repeat(np.cumsum(count) - count, count)
        return np.repeat(first, count) + place, sample

    def _on_or_after(self, times_s: Samples) -> npt.NDArray[np.int64]:
        return np.ceil(times_s * self._rate_hz - _ON_GRID).astype(np.int64)

    def _between(
        self,
        times_s: Samples,
        values: Samples,
        point: npt.NDArray[np.int64],
        sample: npt.NDArray[np.int64],
    ) -> Samples:
        before, after = values[sample - 1], values[sample]
        on = point >= self._on_or_after(times_s[sample])
        if self._held:
            return np.where(on[:, None], after, before)
        from_s, to_s = times_s[sample - 1], times_s[sample]
        step_s = np.where(to_s > from_s, to_s - from_s, 1.0)
        share = np.clip((point / self._rate_hz - from_s) / step_s, 0.0, 1.0)[:, None]
        return np.where(on[:, None], after, before + share * (after - before))


def _antialias(spec: StreamSpec, grid_hz: float) -> SampleRun:
    from scipy.signal import butter

    rate_hz = spec.regular_rate_hz
    sos = butter(_ORDER, _CUTOFF_SHARE * grid_hz, "lowpass", fs=rate_hz, output="sos")
    sos = np.asarray(sos, dtype=np.float64)
    lag = round(group_delay_samples(sos, 0.0, rate_hz))
    return SampleRun(spec, SosKernel(sos), lag=lag, settling=settling_samples(sos, _RESIDUE))


PLUGIN: type[Step] = Resample
