"""Which knobs of a source were turned, as its events tell."""

from __future__ import annotations

import math
from collections.abc import Sequence

from innervate.core.event import Event, EventKind
from innervate.core.units import DIMENSIONLESS
from innervate.engine.analysis import Turn
from innervate.metrics._sets import set_number


def turns_of(events: Sequence[Event]) -> tuple[Turn, ...]:
    """The turns among events, in order of time, each with the set in which it happened."""
    phases = sorted(
        (event for event in events if event.kind is EventKind.PHASE), key=lambda one: one.at_s
    )
    knobs = (event for event in events if event.kind is EventKind.KNOB)
    found = [
        Turn(
            event.at_s, event.label, event.value, event.unit or DIMENSIONLESS,
            _set_at(phases, event.at_s),
        )
        for event in knobs
        if event.value is not None and math.isfinite(event.value)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.at_s))


def _set_at(phases: Sequence[Event], at_s: float) -> int | None:
    """The set whose phase lasts at this second."""
    begun = [event for event in phases if event.at_s <= at_s]
    return set_number(begun[-1].label) if begun else None
