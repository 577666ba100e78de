"""A source of nothing but time, for sessions without any sensor."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from innervate.core.clock import Clock
from innervate.core.source import Item
from innervate.core.stream import StreamSpec

NONE: Final = "none"
"""The word for it where sources are named."""


class SilentSource:
    """Has no streams and never ends; a `Source`. Session time is the computer's clock.

    Args:
        pace: session seconds per second of the clock; more than 1 rehearses.
        sleep: how to wait.
    """

    def __init__(self, pace: float = 1.0, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.pace, self._sleep = pace, sleep
        self.origin_s: float | None = None

    @property
    def name(self) -> str:
        """Says that nothing is measured."""
        return "no sensor"

    @property
    def exhausted(self) -> bool:
        """Never."""
        return False

    def go_on(self, clocks: Sequence[Clock], reached: Mapping[str, int]) -> None:
        """Nothing to go on with but time."""

    def open(self) -> tuple[StreamSpec, ...]:
        """Nothing to connect to."""
        return ()

    def read(self, timeout_s: float) -> Sequence[Item]:
        """Nothing comes; waits all the same, so that who reads does not spin."""
        if timeout_s > 0:
            self._sleep(timeout_s)
        return ()

    def close(self) -> None:
        """Nothing to let go of."""
