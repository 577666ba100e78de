"""The people who train on this computer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from http import HTTPStatus

from fastapi import APIRouter
from starlette.responses import StreamingResponse

from innervate.store.files import delete
from innervate.store.rows import Person
from innervate.web.api.data import export_of
from innervate.web.api.shapes import ZIP_ANSWER
from innervate.web.consenting import may_record, minor_now
from innervate.web.failures import RefusedError, refusing
from innervate.web.given import PersonChangeGiven, PersonGiven
from innervate.web.house import House, TheHouse
from innervate.web.models import Key
from innervate.web.overview import held_of, overview_of
from innervate.web.shown import PersonShown
from innervate.web.shown_log import HeldShown, PersonOverview

router = APIRouter(prefix="/people", tags=["people"])


@router.get("")
def people(house: TheHouse) -> list[PersonShown]:
    """Everybody."""
    return [_shown(house, one) for one in house.store.people()]


@router.get("/overview")
def overview(house: TheHouse) -> list[PersonOverview]:
    """Everybody as whoever looks after them sees them: what was done last, and as planned."""
    today = date.today()
    return [overview_of(house.store, house.plans, one, today) for one in house.store.people()]


@router.post("")
def add(given: PersonGiven, house: TheHouse) -> PersonShown:
    """Add a person; two of one name could not be told apart."""
    _check_new(house, given.name)
    return _shown(house, house.store.add_person(given.name))


@router.patch("/{person_id}")
def change(person_id: Key, given: PersonChangeGiven, house: TheHouse) -> PersonShown:
    """Change what is said of a person; what is left out stays as it is."""
    before = _person(house, person_id)
    if given.name is not None:
        _check_new(house, given.name, but=person_id)
    said = {name: getattr(given, name) for name in given.model_fields_set}
    if said.get("name", "") is None:
        del said["name"]
    return _shown(house, house.store.change_person(replace(before, **said)))


@router.get("/{person_id}/held")
def held(person_id: Key, house: TheHouse) -> HeldShown:
    """All that erasing a person erases."""
    return held_of(house.store, _person(house, person_id))


@router.get("/{person_id}/export", response_class=StreamingResponse, responses=ZIP_ANSWER)
def export(person_id: Key, house: TheHouse) -> StreamingResponse:
    """Everything of one person, as one zip file."""
    return export_of(house, _person(house, person_id))


@router.delete("/{person_id}", status_code=HTTPStatus.NO_CONTENT)
def remove(person_id: Key, house: TheHouse, exports: bool = False) -> None:
    """Erase a person with all their sessions, files, workouts, answers, plans and consents.

    With `exports`, the exports of theirs alone too, where they still are where they were written.
    """
    _person(house, person_id)
    running = house.keeper.running()
    if running is not None and running.person == person_id:
        raise RefusedError(
            HTTPStatus.CONFLICT, "this person trains just now", fix="end the session first"
        )
    for one in house.store.written_exports(person_id) if exports else ():
        if one.person == person_id:
            delete(one.path)
    house.store.remove_person(person_id)
    settings = house.settings.read()
    if settings.person == person_id:
        house.settings.write(settings.model_copy(update={"person": None}))


def _person(house: House, person_id: str) -> Person:
    with refusing(HTTPStatus.NOT_FOUND):
        return house.store.person(person_id)


def _shown(house: House, person: Person) -> PersonShown:
    given = house.store.log.consents(person.id)
    return PersonShown(
        id=person.id,
        name=person.name,
        created_at=person.created_at,
        birth_year=person.birth_year,
        guardian=person.guardian,
        coach=person.coach,
        units=person.units,
        minor=minor_now(person),
        may_record=may_record(person, given),
    )


def _check_new(house: House, name: str, but: str | None = None) -> None:
    others = (one for one in house.store.people() if one.id != but)
    if any(one.name.casefold() == name.strip().casefold() for one in others):
        raise RefusedError(
            HTTPStatus.CONFLICT,
            "there is somebody of this name already",
            given=name,
            fix="add a letter by which you tell them apart",
        )
