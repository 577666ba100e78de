"""A number over sessions: one point each, and no change claimed that may be chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from innervate.core.channel import Side
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.store.rows import StoredMeasure
from innervate.web.trend import ENOUGH, change_words, trend_of

LEFT = Subject(muscle="biceps_brachii", side=Side.LEFT, set=1)


def stored(
    session: str, value: float | None, subject: Subject = LEFT, half: float | None = 1.0
) -> StoredMeasure:
    sure = (
        Uncertainty.none("one value")
        if half is None or value is None
        else Uncertainty(value - half, value + half, 0.95, "t")
    )
    measure = Measure("activation.peak", value, "%MVC", subject, 0.0, 1.0, sure)
    return StoredMeasure(session, f"2026-01-0{session[-1]}T00:00:00+00:00", measure)


def test_a_session_is_one_point_the_mean_of_its_sets() -> None:
    sets = [stored("s1", 10.0), stored("s1", 20.0, replace(LEFT, set=2)), stored("s2", 30.0)]
    trend = trend_of("activation.peak", sets, None, None)
    assert [(one.session, one.value) for one in trend.points] == [("s1", 15.0), ("s2", 30.0)]
    assert trend.points[0].low == pytest.approx(15 - np.sqrt(2) / 2)
    assert trend.points[0].high == pytest.approx(15 + np.sqrt(2) / 2)
    assert (trend.unit, trend.subject) == ("%MVC", "biceps brachii left")


def test_only_whole_and_sound_sets_of_one_muscle_count() -> None:
    other = Subject(muscle="triceps_brachii", side=Side.LEFT, set=1)
    spoilt = stored("s3", 99.0)
    spoilt = replace(spoilt, measure=replace(spoilt.measure, quality=Quality(False, ("noise",))))
    rows = [
        stored("s1", 10.0), stored("s1", 50.0, replace(LEFT, rep=1)), stored("s1", 7.0, other),
        stored("s1", 60.0, replace(LEFT, phase="lowering")), stored("s2", None), spoilt,
        stored("s4", 12.0, half=None),
    ]  # fmt: skip
    trend = trend_of("activation.peak", rows, None, None)
    assert [one.value for one in trend.points] == [10.0, 12.0]
    assert trend.points[1].low is None
    assert trend_of("activation.peak", rows, "triceps_brachii", None).points[0].value == 7.0
    assert trend_of("activation.peak", rows, None, Side.RIGHT).points == ()


def test_too_few_sessions_say_so() -> None:
    assert "2 of 4" in change_words([1.0, 100.0])
    assert change_words([]).startswith("Not enough sessions")


def test_chance_alone_is_seldom_called_a_change() -> None:
    rng = np.random.default_rng(4)
    called = [
        not change_words(list(rng.normal(50, 10, size))).startswith("No clear change")
        for size in (ENOUGH, 6, 10)
        for _ in range(700)
    ]
    assert 0.03 < np.mean(called) < 0.07


def test_a_change_beyond_the_noise_is_called_by_its_direction() -> None:
    assert change_words([50, 52, 51, 49, 70]).startswith("Higher")
    assert change_words([50, 52, 51, 49, 30]).startswith("Lower")
    assert change_words([50, 50, 50, 50]).startswith("No clear change")
