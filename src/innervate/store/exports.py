"""Where exports were written, so that an erasure can speak of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from innervate.store.ids import now
from innervate.store.log_models import ExportRow


@dataclass(frozen=True, slots=True)
class WrittenExport:
    """An export that was written; `person` is None where it is of everybody."""

    path: Path
    at: str
    person: str | None


def note(session: Session, home: Path, path: Path, person: str | None) -> None:
    """Remember an export, but for those that only pass through the home folder."""
    if path.is_relative_to(home):
        return
    session.execute(delete(ExportRow).where(ExportRow.path == str(path)))
    session.add(ExportRow(path=str(path), at=now(), person=person))


def holding(session: Session, person: str | None) -> tuple[WrittenExport, ...]:
    """The exports that are still there and hold this person (None: that hold anybody)."""
    query = select(ExportRow).order_by(ExportRow.at, ExportRow.path)
    if person is not None:
        query = query.where(or_(ExportRow.person == person, ExportRow.person.is_(None)))
    found = (WrittenExport(Path(row.path), row.at, row.person) for row in session.scalars(query))
    return tuple(one for one in found if one.path.is_file())


def forget(session: Session, person: str | None) -> None:
    """Forget the exports of this person alone (None: all of them)."""
    gone = delete(ExportRow)
    session.execute(gone if person is None else gone.where(ExportRow.person == person))
