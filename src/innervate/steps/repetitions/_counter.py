"""Repetitions in a level that is 0 at rest and 1 in effort, frame by frame."""

from __future__ import annotations

from collections import deque

import numpy as np

_ENTER, _LEAVE = 0.4, 0.2
_CLIMB = 0.3


class Counter:
    """Thresholds with memory: the state of a frame comes `look_ahead` frames late.

    Args:
        shortest: frames that a repetition takes at least.
        dip: frames for which the level may fall within a repetition.
        back: frames by which a repetition is dated back, to where the level left rest.
        part_below: share of the peak below which a dip parts two repetitions.
    """

    def __init__(self, shortest: int, dip: int, back: int, part_below: float) -> None:
        self._shortest, self._dip, self._back = shortest, dip, back
        self._part_below = part_below
        self.look_ahead = shortest + dip + back
        self._states: deque[float] = deque()
        self._length = 0
        self.reset()

    def reset(self) -> None:
        """Be at rest again; what is undecided stays as it is."""
        self._active, self._rising, self._below = False, 0, 0
        self._peak, self._valley, self._since_valley, self._low = 0.0, 0.0, 0, 0

    def push(self, level: float) -> float | None:
        """Take the level of the next frame (NaN: nothing is known); return a decided state."""
        self._states.append(np.nan if np.isnan(level) else float(self._active))
        if self._active:
            self._go_on(level)
        elif level >= _ENTER:
            self._begin(level, min(self._rising, self._back) + 1)
            self._mark(self._length, self._length, 1.0)
        else:
            self._rising = self._rising + 1 if level >= _LEAVE else 0
        return self._states.popleft() if len(self._states) > self.look_ahead else None

    def _begin(self, level: float, length: int) -> None:
        self.reset()
        self._active, self._length = True, length
        self._peak = self._valley = level

    def _go_on(self, level: float) -> None:
        self._length += 1
        self._below = self._below + 1 if level < _LEAVE else 0
        if self._below > self._dip:
            done = self._length - self._below
            gone = self._length if done < self._shortest else self._below
            self._mark(gone, gone, 0.0)
            self.reset()
        else:
            self._look_for_valley(level)

    def _look_for_valley(self, level: float) -> None:
        """Part two repetitions between which the muscles did not come to rest."""
        self._since_valley += 1
        if level <= self._valley:
            self._valley, self._since_valley = level, 0
        if self._low <= self._dip:
            self._low = self._low + 1 if level < self._part_below * self._peak else 0
        climbed = level - self._valley >= _CLIMB * self._peak
        deep = self._low > self._dip
        long = self._length - self._since_valley >= self._shortest
        if climbed and deep and long and level >= _ENTER:
            self._mark(self._since_valley + 1, 1, 0.0)
            self._begin(level, self._since_valley)
        elif level >= self._peak or (climbed and not deep):
            self._peak = max(self._peak, level)
            self._valley, self._since_valley, self._low = level, 0, 0

    def _mark(self, back: int, count: int, state: float) -> None:
        """Set `count` states, the first of them `back` frames before the end."""
        first = max(len(self._states) - back, 0)
        for index in range(first, min(first + count, len(self._states))):
            self._states[index] = state
