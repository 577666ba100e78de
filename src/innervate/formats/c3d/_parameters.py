"""The header and the parameter section of C3D files.

Source: the C3D file format user guide (Motion Lab Systems, www.c3d.org). Every length and
position that the file states is checked against what the file holds before it is used.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from innervate.core.errors import InputError

BLOCK = 512
MAGIC = 0x50
_INTEL, _DEC, _MIPS = 84, 85, 86
_MOST_PARAMETER_BLOCKS = 255
_EVENT_KEY = 12345


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: texts or numbers, the latter as an array with the dimensions reversed."""

    texts: tuple[str, ...]
    numbers: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a processor type writes numbers."""

    processor: int

    @property
    def order(self) -> str:
        """The byte order, as numpy and struct say it."""
        return ">" if self.processor == _MIPS else "<"

    def whole(self, raw: bytes) -> npt.NDArray[np.int16]:
        """16-bit whole numbers."""
        return np.frombuffer(raw, self.order + "i2").astype(np.int16)

    def real(self, raw: bytes) -> npt.NDArray[np.float64]:
        """32-bit real numbers."""
        if self.processor != _DEC:
            return np.frombuffer(raw, self.order + "f4").astype(np.float64)
        # VAX F: the two words are swapped and the exponent is larger by two.
        words = np.frombuffer(raw, "<u2").reshape(-1, 2)[:, ::-1]
        return np.ascontiguousarray(words).view("<f4").reshape(-1).astype(np.float64) / 4.0


@dataclass(frozen=True, slots=True)
class Head:
    """Header and parameters.

    Attributes:
        numbers: how numbers are written.
        points, analogs_per_frame: values in a frame of the point rate.
        first_frame, last_frame: counted from 1.
        scale: of points; negative where values are real numbers.
        data_byte: where the frames begin.
        subframes: analog samples of each channel in a frame.
        rate_hz: of points.
        parameters: by "GROUP:NAME".
        events: (second, label) of the header's own short list.
    """

    numbers: Numbers
    points: int
    analogs_per_frame: int
    first_frame: int
    last_frame: int
    scale: float
    data_byte: int
    subframes: int
    rate_hz: float
    parameters: Mapping[str, Parameter]
    events: tuple[tuple[float, str], ...]

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a parameter and of its continuations (LABELS, LABELS2 ...)."""
        return tuple(text for part in self._parts(name) for text in part.texts)

    def reals(self, name: str) -> npt.NDArray[np.float64]:
        """The numbers of a parameter and of its continuations, flat; empty where it lacks."""
        return np.concatenate([np.empty(0), *(part.numbers.ravel() for part in self._parts(name))])

    def _parts(self, name: str) -> Iterator[Parameter]:
        number = 1
        while (key := name if number == 1 else f"{name}{number}") in self.parameters:
            yield self.parameters[key]
            number += 1


def read_head(path: Path) -> Head:
    """Read both; raises `InputError` where they make no sense."""
    with path.open("rb") as file:
        raw = file.read(BLOCK)
        if len(raw) < BLOCK or raw[1] != MAGIC or raw[0] == 0:
            raise damaged(path, "no C3D header")
        file.seek((raw[0] - 1) * BLOCK)
        section = file.read(BLOCK)
        if len(section) < BLOCK or section[3] not in (_INTEL, _DEC, _MIPS):
            raise damaged(path, "no parameter section where the header says")
        section += file.read((section[2] or _MOST_PARAMETER_BLOCKS) * BLOCK - BLOCK)
    numbers = Numbers(section[3])
    return _head(path, raw, numbers, _parameters(path, section, numbers))


def _head(path: Path, raw: bytes, numbers: Numbers, parameters: Mapping[str, Parameter]) -> Head:
    words = numbers.whole(raw).view(np.uint16)
    scale, rate_hz = (float(numbers.real(raw[at : at + 4])[0]) for at in (12, 20))
    if "POINT:RATE" in parameters and len(rates := parameters["POINT:RATE"].numbers.ravel()):
        rate_hz = float(rates[0])
    if words[8] == 0:
        raise damaged(path, "no place of the data")
    return Head(
        numbers,
        int(words[1]),
        int(words[2]),
        int(words[3]),
        int(words[4]),
        scale,
        (int(words[8]) - 1) * BLOCK,
        int(words[9]),
        rate_hz,
        parameters,
        _header_events(raw, numbers) if words[149] == _EVENT_KEY else (),
    )


def _header_events(raw: bytes, numbers: Numbers) -> tuple[tuple[float, str], ...]:
    count = min(int(numbers.whole(raw[300:302])[0]), 18)
    times = numbers.real(raw[304:376])
    return tuple(
        (float(times[i]), raw[396 + 4 * i : 400 + 4 * i].decode("latin-1").strip(" \x00"))
        for i in range(count)
    )


def _parameters(path: Path, section: bytes, numbers: Numbers) -> Mapping[str, Parameter]:
    groups: dict[int, str] = {}
    found: list[tuple[int, str, Parameter]] = []
    at = 4
    while at + 2 <= len(section):
        length, number = struct.unpack_from("bb", section, at)
        if length == 0 or number == 0:
            break
        name_stop = at + 2 + abs(length)
        name = section[at + 2 : name_stop].decode("latin-1").strip().upper()
        if name_stop + 2 > len(section):
            raise damaged(path, "parameters that end too early")
        step = int(numbers.whole(section[name_stop : name_stop + 2]).view(np.uint16)[0])
        if number < 0:
            groups[-number] = name
        else:
            found.append((number, name, _parameter(path, section, name_stop + 2, numbers)))
        if step == 0:
            break
        at = name_stop + step
    return {
        f"{groups[number]}:{name}": parameter
        for number, name, parameter in found
        if number in groups
    }


def _parameter(path: Path, section: bytes, at: int, numbers: Numbers) -> Parameter:
    if at + 2 > len(section):
        raise damaged(path, "parameters that end too early")
    width, rank = struct.unpack_from("bB", section, at)
    start = at + 2 + rank
    shape = tuple(section[at + 2 : start])
    count = int(np.prod(shape, dtype=object)) if shape else 1
    raw = section[start : start + count * abs(width)]
    if width not in (-1, 1, 2, 4) or rank > 7 or len(raw) < count * abs(width):
        raise damaged(path, "a parameter that makes no sense")
    if width == -1:
        size = shape[0] if len(shape) > 1 else max(count, 1)
        pieces = [raw[i : i + size] for i in range(0, count, size)] if size else []
        texts = tuple(piece.decode("utf-8", "replace").strip(" \x00") for piece in pieces)
        return Parameter(texts, np.empty(0))
    if width == 1:
        values = np.frombuffer(raw, np.int8).astype(np.float64)
    elif width == 2:
        values = numbers.whole(raw).astype(np.float64)
    else:
        values = numbers.real(raw)
    return Parameter((), values.reshape(shape[::-1]))


def damaged(path: Path, found: str) -> InputError:
    """The error for a file that is no sound C3D file."""
    return InputError(
        f"{path.name} is not a sound C3D file", found=found, fix="export or copy it again"
    )
