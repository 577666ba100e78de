"""The content of XDF sample chunks, from arrays to bytes and back."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from innervate.core.stream import Samples
from innervate.formats.xdf._chunks import encode_length, read_length

STAMPED: Final = 8
"""The byte before a sample whose time stamp is written; 0 where it is to be deduced."""
_STAMP: Final = struct.Struct("<d")
NUMBERS: Final = {
    "double64": "<f8",
    "float32": "<f4",
    "int8": "i1",
    "int16": "<i2",
    "int32": "<i4",
    "int64": "<i8",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How the samples of a stream of numbers lie in a file."""

    channels: int
    number: str
    stamped: np.dtype[Any] = field(init=False)
    bare: np.dtype[Any] = field(init=False)

    def __post_init__(self) -> None:
        values = ("values", self.number, (self.channels,))
        object.__setattr__(self, "stamped", np.dtype([("flag", "u1"), ("stamp", "<f8"), values]))
        object.__setattr__(self, "bare", np.dtype([("flag", "u1"), values]))

    def stamps_in(self, count: int, size: int) -> int | None:
        """How many of `count` samples in `size` bytes carry a stamp; None if it cannot be."""
        stamps, rest = divmod(size - count * self.bare.itemsize, _STAMP.size)
        return stamps if rest == 0 and 0 <= stamps <= count else None


@dataclass(frozen=True, slots=True)
class Run:
    """Successive samples that all carry a stamp, or all do not."""

    first: int
    rows: npt.NDArray[Any]
    stamped: bool


def runs(data: memoryview, count: int, layout: Layout) -> Iterator[Run]:
    """Cut at most `count` whole samples into runs; raises `ValueError` where they are damaged."""
    first = at = 0
    while first < count and at < len(data):
        flag = data[at]
        if flag not in (0, STAMPED):
            raise ValueError("a sample begins with neither 0 nor 8")
        kind = layout.stamped if flag else layout.bare
        most = min(count - first, (len(data) - at) // kind.itemsize)
        if not most:
            return
        rows = np.frombuffer(data, kind, most, at)
        if most > 1 and data[at + kind.itemsize] != flag:
            rows = rows[:1]
        elif most > 1:
            rows = rows[: _same(rows["flag"], flag)]
        yield Run(first, rows, bool(flag))
        first += len(rows)
        at += len(rows) * kind.itemsize


def _same(flags: npt.NDArray[np.uint8], flag: int) -> int:
    """How many of the first flags equal `flag`, looked for in growing pieces."""
    begin, step = 0, 64
    while begin < len(flags):
        other = flags[begin : begin + step] != flag
        if other.any():
            return begin + int(other.argmax())
        begin, step = begin + step, step * 8
    return len(flags)


def evenly_stamped(data: memoryview, count: int, layout: Layout) -> Samples | None:
    """The values of a whole chunk that, as most do, has a stamp before its first sample only.

    None where the chunk is of another make.
    """
    if len(data) != count * layout.bare.itemsize + _STAMP.size or data[0] != STAMPED:
        return None
    out = np.empty((count, layout.channels))
    out[0] = np.frombuffer(data, layout.stamped, 1)["values"]
    out[1:] = np.frombuffer(data, layout.bare, count - 1, layout.stamped.itemsize)["values"]
    return out


def run_values(parts: list[Run], channels: int) -> Samples:
    """The values of successive runs as float64, samples x channels."""
    if len(parts) == 1:
        return np.ascontiguousarray(parts[0].rows["values"], dtype=np.float64)
    out = np.empty((sum(len(part.rows) for part in parts), channels))
    for part in parts:
        begin = part.first - parts[0].first
        out[begin : begin + len(part.rows)] = part.rows["values"]
    return out


def run_stamps(parts: list[Run], last: float, interval_s: float) -> Samples:
    """The stamps of successive runs; missing ones follow the `last` one at the nominal rate."""
    out = np.empty(sum(len(part.rows) for part in parts))
    for part in parts:
        begin = part.first - parts[0].first
        piece = out[begin : begin + len(part.rows)]
        if part.stamped:
            piece[:] = part.rows["stamp"]
        else:
            piece[:] = last + interval_s * np.arange(1, len(piece) + 1)
        last = float(piece[-1])
    return out


@dataclass(frozen=True, slots=True)
class TextSample:
    """A sample of a stream of strings."""

    stamp: float
    values: tuple[str, ...]


def read_text(
    data: memoryview, count: int, channels: int, last: float, interval_s: float
) -> Iterator[TextSample]:
    """The samples of a chunk of strings; raises `ValueError` where they are damaged."""
    at = 0
    for _ in range(count):
        if at >= len(data) or data[at] not in (0, STAMPED):
            raise ValueError("a sample begins with neither 0 nor 8")
        stamped, at = data[at] == STAMPED, at + 1
        if stamped and at + _STAMP.size > len(data):
            raise ValueError("a sample ends within its time stamp")
        last = float(_STAMP.unpack_from(data, at)[0]) if stamped else last + interval_s
        at += _STAMP.size * stamped
        values = []
        for _ in range(channels):
            size, at = read_length(data, at)
            if at + size > len(data):
                raise ValueError("a sample ends within a string")
            values.append(str(data[at : at + size], "utf-8", "replace"))
            at += size
        yield TextSample(last, tuple(values))
    if at != len(data):
        raise ValueError("bytes are left over")


def encode_text(stamp: float, text: str) -> bytes:
    """A chunk's content of one stamped sample of one string."""
    raw = text.encode()
    return encode_length(1) + bytes((STAMPED,)) + _STAMP.pack(stamp) + encode_length(len(raw)) + raw


def encode_regular(first_stamp: float, data: Samples) -> bytes:
    """A chunk's content of regular samples (n x channels, n > 0): only the first has a stamp."""
    rest = np.empty(len(data) - 1, Layout(data.shape[1], NUMBERS["double64"]).bare)
    rest["flag"] = 0
    rest["values"] = data[1:]
    first = bytes((STAMPED,)) + _STAMP.pack(first_stamp) + bytes(data[0])
    return encode_length(len(data)) + first + bytes(rest)


def encode_irregular(stamps: Samples, data: Samples) -> bytes:
    """A chunk's content of samples (n x channels) that all have their stamp."""
    rows = np.empty(len(data), Layout(data.shape[1], NUMBERS["double64"]).stamped)
    rows["flag"] = STAMPED
    rows["stamp"] = stamps
    rows["values"] = data
    return encode_length(len(data)) + bytes(rows)
