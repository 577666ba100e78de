"""What a person can command while the coach leads."""

from __future__ import annotations

from collections.abc import Iterator

from innervate.coach.standing import CommandName, Stage

CALIBRATING = frozenset({Stage.REST, Stage.PAUSE, Stage.MAXIMAL, Stage.HOLD, Stage.PRACTICE})
"""The stages of the calibration."""


def offered(
    stage: Stage, *, timed: bool, paused: bool, tried: bool, rates: bool
) -> Iterator[CommandName]:
    """The commands of a stage.

    Args:
        stage: which.
        timed: whether it ends by itself.
        paused: whether it is paused.
        tried: whether a trial was done that could be repeated.
        rates: whether there is something to rate.
    """
    if paused:
        yield CommandName.RESUME
        if stage is Stage.SET:
            yield CommandName.END_SET
    else:
        yield from _of(stage, timed)
        if stage is Stage.PAUSE and tried:
            yield CommandName.REPEAT
    if rates:
        yield CommandName.RATE
    if stage in CALIBRATING:
        yield CommandName.SKIP


def _of(stage: Stage, timed: bool) -> tuple[CommandName, ...]:
    if stage is Stage.CHECK:
        return (CommandName.CONTINUE,)
    if stage is Stage.PAUSE:
        return (CommandName.PAUSE if timed else CommandName.CONTINUE,)
    if stage in (Stage.MAXIMAL, Stage.HOLD, Stage.PRACTICE):
        return (CommandName.PAUSE,)
    if stage is Stage.READY:
        return (CommandName.PAUSE if timed else CommandName.START_SET,)
    if stage is Stage.SET:
        return (CommandName.END_SET, CommandName.PAUSE)
    return (CommandName.START_SET,) if stage is Stage.BREAK else ()
