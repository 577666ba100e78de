from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import welch

from innervate.sim.draws import Draws
from innervate.sim.neuro.noise import CommonNoise


def test_noise_has_unit_variance_from_the_start_and_ends_below_three_hertz() -> None:
    """De Luca et al. 1982 (J Physiol 329:129): rates of a muscle's units wax and wane together,
    at about 1.5 Hz; hardly anything is left above 2.5 to 3 Hz."""
    pools = 400
    noise = CommonNoise(pools, 10, 1.5, 0.01, Draws(1))
    made = np.concatenate([noise.advance(block) for block in range(200)])
    assert made[:10].std() == pytest.approx(1.0, abs=0.08)
    assert made.std() == pytest.approx(1.0, abs=0.02)
    freq_hz, power = welch(made, 100.0, nperseg=1000, axis=0)
    below = power[freq_hz <= 3.0].sum() / power.sum()
    assert below > 0.93
    assert abs(np.corrcoef(made[:, 0], made[:, 1])[0, 1]) < 0.3


def test_borders_of_blocks_cannot_be_seen() -> None:
    noise = CommonNoise(500, 10, 1.5, 0.01, Draws(1))
    steps = np.diff(np.concatenate([noise.advance(block) for block in range(50)]), axis=0)
    spread = steps.std(axis=1)
    assert spread[9::10].mean() == pytest.approx(spread.mean(), rel=0.03)
