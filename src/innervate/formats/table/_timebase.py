"""From the time column, or from what is stated, to the time base of a text table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.stream import Samples
from innervate.formats._rows import RowLayout, read_rows
from innervate.formats._sidecar import sidecar_path
from innervate.formats.table._describing import TimeColumn
from innervate.formats.table._timing import find_rate_hz, quantum_s, slack_samples

_EPOCH_S = 1e8
_EPOCH_MS = 1e11


@dataclass(frozen=True, slots=True)
class Timebase:
    """The rate, and how the time column maps to session seconds.

    Attributes:
        rate_hz: None for irregular times.
        unit_s, origin_s: a time t of the file is session second ``t * unit_s - origin_s``.
        slack: how many samples the rounding of the times can shift them.
        started_at, events, notes: what else the times tell.
    """

    rate_hz: float | None
    unit_s: float = 1.0
    origin_s: float = 0.0
    slack: float = 0.0
    started_at: str = ""
    events: tuple[Event, ...] = ()
    notes: tuple[str, ...] = ()


def find_timebase(
    path: Path,
    rows: RowLayout,
    stop_byte: int | None,
    column: TimeColumn | None,
    *,
    stated_hz: float | None,
    given_hz: float | None,
) -> Timebase:
    """The time base from the time column, else from the rate that is stated or given.

    `stated_hz` is from the file or its side file, `given_hz` from the user.

    Reads the first megabyte of rows where there is a time column. Raises `InputError` where the
    rate stays unknown, where times go back, and where they contradict the stated rate.
    """
    rate_hz = stated_hz or given_hz
    if column is not None:
        first = next(read_rows(path, rows, stop_byte), None)
        if first is not None and len(first.data) > 1:
            return _from_times(path, column, first.data[:, 0], rate_hz)
        if rate_hz is None:
            raise InputError(
                f"{path.name} holds a single row of numbers, which tells no sampling rate",
                fix="export the whole recording",
            )
    if rate_hz is None:
        raise InputError(
            f"{path.name} does not say its sampling rate",
            fix=f'state it with --rate, or in {sidecar_path(path).name} as {{"rate_hz": 1000}}',
        )
    notes = []
    if stated_hz and given_hz and given_hz != stated_hz:
        notes.append(f"The file states {stated_hz:g} Hz, so the given {given_hz:g} is not used.")
    return Timebase(rate_hz, notes=tuple(notes))


def _from_times(
    path: Path, column: TimeColumn, times: Samples, stated_hz: float | None
) -> Timebase:
    if np.isnan(times).any() or (np.diff(times) < 0).any():
        raise InputError(
            f"the column {column.name!r} of {path.name} does not hold ascending times",
            fix='mend it, or give it the kind "skip" and state the rate_hz '
            f"in {sidecar_path(path).name}",
        )
    unit_s, origin_s, started_at, notes = column.unit_s, 0.0, "", []
    if times[0] * unit_s >= _EPOCH_S:
        unit_s = 1e-3 if times[0] >= _EPOCH_MS and not column.stated else unit_s
        origin_s = float(times[0]) * unit_s
        started_at = _utc(origin_s)
        notes.append(f"The column {column.name!r} holds Unix time; session time begins with it.")
    elif not column.stated:
        notes.append(f"The column {column.name!r} is taken as seconds.")
    events: tuple[Event, ...] = ()
    if times[0] < 0:
        origin_s = float(times[0]) * unit_s
        events = (Event(-origin_s, EventKind.MARKER, "time zero of the file", source=path.name),)
        notes.append("The times begin below zero; session time begins with the first sample.")
    quantum = quantum_s(times, unit_s)
    time_s = times * unit_s - origin_s
    rate_hz = find_rate_hz(time_s, quantum)
    if rate_hz is None:
        notes.append(f"The times in {column.name!r} are irregular: put the resample step first.")
        return Timebase(None, unit_s, origin_s, 0.0, started_at, events, tuple(notes))
    if stated_hz is not None:
        if abs(stated_hz / rate_hz - 1) > 0.01:
            raise InputError(
                f"the column {column.name!r} of {path.name} contradicts the stated rate",
                given=f"{stated_hz:g} Hz",
                found=f"times that mean {rate_hz:g} Hz",
                fix="write the unit into the heading, such as 'time (ms)', or correct the rate",
            )
        rate_hz = stated_hz
    slack = slack_samples(rate_hz, quantum)
    return Timebase(rate_hz, unit_s, origin_s, slack, started_at, events, tuple(notes))


def _utc(second: float) -> str:
    try:
        return datetime.fromtimestamp(second, UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        return ""
