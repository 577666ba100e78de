"""A number over sessions, and whether the newest one really differs from those before."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from statistics import fmean, stdev

from innervate.core.channel import Side
from innervate.core.measure import Measure
from innervate.store.rows import StoredMeasure
from innervate.web.shown import PointShown, TrendShown

ENOUGH = 4
"""Sessions before anything is said of a change: three to know the noise, and one to judge."""

_Who = tuple[str | None, Side | None, str | None, str | None]


def trend_of(
    metric: str, stored: Sequence[StoredMeasure], muscle: str | None, side: Side | None
) -> TrendShown:
    """The trend of the measures that are about whole sets, oldest first.

    Without `muscle`, it is of whatever most of the measures are about. One point per session: the
    mean of its sets.
    """
    sets = [one for one in stored if _is_whole(one.measure)]
    if muscle is not None:
        sets = [one for one in sets if one.measure.subject.muscle == muscle]
    if side is not None:
        sets = [one for one in sets if one.measure.subject.side is side]
    whos = Counter(_who(one.measure) for one in sets)
    who = whos.most_common(1)[0][0] if whos else (muscle, side, None, None)
    mine = [one for one in sets if _who(one.measure) == who]
    points = tuple(
        _point(list(of_session)) for _, of_session in groupby(mine, key=lambda one: one.session)
    )
    return TrendShown(
        metric=metric,
        unit=mine[0].measure.unit if mine else "",
        subject=_subject(who),
        points=points,
        words=change_words([point.value for point in points if point.value is not None]),
    )


def change_words(values: Sequence[float]) -> str:
    """Whether the newest value differs from the earlier ones by more than their own spread.

    It does where it lies outside the interval that would hold it 95 times in 100 if nothing had
    changed.

    >>> change_words([1.0, 2.0])
    'Not enough sessions to speak of a change: 2 of 4.'
    >>> change_words([10.0, 11.0, 10.5, 10.8])
    'No clear change: the newest lies within the usual spread of the earlier ones.'
    >>> change_words([10.0, 11.0, 10.5, 20.0])
    'Higher than the earlier sessions, by more than their usual spread.'
    """
    if len(values) < ENOUGH:
        return f"Not enough sessions to speak of a change: {len(values)} of {ENOUGH}."
    *earlier, newest = values
    from scipy.stats import t

    count = len(earlier)
    half = float(t.ppf(0.975, count - 1)) * stdev(earlier) * math.sqrt(1 + 1 / count)
    change = newest - fmean(earlier)
    if abs(change) <= half:
        return "No clear change: the newest lies within the usual spread of the earlier ones."
    word = "Higher" if change > 0 else "Lower"
    return f"{word} than the earlier sessions, by more than their usual spread."


def _is_whole(measure: Measure) -> bool:
    return (
        measure.subject.rep is None
        and measure.subject.phase is None
        and measure.value is not None
        and measure.quality.ok
    )


def _who(measure: Measure) -> _Who:
    subject = measure.subject
    return subject.muscle, subject.side, subject.channel, subject.other


def _subject(who: _Who) -> str:
    muscle, side, channel, other = who
    name = (muscle or channel or "").replace("_", " ")
    words = f"{name} {side}" if side and name else name
    return f"{words} and {other.replace('_', ' ')}" if other else words


def _point(sets: Sequence[StoredMeasure]) -> PointShown:
    """The mean over the sets of a session; its interval treats the sets as independent."""
    values = [one.measure.value for one in sets if one.measure.value is not None]
    sure = [one.measure.uncertainty for one in sets]
    value = fmean(values)
    low = high = None
    if all(one.low is not None and one.high is not None for one in sure):
        below = math.hypot(*(v - (s.low or 0.0) for v, s in zip(values, sure, strict=True)))
        above = math.hypot(*((s.high or 0.0) - v for v, s in zip(values, sure, strict=True)))
        low, high = value - below / len(values), value + above / len(values)
    return PointShown(
        session=sets[0].session, at=sets[0].started_at, value=value, low=low, high=high
    )
