"""A session that was cut off, read back from the events in its recording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from innervate.coach.beats import Beat
from innervate.coach.standing import Stage
from innervate.core.event import Event, EventKind
from innervate.engine.answers import FELT
from innervate.engine.phases import CALIBRATED
from innervate.metrics._sets import set_number


@dataclass(frozen=True, slots=True)
class Recalled:
    """What the recording tells of how far the session had come.

    Attributes:
        calibrated: whether the calibration was over.
        over: the labels of the phases that came to their end.
        sets: how many sets were done.
        cut: the number of the set that was cut off, or None.
        felt: whether the person had said how well they felt it.
    """

    calibrated: bool
    over: frozenset[str]
    sets: int
    cut: int | None
    felt: bool

    @classmethod
    def of(cls, events: Sequence[Event]) -> Recalled:
        """Read the events."""
        labels = [event.label for event in events if event.kind is EventKind.PHASE]
        numbers = [number for number in map(set_number, labels) if number]
        cut = set_number(labels[-1]) if labels else None
        return cls(
            any(label.startswith(CALIBRATED) for label in labels),
            frozenset(labels[:-1]),
            max(numbers, default=0) - (cut is not None),
            cut,
            any(
                event.kind is EventKind.ANSWER and event.label.startswith(FELT) for event in events
            ),
        )

    def remaining(self, beats: Iterable[Beat]) -> list[Beat]:
        """The beats that are still to be done; rests between trials that are done go too."""
        kept: list[Beat] = []
        for beat in beats:
            rests = beat.stage is Stage.PAUSE and not beat.review
            if (rests and kept) or not (rests or beat.phase in self.over) or beat.review:
                kept.append(beat)
        return kept
