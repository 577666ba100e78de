from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.sim.draws import Draws, smooth_noise

_TICKS = st.integers(-200, 10**12)


@given(_TICKS, st.integers(0, 60), st.integers(0, 60))
def test_numbers_belong_to_their_tick(start: int, first: int, more: int) -> None:
    draws = Draws(3).at(1, 2)
    whole = draws.normals(start, start + first + more)
    again = draws.normals(start + first, start + first + more)
    assert np.array_equal(whole[first:], again)


@given(st.integers(0, 5000), st.integers(1, 50), st.integers(1, 40))
def test_slow_noise_belongs_to_its_tick(start: int, length: int, every: int) -> None:
    draws = Draws(4)
    whole = smooth_noise(draws, 0, start + length, every)
    assert np.allclose(whole[start:], smooth_noise(draws, start, start + length, every), atol=1e-12)


def test_they_are_standard_normal_and_independent() -> None:
    a, b = (Draws(1).at(k).normals(0, 200_000) for k in range(2))
    assert a.mean() == pytest.approx(0.0, abs=0.01)
    assert a.std() == pytest.approx(1.0, abs=0.01)
    assert float(np.mean(a**4)) == pytest.approx(3.0, abs=0.1)
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.01
    assert abs(np.corrcoef(a[1:], a[:-1])[0, 1]) < 0.01


def test_seed_and_path_choose_the_sequence() -> None:
    assert Draws(1).uniform() == Draws(1).uniform()
    assert Draws(1).uniform() != Draws(2).uniform()
    assert Draws(1).at(1).uniform() != Draws(1).at(2).uniform()


def test_slow_noise_has_unit_variance() -> None:
    noise = smooth_noise(Draws(5), 0, 400_000, 20)
    assert noise.std() == pytest.approx(1.0, abs=0.02)
