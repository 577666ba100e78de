"""The exercises: which muscle is asked for, who tends to help, what to say and what to record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from innervate.body._toml import look_up, read_folder
from innervate.body.anatomy import muscles
from innervate.body.claims import claim
from innervate.core.errors import InputError


class Work(StrEnum):
    """How the muscles work in an exercise."""

    HOLD = "hold"
    REPETITIONS = "repetitions"
    GAIT = "gait"


@dataclass(frozen=True, slots=True)
class Cue:
    """What to say to the person: about the body (internal) or about its effect (external)."""

    internal: str = ""
    external: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two opposing muscles whose co-contraction means something in this exercise."""

    agonist: str
    antagonist: str
    why: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise; one TOML file in `body/exercises`, named by its key.

    Attributes:
        key: the file's name.
        name: the name in words.
        work: how the muscles work.
        one_side: whether one side is asked for at a time.
        targets: the muscles that it is for.
        compensators: the muscles to watch; that they work is no fault in itself.
        channels: what to record, the most telling first.
        cue: what to say.
        caveat: what must be said beside its numbers.
        claims: ids of the evidence rows behind the caveat.
        pairs: opposing muscles whose co-contraction is read.
        primes: movements that people do before it.
    """

    key: str
    name: str
    work: Work
    targets: tuple[str, ...]
    compensators: tuple[str, ...]
    channels: tuple[str, ...]
    cue: Cue
    caveat: str
    claims: tuple[str, ...]
    one_side: bool = False
    pairs: tuple[Pair, ...] = ()
    primes: tuple[str, ...] = ()


@cache
def _exercises(folder: Path | None, muscle_folder: Path | None) -> dict[str, Exercise]:
    entries = read_folder(Exercise, "exercise", folder)
    known = {muscle.key for muscle in muscles(muscle_folder)}
    for entry in entries.values():
        _check(entry, known)
    return entries


def exercises(
    folder: Path | None = None, muscle_folder: Path | None = None
) -> tuple[Exercise, ...]:
    """All exercises in the order of their keys, with those of the user's own `folder`.

    Raises `InputError` where a file does not describe an exercise, or names a muscle or an
    evidence row that does not exist. `muscle_folder` holds the user's own muscles.
    """
    entries = _exercises(folder, muscle_folder)
    return tuple(entries[key] for key in sorted(entries))


def exercise(key: str, folder: Path | None = None, muscle_folder: Path | None = None) -> Exercise:
    """The exercise of that key; raises `InputError` with near names where there is none.

    >>> exercise("romanian_deadlift").targets
    ('gluteus_maximus', 'biceps_femoris', 'semitendinosus')
    """
    entries = _exercises(folder, muscle_folder)
    key = key.strip().lower().replace(" ", "_").replace("-", "_")
    return look_up(entries, key, "exercise")


def _check(entry: Exercise, known: set[str]) -> None:
    pairs = [key for pair in entry.pairs for key in (pair.agonist, pair.antagonist)]
    for key in (*entry.targets, *entry.compensators, *entry.channels, *pairs):
        if key not in known:
            raise InputError(
                f"exercise {entry.key} names a muscle that does not exist",
                found=repr(key),
                fix="use the key of a muscle, or add a file for it",
            )
    if not entry.targets:
        raise InputError(f"exercise {entry.key} has no target muscle")
    both = set(entry.targets) & set(entry.compensators)
    if both:
        raise InputError(f"{', '.join(both)} is target and compensator of exercise {entry.key}")
    for row in entry.claims:
        claim(row)
