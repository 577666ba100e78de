"""What belongs to one session: where electrodes were, and what was learned."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from innervate.core.channel import Side
from innervate.core.fit import Fit
from innervate.store.models import FitRow, PlacementRow
from innervate.store.rows import Placement
from innervate.store.sessions import row_of


def place(session: Session, session_id: str, placements: Sequence[Placement]) -> None:
    """Note placements; a channel that was noted before is placed anew."""
    row_of(session, session_id)
    known = {(row.stream, row.channel): row for row in _placement_rows(session, session_id)}
    for placement in placements:
        key = (placement.stream, placement.channel)
        if key not in known:
            known[key] = PlacementRow(session=session_id, stream=key[0], channel=key[1])
            session.add(known[key])
        known[key].muscle = placement.muscle
        known[key].side = None if placement.side is None else placement.side.value
    session.flush()


def placements_of(session: Session, session_id: str) -> tuple[Placement, ...]:
    """The placements of a session, in the order they were noted."""
    row_of(session, session_id)
    return tuple(
        Placement(
            session_id, row.stream, row.channel, row.muscle, Side(row.side) if row.side else None
        )
        for row in _placement_rows(session, session_id)
    )


def learn(session: Session, session_id: str, fits: Sequence[Fit]) -> None:
    """Note fits; one that was noted before is not noted twice."""
    row_of(session, session_id)
    known = {row.body for row in _fit_rows(session, session_id)}
    for body in dict.fromkeys(fit.to_json() for fit in fits):
        if body not in known:
            session.add(FitRow(session=session_id, body=body))
    session.flush()


def fits_of(session: Session, session_id: str) -> tuple[Fit, ...]:
    """The fits of a session, in the order they were noted."""
    row_of(session, session_id)
    return tuple(Fit.from_json(row.body) for row in _fit_rows(session, session_id))


def _placement_rows(session: Session, session_id: str) -> Sequence[PlacementRow]:
    query = select(PlacementRow).where(PlacementRow.session == session_id).order_by(PlacementRow.id)
    return session.scalars(query).all()


def _fit_rows(session: Session, session_id: str) -> Sequence[FitRow]:
    return session.scalars(
        select(FitRow).where(FitRow.session == session_id).order_by(FitRow.id)
    ).all()
