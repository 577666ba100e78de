"""The training log of wger, as its interface gives it and as a table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from innervate.core.errors import InputError
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
from innervate.formats.workouts._contract import (
    LineError,
    WorkoutFormat,
    WorkoutOptions,
    WorkoutsRead,
)
from innervate.formats.workouts._names import exercise_of
from innervate.formats.workouts._rows import Row, headings_of, read_sheet, text_of
from innervate.formats.workouts._units import load_kg, needed_unit, unit_of, weighs

_REPS, _LOAD = ("repetitions", "reps"), ("weight",)
_LOAD_UNIT = ("weight_unit", "weight unit", "unit")
_REPS_UNIT = ("repetitions_unit", "repetition_unit", "repetition unit")
_LOAD_UNITS = {"1": "kg", "2": "lb"}
_NO_LOADS = {"3": "body weight", "4": "plates", "5": "km/h", "6": "miles/h"}
_UNTIL_FAILURE = ("2", "until failure")
_SECONDS = {"3": 1.0, "seconds": 1.0, "4": 60.0, "minutes": 60.0}
_METRES = {"5": 1609.344, "miles": 1609.344, "6": 1000.0, "kilometers": 1000.0}


class Wger:
    """One entry for each set: the JSON of ``/api/v2/workoutlog/``, or a table of its fields.

    Fields: date, exercise (its number, or ``exercise_name``), repetitions (or reps) with
    repetitions_unit (1 repetitions, 2 until failure, 3 seconds, 4 minutes, 5 miles, 6
    kilometres), weight with weight_unit (1 kg, 2 lb, 3 body weight, 4 plates, 5 km/h, 6 miles/h;
    in tables also in words), rir, rpe, notes. Where weights have no unit, it has to be stated. An
    exercise that has but a number is called "wger exercise" and that number.
    """

    TITLE: ClassVar[str] = "wger"
    SUFFIXES: ClassVar[tuple[str, ...]] = (".json", ".csv")

    @classmethod
    def sniff(cls, path: Path, head: bytes) -> float:  # noqa: ARG003
        """By the fields of the first entries, or the headings."""
        text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
        if text.startswith(("{", "[")):
            there = [f'"{name}"' in text for name in ("date", "weight", "exercise", "rir")]
            return 0.8 if all(there[:2]) and any(there[2:]) else 0.0
        names = set(headings_of(head))
        counted = names.intersection(_REPS)
        exercise = names.intersection({"exercise", "exercise_name"})
        return 0.5 if "date" in names and "weight" in names and counted and exercise else 0.0

    @classmethod
    def read(cls, path: Path, options: WorkoutOptions) -> WorkoutsRead:
        """Read the whole file."""
        text = text_of(path.read_bytes(), path)
        in_json = text.lstrip().startswith(("{", "["))
        rows = tuple(_entries(text, path) if in_json else read_sheet(path).rows())
        bare = any(
            isinstance(row, Row) and weighs(row.get(*_LOAD)) and not row.get(*_LOAD_UNIT)
            for row in rows
        )
        unit = needed_unit(path, options.unit, any_load=bare)
        return gather("wger", rows, lambda row: _gathered(row, unit))


def _entries(text: str, path: Path) -> Iterator[Row | LineError]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{path.name} is no JSON", found=str(error), fix="export it again"
        ) from error
    entries = found.get("results") if isinstance(found, dict) else found
    if not isinstance(entries, list):
        raise InputError(
            f"{path.name} has no list of results", fix="export the workout log of wger again"
        )
    for line, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            yield LineError(line, "the entry is no object", repr(entry)[:60], "export it again")
            continue
        values = {name.lower(): _word(value) for name, value in entry.items()}
        places = {name: place for place, name in enumerate(values)}
        yield Row(line, places, tuple(values.values()))


def _word(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("id")
    return "" if value is None else str(value)


def _gathered(row: Row, unit: LoadUnit) -> Gathered:
    visit = Visit(moment(row.get("date")), row.get("workout_name", "workout", "session", "routine"))
    amount = _amount(row)
    load, remark = _load(row, unit)
    name = _name(row)
    one = WorkoutSet(
        name=name,
        exercise=exercise_of(name),
        kind=amount.kind,
        reps=amount.reps,
        load_kg=load,
        duration_s=amount.duration_s,
        distance_m=amount.distance_m,
        rpe=exertion(row.get("rpe")),
        rir=number(row.get("rir"), "the repetitions in reserve", most=100.0),
        note="; ".join(part for part in (row.get("notes", "comment"), remark) if part),
    )
    return Gathered(visit, (one,))


def _name(row: Row) -> str:
    name = row.get("exercise_name") or row.get("exercise", "exercise_base")
    if not name:
        raise CellError("the exercise has no name", "", "write which exercise it was")
    return f"wger exercise {name}" if name.isdecimal() else name


@dataclass(frozen=True, slots=True)
class _Amount:
    """How much was done in a set; see `WorkoutSet`."""

    reps: int | None = None
    duration_s: float | None = None
    distance_m: float | None = None
    kind: SetKind = SetKind.WORKING


def _amount(row: Row) -> _Amount:
    text, unit = row.get(*_REPS), row.get(*_REPS_UNIT).lower()
    if unit in _SECONDS:
        many = seconds(text)
        return _Amount(duration_s=None if many is None else many * _SECONDS[unit])
    if unit in _METRES:
        far = number(text, "the distance", most=MOST_M / _METRES[unit])
        return _Amount(distance_m=None if far is None else far * _METRES[unit])
    kind = SetKind.FAILURE if unit in _UNTIL_FAILURE else SetKind.WORKING
    return _Amount(reps=count(text, "the repetitions"), kind=kind)


def _load(row: Row, unit: LoadUnit) -> tuple[float | None, str]:
    """The load, or a remark where it is of another kind than a load."""
    text, word = row.get(*_LOAD), row.get(*_LOAD_UNIT).lower()
    other = _NO_LOADS.get(word) or (word if word in _NO_LOADS.values() else "")
    if other:
        return None, f"{text} ({other})" if weighs(text) else ""
    return load_kg(text, unit_of(_LOAD_UNITS.get(word, word)) if word else unit), ""


PLUGIN: type[WorkoutFormat] = Wger
