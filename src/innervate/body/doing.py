"""How an exercise is done: its family, phases, loads, variants, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from innervate.body.safety import Backing
from innervate.core.errors import InputError


class Family(StrEnum):
    """What an exercise is listed under."""

    CHEST = "chest"
    BACK = "back"
    SHOULDERS = "shoulders"
    ARMS = "arms"
    LEGS = "legs"
    HIPS = "hips"
    TRUNK = "trunk"
    GAIT = "gait"
    DAILY = "daily"
    OTHER = "other"

    @property
    def heading(self) -> str:
        """What a list is headed.

        >>> Family.DAILY.heading
        'Every day'
        """
        return _TITLES.get(self, self.value.capitalize())


_TITLES = {
    Family.ARMS: "Arms and hands",
    Family.GAIT: "Walking and running",
    Family.DAILY: "Every day",
}


class Work(StrEnum):
    """How the muscles work in an exercise."""

    HOLD = "hold"
    REPETITIONS = "repetitions"
    GAIT = "gait"
    TASK = "task"


class Phase(StrEnum):
    """A part of a repetition, a hold or a stride."""

    ECCENTRIC = "eccentric"
    PAUSE = "pause"
    CONCENTRIC = "concentric"
    TOP = "top"
    HOLD = "hold"
    STANCE = "stance"
    SWING = "swing"


class Counted(StrEnum):
    """What is counted."""

    CONTRACTIONS = "contractions"
    SECONDS = "seconds"
    STEPS = "steps"
    NOTHING = "nothing"


class LoadKind(StrEnum):
    """What the muscles work against."""

    BODYWEIGHT = "bodyweight"
    BARBELL = "barbell"
    DUMBBELL = "dumbbell"
    CABLE = "cable"
    BAND = "band"
    MACHINE = "machine"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Profile:
    """What one repetition, hold or stride is made of.

    Attributes:
        phases: its phases in order; the first one tells how a set begins.
        counted: what is counted.
        signal: key of the muscle whose activity is counted; the first channel where empty.
    """

    phases: tuple[Phase, ...] = ()
    counted: Counted = Counted.NOTHING
    signal: str = ""

    def __post_init__(self) -> None:
        if len(set(self.phases)) < len(self.phases):
            raise InputError("a phase stands twice in the profile", found=", ".join(self.phases))


@dataclass(frozen=True, slots=True)
class Load:
    """A kind of load that the exercise is done with.

    Attributes:
        kind: what the muscles work against.
        percent: least and most load at which attention to the muscle is asked for, in percent
            of the one-repetition maximum; None where loads are not counted so.
        status, source: how the range is backed.
    """

    kind: LoadKind
    percent: tuple[float, float] | None = None
    status: Backing = Backing.OURS
    source: str = ""

    def __post_init__(self) -> None:
        if self.percent and not 0 < self.percent[0] <= self.percent[1] <= 100:
            raise InputError(
                "a range of loads must lie between 0 and 100 percent, the smaller one first",
                found=str(list(self.percent)),
            )
        _check_source(self.status, self.source)


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way of doing it, whose numbers are compared with its own only."""

    key: str
    name: str
    how: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that was found out about an exercise.

    Attributes:
        text: one sentence or two.
        status, source: how it is backed; what was read names its source.
        claims: ids of the evidence rows that it belongs to.
    """

    text: str
    status: Backing
    source: str = ""
    claims: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_source(self.status, self.source)


def tempo_s(words: str) -> tuple[float, float, float, float]:
    """Seconds of lowering, pause, lifting and top out of the usual notation.

    Raises `InputError` where it is not four numbers, or all of them are 0.

    >>> tempo_s("3-1-2-0")
    (3.0, 1.0, 2.0, 0.0)
    """
    parts = words.split("-")
    try:
        first, second, third, fourth = (float(part) for part in parts)
    except ValueError:
        raise _no_tempo(words) from None
    found = (first, second, third, fourth)
    if not all(0 <= one <= 60 for one in found) or sum(found) == 0:  # NaN is refused too
        raise _no_tempo(words)
    return found


def _no_tempo(words: str) -> InputError:
    return InputError(
        "the tempo cannot be read",
        found=repr(words),
        fix='write the seconds of lowering, pause, lifting and top, as in "3-1-2-0"',
    )


def _check_source(status: Backing, source: str) -> None:
    if status is Backing.READ and not source:
        raise InputError("what is marked as read names no source")
