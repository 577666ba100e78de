"""Strength from the training log: what was lifted, and what was read off an instrument."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from innervate.core.workout import SetKind, WorkoutSet
from innervate.report.change_series import Condition
from innervate.report.change_strength import Formula, Lift, best
from innervate.store.log_rows import Entry
from innervate.store.store import Store
from innervate.web.days import day_of

_LABEL: Final = "strength."
_METHOD: Final = f"estimated one-repetition maximum, {Formula.EPLEY}, best set of the day"
_UNTOLD: Final = "taken as if no further repetition was possible where it was not told"


class Kept(NamedTuple):
    """What a strength is of: two of one kind may be compared."""

    key: str
    condition: Condition
    name: str
    unit: str
    method: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A strength of a day."""

    on: date
    value: float


def strengths(store: Store, person: str | None) -> dict[Kept, list[Mark]]:
    """Every kind of strength with its marks; warm-up sets do not count."""
    found: dict[Kept, list[Mark]] = {}
    for kept, mark in (*_lifted(store, person), *_read_off(store, person)):
        found.setdefault(kept, []).append(mark)
    return found


def _lifted(store: Store, person: str | None) -> Iterator[tuple[Kept, Mark]]:
    days: dict[tuple[str, date], list[Lift]] = {}
    untold: set[str] = set()
    for one in store.values.sets(person):
        lift = _lift(one.set)
        if lift is None:
            continue
        exercise = one.set.exercise or one.set.name
        if lift.reserve is None:
            untold.add(exercise)
        days.setdefault((exercise, day_of(one.started_at)), []).append(lift)
    for (exercise, on), lifts in days.items():
        strength = best(lifts, Formula.EPLEY)
        if strength is not None:
            method = f"{_METHOD}; {_UNTOLD}" if exercise in untold else _METHOD
            yield (
                Kept(f"lifted {exercise}", Condition(exercise), "Strength", "kg", method),
                Mark(on, strength.value),
            )


def _lift(one: WorkoutSet) -> Lift | None:
    if one.kind is SetKind.WARMUP or not one.reps or not one.load_kg or one.load_kg >= 1000:
        return None
    reserve = one.rir
    if reserve is None and one.rpe is not None and one.rpe >= 5:
        reserve = 10.0 - one.rpe
    return Lift(one.load_kg, one.reps, None if reserve is None else round(reserve))


def _read_off(store: Store, person: str | None) -> Iterator[tuple[Kept, Mark]]:
    for one in store.values.entries(person, _LABEL):
        if one.value is not None:
            yield _reading(one), Mark(day_of(one.at), one.value)


def _reading(one: Entry) -> Kept:
    muscle, _, side = one.label.removeprefix(_LABEL).partition(".")
    whose = f"{side} {muscle}".strip().replace("_", " ")
    condition = Condition(montage=f"{whose}, {one.text}" if one.text else whose)
    return Kept(f"read {one.label} {one.text}", condition, "Strength", one.unit, one.text)
