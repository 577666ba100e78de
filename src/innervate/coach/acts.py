"""What a session does in answer to what happens: announce, cue, remark, end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from innervate.core.event import Event


class CueKind(StrEnum):
    """How a cue reaches the person."""

    SAY = "say"
    TONE = "tone"
    COUNT = "count"
    PHASE = "phase"


class Level(StrEnum):
    """How much a remark matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Why(StrEnum):
    """Why a session is over; `SCREENED`: an answer said that it is better not to go on."""

    DONE = "done"
    STOPPED = "stopped"
    PAIN = "pain"
    ENDED = "ended"
    URGENT = "urgent"
    SCREENED = "screened"


@dataclass(frozen=True, slots=True)
class Announce:
    """An event to be recorded and applied (`LiveSession.announce`)."""

    event: Event


@dataclass(frozen=True, slots=True)
class Cue:
    """Something to say or sound at a session second, which may lie a little ahead."""

    at_s: float
    kind: CueKind
    text: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the person should know."""

    at_s: float
    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class SetOver:
    """A set has ended; `success`: the share (0-1) of its measured time spent above the line."""

    at_s: float
    set: int
    success: float | None


@dataclass(frozen=True, slots=True)
class Over:
    """The session is over; whoever runs it stops the source and finishes."""

    at_s: float
    why: Why


Act: TypeAlias = Announce | Cue | Remark | SetOver | Over
