"""The samples of a text table, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from innervate.core.errors import InputError
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.formats._rows import RowLayout, Rows, read_rows
from innervate.formats.table._timing import SampleGrid


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads one stream from text, a megabyte at a time.

    Attributes:
        path, layout, stop_byte: what to read; the time column, if any, is the layout's first.
        spec: the stream.
        scales: factor to SI for each channel.
        timed: whether there is a time column to go by.
        unit_s, origin_s: a time t of the file is session second ``t * unit_s - origin_s``.
        slack: how many samples the rounding of the times can shift them.
    """

    path: Path
    layout: RowLayout
    stop_byte: int | None
    spec: StreamSpec
    scales: tuple[float, ...]
    timed: bool
    unit_s: float
    origin_s: float
    slack: float

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        """The blocks of the stream, if it is wanted."""
        if self.spec.id not in streams:
            return
        chunks = read_rows(self.path, self.layout, self.stop_byte)
        if not self.timed:
            yield from self._counted(chunks)
        elif self.spec.rate_hz is None:
            yield from self._irregular(chunks)
        else:
            yield from self._on_grid(chunks, SampleGrid(self.spec.rate_hz, self.slack))

    def _counted(self, chunks: Iterator[Rows]) -> Iterator[Block]:
        start = 0
        for rows in chunks:
            yield Block(self.spec, start, self._si(rows.data))
            start += len(rows.data)

    def _on_grid(self, chunks: Iterator[Rows], grid: SampleGrid) -> Iterator[Block]:
        for rows in chunks:
            data = self._si(rows.data[:, 1:])
            try:
                for stretch in grid.place(self._time_s(rows)):
                    yield Block(self.spec, stretch.start, data[stretch.first : stretch.last])
            except ValueError as error:
                raise self._bad_time(rows.line + int(error.args[0])) from error

    def _irregular(self, chunks: Iterator[Rows]) -> Iterator[Block]:
        start, last_s = 0, -np.inf
        for rows in chunks:
            time_s = self._time_s(rows)
            back = np.diff(time_s, prepend=last_s) < 0
            if back.any():
                raise self._bad_time(rows.line + int(back.argmax()))
            yield Block(self.spec, start, self._si(rows.data[:, 1:]), time_s)
            start, last_s = start + len(time_s), float(time_s[-1])

    def _si(self, data: Samples) -> Samples:
        scales = np.asarray(self.scales)
        return data if (scales == 1.0).all() else data * scales

    def _time_s(self, rows: Rows) -> Samples:
        time = rows.data[:, 0]
        if np.isnan(time).any():
            raise self._bad_time(rows.line + int(np.isnan(time).argmax()))
        return time * self.unit_s - self.origin_s

    def _bad_time(self, line: int) -> InputError:
        return InputError(
            f"the time in {self.path.name} stands still, goes back or is missing near line {line}",
            fix="mend the time column, or leave it out and state the rate (--rate)",
        )
