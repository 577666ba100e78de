"""What a text table looks like: delimiter, decimal mark, headings, first row of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from innervate.core.errors import InputError
from innervate.formats._bytes import BROKEN_COMPRESSION, broken_compression, open_bytes
from innervate.formats._describe import Heading, is_unit, split_heading
from innervate.formats._sidecar import Sidecar
from innervate.formats.table._preamble import Preamble, is_comment, read_preamble

_MOST_COLUMNS = 4096
_LONGEST_LINE = 1 << 20
_HEAD_BYTES = 1 << 16
_COMMENT_BYTES = 1 << 24
_HEADING_LINES = 40
_SAMPLE_ROWS = 20
_COMMA_NUMBER = re.compile(r"^[+-]?\d+,\d+(?:e[+-]?\d+)?$", re.IGNORECASE)
_WIDE = ("\x00", "\xff\xfe", "\xfe\xff")


@dataclass(frozen=True, slots=True)
class TextLayout:
    """How the text is laid out.

    Attributes:
        preamble: what the comment lines state.
        delimiter: between two cells, None for any run of spaces.
        decimal_comma: whether 1,5 means one and a half.
        skip_lines: lines before the first row of numbers.
        headings: name and unit of each column; empty where the file has none.
        textual: which columns hold something other than numbers.
        width: cells in a row.
    """

    preamble: Preamble
    delimiter: str | None
    decimal_comma: bool
    skip_lines: int
    headings: tuple[Heading, ...]
    textual: frozenset[int]
    width: int


def find_layout(path: Path, sidecar: Sidecar) -> TextLayout:
    """Look at the head of the file; raises `InputError` where it holds no rows of numbers."""
    comments, lines = _head(path)
    _check_width(path, lines, sidecar)
    if sidecar.skip_rows is not None:
        skip = max(0, sidecar.skip_rows - len(comments))
        above, lines = lines[:skip], lines[skip:]
    else:
        above, lines = _above_numbers(lines, sidecar)
    rows = [line for line in lines if line.strip()][:_SAMPLE_ROWS]
    if not rows:
        raise _no_rows(path, bool(comments or above))
    delimiter, decimal_comma = _marks(rows, sidecar)
    grid = [_cells(row, delimiter) for row in rows]
    named = [_cells(line, delimiter) for line in above if line.strip()][-1:]
    width = len(grid[0])
    if width > 1 and not any(row[-1] for row in (*grid, *named) if len(row) == width):
        width -= 1  # each line ends in a delimiter
    preamble = read_preamble(comments)
    return TextLayout(
        preamble,
        delimiter,
        decimal_comma,
        len(comments) + len(above),
        _headings(above, delimiter, width, preamble),
        _textual(grid[0][:width], decimal_comma),
        width,
    )


def is_number(cell: str, decimal_comma: bool = False) -> bool:
    """Whether the cell is a number; a missing one (nan, NA) counts, an empty one does not."""
    text = cell.strip().strip("\"'")
    text = text.replace(",", ".") if decimal_comma else text
    try:
        float(text)
    except ValueError:
        return text.lower() in ("na", "n/a", "null")
    return "_" not in text


def looks_like_rows(text: str) -> bool:
    """Whether a row of numbers is among the first lines."""
    lines = [line for line in text.splitlines()[:200] if line.strip() and not is_comment(line)]
    return bool(_above_numbers(lines, Sidecar())[1])


def _head(path: Path) -> tuple[list[str], list[str]]:
    """The comment lines on top, and the lines after them as far as the head goes."""
    comments: list[str] = []
    try:
        with open_bytes(path) as file:
            room = _COMMENT_BYTES
            line = file.readline(_LONGEST_LINE)
            while line and (is_comment(_text(line)) or not line.strip()) and room > 0:
                comments.append(_text(line).rstrip("\r\n"))
                room -= len(line)
                line = file.readline(_LONGEST_LINE)
            body = line + file.read(_HEAD_BYTES)
    except BROKEN_COMPRESSION as error:
        raise broken_compression(path, error) from error
    text = _text(body)
    if any(mark in text[:4] for mark in _WIDE):
        raise InputError(
            f"{path.name} is not plain text",
            found="zero bytes or UTF-16",
            fix="save it as CSV in UTF-8",
        )
    if "\r" in text and "\n" not in text:
        raise InputError(
            f"{path.name} has the line ends of old Macs", fix="save it with today's line ends"
        )
    lines = text.split("\n")
    if len(body) >= _HEAD_BYTES and len(lines) > 1:
        lines.pop()
    return comments, lines


def _check_width(path: Path, lines: Sequence[str], sidecar: Sidecar) -> None:
    top = lines[:_HEADING_LINES]
    widest = max((len(_cells(line, _marks([line], sidecar)[0])) for line in top), default=0)
    if widest > _MOST_COLUMNS:
        raise InputError(
            f"{path.name} has too many columns",
            found=f"{widest} where {_MOST_COLUMNS} can be read",
            fix="export one row per moment, one column per channel",
        )


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # A piece may end within a character; what is not UTF-8 is read as Latin-1.
        text = raw.decode("utf-8-sig", "ignore")
        return text if len(raw) - len(text.encode()) < 4 else raw.decode("latin-1")


def _above_numbers(lines: Sequence[str], sidecar: Sidecar) -> tuple[list[str], list[str]]:
    """The lines before the first row of numbers, and the rest."""
    for index, line in enumerate(lines[:_HEADING_LINES]):
        if not line.strip():
            continue
        delimiter, comma = _marks([line], sidecar)
        cells = [cell for cell in _cells(line, delimiter) if cell]
        numeric = [is_number(cell, comma) for cell in cells]
        if any(numeric) and (all(numeric) or _repeats(numeric, lines[index + 1 :], sidecar)):
            return list(lines[:index]), list(lines[index:])
    return list(lines), []


def _repeats(numeric: Sequence[bool], below: Sequence[str], sidecar: Sidecar) -> bool:
    """Whether a line soon below has numbers and words in the same places: so it is no heading."""
    for line in [line for line in below if line.strip()][:_SAMPLE_ROWS]:
        delimiter, comma = _marks([line], sidecar)
        cells = [cell for cell in _cells(line, delimiter) if cell]
        if [is_number(cell, comma) for cell in cells] == list(numeric):
            return True
    return False


def _marks(rows: Sequence[str], sidecar: Sidecar) -> tuple[str | None, bool]:
    """The delimiter and whether the comma is the decimal mark, from rows of numbers."""
    if sidecar.delimiter is not None:
        delimiter = None if sidecar.delimiter == " " else sidecar.delimiter
    else:
        delimiter = _delimiter(rows)
    if sidecar.decimal is not None:
        return delimiter, sidecar.decimal == ","
    if delimiter == "," or (delimiter is None and not _spaced_commas(rows)):
        return delimiter, False
    cells = [cell for row in rows for cell in _cells(row, delimiter)]
    return delimiter, any(_COMMA_NUMBER.match(cell) for cell in cells)


def _delimiter(rows: Sequence[str]) -> str | None:
    """The first mark that most rows hold: a damaged row among them does not change it."""
    if _spaced_commas(rows):
        return None
    for mark in "\t;,":
        if 2 * sum(mark in row for row in rows) >= len(rows):
            return mark
    return None


def _spaced_commas(rows: Sequence[str]) -> bool:
    """Whether the rows are numbers with a decimal comma between spaces, such as ``1,5 2,5``."""
    words = [row.split() for row in rows]
    return all(len(row) > 1 and all(map(_COMMA_NUMBER.match, row)) for row in words)


def _cells(line: str, delimiter: str | None) -> list[str]:
    return [cell.strip() for cell in line.strip("\r\n").split(delimiter)]


def _headings(
    above: Sequence[str], delimiter: str | None, width: int, preamble: Preamble
) -> tuple[Heading, ...]:
    """The last line above the numbers that has a heading for each column, and units below it."""
    rows = [[cell.strip("\"'") for cell in _cells(line, delimiter)] for line in above]
    rows = [row[:width] for row in rows if width <= len(row) <= width + 1]
    if not rows:
        names = preamble.names if len(preamble.names) == width else ()
        return tuple(split_heading(name) for name in names)
    bare = [cell.strip("()[] ") for cell in rows[-1]]
    if len(rows) > 1 and all(not cell or is_unit(cell) for cell in bare) and any(bare):
        return tuple(Heading(name, unit) for name, unit in zip(rows[-2], bare, strict=False))
    return tuple(split_heading(name) for name in rows[-1])


def _textual(first: Sequence[str], decimal_comma: bool) -> frozenset[int]:
    return frozenset(
        index for index, cell in enumerate(first) if cell and not is_number(cell, decimal_comma)
    )


def _no_rows(path: Path, has_more: bool) -> InputError:
    return InputError(
        f"{path.name} holds no row of numbers",
        found="headings or comments only" if has_more else "text without a table",
        fix="export the samples as one row per moment, or describe the file in "
        f"{path.name}.json (skip_rows, delimiter, columns)",
    )
