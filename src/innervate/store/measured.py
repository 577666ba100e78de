"""The measures of sessions, and one metric over all sessions.

What measures have in common (metric, unit, muscle, method ...) is kept once, as a kind.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias, cast

from sqlalchemy import ColumnElement, Row, Table, delete, func, insert, select
from sqlalchemy.orm import Session

from innervate.core.channel import Side
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.store.models import KindRow, MeasureRow, SessionRow
from innervate.store.rows import StoredMeasure

_AT_ONCE = 2000
_SHARED = (
    "metric",
    "unit",
    "muscle",
    "side",
    "channel",
    "other",
    "phase",
    "level",
    "method",
    "ok",
    "reasons",
    "version",
    "of_rep",
)
_T = cast("Table", MeasureRow.__table__)
_K = cast("Table", KindRow.__table__)
_S = cast("Table", SessionRow.__table__)
_COLUMNS = tuple(
    _T.c[name] for name in ("kind", "value", "set", "rep", "start_s", "stop_s", "low", "high")
)

_Shared: TypeAlias = tuple[str | float | bool | None, ...]


def replace(session: Session, session_id: str, measures: Iterable[Measure]) -> None:
    """Keep these as the measures of a session, in this order, instead of those before."""
    session.execute(delete(MeasureRow).where(MeasureRow.session == _number(session, session_id)))
    add(session, session_id, measures)


def add(session: Session, session_id: str, measures: Iterable[Measure]) -> None:
    """Keep more measures of a session; reads them a few at a time."""
    number = _number(session, session_id)
    last = session.scalar(select(func.max(MeasureRow.position)).where(MeasureRow.session == number))
    position = 0 if last is None else last + 1
    known: dict[_Shared, int] = {}
    waiting = iter(measures)
    while some := list(islice(waiting, _AT_ONCE)):
        kinds = _kinds(session, some, known)
        rows = [
            {"session": number, "position": position + turn, "kind": kind, **_numbers(measure)}
            for turn, (measure, kind) in enumerate(zip(some, kinds, strict=True))
        ]
        session.execute(insert(_T), rows)
        position += len(rows)


def of_session(session: Session, session_id: str) -> Iterator[Measure]:
    """The measures of one session, in order, read a few at a time."""
    number = _number(session, session_id)
    kinds = _Kinds(
        session.execute(
            select(_K).where(_K.c.id.in_(select(_T.c.kind).where(_T.c.session == number)))
        )
    )
    query = select(*_COLUMNS).where(_T.c.session == number).order_by(_T.c.position)
    for row in session.execute(query.execution_options(yield_per=_AT_ONCE)):
        yield kinds.measure(*row)


def trend(session: Session, asked: Asked) -> tuple[StoredMeasure, ...]:
    """One metric of a person and exercise over sessions that were real, oldest first.

    Only finished sessions have measures.
    """
    kinds = _Kinds(session.execute(select(_K).where(*asked.kinds())))
    sessions = select(_S.c.number, _S.c.id, _S.c.started_at).where(*asked.sessions())
    when = {number: (key, at) for number, key, at in session.execute(sessions)}
    query = (
        select(_T.c.session, *_COLUMNS)
        .where(
            _T.c.session.in_(select(_S.c.number).where(*asked.sessions())),
            _T.c.kind.in_(select(_K.c.id).where(*asked.kinds())),
        )
        .order_by(_T.c.session, _T.c.position)
    )
    found = [
        StoredMeasure(*when[number], kinds.measure(*row)) for number, *row in session.execute(query)
    ]
    return tuple(sorted(found, key=lambda one: one.session))


def forget_unused(session: Session) -> None:
    """Delete the kinds that no measure is of any more; they may name channels of somebody."""
    used = select(MeasureRow.kind).distinct()
    session.execute(delete(KindRow).where(KindRow.id.not_in(used)))


@dataclass(frozen=True, slots=True)
class Asked:
    """Which measures a trend is of.

    Attributes:
        person: id of the person, or None for nobody in particular.
        exercise: key of the exercise.
        metric: name of the metric.
        muscle, side: only of these, or None for all.
        whole: only of whole sets, not of single repetitions.
    """

    person: str | None
    exercise: str
    metric: str
    muscle: str | None = None
    side: Side | None = None
    whole: bool = False

    def sessions(self) -> tuple[ColumnElement[bool], ...]:
        """What holds of the sessions."""
        return (
            _S.c.person.is_not_distinct_from(self.person),
            _S.c.exercise == self.exercise,
            _S.c.simulated.is_(False),
        )

    def kinds(self) -> tuple[ColumnElement[bool], ...]:
        """What holds of the kinds of measures."""
        found: list[ColumnElement[bool]] = [_K.c.metric == self.metric]
        if self.whole:
            found.append(_K.c.of_rep.is_(False))
        if self.muscle is not None:
            found.append(_K.c.muscle == self.muscle)
        if self.side is not None:
            found.append(_K.c.side == self.side.value)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the measures of a kind have in common."""

    metric: str
    unit: str
    muscle: str | None
    side: Side | None
    channel: str | None
    other: str | None
    phase: str | None
    level: float | None
    method: str
    quality: Quality
    version: int


class _Kinds:
    """Kinds by id; subjects, which come again and again, are made once."""

    def __init__(self, rows: Iterable[Row[Any]]) -> None:
        self._kinds = {row.id: _kind(row) for row in rows}
        self._subjects: dict[tuple[int, int | None, int | None], Subject] = {}

    def measure(  # noqa: PLR0917 - the columns of a row
        self,
        kind_id: int,
        value: float | None,
        number: int | None,
        rep: int | None,
        start_s: float,
        stop_s: float,
        low: float | None,
        high: float | None,
    ) -> Measure:
        """A measure from the columns of its row."""
        kind = self._kinds[kind_id]
        subject = self._subjects.get((kind_id, number, rep))
        if subject is None:
            subject = Subject(
                kind.muscle, kind.side, kind.channel, kind.other, number, rep, kind.phase
            )
            self._subjects[kind_id, number, rep] = subject
        return Measure(
            kind.metric,
            value,
            kind.unit,
            subject,
            start_s,
            stop_s,
            Uncertainty(low, high, kind.level, kind.method),
            kind.quality,
            kind.version,
        )


def _kind(row: Row[Any]) -> _Kind:
    return _Kind(
        row.metric,
        row.unit,
        row.muscle,
        Side(row.side) if row.side else None,
        row.channel,
        row.other,
        row.phase,
        row.level,
        row.method,
        Quality(row.ok, tuple(json.loads(row.reasons))),
        row.version,
    )


def _number(session: Session, session_id: str) -> int:
    return session.execute(
        select(SessionRow.number).where(SessionRow.id == session_id)
    ).scalar_one()


def _kinds(session: Session, measures: list[Measure], known: dict[_Shared, int]) -> list[int]:
    """The kind of each measure, new ones made; `known` remembers what was asked before."""
    shared = [_shared(measure) for measure in measures]
    if any(one not in known for one in shared):
        metrics = {measure.metric for measure in measures}
        for row in session.scalars(select(KindRow).where(KindRow.metric.in_(metrics))):
            known[tuple(getattr(row, name) for name in _SHARED)] = row.id
    for one in shared:
        if one not in known:
            made = KindRow(**dict(zip(_SHARED, one, strict=True)))
            session.add(made)
            session.flush()
            known[one] = made.id
    return [known[one] for one in shared]


def _shared(measure: Measure) -> _Shared:
    subject, uncertainty, quality = measure.subject, measure.uncertainty, measure.quality
    return (
        measure.metric,
        measure.unit,
        subject.muscle,
        None if subject.side is None else subject.side.value,
        subject.channel,
        subject.other,
        subject.phase,
        uncertainty.level,
        uncertainty.method,
        quality.ok,
        json.dumps(quality.reasons, ensure_ascii=False),
        measure.version,
        subject.rep is not None,
    )


def _numbers(measure: Measure) -> dict[str, float | int | None]:
    return {
        "value": measure.value,
        "set": measure.subject.set,
        "rep": measure.subject.rep,
        "start_s": measure.start_s,
        "stop_s": measure.stop_s,
        "low": measure.uncertainty.low,
        "high": measure.uncertainty.high,
    }
