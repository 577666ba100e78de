"""The knobs of a session's source: where they stand, where they stood, and turning them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from innervate.coach.standing import KnobStanding
from innervate.core.adjustable import Knob
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.source import Source
from innervate.session.passing import adjustable_in

_TELLER: Final = "session"


class Knobs:
    """What can be turned while a session runs; nothing where its source has no knobs.

    Args:
        source: the session's source, whatever it passes through.
    """

    def __init__(self, source: Source) -> None:
        self._adjustable = adjustable_in(source)
        self._began = {knob.name: knob.value for knob in self.now()}

    def now(self) -> tuple[Knob, ...]:
        """The knobs as they stand; from any thread."""
        return self._adjustable.knobs() if self._adjustable else ()

    def turn(self, name: str, value: float) -> None:
        """Turn one; from any thread. Raises `InputError` where that cannot be."""
        if self._adjustable is None:
            raise InputError(
                "this session has nothing to turn", fix="begin one with the virtual athlete"
            )
        self._adjustable.turn(name, value)

    def standings(self) -> tuple[KnobStanding, ...]:
        """Where each stands, and where it stood when the session began."""
        return tuple(
            KnobStanding(knob.name, knob.value, self._began.get(knob.name, knob.value))
            for knob in self.now()
        )

    def first_events(self) -> tuple[Event, ...]:
        """Where they stand at the beginning, for the recording: a turn tells only where to."""
        return tuple(
            Event(0.0, EventKind.KNOB, knob.name, value=knob.value, unit=knob.unit, source=_TELLER)
            for knob in self.now()
        )

    def take_up(self, events: Sequence[Event]) -> None:
        """Turn them to where a session that was cut off had them, as its events tell."""
        told = [one for one in events if one.kind is EventKind.KNOB and one.value is not None]
        last = {one.label: one.value for one in told if one.value is not None}
        first = {one.label: one.value for one in reversed(told) if one.value is not None}
        for knob in self.now():
            value = last.get(knob.name)
            if value is not None and value != knob.value and knob.low <= value <= knob.high:
                self.turn(knob.name, value)
            self._began[knob.name] = first.get(knob.name, knob.value)
