"""What must be asked about channels and targets before everything can be said."""

from __future__ import annotations

from collections.abc import Sequence

from innervate.body.channel_map import Unsure
from innervate.body.movement import Exercise
from innervate.core.channel import Channel, Kind, MuscleSide
from innervate.core.errors import InputError
from innervate.engine.analysis import Unsaid


def listed(names: Sequence[str], most: int = 4) -> str:
    """Some names and how many more there are.

    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def unsaid_of(unsure: Sequence[Unsure]) -> tuple[Unsaid, ...]:
    """One remark for each ambiguous channel name, and one for all that name no muscle."""
    several = tuple(
        Unsaid(
            f"which muscle channel {one.channel} measures",
            one.why,
            "say " + " or ".join(one.options),
        )
        for one in unsure
        if one.candidates
    )
    nameless = [one.channel for one in unsure if not one.candidates]
    if not nameless:
        return several
    what = f"which muscle {listed(nameless)} measure{'s' if len(nameless) == 1 else ''}"
    fix = f"say --map '{nameless[0]}=MUSCLE[:SIDE]'" + (" for each" if nameless[1:] else "")
    return (*several, Unsaid(what, "no muscle is named", fix))


def questions_of(unsure: Sequence[Unsure]) -> tuple[str, ...]:
    """The same as questions to the person, with the options that answer them."""
    several = tuple(
        f"Which muscle does {one.channel} measure? {one.why[:1].upper()}{one.why[1:]}. "
        f"Say {' or '.join(one.options)}."
        for one in unsure
        if one.candidates
    )
    nameless = [one.channel for one in unsure if not one.candidates]
    if not nameless:
        return several
    does = "do" if nameless[1:] else "does"
    question = f"Which muscle {does} {listed(nameless)} measure?"
    each = " for each" if nameless[1:] else ""
    return (*several, f"{question} Say --map '{nameless[0]}=MUSCLE[:SIDE]'{each}.")


def check_targets(channels: Sequence[Channel], targets: Sequence[MuscleSide]) -> None:
    """Raise `InputError` where a muscle that the person asked for was not recorded."""
    emg = [channel for channel in channels if channel.kind is Kind.EMG]
    for target in targets if emg else ():  # without any EMG there is something else to say
        if not any(target.matches(channel) for channel in emg):
            raise InputError(
                "the target was not recorded",
                given=f"{target.muscle}:{target.side}" if target.side else target.muscle,
                found=listed(_recorded(emg), 12) or "no channel whose muscle is known",
                fix="ask for one of these, or say with --map which channel measures it",
            )


def absent_targets(channels: Sequence[Channel], exercise: Exercise | None) -> tuple[Unsaid, ...]:
    """That no target of the exercise was recorded, if so: no share of a target can be given.

    Without any EMG there is something else to say.
    """
    recorded = {channel.muscle for channel in channels if channel.kind is Kind.EMG}
    if exercise is None or not recorded or recorded & set(exercise.targets):
        return ()
    wanted = ", ".join(target.replace("_", " ") for target in exercise.targets)
    why = f"no target of {exercise.key} was recorded (wanted: {wanted})"
    fix = "put a sensor on one, or say --map where a channel measures it"
    return (Unsaid("how much of the work was the target's", why, fix),)


def _recorded(channels: Sequence[Channel]) -> list[str]:
    """The muscles of the channels, as `--target` takes them."""
    found = (
        f"{channel.muscle}:{channel.side}" if channel.side else channel.muscle
        for channel in channels
        if channel.muscle
    )
    return list(dict.fromkeys(found))
