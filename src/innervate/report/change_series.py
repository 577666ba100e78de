"""A number over sessions that may be compared: one condition, one unit, one way of measuring."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from innervate.core.errors import InputError


class Better(StrEnum):
    """Which way is better; nothing is called an improvement where neither is."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


class Axis(StrEnum):
    """Strength and selectivity are two things, and stand apart."""

    STRENGTH = "strength"
    SELECTIVITY = "selectivity"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Condition:
    """What has to be alike for two sessions to be compared.

    Attributes:
        exercise: key of the exercise; empty where there is none.
        load: such as ``40 kg`` or ``60 %``; empty where it does not matter.
        variant: such as ``narrow grip``.
        montage: which sensors there were, and how their signals were normalised.
    """

    exercise: str = ""
    load: str = ""
    variant: str = ""
    montage: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """The value of one session."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Series:
    """A measure over the sessions of one condition, oldest first.

    Attributes:
        key: a name for it, the same in every letter.
        name: the measure in plain words.
        unit: of the values; ``%`` where they are percent.
        points: one per session.
        condition: what is alike in all of them.
        better: which way is better.
        axis: strength, selectivity, or neither.
        method: how the values were made, such as the formula of an estimate.
        resolution: the smallest step between two values, in the unit; 0 where there is none.
        claims: ids of the evidence rows that must stand beside it.
    """

    key: str
    name: str
    unit: str
    points: tuple[Point, ...]
    condition: Condition = Condition()
    better: Better = Better.NEITHER
    axis: Axis = Axis.OTHER
    method: str = ""
    resolution: float = 0.0
    claims: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        days = [point.on for point in self.points]
        if days != sorted(days):
            raise InputError(f"the sessions of {self.name} are not in order", fix="sort by day")
        if any(value != value or abs(value) == float("inf") for value in self.values):  # noqa: PLR0124
            raise InputError(f"a session of {self.name} has no number", fix="leave it out")
        if self.resolution < 0:
            raise InputError(f"the resolution of {self.name} is 0 or more")

    @property
    def values(self) -> tuple[float, ...]:
        """The values alone."""
        return tuple(point.value for point in self.points)

    def before(self, stop: date) -> tuple[Point, ...]:
        """The sessions before a day."""
        return tuple(point for point in self.points if point.on < stop)


def apart(sessions: Iterable[tuple[Condition, Point]]) -> dict[Condition, tuple[Point, ...]]:
    """Sessions sorted by condition and day: only those of one condition make a series."""
    found: dict[Condition, list[Point]] = {}
    for condition, point in sessions:
        found.setdefault(condition, []).append(point)
    return {
        condition: tuple(sorted(points, key=lambda point: point.on))
        for condition, points in found.items()
    }
