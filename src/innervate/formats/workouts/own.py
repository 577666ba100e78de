"""Workouts in innervate's own JSON: what an export writes, or a list written by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Final, cast

from innervate.core.errors import InputError
from innervate.core.plain import Plain, from_plain
from innervate.core.workout import Workout
from innervate.formats.workouts._contract import (
    LineError,
    WorkoutFormat,
    WorkoutOptions,
    WorkoutsRead,
)
from innervate.formats.workouts._names import exercise_of
from innervate.formats.workouts._rows import text_of

LIST_SCHEMA: Final = "innervate/workouts/1"
ROWS_SCHEMA: Final = "innervate/rows/1"


class Own:
    """A list of workouts, or all rows as ``innervate export --json`` writes them.

    ``{"schema": "innervate/workouts/1", "workouts": [{"started_at": "2026-11-26T18:30:00",
    "name": "Push", "sets": [{"name": "Bench press", "reps": 8, "load_kg": 60.0}]}]}``; the fields
    are those of `Workout` and `WorkoutSet`. Loads are kilograms. People and sessions in a file of
    rows are passed over: the zip file brings those back.
    """

    TITLE: ClassVar[str] = "innervate (JSON)"
    SUFFIXES: ClassVar[tuple[str, ...]] = (".json",)

    @classmethod
    def sniff(cls, path: Path, head: bytes) -> float:  # noqa: ARG003
        """By the schema, which comes early."""
        text = head.decode("utf-8", "replace")
        return 1.0 if any(f'"{one}"' in text for one in (LIST_SCHEMA, ROWS_SCHEMA)) else 0.0

    @classmethod
    def read(cls, path: Path, options: WorkoutOptions) -> WorkoutsRead:  # noqa: ARG003
        """Read the whole file."""
        workouts: list[Workout] = []
        errors: list[LineError] = []
        for line, (entry, key) in enumerate(_entries(path), start=1):
            try:
                workouts.append(_workout(entry, key))
            except InputError as error:
                given = error.given or error.found or "this entry"
                fix = error.fix or "correct that entry"
                errors.append(LineError(line, error.what, given[:200], fix))
        return WorkoutsRead(tuple(workouts), tuple(errors))


def _entries(path: Path) -> Iterator[tuple[Plain, str]]:
    """The workouts as plain data, with the ids that they were kept under."""
    try:
        whole = cast("Plain", json.loads(text_of(path.read_bytes(), path)))
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{path.name} is no JSON", found=str(error), fix="export it again"
        ) from error
    if not isinstance(whole, dict):
        raise InputError(f"{path.name} is no JSON object", fix="export it again")
    if whole.get("schema") == LIST_SCHEMA:
        yield from ((entry, "") for entry in _list(whole, "workouts", path))
        return
    for line in _list(whole, "log", path):
        kept = line.get("workout") if isinstance(line, dict) else None
        if isinstance(kept, dict):
            yield kept.get("workout"), str(kept.get("id", ""))


def _list(whole: dict[str, Plain], name: str, path: Path) -> list[Plain]:
    found = whole.get(name)
    if not isinstance(found, list):
        raise InputError(f"{path.name} has no list of {name}", fix="export it again")
    return found


def _workout(entry: Plain, key: str) -> Workout:
    workout = from_plain(Workout, entry)
    sets = (
        one if one.exercise else replace(one, exercise=exercise_of(one.name))
        for one in workout.sets
    )
    key = workout.source_key or key or f"innervate:{workout.started_at}:{workout.name}"
    return replace(workout, source_key=key, sets=tuple(sets))


PLUGIN: type[WorkoutFormat] = Own
