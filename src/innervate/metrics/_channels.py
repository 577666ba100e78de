"""Which channels a metric is about, how they are named, and when it must decline."""

from __future__ import annotations

import re
from dataclasses import dataclass

from innervate.core.channel import Channel, MuscleSide
from innervate.core.measure import Subject
from innervate.core.stream import StreamSpec
from innervate.core.units import compares_muscles


def name_of(channel: Channel) -> str:
    """Muscle and side as they are typed on the command line, or the channel's own name.

    >>> from innervate.core.channel import Kind, Side
    >>> name_of(Channel("EMG1", Kind.EMG, "V", "biceps_brachii", Side.LEFT))
    'biceps_brachii:left'
    """
    if channel.muscle is None:
        return channel.name
    return f"{channel.muscle}:{channel.side}" if channel.side else channel.muscle


def subject_of(spec: StreamSpec, column: int, other: str | None = None) -> Subject:
    """What a measure of one channel is about; it is named where its muscle is not enough."""
    channel = spec.channels[column]
    same = [name_of(each) for each in spec.channels].count(name_of(channel)) > 1
    name = channel.name if same or channel.muscle is None else None
    return Subject(channel.muscle, channel.side, name, other)


def names_in(other: str | None) -> tuple[str, ...]:
    """The names, as `name_of` gives them, of the channels that the `other` of a subject lists.

    >>> names_in("biceps_brachii:left | triceps_brachii:left, EMG3")
    ('biceps_brachii:left', 'triceps_brachii:left', 'EMG3')
    """
    return tuple(re.split(r" \| |, ", other)) if other else ()


def incomparable(spec: StreamSpec) -> str | None:
    """Why muscles of this stream may not be compared and what to do about it, or None."""
    units = [channel.unit for channel in spec.channels if not compares_muscles(channel.unit)]
    if not units:
        return None
    return (
        f"activation is in {units[0]}, where every muscle has a yardstick of its own, so that "
        "muscles cannot be compared: calibrate with a maximal contraction (MVC) of every muscle"
    )


@dataclass(frozen=True, slots=True)
class Split:
    """The channels of a stream by their part in an exercise.

    Attributes:
        targets, others: columns of the muscles asked for and of those they are set against.
        known: columns of all channels whose muscle is known.
        notes: what was left out.
        refusal: why there is nothing to say, or None.
    """

    targets: tuple[int, ...]
    others: tuple[int, ...]
    known: tuple[int, ...]
    notes: tuple[str, ...] = ()
    refusal: str | None = None

    @classmethod
    def of(
        cls,
        spec: StreamSpec,
        targets: tuple[MuscleSide, ...],
        others: tuple[MuscleSide, ...] = (),
    ) -> Split:
        """Sort the channels; without `others`, every known muscle that is no target is one."""
        known = tuple(i for i, channel in enumerate(spec.channels) if channel.muscle is not None)
        wanted = columns_of(spec, targets)
        rest = columns_of(spec, others) if others else known
        left = tuple(column for column in rest if column not in wanted)
        unknown = [channel.name for channel in spec.channels if channel.muscle is None]
        notes = (
            (f"left out, as their muscle is not known: {', '.join(unknown)}",) if unknown else ()
        )
        refusal = incomparable(spec) or _missing(targets, wanted, left)
        return cls(wanted, left, known, notes, refusal)

    def subject(self, spec: StreamSpec) -> Subject:
        """The target, if it is one, and the whole channel set as ``targets | others``."""
        named = [", ".join(_names(spec, each)) for each in (self.targets, self.others)]
        other = " | ".join(named)
        if len(self.targets) == 1:
            return subject_of(spec, self.targets[0], other)
        muscles = {spec.channels[column].muscle for column in self.targets}
        return Subject(muscles.pop() if len(muscles) == 1 else None, other=other)


def columns_of(spec: StreamSpec, wanted: tuple[MuscleSide, ...]) -> tuple[int, ...]:
    """Columns of the channels that measure one of these muscles."""
    return tuple(
        column
        for column, channel in enumerate(spec.channels)
        if any(muscle.matches(channel) for muscle in wanted)
    )


def _names(spec: StreamSpec, columns: tuple[int, ...]) -> list[str]:
    return [name_of(spec.channels[column]) for column in columns]


def _missing(
    targets: tuple[MuscleSide, ...], found: tuple[int, ...], others: tuple[int, ...]
) -> str | None:
    if not targets:
        return "no target muscle was named: name the exercise or its target"
    if not found:
        asked = ", ".join(target.muscle for target in targets)
        return f"the target ({asked}) was not recorded: put a sensor on it or map its channel"
    if not others:
        return "only target muscles were recorded: record at least one other muscle too"
    return None
