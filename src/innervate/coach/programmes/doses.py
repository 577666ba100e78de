"""What one block of a session consists of: a protocol, an exercise and how much of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from innervate.core.errors import InputError


class Effort(StrEnum):
    """How hard a block is on the body; maximal and eccentric work can be forbidden."""

    NONE = "none"
    LIGHT = "light"
    MAXIMAL = "maximal"
    ECCENTRIC = "eccentric"

    @property
    def hard(self) -> bool:
        """Whether a hold or a contra-indication forbids it."""
        return self in (Effort.MAXIMAL, Effort.ECCENTRIC)


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of a block is done; None where the number does not apply.

    Attributes:
        sets, reps: of each, whole numbers.
        minutes: how long the block takes.
        load_percent: load in percent of the one-repetition maximum, or of the isometric maximum.
        most_load_percent: what the load never exceeds.
        cadence_percent: cadence over the person's own, in percent.
        feedback_percent: share of the repetitions, or of the time, with feedback.
    """

    sets: int | None = None
    reps: int | None = None
    minutes: float | None = None
    load_percent: float | None = None
    most_load_percent: float = 100.0
    cadence_percent: float | None = None
    feedback_percent: float | None = None

    def __post_init__(self) -> None:
        for name in ("sets", "reps", "minutes", "load_percent"):
            value = getattr(self, name)
            if value is not None and not 0 < value < 1000:
                raise InputError(f"{name} of a dose must lie above 0", given=f"{value:g}")
        for name in ("load_percent", "feedback_percent"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= self._most(name):
                most = f"{self._most(name):g}"
                raise InputError(f"{name} of a dose lies between 0 and {most}", given=f"{value:g}")

    def _most(self, name: str) -> float:
        return self.most_load_percent if name == "load_percent" else 100.0

    def loaded(self, factor: float) -> Dose:
        """The dose with another load, never above the most.

        >>> Dose(load_percent=20.0, most_load_percent=40.0).loaded(3.0).load_percent
        40.0
        """
        if self.load_percent is None:
            return self
        return replace(self, load_percent=min(self.load_percent * factor, self.most_load_percent))

    @property
    def words(self) -> str:
        """The dose in words.

        >>> Dose(sets=3, reps=8, load_percent=60.0).words
        '3 x 8, 60 % load'
        """
        parts = []
        if self.reps is not None:
            parts.append(f"{self.sets or 1} x {self.reps}")
        elif self.sets is not None:
            parts.append(f"{self.sets} sets" if self.sets > 1 else "1 set")
        if self.minutes is not None:
            parts.append(f"{self.minutes:g} min")
        if self.load_percent is not None:
            parts.append(f"{self.load_percent:.3g} % load")
        if self.cadence_percent is not None:
            parts.append(f"cadence {self.cadence_percent:+g} %")
        if self.feedback_percent is not None:
            parts.append(f"feedback {self.feedback_percent:g} %")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a session.

    Attributes:
        protocol: key of a guided protocol.
        dose: how much.
        effort: how hard it is on the body.
        exercise: key of an exercise; empty where the person chooses, or needs none.
        note: what else to say of it.
        every: in which sessions of its level: 1 in each, 5 in the first and each fifth after it.
    """

    protocol: str
    dose: Dose
    effort: Effort = Effort.LIGHT
    exercise: str = ""
    note: str = ""
    every: int = 1

    def __post_init__(self) -> None:
        if self.every < 1:
            raise InputError(
                "a block comes every so many sessions, 1 or more", given=f"{self.every}"
            )

    @property
    def words(self) -> str:
        """The block in words, without its note."""
        what = self.protocol.replace("_", " ")
        where = f" ({self.exercise.replace('_', ' ')})" if self.exercise else ""
        return f"{what}{where}: {self.dose.words}" if self.dose.words else f"{what}{where}"
