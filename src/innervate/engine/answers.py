"""What a person answers becomes measures: how a muscle felt, repetitions and load as told."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from innervate.core.channel import Side
from innervate.core.event import Event, EventKind
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.core.units import DIMENSIONLESS
from innervate.metrics._sets import FIRST_SET, set_number

FELT: Final = "felt"
TOLD: Final = "repetitions.told"
_LABEL: Final = re.compile(r"felt ([a-z][a-z0-9_]*)(?: (left|right))?")
_REPETITIONS: Final = "repetitions"
LOAD: Final = "load.told"
_LOAD: Final = "load"
_KILOGRAM: Final = "kg"


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a measure that a person's answer makes; the same fields as a metric's.

    `largest` bounds the answers that count.
    """

    LABEL: str
    FORMAT: str
    EVIDENCE: str
    CAVEAT: str
    largest: float
    uncertainty: str
    unit: str = DIMENSIONLESS


TOLD_METRICS: Final = {
    FELT: Told(
        "Feeling of the muscle (0-10)",
        ".0f",
        "Self-rated feeling",
        "Your own rating: it is not a measurement of the muscle.",
        10.0,
        "one rating by the person",
    ),
    TOLD: Told(
        "Repetitions (told)",
        ".0f",
        "Self-reported repetitions",
        "As told, by the person or by the tempo; nothing counted them.",
        1000.0,
        "one number as told",
    ),
    LOAD: Told(
        "Load (told)",
        ".3g",
        "Self-reported load",
        "As told; nothing weighed it.",
        1000.0,
        "one number as told",
        _KILOGRAM,
    ),
}
"""What is said of answers, by the metric of their measures."""


def load_answer(load_kg: float) -> Event:
    """The person's word for what is lifted, said before the session begins."""
    return Event(0.0, EventKind.ANSWER, _LOAD, value=load_kg, unit=_KILOGRAM, source="person")


def answered(events: Iterable[Event]) -> bool:
    """Whether any of these events is an answer that makes a measure."""
    return any(_read(event) is not None for event in events)


def answer_measures(events: Sequence[Event]) -> tuple[Measure, ...]:
    """The measures that answers make, set by set, in the order of their moments.

    Of several answers to one question about one set the last one counts. An answer belongs to
    the set before or in which it was given, and covers it from its beginning to the answer. One
    outside its range has no value, and says so.
    """
    found: dict[tuple[str, Subject], Measure] = {}
    number, since_s = FIRST_SET, 0.0
    for event in sorted(events, key=lambda event: event.at_s):
        if event.kind is EventKind.PHASE:
            begun = set_number(event.label)
            if begun is not None and (begun != number or since_s == 0.0):
                number, since_s = begun, event.at_s
        read = _read(event)
        if read is not None:
            metric, muscle, side = read
            subject = Subject(muscle, side, set=number)
            start_s = min(since_s, event.at_s)
            found.pop((metric, subject), None)
            found[metric, subject] = _measure(metric, subject, event, start_s)
    return tuple(found.values())


def _read(event: Event) -> tuple[str, str | None, Side | None] | None:
    if event.kind is not EventKind.ANSWER or event.value is None:
        return None
    if event.label == _REPETITIONS:
        return TOLD, None, None
    if event.label == _LOAD:
        return LOAD, None, None
    label = _LABEL.fullmatch(event.label)
    return (FELT, label[1], Side(label[2]) if label[2] else None) if label else None


def _measure(metric: str, subject: Subject, event: Event, start_s: float) -> Measure:
    told, value = TOLD_METRICS[metric], event.value
    fits = value is not None and math.isfinite(value) and 0.0 <= value <= told.largest
    reason = f"the answer {value} is not between 0 and {told.largest:g}"
    return Measure(
        metric,
        value if fits else None,
        told.unit,
        subject,
        start_s,
        event.at_s,
        Uncertainty.none(told.uncertainty),
        Quality() if fits else Quality(False, (reason,)),
    )
