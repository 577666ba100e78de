"""Rows of a text file with a line of headings, each with the number of its line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from innervate.core.errors import InputError
from innervate.formats.workouts._contract import LineError

_DELIMITERS = (",", ";", "\t")
_LONGEST_ROW = 100
"""Lines that one row may span, by line breaks in its remarks."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Row:
    """One row; cells are found by their headings in small letters."""

    line: int
    places: Mapping[str, int]
    cells: tuple[str, ...]

    def get(self, *names: str) -> str:
        """The cell below the first of these headings that there is; empty where there is none."""
        for name in names:
            if name in self.places:
                return self.cells[self.places[name]].strip()
        return ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings, in small letters with single spaces, and the lines below them."""

    headings: tuple[str, ...]
    delimiter: str
    lines: tuple[str, ...] = field(repr=False)

    def __contains__(self, heading: str) -> bool:
        return heading in self.headings

    def rows(self) -> Iterator[Row | LineError]:
        """The rows in order; one with too many or too few cells is an error and stops no other."""
        places: dict[str, int] = {}
        for place, heading in enumerate(self.headings):
            places.setdefault(heading, place)
        at = 1
        while at < len(self.lines):
            taken, cells = _row_at(self.lines, at, self.delimiter, len(self.headings))
            if cells is None:
                yield _torn(at + 1, self.lines[at], len(self.headings))
            elif any(cell.strip() for cell in cells):
                yield Row(at + 1, places, cells)
            at += taken


def read_sheet(path: Path) -> Sheet:
    """The whole file; raises `InputError` where it is no text."""
    return sheet_of(text_of(path.read_bytes(), path))


def sheet_of(text: str) -> Sheet:
    """A sheet from text; the delimiter is the one that the headings have most of."""
    lines = tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    delimiter = max(_DELIMITERS, key=lines[0].count)
    cells = next(csv.reader([lines[0]], delimiter=delimiter), [])
    headings = tuple(" ".join(cell.strip().lower().split()) for cell in cells)
    while headings and not headings[-1]:
        headings = headings[:-1]
    return Sheet(headings, delimiter, lines)


def headings_of(head: bytes) -> tuple[str, ...]:
    """The headings by the first bytes of a file; none where they are no text."""
    first = head.split(b"\n", 1)[0] if not head.startswith(_UTF16) else head
    try:
        return sheet_of(text_of(first, Path("head"))).headings
    except (InputError, csv.Error):
        return ()


def text_of(data: bytes, path: Path) -> str:
    """UTF-8 or UTF-16 as text; raises `InputError` for anything else."""
    utf16 = data.startswith(_UTF16)
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path.name} holds letters that cannot be read",
            found=f"byte {data[error.start]:#04x} at {error.start}",
            fix="save it as UTF-8 text, or export it again and leave it as it is",
        ) from error


def _row_at(
    lines: tuple[str, ...], at: int, delimiter: str, width: int
) -> tuple[int, tuple[str, ...] | None]:
    """How many lines a row takes and its cells; one line and None where it is none."""
    quotes = 0
    for count, line in enumerate(lines[at : at + _LONGEST_ROW], start=1):
        quotes += line.count('"')
        if quotes % 2:
            continue
        cells = _cells("\n".join(lines[at : at + count]), delimiter, width)
        return (count, cells) if cells is not None else (1, None)
    return 1, None


def _cells(text: str, delimiter: str, width: int) -> tuple[str, ...] | None:
    if not text.strip():
        return ("",) * width
    try:
        cells = next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
    except (csv.Error, StopIteration):
        return None
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    return tuple(cells) if len(cells) == width else None


def _torn(line: int, text: str, width: int) -> LineError:
    return LineError(
        line,
        f"the row has not the {width} cells of the first line",
        repr(text[:60]),
        "write one cell below each heading, and close every quotation mark",
    )
