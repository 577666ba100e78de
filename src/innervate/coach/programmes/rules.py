"""What the calendar watches for in what a person tells, and what it does then."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from innervate.core.errors import InputError


class Told(StrEnum):
    """A number that is told or measured about a day."""

    SORENESS = "soreness"
    PAIN = "pain"
    MAXIMUM = "maximum"
    VIVIDNESS = "vividness"
    RETENTION = "retention"
    DUAL_COST = "dual_cost"

    @property
    def words(self) -> str:
        """What it is, with its unit."""
        return _WORDS[self]

    @property
    def limits(self) -> tuple[float, float]:
        """The least and the most that it can be."""
        return _LIMITS[self]

    def check(self, value: float) -> None:
        """Raise `InputError` where a value cannot be."""
        low, high = _LIMITS[self]
        if not low <= value <= high:
            raise InputError(
                f"{self.words} must lie between {low:g} and {high:g}", given=f"{value:g}"
            )


_WORDS = {
    Told.SORENESS: "soreness (0-10)",
    Told.PAIN: "pain (0-10)",
    Told.MAXIMUM: "strength (1 = before the programme)",
    Told.VIVIDNESS: "vividness of what is imagined (1-5)",
    Told.RETENTION: "what is kept without feedback (1 = all of the gain)",
    Told.DUAL_COST: "what a second task costs (%)",
}
_LIMITS = {
    Told.SORENESS: (0.0, 10.0),
    Told.PAIN: (0.0, 10.0),
    Told.MAXIMUM: (0.0, 5.0),
    Told.VIVIDNESS: (1.0, 5.0),
    Told.RETENTION: (-10.0, 10.0),
    Told.DUAL_COST: (-200.0, 200.0),
}


class Flag(StrEnum):
    """A sign that ends all work until a clinician has agreed."""

    SWELLING = "swelling"
    WEAKNESS = "severe weakness"
    DARK_URINE = "dark urine"
    CHEST_PAIN = "chest pain"
    FAINTING = "fainting"
    NUMBNESS = "new numbness"

    @property
    def urgent(self) -> bool:
        """Whether it needs urgent help, now."""
        return self not in (Flag.SWELLING, Flag.WEAKNESS)


class Act(StrEnum):
    """What a rule does."""

    AGAIN = "again"
    HOLD = "hold"
    STOP = "stop"
    ADVISE = "advise"


@dataclass(frozen=True, slots=True)
class Rule:
    """One watch over what is told.

    Attributes:
        told: which number.
        does: again: the session does not count; hold: no maximal or eccentric work until a new
            number is within the limits; stop: nothing until a clinician has agreed; advise: say it.
        say: what is said then.
        above, below: the limits; the rule is met beyond either.
        times: how often in a row.
    """

    told: Told
    does: Act
    say: str
    above: float | None = None
    below: float | None = None
    times: int = 1

    def __post_init__(self) -> None:
        if self.above is None and self.below is None:
            raise InputError("a rule needs a limit", fix="give above or below")
        if self.times < 1 or not self.say:
            raise InputError("a rule needs words to say and at least one time")

    def met(self, value: float) -> bool:
        """Whether a value is beyond a limit."""
        return (self.above is not None and value > self.above) or (
            self.below is not None and value < self.below
        )


@dataclass(frozen=True, slots=True)
class More:
    """When the load goes up, and by how much.

    Attributes:
        factor: on the load.
        every_days: no sooner than that after the last change.
        sore_days: soreness must have been told so many days after the last hard session.
        most_soreness: and been no worse than this ever since that session.
        least_maximum: strength must have been told since, and be at least this.
    """

    factor: float
    every_days: int
    sore_days: int
    most_soreness: float
    least_maximum: float

    def __post_init__(self) -> None:
        if self.factor <= 1.0 or self.every_days < 1:
            raise InputError("more load means a factor above 1, after one day at least")
