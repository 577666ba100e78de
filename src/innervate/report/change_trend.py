"""Whether a number has changed since the first sessions, beyond a person's own noise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

import numpy as np

from innervate.core.errors import InputError
from innervate.core.measure import Uncertainty
from innervate.core.stream import Samples
from innervate.metrics._interval import t_quantile
from innervate.report.change_series import Better, Series

BASELINE, RECENT = 4, 3
"""The fewest sessions of a baseline, and of the stretch that is compared with it."""
MOST_BASELINE = 6
_STRETCH, _ROUNDING = 12, 1e-24
_ALIKE = np.linspace(0.0, 0.8, 33)
LOOKS_A_YEAR = 12
ERROR_A_YEAR = 0.05
"""How likely a year without any change may hold any false claim of one, all looks together."""


_NONE = Uncertainty.none("not enough sessions")


class TrendVerdict(StrEnum):
    """What can be said of a change."""

    NOT_ENOUGH = "not enough sessions"
    NO_CLEAR = "no clear change"
    MORE = "clearly more"
    LESS = "clearly less"


@dataclass(frozen=True, slots=True)
class Looks:
    """How often a year is looked at how many measures; fixed before the first look.

    Each look at each measure is given the same part of the error of a year (Bonferroni over
    looks and measures), so that whatever depends on whatever, a year without change holds a false
    claim in at most 5 of 100 cases. The looks of the next year have the error of that year.

    >>> Looks(measures=2).level
    0.9979166666666667
    """

    measures: int = 1
    a_year: int = LOOKS_A_YEAR
    error: float = ERROR_A_YEAR

    def __post_init__(self) -> None:
        if self.measures < 1 or self.a_year < 1 or not 0 < self.error < 1:
            raise InputError("there is one look at one measure at least, and an error below 1")

    @property
    def level(self) -> float:
        """The level of the interval of one measure in one look."""
        return 1.0 - self.error / (self.measures * self.a_year)


@dataclass(frozen=True, slots=True)
class Trend:
    """A series and what can be said of its change.

    Attributes:
        series: what it is of.
        verdict: what can be said.
        baseline, recent: the mean of the first sessions and of the newest; None where too few.
        baseline_count, recent_count: of how many sessions.
        difference: recent minus baseline, with its interval; unit of the series.
        noise: standard deviation from one session to another, of this person.
        detectable: the least difference of two single sessions that is beyond that noise in 95
            of 100 cases (minimal detectable change).
        why: why nothing can be said; empty otherwise.
    """

    series: Series
    verdict: TrendVerdict
    baseline: float | None = None
    recent: float | None = None
    baseline_count: int = 0
    recent_count: int = 0
    difference: Uncertainty = _NONE
    noise: float | None = None
    detectable: float | None = None
    why: str = ""

    @property
    def change(self) -> float | None:
        """Recent minus baseline, in the unit of the series."""
        if self.baseline is None or self.recent is None:
            return None
        return self.recent - self.baseline

    @property
    def improved(self) -> bool:
        """Whether it changed clearly and for the better."""
        good = {Better.MORE: TrendVerdict.MORE, Better.LESS: TrendVerdict.LESS}
        return self.verdict is good.get(self.series.better)


def trend(series: Series, since: date, stop: date, looks: Looks) -> Trend:
    """The change from the first sessions to those from `since` until before `stop`.

    The interval is that of the difference of two means of sessions, by Student's t; the spread
    is that about a straight line through the baseline and through each dozen of sessions after
    it. Sessions are the unit, so that days, sensors and moods that differ are part of the noise.
    Where neighbouring sessions are alike, the interval is widened by their correlation (Bayley
    and Hammersley 1946).

    Args:
        series: all sessions there are.
        since: the first day of this look's stretch, usually a month.
        stop: the day after its last.
        looks: how often and at how many measures it is looked.
    """
    known = series.before(stop)
    enough = len(known) >= MOST_BASELINE + RECENT
    first = MOST_BASELINE if enough else BASELINE
    newest = sum(point.on >= since for point in known[first:])
    if len(known) < BASELINE + RECENT:
        return _unknown(series, f"{len(known)} of {BASELINE + RECENT} sessions", len(known))
    if newest < RECENT:
        words = f"{newest} of {RECENT} sessions since {since.isoformat()}"
        return _unknown(series, words, newest)
    return _compared(series, [point.value for point in known], first, newest, looks)


def _unknown(series: Series, why: str, count: int) -> Trend:
    words = f"{TrendVerdict.NOT_ENOUGH}: {why}"
    return Trend(series, TrendVerdict.NOT_ENOUGH, recent_count=count,
                 difference=Uncertainty.none(words), why=why)  # fmt: skip


def _compared(
    series: Series, values: Sequence[float], first: int, newest: int, looks: Looks
) -> Trend:
    spread, freedom, alike = _noise(_pieces(values, first), series.resolution)
    if spread <= 0.0:
        return _unknown(series, "they are all the same, so that the noise is not known", 0)
    error = spread * math.sqrt(_factor(alike) * (1.0 / first + 1.0 / newest))
    half = t_quantile(freedom, looks.level) * error
    before, now = float(np.mean(values[:first])), float(np.mean(values[-newest:]))
    low, high = now - before - half, now - before + half
    verdict = TrendVerdict.NO_CLEAR
    if low > 0.0:
        verdict = TrendVerdict.MORE
    elif high < 0.0:
        verdict = TrendVerdict.LESS
    return Trend(
        series,
        verdict,
        before,
        now,
        first,
        newest,
        Uncertainty(low, high, looks.level, _method(first, newest, alike, looks)),
        spread,
        t_quantile(freedom) * math.sqrt(2.0) * spread,
    )


def _pieces(values: Sequence[float], first: int) -> list[Samples]:
    """The baseline, and what comes after it in stretches of a dozen sessions or more."""
    centred = np.asarray(values, dtype=np.float64) - np.mean(values)
    after = centred[first:]
    return [centred[:first], *np.array_split(after, max(len(after) // _STRETCH, 1))]


def _noise(pieces: Sequence[Samples], resolution: float) -> tuple[float, float, float]:
    """Standard deviation between sessions, its degrees of freedom, and how alike neighbours are.

    Both are of what is left about a straight line through each piece, so that steady learning is
    not taken for noise. What a line takes from them is known for every correlation, and is given
    back (`_expected`); one below 0 counts as 0, for it may only widen.
    """
    rests = [_about_line(len(piece)) @ piece for piece in pieces]
    squares = sum(float(rest @ rest) for rest in rests)
    products = sum(float(rest[1:] @ rest[:-1]) for rest in rests)
    all_squares, all_products = np.sum([_expected(len(rest)) for rest in rests], axis=0)
    alike = variance = 0.0
    if squares > _ROUNDING * sum(float(piece @ piece) for piece in pieces):
        alike = float(np.interp(products / squares, all_products / all_squares, _ALIKE))
        variance = squares / float(np.interp(alike, _ALIKE, all_squares))
    freedom = float(all_squares[0]) / _factor(alike)
    return math.sqrt(max(variance, resolution**2 / 12.0)), max(freedom, 2.0), alike


@cache
def _about_line(count: int) -> Samples:
    """The matrix that leaves of so many values what is not on their straight line."""
    line = np.column_stack((np.ones(count), np.arange(count)))
    return np.asarray(np.eye(count) - line @ np.linalg.pinv(line))


@cache
def _expected(count: int) -> Samples:
    """What squares and products of neighbours about a line are on average, for each correlation.

    Over `_ALIKE`, for unit variance; neighbours k apart correlate by the k-th power.
    """
    rest = _about_line(count)
    apart = np.abs(np.subtract.outer(np.arange(count), np.arange(count)))
    left = [rest @ alike**apart @ rest for alike in _ALIKE]
    return np.array([[np.trace(one) for one in left], [np.trace(one, offset=1) for one in left]])


def _factor(alike: float) -> float:
    """On the variance of a mean of sessions of which neighbours are alike."""
    return (1.0 + alike) / (1.0 - alike)


def _method(first: int, newest: int, alike: float, looks: Looks) -> str:
    words = f"Student's t over {first} and {newest} sessions, their spread from all sessions"
    if alike > 0.0:
        words += f", widened for neighbouring sessions that are alike (correlation {alike:.2f})"
    return f"{words}, Bonferroni over {looks.measures} measures and {looks.a_year} looks a year"
