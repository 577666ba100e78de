"""From jittery time stamps to a regular grid of samples on which every lost one is counted."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from innervate.core.clock import ClockPair
from innervate.core.event import Event, EventKind
from innervate.core.source import Item
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.core.units import DIMENSIONLESS

_SEGMENT_S = 0.1
_CONFIRM_S = 0.25
_UNKNOWN_JITTER_S = 0.01
_SURE_AFTER = 10
_JITTER_SEGMENTS = 20
_GAIN, _TREND_GAIN = 0.2, 0.01
_RESTART_S = 0.5
_PAIR_EVERY = 50
_EARLY_PAIRS = (3, 10)


@dataclass(slots=True)
class SampleGrid:
    """Numbers the samples of a regular stream and watches its clock.

    Samples are counted; their stamps say when the count fell short. A sample is *late* by its
    stamp minus the second expected of its number. The expectation follows the stream's own drift
    (double exponential smoothing of the median lateness of every 0.1 s of samples: Holt 1957).
    Where all samples of at least 0.25 s are later than the jitter of the last two seconds, that
    many samples were lost: a GAP event and a jump. Until that is sure, late samples are held
    back. Losses smaller than the jitter of the stamps cannot be seen in them; they go into the
    clock pairs.
    All decisions fall on sample counts, so that the cutting into chunks does not matter.

    Args:
        spec: the regular stream.
        origin_s: the stamp that is session second 0.
        watch: whether stamps tell of losses; False where a counter does.
    """

    spec: StreamSpec
    origin_s: float
    watch: bool = True
    _next: int = 0
    _first_s: float | None = None
    _base_s: float = 0.0
    _trend: float = 0.0
    _segments: int = 0
    _late: list[Samples] = field(default_factory=list)
    _extremes_s: deque[tuple[float, float]] = field(
        default_factory=lambda: deque(maxlen=_JITTER_SEGMENTS)
    )
    _held: list[_Held] = field(default_factory=list)
    _resuming: bool = False
    _known_jitter_s: float = _UNKNOWN_JITTER_S

    def push(
        self, stamps_s: Samples, data: Samples, lost: npt.NDArray[np.int64] | None = None
    ) -> list[Item]:
        """Take the next samples (n x channels) with their stamps; give blocks, gaps, clock pairs.

        `lost` says for each sample how many are known to be missing before it.
        """
        out: list[Item] = []
        if not len(data):
            return out
        if self._first_s is None:
            finite = stamps_s[np.isfinite(stamps_s)]
            self._first_s = float(finite[0]) if len(finite) else self.origin_s
            out.append(self._pair())
        if self._resuming:
            self._resume(float(stamps_s[0]), out)
        jumps = () if lost is None else np.flatnonzero(lost).tolist()
        for first, last in pairwise(sorted({0, *jumps, len(data)})):
            if lost is not None and lost[first]:
                self._skip(int(lost[first]), out)
            self._take(stamps_s[first:last], data[first:last], out)
        return out

    def flush(self) -> list[Item]:
        """Give what is held back: nothing more will come to make sure."""
        out: list[Item] = []
        self._release(out)
        return out

    def resume(self) -> None:
        """The device was away: the next sample's number follows from its stamp."""
        self._resuming = True

    def _resume(self, stamp_s: float, out: list[Item]) -> None:
        self._release(out)
        away = round((stamp_s - self._expected_s(0, 1)[0]) * self._rate_hz)
        if away > 0:
            self._skip(away, out)
        self._resuming = False

    def _take(self, stamps_s: Samples, data: Samples, out: list[Item]) -> None:
        at = 0
        while at < len(data):
            if self._held:
                at += self._confirm(stamps_s[at:], data[at:], out)
            else:
                at += self._accept(stamps_s[at:], data[at:], out)

    def _accept(self, stamps_s: Samples, data: Samples, out: list[Item]) -> int:
        """Take samples up to the end of the segment or the first that is too late."""
        count = min(len(data), self._room)
        late_s = self._late_s(stamps_s[:count], 0)
        if self.watch and (late_s > self._tolerance_s).any():
            count = int(np.argmax(late_s > self._tolerance_s))
            if count == 0:
                self._held.append(_Held(stamps_s[:1], data[:1], late_s[:1]))
                return 1
        self._emit(data[:count], late_s[:count], out)
        return count

    def _confirm(self, stamps_s: Samples, data: Samples, out: list[Item]) -> int:
        """Hold late samples until one is in time again, or they have been late long enough."""
        late_s = self._late_s(stamps_s, sum(len(held.data) for held in self._held))
        in_time = late_s <= self._tolerance_s
        sure = stamps_s - self._held[0].stamps_s[0] >= _CONFIRM_S
        decided = in_time | sure
        if not decided.any():
            self._held.append(_Held(stamps_s, data, late_s))
            return len(data)
        at = int(np.argmax(decided))
        count = at if in_time[at] else at + 1
        self._held.append(_Held(stamps_s[:count], data[:count], late_s[:count]))
        if not in_time[at]:
            least_s = min(float(held.late_s.min()) for held in self._held if len(held.late_s))
            lost = max(round(least_s * self._rate_hz), 1)
            self._skip(lost, out)
            for held in self._held:
                held.late_s = held.late_s - lost / self._rate_hz
        self._release(out)
        return count

    def _release(self, out: list[Item]) -> None:
        held, self._held = self._held, []
        for part in held:
            self._emit(part.data, part.late_s, out)

    def _emit(self, data: Samples, late_s: Samples, out: list[Item]) -> None:
        at = 0
        while at < len(data):
            count = min(len(data) - at, self._room)
            out.append(Block(self.spec, self._next, data[at : at + count]))
            self._late.append(late_s[at : at + count])
            self._next += count
            at += count
            if self._room == 0:
                out.extend(self._close_segment())

    def _skip(self, lost: int, out: list[Item]) -> None:
        self._next += lost
        at_s = float(self._expected_s(0, 1)[0]) - self.origin_s
        out.append(
            Event(
                at_s, EventKind.GAP, f"{lost} samples lost", stream=self.spec.id,
                sample=self._next, value=float(lost), unit=DIMENSIONLESS, source=self.spec.id,
            )
        )  # fmt: skip

    def _close_segment(self) -> Iterator[Item]:
        late_s = np.concatenate(self._late)
        self._late = []
        self._segments += 1
        self._extremes_s.append((float(late_s.min()), float(late_s.max())))
        if len(self._extremes_s) >= _SURE_AFTER:
            lows_s, highs_s = zip(*self._extremes_s, strict=True)
            self._known_jitter_s = max(highs_s) - min(lows_s)
        median_s, length_s = float(np.median(late_s)), len(late_s) / self._rate_hz
        if median_s < -_RESTART_S:  # the sender's clock was set back
            self._base_s, self._trend = self._base_s + median_s, 0.0
        else:
            error_s = median_s - self._trend * length_s
            gain = max(1.0 / self._segments, _GAIN)
            self._base_s += self._trend * length_s + gain * error_s
            if self._segments > _SURE_AFTER:
                self._trend += _TREND_GAIN * error_s / length_s
        if self._segments in _EARLY_PAIRS or self._segments % _PAIR_EVERY == 0:
            yield self._pair()

    def _pair(self) -> ClockPair:
        second_s = float(self._expected_s(0, 1)[0])
        return ClockPair(self.spec.clock, self._next / self._rate_hz, second_s - self.origin_s)

    def _late_s(self, stamps_s: Samples, ahead: int) -> Samples:
        late_s = stamps_s - self._expected_s(ahead, len(stamps_s))
        return np.where(np.isfinite(late_s), late_s, 0.0)

    def _expected_s(self, ahead: int, count: int) -> Samples:
        first = self._next + ahead
        assert self._first_s is not None
        return self._first_s + self._base_s + np.arange(first, first + count) / self._rate_hz

    @property
    def _rate_hz(self) -> float:
        return self.spec.regular_rate_hz

    @property
    def _room(self) -> int:
        """How many samples the present segment still takes."""
        size = max(round(_SEGMENT_S * self._rate_hz), 1)
        return size - sum(map(len, self._late))

    @property
    def _tolerance_s(self) -> float:
        return max(self._known_jitter_s, 0.75 / self._rate_hz)


@dataclass(slots=True)
class _Held:
    """Samples that are late and not yet given."""

    stamps_s: Samples
    data: Samples
    late_s: Samples
