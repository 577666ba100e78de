"""What the opening pass over a file learns of one stream."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from innervate.core.stream import Samples, StreamSpec
from innervate.formats.xdf._chunks import Window
from innervate.formats.xdf._foreign import is_markers
from innervate.formats.xdf._header import Header
from innervate.formats.xdf._samples import (
    NUMBERS,
    STAMPED,
    Layout,
    Run,
    read_text,
    run_stamps,
    run_values,
    runs,
)
from innervate.formats.xdf._timing import Timeline

PIECE_BYTES: Final = 1 << 20
_MOST_TEXT: Final = 1 << 26
_STAMP: Final = struct.Struct("<d")


@dataclass(frozen=True, slots=True)
class Marker:
    """An event of another recorder, at a time stamp of the file."""

    stamp: float
    label: str
    value: float | None
    channel: int


@dataclass(frozen=True, slots=True)
class Extent:
    """The samples of one chunk: bytes [begin, end) of the file."""

    begin: int
    end: int
    count: int


def pieces_of_runs(window: Window, extent: Extent, layout: Layout) -> Iterator[list[Run]]:
    """The samples of a chunk in pieces of bounded size; raises `ValueError` where damaged."""
    begin, left = extent.begin, extent.count
    while left:
        data = window.exactly(begin, min(extent.end - begin, PIECE_BYTES))
        parts = list(runs(data, left, layout))
        if not parts:
            raise ValueError("the samples do not fill the chunk")
        yield parts
        left -= sum(len(part.rows) for part in parts)
        begin += sum(part.rows.nbytes for part in parts)


class StreamScan:
    """One stream, as far as the pass has come.

    Attributes:
        header: its header.
        spec: its spec where our own recording states it, else None.
        layout: how its samples lie in the file, None for strings.
        interval_s: what is added to a time stamp where the next one is left out.
        count: samples seen.
        first, last: its first and last time stamp, as far as they were looked at.
        offsets: (time, offset) of its clock.
        jumps: (sample number, index) where our own recording says so.
        markers: its events, if it holds events.
        timeline: its time stamps, if it is regular and not ours.
    """

    def __init__(self, header: Header) -> None:
        self.header = header
        self.spec: StreamSpec | None = header.own.spec if header.own else None
        self.holds_records = header.own is not None and header.own.spec is None
        number = NUMBERS.get(header.format)
        self.layout = Layout(len(header.channels), number) if number else None
        self.interval_s = 1.0 / header.rate_hz if header.rate_hz else 0.0
        self.count = 0
        self.first: float | None = None
        self.last = 0.0
        self.offsets: list[tuple[float, float]] = []
        self.jumps: list[tuple[int, int]] = [(0, 0)]
        self.markers: list[Marker] = []
        self.is_markers = header.own is None and is_markers(header)
        ours = header.own is not None
        regular = header.rate_hz is not None and not ours and not self.is_markers
        self.timeline = Timeline(header.rate_hz) if regular and header.rate_hz else None

    @property
    def next_index(self) -> int:
        """The index that the next sample has if nothing is lost (of our own streams)."""
        at, start = self.jumps[-1]
        return start + self.count - at

    def take(self, window: Window, extent: Extent) -> list[str]:
        """Learn from a chunk of samples; gives the records in it, if it holds records.

        Raises `ValueError` where the chunk is damaged.
        """
        records: list[str] = []
        if self.layout is None:
            records = self._take_text(window, extent)
        else:
            stamps = self.layout.stamps_in(extent.count, extent.end - extent.begin)
            if stamps is None:
                raise ValueError("the samples do not fill the chunk")
            if extent.count and self.spec is None:
                self._take_numbers(window, extent, self.layout, stamps)
        self.count += extent.count
        return records

    def _take_text(self, window: Window, extent: Extent) -> list[str]:
        data = window.exactly(extent.begin, _bounded(extent))
        channels = len(self.header.channels)
        records = []
        for sample in read_text(data, extent.count, channels, self.last, self.interval_s):
            self.last = sample.stamp
            self.first = sample.stamp if self.first is None else self.first
            if self.holds_records:
                records.append(sample.values[0])
                continue
            for channel, text in enumerate(sample.values):
                if text:
                    self.markers.append(Marker(sample.stamp, text, None, channel))
        return records

    def _take_numbers(self, window: Window, extent: Extent, layout: Layout, stamps: int) -> None:
        head = window.exactly(extent.begin, min(9, extent.end - extent.begin))
        stamped = head[0] == STAMPED and len(head) == 9
        first = _STAMP.unpack_from(head, 1)[0] if stamped else self.last + self.interval_s
        self.first = first if self.first is None else self.first
        if self.is_markers:
            self._take_number_markers(window, extent, layout)
        elif self.timeline is not None:
            last = first + (extent.count - 1) * self.interval_s
            if stamps == extent.count:
                place = extent.end - layout.stamped.itemsize + 1
                found = float(_STAMP.unpack(window.exactly(place, _STAMP.size))[0])
                last = found if abs(found - last) <= 0.5 * self.interval_s else None
            elif stamps > 1 or (stamps == 1 and not stamped):
                last = None
            self._time(window, extent, layout, first, last)

    def _time(
        self, window: Window, extent: Extent, layout: Layout, first: float, last: float | None
    ) -> None:
        """Hand the time stamps on; where they are even (`last` is given), without reading them."""
        assert self.timeline is not None
        if last is not None:
            self.timeline.line(first, last, extent.count)
            self.last = last
            return
        for parts in pieces_of_runs(window, extent, layout):
            times = run_stamps(parts, self.last, self.interval_s)
            self.timeline.stamps(times)
            self.last = float(times[-1])

    def _take_number_markers(self, window: Window, extent: Extent, layout: Layout) -> None:
        _bounded(extent)
        for parts in pieces_of_runs(window, extent, layout):
            times: Samples = run_stamps(parts, self.last, self.interval_s)
            self.last = float(times[-1])
            for stamp, row in zip(times, run_values(parts, layout.channels), strict=True):
                value = float(row[0])
                self.markers.append(Marker(float(stamp), f"{value:g}", value, 0))


def _bounded(extent: Extent) -> int:
    size = extent.end - extent.begin
    if size > _MOST_TEXT:
        raise ValueError("more events in one chunk than can be")
    return size
