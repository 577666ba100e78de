"""Who trains here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from innervate.core.errors import InputError
from innervate.core.workout import LoadUnit
from innervate.store.ids import checked_name, new_person_id, now
from innervate.store.models import PersonRow
from innervate.store.rows import Person

_FIRST_YEAR = 1900


def all_people(session: Session) -> tuple[Person, ...]:
    """Everybody, by name."""
    rows = session.scalars(select(PersonRow))
    found = sorted(rows, key=lambda row: (row.name.casefold(), row.created_at, row.id))
    return tuple(_person(row) for row in found)


def one_person(session: Session, person_id: str) -> Person:
    """One person; raises `InputError` where there is none."""
    return _person(_row(session, person_id))


def add(session: Session, name: str) -> Person:
    """Add somebody; two people may have one name."""
    person = Person(new_person_id(), checked_name(name), now())
    put(session, person)
    return person


def put(session: Session, person: Person) -> None:
    """Add a person who has an id already."""
    session.add(
        PersonRow(
            id=person.id,
            name=person.name,
            created_at=person.created_at,
            birth_year=person.birth_year,
            guardian=person.guardian,
            coach=person.coach,
            units=person.units.value,
        )
    )
    session.flush()


def rename(session: Session, person_id: str, name: str) -> Person:
    """Give somebody another name."""
    row = _row(session, person_id)
    row.name = checked_name(name)
    return _person(row)


def change(session: Session, person: Person) -> Person:
    """Keep everything that is said of a person but when they were added."""
    row = _row(session, person.id)
    person = checked(person)
    row.name, row.birth_year = person.name, person.birth_year
    row.guardian, row.coach, row.units = person.guardian, person.coach, person.units.value
    return _person(row)


def checked(person: Person) -> Person:
    """The person with tidy names; raises `InputError` for what cannot be."""
    this_year = datetime.now(UTC).year
    if person.birth_year is not None and not _FIRST_YEAR <= person.birth_year <= this_year:
        raise InputError(
            "nobody here was born in that year",
            given=str(person.birth_year),
            fix=f"give a year from {_FIRST_YEAR} to {this_year}, or leave it out",
        )
    guardian = checked_name(person.guardian) if person.guardian.strip() else ""
    return replace(person, name=checked_name(person.name), guardian=guardian)


def delete(session: Session, person_id: str) -> None:
    """Delete the row; those of the person's sessions go with it."""
    session.delete(_row(session, person_id))


def _row(session: Session, person_id: str) -> PersonRow:
    row = session.get(PersonRow, person_id)
    if row is None:
        raise InputError(
            "there is no such person", given=repr(person_id), fix="choose one from the list"
        )
    return row


def _person(row: PersonRow) -> Person:
    return Person(
        row.id,
        row.name,
        row.created_at,
        row.birth_year,
        row.guardian,
        row.coach,
        LoadUnit(row.units),
    )
