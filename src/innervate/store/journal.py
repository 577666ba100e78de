"""The journal of answers and remarks, and the diary of sore muscles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from innervate.core.channel import Side
from innervate.core.errors import InputError
from innervate.store.ids import new_row_id
from innervate.store.log_models import EntryRow, SorenessRow
from innervate.store.log_rows import Added, Entry, Soreness

SORE_MOST = 10.0
_COLUMNS = tuple(EntryRow.__table__.c[field.name] for field in fields(Entry))


def write(session: Session, entries: Iterable[Entry]) -> Added:
    """Keep entries; one that is here already stays as it is."""
    done = [put_entry(session, one if one.id else replace(one, id=new_row_id())) for one in entries]
    return Added(sum(done), len(done) - sum(done))


def write_one(session: Session, entry: Entry) -> Entry:
    """Keep one entry; where its id is here already, gives the one that is kept."""
    entry = entry if entry.id else replace(entry, id=new_row_id())
    put_entry(session, entry)
    return _entry(_entry_row(session, entry.id))


def remove_entry(session: Session, entry_id: str) -> None:
    """Erase one entry; raises `InputError` where there is none."""
    session.delete(_entry_row(session, entry_id))


def put_entry(session: Session, entry: Entry) -> bool:
    """Keep an entry that has an id already; whether it was new."""
    if entry.value is not None and not math.isfinite(entry.value):
        raise InputError(
            f"the answer to {entry.label!r} is no number", given=str(entry.value), fix="give one"
        )
    if session.get(EntryRow, entry.id) is not None:
        return False
    session.add(EntryRow(**asdict(entry)))
    session.flush()
    return True


def entries(
    session: Session,
    person: str | None,
    *,
    label: str | None = None,
    of_session: str | None = None,
    since: str | None = None,
) -> tuple[Entry, ...]:
    """What a person (None: nobody in particular) answered, since a day (ISO date), oldest first."""
    query = select(*_COLUMNS).where(EntryRow.person.is_not_distinct_from(person))
    if label is not None:
        query = query.where(EntryRow.label == label)
    if of_session is not None:
        query = query.where(EntryRow.session == of_session)
    if since is not None:
        query = query.where(EntryRow.at >= since)
    rows = session.execute(query.order_by(EntryRow.at, EntryRow.id))
    return tuple(Entry(*row) for row in rows)


def all_entries(session: Session, person: str | None = None) -> Iterator[Entry]:
    """All entries (of one person, where one is given), oldest first."""
    query = select(EntryRow).order_by(EntryRow.at, EntryRow.id)
    if person is not None:
        query = query.where(EntryRow.person == person)
    yield from map(_entry, session.scalars(query))


def rate(session: Session, ratings: Iterable[Soreness]) -> Added:
    """Keep ratings of soreness; one that is here already stays as it is."""
    done = [
        put_soreness(session, one if one.id else replace(one, id=new_row_id())) for one in ratings
    ]
    return Added(sum(done), len(done) - sum(done))


def rate_one(session: Session, rating: Soreness) -> Soreness:
    """Keep one rating; where its id is here already, gives the one that is kept."""
    rating = rating if rating.id else replace(rating, id=new_row_id())
    put_soreness(session, rating)
    return _soreness(_soreness_row(session, rating.id))


def remove_soreness(session: Session, rating_id: str) -> None:
    """Erase one rating; raises `InputError` where there is none."""
    session.delete(_soreness_row(session, rating_id))


def put_soreness(session: Session, one: Soreness) -> bool:
    """Keep a rating that has an id already; whether it was new."""
    if not 0 <= one.rating <= SORE_MOST:
        raise InputError(
            "soreness is rated from 0 to 10", given=str(one.rating), fix="give a number in between"
        )
    if session.get(SorenessRow, one.id) is not None:
        return False
    side = None if one.side is None else one.side.value
    session.add(SorenessRow(**{**asdict(one), "side": side}))
    session.flush()
    return True


def soreness(session: Session, person: str | None) -> tuple[Soreness, ...]:
    """The diary of a person (None: of nobody in particular), oldest first."""
    query = (
        select(SorenessRow)
        .where(SorenessRow.person.is_not_distinct_from(person))
        .order_by(SorenessRow.at, SorenessRow.id)
    )
    return tuple(map(_soreness, session.scalars(query)))


def all_soreness(session: Session, person: str | None = None) -> Iterator[Soreness]:
    """All ratings (of one person, where one is given), oldest first."""
    query = select(SorenessRow).order_by(SorenessRow.at, SorenessRow.id)
    if person is not None:
        query = query.where(SorenessRow.person == person)
    yield from map(_soreness, session.scalars(query))


def _entry_row(session: Session, entry_id: str) -> EntryRow:
    row = session.get(EntryRow, entry_id)
    if row is None:
        raise _nothing("entry", entry_id)
    return row


def _soreness_row(session: Session, rating_id: str) -> SorenessRow:
    row = session.get(SorenessRow, rating_id)
    if row is None:
        raise _nothing("rating", rating_id)
    return row


def _nothing(noun: str, given: str) -> InputError:
    return InputError(f"there is no such {noun}", given=repr(given), fix="choose one from the list")


def _entry(row: EntryRow) -> Entry:
    return Entry(
        row.id,
        row.person,
        row.at,
        row.label,
        row.value,
        row.unit,
        row.text,
        row.protocol,
        row.session,
    )


def _soreness(row: SorenessRow) -> Soreness:
    side = None if row.side is None else Side(row.side)
    return Soreness(
        row.id,
        row.person,
        row.at,
        row.muscle,
        row.rating,
        side,
        row.after_h,
        row.note,
        row.session,
    )
