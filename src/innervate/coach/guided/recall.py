"""What a guided session writes into the recording, and how it is read back after a crash."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast

from innervate.body.movement import exercise
from innervate.coach.acts import Announce, Why
from innervate.coach.guided.chosen import Chosen
from innervate.coach.guided.gates import Answer
from innervate.coach.guided.score import Score
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.plain import Plain, from_plain, to_plain

SOURCE: Final = "guide"
_BEGUN: Final = "guided "
_BEAT: Final = "beat"
_PASSED: Final = "passed"
_OVER: Final = "over "
_SECOND: Final = "s"


@dataclass(frozen=True, slots=True)
class Begun:
    """What a guided session was made with; the exercise by its key, the choices without it."""

    protocol: str
    seed: int
    exercise: str
    chosen: Chosen

    @classmethod
    def of(cls, score: Score) -> Begun:
        """What this score was made with."""
        done = score.chosen.exercise
        chosen = replace(score.chosen, exercise=None)
        return cls(score.protocol, score.seed, done.key if done else "", chosen)

    def choices(self, folder: Path | None = None, muscle_folder: Path | None = None) -> Chosen:
        """The choices again; the folders are those of the user's own exercises and muscles."""
        if not self.exercise:
            return self.chosen
        return replace(self.chosen, exercise=exercise(self.exercise, folder, muscle_folder))


@dataclass(frozen=True, slots=True)
class Recalled:
    """How far a guided session had come.

    Attributes:
        index: the beat that was on.
        elapsed_s: how much of it is known to have passed.
        answers: the last answer under each label.
        over: why it was over, if it was.
    """

    index: int
    elapsed_s: float
    answers: dict[str, Answer]
    over: Why | None


def begun(score: Score, at_s: float) -> Announce:
    """What was chosen, so that the score can be made again from the recording alone."""
    text = json.dumps(to_plain(Begun.of(score)), ensure_ascii=False)
    return _mark(at_s, EventKind.NOTE, _BEGUN + text)


def at_beat(index: int, at_s: float) -> Announce:
    """A beat begins."""
    return _mark(at_s, EventKind.MARKER, _BEAT, float(index))


def passed(elapsed_s: float, at_s: float) -> Announce:
    """So much of the beat has passed."""
    return _mark(at_s, EventKind.MARKER, _PASSED, elapsed_s, _SECOND)


def phase(label: str, at_s: float) -> Announce:
    """A phase of the recording begins."""
    return _mark(at_s, EventKind.PHASE, label)


def ended(why: Why, at_s: float) -> Announce:
    """The session is over."""
    return _mark(at_s, EventKind.MARKER, f"{_OVER}{why}")


def arm(key: str, at_s: float) -> Announce:
    """A block of an experiment begins under this condition."""
    return _mark(at_s, EventKind.MARKER, f"arm {key}")


def answered(label: str, answer: Answer, unit: str, at_s: float) -> Announce:
    """An answer: its number under its label; words follow the label after a colon."""
    text = f"{label}: {answer.text}" if answer.text else label
    unit_of = unit if answer.value is not None else None
    event = Event(at_s, EventKind.ANSWER, text, value=answer.value, unit=unit_of, source="person")
    return Announce(event)


def made_with(events: Iterable[Event]) -> Begun | None:
    """What the guided session in these events was made with; None where there is none."""
    for event in events:
        if event.kind is EventKind.NOTE and event.label.startswith(_BEGUN):
            try:
                plain = cast("Plain", json.loads(event.label.removeprefix(_BEGUN)))
            except ValueError as error:
                raise InputError(
                    "the recording does not say which session it is", found=str(error)
                ) from error
            return from_plain(Begun, plain)
    return None


def answers_in(events: Iterable[Event], score: Score) -> dict[str, Answer]:
    """The last answer under each label; a question asked again counts as not answered."""
    found: dict[str, Answer] = {}
    for event in events:
        if event.kind is EventKind.MARKER and event.label == _BEAT and event.value is not None:
            index = int(event.value)
            asked = score.beats[index].question if index < len(score.beats) else None
            found.pop(asked.label if asked else "", None)
        elif event.kind is EventKind.ANSWER:
            label, _, text = event.label.partition(": ")
            found[label] = Answer(event.value, text)
    return found


def recalled(events: Sequence[Event], score: Score) -> Recalled:
    """Read how far the session had come."""
    index, elapsed_s, over = 0, 0.0, None
    for event in events:
        if event.kind is not EventKind.MARKER:
            continue
        if event.label == _BEAT and event.value is not None:
            index, elapsed_s = int(event.value), 0.0
        elif event.label == _PASSED and event.value is not None:
            elapsed_s = event.value
        elif event.label.startswith(_OVER):
            over = Why(event.label.removeprefix(_OVER))
    return Recalled(index, elapsed_s, answers_in(events, score), over)


def _mark(
    at_s: float,
    kind: EventKind,
    label: str,
    value: float | None = None,
    unit: str | None = None,
) -> Announce:
    return Announce(Event(at_s, kind, label, value=value, unit=unit, source=SOURCE))
