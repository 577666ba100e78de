"""What a person answered in a guided session, beyond the answers that make measures."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from innervate.core.event import Event, EventKind
from innervate.core.units import DIMENSIONLESS
from innervate.engine.analysis import Said
from innervate.engine.answers import answered

GUIDED: Final = "guided "
"""How the note begins that says which guided protocol was run."""
_HEALTH: Final = "screen "
"""How the labels of safety questions begin: they stay in the recording."""


def guided(events: Iterable[Event]) -> bool:
    """Whether a guided protocol was run."""
    return any(event.kind is EventKind.NOTE and event.label.startswith(GUIDED) for event in events)


def said_of(events: Iterable[Event]) -> tuple[Said, ...]:
    """The answers that make no measure, in order of time; words follow the label after a colon."""
    told = (
        event
        for event in events
        if event.kind is EventKind.ANSWER
        and not event.label.startswith(_HEALTH)
        and not answered([event])
    )
    found = (_read(event) for event in told)
    return tuple(sorted(found, key=lambda one: one.at_s))


def _read(event: Event) -> Said:
    label, _, text = event.label.partition(": ")
    value = event.value if event.value is not None and math.isfinite(event.value) else None
    return Said(event.at_s, label, value, event.unit or DIMENSIONLESS, text)
