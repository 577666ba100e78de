"""The exercises: which muscle is asked for, who tends to help, what to say and what to record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from innervate.body._toml import (
    either,
    look_up,
    near_names,
    path_of,
    place_of,
    read_folder,
    stamp,
)
from innervate.body.anatomy import muscles
from innervate.body.claims import claims
from innervate.body.doing import Fact, Family, Load, Profile, Variant, Work, tempo_s
from innervate.body.safety import safety
from innervate.core.errors import InputError

__all__ = ["Cue", "Exercise", "Pair", "Work", "as_key", "exercise", "exercises", "primed_by"]

_NO_PROFILE = Profile()


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
        family: what it is listed under.
        one_side: whether one side is asked for at a time.
        targets: the muscles that it is for.
        compensators: the muscles to watch; that they work is no fault in itself.
        channels: what to record, the most telling first.
        cue: what to say.
        caveat: what must be said beside its numbers.
        claims: ids of the evidence rows behind the caveat.
        pairs: opposing muscles whose co-contraction is read.
        primes: keys of the exercises that people do before it.
        drills: preparing movements that are no exercise here, in words.
        loads: what it is done with, the usual load first.
        variants: other ways of doing it.
        tempo: seconds of lowering, pause, lifting and top of a controlled repetition, as in
            "3-1-2-0"; empty where none is asked for. That control matters was read (rows B07 and
            B33), the seconds are ours.
        profile: the phases of a repetition and what is counted.
        facts: what studies found.
        safety: what to mind, one line each.
        screen: keys of the safety questions that must be answered before it.
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
    family: Family = Family.OTHER
    one_side: bool = False
    pairs: tuple[Pair, ...] = ()
    primes: tuple[str, ...] = ()
    drills: tuple[str, ...] = ()
    loads: tuple[Load, ...] = ()
    variants: tuple[Variant, ...] = ()
    tempo: str = ""
    profile: Profile = _NO_PROFILE
    facts: tuple[Fact, ...] = ()
    safety: tuple[str, ...] = ()
    screen: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.tempo:
            tempo_s(self.tempo)

    @property
    def tempo_s(self) -> tuple[float, float, float, float] | None:
        """Seconds of lowering, pause, lifting and top; None where no tempo is asked for."""
        return tempo_s(self.tempo) if self.tempo else None

    @property
    def signal(self) -> str:
        """The muscle whose activity is counted; empty where nothing is recorded."""
        return self.profile.signal or next(iter(self.channels), "")


def exercises(
    folder: Path | None = None, muscle_folder: Path | None = None
) -> tuple[Exercise, ...]:
    """All exercises in the order of their keys, with those of the user's own `folder`.

    Raises `InputError` where a file does not describe an exercise, or names a muscle, an exercise
    or an evidence row that does not exist. `muscle_folder` holds the user's own muscles.
    """
    entries = _entries(folder, muscle_folder)
    return tuple(entries[key] for key in sorted(entries))


def exercise(key: str, folder: Path | None = None, muscle_folder: Path | None = None) -> Exercise:
    """The exercise of that key; raises `InputError` with near names where there is none.

    >>> exercise("romanian_deadlift").targets
    ('gluteus_maximus', 'biceps_femoris', 'semitendinosus')
    """
    return look_up(_entries(folder, muscle_folder), as_key(key), "exercise")


def as_key(name: str) -> str:
    """The key that a name stands for as people type it.

    >>> as_key("Bench-press ")
    'bench_press'
    """
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def primed_by(key: str, among: Iterable[Exercise]) -> tuple[Exercise, ...]:
    """The exercises that people prepare with the one of that key.

    >>> [one.key for one in primed_by("step_up", exercises())]
    ['back_squat', 'lunge', 'running']
    """
    return tuple(one for one in among if key in one.primes)


def _entries(folder: Path | None, muscle_folder: Path | None) -> Mapping[str, Exercise]:
    return _read(folder, muscle_folder, (stamp(folder), stamp(muscle_folder)))


@lru_cache(maxsize=8)
def _read(
    folder: Path | None, muscle_folder: Path | None, _stamps: object
) -> Mapping[str, Exercise]:
    entries = read_folder(Exercise, "exercise", folder)
    known = frozenset(one.key for one in muscles(muscle_folder))
    rows = frozenset(row.key for row in claims())
    asked = frozenset(question.key for question in safety().questions)
    for key, entry in entries.items():
        place = _Place(path_of("exercise", key, folder))
        place.check("muscle", _muscles_of(entry), known)
        place.check("evidence row", _rows_of(entry), rows)
        place.check("exercise", (("primes", one) for one in entry.primes), entries.keys() - {key})
        place.check("safety question", (("screen", one) for one in entry.screen), asked)
        place.check_itself(entry)
    return entries


@dataclass(frozen=True, slots=True)
class _Place:
    """The file of an exercise, to say where in it something is wrong."""

    path: Path

    def check(self, noun: str, named: Iterable[tuple[str, str]], known: Iterable[str]) -> None:
        """Raise `InputError` for the first (field, name) that is not known."""
        known = frozenset(known)
        for field, name in named:
            if name not in known:
                close = near_names(name, sorted(known))
                fix = f"write {either(close)}" if close else f"use the key of {_one(noun)}"
                raise InputError(
                    f"{self.path} names {_one(noun)} that does not exist",
                    found=f"{place_of(self.path, field, name)}: {name!r}",
                    fix=f"{fix}, or add a file for it" if noun == "muscle" else fix,
                )

    def check_itself(self, entry: Exercise) -> None:
        """Raise `InputError` where an exercise contradicts itself."""
        if not entry.targets:
            raise InputError(
                f"{self.path} has no target muscle",
                found=f"{place_of(self.path, 'targets')}: an empty list",
                fix="name at least one muscle that the exercise is for",
            )
        for name in entry.compensators:
            if name in entry.targets:
                raise InputError(
                    f"{self.path} has one muscle as target and compensator",
                    found=f"{place_of(self.path, 'compensators', name)}: {name!r}",
                    fix="take it out of one of the two lists",
                )


def _muscles_of(entry: Exercise) -> Iterator[tuple[str, str]]:
    yield from (("targets", key) for key in entry.targets)
    yield from (("compensators", key) for key in entry.compensators)
    yield from (("channels", key) for key in entry.channels)
    for pair in entry.pairs:
        yield from (("pairs", key) for key in (pair.agonist, pair.antagonist))
    if entry.profile.signal:
        yield "profile", entry.profile.signal


def _rows_of(entry: Exercise) -> Iterator[tuple[str, str]]:
    yield from (("claims", row) for row in entry.claims)
    for fact in entry.facts:
        yield from (("facts", row) for row in fact.claims)


def _one(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
