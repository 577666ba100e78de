"""The session's zero: the second of this computer's monotonic clock at which session time began.

Sources that share a session are given one zero before they are opened. LSL's local clock is the
same clock where the library uses the monotonic one, and is compared with it where it does not.
"""

from __future__ import annotations

import time
from typing import Protocol, runtime_checkable


def host_clock_s() -> float:
    """The monotonic clock of this computer."""
    return time.monotonic()


@runtime_checkable
class Anchored(Protocol):
    """A source whose session second 0 can be set, before it is opened, to a host-clock second.

    None means that the source takes the moment at which it is opened.
    """

    origin_s: float | None
