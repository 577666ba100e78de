"""The training log of the app StrongLifts 5x5."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from innervate.core.workout import LoadUnit, WorkoutSet
from innervate.formats.workouts._build import Gathered, Visit, gather
from innervate.formats.workouts._cells import CellError, count, moment
from innervate.formats.workouts._contract import WorkoutFormat, WorkoutOptions, WorkoutsRead
from innervate.formats.workouts._names import exercise_of
from innervate.formats.workouts._rows import Row, Sheet, headings_of, read_sheet
from innervate.formats.workouts._units import load_kg

_DATE = re.compile(r"date(?: \((?P<order>[ymd/.-]+)\))?")
_SET = re.compile(r"set (\d+)(?: \(reps\))?")
_UNITS = (LoadUnit.KG, LoadUnit.LB)

_EXERCISES = {
    "squat": "back_squat",
    "bench press": "bench_press",
    "deadlift": "deadlift",
    "romanian deadlift": "romanian_deadlift",
}
"""In this app they are done with the bar, and the squat with the bar on the back."""


class StrongLifts:
    """One row for each exercise of a workout, its sets side by side.

    Headings that were met, with more between them::

        Date (yyyy/mm/dd),Workout,Workout Name,Program Name,Body Weight (KG),Exercise,Notes,
            Set 1 (Reps),Set 1 (KG),Set 1 (LB),Set 2 (Reps),Set 2 (KG), ...
        Date,Workout,Exercise,KG,LB,Set 1,Set 2,Set 3,Set 4,Set 5,Note

    Kilograms are read where there are both, pounds where there are only those.
    """

    TITLE: ClassVar[str] = "StrongLifts"
    SUFFIXES: ClassVar[tuple[str, ...]] = (".csv",)

    @classmethod
    def sniff(cls, path: Path, head: bytes) -> float:  # noqa: ARG003
        """By the headings."""
        names = headings_of(head)
        dated = any(_DATE.fullmatch(name) for name in names)
        return 0.9 if dated and "exercise" in names and any(map(_SET.fullmatch, names)) else 0.0

    @classmethod
    def read(cls, path: Path, options: WorkoutOptions) -> WorkoutsRead:  # noqa: ARG003
        """Read the whole file."""
        sheet = read_sheet(path)
        dates = [found for name in sheet.headings if (found := _DATE.fullmatch(name))]
        order = "".join(letter[0] for letter in re.split(r"[/.-]", dates[0]["order"] or "ymd"))
        return gather(
            "stronglifts", sheet.rows(), lambda row: _gathered(row, sheet, dates[0][0], order)
        )


def _gathered(row: Row, sheet: Sheet, date: str, order: str) -> Gathered:
    name = row.get("exercise")
    if not name:
        raise CellError("the exercise has no name", "", "write which exercise it was")
    visit = Visit(
        moment(row.get(date), "" if order == "ymd" else order),
        row.get("workout name", "workout"),
    )
    note = row.get("notes", "note")
    return Gathered(visit, tuple(_sets(row, sheet, name)), tuple(_remarks(row, name, note)))


def _sets(row: Row, sheet: Sheet, name: str) -> Iterator[WorkoutSet]:
    for heading in filter(_SET.fullmatch, sheet.headings):
        reps = count(row.get(heading), "the repetitions")
        if reps is not None:
            yield WorkoutSet(
                name=name,
                exercise=_EXERCISES.get(name.lower()) or exercise_of(name),
                reps=reps,
                load_kg=_load_kg(row, heading.removesuffix(" (reps)")),
            )


def _load_kg(row: Row, set_: str) -> float | None:
    for unit in _UNITS:
        text = row.get(f"{set_} ({unit})", f"{set_} ({unit}s)", unit, f"{unit}s")
        if text:
            return load_kg(text, unit)
    return None


def _remarks(row: Row, name: str, note: str) -> Iterator[str]:
    for unit in _UNITS:
        weight = row.get(f"body weight ({unit})")
        if weight:
            yield f"body weight {weight} {unit}"
            break
    if note:
        yield f"{name}: {note}"


PLUGIN: type[WorkoutFormat] = StrongLifts
