from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sim.neuro._people import emg_v, ensemble, force, held

from innervate.sim.neuro import Neuromuscular

_NOISY = Neuromuscular(fatigue=0.0)
_TWO = ensemble(["biceps_brachii", "vastus_lateralis"], settings=_NOISY)


@given(st.lists(st.floats(0.02, 1.19), min_size=4, max_size=4))
def test_excitation_and_amplitude_are_each_others_inverse(levels: list[float]) -> None:
    activation = np.array(levels).reshape(2, 2)
    again = _TWO.amplitude_for(_TWO.excitation_for(activation))
    assert again == pytest.approx(activation, abs=5e-3)


def test_a_maximal_contraction_has_amplitude_one_and_rest_none() -> None:
    assert _TWO.excitation_for(np.array([[0.0, 1.0]]))[0] == pytest.approx([0.0, 1.0], abs=5e-3)
    assert _TWO.amplitude_for(np.array([[1.0, 0.0]]))[0] == pytest.approx([1.0, 0.0], abs=5e-3)
    assert _TWO.amplitude_for(np.array([[1.2, 1.2]]))[0] == pytest.approx(1.2, abs=0.01)
    assert _TWO.excitation_for(np.array([[5.0, -1.0]]))[0] == pytest.approx([1.2, 0.0])


@pytest.mark.parametrize("level", [0.1, 0.3, 0.6, 1.0, 1.15])
def test_the_emg_has_the_expected_amplitude(level: float) -> None:
    """Campbell's theorem: the variance of shot noise is the sum of rate times energy."""
    run = _TWO.open()
    made = held(run, _TWO.excitation_for(np.full((1, 2), level)), 20.0)[3:]
    rms = np.sqrt((emg_v(made) ** 2).mean(axis=0))
    assert made[0].amplitude == pytest.approx(level, abs=5e-3)
    assert rms / 1e-3 == pytest.approx(level, rel=0.08)


@pytest.mark.parametrize("level", [0.15, 0.5, 1.0])
def test_the_force_is_the_expected_one(level: float) -> None:
    excitation = np.full((1, 2), level)
    made = held(_TWO.open(), excitation, 20.0)[10:]
    assert force(made).mean(axis=0) == pytest.approx(_TWO.force_for(excitation)[0], rel=0.05)
