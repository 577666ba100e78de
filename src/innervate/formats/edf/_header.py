"""The header of EDF, EDF+ and BDF files.

Sources: Kemp et al. 1992 (EDF), Kemp and Olivan 2003 (EDF+), BioSemi (BDF).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from innervate.core.errors import InputError

EDF_MAGIC = b"0       "
BDF_MAGIC = b"\xffBIOSEMI"

_MOST_SIGNALS = 4096
_FIELDS = (16, 80, 8, 8, 8, 8, 8, 80, 8, 32)
_DATE = re.compile(r"(\d{1,2})[.:/-](\d{1,2})[.:/-](\d{1,2})")


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal: its header fields, and where its samples lie in a data record.

    Attributes:
        label, transducer, dimension: as the file says.
        gain, offset: digital times gain plus offset is the value in `dimension`.
        samples: per data record.
        first_byte: within a data record.
    """

    label: str
    transducer: str
    dimension: str
    gain: float
    offset: float
    samples: int
    first_byte: int

    @property
    def is_annotations(self) -> bool:
        """Whether it carries time-stamped texts instead of samples."""
        return self.label in ("EDF Annotations", "BDF Annotations")


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says, and how many whole data records the file holds.

    Attributes:
        width: bytes per sample, 2 (EDF) or 3 (BDF).
        header_bytes, record_bytes, record_s: sizes.
        stated_records: what the header says; -1 where the writer did not finish.
        records, torn: what the file holds, and whether a torn record follows.
        discontinuous: whether records may leave holes (EDF+D).
        recording: the line of identification of recording and device.
        started: local date and time, or None where it is unreadable.
    """

    width: int
    header_bytes: int
    record_bytes: int
    record_s: float
    stated_records: int
    records: int
    torn: bool
    discontinuous: bool
    recording: str
    started: datetime | None
    signals: tuple[Signal, ...]


def read_header(path: Path) -> Header:
    """Read and check the header; raises `InputError` where it makes no sense."""
    with path.open("rb") as file:
        fixed = file.read(256)
        if len(fixed) < 256 or not fixed.startswith((EDF_MAGIC, BDF_MAGIC)):
            raise _damaged(path, "no EDF or BDF header")
        count = _whole(path, fixed[252:256], "number of signals")
        if not 0 < count <= _MOST_SIGNALS:
            raise _damaged(path, f"{count} signals")
        raw = file.read(256 * count)
    if len(raw) < 256 * count:
        raise _damaged(path, f"the file ends within the headers of its {count} signals")
    width = 3 if fixed.startswith(BDF_MAGIC) else 2
    signals = _signals(path, raw, count, width)
    record_s = _real(path, fixed[244:252], "duration of a data record")
    if record_s < 0:
        raise _damaged(path, f"data records of {record_s:g} s")
    header_bytes = 256 * (count + 1)
    record_bytes = width * sum(signal.samples for signal in signals)
    if record_bytes == 0:
        raise _damaged(path, "data records without samples")
    body = path.stat().st_size - header_bytes
    return Header(
        width,
        header_bytes,
        record_bytes,
        record_s,
        _whole(path, fixed[236:244], "number of data records"),
        body // record_bytes,
        body % record_bytes > 0,
        _text(fixed[192:236])[:5] in ("EDF+D", "BDF+D"),
        _text(fixed[88:168]),
        _started(_text(fixed[168:176]), _text(fixed[176:184])),
        signals,
    )


def _signals(path: Path, raw: bytes, count: int, width: int) -> tuple[Signal, ...]:
    columns: list[list[bytes]] = []
    at = 0
    for size in _FIELDS:
        columns.append([raw[at + size * i : at + size * (i + 1)] for i in range(count)])
        at += size * count
    signals = []
    first_byte = 0
    for label, transducer, dimension, *limits, _, samples, _ in zip(*columns, strict=True):
        per_record = _whole(path, samples, "samples in a data record")
        if per_record < 0:
            raise _damaged(path, f"{per_record} samples in a data record")
        gain, offset = _scale(path, limits, is_annotations=b"Annotations" in label)
        names = (_text(label), _text(transducer), _text(dimension))
        signals.append(Signal(*names, gain, offset, per_record, first_byte))
        first_byte += width * per_record
    return tuple(signals)


def _scale(path: Path, limits: list[bytes], *, is_annotations: bool) -> tuple[float, float]:
    if is_annotations:
        return 1.0, 0.0
    low, high = (_real(path, field, "physical range") for field in limits[:2])
    digital_low, digital_high = (_whole(path, field, "digital range") for field in limits[2:])
    if digital_low >= digital_high:
        raise _damaged(path, f"a digital range from {digital_low} to {digital_high}")
    gain = (high - low) / (digital_high - digital_low)
    return gain, low - gain * digital_low


def _text(field: bytes) -> str:
    return field.decode("latin-1").strip(" \x00")


def _whole(path: Path, field: bytes, what: str) -> int:
    try:
        return int(_text(field))
    except ValueError:
        raise _damaged(path, f"{_text(field)!r} as {what}") from None


def _real(path: Path, field: bytes, what: str) -> float:
    try:
        value = float(_text(field).replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise _damaged(path, f"{_text(field)!r} as {what}")
    return value


def _started(date: str, time: str) -> datetime | None:
    day, clock = _DATE.fullmatch(date), _DATE.fullmatch(time)
    if day is None or clock is None:
        return None
    century = 1900 if int(day[3]) >= 85 else 2000
    numbers = (century + int(day[3]), int(day[2]), int(day[1]), *map(int, clock.groups()))
    try:
        return datetime.fromisoformat("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*numbers))
    except ValueError:
        return None


def _damaged(path: Path, found: str) -> InputError:
    return InputError(
        f"the header of {path.name} is damaged", found=found, fix="export or copy the file again"
    )
