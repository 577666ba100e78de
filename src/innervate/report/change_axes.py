"""Strength and selectivity side by side: two axes, and neither stands for the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from innervate.report.change_series import Axis
from innervate.report.change_trend import Trend, TrendVerdict

_STILL = frozenset({TrendVerdict.NO_CLEAR, TrendVerdict.NOT_ENOUGH})


@dataclass(frozen=True, slots=True)
class TwoAxes:
    """The first trend of either axis; None where there is none."""

    strength: Trend | None
    selectivity: Trend | None

    @classmethod
    def of(cls, trends: Sequence[Trend]) -> TwoAxes:
        """Of all trends; where an axis has several, the first that tells something stands for it.

        The order of the trends is fixed beforehand, so that this chooses no winner by its size.
        """
        return cls(_first(trends, Axis.STRENGTH), _first(trends, Axis.SELECTIVITY))

    @property
    def words(self) -> str:
        """Both in one sentence; empty where one is missing."""
        if self.strength is None or self.selectivity is None:
            return ""
        return (
            f"Strength: {self.strength.verdict}. Selectivity: {self.selectivity.verdict}. "
            "They are two things: one can change without the other."
        )


def _first(trends: Sequence[Trend], axis: Axis) -> Trend | None:
    mine = [one for one in trends if one.series.axis is axis]
    told = (one for one in mine if one.verdict not in _STILL)
    return next(told, mine[0] if mine else None)
