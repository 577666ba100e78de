from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from innervate.sim.neuro.muscle import muscle_model
from innervate.sim.neuro.pool import Pools
from innervate.sim.neuro.settings import Neuromuscular

_MODELS = [muscle_model("biceps_brachii"), muscle_model("first_dorsal_interosseous")]
_POOLS = Pools.of(_MODELS, Neuromuscular())
_LEVELS = st.floats(0.0, 1.2)


def test_units_stand_muscle_after_muscle() -> None:
    assert _POOLS.size == sum(model.units for model in _MODELS)
    assert _POOLS.starts.tolist() == [0, _MODELS[0].units]
    assert _POOLS.per_muscle(np.ones(_POOLS.size)).tolist() == [m.units for m in _MODELS]


def test_the_first_and_last_thresholds_are_as_far_apart_as_stated() -> None:
    for k, model in enumerate(_MODELS):
        threshold = _POOLS.threshold[_POOLS.muscle == k]
        assert np.isclose(threshold[-1], model.recruited_by)
        ratio = threshold[-1] / threshold[0]
        assert np.isclose(ratio, model.recruitment_range ** (1.0 - 1.0 / model.units))


def test_rates_begin_at_the_lowest_and_peak_at_the_maximum() -> None:
    unit = 100
    level = np.full((1, 2), _POOLS.threshold[unit])
    assert np.isclose(_POOLS.rates_hz(level)[0, unit], 8.0)
    assert _POOLS.rates_hz(level * 0.999)[0, unit] == 0.0
    peak = _POOLS.rates_hz(np.ones((1, 2)))[0]
    assert np.isclose(peak[0], 35.0, atol=0.1)
    assert np.isclose(peak[-1], 25.0)


@given(_LEVELS, _LEVELS)
def test_no_rate_falls_when_excitation_rises(one: float, other: float) -> None:
    low, high = sorted((one, other))
    rates = _POOLS.rates_hz(np.array([[low, low], [high, high]]))
    assert (rates[1] >= rates[0] - 1e-9).all()


@given(_LEVELS)
def test_units_recruited_earlier_never_fire_slower(level: float) -> None:
    rates = _POOLS.rates_hz(np.full((1, 2), level))[0]
    for k in range(2):
        assert (np.diff(rates[_POOLS.muscle == k]) <= 1e-9).all()


@given(st.lists(_LEVELS, min_size=6, max_size=6))
def test_recruited_units_are_those_with_a_rate(levels: list[float]) -> None:
    excitation = np.array(levels).reshape(3, 2)
    rates = _POOLS.rates_hz(excitation)
    units = _POOLS.recruited(excitation)
    assert np.array_equal(np.flatnonzero(rates.any(axis=0)), units)
    assert np.array_equal(_POOLS.rates_hz(excitation, units), rates[:, units])
