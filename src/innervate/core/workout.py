"""What was lifted, as a training log holds it: workouts and their sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from innervate.core.errors import InputError

POUND_KG: Final = 0.45359237
"""Kilograms in a pound, exact (international yard and pound agreement, 1959)."""

MOST_REPS: Final = 10_000
MOST_KG: Final = 2000.0
MOST_S: Final = 172_800.0
MOST_M: Final = 1e6
"""More than anybody does in a set: what is beyond is a slip of the pen."""


class LoadUnit(StrEnum):
    """The unit that a person or a file writes loads in."""

    KG = "kg"
    LB = "lb"

    def in_kg(self, load: float) -> float:
        """A load of this unit in kilograms.

        >>> LoadUnit.LB.in_kg(100.0)
        45.359237
        """
        return load if self is LoadUnit.KG else load * POUND_KG


class SetKind(StrEnum):
    """What a set was for."""

    WARMUP = "warmup"
    WORKING = "working"
    DROP = "drop"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class WorkoutSet:
    """One set of one exercise; None where nothing was written down.

    Raises `InputError` for numbers that no set has.

    Attributes:
        name: the exercise in the words of whoever wrote it down.
        exercise: key of the exercise in `body`, or None where it is not certain which it is.
        kind: what the set was for.
        reps: repetitions done.
        load_kg: kilograms on the bar; 0 where the file says so (no load but the body).
        duration_s, distance_m: of sets that are timed or walked.
        rpe: perceived exertion, 1 to 10.
        rir: repetitions that were left in reserve.
        tempo: seconds of the four phases, like 3-1-1-0, or empty.
        note: remark on the set.
    """

    name: str
    exercise: str | None = None
    kind: SetKind = SetKind.WORKING
    reps: int | None = None
    load_kg: float | None = None
    duration_s: float | None = None
    distance_m: float | None = None
    rpe: float | None = None
    rir: float | None = None
    tempo: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for what, value, most in (
            ("repetitions", self.reps, MOST_REPS),
            ("kilograms", self.load_kg, MOST_KG),
            ("seconds", self.duration_s, MOST_S),
            ("metres", self.distance_m, MOST_M),
            ("as exertion (RPE)", self.rpe, 10.0),
            ("repetitions in reserve", self.rir, MOST_REPS),
        ):
            if value is not None and not 0 <= value <= most:
                raise InputError(
                    f"no set of {self.name!r} has so many {what}",
                    given=str(value),
                    fix=f"give a number from 0 to {most:g}, or none",
                )


@dataclass(frozen=True, slots=True)
class Workout:
    """One visit to the gym; raises `InputError` where it has no start.

    Attributes:
        started_at: ISO 8601; without a zone it is the person's own clock, as files write it.
        name: what it was called.
        sets: in the order they were done.
        ended_at: like `started_at`, or None where it was not written down.
        note: remark on the whole.
        source: where it comes from: a format's name, or empty for innervate itself.
        source_key: tells it from all others of that source, so that it is never added twice.
    """

    started_at: str
    name: str
    sets: tuple[WorkoutSet, ...]
    ended_at: str | None = None
    note: str = ""
    source: str = ""
    source_key: str = ""

    def __post_init__(self) -> None:
        try:
            datetime.fromisoformat(self.started_at)
        except ValueError as error:
            raise InputError(
                "the start of the workout is no date and time",
                given=repr(self.started_at[:60]),
                fix="give it like 2026-11-26T18:30:00",
            ) from error
