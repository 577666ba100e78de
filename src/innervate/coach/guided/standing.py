"""How a guided session stands, and what a person may command."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from innervate.coach.acts import Why
from innervate.coach.guided.beat import Beat
from innervate.coach.guided.gates import Answer


class Do(StrEnum):
    """What a person can ask for. `STOP`, `PAIN` and `URGENT` are never refused."""

    CONTINUE = "continue"
    ANSWER = "answer"
    PAUSE = "pause"
    RESUME = "resume"
    BACK = "back"
    SKIP = "skip"
    STOP = "stop"
    PAIN = "pain"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer under its label."""

    label: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class GuideStanding:
    """Everything a screen must know to draw the present moment.

    Attributes:
        protocol, name: what is done.
        beat: the beat that is on (after the end: the last one).
        beats: how many there are in all; some may be passed over.
        began_s, ends_s: of the beat, as if it had not been paused; a countdown lies before
            `began_s`. The end is None where the person ends it, and while it stands still.
        now_s, elapsed_s: the moment, in session seconds and in seconds of the beat.
        left_s: seconds that the beat still takes; None where the person ends it.
        paused, over: whether it stands still, and why it is over, if it is.
        begun: whether it has begun.
        reps_done: repetitions done by the tempo, where there is one.
        commands: what is allowed now.
        answers: the last answer under each label.
    """

    protocol: str
    name: str
    beat: Beat
    beats: int
    began_s: float
    ends_s: float | None
    now_s: float
    elapsed_s: float
    left_s: float | None
    paused: bool
    over: Why | None
    begun: bool
    reps_done: int | None
    commands: tuple[Do, ...]
    answers: tuple[Said, ...]
