from __future__ import annotations

import numpy as np
import pytest

from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.neuro.firing import Firing, Spikes

_TICK_S = 0.01


def _fired(rates_hz: Samples, blocks: int, variation: float = 0.15) -> list[Spikes]:
    """Spikes of macro-blocks with the same rates (ticks × units)."""
    units = rates_hz.shape[1]
    firing = Firing(np.zeros(units, dtype=np.int64), 8.0, variation, Draws(1))
    every = np.arange(units)
    return [firing.advance(block, every, rates_hz, _TICK_S) for block in range(blocks)]


def _times_s(spikes: list[Spikes], unit: int) -> Samples:
    return np.concatenate(
        [k * 10 * _TICK_S + np.sort(one.time_s[one.unit == unit]) for k, one in enumerate(spikes)]
    )


def test_units_fire_at_their_rates() -> None:
    rates = np.array([5.0, 8.0, 20.0, 35.0, 120.0])
    spikes = _fired(np.tile(rates, (10, 1)), 600)
    counts = np.bincount(np.concatenate([one.unit for one in spikes]), minlength=5)
    assert counts / 60.0 == pytest.approx(rates, rel=0.03)


def test_intervals_are_those_between_the_times() -> None:
    spikes = _fired(np.tile([9.0, 30.0, 50.0], (10, 1)), 50)
    for unit in range(3):
        told = np.concatenate(
            [one.interval_s[one.unit == unit][np.argsort(one.time_s[one.unit == unit])]
             for one in spikes]
        )  # fmt: skip
        assert told[1:] == pytest.approx(np.diff(_times_s(spikes, unit)), abs=1e-12)
        assert told[0] == np.inf


def test_a_unit_never_fires_outside_its_block_or_too_soon_again() -> None:
    spikes = _fired(np.tile([35.0] * 200, (10, 1)), 100, variation=0.3)
    for one in spikes:
        assert (one.time_s > 0.0).all()
        assert (one.time_s <= 0.1 + 1e-12).all()
    assert min(one.interval_s.min() for one in spikes) > 0.39 / 35.0


def test_intervals_follow_a_rate_that_changes_within_a_block() -> None:
    rates = np.repeat([[10.0], [40.0]], 5, axis=0) * np.ones(400)
    spikes = _fired(rates, 100)
    times = np.concatenate([one.time_s for one in spikes])
    assert (times > 0.05).mean() == pytest.approx(0.8, abs=0.01)


def test_units_recruited_after_silence_fire_at_their_rate_from_the_first_moment_on() -> None:
    units, every = 3000, np.arange(3000)
    firing = Firing(np.zeros(units, dtype=np.int64), 8.0, 0.15, Draws(1))
    nobody = np.zeros(0, dtype=np.int64)
    on = np.full((10, units), 8.0)
    for block in range(0, 60, 20):
        first = firing.advance(block, every, on, _TICK_S)
        early = np.count_nonzero(first.time_s < 0.05)
        # Expected 8/s for 0.05 s in 3000 units: 1200, with the scatter of a binomial of 0.4.
        assert abs(early - 1200) < 4.0 * (3000 * 0.4 * 0.6) ** 0.5
        assert abs(len(first.time_s) - 2400) < 4.0 * (3000 * 0.8 * 0.2) ** 0.5
        for silent in range(block + 1, block + 20):
            firing.advance(silent, nobody, np.zeros((10, 0)), _TICK_S)


def test_other_numbers_give_other_times() -> None:
    rates = np.full((10, 50), 20.0)
    one = Firing(np.zeros(50, dtype=np.int64), 8.0, 0.15, Draws(1))
    other = Firing(np.zeros(50, dtype=np.int64), 8.0, 0.15, Draws(2))
    every = np.arange(50)
    first = one.advance(0, every, rates, _TICK_S).time_s
    assert not np.array_equal(first, other.advance(0, every, rates, _TICK_S).time_s)
