"""Writing EDF+ and BDF+ through edfio."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from innervate.core import units
from innervate.core.channel import Channel
from innervate.core.errors import InputError
from innervate.core.event import EventKind
from innervate.core.recording import Recording
from innervate.core.stream import Samples, StreamSpec
from innervate.formats._own import Hole, own_lines

if TYPE_CHECKING:
    import edfio

_LONGEST_RECORD_S = 100
_RATE_TOLERANCE = 1e-7
_FIELD = 8


@dataclass(frozen=True, slots=True)
class _Survey:
    """What one pass over a stream finds: the range of each channel, and the samples lost."""

    spec: StreamSpec
    low: Samples
    high: Samples
    stop: int
    holes: tuple[Hole, ...]


def write_edf(recording: Recording, path: Path) -> None:
    """Write it in two passes: the ranges first, then the digital values."""
    import edfio

    surveys = [_survey(recording, spec) for spec in recording.streams]
    if not any(survey.stop for survey in surveys):
        raise InputError("the recording holds no samples", fix="write a recording that does")
    record_s = _record_s(recording.streams)
    records = max(math.ceil(s.stop / s.spec.regular_rate_hz / record_s - 1e-9) for s in surveys)
    signals: list[edfio.EdfSignal | edfio.BdfSignal] = []
    holes: list[Hole] = []
    wide = path.suffix.lower() == ".bdf"
    for survey in surveys:
        per_record = round(survey.spec.regular_rate_hz * record_s)
        length = records * per_record
        holes += survey.holes
        if length > survey.stop:
            holes.append(Hole(survey.spec.id, survey.stop, length))
        signals += _signals(recording, survey, length, per_record / record_s, wide=wide)
    kind = edfio.Bdf if wide else edfio.Edf
    started = _started(recording.about.started_at)
    kind(
        signals,  # type: ignore[arg-type]
        recording=edfio.Recording(startdate=started.date() if started else None),
        starttime=started.time().replace(microsecond=0) if started else None,
        data_record_duration=record_s,
        annotations=list(_annotations(recording, holes, records, record_s)),
    ).write(path)


def _survey(recording: Recording, spec: StreamSpec) -> _Survey:
    low, high = np.full(len(spec.channels), np.inf), np.full(len(spec.channels), -np.inf)
    stop, holes = 0, []
    for block in recording.blocks(spec.id):
        if not len(block):
            continue
        if not np.isfinite(block.data).all():
            column = int((~np.isfinite(block.data)).any(axis=0).argmax())
            raise InputError(
                "EDF cannot hold single missing values",
                found=f"some in channel {spec.channels[column].name!r} of stream {spec.id!r}",
                fix="write XDF or CSV instead",
            )
        if block.start < stop:
            raise InputError(f"stream {spec.id!r} begins before zero or goes back in time")
        if block.start > stop:
            holes.append(Hole(spec.id, stop, block.start))
        stop = block.stop
        low = np.minimum(low, block.data.min(axis=0))
        high = np.maximum(high, block.data.max(axis=0))
    return _Survey(spec, low, high, stop, tuple(holes))


def _record_s(specs: Sequence[StreamSpec]) -> int:
    """The shortest whole number of seconds that holds a whole number of samples of each stream."""
    ratios = []
    for spec in specs:
        ratio = Fraction(spec.regular_rate_hz).limit_denominator(_LONGEST_RECORD_S)
        if abs(float(ratio) / spec.regular_rate_hz - 1) > _RATE_TOLERANCE:
            raise _awkward(spec.regular_rate_hz)
        ratios.append(ratio)
    record_s = math.lcm(*(ratio.denominator for ratio in ratios))
    if record_s > _LONGEST_RECORD_S:
        raise _awkward(specs[0].regular_rate_hz)
    return record_s


def _awkward(rate_hz: float) -> InputError:
    return InputError(
        "EDF needs a whole number of samples in a data record",
        found=f"none of up to {_LONGEST_RECORD_S} s at {rate_hz!r} Hz",
        fix="write XDF or CSV instead",
    )


def _signals(
    recording: Recording, survey: _Survey, length: int, rate_hz: float, *, wide: bool
) -> list[edfio.EdfSignal | edfio.BdfSignal]:
    import edfio

    spec = survey.spec
    top = (1 << 23) - 1 if wide else (1 << 15) - 1
    low, high = survey.low, survey.high
    stated = [
        "uV" if channel.unit == units.VOLT and max(-low[i], high[i]) < 1 else _ascii(channel.unit)
        for i, channel in enumerate(spec.channels)
    ]
    factors = np.array([1e6 if unit == "uV" else 1.0 for unit in stated])
    ranges = [
        _range(channel, float(low[i] * factors[i]), float(high[i] * factors[i]))
        for i, channel in enumerate(spec.channels)
    ]
    digital: npt.NDArray[np.signedinteger] = np.zeros(
        (len(spec.channels), length), np.int32 if wide else np.int16
    )
    make = edfio.BdfSignal.from_digital if wide else edfio.EdfSignal.from_digital
    signals = [
        make(
            digital[row],
            rate_hz,
            label=_ascii(channel.name)[:16] or "channel",
            transducer_type=f"{channel.kind} sensor",
            physical_dimension=stated[row][:8],
            physical_range=ranges[row],
            digital_range=(-top - 1, top),
        )
        for row, channel in enumerate(spec.channels)
    ]
    # edfio may widen the ranges once more, so the digital values are filled in afterwards.
    bottom = np.array([signal.physical_min for signal in signals])
    gain = (np.array([signal.physical_max for signal in signals]) - bottom) / (2 * top + 1)
    for block in recording.blocks(spec.id):
        counts = np.rint((block.data * factors - bottom) / gain) - top - 1
        digital[:, block.start : block.stop] = np.clip(counts, -top - 1, top).T
    return signals


def _range(channel: Channel, low: float, high: float) -> tuple[float, float]:
    """The physical range, widened to what eight characters can say."""
    if not np.isfinite((low, high)).all():
        return (-1.0, 1.0)
    if max(abs(low), abs(high)) >= 10 ** (_FIELD - 2):
        raise InputError(
            f"the values of channel {channel.name!r} are too large for EDF",
            found=f"{low:g} to {high:g}",
            fix="write XDF or CSV instead",
        )
    whole = len(str(int(max(abs(low), abs(high)))))
    step = 10.0 ** -max(0, min(4, _FIELD - 2 - whole))
    bottom = round(math.floor(low / step) * step, _FIELD)
    ceiling = round(math.ceil(high / step) * step, _FIELD)
    return (bottom, ceiling) if ceiling > bottom else (bottom, round(bottom + step, _FIELD))


def _annotations(
    recording: Recording, holes: Sequence[Hole], records: int, record_s: int
) -> Iterator[edfio.EdfAnnotation]:
    import edfio

    for event in recording.events:
        if event.kind is EventKind.MARKER:
            yield edfio.EdfAnnotation(event.at_s, None, event.label)
    # Spread over the records, since each record has as much room as the fullest one needs; at
    # moments of their own, since annotations are kept in the order of time.
    lines = list(own_lines(recording, holes))
    for number, line in enumerate(lines):
        at_s = number * records * record_s / len(lines)
        yield edfio.EdfAnnotation(round(at_s, 9), None, line)


def _started(text: str) -> datetime | None:
    try:
        started = datetime.fromisoformat(text)
    except ValueError:
        return None
    return started if 1985 <= started.year <= 2084 else None


def _ascii(text: str) -> str:
    return text.encode("ascii", "replace").decode()
