"""What a trend says, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from innervate.report.change_trend import Trend, TrendVerdict
from innervate.report.text import capital, number


@dataclass(frozen=True, slots=True)
class Change:
    """A measure in a letter.

    Attributes:
        key, name, unit: the measure.
        verdict: what can be said.
        improved: whether that is a change for the better.
        words: the same as sentences.
        before, now: means of the first and of the newest sessions; None where too few.
        sessions_before, sessions_now: of how many sessions.
        low, high, level: the interval of the difference and its level; None where there is none.
        noise, detectable: standard deviation between sessions, and the least difference of two
            sessions beyond it; in the unit.
        method: how it was found, or why not.
        condition: what is alike in all its sessions, in words.
    """

    key: str
    name: str
    unit: str
    verdict: TrendVerdict
    improved: bool
    words: str
    before: float | None
    now: float | None
    sessions_before: int
    sessions_now: int
    low: float | None
    high: float | None
    level: float | None
    noise: float | None
    detectable: float | None
    method: str
    condition: str = ""


def change(one: Trend) -> Change:
    """A trend for the letter."""
    series, interval = one.series, one.difference
    method = "; ".join(part for part in (series.method, interval.method) if part)
    return Change(
        series.key, series.name, series.unit, one.verdict, one.improved, _words(one),
        one.baseline, one.recent, one.baseline_count, one.recent_count, interval.low, interval.high,
        None if interval.low is None else interval.level, one.noise, one.detectable, method,
        _condition(one),
    )  # fmt: skip


def _words(one: Trend) -> str:
    low, high, by = one.difference.low, one.difference.high, one.change
    if low is None or high is None or by is None or one.baseline is None or one.recent is None:
        return f"{capital(TrendVerdict.NOT_ENOUGH)}: {one.why}."
    unit = " points" if one.series.unit == "%" else f" {one.series.unit}"
    head = f"{capital(one.verdict)}{', which is an improvement' if one.improved else ''}."
    means = (
        f"{number(one.recent)} {one.series.unit} over {one.recent_count} sessions, "
        f"{number(one.baseline)} over the first {one.baseline_count}."
    )
    within = f"{_signed(low)} to {_signed(high)}"
    if one.verdict is TrendVerdict.NO_CLEAR:
        return f"{head} {means} The true difference lies anywhere from {within}{unit}."
    return f"{head} {means} The difference is {_signed(by)}{unit} ({within})."


def _condition(one: Trend) -> str:
    condition = one.series.condition
    parts = (condition.exercise.replace("_", " "), condition.load, condition.variant,
             condition.montage)  # fmt: skip
    return ", ".join(part for part in parts if part)


def _signed(value: float) -> str:
    return number(value, "+.2g" if abs(value) < 100 else "+.0f")
