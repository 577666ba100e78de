"""Series out of stored measures: what was alike is compared, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from statistics import fmean

from innervate.core.measure import Measure
from innervate.core.units import DIMENSIONLESS
from innervate.engine.answers import LOAD
from innervate.report.change_series import Axis, Better, Condition, Point, Series
from innervate.report.text import about, measure_scale, other_text, subject_text
from innervate.store.rows import StoredMeasure

_SELECTIVE = ("target_share", "isolation", "selectivity_db")
"""Metrics of which more is better, as far as a person wants the target to work alone."""
_CLAIM = "A07"


@dataclass(frozen=True, slots=True)
class _Alike:
    """What has to be alike in all sessions of a series."""

    metric: str
    muscle: str | None
    side: str | None
    channel: str | None
    other: str | None
    unit: str
    version: int
    load: str


def stored_series(
    rows: Sequence[StoredMeasure], exercise: str, *, variant: str = ""
) -> tuple[Series, ...]:
    """The series of an exercise, those with most sessions first; one point per session.

    Args:
        rows: measures of sessions of this exercise, in any order. Those of loads that were told
            (``load.told``) keep sessions of different loads apart; simulated sessions must have
            been left out.
        exercise: its key.
        variant: what else is alike, such as a grip.
    """
    loads = {one.session: _load(one.measure) for one in rows if one.measure.metric == LOAD}
    found: dict[_Alike, dict[str, list[StoredMeasure]]] = {}
    for row in sorted(rows, key=lambda row: (row.started_at, row.session)):
        if row.measure.metric != LOAD and _is_whole(row.measure):
            sessions = found.setdefault(_alike(row, loads), {})
            sessions.setdefault(row.session, []).append(row)
    made = [_series(key, sessions.values(), exercise, variant) for key, sessions in found.items()]
    return tuple(sorted(made, key=lambda one: -len(one.points)))


def _alike(row: StoredMeasure, loads: Mapping[str, str]) -> _Alike:
    one, subject = row.measure, row.measure.subject
    return _Alike(one.metric, subject.muscle, subject.side, subject.channel, subject.other,
                  one.unit, one.version, loads.get(row.session, ""))  # fmt: skip


def _series(
    key: _Alike, sessions: Iterable[Sequence[StoredMeasure]], exercise: str, variant: str
) -> Series:
    first, points = None, []
    for rows in sessions:
        first = first or rows[0].measure
        values = [row.measure.value for row in rows if row.measure.value is not None]
        on = datetime.fromisoformat(rows[0].started_at).date()
        points.append(Point(on, fmean(values) / measure_scale(first).factor))
    assert first is not None
    who = subject_text(first.subject)
    unit = "" if key.unit == DIMENSIONLESS else f"in {key.unit}"
    montage = ", ".join(part for part in (other_text(key.other), unit) if part)
    selective = key.metric in _SELECTIVE
    return Series(
        key="/".join(str(part or "") for part in astuple(key)),
        name=f"{about(key.metric).label}{f', {who}' if who else ''}",
        unit=measure_scale(first).unit,
        points=tuple(points),
        condition=Condition(exercise, key.load, variant, montage),
        better=Better.MORE if selective else Better.NEITHER,
        axis=Axis.SELECTIVITY if selective else Axis.OTHER,
        method="mean of the sets of a session",
        claims=(_CLAIM,) if selective else (),
    )  # fmt: skip


def _is_whole(one: Measure) -> bool:
    subject = one.subject
    return (
        subject.rep is None and subject.phase is None and one.value is not None and one.quality.ok
    )


def _load(one: Measure) -> str:
    return "" if one.value is None else f"{one.value:g} {one.unit}"
