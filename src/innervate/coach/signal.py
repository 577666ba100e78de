"""Whether the sources are heard."""

from __future__ import annotations

from innervate.coach.acts import Level, Remark
from innervate.coach.standing import SignalStanding
from innervate.core.event import Event, EventKind


class Signal:
    """Follows LOST and RETURNED events of all sources."""

    def __init__(self) -> None:
        self._lost: dict[str, tuple[float, str]] = {}

    @property
    def ok(self) -> bool:
        """Whether every source is heard."""
        return not self._lost

    def heard(self, event: Event) -> Remark | None:
        """Take an event; what to tell the person, if it is news."""
        name = event.stream or event.source
        who = event.source or event.stream or "the sensor"
        if event.kind is EventKind.LOST and name not in self._lost:
            words = f"No signal from {who}. Check its battery and cable."
            self._lost[name] = (event.at_s, words)
            return Remark(event.at_s, Level.ERROR, words)
        if event.kind is EventKind.RETURNED and self._lost:
            # One word of return is believed for all: a device may name itself differently.
            self._lost.pop(name, None) or self._lost.popitem()
            if not self._lost:
                return Remark(event.at_s, Level.INFO, f"The signal of {who} is back.")
        return None

    def standing(self) -> SignalStanding:
        """How it stands, since the first loss that lasts."""
        if not self._lost:
            return SignalStanding()
        since_s, words = min(self._lost.values())
        return SignalStanding(False, words, since_s)
