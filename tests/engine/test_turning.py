"""Turns among events: in order, each with its set."""

from __future__ import annotations

import math

from innervate.core.event import Event, EventKind
from innervate.engine.analysis import Turn
from innervate.engine.turning import turns_of


def knob(at_s: float, value: float | None, unit: str | None = "1") -> Event:
    return Event(at_s, EventKind.KNOB, "skill", value=value, unit=unit, source="simulator")


def phase(at_s: float, label: str) -> Event:
    return Event(at_s, EventKind.PHASE, label)


def test_each_turn_has_the_set_in_which_it_happened() -> None:
    events = [
        phase(5.0, "set 1"), phase(20.0, "pause"), phase(25.0, "set 2 pectoralis_major left"),
        knob(30.0, 0.9), knob(0.0, 0.2), knob(10.0, 0.5), knob(22.0, 0.6),
    ]  # fmt: skip
    assert [(one.at_s, one.value, one.set) for one in turns_of(events)] == [
        (0.0, 0.2, None),
        (10.0, 0.5, 1),
        (22.0, 0.6, None),
        (30.0, 0.9, 2),
    ]


def test_what_tells_no_number_is_no_turn() -> None:
    assert turns_of([knob(1.0, None), knob(2.0, math.nan), phase(0.0, "set 1")]) == ()
    assert turns_of([knob(3.0, 0.5, None)]) == (Turn(3.0, "skill", 0.5, "1"),)
