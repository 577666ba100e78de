"""What people agreed to, who said yes, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import APIRouter

from innervate.store.log_rows import Consent
from innervate.web.consenting import RECORDING, consent_words
from innervate.web.failures import RefusedError, refusing
from innervate.web.given_log import ConsentGiven
from innervate.web.house import TheHouse
from innervate.web.models import Key
from innervate.web.shown_log import ConsentShown, ConsentWords

router = APIRouter(prefix="/consents", tags=["consents"])


@router.get("/words")
def asked(house: TheHouse) -> ConsentWords:
    """What is asked for, and all that is said before."""
    return consent_words(house.store.home)


@router.get("", response_model=list[ConsentShown])
def consents(house: TheHouse, person: Key) -> Sequence[Consent]:
    """All consents about a person, oldest first; those taken back too."""
    with refusing(HTTPStatus.NOT_FOUND):
        house.store.person(person)
    return house.store.log.consents(person)


@router.post("", response_model=ConsentShown)
def give(given: ConsentGiven, house: TheHouse) -> Consent:
    """Note who said yes, and when; for a minor it has to be a guardian."""
    with refusing(HTTPStatus.NOT_FOUND):
        house.store.person(given.person)
    if given.what != RECORDING:
        raise RefusedError(
            HTTPStatus.BAD_REQUEST,
            "this is not what is asked for now",
            given=repr(given.what),
            fix=f"read the words again and agree to {RECORDING}",
        )
    return house.store.log.consent(given.person, given.what, given.given_by, given.relation)


@router.post("/{consent_id}/withdraw", response_model=ConsentShown)
def withdraw(consent_id: Key, house: TheHouse) -> Consent:
    """Take a consent back; nothing new is kept of the person from then on."""
    with refusing(HTTPStatus.NOT_FOUND):
        return house.store.log.withdraw(consent_id)
