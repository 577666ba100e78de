"""The people who train on this computer."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import APIRouter

from innervate.store.rows import Person
from innervate.web.failures import RefusedError, refusing
from innervate.web.given import PersonGiven
from innervate.web.house import House, TheHouse
from innervate.web.models import Key
from innervate.web.shown import PersonShown

router = APIRouter(prefix="/people", tags=["people"])


@router.get("", response_model=list[PersonShown])
def people(house: TheHouse) -> Sequence[Person]:
    """Everybody."""
    return house.store.people()


@router.post("", response_model=PersonShown)
def add(given: PersonGiven, house: TheHouse) -> Person:
    """Add a person; two of one name could not be told apart."""
    _check_new(house, given.name)
    return house.store.add_person(given.name)


@router.patch("/{person_id}", response_model=PersonShown)
def rename(person_id: Key, given: PersonGiven, house: TheHouse) -> Person:
    """Give a person another name."""
    with refusing(HTTPStatus.NOT_FOUND):
        house.store.person(person_id)
    _check_new(house, given.name, but=person_id)
    return house.store.rename_person(person_id, given.name)


@router.delete("/{person_id}", status_code=HTTPStatus.NO_CONTENT)
def remove(person_id: Key, house: TheHouse) -> None:
    """Erase a person with all their sessions and files."""
    with refusing(HTTPStatus.NOT_FOUND):
        house.store.person(person_id)
    running = house.keeper.running()
    if running is not None and running.person == person_id:
        raise RefusedError(
            HTTPStatus.CONFLICT, "this person trains just now", fix="end the session first"
        )
    house.store.remove_person(person_id)
    settings = house.settings.read()
    if settings.person == person_id:
        house.settings.write(settings.model_copy(update={"person": None}))


def _check_new(house: House, name: str, but: str | None = None) -> None:
    others = (one for one in house.store.people() if one.id != but)
    if any(one.name.casefold() == name.strip().casefold() for one in others):
        raise RefusedError(
            HTTPStatus.CONFLICT,
            "there is somebody of this name already",
            given=name,
            fix="add a letter by which you tell them apart",
        )
