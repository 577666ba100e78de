"""Cues that have come, as sample indices."""

from __future__ import annotations

from math import ceil

from innervate.core.event import Event, EventKind


class Cues:
    """Remembers the cues of one label until they are too old to matter.

    Args:
        label: the label of the cues that count, or None for none.
        rate_hz: rate of the streams.
        window_s: how long a cue matters.
    """

    def __init__(self, label: str | None, rate_hz: float, window_s: float) -> None:
        self._label, self._rate_hz = label, rate_hz
        self._window = round(window_s * rate_hz)
        self._samples: list[int] = []

    def add(self, event: Event) -> None:
        """Take an event; others than the cue do not matter."""
        if event.kind is EventKind.CUE and event.label == self._label:
            at = ceil(event.at_s * self._rate_hz) if event.sample is None else event.sample
            self._samples.append(at)

    def last(self, at: int) -> int | None:
        """The last cue at or before this sample that still matters there."""
        recent = [cue for cue in self._samples if at - self._window <= cue <= at]
        return max(recent, default=None)

    def within(self, start: int, stop: int) -> list[int]:
        """The cues at samples [start, stop)."""
        return [cue for cue in self._samples if start <= cue < stop]

    def forget(self, at: int) -> None:
        """Nothing before this sample will be asked for any more."""
        self._samples = [cue for cue in self._samples if cue >= at - self._window]
