"""The training log: workouts, journal, soreness, plans and consents; `Store.log` gives it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from innervate.core.workout import Workout
from innervate.store import consents, journal, people, plans, workouts
from innervate.store.database import Database
from innervate.store.log_models import EntryRow, PlannedRow, SorenessRow, WorkoutRow
from innervate.store.log_rows import (
    Added,
    Consent,
    Entry,
    LoggedSet,
    PlanEvent,
    Planned,
    Relation,
    Soreness,
    StoredPlan,
    StoredWorkout,
)

T = TypeVar("T", Entry, Soreness)


class TrainingLog:
    """What people did, felt, planned and agreed to; every call may come from any thread.

    `person` is an id, or None for nobody in particular. Whatever a caller can cause raises
    `InputError` and changes nothing.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_workouts(
        self, person: str | None, new: Iterable[Workout], *, session: str | None = None
    ) -> Added:
        """Keep the workouts that are new; `session` is the one that measured them."""
        with self._database.writing() as database:
            _check(database, person)
            return workouts.add(database, person, new, of_session=session)

    def add_workout(
        self, person: str | None, workout: Workout, *, session: str | None = None
    ) -> StoredWorkout:
        """Keep one workout; where its source and key are here already, gives the kept one."""
        with self._database.writing() as database:
            _check(database, person)
            return workouts.add_one(database, person, workout, of_session=session)

    def workout(self, workout_id: str) -> StoredWorkout:
        """One workout; raises `InputError` where there is none."""
        with self._database.reading() as database:
            return workouts.one(database, workout_id)

    def change_workout(self, workout_id: str, workout: Workout) -> StoredWorkout:
        """Keep a workout as it is now; whose it is and where it came from stay."""
        with self._database.writing() as database:
            return workouts.change(database, workout_id, workout)

    def known(self, person: str | None, asked: Iterable[Workout]) -> tuple[bool, ...]:
        """Of each workout, whether it is here already; changes nothing."""
        with self._database.reading() as database:
            return tuple(workouts.is_known(database, person, one) for one in asked)

    def workouts(
        self, person: str | None, *, newest: int | None = None
    ) -> tuple[StoredWorkout, ...]:
        """Workouts, the newest first; at most `newest` of them."""
        with self._database.reading() as database:
            return workouts.all_of(database, person, newest=newest)

    def sets(self, person: str | None, exercise: str) -> tuple[LoggedSet, ...]:
        """All sets of an exercise, by its key or its foreign name, oldest first."""
        with self._database.reading() as database:
            return workouts.sets_of(database, person, exercise)

    def remove_workout(self, workout_id: str) -> None:
        """Erase one workout."""
        with self._database.writing() as database:
            workouts.remove(database, workout_id)

    def write(self, entries: Iterable[Entry]) -> Added:
        """Keep answers and remarks that are new; an empty id is filled in."""
        with self._database.writing() as database:
            return journal.write(database, _checked(database, entries))

    def write_one(self, entry: Entry) -> Entry:
        """Keep one answer or remark, and give it with its id."""
        with self._database.writing() as database:
            _check(database, entry.person)
            return journal.write_one(database, entry)

    def remove_entry(self, entry_id: str) -> None:
        """Erase one answer or remark."""
        with self._database.writing() as database:
            journal.remove_entry(database, entry_id)

    def entries(
        self,
        person: str | None,
        *,
        label: str | None = None,
        session: str | None = None,
        since: str | None = None,
    ) -> tuple[Entry, ...]:
        """Answers and remarks (of one label, of one session, since a day), oldest first."""
        with self._database.reading() as database:
            return journal.entries(database, person, label=label, of_session=session, since=since)

    def rate_soreness(self, ratings: Iterable[Soreness]) -> Added:
        """Keep ratings that are new; an empty id is filled in."""
        with self._database.writing() as database:
            return journal.rate(database, _checked(database, ratings))

    def rate_one(self, rating: Soreness) -> Soreness:
        """Keep one rating of soreness, and give it with its id."""
        with self._database.writing() as database:
            _check(database, rating.person)
            return journal.rate_one(database, rating)

    def remove_soreness(self, rating_id: str) -> None:
        """Erase one rating of soreness."""
        with self._database.writing() as database:
            journal.remove_soreness(database, rating_id)

    def soreness(self, person: str | None) -> tuple[Soreness, ...]:
        """The diary of sore muscles, oldest first."""
        with self._database.reading() as database:
            return journal.soreness(database, person)

    def begin_plan(
        self, person: str | None, programme: str, started_on: str, *, choices: str = "{}"
    ) -> StoredPlan:
        """Begin a programme (its key) on a day (ISO date)."""
        with self._database.writing() as database:
            _check(database, person)
            return plans.begin(database, person, programme, started_on, choices)

    def schedule(self, plan_id: str, days: Iterable[Planned]) -> None:
        """Keep these as the whole calendar of a plan, instead of the one before."""
        with self._database.writing() as database:
            plans.schedule(database, plan_id, days)

    def mark(self, plan_id: str, planned: Planned) -> None:
        """Say what became of one block of one day."""
        with self._database.writing() as database:
            plans.mark(database, plan_id, planned)

    def happen(self, plan_id: str, event: PlanEvent) -> None:
        """Note what happened to a plan, after all that happened before."""
        with self._database.writing() as database:
            plans.happen(database, plan_id, event)

    def forget_last(self, plan_id: str) -> None:
        """Take back what was noted last of a plan."""
        with self._database.writing() as database:
            plans.forget_last(database, plan_id)

    def end_plan(self, plan_id: str, ended_on: str | None) -> None:
        """Note that a plan is over; None: that it goes on after all."""
        with self._database.writing() as database:
            plans.end(database, plan_id, ended_on)

    def remove_plan(self, plan_id: str) -> None:
        """Erase a plan with its calendar."""
        with self._database.writing() as database:
            plans.remove(database, plan_id)

    def plan(self, plan_id: str) -> StoredPlan:
        """One plan with its calendar and events; raises `InputError` where there is none."""
        with self._database.reading() as database:
            return plans.one(database, plan_id)

    def plans(self, person: str | None) -> tuple[StoredPlan, ...]:
        """The plans of a person, oldest first."""
        with self._database.reading() as database:
            return plans.all_of(database, person)

    def consent(
        self, person: str, what: str, given_by: str, relation: Relation, *, at: str = ""
    ) -> Consent:
        """Note a consent, now or at a moment; a minor's has to be given by a guardian."""
        with self._database.writing() as database:
            return consents.give(database, person, what, given_by, relation, at=at)

    def withdraw(self, consent_id: str, *, at: str = "") -> Consent:
        """Note that a consent holds no more."""
        with self._database.writing() as database:
            return consents.withdraw(database, consent_id, at=at)

    def consents(self, person: str) -> tuple[Consent, ...]:
        """All consents about a person, oldest first; withdrawn ones too."""
        with self._database.reading() as database:
            return tuple(consents.all_of(database, person))


def forget_session(database: Session, session_id: str) -> None:
    """Erase what was said in a session; what was done in it stays, without it."""
    for said in (EntryRow, SorenessRow):
        database.execute(delete(said).where(said.session == session_id))
    for done in (WorkoutRow, PlannedRow):
        database.execute(update(done).where(done.session == session_id).values(session=None))


def _check(database: Session, person: str | None) -> None:
    if person is not None:
        people.one_person(database, person)


def _checked(database: Session, rows: Iterable[T]) -> Iterable[T]:
    kept = tuple(rows)
    for person in {one.person for one in kept}:
        _check(database, person)
    return kept
