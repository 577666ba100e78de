"""The chunks that an XDF file is made of: written, and walked through without reading them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from io import FileIO
from typing import Final

from innervate.core.errors import InputError

MAGIC: Final = b"XDF:"
_BOUNDARY_ID: Final = bytes.fromhex("43a546dccbf5410fb30ed5467383cbe4")
_WINDOW_BYTES: Final = 1 << 18
_PEEK_BYTES: Final = 1 << 12
_UINT32_END: Final = 1 << 32
_LENGTHS: Final = {1: struct.Struct("<B"), 4: struct.Struct("<I"), 8: struct.Struct("<Q")}
_TAG: Final = struct.Struct("<H")
_STREAM: Final = struct.Struct("<I")


class Tag(IntEnum):
    """The kinds of chunks of XDF 1.0."""

    FILE_HEADER = 1
    STREAM_HEADER = 2
    SAMPLES = 3
    CLOCK_OFFSET = 4
    BOUNDARY = 5
    STREAM_FOOTER = 6


_OF_STREAM: Final = frozenset({Tag.STREAM_HEADER, Tag.SAMPLES, Tag.CLOCK_OFFSET, Tag.STREAM_FOOTER})


def encode_length(value: int) -> bytes:
    """A length as XDF writes it: how many bytes it takes, then the number, little-endian.

    >>> encode_length(3).hex(" "), encode_length(300).hex(" ")
    ('01 03', '04 2c 01 00 00')
    """
    size = 1 if value < 256 else 4 if value < _UINT32_END else 8
    return bytes((size,)) + _LENGTHS[size].pack(value)


def read_length(data: bytes | memoryview, at: int) -> tuple[int, int]:
    """The length at this place and the place after it; raises `ValueError` where there is none."""
    try:
        kind = _LENGTHS[data[at]]
        return int(kind.unpack_from(data, at + 1)[0]), at + 1 + kind.size
    except (KeyError, IndexError, struct.error) as error:
        raise ValueError("no length here") from error


def encode_chunk(tag: Tag, content: bytes, stream: int | None = None) -> bytes:
    """A whole chunk; `stream` is the number of the stream that it belongs to."""
    head = _TAG.pack(tag) + (b"" if stream is None else _STREAM.pack(stream))
    return encode_length(len(head) + len(content)) + head + content


BOUNDARY: Final = encode_chunk(Tag.BOUNDARY, _BOUNDARY_ID)


class Window:
    """An open file seen through a buffer that moves along with the reader.

    `file` is unbuffered; `size` is what the file held when it was opened.
    """

    def __init__(self, file: FileIO, size: int) -> None:
        self.size = size
        self._file = file
        self._start = 0
        self._buffer = memoryview(b"")

    def view(self, at: int, count: int) -> memoryview:
        """These bytes, fewer only at the end of the file; holds `count` bytes in memory."""
        first = at - self._start
        if first < 0 or first + count > len(self._buffer):
            # Whoever goes on reads ahead; whoever leaps over chunks looks at their heads only.
            ahead = _WINDOW_BYTES if 0 <= first <= len(self._buffer) else _PEEK_BYTES
            self._file.seek(at)
            self._start, first = at, 0
            self._buffer = memoryview(self._file.read(max(count, ahead)))
        return self._buffer[first : first + count]

    def exactly(self, at: int, count: int) -> memoryview:
        """These bytes, all of them; raises `InputError` where the file has shrunk meanwhile."""
        view = self.view(at, count)
        if len(view) < count:
            raise InputError(
                "the file became shorter while it was being read",
                found=f"no more bytes at byte {at + len(view)} of {self.size}",
                fix="open it again once it is no longer being written",
            )
        return view


@dataclass(frozen=True, slots=True)
class Chunk:
    """Where a chunk is: its first byte, its content (after tag and stream number) and its end."""

    tag: int
    stream: int
    at: int
    content: int
    end: int

    @property
    def size(self) -> int:
        """Bytes of content."""
        return self.end - self.content


class Ending(Enum):
    """Why a walk over the chunks of a file came to its end."""

    WHOLE = auto()
    UNCOMMITTED = auto()
    CUT = auto()
    DAMAGED = auto()


class Walk:
    """The chunks of a file in order, up to its end or to the first that is not whole.

    Attributes:
        end: the byte after the last whole chunk, known after the walk.
        ending: why it ended there.
    """

    def __init__(self, window: Window, until: int | None = None) -> None:
        self._window = window
        self._until = window.size if until is None else until
        self.end = len(MAGIC)
        self.ending = Ending.WHOLE

    def __iter__(self) -> Iterator[Chunk]:
        while self.end < self._until:
            chunk = self._next(self.end)
            if isinstance(chunk, Ending):
                self.ending = chunk
                return
            yield chunk
            self.end = chunk.end

    def _next(self, at: int) -> Chunk | Ending:
        head = self._window.view(at, 15)
        if not head:
            return Ending.CUT
        kind = _LENGTHS.get(head[0])
        if kind is None:
            return Ending.DAMAGED if head[0] else Ending.UNCOMMITTED
        after = 1 + kind.size
        if len(head) < after + _TAG.size:
            return Ending.CUT
        length = int(kind.unpack_from(head, 1)[0])
        tag = int(_TAG.unpack_from(head, after)[0])
        content = after + _TAG.size
        stream = -1
        if tag in _OF_STREAM:
            if len(head) < content + _STREAM.size:
                return Ending.CUT
            stream = int(_STREAM.unpack_from(head, content)[0])
            content += _STREAM.size
        end = after + length
        if end < content:
            return Ending.DAMAGED
        if at + end > self._window.size:
            return Ending.CUT
        return Chunk(tag, stream, at, at + content, at + end)
