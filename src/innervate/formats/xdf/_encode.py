"""From items to the chunks of our own recordings."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from innervate.core.clock import ClockPair
from innervate.core.errors import InputError
from innervate.core.event import Event
from innervate.core.recording import About
from innervate.core.source import Item
from innervate.core.stream import Block, StreamSpec
from innervate.formats.xdf._chunks import BOUNDARY, MAGIC, Tag, encode_chunk
from innervate.formats.xdf._header import file_header, footer, records_header, stream_header
from innervate.formats.xdf._records import Gap, Record, encode_record
from innervate.formats.xdf._samples import encode_irregular, encode_regular, encode_text

_RECORDS: Final = 1
_PAIR: Final = struct.Struct("<dd")


@dataclass(slots=True)
class Track:
    """A stream being written: its number in the file, samples written, and the next index."""

    number: int
    spec: StreamSpec
    count: int = 0
    next_index: int = 0


class Encoder:
    """Turns items into chunks, in the order in which they come.

    Time stamps of regular streams are device seconds (sample index over rate), and a clock pair
    becomes a clock offset of every stream of its clock besides its exact record; so readers that
    correct clocks arrive at session seconds. Where a stream's index leaves off counting, a gap
    record comes first. Events and irregular streams are stamped in session seconds.
    """

    def __init__(self) -> None:
        self._tracks: dict[str, Track] = {}
        self._records = 0
        self._parts: list[bytes] = []
        self.size = 0

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The streams, in the order of their numbers."""
        return tuple(self._tracks.values())

    def head(self, about: About, specs: tuple[StreamSpec, ...]) -> bytes:
        """The beginning of a new file: magic, headers, boundary."""
        self._put(encode_chunk(Tag.FILE_HEADER, file_header(about)))
        self._put(encode_chunk(Tag.STREAM_HEADER, records_header(), _RECORDS))
        for spec in specs:
            self.declare(spec)
        return MAGIC + self.take()

    def declare(self, spec: StreamSpec) -> None:
        """Add a stream, at any time before its first block."""
        if spec.id in self._tracks or not spec.channels:
            why = "two streams of this name" if spec.id in self._tracks else "no channels"
            raise InputError(f"stream {spec.id!r} cannot be recorded", found=why)
        track = Track(_RECORDS + 1 + len(self._tracks), spec)
        self._tracks[spec.id] = track
        self._put(encode_chunk(Tag.STREAM_HEADER, stream_header(spec), track.number))

    def restore(self, tracks: tuple[Track, ...], records: int) -> None:
        """Go on where an earlier recording left off."""
        self._tracks = {track.spec.id: track for track in tracks}
        self._records = records

    def add(self, item: Item) -> None:
        """Take an item; raises `InputError` for a block of a stream that was not declared."""
        if isinstance(item, Block):
            self._add_block(item)
        elif isinstance(item, Event):
            self._add_record(item, item.at_s)
        else:
            self._add_pair(item)

    def take(self) -> bytes:
        """Everything since the last time as one group, the boundary last; empty if nothing."""
        if not self._parts:
            return b""
        group = b"".join([*self._parts, BOUNDARY])
        self._parts, self.size = [], 0
        return group

    def footers(self) -> None:
        """Add what closes the file."""
        self._put(encode_chunk(Tag.STREAM_FOOTER, footer(self._records), _RECORDS))
        for track in self._tracks.values():
            self._put(encode_chunk(Tag.STREAM_FOOTER, footer(track.count), track.number))

    def _put(self, chunk: bytes) -> None:
        self._parts.append(chunk)
        self.size += len(chunk)

    def _add_block(self, block: Block) -> None:
        track = self._tracks.get(block.spec.id)
        if track is None or len(track.spec.channels) != block.data.shape[1]:
            raise InputError(
                f"a block of stream {block.spec.id!r} cannot be recorded",
                found=f"the streams {', '.join(self._tracks) or 'none'} of other channels",
                fix="declare the stream before its first block",
            )
        if not len(block):
            return
        if block.start != track.next_index:
            lost = block.start - track.next_index if track.count else 0
            self._add_record(Gap(track.spec.id, block.start, lost), _second(block))
        rate_hz = track.spec.rate_hz
        if rate_hz is None:
            assert block.time_s is not None
            content = encode_irregular(block.time_s, block.data)
        else:
            content = encode_regular(block.start / rate_hz, block.data)
        self._put(encode_chunk(Tag.SAMPLES, content, track.number))
        track.count += len(block)
        track.next_index = block.stop

    def _add_pair(self, pair: ClockPair) -> None:
        self._add_record(pair, pair.session_s)
        offset = _PAIR.pack(pair.device_s, pair.session_s - pair.device_s)
        for track in self._tracks.values():
            if track.spec.clock == pair.clock and track.spec.rate_hz is not None:
                self._put(encode_chunk(Tag.CLOCK_OFFSET, offset, track.number))

    def _add_record(self, record: Record, stamp: float) -> None:
        content = encode_text(stamp, encode_record(record))
        self._put(encode_chunk(Tag.SAMPLES, content, _RECORDS))
        self._records += 1


def _second(block: Block) -> float:
    if block.spec.rate_hz is None:
        return float(block.time_s[0]) if block.time_s is not None else 0.0
    return block.start / block.spec.rate_hz
