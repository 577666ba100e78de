"""Comparing analyses by the tolerance of the first law."""

from __future__ import annotations

import math

from innervate.core.measure import Measure
from innervate.engine.analysis import Analysis


def close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def same_measure(one: Measure, other: Measure) -> bool:
    return (
        (one.metric, one.unit, one.subject, one.quality, one.version)
        == (other.metric, other.unit, other.subject, other.quality, other.version)
        and close(one.value, other.value)
        and close(one.start_s, other.start_s)
        and close(one.stop_s, other.stop_s)
        and close(one.uncertainty.low, other.uncertainty.low)
        and close(one.uncertainty.high, other.uncertainty.high)
        and one.uncertainty.method == other.uncertainty.method
    )


def assert_same(one: Analysis, other: Analysis) -> None:
    assert len(one.measures) == len(other.measures)
    for mine, theirs in zip(one.measures, other.measures, strict=True):
        assert same_measure(mine, theirs), (mine, theirs)
    assert one.repetitions == other.repetitions
    assert one.channels == other.channels
    assert [c.channel for c in one.curves] == [c.channel for c in other.curves]
    for mine_c, theirs_c in zip(one.curves, other.curves, strict=True):
        assert all(close(*pair) for pair in zip(mine_c.values, theirs_c.values, strict=True))
