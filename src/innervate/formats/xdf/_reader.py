"""The samples of an XDF file, chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from innervate.core.errors import InputError
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.formats.xdf._chunks import Tag, Walk, Window
from innervate.formats.xdf._samples import Layout, evenly_stamped, run_stamps, run_values
from innervate.formats.xdf._scan import extent_of, unreadable
from innervate.formats.xdf._streams import PIECE_BYTES, Extent, pieces_of_runs
from innervate.formats.xdf._timing import Jumps


@dataclass(frozen=True, slots=True)
class SessionTime:
    """From the time stamps of a stream to session seconds.

    To each stamp the latest clock offset measured by then is added (the first one serves what
    comes earlier), so that a later measurement never changes an earlier time.
    """

    at: Samples
    offset_s: Samples
    origin_s: float

    def of(self, stamps: Samples) -> Samples:
        """The session second of each stamp."""
        if not len(self.at):
            return stamps - self.origin_s
        latest = np.searchsorted(self.at, stamps, side="right") - 1
        return stamps + self.offset_s[np.maximum(latest, 0)] - self.origin_s


@dataclass(frozen=True, slots=True)
class StreamPlan:
    """How to turn the chunks of one stream into blocks."""

    spec: StreamSpec
    layout: Layout
    interval_s: float
    jumps: Jumps
    scale: Samples | None
    time: SessionTime


@dataclass(frozen=True, slots=True)
class XdfReader:
    """Reads the samples of an XDF file in the order in which they arrived; a `BlockReader`."""

    path: Path
    end: int
    plans: dict[int, StreamPlan]

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        """The blocks of these streams, one for each chunk (very long chunks are cut)."""
        cursors = {n: _Cursor(plan) for n, plan in self.plans.items() if plan.spec.id in streams}
        at = 0
        try:
            with self.path.open("rb", buffering=0) as file:
                window = Window(file, self.end)
                for chunk in Walk(window):
                    at = chunk.at
                    cursor = cursors.get(chunk.stream) if chunk.tag == Tag.SAMPLES else None
                    if cursor is not None:
                        yield from cursor.blocks(window, extent_of(window, chunk))
        except OSError as error:
            raise unreadable(self.path, error) from error
        except ValueError as error:
            raise InputError(
                f"{self.path.name} is damaged at byte {at}",
                found=str(error),
                fix="get an undamaged copy of the recording",
            ) from error


class _Cursor:
    """How far one stream has been read."""

    def __init__(self, plan: StreamPlan) -> None:
        self._plan = plan
        self._count = 0
        self._last = 0.0

    def blocks(self, window: Window, extent: Extent) -> Iterator[Block]:
        """The blocks of one chunk."""
        plan = self._plan
        size = extent.end - extent.begin
        if plan.spec.rate_hz is not None and extent.count and size <= PIECE_BYTES:
            raw = window.exactly(extent.begin, size)
            whole = evenly_stamped(raw, extent.count, plan.layout)
            if whole is not None:
                yield from self._indexed(whole, None)
                return
        for parts in pieces_of_runs(window, extent, plan.layout):
            time_s = None
            if plan.spec.rate_hz is None:
                stamps = run_stamps(parts, self._last, plan.interval_s)
                self._last = float(stamps[-1])
                time_s = plan.time.of(stamps)
            yield from self._indexed(run_values(parts, plan.layout.channels), time_s)

    def _indexed(self, data: Samples, time_s: Samples | None) -> Iterator[Block]:
        """The next samples as blocks, cut where the index jumps."""
        plan = self._plan
        if plan.scale is not None:
            data = data * plan.scale
        base = self._count
        self._count += len(data)
        for piece in plan.jumps.pieces(base, self._count):
            rows = slice(piece.first - base, piece.last - base)
            times = None if time_s is None else time_s[rows]
            yield Block(plan.spec, piece.start, data[rows], times)
