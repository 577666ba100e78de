"""Strength from what was lifted or read off a scale; never from EMG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from innervate.core.errors import InputError
from innervate.report.change_series import Axis, Better, Condition, Point, Series

MOST_REPS = 10
"""Beyond ten repetitions the formulas drift apart, and no estimate is made."""


class Formula(StrEnum):
    """An estimate of the one-repetition maximum; both formulas are stated for 1 to 10 repetitions.

    Epley 1985 (Poundage Chart, Boyd Epley Workout): load x (1 + repetitions / 30), and the load
    itself for one. Brzycki 1993 (J Phys Educ Recreat Dance 64:88): load x 36 / (37 - repetitions).
    """

    EPLEY = "Epley 1985"
    BRZYCKI = "Brzycki 1993"

    def factor(self, reps: int) -> float:
        """The estimate over the load.

        >>> Formula.EPLEY.factor(6), round(Formula.BRZYCKI.factor(10), 3)
        (1.2, 1.333)
        """
        if self is Formula.EPLEY:
            return 1.0 if reps == 1 else 1.0 + reps / 30.0
        return 36.0 / (37.0 - reps)


class Reading(StrEnum):
    """Where a strength that was read off comes from."""

    DYNAMOMETER = "dynamometer"
    LUGGAGE_SCALE = "luggage scale"
    FORCE = "force channel"


@dataclass(frozen=True, slots=True)
class Lift:
    """A set with a load.

    Attributes:
        load_kg: above 0.
        reps: done, 1 or more.
        reserve: how many more would have been possible, as told; None where it was not told.
    """

    load_kg: float
    reps: int
    reserve: int | None = None

    def __post_init__(self) -> None:
        if not 0.0 < self.load_kg < 1000.0:
            raise InputError("a load lies between 0 and 1000 kg", given=f"{self.load_kg:g}")
        if self.reps < 1 or (self.reserve or 0) < 0:
            raise InputError("a set has 1 repetition or more, and 0 or more in reserve")


@dataclass(frozen=True, slots=True)
class Strength:
    """A strength value with where it is from.

    Attributes:
        value, unit: the number.
        method: the formula or the instrument.
        remark: what to know about it; empty where nothing.
    """

    value: float
    unit: str
    method: str
    remark: str = ""


def one_rep_max(lift: Lift, formula: Formula = Formula.EPLEY) -> Strength:
    """The estimated one-repetition maximum of a set, in kg.

    Repetitions in reserve count as done. Raises `InputError` beyond ten repetitions.

    >>> one_rep_max(Lift(100.0, 6)).value
    120.0
    """
    reps = lift.reps + (lift.reserve or 0)
    if reps > MOST_REPS:
        raise InputError(
            f"a one-repetition maximum is estimated from at most {MOST_REPS} repetitions",
            given=f"{reps}",
            fix="take a heavier set",
        )
    remark = "" if lift.reserve is not None else "taken as if no further repetition was possible"
    return Strength(lift.load_kg * formula.factor(reps), "kg",
                    f"estimated one-repetition maximum, {formula}", remark)  # fmt: skip


def best(lifts: Iterable[Lift], formula: Formula = Formula.EPLEY) -> Strength | None:
    """The best estimate of a session's sets; None where no set can give one."""
    fit = [one for one in lifts if one.reps + (one.reserve or 0) <= MOST_REPS]
    found = [one_rep_max(one, formula) for one in fit]
    return max(found, key=lambda one: one.value, default=None)


def strength_series(
    exercise: str,
    sessions: Iterable[tuple[date, Sequence[Lift]]],
    formula: Formula = Formula.EPLEY,
    step_kg: float = 2.5,
) -> Series:
    """The best estimate of each session of an exercise; sessions without one are left out.

    Args:
        exercise: its key.
        sessions: the sets of each day, oldest first.
        formula: the estimate.
        step_kg: the smallest step between two loads.
    """
    found = ((on, best(lifts, formula)) for on, lifts in sessions)
    points = tuple(Point(on, one.value) for on, one in found if one is not None)
    return Series(
        key=f"strength_{exercise}",
        name="Strength",
        unit="kg",
        points=points,
        condition=Condition(exercise),
        better=Better.MORE,
        axis=Axis.STRENGTH,
        method=f"best estimated one-repetition maximum of a session, {formula}",
        resolution=step_kg,
        claims=("A03",),
    )


def read_off(value: float, unit: str, instrument: Reading) -> Strength:
    """A strength typed in from an instrument, in kg, N or N*m; raises `InputError` otherwise."""
    if unit not in ("kg", "N", "N*m"):
        raise InputError("strength is read in kg, N or N*m", given=unit, fix="convert it first")
    if not 0.0 < value < 10_000.0:
        raise InputError("a strength lies above 0", given=f"{value:g} {unit}")
    return Strength(value, unit, str(instrument))
