"""What happens to a programme, told with its date; no clock is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from innervate.coach.programmes.rules import Flag, Told


@dataclass(frozen=True, slots=True)
class Number:
    """A number told on a day."""

    told: Told
    value: float

    def __post_init__(self) -> None:
        self.told.check(self.value)


@dataclass(frozen=True, slots=True)
class Done:
    """The session that was due was done; `numbers` are its results."""

    on: date
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Missed:
    """The session that was due will not be done today."""

    on: date


@dataclass(frozen=True, slots=True)
class Crashed:
    """The session was broken off by a fault; it stays due today and may be done again.

    Whether hard work was done by then is told, because the body remembers it.
    """

    on: date
    hard_work: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """Numbers told outside a session: soreness in the diary, a maximum, pain."""

    on: date
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Flagged:
    """A sign that ends all work until a clinician has agreed."""

    on: date
    flag: Flag


@dataclass(frozen=True, slots=True)
class Barred:
    """Maximal and eccentric work is contra-indicated from now on."""

    on: date
    why: str


@dataclass(frozen=True, slots=True)
class Cleared:
    """What stopped or barred has gone, and a clinician has agreed to go on."""

    on: date


@dataclass(frozen=True, slots=True)
class Paused:
    """The person pauses."""

    on: date


@dataclass(frozen=True, slots=True)
class Resumed:
    """The person goes on."""

    on: date


@dataclass(frozen=True, slots=True)
class Ended:
    """The person ends the programme."""

    on: date


Event: TypeAlias = (
    Done | Missed | Crashed | Said | Flagged | Barred | Cleared | Paused | Resumed | Ended
)
