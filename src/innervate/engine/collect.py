"""What a report draws: thinned curves, quality strips and repetitions, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from innervate.core.channel import Channel
from innervate.core.clock import Clock
from innervate.core.event import Event, EventKind
from innervate.core.flaw import Flaw
from innervate.core.inlet import Delivery, Inlet
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.engine.analysis import ChannelQuality, Curve, FlawShare, Repetition
from innervate.metrics._segments import Rep, Segmenter

_MOST_BINS = 1200
_FLAW_LIMIT = 0.1
_FIRST_BIN_S = 0.02
_TAKEN_OUT = Flaw.MAINS.words[0]


class Thinner:
    """Keeps the largest value of each of at most 1,200 bins, whatever the length.

    Bins are anchored at sample 0 and double in width when there are too many, so that the
    result does not depend on how the stream was cut. NaN = nothing measured in the bin.
    """

    def __init__(self, spec: StreamSpec) -> None:
        self._spec = spec
        self._width = max(1, round(spec.regular_rate_hz * _FIRST_BIN_S))
        self._bins = np.full((0, len(spec.channels)), -np.inf)
        self._origin: int | None = None

    def push(self, block: Block) -> None:
        """Take the next block."""
        if not len(block):
            return
        if self._origin is None:
            self._origin = block.start
        first = self._origin // self._width
        while (block.stop - 1) // self._width - first >= _MOST_BINS:
            self._halve()
            first = self._origin // self._width
        index = np.arange(block.start, block.stop) // self._width - first
        missing = int(index[-1]) + 1 - len(self._bins)
        if missing > 0:
            empty = np.full((missing, self._bins.shape[1]), -np.inf)
            self._bins = np.concatenate([self._bins, empty])
        starts = np.flatnonzero(np.diff(index, prepend=-1))
        peaks = np.fmax.reduceat(np.nan_to_num(block.data, nan=-np.inf), starts, axis=0)
        rows = index[starts]
        self._bins[rows] = np.maximum(self._bins[rows], peaks)

    def curves(self, clock: Clock) -> tuple[Curve, ...]:
        """The curve of each channel, in session seconds."""
        if self._origin is None:
            return ()
        rate_hz = self._spec.regular_rate_hz
        start_s = clock.session_s(self._origin // self._width * self._width / rate_hz)
        return tuple(
            Curve(self._spec.id, channel, start_s, self._width / rate_hz, _finite(column))
            for channel, column in zip(self._spec.channels, self._bins.T, strict=True)
        )

    def _halve(self) -> None:
        assert self._origin is not None
        odd = self._origin // self._width % 2
        rows = np.pad(self._bins, ((odd, 0), (0, 0)), constant_values=-np.inf)
        rows = np.pad(rows, ((0, len(rows) % 2), (0, 0)), constant_values=-np.inf)
        self._bins = np.maximum(rows[0::2], rows[1::2])
        self._width *= 2


def _finite(column: Samples) -> tuple[float | None, ...]:
    return tuple(float(value) if np.isfinite(value) else None for value in column)


class QualityLedger:
    """Remembers the flaws of every channel of a quality stream."""

    def __init__(self, spec: StreamSpec, judged: StreamSpec) -> None:
        self._spec, self._judged = spec, judged
        self._start: int | None = None
        self._codes: list[Samples] = []
        self._length = 0

    def push(self, block: Block) -> None:
        """Take the next block."""
        if not len(block):
            return
        if self._start is None:
            self._start = block.start
        gap = block.start - (self._start + self._length)
        if gap > 0:
            self._codes.append(np.full((gap, block.data.shape[1]), np.nan))
        self._codes.append(block.data)
        self._length += gap + len(block)

    def reasons(self, channels: tuple[Channel, ...], start_s: float, stop_s: float) -> list[str]:
        """The flaws seen in more than a tenth of a stretch of device time, in words.

        Mains hum is not among them: the chain takes it out.
        """
        if self._start is None:
            return []
        rate_hz = self._spec.regular_rate_hz
        first = max(int(start_s * rate_hz) - self._start, 0)
        last = max(int(np.ceil(stop_s * rate_hz)) - self._start, first + 1)
        names = [channel.name for channel in self._spec.channels]
        table = self._table()[first:last]
        found = []
        for channel in channels:
            if channel.name in names:
                codes = table[:, names.index(channel.name)]
                found += [
                    f"{channel.label}: {share.flaw} in {share.share:.0%} of the time"
                    for share in _shares(codes)
                    if share.share > _FLAW_LIMIT and share.flaw != _TAKEN_OUT
                ]
        return found

    def summary(self, clock: Clock) -> tuple[ChannelQuality, ...]:
        """The quality of each channel over all that was seen."""
        if self._start is None:
            return ()
        rate_hz = self._spec.regular_rate_hz
        start_s, step = clock.session_s(self._start / rate_hz), 1 / rate_hz
        return tuple(
            _channel_quality(self._judged.id, channel, codes, start_s, step)
            for channel, codes in zip(self._judged.channels, self._table().T, strict=True)
        )

    def _table(self) -> Samples:
        if len(self._codes) > 1:
            self._codes = [np.concatenate(self._codes)]
        return self._codes[0]


def _channel_quality(
    stream: str, channel: Channel, codes: Samples, start_s: float, step_s: float
) -> ChannelQuality:
    shares = _shares(codes)
    measured = float(np.isfinite(codes).mean()) if len(codes) else 0.0
    per_row = -(-len(codes) // _MOST_BINS)
    rows = [codes[at : at + per_row] for at in range(0, len(codes), per_row or 1)]
    return ChannelQuality(
        stream=stream,
        channel=channel,
        ok=all(share.share <= _FLAW_LIMIT for share in shares if share.flaw != _TAKEN_OUT),
        flaws=tuple(shares),
        measured_share=measured,
        start_s=start_s,
        step_s=step_s * per_row,
        strip=tuple(_worst(row) for row in rows),
    )


def _worst(codes: Samples) -> int | None:
    """All flaws of a stretch together."""
    known = codes[np.isfinite(codes)].astype(int)
    return int(np.bitwise_or.reduce(known)) if len(known) else None


def _shares(codes: Samples) -> list[FlawShare]:
    known = codes[np.isfinite(codes)].astype(int)
    if not len(known):
        return []
    shares = ((flaw, float((known & flaw > 0).mean())) for flaw in Flaw if flaw)
    return [FlawShare(flaw.words[0], share) for flaw, share in shares if share > 0]


class RepetitionList:
    """The completed repetitions in a repetition state stream, numbered as the measures are.

    Args:
        spec: the state stream.
        clock: its clock.
    """

    def __init__(self, spec: StreamSpec, clock: Clock) -> None:
        self._rate_hz, self._clock = spec.regular_rate_hz, clock
        self._inlet = Inlet((spec,), clock, frozenset({EventKind.PHASE}), "")
        self._segmenter = Segmenter(self._rate_hz)
        self._reps: list[Rep] = []
        self._taken = 0

    def announce(self, event: Event) -> None:
        """Take an event; only phases matter."""
        self._inlet.announce(event)

    def push(self, block: Block) -> None:
        """Take the next block."""
        self._take(self._inlet.push(0, block))

    def cover(self, until_s: float) -> None:
        """No event before this session second can come any more."""
        self._take(self._inlet.cover(until_s))

    def repetitions(self) -> tuple[Repetition, ...]:
        """The repetitions so far, in session seconds."""
        return self._of(self._reps)

    def fresh(self) -> tuple[Repetition, ...]:
        """Those completed since this was last asked."""
        new, self._taken = self._reps[self._taken :], len(self._reps)
        return self._of(new)

    def _of(self, reps: list[Rep]) -> tuple[Repetition, ...]:
        return tuple(
            Repetition(
                rep.number,
                self._clock.session_s(rep.start / self._rate_hz),
                self._clock.session_s(rep.stop / self._rate_hz),
                rep.set,
            )
            for rep in reps
        )

    def _take(self, deliveries: Iterable[Delivery]) -> None:
        for delivery in deliveries:
            if isinstance(delivery, Event):
                self._segmenter.announce(delivery)
            else:
                parts = self._segmenter.push(delivery[0])
                self._reps += [part for part in parts if isinstance(part, Rep)]
