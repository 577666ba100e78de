"""The unit of loads: what the file says, else what the user states, else a question."""

from __future__ import annotations

from pathlib import Path

from innervate.core.errors import InputError
from innervate.core.workout import MOST_KG, LoadUnit
from innervate.formats.workouts._cells import CellError, number

_WORDS = {
    "kg": LoadUnit.KG,
    "kgs": LoadUnit.KG,
    "kilograms": LoadUnit.KG,
    "lb": LoadUnit.LB,
    "lbs": LoadUnit.LB,
    "pounds": LoadUnit.LB,
}


def unit_of(word: str) -> LoadUnit:
    """The unit that a word means; raises `CellError` for any other."""
    if word.strip().lower() not in _WORDS:
        raise CellError("the unit of the load is not known", word, "write kg or lb")
    return _WORDS[word.strip().lower()]


def load_kg(text: str, unit: LoadUnit) -> float | None:
    """A load in kilograms; None for an empty cell."""
    load = number(text, "the load")
    if load is None:
        return None
    kilograms = unit.in_kg(load)
    if kilograms > MOST_KG:
        raise CellError("the load is more than anybody lifts", text, "write the load in " + unit)
    return kilograms


def needed_unit(path: Path, stated: LoadUnit | None, *, any_load: bool) -> LoadUnit:
    """The stated unit; raises `InputError` where there are loads and nobody said their unit."""
    if stated is None and any_load:
        raise InputError(
            f"{path.name} does not say whether its loads are kilograms or pounds",
            fix="state it with --unit kg or --unit lb",
        )
    return stated or LoadUnit.KG


def weighs(text: str) -> bool:
    """Whether a cell holds a load other than none."""
    try:
        return bool(number(text, ""))
    except CellError:
        return False
