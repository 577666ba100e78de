from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from innervate.report.svg import Axis, area, nice_top, time_axis

finite = st.floats(-1e6, 1e6)


@given(st.floats(1e-9, 1e9))
def test_an_axis_ends_at_or_just_above_the_largest(largest: float) -> None:
    top = nice_top(largest)
    assert largest * (1 - 1e-6) <= top <= 1.67 * largest


@given(finite, st.floats(1e-3, 1e6))
def test_ticks_lie_within_and_are_few(start: float, span: float) -> None:
    axis = Axis(start, start + span)
    assert len(axis.ticks) <= 7
    assert all(start - 1e-6 * span <= tick <= start + span * (1 + 1e-6) for tick in axis.ticks)


@given(finite, finite, finite)
def test_positions_stay_on_the_page(start: float, stop: float, value: float) -> None:
    axis = Axis(start, stop)
    assert 0.0 <= axis.part(value) <= 1.0


def test_a_hole_in_a_curve_stays_a_hole() -> None:
    drawn = area((1.0, 2.0, None, 1.0), Axis(0.0, 2.0), top=0, height=10, class_="c")
    line = re.findall(r' d="([^"]*)"', drawn)[1]
    assert line.count("M") == 2


def test_a_curve_of_nothing() -> None:
    assert "M" not in area((None, None), Axis(0.0, 1.0), top=0, height=10, class_="c").replace(
        "preserveAspectRatio", ""
    )


def test_the_last_tick_carries_the_unit() -> None:
    assert "60 s</text>" in time_axis(Axis(0.0, 60.0))
    assert "−100" in time_axis(Axis(-100.0, 100.0), "ms")
