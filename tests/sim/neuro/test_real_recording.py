"""The simulated vastus lateralis beside a real one at the same force."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.io import loadmat
from scipy.signal import welch
from tests.sim.neuro._people import emg_v, ensemble, held

from innervate.core.stream import Samples
from innervate.sim.neuro import Neuromuscular, Placement

_ROWS, _APART_MM = 13, 8.0
_STEPS = (1, 2, 3)


def _median_hz(volts: Samples, rate_hz: float) -> Samples:
    freq_hz, power = welch(volts, rate_hz, nperseg=2048, axis=0)
    band = (freq_hz >= 20.0) & (freq_hz <= 500.0)
    share = np.cumsum(power[band], axis=0) / power[band].sum(axis=0)
    return np.asarray(freq_hz[band][(share < 0.5).sum(axis=0)])


def _pairs(grid: Samples, step: int) -> Samples:
    """All pairs of electrodes of a column this many rows apart; the first corner is empty."""
    columns = np.column_stack([np.full(len(grid), np.nan), grid]).reshape(len(grid), -1, _ROWS)
    pairs = (columns[:, :, step:] - columns[:, :, :-step]).reshape(len(grid), -1)
    return np.asarray(pairs[:, ~np.isnan(pairs[0])])


@pytest.fixture(scope="module")
def real(shared_data: Path) -> Samples:
    """Seconds 8 to 25, held at 26 % of the maximal force: samples × 64 electrodes."""
    data = loadmat(shared_data / "hdsemg" / "otb_testfile.mat")["Data"][0, 0]
    return np.asarray(data[8 * 2048 : 25 * 2048, :64], dtype=np.float64)


@pytest.fixture(scope="module")
def simulated() -> Samples:
    """Pairs 8, 16 and 24 mm apart over six persons: samples × (persons · pairs)."""
    placed = [Placement(distance_mm=step * _APART_MM) for step in _STEPS]
    made = []
    for seed in range(6):
        person = ensemble(
            ["vastus_lateralis"] * 3, placements=placed, rate_hz=2048.0, seed=seed,
            settings=Neuromuscular(fatigue=0.0),
        )  # fmt: skip
        level = np.linspace(0.0, 1.0, 201)[:, None] * np.ones(3)
        excitation = np.interp(0.26, person.force_for(level)[:, 0], level[:, 0])
        # The run scales each pair to its own maximum at 20 mm, so that pairs can be compared.
        made.append(emg_v(held(person.open(), np.full(3, excitation), 17.0)))
    return np.stack(made, axis=1)


def test_the_spectrum_is_like_that_of_a_real_muscle(real: Samples, simulated: Samples) -> None:
    for k, step in enumerate(_STEPS):
        found = _median_hz(simulated[:, :, k], 2048.0).mean()
        wanted = np.median(_median_hz(_pairs(real, step), 2048.0))
        assert found / wanted == pytest.approx(1.0, abs=0.25)


def test_electrodes_farther_apart_see_more_as_on_a_real_muscle(
    real: Samples, simulated: Samples
) -> None:
    found = simulated.std(axis=0).mean(axis=0)
    wanted = np.array([_pairs(real, step).std(axis=0).mean() for step in _STEPS])
    assert found[1:] / found[0] == pytest.approx(wanted[1:] / wanted[0], rel=0.35)
