"""Things that come from outside at a moment: cues, taps, answers, fits applied, gaps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EventKind(StrEnum):
    """What sort of thing happened."""

    CUE = "cue"
    MARKER = "marker"
    TAP = "tap"
    ANSWER = "answer"
    FIT = "fit"
    GAP = "gap"
    LOST = "lost"
    RETURNED = "returned"
    PHASE = "phase"
    NOTE = "note"
    KNOB = "knob"
    RESUMED = "resumed"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that came from outside; what is *detected* is a state stream instead.

    Attributes:
        at_s: session second of the phenomenon.
        kind: what sort of event.
        label: its text (for a fit, the fit as JSON).
        stream: the stream that it concerns, or None for the whole session.
        sample: index in `stream`, where the event is tied to a sample (a gap: the first sample
            after it).
        value: a number that belongs to it (a gap: samples lost).
        unit: unit of `value`.
        source: who said so (a device, the person, the protocol).
    """

    at_s: float
    kind: EventKind
    label: str = ""
    stream: str | None = None
    sample: int | None = None
    value: float | None = None
    unit: str | None = None
    source: str = ""
