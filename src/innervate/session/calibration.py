"""The calibration of a person: rest, maximal trials of every muscle, practice, and a set."""

from __future__ import annotations

import math
from collections.abc import Iterator

from innervate.body.anatomy import muscles
from innervate.core.channel import Channel, Kind
from innervate.core.stream import StreamSpec
from innervate.session.guide import Guide, GuidePhase

MAXIMAL_WARNING = (
    "The next minutes ask for maximal effort. Do not do them with a heart condition, high blood "
    "pressure, a recent injury or operation, or pain; breathe out as you push, and stop at any "
    "pain. Not a medical device."
)

TRIALS = 3
TRIAL_S = 5.0
RECOVERY_S = 60.0
"""The least rest of a muscle between two of its maximal trials (protocol "mvc")."""
_CHANGE_S = 10.0
"""Time to get into the position of the next muscle."""


def calibration_guide(specs: tuple[StreamSpec, ...]) -> Guide:
    """The guide for the muscles that these streams measure.

    Three maximal trials of 5 s of each muscle, in rounds: while one muscle recovers for a minute
    or more, the others have their turns; with few of them all pause.
    """
    return Guide(calibration_phases(_recorded(specs)))


def calibration_phases(channels: tuple[Channel, ...]) -> tuple[GuidePhase, ...]:
    """The script for these channels, each another muscle."""
    trials = tuple(_trials(channels))
    minutes = math.ceil(sum(phase.seconds for phase in trials) / 60 + 0.5)
    return (
        GuidePhase("rest", 10.0, f"Relax completely. Calibration takes about {minutes} minutes."),
        *trials,
        GuidePhase("practice", 15.0, "Do two slow repetitions of the exercise."),
        GuidePhase("ready", 5.0, "Get ready for the set."),
        GuidePhase("set 1", math.inf, "Do your repetitions. End with Ctrl-C."),
    )


def _trials(channels: tuple[Channel, ...]) -> Iterator[GuidePhase]:
    """Trials with the pauses between them, beginning with time to get into position."""
    if not channels:
        return
    turn_s = (TRIAL_S + RECOVERY_S) / len(channels)
    pause_s = max(math.ceil(turn_s - TRIAL_S), _CHANGE_S)
    yield GuidePhase("pause", _CHANGE_S, "Get into position.")
    for trial in range(1, TRIALS + 1):
        for channel in channels:
            whose = f"{channel.label}, trial {trial} of {TRIALS}"
            yield GuidePhase(
                _label(trial, channel),
                TRIAL_S,
                f"Push as hard as you can: {whose}!",
                f"Get ready: {whose}.{_position(channel)}",
            )
            yield GuidePhase("pause", pause_s, "Rest.")


def _recorded(specs: tuple[StreamSpec, ...]) -> tuple[Channel, ...]:
    """The EMG channels, one for each muscle and side."""
    found: dict[str, Channel] = {}
    for spec in specs:
        for channel in spec.channels:
            if channel.kind is Kind.EMG:
                found.setdefault(channel.label, channel)
    return tuple(found.values())


def _label(trial: int, channel: Channel) -> str:
    side = f" {channel.side}" if channel.muscle and channel.side else ""
    return f"mvc {trial} {channel.muscle or channel.name}{side}"


def _position(channel: Channel) -> str:
    known = {muscle.key: muscle for muscle in muscles()}
    muscle = known.get(channel.muscle or "")
    if muscle is None or not muscle.mvc:
        return ""
    words = muscle.mvc[0].position
    return f" {words[:1].upper()}{words[1:]}."
