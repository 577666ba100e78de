"""Rows of numbers from a large text file, a piece at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from innervate.core.errors import InputError
from innervate.core.stream import Samples
from innervate.formats._bytes import (
    BROKEN_COMPRESSION,
    broken_compression,
    is_compressed,
    open_bytes,
)

_CHUNK_BYTES = 1 << 20
_LONGEST_LINE = 1 << 20
_TAIL_BYTES = 1 << 16
_MISSING = frozenset({"", "nan", "na", "n/a", "null", "none", "-", "--"})


@dataclass(frozen=True, slots=True)
class RowLayout:
    """How to read rows of numbers.

    Attributes:
        delimiter: what stands between two cells, or None for any run of spaces and tabs.
        skip_lines: lines before the first row.
        width: cells in each row (rows may end in one delimiter too many).
        columns: which cells to read, counted from 0.
        decimal_comma: whether 1,5 means one and a half.
    """

    delimiter: str | None
    skip_lines: int
    width: int
    columns: tuple[int, ...]
    decimal_comma: bool = False

    def cells(self, line: str) -> list[str]:
        """The cells of one line, stripped."""
        cells = [cell.strip() for cell in line.split(self.delimiter)]
        if self.delimiter is not None and len(cells) == self.width + 1 and not cells[-1]:
            cells.pop()
        return cells


@dataclass(frozen=True, slots=True)
class Rows:
    """Some successive rows: `data` is rows x columns, `line` the number of its first line."""

    line: int
    data: Samples


def read_rows(path: Path, layout: RowLayout, stop_byte: int | None = None) -> Iterator[Rows]:
    """Read the rows of a plain or compressed file, about a megabyte of text at a time.

    A missing value (an empty cell, ``nan``, ``NA``) and an infinite one become NaN. Reading
    ends before `stop_byte`. Raises `InputError` naming the line where a row has too many or
    too few cells or a cell is no number, and where a compressed file is cut.
    """
    try:
        with open_bytes(path) as file:
            yield from _parse(path, file, layout, stop_byte)
    except BROKEN_COMPRESSION as error:
        raise broken_compression(path, error) from error
    except OSError as error:
        if error.errno is None and is_compressed(path):
            raise broken_compression(path, error) from error
        raise


def _parse(path: Path, file: IO[bytes], layout: RowLayout, stop_byte: int | None) -> Iterator[Rows]:
    number = layout.skip_lines + 1
    for _ in range(layout.skip_lines):
        file.readline(_LONGEST_LINE)
    rest = b""
    while True:
        piece = file.read(_room(file, stop_byte))
        text = rest + piece
        if not text:
            return
        cut = text.rfind(b"\n") + 1 if piece else len(text)
        if piece and not cut and len(text) > _LONGEST_LINE:
            raise InputError(f"line {number} of {path.name} does not end: this is no table")
        text, rest = text[:cut], text[cut:]
        lines = text.decode("latin-1").split("\n")
        if lines[-1] == "":
            lines.pop()
        if any(map(str.strip, lines)):
            yield Rows(number, _numbers(path, lines, number, layout))
        number += len(lines)


def _room(file: IO[bytes], stop_byte: int | None) -> int:
    return _CHUNK_BYTES if stop_byte is None else max(0, min(_CHUNK_BYTES, stop_byte - file.tell()))


def _numbers(path: Path, lines: list[str], number: int, layout: RowLayout) -> Samples:
    if layout.decimal_comma:
        lines = [line.replace(",", ".") for line in lines]
    try:
        data = _fast(lines, layout)
    except ValueError:
        data = _careful(path, lines, number, layout)
    if not np.isfinite(data).all():
        data[~np.isfinite(data)] = np.nan
    return data


def _fast(lines: list[str], layout: RowLayout) -> Samples:
    trailing = _check_widths(lines, layout)
    whole = layout.columns == tuple(range(layout.width)) and not trailing
    return np.loadtxt(
        lines,
        dtype=np.float64,
        delimiter=layout.delimiter,
        comments=None,
        usecols=None if whole else layout.columns,
        ndmin=2,
    )


def _check_widths(lines: list[str], layout: RowLayout) -> bool:
    """Whether each row ends in a delimiter; raises `ValueError` where rows differ in width."""
    if layout.delimiter is None:
        counts = {len(line.split()) - 1 for line in lines}
    else:
        counts = {line.count(layout.delimiter) for line in lines}
    if counts == {layout.width} and layout.delimiter is not None:
        if all(line.rstrip(" \r").endswith(layout.delimiter) for line in lines):
            return True
    elif counts == {layout.width - 1}:
        return False
    raise ValueError("rows of different width")


def _careful(path: Path, lines: list[str], number: int, layout: RowLayout) -> Samples:
    rows = []
    for offset, line in enumerate(lines):
        if line.strip():
            cells = layout.cells(line)
            if len(cells) != layout.width:
                raise InputError(
                    f"line {number + offset} of {path.name} does not fit the lines before it",
                    found=f"{len(cells)} values where {layout.width} are expected",
                    fix="mend or delete that line",
                )
            rows.append([_number(path, cells[i], number + offset) for i in layout.columns])
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(layout.columns))


def _number(path: Path, cell: str, number: int) -> float:
    if cell.strip("\"'").lower() in _MISSING:
        return np.nan
    try:
        if "_" not in cell:
            return float(cell.strip("\"'"))
    except ValueError:
        pass
    raise InputError(
        f"line {number} of {path.name} holds something that is not a number",
        found=repr(cell[:40]),
        fix="mend or delete that line",
    )


def complete_until(path: Path, layout: RowLayout) -> int | None:
    """Where the last complete row of a plain file ends, if a torn row follows it.

    A row is torn where the file ends without a line end and with too few cells. None means that
    nothing is torn, or that it cannot be known without reading the whole file (compressed ones).
    """
    if is_compressed(path):
        return None
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL_BYTES))
        tail = file.read()
    if tail.endswith(b"\n"):
        return None
    start = tail.rfind(b"\n") + 1
    last = tail[start:].decode("latin-1")
    torn = start and last.strip() and len(layout.cells(last)) < layout.width
    return size - len(tail) + start if torn else None
