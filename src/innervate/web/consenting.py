"""What is asked before anything of a person is kept, and whether it may be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final

from innervate.store.consents import ADULT_AGE, is_minor
from innervate.store.log_rows import Consent, Relation
from innervate.store.rows import Person
from innervate.store.store import Store
from innervate.web.failures import RefusedError, refusing
from innervate.web.shown_log import ConsentWords

RECORDING: Final = "recording.1"
"""What is agreed to; the number goes up when its words change in meaning."""


def consent_words(home: Path) -> ConsentWords:
    """All that is said before somebody agrees."""
    return ConsentWords(
        what=RECORDING,
        title="What is kept, and where",
        points=(
            f"Everything stays in one folder of this computer: {home}. Nothing is sent anywhere.",
            "It holds the name or nickname, the workouts, answers and notes, and the signals of "
            "the sensors that are used.",
            "Whoever can open that folder can read it: innervate does not lock it with a password.",
            "Everything of a person can be taken out as one file, and erased, at any time.",
            "This yes can be taken back at any time. From then on nothing new is kept of the "
            "person; what is there already stays until it is erased.",
        ),
        minor=f"For somebody younger than {ADULT_AGE}, a parent or guardian has to say yes before "
        "anything is kept.",
        adult_age=ADULT_AGE,
    )


def minor_now(person: Person) -> bool:
    """Whether somebody may be a minor today."""
    return is_minor(person, datetime.now(UTC).year)


def may_record(person: Person, given: Sequence[Consent]) -> bool:
    """Whether anything new may be kept of a person.

    Of a minor only while a guardian's yes holds; of anybody else unless it was taken back.
    """
    holding = [one for one in given if one.withdrawn_at is None]
    if minor_now(person):
        return any(one.relation is Relation.GUARDIAN for one in holding)
    return bool(holding) or not given


def check_may_record(store: Store, person_id: str | None) -> None:
    """Raise `RefusedError`: 404 where there is no such person, 403 where consent is missing."""
    if person_id is None:
        return
    with refusing(HTTPStatus.NOT_FOUND):
        person = store.person(person_id)
    if may_record(person, store.log.consents(person_id)):
        return
    if minor_now(person):
        what = f"{person.name} may be younger than {ADULT_AGE}, and no parent or guardian said yes"
    else:
        what = f"{person.name} took back the consent to keep anything"
    raise RefusedError(
        HTTPStatus.FORBIDDEN, what, fix="ask for it on the page Who trains, or choose somebody else"
    )
