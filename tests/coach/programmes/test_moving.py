from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.coach.programmes.moving import moved
from innervate.coach.programmes.plan import Plan
from innervate.coach.programmes.programme import programme
from innervate.core.errors import InputError

START = date(2026, 3, 2)


@given(st.integers(-3, 60))
def test_a_moved_session_is_on_that_day_or_the_reason_is_said(days: int) -> None:
    plan, to = Plan.begin(programme("imagery_general"), START), START + timedelta(days=days)
    try:
        after = moved(plan, to)
    except InputError as error:
        assert "moved" in str(error) or "that day is too near" in str(error)
        assert error.fix or error.found
    else:
        assert after.slot == to
        assert after.moved
        assert plan.at <= to < plan.ends_on


def test_nothing_is_moved_into_the_past() -> None:
    plan = Plan.begin(programme("imagery_general"), START)
    with pytest.raises(InputError, match="cannot be moved into the past"):
        moved(plan, START - timedelta(days=1))
