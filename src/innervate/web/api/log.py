"""The training log: workouts, soreness, strength read off an instrument, remarks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Final, TypeVar

from fastapi import APIRouter, Query

from innervate.body.anatomy import muscle
from innervate.core.channel import Side
from innervate.core.workout import Workout, WorkoutSet
from innervate.session.played import SESSION
from innervate.store.log_rows import Entry, Soreness, StoredWorkout
from innervate.web import soreness
from innervate.web.consenting import check_may_record
from innervate.web.failures import refusing
from innervate.web.given_log import (
    ForceUnit,
    NoteGiven,
    ReadingGiven,
    SorenessGiven,
    WorkoutGiven,
)
from innervate.web.house import House, TheHouse
from innervate.web.models import Key
from innervate.web.shown_log import (
    AnswerShown,
    LogShown,
    NoteShown,
    PlayedShown,
    ReadingShown,
    SorenessShown,
    WorkoutShown,
)

router = APIRouter(prefix="/log", tags=["log"])

NOTE: Final = "note"
STRENGTH: Final = "strength"
"""How the labels of strengths begin; the muscle and the side follow, with dots between."""

_NEWTONS: Final = {
    ForceUnit.NEWTON: 1.0,
    ForceUnit.KILOGRAM_FORCE: 9.80665,
    ForceUnit.POUND_FORCE: 4.4482216152605,
}
"""Newtons in each unit, exact (standard gravity, CGPM 1901; pound, 1959)."""

T = TypeVar("T", Entry, Soreness)

_RECENT = 20
_ASKED = timedelta(days=5)


@router.get("")
def log(
    house: TheHouse,
    person: Key | None = None,
    newest: Annotated[int, Query(ge=1, le=5000)] = 30,
) -> LogShown:
    """What somebody did, felt and wrote, the newest first; without `person`, of nobody."""
    _check_there(house, person)
    kept = house.store.log
    workouts = kept.workouts(person, newest=newest + 1)
    more = len(workouts) > newest
    first = soreness.moment(workouts[newest - 1].workout.started_at) if more else None
    # A day earlier, since days are other days in other time zones.
    since = f"{first - timedelta(days=1):%Y-%m-%d}" if first else None
    ratings = kept.soreness(person)[::-1]
    entries = _since(first, kept.entries(person, since=since)[::-1])
    return LogShown(
        workouts=tuple(map(WorkoutShown.of, workouts[:newest])),
        more=more,
        soreness=tuple(map(SorenessShown.model_validate, _since(first, ratings))),
        readings=tuple(_reading(one) for one in entries if one.label.startswith(f"{STRENGTH}.")),
        notes=tuple(NoteShown.model_validate(one) for one in entries if one.label == NOTE),
        played=tuple(_played(entries)),
        asks=soreness.asks(_lowered(house, person, workouts), ratings, datetime.now(UTC)),
    )


@router.post("/workouts")
def add(given: WorkoutGiven, house: TheHouse) -> WorkoutShown:
    """Keep a workout; one of a source that is here already stays as it is."""
    check_may_record(house.store, given.person)
    workout = _workout(house, given)
    kept = house.store.log.add_workout(given.person, workout, session=given.session)
    return WorkoutShown.of(kept)


@router.put("/workouts/{workout_id}")
def change(workout_id: Key, given: WorkoutGiven, house: TheHouse) -> WorkoutShown:
    """Keep a workout as it is given now, instead of as it was; it stays with its person."""
    with refusing(HTTPStatus.NOT_FOUND):
        before = house.store.log.workout(workout_id)
    check_may_record(house.store, before.person)
    return WorkoutShown.of(house.store.log.change_workout(workout_id, _workout(house, given)))


@router.delete("/workouts/{workout_id}", status_code=HTTPStatus.NO_CONTENT)
def remove(workout_id: Key, house: TheHouse) -> None:
    """Erase a workout."""
    with refusing(HTTPStatus.NOT_FOUND):
        house.store.log.remove_workout(workout_id)


@router.post("/soreness")
def rate(given: SorenessGiven, house: TheHouse) -> SorenessShown:
    """Keep how sore a muscle is."""
    check_may_record(house.store, given.person)
    _check_session(house, given.session)
    values = given.model_dump(exclude={"at", "muscle"})
    key = muscle(given.muscle, house.own_body.muscle_folder).key
    made = Soreness(id="", at=given.at or _now(), muscle=key, **values)
    return SorenessShown.model_validate(house.store.log.rate_one(made))


@router.delete("/soreness/{rating_id}", status_code=HTTPStatus.NO_CONTENT)
def unrate(rating_id: Key, house: TheHouse) -> None:
    """Erase a rating."""
    with refusing(HTTPStatus.NOT_FOUND):
        house.store.log.remove_soreness(rating_id)


@router.post("/strength")
def read_off(given: ReadingGiven, house: TheHouse) -> ReadingShown:
    """Keep a strength that was read off an instrument."""
    check_may_record(house.store, given.person)
    key = muscle(given.muscle, house.own_body.muscle_folder).key
    label = ".".join((STRENGTH, key, *((given.side,) if given.side else ())))
    newtons = given.value * _NEWTONS[given.unit]
    entry = Entry("", given.person, given.at or _now(), label, newtons, "N", given.instrument.value)
    return _reading(house.store.log.write_one(entry))


@router.post("/notes")
def note(given: NoteGiven, house: TheHouse) -> NoteShown:
    """Keep a remark."""
    check_may_record(house.store, given.person)
    entry = Entry("", given.person, given.at or _now(), NOTE, text=given.text)
    return NoteShown.model_validate(house.store.log.write_one(entry))


@router.delete("/entries/{entry_id}", status_code=HTTPStatus.NO_CONTENT)
def unwrite(entry_id: Key, house: TheHouse) -> None:
    """Erase a strength or a remark."""
    with refusing(HTTPStatus.NOT_FOUND):
        house.store.log.remove_entry(entry_id)


def _check_there(house: House, person: str | None) -> None:
    if person is not None:
        with refusing(HTTPStatus.NOT_FOUND):
            house.store.person(person)


def _check_session(house: House, session: str | None) -> None:
    if session is not None:
        with refusing(HTTPStatus.NOT_FOUND):
            house.store.session(session)


def _workout(house: House, given: WorkoutGiven) -> Workout:
    _check_session(house, given.session)
    asked = {one.exercise for one in given.sets if one.exercise is not None}
    keys = {key: house.own_body.exercise(key).key for key in asked}
    sets = (
        WorkoutSet(**{**one.model_dump(), "exercise": keys.get(one.exercise or "")})
        for one in given.sets
    )
    values = given.model_dump(exclude={"person", "session", "sets"})
    return Workout(**values, sets=tuple(sets))


def _lowered(
    house: House, person: str | None, workouts: tuple[StoredWorkout, ...]
) -> list[soreness.Lowering]:
    recent = datetime.now(UTC) - _ASKED
    sessions = house.store.sessions(person=person, limit=_RECENT)
    own = [one for one in sessions if one.person == person]
    return [
        one
        for one in (*soreness.of_workouts(workouts[:_RECENT]), *soreness.of_sessions(own))
        if one.at > recent
    ]


def _reading(entry: Entry) -> ReadingShown:
    _, key, *side = entry.label.split(".")
    return ReadingShown(
        id=entry.id,
        person=entry.person,
        at=entry.at,
        muscle=key,
        side=Side(side[0]) if side else None,
        newtons=entry.value or 0.0,
        instrument=entry.text,
    )


def _since(first: datetime | None, rows: Sequence[T]) -> Sequence[T]:
    """Those that are not older than the oldest workout that is listed."""
    return rows if first is None else [one for one in rows if soreness.moment(one.at) >= first]


def _played(entries: Sequence[Entry]) -> Iterator[PlayedShown]:
    """Sessions of a player, newest first, with the answers between their starts and ends."""
    given: dict[str | None, list[tuple[datetime, Entry]]] = {}
    for one in reversed(entries):
        if one.label != SESSION and one.session is None:
            given.setdefault(one.protocol, []).append((soreness.moment(one.at), one))
    for each in given.values():
        each.sort(key=_at)
    for done in entries:
        if done.label == SESSION:
            start = soreness.moment(done.at)
            stop = start + timedelta(seconds=(done.value or 0.0) + 1.0)
            answers = given.get(done.protocol, [])
            between = slice(
                bisect_left(answers, start, key=_at), bisect_right(answers, stop, key=_at)
            )
            yield PlayedShown(
                id=done.id,
                at=done.at,
                protocol=done.protocol or "",
                duration_s=done.value,
                ended=done.text,
                answers=tuple(AnswerShown.model_validate(one) for _, one in answers[between]),
            )


def _at(given: tuple[datetime, Entry]) -> datetime:
    return given[0]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
