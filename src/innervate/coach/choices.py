"""What a person chose for a session, and who is measured in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from innervate.body.movement import Exercise
from innervate.core.channel import MuscleSide, Side


class Calibrating(StrEnum):
    """Where the 100 % comes from; `CARRIED`: it is known already and nothing is asked."""

    MAXIMAL = "maximal"
    SUBMAXIMAL = "submaximal"
    NONE = "none"
    CARRIED = "carried"


class Feedback(StrEnum):
    """What the person gets while they work; numbers come after the set in any case."""

    FULL = "full"
    SOUND_ONLY = "sound_only"
    OFF = "off"


class Big(StrEnum):
    """The one big number of the live screen."""

    SHARE = "share"
    ISOLATION = "isolation"
    LEVEL = "level"


class Role(StrEnum):
    """The part of a channel in the exercise: asked for, watched, or merely recorded."""

    TARGET = "target"
    WATCHED = "watched"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CastChannel:
    """A channel and its part in the exercise; `unit` is that of its level ("%MVC")."""

    name: str
    label: str
    muscle: str | None
    side: Side | None
    role: Role
    unit: str


@dataclass(frozen=True, slots=True)
class Cast:
    """The channels of a session in the order of a `Glance`'s; none for the door "nothing"."""

    channels: tuple[CastChannel, ...] = ()
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds of a repetition: down or out (eccentric), pause, up (concentric), top.

    >>> Tempo(3, 1, 1, 0).period_s
    5
    """

    eccentric_s: float
    pause_s: float
    concentric_s: float
    top_s: float

    @property
    def period_s(self) -> float:
        """One repetition."""
        return self.eccentric_s + self.pause_s + self.concentric_s + self.top_s


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person chose.

    Attributes:
        calibration: where the 100 % comes from.
        feedback: what they get while they work.
        threshold_percent: the line to hold above, in percent of the reference.
        follows: whether the source tells its own phases (simulator, recording).
        exercise: what is done, or None.
        targets: the muscles asked for; the door "nothing" takes the first as the one to feel.
        tempo: tempo tones in sets, None for the protocol's own (for none: no tones).
        reps: repetitions asked for in a set, None for the protocol's own.
        sets: sets asked for, None for as many as the person starts.
        big: the one big number.
    """

    calibration: Calibrating = Calibrating.MAXIMAL
    feedback: Feedback = Feedback.FULL
    threshold_percent: float = 40.0
    follows: bool = False
    exercise: Exercise | None = None
    targets: tuple[MuscleSide, ...] = ()
    tempo: Tempo | None = None
    reps: int | None = None
    sets: int | None = None
    big: Big = Big.SHARE
