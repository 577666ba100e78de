from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.sim.control.touch import tremor, wander
from innervate.sim.draws import Draws


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 5000), st.integers(1, 200), st.integers(1, 200), st.sampled_from([0, 1]))
def test_numbers_belong_to_their_tick(start: int, first: int, more: int, which: int) -> None:
    noise = (wander, tremor)[which]
    whole = noise(Draws(1), 2, start, start + first + more)
    part = noise(Draws(1), 2, start + first, start + first + more)
    assert np.allclose(whole[first:], part, atol=1e-12)


@pytest.mark.parametrize("noise", [wander, tremor])
def test_both_have_unit_variance(noise: type(wander)) -> None:  # type: ignore[valid-type]
    assert noise(Draws(2), 1, 0, 200_000).std() == pytest.approx(1.0, abs=0.05)


def test_the_reflex_loop_rings_between_8_and_12_hz() -> None:
    """Physiological tremor: Lippold 1970, J Physiol 206:359."""
    power = np.abs(np.fft.rfft(tremor(Draws(3), 1, 0, 200_000)[:, 0].reshape(-1, 400))) ** 2
    spectrum = power.mean(axis=0)
    assert 8.0 <= np.argmax(spectrum[1:] + 0) * 0.25 + 0.25 <= 12.0
    assert spectrum[32:48].sum() > 0.5 * spectrum.sum()


def test_muscles_share_a_part_of_the_slow_wander() -> None:
    noise = wander(Draws(4), 2, 0, 400_000)
    slow = noise.reshape(-1, 100, 2).mean(axis=1)
    assert 0.1 < np.corrcoef(slow.T)[0, 1] < 0.4
