"""Maximal trials and holds as they go: how strong each was, and whether to try again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from innervate.coach.choices import Cast
from innervate.coach.standing import TrialResult
from innervate.steps._reference import TRIALS_AGREE

_WINDOW_S: Final = 0.5
"""What the strengths of a glance are a mean of: one that reaches back before a trial is none."""
NO_SIGNAL: Final = "no signal: check this electrode"


@dataclass(frozen=True, slots=True)
class _Running:
    trial: int
    began_s: float
    columns: tuple[int, ...]


class TrialBook:
    """Writes down the best half-second mean of each trial and judges it.

    Args:
        cast: the channels, in the order of a glance's strengths.
        unit: the unit of the strengths.
    """

    def __init__(self, cast: Cast, unit: str = "V") -> None:
        self._labels = tuple(channel.label for channel in cast.channels)
        self._unit = unit
        self._running: _Running | None = None
        self._peaks: dict[int, float] = {}
        self._results: list[tuple[int, TrialResult]] = []

    @property
    def results(self) -> tuple[TrialResult, ...]:
        """Every finished trial, and the running one as far as it has come."""
        return tuple(result for _, result in (*self._results, *self._live()))

    @property
    def last(self) -> tuple[int, TrialResult]:
        """The channel and the result of the last finished trial; there must be one."""
        return self._results[-1]

    def begin(self, at_s: float, trial: int, columns: Sequence[int]) -> None:
        """A trial of these channels begins."""
        self._running, self._peaks = _Running(trial, at_s, tuple(columns)), {}

    def see(self, at_s: float, strengths: Sequence[float | None]) -> None:
        """Take the strengths of a moment."""
        running = self._running
        if running is None or at_s - _WINDOW_S < running.began_s - 1e-9 or not strengths:
            return
        for column in running.columns:
            strength = strengths[column]
            if strength is not None:
                self._peaks[column] = max(self._peaks.get(column, 0.0), strength)

    def end(self) -> tuple[TrialResult, ...]:
        """The trial is over; its results."""
        made = self._live()
        self._results += made
        self._running = None
        return tuple(result for _, result in made)

    def abandon(self) -> None:
        """The trial was broken off and does not count."""
        self._running = None

    def doubtful(self) -> tuple[int, ...]:
        """The channels whose two best trials do not agree, or whose last one was the strongest."""
        return tuple(
            column
            for column in dict.fromkeys(column for column, _ in self._results)
            if self._disagrees(self._peaks_of(column)) or self._rises(self._peaks_of(column))
        )

    def _live(self) -> list[tuple[int, TrialResult]]:
        running = self._running
        if running is None:
            return []
        return [
            (
                column,
                TrialResult(
                    self._labels[column],
                    running.trial,
                    self._peaks.get(column),
                    self._unit,
                    self._verdict(column, self._peaks.get(column)),
                ),
            )
            for column in running.columns
        ]

    def _verdict(self, column: int, peak: float | None) -> str:
        if peak is None or peak <= 0.0:
            return NO_SIGNAL
        before = self._peaks_of(column)
        if not before:
            return "a first mark: try to reach it again"
        best = max(before)
        if abs(peak - best) <= TRIALS_AGREE * max(peak, best):
            return f"within {100 * TRIALS_AGREE:.0f} % of your best: that agrees well"
        if peak > best:
            return f"{100 * (peak / best - 1):.0f} % above your best so far"
        return f"{100 * (1 - peak / best):.0f} % below your best"

    def _peaks_of(self, column: int) -> list[float]:
        return [result.peak for number, result in self._results if number == column and result.peak]

    @staticmethod
    def _disagrees(peaks: list[float]) -> bool:
        if len(peaks) < 2:
            return True
        best, second = sorted(peaks, reverse=True)[:2]
        return best - second > TRIALS_AGREE * best

    @staticmethod
    def _rises(peaks: list[float]) -> bool:
        """Whether the last trial was clearly the strongest: there may be more to come."""
        return len(peaks) > 1 and peaks[-1] * (1 - TRIALS_AGREE) > max(peaks[:-1])
