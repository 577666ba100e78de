"""Text tables: CSV, TSV and the like, plain or compressed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from innervate.core.format import Format, ReadOptions
from innervate.core.recording import About, Recording
from innervate.core.stream import StreamSpec
from innervate.formats._bytes import COMPRESSED_SUFFIXES, plain_suffix
from innervate.formats._own import Own, read_own
from innervate.formats._rows import RowLayout, complete_until
from innervate.formats._sidecar import read_sidecar
from innervate.formats.table._describing import Columns, describe
from innervate.formats.table._layout import TextLayout, find_layout, looks_like_rows
from innervate.formats.table._reader import TableReader
from innervate.formats.table._timebase import Timebase, find_timebase
from innervate.formats.table._write import write_table

_PLAIN = (".csv", ".tsv", ".txt", ".dat", ".asc")


class Table:
    """A text table with one row per moment, plain or compressed (gzip, bzip2, xz).

    Understood: commas, semicolons, tabs or spaces between the values; a decimal comma; a line of
    names with units ("EMG1 (uV)", "RF [mV]"), with the units in a second line, or no names;
    comment lines such as ``# Sampling Rate (Hz):= 1000``, ``# Labels:= EMG``, ``# unit: uV``,
    and the JSON header of OpenSignals. A time column (in seconds, unless its heading says
    otherwise) gives the rate, the first sample's index ``round(time * rate)`` and, by its holes,
    the lost samples; irregular times give an irregular stream. A file that does not describe
    itself is described by a side file ``<file>.json``::

        {"rate_hz": 2000, "unit": "uV", "kind": "emg", "delimiter": ";", "decimal": ",",
         "skip_rows": 3, "columns": [{"name": "t", "kind": "time", "unit": "ms"},
         {"name": "RF", "kind": "emg", "unit": "mV"}, {"name": "note", "kind": "skip"}]}

    All of it is optional. A missing value is NaN. A torn last line of a plain file is left out
    and noted; in a compressed one it is an error when it is reached. What is written reads back
    exactly: one stream with its events, clock pairs and description.
    """

    TITLE: ClassVar[str] = "text table"
    SUFFIXES: ClassVar[tuple[str, ...]] = (
        *_PLAIN,
        *(plain + packed for plain in _PLAIN for packed in COMPRESSED_SUFFIXES),
    )
    WRITES: ClassVar[bool] = True

    @classmethod
    def sniff(cls, path: Path, head: bytes) -> float:
        """Text is a table where the name says so or where a row of numbers is in sight."""
        text = head.decode("latin-1")
        odd = sum(mark < " " and mark not in "\t\r\n\f\v" for mark in text)
        if odd or not text.strip():
            return 0.0
        if plain_suffix(path) in _PLAIN:
            return 0.5
        return 0.4 if looks_like_rows(text) else 0.0

    @classmethod
    def read(cls, path: Path, options: ReadOptions) -> Recording:
        """Open the file, reading its first megabyte; raises `InputError` with what to do."""
        sidecar = read_sidecar(path)
        layout = find_layout(path, sidecar)
        columns = describe(path, layout, sidecar, options)
        rows = _rows(layout, columns)
        stop = complete_until(path, rows)
        own = read_own(layout.preamble.own)
        if own is not None and len(own.streams[0].channels) == len(columns.channels):
            return _as_written(path, rows, stop, columns, own)
        stated_hz = sidecar.rate_hz or layout.preamble.rate_hz
        base = find_timebase(
            path, rows, stop, columns.time, stated_hz=stated_hz, given_hz=options.rate_hz
        )
        return _recording(path, rows, stop, columns, base)

    @classmethod
    def write(cls, recording: Recording, path: Path) -> None:
        """Write a recording of one stream; raises `InputError` where there are more."""
        write_table(recording, path)


def _rows(layout: TextLayout, columns: Columns) -> RowLayout:
    time = () if columns.time is None else (columns.time.index,)
    return RowLayout(
        layout.delimiter,
        layout.skip_lines,
        layout.width,
        (*time, *columns.indices),
        layout.decimal_comma,
    )


def _recording(
    path: Path, rows: RowLayout, stop: int | None, columns: Columns, base: Timebase
) -> Recording:
    spec = StreamSpec("table", columns.channels, base.rate_hz, "file")
    timed = columns.time is not None
    reader = TableReader(
        path, rows, stop, spec, columns.scales, timed, base.unit_s, base.origin_s, base.slack
    )
    notes = (*columns.notes, *base.notes, *_torn(stop))
    about = About(path.name, "table", base.started_at, notes=notes)
    return Recording(about, (spec,), reader, base.events)


def _as_written(
    path: Path, rows: RowLayout, stop: int | None, columns: Columns, own: Own
) -> Recording:
    spec = own.streams[0]
    ones = (1.0,) * len(spec.channels)
    timed = columns.time is not None
    reader = TableReader(path, rows, stop, spec, ones, timed, 1.0, 0.0, 0.0)
    about = replace(own.about, format="table", notes=(*own.about.notes, *_torn(stop)))
    return Recording(about, (spec,), reader, own.events, own.clocks)


def _torn(stop: int | None) -> tuple[str, ...]:
    return () if stop is None else ("The last line was cut off and is left out.",)


PLUGIN: type[Format] = Table
