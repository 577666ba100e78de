"""What a person chose for a guided protocol, and what sensors are there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from innervate.body.movement import Exercise
from innervate.core.channel import MuscleSide
from innervate.core.errors import InputError

_RANGES: Final = {
    "the load in percent of the most that can be lifted once": (1.0, 150.0),
    "steps per minute": (60.0, 260.0),
    "feedback in percent of repetitions": (0.0, 100.0),
    "rounds": (1.0, 100.0),
}


class Sensor(StrEnum):
    """What may be measured while a protocol runs; none is needed unless a protocol says so."""

    EMG = "emg"
    EEG = "eeg"
    MOTION = "motion"
    CAMERA = "camera"
    MICROPHONE = "microphone"
    HEART = "heart"
    FORCE = "force"


class Choice(StrEnum):
    """What a protocol lets a person choose before it begins."""

    MUSCLE = "muscle"
    MUSCLES = "muscles"
    EXERCISE = "exercise"
    LOAD = "load"
    CADENCE = "cadence"
    ROUNDS = "rounds"
    CUE = "cue"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen; everything may be left to the protocol, as far as it has its own.

    Attributes:
        muscles: the muscles asked for; most protocols take the first.
        exercise: what is done.
        variant: the key of a variant of the protocol, empty for its first.
        load_percent: the load in percent of the most that can be lifted once (1RM).
        cadence_per_min: the person's own steps per minute.
        rounds: how many rounds, where the protocol leaves that open.
        feedback_percent: the share of repetitions that get feedback.
        cue: the person's own cue, instead of the exercise's.
        sensors: what is measured.
        screened: keys of the safety questions that were answered today already.
    """

    muscles: tuple[MuscleSide, ...] = ()
    exercise: Exercise | None = None
    variant: str = ""
    load_percent: float | None = None
    cadence_per_min: float | None = None
    rounds: int | None = None
    feedback_percent: float = 100.0
    cue: str = ""
    sensors: tuple[Sensor, ...] = ()
    screened: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        values = (self.load_percent, self.cadence_per_min, self.feedback_percent, self.rounds)
        for (what, (low, high)), value in zip(_RANGES.items(), values, strict=True):
            if value is not None and not low <= value <= high:
                raise InputError(f"{what} must be from {low:g} to {high:g}", given=f"{value:g}")
