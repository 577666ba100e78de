"""The calibration of a person: rest, maximal trials of every muscle in rounds, and practice."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from innervate.body.anatomy import muscles
from innervate.core.channel import Side

MAXIMAL_WARNING = (
    "The next minutes ask for maximal effort. Do not do them with a heart condition, high blood "
    "pressure, a recent injury or operation, or pain; breathe out as you push, and stop at any "
    "pain. Not a medical device."
)

TRIALS = 3
TRIAL_S = 5.0
RECOVERY_S = 60.0
"""The least rest of a muscle between two of its maximal trials (protocol "mvc")."""
CHANGE_S = 10.0
"""Time to get into the position of the next muscle."""


class Named(Protocol):
    """A channel, as far as a trial of its muscle needs it."""

    @property
    def name(self) -> str:
        """What the device calls it."""

    @property
    def label(self) -> str:
        """Muscle and side in words."""

    @property
    def muscle(self) -> str | None:
        """Key of the muscle."""

    @property
    def side(self) -> Side | None:
        """Side of the body."""


N = TypeVar("N", bound=Named)


@dataclass(frozen=True, slots=True)
class GuidePhase:
    """A phase: its label, how long it lasts, and what the person is told.

    `words` are told as it begins; `announcement`, where there is one, five seconds before.
    """

    label: str
    seconds: float
    words: str
    announcement: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A maximal trial (from 1) of the channel at `index`, and how long to rest after it."""

    trial: int
    index: int
    pause_s: float


def calibration_phases(channels: Sequence[Named]) -> tuple[GuidePhase, ...]:
    """The script for these channels, each another muscle, down to a set without end."""
    trials = tuple(_trials(channels))
    minutes = calibration_minutes(len(channels))
    return (
        GuidePhase("rest", 10.0, f"Relax completely. Calibration takes about {minutes} minutes."),
        *trials,
        GuidePhase("practice", 15.0, "Do two slow repetitions of the exercise."),
        GuidePhase("ready", 5.0, "Get ready for the set."),
        GuidePhase("set 1", math.inf, "Do your repetitions. End with Ctrl-C."),
    )


def calibration_minutes(count: int) -> int:
    """How long the calibration of so many muscles takes, in minutes, rounded up."""
    trials_s = sum(TRIAL_S + turn.pause_s for turn in turns(count))
    return math.ceil((trials_s + (CHANGE_S if count else 0.0)) / 60 + 0.5)


def turns(count: int) -> tuple[Turn, ...]:
    """Three trials of each of so many muscles, in rounds.

    While one muscle recovers for a minute or more, the others have their turns; with few of them
    all pause.
    """
    if not count:
        return ()
    pause_s = max(math.ceil((TRIAL_S + RECOVERY_S) / count - TRIAL_S), CHANGE_S)
    return tuple(
        Turn(trial, index, pause_s) for trial in range(1, TRIALS + 1) for index in range(count)
    )


def trial_phase(channel: Named, trial: int) -> GuidePhase:
    """The phase of one maximal trial."""
    whose = f"{channel.label}, trial {trial} of {TRIALS}"
    side = f" {channel.side}" if channel.muscle and channel.side else ""
    return GuidePhase(
        f"mvc {trial} {channel.muscle or channel.name}{side}",
        TRIAL_S,
        f"Push as hard as you can: {whose}!",
        f"Get ready: {whose}.{_position(channel)}",
    )


def one_per_muscle(channels: Sequence[N]) -> tuple[N, ...]:
    """The first channel of each muscle and side."""
    found: dict[str, N] = {}
    for channel in channels:
        found.setdefault(channel.label, channel)
    return tuple(found.values())


def _trials(channels: Sequence[Named]) -> Iterator[GuidePhase]:
    """Trials with the pauses between them, beginning with time to get into position."""
    if not channels:
        return
    yield GuidePhase("pause", CHANGE_S, "Get into position.")
    for turn in turns(len(channels)):
        yield trial_phase(channels[turn.index], turn.trial)
        yield GuidePhase("pause", turn.pause_s, "Rest.")


def _position(channel: Named) -> str:
    known = {muscle.key: muscle for muscle in muscles()}
    muscle = known.get(channel.muscle or "")
    if muscle is None or not muscle.mvc:
        return ""
    words = muscle.mvc[0].position
    return f" {words[:1].upper()}{words[1:]}."
