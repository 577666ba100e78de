"""The one pass over a file that opening it takes: chunk heads, headers, events, time stamps."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from innervate.core.clock import ClockPair
from innervate.core.errors import InputError
from innervate.core.event import Event
from innervate.core.recording import About
from innervate.formats.xdf._chunks import MAGIC, Chunk, Ending, Tag, Walk, Window, read_length
from innervate.formats.xdf._header import read_about, read_header
from innervate.formats.xdf._records import Gap, decode_record
from innervate.formats.xdf._streams import Extent, StreamScan

_MOST_XML: Final = 1 << 24
_MOST_INDEX: Final = 1 << 60
_PAIR: Final = struct.Struct("<dd")


@dataclass(slots=True)
class Scan:
    """What one pass over a file found.

    Attributes:
        size: bytes in the file.
        end: the byte after the last chunk that can be used.
        data_end: the same, leaving out what only closes the file.
        ending: why it ended there.
        about: what the file header says.
        streams: by their number in the file.
        events, pairs: of our own recordings, in order.
        remarks: what could not be used, one sentence each.
    """

    size: int
    end: int = len(MAGIC)
    data_end: int = len(MAGIC)
    ending: Ending = Ending.WHOLE
    about: About = field(default_factory=About)
    streams: dict[int, StreamScan] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    pairs: list[ClockPair] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def ours(self) -> bool:
        """Whether innervate wrote it."""
        return any(stream.holds_records for stream in self.streams.values())

    @property
    def closed(self) -> bool:
        """Whether it was finished properly."""
        return self.data_end < self.end and self.ending is Ending.WHOLE

    def own(self, stream_id: str) -> StreamScan | None:
        """The stream of this id in our own recording."""
        for stream in self.streams.values():
            if stream.spec is not None and stream.spec.id == stream_id:
                return stream
        return None

    def remark(self, sentence: str) -> None:
        """Note what could not be used, once."""
        if sentence not in self.remarks:
            self.remarks.append(sentence)


def scan(path: Path) -> Scan:
    """Go through the file once; raises `InputError` where it is no XDF file."""
    try:
        with path.open("rb", buffering=0) as file:
            size = path.stat().st_size
            _check_magic(path, file.read(len(MAGIC)), size)
            return _Scanner(Window(file, size)).run()
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> InputError:
    """The error for a file that the system does not let us read."""
    return InputError(
        f"cannot read {path.name}",
        found=(error.strerror or type(error).__name__).lower(),
        fix="check that the file is there and that you may read it",
    )


def _check_magic(path: Path, head: bytes, size: int) -> None:
    if head != MAGIC:
        raise InputError(
            f"{path.name} is not an XDF file",
            found="an empty file" if not size else f"a file that begins with {head!r}, not 'XDF:'",
            fix="give the recording itself, as the recorder wrote it",
        )


class _Scanner:
    """Walks over the chunks and keeps what opening a file needs."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._scan = Scan(window.size)

    def run(self) -> Scan:
        """Walk to the end, or to the first chunk that is damaged."""
        walk = Walk(self._window)
        closing = False
        for chunk in walk:
            try:
                self._take(chunk)
            except ValueError:
                self._scan.end, self._scan.ending = chunk.at, Ending.DAMAGED
                return self._scan
            closing = chunk.tag == Tag.STREAM_FOOTER or (closing and chunk.tag == Tag.BOUNDARY)
            if not closing:
                self._scan.data_end = chunk.end
        self._scan.end, self._scan.ending = walk.end, walk.ending
        return self._scan

    def _take(self, chunk: Chunk) -> None:
        match chunk.tag:
            case Tag.SAMPLES:
                self._samples(chunk)
            case Tag.CLOCK_OFFSET:
                self._offset(chunk)
            case Tag.STREAM_HEADER:
                self._stream_header(chunk)
            case Tag.FILE_HEADER:
                self._file_header(chunk)
            case Tag.BOUNDARY | Tag.STREAM_FOOTER:
                pass
            case _:
                self._scan.remark("Chunks of an unknown kind are left out.")

    def _content(self, chunk: Chunk, most: int) -> bytes:
        if chunk.size > most:
            raise ValueError("the chunk is too long for what it is")
        return bytes(self._window.exactly(chunk.content, chunk.size))

    def _file_header(self, chunk: Chunk) -> None:
        about = read_about(self._content(chunk, _MOST_XML))
        if about is None:
            self._scan.remark("The file header cannot be read.")
        else:
            self._scan.about = about

    def _stream_header(self, chunk: Chunk) -> None:
        try:
            stream = StreamScan(read_header(self._content(chunk, _MOST_XML)))
        except InputError as error:
            self._scan.remark(f"Stream {chunk.stream} is left out: {error.what}.")
            return
        twice = stream.spec is not None and self._scan.own(stream.spec.id) is not None
        if twice or chunk.stream in self._scan.streams:
            self._scan.remark(f"A second header of stream {chunk.stream} is left out.")
        else:
            self._scan.streams[chunk.stream] = stream

    def _offset(self, chunk: Chunk) -> None:
        content = self._content(chunk, _PAIR.size)
        if len(content) != _PAIR.size:
            raise ValueError("a clock offset of the wrong size")
        if chunk.stream in self._scan.streams:
            self._scan.streams[chunk.stream].offsets.append(_PAIR.unpack(content))

    def _samples(self, chunk: Chunk) -> None:
        stream = self._scan.streams.get(chunk.stream)
        if stream is None:
            self._scan.remark(f"The samples of stream {chunk.stream}, of no header, are left out.")
            return
        for text in stream.take(self._window, extent_of(self._window, chunk)):
            self._record(text)

    def _record(self, text: str) -> None:
        try:
            record = decode_record(text)
        except InputError:
            self._scan.remark("Some events cannot be read and are left out.")
            return
        if isinstance(record, Event):
            self._scan.events.append(record)
        elif isinstance(record, ClockPair):
            self._scan.pairs.append(record)
        else:
            self._gap(record)

    def _gap(self, gap: Gap) -> None:
        stream = self._scan.own(gap.stream)
        if stream is not None and abs(gap.start) < _MOST_INDEX:
            stream.jumps.append((stream.count, gap.start))


def extent_of(window: Window, chunk: Chunk) -> Extent:
    """Where the samples of a chunk lie; raises `ValueError` where their number is damaged."""
    count, begin = read_length(window.view(chunk.content, min(chunk.size, 9)), 0)
    return Extent(chunk.content + begin, chunk.end, count)
