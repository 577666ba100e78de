"""From the tables of a TOML file to steps, with errors that say which step is meant."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, cast

from innervate.coach.guided.steps import (
    Arm,
    Ask,
    Breathe,
    Common,
    Kind,
    Pulse,
    Repeat,
    Reps,
    Show,
    Shuffle,
    Step,
    Timed,
)
from innervate.coach.guided.tables import read_table
from innervate.core.errors import InputError, nearest
from innervate.core.plain import Plain

_KINDS: Final[dict[Kind, type[Common]]] = {
    Kind.SHOW: Show,
    Kind.ASK: Ask,
    Kind.BREATHE: Breathe,
    Kind.HOLD: Timed,
    Kind.REST: Timed,
    Kind.WORK: Timed,
    Kind.IMAGINE: Timed,
    Kind.PULSE: Pulse,
    Kind.REPS: Reps,
    Kind.REPEAT: Repeat,
    Kind.SHUFFLE: Shuffle,
}
_NESTED: Final = ("steps", "between", "arms")


def read_steps(tables: Plain, place: str = "") -> tuple[Step, ...]:
    """The steps that these tables describe; `place` says where they stand ("2." in step 2).

    Raises `InputError` whose `found` names the step.
    """
    if not isinstance(tables, list) or not tables:
        raise InputError("no steps", found=f"{_where(place)} has no steps")
    return tuple(_step(table, f"{place}{number}") for number, table in enumerate(tables, 1))


def _where(place: str) -> str:
    return f"step {place.rstrip('.')}" if place else "the file"


def _step(table: Plain, place: str) -> Step:
    if not isinstance(table, dict):
        raise InputError("a step is a table", found=f"step {place} is {table!r}")
    kind = _kind(table.get("kind"), place)
    flat = {name: value for name, value in table.items() if name not in _NESTED}
    stray = [name for name in _NESTED if name in table and kind not in (Kind.REPEAT, Kind.SHUFFLE)]
    if stray:
        raise InputError("nested steps", found=f"step {place} ({kind}) cannot hold {stray[0]}")
    step = cast(
        "Step", read_table(_KINDS[kind], flat, lambda name: f"step {place} ({kind}), field {name}")
    )
    return _filled(step, table, place)


def _filled(step: Step, table: dict[str, Plain], place: str) -> Step:
    """The step with the steps it holds."""
    if not isinstance(step, Repeat | Shuffle):
        return step
    between = read_steps(table["between"], f"{place}.between.") if "between" in table else ()
    if isinstance(step, Repeat):
        steps = read_steps(table.get("steps"), f"{place}.")
        return replace(step, steps=steps, between=between)
    arms = table.get("arms")
    if not isinstance(arms, list) or len(arms) < 2:
        raise InputError("too few arms", found=f"step {place} (shuffle) needs two arms or more")
    return replace(step, arms=tuple(_arm(arm, place) for arm in arms), between=between)


def _arm(table: Plain, place: str) -> Arm:
    key = str(table.get("key", "")) if isinstance(table, dict) else ""
    if not isinstance(table, dict) or not key:
        raise InputError("an arm is wrong", found=f"step {place} (shuffle): an arm has no key")
    flat = {name: value for name, value in table.items() if name != "steps"}
    arm = read_table(Arm, flat, lambda name: f"step {place}, arm {key}, field {name}")
    return replace(arm, steps=read_steps(table.get("steps"), f"{place}.{key}."))


def _kind(given: Plain | None, place: str) -> Kind:
    known = [kind.value for kind in Kind]
    if isinstance(given, str) and given in known:
        return Kind(given)
    close = nearest(given, known) if isinstance(given, str) else []
    if given is None:
        found = f"step {place} has no kind"
    else:
        found = f"step {place} has the kind {given!r}, which there is not"
    raise InputError(
        "unknown kind of step",
        found=found,
        fix=f"write {close[0]}" if close else f"use one of {', '.join(known)}",
    )
