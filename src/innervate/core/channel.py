"""What one column of a stream measures, and in which unit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What kind of quantity a channel carries."""

    EMG = "emg"
    EEG = "eeg"
    ACCELERATION = "acc"
    ANGULAR_RATE = "gyr"
    MAGNETIC_FIELD = "mag"
    ANGLE = "angle"
    FORCE = "force"
    AUDIO = "audio"
    LANDMARK = "landmark"
    ENVELOPE = "envelope"
    ACTIVATION = "activation"
    STATE = "state"
    QUALITY = "quality"
    OTHER = "other"


class Side(StrEnum):
    """The side of the body, from the person's own view."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Channel:
    """One column of a stream.

    Attributes:
        name: what the device or file calls it; unique within its stream.
        kind: the quantity.
        unit: the unit of the values (an SI unit of `core.units`, ``au`` where unknown).
        muscle: key of a muscle in `body`, or None where there is none or it is not known.
        side: side of the body, or None for the midline or where it is not known.
    """

    name: str
    kind: Kind
    unit: str
    muscle: str | None = None
    side: Side | None = None

    @property
    def label(self) -> str:
        """The muscle and side in words, or the channel's own name.

        >>> Channel("EMG1", Kind.EMG, "V", "biceps_brachii", Side.LEFT).label
        'biceps brachii left'
        """
        if self.muscle is None:
            return self.name
        words = self.muscle.replace("_", " ")
        return f"{words} {self.side}" if self.side else words


@dataclass(frozen=True, slots=True)
class MuscleSide:
    """A muscle of one side; `side` None stands for a midline muscle or an unknown side."""

    muscle: str
    side: Side | None = None

    def matches(self, channel: Channel) -> bool:
        """Whether the channel measures this muscle; a None side here matches any side."""
        return channel.muscle == self.muscle and self.side in (None, channel.side)
