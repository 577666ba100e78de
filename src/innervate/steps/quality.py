"""How good the raw signal of each channel is, twice a second."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.errors import PlanError
from innervate.core.event import Event
from innervate.core.flaw import Flaw
from innervate.core.run import LARGEST
from innervate.core.step import Accepts, Run, Step, StepExample
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.core.units import DIMENSIONLESS, VOLT
from innervate.steps import _flaws
from innervate.steps._frames import mean_of
from innervate.steps._heartbeat import beats, without_baseline

_RATE_HZ = 2.0
_LEAST_RATE_HZ = 100.0
_HEART_STRETCHES = 16
_HEART_FRAME_S = 0.01


@dataclass(frozen=True, slots=True)
class Quality:
    """Judges raw EMG, so that what a bad electrode does is not taken for a muscle's doing.

    Input: raw EMG with its offset, any unit, 100 Hz or more (else `PlanError`). Output: per
    channel the sum of its `Flaw` values, at 2 Hz; sample k is for the half second from
    k / 2 s on. Where any sample of that is missing, the verdict is NaN.

    Judged on the stretch itself: no change at all, samples piled up at the extremes, slow power
    (1-12 Hz) four times that above 20 Hz. Judged on it and the stretch before: a jump; lines at
    50 or 60 Hz and their multiples, eleven decibels above the bins beside them; hum and nothing
    else; a flat floor. Judged on the last 8 s: narrow spikes of one shape at the rhythm of a
    heart. Where the unit is volt, what is too small to matter is let pass, and floor (above
    10 uV) and power (above 5 mV) are judged as such. The limits are this product's own; good
    practice keeps noise and hum below the smallest EMG of interest (Merletti 1999, ISEK
    standards).
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.EMG}),)
    HOMOGENEOUS: ClassVar[bool] = False
    HOMOGENEOUS_REASON: ClassVar[str] = "in volt, what is too large or too small is judged as such"

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        """Begin on one stream."""
        (spec,) = specs
        return _QualityRun(spec)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        """An amplifier in volt, and a board that counts, at a rate that two does not divide."""
        volt = StreamSpec("emg", (Channel("BB", Kind.EMG, VOLT),), 2000.0, "amplifier")
        counts = tuple(Channel(name, Kind.EMG, "au") for name in ("a", "b"))
        return (
            StepExample(cls(), (volt,)),
            StepExample(cls(), (StreamSpec("emg", counts, 201.0, "board"),)),
        )


class _QualityRun:
    """Gathers half seconds and judges each as soon as it is complete."""

    def __init__(self, spec: StreamSpec) -> None:
        self._rate_hz = spec.regular_rate_hz
        if self._rate_hz < _LEAST_RATE_HZ:
            raise PlanError(
                f"the quality of EMG cannot be judged at {self._rate_hz:g} Hz",
                fix=f"record at {_LEAST_RATE_HZ:g} Hz or more",
            )
        channels = tuple(
            replace(channel, kind=Kind.QUALITY, unit=DIMENSIONLESS) for channel in spec.channels
        )
        self._spec = spec.derive(suffix="quality", channels=channels, rate_hz=_RATE_HZ)
        in_volt = np.array([channel.unit == VOLT for channel in spec.channels], dtype=np.bool_)
        self._judge = _Judge(self._rate_hz, in_volt)
        self._kept = np.empty((0, len(channels)))
        self._kept_from: int | None = None
        self._stretch = 0

    @property
    def spec(self) -> StreamSpec:
        """Two verdicts a second."""
        return self._spec

    @property
    def delay_s(self) -> float:
        """A verdict comes at the end of its half second."""
        return 1.0 / _RATE_HZ

    @property
    def settling_s(self) -> float:
        """None."""
        return 0.0

    def push(self, item: Block | Event) -> Sequence[Block]:
        """Take the next samples; return the verdicts that they complete."""
        if isinstance(item, Event) or not len(item):
            return ()
        if self._kept_from is None:
            self._kept_from = item.start
            self._stretch = int(item.start * _RATE_HZ / self._rate_hz)
            while self._edge(self._stretch) < item.start:
                self._stretch += 1
        self._kept = np.concatenate((self._kept, item.data))
        first = self._stretch
        verdicts = []
        while self._edge(self._stretch + 1) <= item.stop:
            low, high = (self._edge(self._stretch + k) - self._kept_from for k in (0, 1))
            verdicts.append(self._judge(self._kept[low:high]))
            self._stretch += 1
        done = min(max(self._edge(self._stretch) - self._kept_from, 0), len(self._kept))
        if done:
            self._kept = self._kept[done:].copy()
            self._kept_from += done
        return (Block(self._spec, first, np.array(verdicts)),) if verdicts else ()

    def finish(self) -> Sequence[Block]:
        """An unfinished half second is not judged."""
        return ()

    def _edge(self, stretch: int) -> int:
        return round(stretch * self._rate_hz / _RATE_HZ)


class _Judge:
    """Gives a verdict on successive stretches, remembering those just before."""

    def __init__(self, rate_hz: float, in_volt: _flaws.Verdict) -> None:
        self._rate_hz, self._in_volt = rate_hz, in_volt
        self._frame = max(1, round(_HEART_FRAME_S * rate_hz))
        self._last: Samples | None = None
        self._fast = np.full(len(in_volt), np.inf)
        self._slow: deque[Samples] = deque(maxlen=_HEART_STRETCHES)

    def __call__(self, data: Samples) -> Samples:
        missing: _flaws.Verdict = np.asarray(~np.isfinite(data).all(axis=0))
        data = np.where(missing, 0.0, data)
        np.clip(data, -LARGEST, LARGEST, out=data)
        both = data if self._last is None else np.concatenate((self._last, data))
        still = _flaws.flat(data)
        verdict = self._verdict(data, both, still)
        verdict += Flaw.ECG * self._heartbeat(data, missing)
        self._last = data
        verdict[missing] = np.nan
        return verdict

    def _verdict(self, data: Samples, both: Samples, still: _flaws.Verdict) -> Samples:
        rate_hz, in_volt = self._rate_hz, self._in_volt
        now, lately = _flaws.Spectrum.of(data, rate_hz), _flaws.Spectrum.of(both, rate_hz)
        clipped, stuck = _flaws.clipped(data)
        hum = _flaws.hum(lately, rate_hz)
        fast = now.power_of_emg(rate_hz)
        change = data.mean(axis=0) - (data if self._last is None else self._last).mean(axis=0)
        moving = _flaws.moving(now, change, np.minimum(fast, self._fast), rate_hz, in_volt)
        self._fast = fast
        off = _flaws.unplugged(hum, lately, rate_hz, stuck, in_volt)
        noisy = _flaws.noisy(lately, rate_hz, in_volt)
        alive = ~still
        return np.asarray(
            Flaw.FLAT * still
            + Flaw.MAINS * (hum.heard & alive)
            + Flaw.CLIPPED * (clipped & alive)
            + Flaw.MOTION * (moving & alive)
            + Flaw.UNPLUGGED * (off & alive)
            + Flaw.NOISY * (noisy & alive),
            dtype=np.float64,
        )

    def _heartbeat(self, data: Samples, missing: _flaws.Verdict) -> _flaws.Verdict:
        frames = mean_of(data[: len(data) - len(data) % self._frame], self._frame)
        frames[:, missing] = np.nan
        self._slow.append(frames)
        if len(self._slow) < _HEART_STRETCHES:
            return np.zeros(data.shape[1], dtype=np.bool_)
        slow = np.concatenate(list(self._slow))
        frame_s = self._frame / self._rate_hz
        return beats(without_baseline(slow, frame_s), frame_s)


PLUGIN: type[Step] = Quality
