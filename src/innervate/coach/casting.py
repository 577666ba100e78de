"""Which channel plays which part."""

from __future__ import annotations

from collections.abc import Iterable

from innervate.body.movement import Exercise
from innervate.coach.choices import Cast, CastChannel, Role
from innervate.core.channel import Channel, MuscleSide
from innervate.core.stream import StreamSpec


def cast_of(
    specs: Iterable[StreamSpec],
    exercise: Exercise | None = None,
    targets: tuple[MuscleSide, ...] = (),
) -> Cast:
    """The cast of a session out of its activation streams (`GlanceMaker.specs`).

    Targets that the person named come before those of the exercise; a channel is watched if its
    muscle tends to help in the exercise.
    """
    specs = tuple(specs)
    wanted = asked_for(exercise, targets)
    watched = exercise.compensators if exercise else ()
    return Cast(
        tuple(
            CastChannel(
                channel.name,
                channel.label,
                channel.muscle,
                channel.side,
                _role(channel, wanted, watched),
                channel.unit,
            )
            for spec in specs
            for channel in spec.channels
        ),
        any(spec.simulated for spec in specs),
    )


def asked_for(exercise: Exercise | None, targets: tuple[MuscleSide, ...]) -> tuple[MuscleSide, ...]:
    """The muscles asked for: the person's choice, else the exercise's."""
    return targets or tuple(MuscleSide(key) for key in (exercise.targets if exercise else ()))


def _role(channel: Channel, targets: tuple[MuscleSide, ...], watched: tuple[str, ...]) -> Role:
    if any(target.matches(channel) for target in targets):
        return Role.TARGET
    return Role.WATCHED if channel.muscle in watched else Role.OTHER
