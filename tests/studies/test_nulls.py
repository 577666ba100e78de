"""Where there is nothing, nothing is found as often as stated; where there is, it is found."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest

from innervate.sim.mind.person import Scatter, person
from innervate.studies._nulls import NullWorld, detected, false_alarms, flagged, null_worlds

WORLDS = 100
STATED = [one for one in null_worlds() if one.holds and one.stated is not None]


@pytest.mark.parametrize("world", STATED, ids=lambda world: world.name)
def test_false_alarms_are_no_more_than_stated(world: NullWorld) -> None:
    assert world.stated is not None
    alarms = round(WORLDS * false_alarms(world, WORLDS, first_seed=50_000).value)
    assert binomtest(alarms, WORLDS, world.stated, alternative="greater").pvalue > 1e-3


def test_days_that_scatter_make_the_change_between_two_sessions_alarm_far_too_often() -> None:
    """What the report's note "taken as independent" leaves out: days differ by themselves."""
    world = next(one for one in null_worlds() if one.name.endswith("days scatter"))
    assert not world.holds
    assert false_alarms(world, WORLDS).low > 0.2


def test_the_compensation_flag_stays_down_when_nothing_changes() -> None:
    alike = next(one for one in null_worlds() if one.name.startswith("compensation flag"))
    assert false_alarms(alike, 60).value <= 1 / 60


def test_a_real_change_is_found() -> None:
    people = [(person(seed, Scatter.none_between_days()), seed) for seed in range(40)]
    assert sum(detected(one, seed, days=60) for one, seed in people) >= 36
    assert sum(flagged(one, seed, change=0.1) for one, seed in people) >= 36
