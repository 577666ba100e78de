"""What people agreed to; for a minor it is the guardian who agrees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from innervate.core.errors import InputError
from innervate.store import people
from innervate.store.ids import checked_name, new_row_id, now
from innervate.store.log_models import ConsentRow
from innervate.store.log_rows import Consent, Relation
from innervate.store.rows import Person

ADULT_AGE = 18
"""Below it somebody is a minor (Convention on the Rights of the Child, article 1)."""


def is_minor(person: Person, year: int) -> bool:
    """Whether somebody may be a minor in a year; known by the year of birth alone.

    In the year of the eighteenth birthday the day is not known, so they count as one.

    >>> is_minor(Person("", "Ada", "", birth_year=2008), 2026)
    True
    """
    return person.birth_year is not None and year - person.birth_year <= ADULT_AGE


def give(
    session: Session,
    person_id: str,
    what: str,
    given_by: str,
    relation: Relation,
    *,
    at: str = "",
) -> Consent:
    """Note a consent; raises `InputError` where a minor's is not given by a guardian."""
    person = people.one_person(session, person_id)
    at = at or now()
    if is_minor(person, _year(at)) and relation is not Relation.GUARDIAN:
        raise InputError(
            f"{person.name} may be younger than {ADULT_AGE}",
            given=f"a consent of {given_by}",
            fix="let a parent or guardian consent",
        )
    consent = Consent(new_row_id(), person_id, what, checked_name(given_by), relation, at)
    put(session, consent)
    return consent


def put(session: Session, consent: Consent) -> bool:
    """Keep a consent that has an id already; whether it was new."""
    if session.get(ConsentRow, consent.id) is not None:
        return False
    session.add(ConsentRow(**{**asdict(consent), "relation": consent.relation.value}))
    session.flush()
    return True


def withdraw(session: Session, consent_id: str, *, at: str = "") -> Consent:
    """Note that a consent holds no more; the first withdrawal counts."""
    row = session.get(ConsentRow, consent_id)
    if row is None:
        raise InputError(
            "there is no such consent", given=repr(consent_id), fix="choose one from the list"
        )
    row.withdrawn_at = row.withdrawn_at or at or now()
    session.flush()
    return _consent(row)


def all_of(session: Session, person: str | None = None) -> Iterator[Consent]:
    """All consents (about one person, where one is given), oldest first."""
    query = select(ConsentRow).order_by(ConsentRow.at, ConsentRow.id)
    if person is not None:
        query = query.where(ConsentRow.person == person)
    yield from map(_consent, session.scalars(query))


def _year(at: str) -> int:
    if not at[:4].isdecimal():
        raise InputError(
            "a consent needs a date", given=repr(at), fix="give it like 2026-11-26T11:27:11+00:00"
        )
    return int(at[:4])


def _consent(row: ConsentRow) -> Consent:
    return Consent(
        row.id,
        row.person,
        row.what,
        row.given_by,
        Relation(row.relation),
        row.at,
        row.withdrawn_at,
    )
