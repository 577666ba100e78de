"""When a source was not heard: said beside the numbers, for it was not measured."""

from __future__ import annotations

from dataclasses import dataclass, field

from innervate.core.event import Event, EventKind
from innervate.engine.analysis import Unsaid

_MOST_NAMED = 3


@dataclass(slots=True)
class Outages:
    """Gathers the stretches between LOST and RETURNED events, source by source.

    >>> outages = Outages()
    >>> outages.hear(Event(61.0, EventKind.LOST, source="amplifier"))
    >>> outages.hear(Event(62.5, EventKind.RETURNED, source="amplifier"))
    >>> outages.unsaid(90.0)[0].what
    '1.5 s of the signal of amplifier'
    """

    _since_s: dict[str, float] = field(default_factory=dict)
    _over: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def hear(self, event: Event) -> None:
        """Take an event; others than of loss and return are passed over."""
        if event.kind is EventKind.LOST:
            self._since_s.setdefault(event.source, event.at_s)
        elif event.kind is EventKind.RETURNED and event.source in self._since_s:
            stretch = (self._since_s.pop(event.source), event.at_s)
            self._over.setdefault(event.source, []).append(stretch)

    def unsaid(self, reached_s: float) -> tuple[Unsaid, ...]:
        """What was not heard, up to the session second reached."""
        found = {source: list(stretches) for source, stretches in self._over.items()}
        for source, since_s in self._since_s.items():
            found.setdefault(source, []).append((since_s, max(since_s, reached_s)))
        return tuple(_said(source, stretches) for source, stretches in sorted(found.items()))


def _said(source: str, stretches: list[tuple[float, float]]) -> Unsaid:
    lost_s = sum(stop_s - start_s for start_s, stop_s in stretches)
    named = ", ".join(f"{_clock(a)} to {_clock(b)}" for a, b in stretches[:_MOST_NAMED])
    more = len(stretches) - _MOST_NAMED
    rest = f" and {more} more times" if more > 0 else ""
    return Unsaid(
        f"{lost_s:.1f} s of the signal of {source or 'the source'}",
        f"it was not heard from {named}{rest}; what was done then was not measured",
        "check battery, cable and distance",
    )


def _clock(at_s: float) -> str:
    minutes, seconds = divmod(at_s, 60.0)
    return f"{int(minutes)}:{seconds:04.1f}"
