"""The training log of the app Strong."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from innervate.core.workout import MOST_M, LoadUnit, SetKind, WorkoutSet
from innervate.formats.workouts._build import Gathered, Visit, gather
from innervate.formats.workouts._cells import (
    CellError,
    count,
    exertion,
    later,
    moment,
    number,
    seconds,
)
from innervate.formats.workouts._contract import WorkoutFormat, WorkoutOptions, WorkoutsRead
from innervate.formats.workouts._names import exercise_of
from innervate.formats.workouts._rows import Row, Sheet, headings_of, read_sheet
from innervate.formats.workouts._units import load_kg, needed_unit, unit_of, weighs

_KINDS = {"w": SetKind.WARMUP, "d": SetKind.DROP, "f": SetKind.FAILURE}
_WEIGHT = re.compile(r"weight \((kg|kgs|lb|lbs)\)")
_DISTANCE = re.compile(r"distance \((meters|m|km|miles|mi|feet|ft)\)")
_METRES = {
    "meters": 1.0, "m": 1.0, "km": 1000.0, "miles": 1609.344, "mi": 1609.344,
    "feet": 0.3048, "ft": 0.3048,
}  # fmt: skip


class Strong:
    """One row for each set; the workout's date, name and duration in every row.

    Headings that were met (commas or semicolons between them, any order)::

        Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;
            Distance Unit;Seconds;Notes;Workout Notes;Workout Duration
        Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,
            Workout Notes,RPE
        Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,
            Workout Notes,RPE
        Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (kg);Reps;RPE;
            Distance (meters);Seconds;Notes;Workout Notes

    The unit of the load is in a heading or a column of its own; where it is in neither, it has to
    be stated. A distance without a unit is kept as a remark. "Set Order" is a number or W (warm
    up), D (drop), F (failure); rows of rest timers are passed over, rows of notes are remarks.
    """

    TITLE: ClassVar[str] = "Strong"
    SUFFIXES: ClassVar[tuple[str, ...]] = (".csv", ".txt")

    @classmethod
    def sniff(cls, path: Path, head: bytes) -> float:  # noqa: ARG003
        """By the headings."""
        names = set(headings_of(head))
        return 0.95 if {"date", "workout name", "exercise name", "set order"} <= names else 0.0

    @classmethod
    def read(cls, path: Path, options: WorkoutOptions) -> WorkoutsRead:
        """Read the whole file."""
        sheet = read_sheet(path)
        unit = _unit_of(sheet, path, options.unit)
        return gather("strong", sheet.rows(), lambda row: _gathered(row, unit(row), sheet))


def _unit_of(sheet: Sheet, path: Path, stated: LoadUnit | None) -> Callable[[Row], LoadUnit]:
    headed = [_WEIGHT.fullmatch(heading) for heading in sheet.headings]
    if words := [found[1] for found in headed if found]:
        unit = unit_of(words[0])
        return lambda _row: unit
    loaded = [row for row in sheet.rows() if isinstance(row, Row) and weighs(row.get("weight"))]
    if "weight unit" in sheet:
        bare = any(not row.get("weight unit") for row in loaded)
        rest = needed_unit(path, stated, any_load=bare)
        return lambda row: unit_of(row.get("weight unit")) if row.get("weight unit") else rest
    needed = needed_unit(path, stated, any_load=bool(loaded))
    return lambda _row: needed


def _gathered(row: Row, unit: LoadUnit, sheet: Sheet) -> Gathered | None:
    order, name = row.get("set order").lower(), row.get("exercise name")
    if order.startswith("rest"):
        return None
    visit = _visit(row)
    if order.startswith("note"):
        return Gathered(visit, remarks=(f"{name}: {row.get('notes')}",))
    if not name:
        raise CellError("the exercise has no name", "", "write which exercise it was")
    if order not in _KINDS and not order.isdecimal():
        raise CellError("the set order is not known", order, "write a number, W, D or F")
    metres, remark = _distance(row, sheet)
    one = WorkoutSet(
        name=name,
        exercise=exercise_of(name),
        kind=_KINDS.get(order, SetKind.WORKING),
        reps=count(row.get("reps"), "the repetitions"),
        load_kg=load_kg(row.get("weight", *filter(_WEIGHT.fullmatch, sheet.headings)), unit),
        duration_s=seconds(row.get("seconds")) or None,
        distance_m=metres,
        rpe=exertion(row.get("rpe")),
        note="; ".join(part for part in (row.get("notes"), remark) if part),
    )
    return Gathered(visit, (one,))


def _visit(row: Row) -> Visit:
    started_at = moment(row.get("date"))
    lasted = seconds(row.get("duration", "duration (sec)", "workout duration"))
    return Visit(
        started_at, row.get("workout name"), later(started_at, lasted), row.get("workout notes")
    )


def _distance(row: Row, sheet: Sheet) -> tuple[float | None, str]:
    """Metres, or a remark where the file does not say the unit."""
    headed = [found for heading in sheet.headings if (found := _DISTANCE.fullmatch(heading))]
    text = row.get(headed[0][0]) if headed else row.get("distance")
    far = number(text, "the distance")
    word = headed[0][1] if headed else row.get("distance unit").lower()
    if not far:
        return None, ""
    if word not in _METRES:
        return None, f"distance {text} (unit not said)"
    if far * _METRES[word] > MOST_M:
        raise CellError("the distance is more than anybody walks", text, "write the one meant")
    return far * _METRES[word], ""


PLUGIN: type[WorkoutFormat] = Strong
