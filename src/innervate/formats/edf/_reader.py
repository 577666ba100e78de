"""The samples of an EDF file, a few data records at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from innervate.core.errors import InputError
from innervate.core.stream import Block, Samples
from innervate.formats._own import Hole
from innervate.formats.edf._header import Header, Signal
from innervate.formats.edf._streams import Laid

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class EdfReader:
    """Reads data records from the file, about a megabyte at a time.

    Attributes:
        path, header, laid: what to read.
        onsets_s: when each data record begins, for files with holes; else empty.
        holes: samples that only fill a data record, told by a file written here.
    """

    path: Path
    header: Header
    laid: tuple[Laid, ...]
    onsets_s: tuple[float, ...]
    holes: tuple[Hole, ...]

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        """The blocks of these streams, interleaved by data records."""
        wanted = [laid for laid in self.laid if laid.spec.id in streams]
        with self.path.open("rb", buffering=0) as file:
            file.seek(self.header.header_bytes)
            for first, last in self._runs():
                records = np.fromfile(file, np.uint8, (last - first) * self.header.record_bytes)
                if len(records) < (last - first) * self.header.record_bytes:
                    raise InputError(f"{self.path.name} became shorter while it was read")
                records = records.reshape(last - first, -1)
                for laid in wanted:
                    yield from self._cut(self._block(laid, records, first))

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Successive records without a hole between them, as many as are read at once."""
        most = max(1, _CHUNK_BYTES // self.header.record_bytes)
        if not self.onsets_s:
            for first in range(0, self.header.records, most):
                yield first, min(first + most, self.header.records)
            return
        first = 0
        for record in range(1, self.header.records + 1):
            full = record - first == most or record == self.header.records
            if full or self._hole_before(record):
                yield first, record
                first = record

    def _hole_before(self, record: int) -> bool:
        if record == self.header.records:
            return False
        step_s = self.onsets_s[record] - self.onsets_s[record - 1]
        shortest = max(laid.signals[0].samples for laid in self.laid)
        return abs(step_s - self.header.record_s) > 0.5 * self.header.record_s / shortest

    def _block(self, laid: Laid, records: npt.NDArray[np.uint8], first: int) -> Block:
        samples = laid.signals[0].samples
        data = np.empty((len(records) * samples, len(laid.signals)))
        for column, (signal, scale) in enumerate(zip(laid.signals, laid.scales, strict=True)):
            digital = _digital(records, signal, self.header.width)
            data[:, column] = digital * (signal.gain * scale) + signal.offset * scale
        start = first * samples
        if self.onsets_s:
            start = round(self.onsets_s[first] * samples / self.header.record_s)
        return Block(laid.spec, start, data)

    def _cut(self, block: Block) -> Iterator[Block]:
        """The parts of a block that were measured."""
        at = block.start
        for hole in self.holes:
            if hole.stream == block.spec.id and hole.stop > at and hole.start < block.stop:
                if hole.start > at:
                    yield block.cut(at, hole.start)
                at = max(at, hole.stop)
        if at < block.stop:
            yield block.cut(at, block.stop)


def _digital(records: npt.NDArray[np.uint8], signal: Signal, width: int) -> Samples:
    """The digital values of one signal in successive records: little-endian two's complement."""
    last = signal.first_byte + width * signal.samples
    raw = np.ascontiguousarray(records[:, signal.first_byte : last])
    if width == 2:
        return raw.view("<i2").reshape(-1).astype(np.float64)
    wide = np.zeros((raw.size // 3, 4), np.uint8)
    wide[:, 1:] = raw.reshape(-1, 3)
    return (wide.view("<i4").reshape(-1) >> 8).astype(np.float64)
