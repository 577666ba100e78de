"""Strength workouts in FIT files, as sports watches write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

from innervate.core.errors import InputError
from innervate.core.workout import MOST_KG, MOST_REPS, MOST_S, Workout, WorkoutSet
from innervate.formats.workouts._contract import (
    LineError,
    WorkoutFormat,
    WorkoutOptions,
    WorkoutsRead,
)
from innervate.formats.workouts._fit_messages import Message, is_fit, messages
from innervate.formats.workouts._names import exercise_of

_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
_SESSION, _SET, _TITLE = 18, 225, 264
_START_TIME, _ELAPSED = 2, 7
_DURATION, _REPS, _WEIGHT, _TYPE, _SET_START, _CATEGORY, _SUBTYPE = 0, 3, 4, 5, 6, 7, 8
_ACTIVE = 1
_CATEGORIES = (
    "bench press", "calf raise", "cardio", "carry", "chop", "core", "crunch", "curl", "deadlift",
    "flye", "hip raise", "hip stability", "hip swing", "hyperextension", "lateral raise",
    "leg curl", "leg raise", "lunge", "olympic lift", "plank", "plyo", "pull up", "push up",
    "row", "shoulder press", "shoulder stability", "shrug", "sit up", "squat", "total body",
    "triceps extension", "warm up", "run",
)  # fmt: skip


class Fit:
    """The sets (message 225) and session (18) of a FIT activity; rests are passed over.

    Loads are kilograms by the format, whatever the watch shows. A set is named by the title that
    the file has for it (message 264), else by its category ("squat"), which says too little to be
    sure of the exercise. Times are UTC.
    """

    TITLE: ClassVar[str] = "FIT"
    SUFFIXES: ClassVar[tuple[str, ...]] = (".fit",)

    @classmethod
    def sniff(cls, path: Path, head: bytes) -> float:  # noqa: ARG003
        """By the mark in the header."""
        return 1.0 if is_fit(head) else 0.0

    @classmethod
    def read(cls, path: Path, options: WorkoutOptions) -> WorkoutsRead:  # noqa: ARG003
        """Read the whole file."""
        found = tuple(messages(path.read_bytes(), path))
        titles = {
            (one.number(0), one.number(1)): one.text(2)
            for one in found
            if one.kind == _TITLE and one.text(2)
        }
        sets: list[WorkoutSet] = []
        errors: list[LineError] = []
        first: Message | None = None
        for line, one in enumerate((one for one in found if one.kind == _SET), start=1):
            if one.number(_TYPE) not in {None, _ACTIVE}:
                continue
            first = first or one
            read = _set(one, titles, line)
            if isinstance(read, LineError):
                errors.append(read)
            else:
                sets.append(read)
        if first is None:
            raise InputError(
                f"{path.name} holds no sets",
                found="a FIT file of another kind of activity",
                fix="import strength workouts; other activities are not read from FIT files",
            )
        sessions = tuple(one for one in found if one.kind == _SESSION)
        return WorkoutsRead(tuple(_workout(path, sessions, first, sets)), tuple(errors))


def _workout(
    path: Path, sessions: tuple[Message, ...], first: Message, sets: list[WorkoutSet]
) -> Iterator[Workout]:
    began = sessions[0].number(_START_TIME) if sessions else first.number(_SET_START)
    if began is None:
        raise InputError(
            f"{path.name} does not say when the workout began", fix="export it again from the watch"
        )
    if not sets:
        return
    started = _EPOCH + timedelta(seconds=began)
    lasted = sessions[0].number(_ELAPSED) if sessions else None
    ended = None if lasted is None else started + timedelta(milliseconds=lasted)
    yield Workout(
        started_at=started.isoformat(),
        name="Strength training",
        sets=tuple(sets),
        ended_at=None if ended is None else ended.isoformat(timespec="seconds"),
        source="fit",
        source_key=f"fit:{started.isoformat()}",
    )


def _set(
    one: Message, titles: dict[tuple[int | None, int | None], str], line: int
) -> WorkoutSet | LineError:
    category, subtype = one.number(_CATEGORY), one.number(_SUBTYPE)
    name = titles.get((category, subtype)) or _category(category)
    duration, weight, reps = one.number(_DURATION), one.number(_WEIGHT), one.number(_REPS)
    duration_s = None if duration is None else duration / 1000.0
    load_kg = None if weight is None else weight / 16.0
    for value, most, what in (
        (duration_s, MOST_S, "the duration (s)"),
        (load_kg, MOST_KG, "the load (kg)"),
        (reps, MOST_REPS, "the repetitions"),
    ):
        if value is not None and value > most:
            return LineError(line, f"{what} is more than anybody does", f"{value:g}", "correct it")
    return WorkoutSet(
        name=name,
        exercise=exercise_of(name) if (category, subtype) in titles else None,
        reps=reps,
        load_kg=load_kg,
        duration_s=duration_s,
    )


def _category(number: int | None) -> str:
    known = number is not None and number < len(_CATEGORIES)
    return _CATEGORIES[number] if known and number is not None else "unknown exercise"


PLUGIN: type[WorkoutFormat] = Fit
