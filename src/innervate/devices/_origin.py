"""The session's zero: the second of this computer's monotonic clock at which session time began.

Sources that share a session are given one zero before they are opened. LSL's local clock is the
same clock where the library uses the monotonic one, and is compared with it where it does not.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from innervate.core.clock import Clock


def host_clock_s() -> float:
    """The monotonic clock of this computer."""
    return time.monotonic()


@runtime_checkable
class Anchored(Protocol):
    """A source whose session second 0 can be set, before it is opened, to a host-clock second.

    None means that the source takes the moment at which it is opened.
    """

    origin_s: float | None


@runtime_checkable
class Paced(Protocol):
    """A source whose session time runs at a pace of its own (a replay, the virtual athlete)."""

    @property
    def pace(self) -> float | None:
        """Session seconds per second of the clock; None for as fast as it is read."""

    @property
    def began_s(self) -> float:
        """The session second at which it was when it was opened."""


@runtime_checkable
class Continuing(Protocol):
    """A source that can go on exactly where its interrupted recording breaks off."""

    def go_on(self, clocks: Sequence[Clock], reached: Mapping[str, int]) -> None:
        """Say so before opening: with the recorded clocks, at these sample indices per stream."""
