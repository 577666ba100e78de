from __future__ import annotations

import numpy as np
import pytest

from innervate.core.stream import Samples
from innervate.sim.neuro.firing import Spikes
from innervate.sim.neuro.interference import Interference
from innervate.sim.neuro.templates import LEVELS, Templates
from innervate.sim.neuro.tempo import first_sample

_UNITS = 12
_MUSCLE = np.repeat([0, 1], _UNITS // 2)


def _templates(rate_hz: float) -> Templates:
    """Smooth potentials of about 15 ms."""
    along = np.arange(60.0)
    middle = np.linspace(20.0, 35.0, _UNITS)[:, None]
    waves = (along - middle) * np.exp(-(((along - middle) / 8.0) ** 2)) * np.ones((_UNITS, 1))
    return Templates(waves, np.linspace(3.5, 4.5, _UNITS), 0.3, rate_hz)


def _spikes(seed: int, count: int) -> Spikes:
    rng = np.random.default_rng(seed)
    unit = rng.integers(0, _UNITS, count)
    return Spikes(unit, _MUSCLE[unit], rng.uniform(1e-9, 0.1, count), np.ones(count))


def _by_definition(
    templates: Templates, spikes: list[Spikes], tired: list[int], rate_hz: float, samples: int
) -> Samples:
    """Each potential at its own exact time."""
    signal = np.zeros((samples, 2))
    along = np.arange(60.0)
    at_s = np.arange(samples) / rate_hz
    middle = np.linspace(20.0, 35.0, _UNITS)
    for block, many in enumerate(spikes):
        pace = 1.0 - 0.3 * tired[block] / (LEVELS - 1)
        for unit, muscle, time_s in zip(many.unit, many.muscle, many.time_s, strict=True):
            speed_mm_s = 1000.0 * pace * np.linspace(3.5, 4.5, _UNITS)[unit]
            wave = (along - middle[unit]) * np.exp(-(((along - middle[unit]) / 8.0) ** 2))
            since = (at_s - 0.1 * block - time_s) * speed_mm_s
            signal[:, muscle] += np.interp(since, along, wave, left=0.0, right=0.0)
    return signal


@pytest.mark.parametrize("rate_hz", [2000.0, 2048.0, 1111.1, 4000.0])
def test_potentials_stand_where_their_spikes_are(rate_hz: float) -> None:
    templates = _templates(rate_hz)
    mixer = Interference(2)
    spikes = [_spikes(k, 60) for k in range(4)] + [_spikes(9, 0), _spikes(5, 40)]
    tired = [0, 0, 3, 6, 0, 2]
    made = []
    for block, many in enumerate(spikes):
        first, last = first_sample(block, rate_hz), first_sample(block + 1, rate_hz)
        offset = first - block * rate_hz * 0.1
        level = np.full(_UNITS, tired[block])
        made.append(mixer.advance(templates, many, level, offset, last - first))
    found = np.concatenate(made)
    wanted = _by_definition(templates, spikes, tired, rate_hz, len(found))
    error = np.sqrt(((found - wanted) ** 2).mean() / (wanted**2).mean())
    # A spike is placed to an eighth of a sample.
    assert error < 0.03 * 2000.0 / rate_hz


def test_energies_are_those_of_the_sampled_potentials() -> None:
    templates = _templates(4000.0)
    table = templates.table(1).astype(float)
    energy = (table**2).reshape(_UNITS, 4, -1).sum(axis=2).mean(axis=1) / 4000.0
    assert templates.energy_v2s == pytest.approx(energy, rel=0.01)


def test_a_tired_potential_is_stretched() -> None:
    templates = _templates(4000.0)
    rows = templates.table(LEVELS).reshape(LEVELS, _UNITS, 4, -1)
    fresh, tired = (int(rows[level, 0, 0].argmax()) for level in (0, LEVELS - 1))
    assert tired == pytest.approx(fresh / 0.7, abs=1.5)
    assert rows[-1].max() == pytest.approx(rows[0].max(), rel=0.01)
