"""The messages of a FIT file: definitions, data, and a sum at the end (FIT protocol 1 and 2)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from innervate.core.errors import InputError

_DEFINITION, _DEVELOPER, _COMPRESSED = 0x40, 0x20, 0x80
_CRC = (
    0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
    0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
)  # fmt: skip
_STRING = 0x07
_NUMBERS = {
    0x00: ("B", 0xFF), 0x01: ("b", 0x7F), 0x02: ("B", 0xFF), 0x83: ("h", 0x7FFF),
    0x84: ("H", 0xFFFF), 0x85: ("i", 0x7FFFFFFF), 0x86: ("I", 0xFFFFFFFF), 0x0A: ("B", 0),
    0x8B: ("H", 0), 0x8C: ("I", 0), 0x0D: ("B", 0xFF), 0x8E: ("q", 0x7FFFFFFFFFFFFFFF),
    0x8F: ("Q", 0xFFFFFFFFFFFFFFFF), 0x90: ("Q", 0),
}  # fmt: skip
"""Of whole numbers by base type: how they are packed, and which value says "none"."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its global number, and the fields that it has, by theirs."""

    kind: int
    fields: Mapping[int, int | str]

    def number(self, field: int) -> int | None:
        """A field as it is packed, without its scale; None where it says none."""
        value = self.fields.get(field)
        return value if isinstance(value, int) else None

    def text(self, field: int) -> str:
        """A field in words; empty where it says none."""
        value = self.fields.get(field)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class _Field:
    number: int
    size: int
    base: int


@dataclass(frozen=True, slots=True)
class _Layout:
    kind: int
    order: str
    fields: tuple[_Field, ...]
    extra: int

    @property
    def size(self) -> int:
        return sum(field.size for field in self.fields) + self.extra


def is_fit(head: bytes) -> bool:
    """Whether bytes begin as FIT files do."""
    return len(head) >= 12 and head[0] in {12, 14} and head[8:12] == b".FIT"


def messages(data: bytes, path: Path) -> Iterator[Message]:
    """All messages in order; raises `InputError` where the file is cut or damaged."""
    if not is_fit(data):
        raise _damaged(path, "no FIT header")
    (size,) = struct.unpack_from("<I", data, 4)
    start, stop = data[0], data[0] + size
    if len(data) < stop + 2:
        raise _damaged(path, f"{len(data)} bytes of {stop + 2}")
    if _sum(data[: stop + 2]):
        raise _damaged(path, "a wrong sum at the end")
    layouts: dict[int, _Layout] = {}
    at = start
    try:
        while at < stop:
            head = data[at]
            at += 1
            if head & _DEFINITION and not head & _COMPRESSED:
                layout, at = _layout(data, at, developer=bool(head & _DEVELOPER))
                layouts[head & 0x0F] = layout
                continue
            layout = layouts[(head >> 5) & 0x03 if head & _COMPRESSED else head & 0x0F]
            yield _message(data, at, layout)
            at += layout.size
    except (KeyError, IndexError, struct.error) as error:
        raise _damaged(path, f"a message that cannot be read at byte {at}") from error


def _layout(data: bytes, at: int, *, developer: bool) -> tuple[_Layout, int]:
    order = ">" if data[at + 1] else "<"
    (kind,) = struct.unpack_from(f"{order}H", data, at + 2)
    count = data[at + 4]
    at += 5
    fields = tuple(_Field(*data[at + 3 * turn : at + 3 * turn + 3]) for turn in range(count))
    at += 3 * count
    extra = 0
    if developer:
        more = data[at]
        extra = sum(data[at + 2 + 3 * turn] for turn in range(more))
        at += 1 + 3 * more
    return _Layout(kind, order, fields, extra), at


def _message(data: bytes, at: int, layout: _Layout) -> Message:
    fields: dict[int, int | str] = {}
    for field in layout.fields:
        value = _value(data, at, field, layout.order)
        if value is not None:
            fields[field.number] = value
        at += field.size
    return Message(layout.kind, fields)


def _value(data: bytes, at: int, field: _Field, order: str) -> int | str | None:
    """The value of a field, the first of several; None for what says none or is no such value."""
    if field.base == _STRING:
        return data[at : at + field.size].split(b"\0")[0].decode("utf-8", "replace")
    if field.base not in _NUMBERS:
        return None
    letter, none = _NUMBERS[field.base]
    packed = order + letter
    if field.size < struct.calcsize(packed):
        return None
    (value,) = struct.unpack_from(packed, data, at)
    return None if value == none else int(value)


def _sum(data: bytes) -> int:
    """The cyclic redundancy check of FIT; 0 over bytes that end in their own sum."""
    crc = 0
    for byte in data:
        for half in (byte & 0xF, byte >> 4):
            crc = (crc >> 4) ^ _CRC[crc & 0xF] ^ _CRC[half]
    return crc


def _damaged(path: Path, found: str) -> InputError:
    return InputError(
        f"the FIT file {path.name} is cut or damaged", found=found, fix="copy it again, whole"
    )
