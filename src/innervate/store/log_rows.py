"""What the training log gives out and takes in: frozen rows, free of any database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from innervate.core.channel import Side
from innervate.core.workout import Workout, WorkoutSet


@dataclass(frozen=True, slots=True)
class StoredWorkout:
    """A workout as it is kept.

    Attributes:
        id: of its own on every computer.
        person: id of the person, or None for nobody in particular.
        workout: what was done.
        session: id of the session that measured it, or None.
    """

    id: str
    person: str | None
    workout: Workout
    session: str | None = None


@dataclass(frozen=True, slots=True)
class LoggedSet:
    """A set with the workout that it is of; `position` counts from 0 in it."""

    workout: str
    started_at: str
    position: int
    set: WorkoutSet


@dataclass(frozen=True, slots=True)
class Added:
    """How many rows were new, and how many were here already and stayed as they are."""

    new: int
    known: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer or a remark.

    Attributes:
        id: of its own on every computer; the same entry is never kept twice. Empty for a new one.
        person: id of the person, or None for nobody in particular.
        at: ISO 8601.
        label: what was asked, e.g. ``focus.before``.
        value: the answer as a number, or None where it is none.
        unit: unit of the value; empty where there is no value.
        text: the answer in words, or the remark.
        protocol: key of the protocol that asked, or None.
        session: id of the session that it was given in, or None.
    """

    id: str
    person: str | None
    at: str
    label: str
    value: float | None = None
    unit: str = ""
    text: str = ""
    protocol: str | None = None
    session: str | None = None


@dataclass(frozen=True, slots=True)
class Soreness:
    """How sore a muscle was, 0 (not at all) to 10 (as sore as can be).

    Attributes:
        id: as in `Entry`.
        person: id of the person, or None for nobody in particular.
        at: ISO 8601.
        muscle: key of a muscle in `body`.
        rating: 0 to 10.
        side: the person's own side, or None for both.
        after_h: hours after the work that it was asked about (24, 48, 72), or None.
        note: remark.
        session: id of the session that it followed, or None.
    """

    id: str
    person: str | None
    at: str
    muscle: str
    rating: float
    side: Side | None = None
    after_h: int | None = None
    note: str = ""
    session: str | None = None


class PlannedState(StrEnum):
    """What became of a planned block."""

    PLANNED = "planned"
    DONE = "done"
    MISSED = "missed"
    MOVED = "moved"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Planned:
    """One block of one day.

    Attributes:
        day: ISO date.
        block: names the block within the day.
        state: what became of it.
        moved_to: the ISO date that it was moved to, or None.
        note: why, in words.
        session: id of the session that did it, or None.
    """

    day: str
    block: str
    state: PlannedState = PlannedState.PLANNED
    moved_to: str | None = None
    note: str = ""
    session: str | None = None


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """Something that happened to a plan; `body` is JSON that the store does not read."""

    at: str
    kind: str
    body: str = "{}"


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A programme that somebody began.

    Attributes:
        id: of its own on every computer.
        person: id of the person, or None for nobody in particular.
        programme: key of the programme.
        started_on: ISO date.
        ended_on: ISO date, or None while it goes on.
        choices: JSON from which it can be made again; the store does not read it.
        days: its blocks by day.
        events: what happened, in order.
    """

    id: str
    person: str | None
    programme: str
    started_on: str
    ended_on: str | None = None
    choices: str = "{}"
    days: tuple[Planned, ...] = ()
    events: tuple[PlanEvent, ...] = ()


class Relation(StrEnum):
    """Who gave a consent: the person, or whoever answers for a minor."""

    SELF = "self"
    GUARDIAN = "guardian"


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody agreed to.

    Attributes:
        id: as in `Entry`.
        person: id of the person that it is about.
        what: what was agreed to, e.g. ``recording``.
        given_by: the name of whoever said yes.
        relation: what they are to the person.
        at: ISO 8601.
        withdrawn_at: ISO 8601, or None while it holds.
    """

    id: str
    person: str
    what: str
    given_by: str
    relation: Relation
    at: str
    withdrawn_at: str | None = None
