from __future__ import annotations

import math

import numpy as np
import pytest

from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.neuro.firing import Firing, Spikes
from innervate.sim.neuro.muscle import muscle_model
from innervate.sim.neuro.pool import Pools
from innervate.sim.neuro.settings import Neuromuscular
from innervate.sim.neuro.twitch import Twitches, TwitchRun, sigmoid_gain

_POOLS = Pools.of([muscle_model("first_dorsal_interosseous")], Neuromuscular())
_TICK_S = 0.01
_TWITCHES = Twitches(_POOLS, _TICK_S, 10, 0.15)


def _alone(unit: int, time_s: float) -> Spikes:
    one = np.array([unit])
    return Spikes(one, one * 0, np.array([time_s]), np.array([np.inf]))


def test_a_twitch_peaks_after_its_contraction_time_at_its_force() -> None:
    """Shape of Fuglevand, Winter & Patla 1993, equation 7: P t/T exp(1 - t/T)."""
    unit, at_s = 40, 0.0137
    run = TwitchRun(_POOLS.size)
    nothing = Spikes(*(np.zeros(0, dtype=np.int64),) * 2, *(np.zeros(0),) * 2)
    made = [
        run.advance(_TWITCHES, _alone(unit, at_s)),
        *(run.advance(_TWITCHES, nothing) for _ in range(9)),
    ]
    found = np.concatenate(made)[:, unit]
    since = _TICK_S * np.arange(1, 101) - at_s
    rising = _POOLS.contraction_s[unit]
    wanted = _POOLS.twitch[unit] * since / rising * np.exp(1.0 - since / rising)
    assert found == pytest.approx(np.where(since > 0.0, wanted, 0.0), rel=1e-9, abs=1e-12)


def test_twitches_of_many_spikes_add_up_over_borders_of_blocks() -> None:
    units = np.arange(_POOLS.size)
    firing = Firing(_POOLS.muscle, 8.0, 0.15, Draws(3))
    run = TwitchRun(_POOLS.size)
    rates = np.tile(np.linspace(8.0, 40.0, _POOLS.size), (10, 1))
    spikes = [firing.advance(block, units, rates, _TICK_S) for block in range(8)]
    found = np.concatenate([run.advance(_TWITCHES, one) for one in spikes])
    wanted = _by_definition(spikes, 80)
    assert found == pytest.approx(wanted, rel=3e-3, abs=1e-9)


def _by_definition(spikes: list[Spikes], ticks: int) -> Samples:
    force = np.zeros((ticks, _POOLS.size))
    at = _TICK_S * np.arange(1, ticks + 1)
    for block, many in enumerate(spikes):
        for unit, time_s, interval_s in zip(many.unit, many.time_s, many.interval_s, strict=True):
            rising = _POOLS.contraction_s[unit]
            gain = sigmoid_gain(np.array([rising / interval_s]))[0]
            since = np.maximum(at - block * 0.1 - time_s, 0.0) / rising
            force[:, unit] += gain * _POOLS.twitch[unit] * since * np.exp(1.0 - since)
    return force


def test_the_mean_force_is_that_of_firing_at_these_rates() -> None:
    units = np.arange(_POOLS.size)
    rates = np.tile(np.linspace(9.0, 30.0, _POOLS.size), (10, 1))
    firing = Firing(_POOLS.muscle, 8.0, 0.15, Draws(3))
    run = TwitchRun(_POOLS.size)
    made = [
        run.advance(_TWITCHES, firing.advance(block, units, rates, _TICK_S)) for block in range(150)
    ]
    found = np.concatenate(made[20:]).mean(axis=0)
    wanted = _TWITCHES.mean_force(rates[0])
    assert found == pytest.approx(wanted, rel=0.06)
    assert (found / wanted).mean() == pytest.approx(1.0, abs=0.004)


def test_gain_is_one_up_to_slow_rates_then_rises_and_saturates() -> None:
    """Fuglevand et al. 1993, equations 16-18: force over rate is a sigmoid that ends."""
    ratio = np.array([0.0, 0.2, 0.4, 1.0, 3.0, 8.0])
    gain = sigmoid_gain(ratio)
    assert gain[:3] == pytest.approx(1.0)
    assert gain[3] > 2.0
    force = ratio * gain
    assert force[-1] == pytest.approx(force[-2], rel=1e-6)
    assert force[-1] == pytest.approx(0.4 / (1.0 - math.exp(-2.0 * 0.4**3)))


def test_large_units_contract_three_times_as_fast_and_a_hundred_times_as_strongly() -> None:
    """Fuglevand, Winter & Patla 1993: force range 100, contraction times 90 to 30 ms."""
    assert _POOLS.twitch[-1] / _POOLS.twitch[0] == pytest.approx(100.0, rel=0.05)
    assert _POOLS.contraction_s[0] == pytest.approx(0.09, rel=0.02)
    assert _POOLS.contraction_s[-1] == pytest.approx(0.03, rel=0.001)
