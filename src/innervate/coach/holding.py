"""Hold to score: how long the target stays above the line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_LONGEST_STEP_S: Final = 0.5
"""Glances further apart than this say nothing of the time between."""


class HoldScore:
    """Counts the seconds of a set in which the mean level of the targets is above a line.

    Args:
        threshold_percent: the line, in percent of the reference.
    """

    def __init__(self, threshold_percent: float) -> None:
        self.threshold_percent = threshold_percent
        self.held_s = 0.0
        self.above = False
        self._measured_s = 0.0
        self._last_s: float | None = None
        self._counts = False

    @property
    def success(self) -> float | None:
        """The share (0-1) of the measured time above the line; None where none was measured."""
        return self.held_s / self._measured_s if self._measured_s > 0.0 else None

    def begin(self) -> None:
        """A set begins."""
        self.held_s = self._measured_s = 0.0
        self._last_s, self._counts = None, True

    def hold(self) -> None:
        """The set pauses, or is over."""
        self._last_s, self._counts = None, False

    def go_on(self) -> None:
        """The set goes on after a pause."""
        self._counts = True

    def see(self, at_s: float, targets: Sequence[float | None]) -> None:
        """Take the levels of the targets at a moment."""
        levels = [level for level in targets if level is not None]
        whole = bool(levels) and len(levels) == len(targets)
        self.above = whole and sum(levels) / len(levels) >= self.threshold_percent
        if not self._counts:
            return
        step_s = at_s - self._last_s if self._last_s is not None else 0.0
        if whole and 0.0 < step_s <= _LONGEST_STEP_S:
            self._measured_s += step_s
            self.held_s += step_s if self.above else 0.0
        self._last_s = at_s
