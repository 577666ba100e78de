"""The frames of a C3D file, about a megabyte at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from innervate.core.errors import InputError
from innervate.core.stream import Block, Samples
from innervate.formats.c3d._parameters import Head
from innervate.formats.c3d._streams import Analog, Points

_CHUNK_BYTES = 1 << 20

Words: TypeAlias = npt.NDArray[np.int16] | Samples
"""Frames as they are in the file: whole numbers, or real ones."""


@dataclass(frozen=True, slots=True)
class C3dReader:
    """Reads frames; point and analog blocks of the same frames follow each other."""

    path: Path
    head: Head
    frames: int
    points: Points | None
    analog: Analog | None

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        """The blocks of these streams."""
        points = self.points if self.points and self.points.spec.id in streams else None
        analog = self.analog if self.analog and self.analog.spec.id in streams else None
        size = frame_bytes(self.head)
        most = max(1, _CHUNK_BYTES // size)
        with self.path.open("rb") as file:
            file.seek(self.head.data_byte)
            for first in range(0, self.frames, most):
                count = min(most, self.frames - first)
                raw = file.read(count * size)
                if len(raw) < count * size:
                    raise InputError(f"{self.path.name} became shorter while it was read")
                frames = self._words(raw).reshape(count, -1)
                index = self.head.first_frame - 1 + first
                if points:
                    yield Block(points.spec, index, self._points(points, frames))
                if analog:
                    start = index * self.head.subframes
                    yield Block(analog.spec, start, self._analog(analog, frames))

    def _words(self, raw: bytes) -> Words:
        numbers = self.head.numbers
        return numbers.whole(raw) if self.head.scale > 0 else numbers.real(raw)

    def _points(self, points: Points, frames: Words) -> Samples:
        four = frames[:, : 4 * self.head.points].reshape(len(frames), -1, 4)
        data = four[:, :, :3].astype(np.float64)
        if self.head.scale > 0:
            data *= self.head.scale
        # The fourth value is negative where the point was not seen.
        data[four[:, :, 3] < 0] = np.nan
        data *= np.asarray(points.scales).reshape(-1, 3)
        return data.reshape(len(frames), -1)

    def _analog(self, analog: Analog, frames: Words) -> Samples:
        raw = frames[:, 4 * self.head.points :]
        values = raw.reshape(-1, len(analog.spec.channels)).astype(np.float64)
        if analog.unsigned and self.head.scale > 0:
            values %= 65536
        return (values - analog.offsets) * analog.scales


def frame_bytes(head: Head) -> int:
    """Size of one frame: four words for a point, one for an analog value."""
    return (2 if head.scale > 0 else 4) * (4 * head.points + head.analogs_per_frame)
