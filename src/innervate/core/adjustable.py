"""Knobs on a source: what can be turned while it runs, as on the virtual athlete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Knob:
    """Something that can be turned.

    Attributes:
        name: its key, as in an address.
        label: what a person reads beside it.
        low, high: its ends, in `unit`.
        value: where it stands.
        unit: unit of the values ("1" for a plain number).
        what: one plain sentence on what turning it does.
        step: how far apart the values lie that mean something, None where all do.
        names: what the values are called from `low` on, a step apart; none where they are numbers.
    """

    name: str
    label: str
    low: float
    high: float
    value: float
    unit: str
    what: str
    step: float | None = None
    names: tuple[str, ...] = ()


@runtime_checkable
class Adjustable(Protocol):
    """A source with knobs; turning one is safe from any thread."""

    def knobs(self) -> tuple[Knob, ...]:
        """The knobs as they stand."""

    def turn(self, name: str, value: float) -> None:
        """Turn a knob, effective from the next moment that has not been given yet.

        The source then gives an event of kind KNOB (label: the name, value, unit) at that moment.
        Raises `InputError` for an unknown knob and for a value beyond its ends.
        """
