from __future__ import annotations

import numpy as np
import pytest

from innervate.sim.neuro.fatigue import Fatigue
from innervate.sim.neuro.muscle import muscle_model
from innervate.sim.neuro.pool import Pools
from innervate.sim.neuro.settings import Neuromuscular

_POOLS = Pools.of([muscle_model("biceps_brachii")], Neuromuscular())
_FRESH = np.zeros(1)


def test_large_units_tire_fastest_and_all_recover() -> None:
    fatigue = Fatigue(_POOLS, _FRESH)
    for _ in range(600):
        fatigue.advance(np.ones(_POOLS.size), 0.1)
    tired = fatigue.capacity.copy()
    assert (np.diff(tired) < 0.0).all()
    assert tired[-1] < 0.5
    assert tired[0] > 0.9
    for _ in range(600):
        fatigue.advance(np.zeros(_POOLS.size), 1.0)
    assert (fatigue.capacity > tired).all()
    assert 1.0 - fatigue.capacity == pytest.approx((1.0 - tired) * np.exp(-1.0))


def test_steps_of_any_length_give_the_same() -> None:
    fine, coarse = Fatigue(_POOLS, _FRESH), Fatigue(_POOLS, _FRESH)
    use = np.linspace(0.0, 1.0, _POOLS.size)
    for _ in range(300):
        fine.advance(use, 0.1)
    coarse.advance(use, 30.0)
    assert fine.capacity == pytest.approx(coarse.capacity)


def test_one_can_begin_tired_and_no_time_changes_nothing() -> None:
    fatigue = Fatigue(_POOLS, np.array([0.6]))
    fatigue.advance(np.ones(_POOLS.size), 0.0)
    assert fatigue.tired == pytest.approx(0.6)
    assert fatigue.capacity == pytest.approx(0.7)
