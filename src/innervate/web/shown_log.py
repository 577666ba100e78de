"""What the HTTP API answers about the training log, imports, people and their consents."""

from __future__ import annotations

from enum import StrEnum

from innervate.core.channel import Side
from innervate.core.workout import SetKind
from innervate.store.log_rows import Relation, StoredWorkout
from innervate.web.models import Shown


class SetShown(Shown):
    """One set; null where nothing was written down."""

    name: str
    exercise: str | None
    kind: SetKind
    reps: int | None
    load_kg: float | None
    duration_s: float | None
    distance_m: float | None
    rpe: float | None
    rir: float | None
    tempo: str
    note: str


class WorkoutShown(Shown):
    """A workout."""

    id: str
    person: str | None
    started_at: str
    ended_at: str | None
    name: str
    note: str
    sets: tuple[SetShown, ...]
    source: str
    source_key: str
    session: str | None

    @classmethod
    def of(cls, stored: StoredWorkout) -> WorkoutShown:
        """The workout as it is shown."""
        workout = stored.workout
        return cls(
            id=stored.id,
            person=stored.person,
            started_at=workout.started_at,
            ended_at=workout.ended_at,
            name=workout.name,
            note=workout.note,
            sets=tuple(SetShown.model_validate(one) for one in workout.sets),
            source=workout.source,
            source_key=workout.source_key,
            session=stored.session,
        )


class SorenessShown(Shown):
    """How sore a muscle was."""

    id: str
    person: str | None
    at: str
    muscle: str
    side: Side | None
    rating: float
    after_h: int | None
    note: str
    session: str | None


class ReadingShown(Shown):
    """A strength that was read off an instrument, in newtons."""

    id: str
    person: str | None
    at: str
    muscle: str
    side: Side | None
    newtons: float
    instrument: str


class NoteShown(Shown):
    """A remark of a day."""

    id: str
    person: str | None
    at: str
    text: str


class AnswerShown(Shown):
    """An answer that was given in a session."""

    label: str
    value: float | None
    unit: str
    text: str


class PlayedShown(Shown):
    """A guided session that was done on a player, with its answers."""

    id: str
    at: str
    protocol: str
    duration_s: float | None
    ended: str
    answers: tuple[AnswerShown, ...]


class AskShown(Shown):
    """A question of the soreness diary that is due now."""

    muscle: str
    side: Side | None
    after_h: int
    after: str
    worked_at: str
    session: str | None


class LogShown(Shown):
    """What somebody did, felt and wrote, the newest first; `more`: older workouts are there."""

    workouts: tuple[WorkoutShown, ...]
    more: bool
    soreness: tuple[SorenessShown, ...]
    readings: tuple[ReadingShown, ...]
    notes: tuple[NoteShown, ...]
    played: tuple[PlayedShown, ...]
    asks: tuple[AskShown, ...]


class LineErrorShown(Shown):
    """A line that could not be read."""

    line: int
    what: str
    given: str
    fix: str


class FoundWorkout(Shown):
    """A workout that a file holds, and whether it is here already."""

    started_at: str
    name: str
    sets: int
    exercises: tuple[str, ...]
    known: bool


class ImportKind(StrEnum):
    """What a file turned out to be."""

    WORKOUTS = "workouts"
    EXPORT = "export"
    RESULTS = "results"


class ImportShown(Shown):
    """What a file holds; with `done`, what was added of it.

    `asks_unit`: it does not say whether its loads are kilograms or pounds. `unmatched`: names of
    exercises that stay as they are written.
    """

    kind: ImportKind
    title: str
    done: bool
    asks_unit: bool
    new: int
    known: int
    sets: int
    errors: tuple[LineErrorShown, ...]
    more_errors: int
    workouts: tuple[FoundWorkout, ...]
    unmatched: tuple[str, ...]
    words: str


class ConsentShown(Shown):
    """What somebody agreed to."""

    id: str
    person: str
    what: str
    given_by: str
    relation: Relation
    at: str
    withdrawn_at: str | None


class ConsentWords(Shown):
    """What is asked for: its key, and all that is said before somebody agrees."""

    what: str
    title: str
    points: tuple[str, ...]
    minor: str
    adult_age: int


class HeldExport(Shown):
    """A file outside of the home folder that holds the person."""

    path: str
    at: str
    others: bool


class HeldShown(Shown):
    """All that erasing a person erases."""

    sessions: int
    recordings: int
    recordings_bytes: int
    workouts: int
    sets: int
    answers: int
    soreness: int
    plans: int
    consents: int
    exports: tuple[HeldExport, ...]


class PersonOverview(Shown):
    """A person as whoever looks after them sees them.

    `planned`, `done`, `missed`: sessions of the last 28 days. `letter`: the month of the last one.
    """

    id: str
    name: str
    may_record: bool
    sessions: int
    last_session: str | None
    last_session_at: str | None
    last_headline: str
    last_workout_at: str | None
    planned: int
    done: int
    missed: int
    programme: str | None
    letter: str | None
