"""From the computer's clock to session time, for sources that run at their own pace too."""

from __future__ import annotations

from dataclasses import dataclass

from innervate.core.source import Source
from innervate.devices._origin import Paced, host_clock_s
from innervate.session.silent import SilentSource


@dataclass(frozen=True, slots=True)
class HostTime:
    """How the seconds of a session lie on the computer's clock.

    Attributes:
        origin_s: a second of the computer's clock.
        began_s: the session second that it was then.
        pace: session seconds per second of the clock, None where a source runs free.
    """

    origin_s: float
    began_s: float = 0.0
    pace: float | None = 1.0

    @classmethod
    def of(cls, source: Source, origin_s: float, began_s: float = 0.0) -> HostTime:
        """That of a source just opened; one without a time of its own began at `began_s`."""
        if isinstance(source, SilentSource):
            return cls(host_clock_s(), began_s, source.pace)
        if isinstance(source, Paced):
            return cls(host_clock_s(), source.began_s, source.pace)
        return cls(origin_s, began_s)

    def clock_s(self, host_s: float) -> float:
        """The computer's clock, set to `began_s` at the origin: it never runs at another pace."""
        return self.began_s + host_s - self.origin_s

    def session_s(self, host_s: float) -> float | None:
        """The session second that it is; None where only the source can tell."""
        if self.pace is None:
            return None
        return self.began_s + (host_s - self.origin_s) * self.pace

    def happened_s(self, at_s: float) -> float | None:
        """When, in seconds of `clock_s`, a session second was or will be."""
        return None if self.pace is None else self.began_s + (at_s - self.began_s) / self.pace
