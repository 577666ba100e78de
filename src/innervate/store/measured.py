"""The measures of sessions, and one metric over all sessions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from innervate.core.channel import Side
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.store.models import MeasureRow, SessionRow
from innervate.store.rows import StoredMeasure

_AT_ONCE = 2000


def replace(session: Session, session_id: str, measures: Iterable[Measure]) -> None:
    """Keep these as the measures of a session, in this order, instead of those before."""
    session.execute(delete(MeasureRow).where(MeasureRow.session == session_id))
    add(session, session_id, measures)


def add(session: Session, session_id: str, measures: Iterable[Measure]) -> None:
    """Keep more measures of a session; reads them a few at a time."""
    waiting = iter(measures)
    while rows := [_row(session_id, measure) for measure in islice(waiting, _AT_ONCE)]:
        session.add_all(rows)
        session.flush()
        for row in rows:
            session.expunge(row)


def of_session(session: Session, session_id: str) -> Iterator[Measure]:
    """The measures of one session, in order, read a few at a time."""
    query = select(MeasureRow).where(MeasureRow.session == session_id).order_by(MeasureRow.id)
    for row in session.scalars(query.execution_options(yield_per=_AT_ONCE)):
        yield _measure(row)


def trend(
    session: Session, person: str | None, exercise: str, metric: str
) -> tuple[StoredMeasure, ...]:
    """One metric of a person and exercise over sessions that were real, oldest first.

    Only finished sessions have measures.
    """
    query = (
        select(MeasureRow, SessionRow.started_at)
        .join(SessionRow, SessionRow.id == MeasureRow.session)
        .where(
            SessionRow.person.is_not_distinct_from(person),
            SessionRow.exercise == exercise,
            SessionRow.simulated.is_(False),
            MeasureRow.metric == metric,
        )
        .order_by(SessionRow.id, MeasureRow.id)
    )
    return tuple(
        StoredMeasure(found[0].session, found[1], _measure(found[0]))
        for found in session.execute(query)
    )


def _row(session_id: str, measure: Measure) -> MeasureRow:
    subject, uncertainty, quality = measure.subject, measure.uncertainty, measure.quality
    return MeasureRow(
        session=session_id,
        metric=measure.metric,
        value=measure.value,
        unit=measure.unit,
        muscle=subject.muscle,
        side=None if subject.side is None else subject.side.value,
        channel=subject.channel,
        other=subject.other,
        set=subject.set,
        rep=subject.rep,
        phase=subject.phase,
        start_s=measure.start_s,
        stop_s=measure.stop_s,
        low=uncertainty.low,
        high=uncertainty.high,
        level=uncertainty.level,
        method=uncertainty.method,
        ok=quality.ok,
        reasons=json.dumps(quality.reasons, ensure_ascii=False),
        version=measure.version,
    )


def _measure(row: MeasureRow) -> Measure:
    return Measure(
        metric=row.metric,
        value=row.value,
        unit=row.unit,
        subject=Subject(
            muscle=row.muscle,
            side=Side(row.side) if row.side else None,
            channel=row.channel,
            other=row.other,
            set=row.set,
            rep=row.rep,
            phase=row.phase,
        ),
        start_s=row.start_s,
        stop_s=row.stop_s,
        uncertainty=Uncertainty(row.low, row.high, row.level, row.method),
        quality=Quality(row.ok, tuple(json.loads(row.reasons))),
        version=row.version,
    )
