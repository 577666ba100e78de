"""Workouts and their sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any, cast

from sqlalchemy import Select, Table, delete, insert, select
from sqlalchemy.orm import Session

from innervate.core.errors import InputError
from innervate.core.workout import SetKind, Workout, WorkoutSet
from innervate.store.ids import new_row_id
from innervate.store.log_models import SetRow, WorkoutRow
from innervate.store.log_rows import Added, LoggedSet, StoredWorkout

_AT_ONCE = 500
_COLUMNS = tuple(field.name for field in fields(WorkoutSet))
_T = cast("Table", SetRow.__table__)
_SET = tuple(_T.c[name] for name in _COLUMNS)


def add(
    session: Session,
    person: str | None,
    workouts: Iterable[Workout],
    *,
    of_session: str | None = None,
) -> Added:
    """Keep what is new; a workout whose source and key are here already stays as it is."""
    new = known = 0
    for workout in workouts:
        row_id = new_row_id()
        stored = StoredWorkout(row_id, person, workout, of_session)
        if put(session, stored):
            new += 1
        else:
            known += 1
    return Added(new, known)


def put(session: Session, stored: StoredWorkout) -> bool:
    """Keep a workout that has an id already; whether it was new."""
    workout = stored.workout
    key = workout.source_key or stored.id
    if session.get(WorkoutRow, stored.id) is not None or _has(session, stored.person, key):
        return False
    session.add(
        WorkoutRow(
            id=stored.id,
            person=stored.person,
            started_at=workout.started_at,
            ended_at=workout.ended_at,
            name=workout.name,
            note=workout.note,
            source=workout.source,
            source_key=key,
            session=stored.session,
        )
    )
    session.flush()
    if workout.sets:
        session.execute(insert(_T), list(_rows(stored.id, workout.sets)))
    return True


def one(session: Session, workout_id: str) -> StoredWorkout:
    """One workout; raises `InputError` where there is none."""
    return next(_stored(session, [_row(session, workout_id)]))


def add_one(
    session: Session, person: str | None, workout: Workout, *, of_session: str | None = None
) -> StoredWorkout:
    """Keep one workout; where its source and key are here already, gives the one that is kept."""
    stored = StoredWorkout(new_row_id(), person, workout, of_session)
    if put(session, stored):
        return stored
    kept = session.scalars(_with_key(person, workout.source_key)).one()
    return one(session, kept)


def change(session: Session, workout_id: str, workout: Workout) -> StoredWorkout:
    """Keep a workout as it is now; whose it is and where it came from stay."""
    row = _row(session, workout_id)
    row.started_at, row.ended_at = workout.started_at, workout.ended_at
    row.name, row.note = workout.name, workout.note
    session.execute(delete(_T).where(_T.c.workout == workout_id))
    if workout.sets:
        session.execute(insert(_T), list(_rows(workout_id, workout.sets)))
    session.flush()
    return one(session, workout_id)


def is_known(session: Session, person: str | None, workout: Workout) -> bool:
    """Whether a workout is here already."""
    return bool(workout.source_key) and _has(session, person, workout.source_key)


def all_of(
    session: Session, person: str | None, *, newest: int | None = None
) -> tuple[StoredWorkout, ...]:
    """The workouts of a person (None: of nobody in particular), the newest first."""
    query = (
        select(WorkoutRow)
        .where(WorkoutRow.person.is_not_distinct_from(person))
        .order_by(WorkoutRow.started_at.desc(), WorkoutRow.id)
        .limit(newest)
    )
    return tuple(
        one for rows in _batched(session.scalars(query).all()) for one in _stored(session, rows)
    )


def everything(session: Session, person: str | None = None) -> Iterator[StoredWorkout]:
    """All workouts (of one person, where one is given), oldest first."""
    query = select(WorkoutRow).order_by(WorkoutRow.started_at, WorkoutRow.id)
    if person is not None:
        query = query.where(WorkoutRow.person == person)
    for rows in _batched(session.scalars(query).all()):
        yield from _stored(session, rows)


def sets_of(session: Session, person: str | None, exercise: str) -> tuple[LoggedSet, ...]:
    """All sets of an exercise, by its key in `body` or its foreign name, oldest first."""
    query = (
        select(_T.c.workout, WorkoutRow.started_at, _T.c.position, *_SET)
        .join(WorkoutRow, WorkoutRow.id == _T.c.workout)
        .where(
            WorkoutRow.person.is_not_distinct_from(person),
            (_T.c.exercise == exercise) | (_T.c.exercise.is_(None) & (_T.c.name == exercise)),
        )
        .order_by(WorkoutRow.started_at, WorkoutRow.id, _T.c.position)
    )
    return tuple(
        LoggedSet(workout, started_at, position, _set(columns))
        for workout, started_at, position, *columns in session.execute(query)
    )


def remove(session: Session, workout_id: str) -> None:
    """Erase one workout; raises `InputError` where there is none."""
    session.delete(_row(session, workout_id))


def _row(session: Session, workout_id: str) -> WorkoutRow:
    row = session.get(WorkoutRow, workout_id)
    if row is None:
        raise InputError(
            "there is no such workout", given=repr(workout_id), fix="choose one from the list"
        )
    return row


def _has(session: Session, person: str | None, key: str) -> bool:
    return session.scalars(_with_key(person, key)).first() is not None


def _with_key(person: str | None, key: str) -> Select[Any]:
    return select(WorkoutRow.id).where(
        WorkoutRow.person.is_not_distinct_from(person), WorkoutRow.source_key == key
    )


def _rows(workout_id: str, sets: tuple[WorkoutSet, ...]) -> Iterator[dict[str, object]]:
    for position, one in enumerate(sets):
        row = {name: getattr(one, name) for name in _COLUMNS}
        yield {**row, "kind": one.kind.value, "workout": workout_id, "position": position}


def _stored(session: Session, rows: Sequence[WorkoutRow]) -> Iterator[StoredWorkout]:
    query = (
        select(_T.c.workout, *_SET)
        .where(_T.c.workout.in_([row.id for row in rows]))
        .order_by(_T.c.workout, _T.c.position)
    )
    sets: dict[str, list[WorkoutSet]] = {row.id: [] for row in rows}
    for workout, *columns in session.execute(query):
        sets[workout].append(_set(columns))
    for row in rows:
        workout = Workout(
            started_at=row.started_at,
            name=row.name,
            sets=tuple(sets[row.id]),
            ended_at=row.ended_at,
            note=row.note,
            source=row.source,
            source_key="" if row.source_key == row.id else row.source_key,
        )
        yield StoredWorkout(row.id, row.person, workout, row.session)


def _batched(rows: Sequence[WorkoutRow]) -> Iterator[Sequence[WorkoutRow]]:
    # A question can name only so many.
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]


def _set(columns: Sequence[Any]) -> WorkoutSet:
    values = dict(zip(_COLUMNS, columns, strict=True))
    return WorkoutSet(**{**values, "kind": SetKind(values["kind"])})
