"""The training log of the app Hevy."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from innervate.core.workout import MOST_M, LoadUnit, SetKind, WorkoutSet
from innervate.formats.workouts._build import Gathered, Visit, gather
from innervate.formats.workouts._cells import (
    CellError,
    count,
    exertion,
    moment,
    number,
    seconds,
)
from innervate.formats.workouts._contract import WorkoutFormat, WorkoutOptions, WorkoutsRead
from innervate.formats.workouts._names import exercise_of
from innervate.formats.workouts._rows import Row, headings_of, read_sheet
from innervate.formats.workouts._units import load_kg, needed_unit, weighs

_MILE_M = 1609.344
_KINDS = {
    "": SetKind.WORKING,
    "normal": SetKind.WORKING,
    "warmup": SetKind.WARMUP,
    "dropset": SetKind.DROP,
    "failure": SetKind.FAILURE,
}


class Hevy:
    """One row for each set, in quotation marks; the units are in the headings.

    Headings that were met::

        title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,
            set_type,weight_kg,reps,distance_km,duration_seconds,rpe

    with ``weight_lbs`` and ``distance_miles`` for those who train in pounds; older ones have
    ``weight`` without a unit, which has to be stated. Times are like "28 Mar 2024, 17:29".
    """

    TITLE: ClassVar[str] = "Hevy"
    SUFFIXES: ClassVar[tuple[str, ...]] = (".csv",)

    @classmethod
    def sniff(cls, path: Path, head: bytes) -> float:  # noqa: ARG003
        """By the headings."""
        names = set(headings_of(head))
        return 0.95 if {"title", "start_time", "exercise_title", "set_index"} <= names else 0.0

    @classmethod
    def read(cls, path: Path, options: WorkoutOptions) -> WorkoutsRead:
        """Read the whole file."""
        sheet = read_sheet(path)
        bare = any(isinstance(row, Row) and weighs(row.get("weight")) for row in sheet.rows())
        unit = needed_unit(path, options.unit, any_load=bare)
        return gather("hevy", sheet.rows(), lambda row: _gathered(row, unit))


def _gathered(row: Row, unit: LoadUnit) -> Gathered:
    name, kind = row.get("exercise_title"), row.get("set_type").lower().replace("_", "")
    if not name:
        raise CellError("the exercise has no name", "", "write which exercise it was")
    if kind not in _KINDS:
        raise CellError("the type of set is not known", kind, "write normal, warmup or the like")
    ended = row.get("end_time")
    visit = Visit(
        moment(row.get("start_time")),
        row.get("title"),
        moment(ended) if ended else None,
        row.get("description"),
    )
    one = WorkoutSet(
        name=name,
        exercise=exercise_of(name),
        kind=_KINDS[kind],
        reps=count(row.get("reps"), "the repetitions"),
        load_kg=_load_kg(row, unit),
        duration_s=seconds(row.get("duration_seconds")) or None,
        distance_m=_distance_m(row),
        rpe=exertion(row.get("rpe")),
    )
    note = row.get("exercise_notes")
    return Gathered(visit, (one,), (f"{name}: {note}",) if note else ())


def _load_kg(row: Row, unit: LoadUnit) -> float | None:
    for heading, said in (("weight_kg", LoadUnit.KG), ("weight_lbs", LoadUnit.LB)):
        if row.get(heading):
            return load_kg(row.get(heading), said)
    return load_kg(row.get("weight"), unit)


def _distance_m(row: Row) -> float | None:
    for heading, metres in (("distance_km", 1000.0), ("distance_miles", _MILE_M)):
        far = number(row.get(heading), "the distance", most=MOST_M / metres)
        if far:
            return far * metres
    return None


PLUGIN: type[WorkoutFormat] = Hevy
