"""Imagery: its order, its silence, and the level that an electrode shows."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.errors import InputError
from innervate.sim.mind.imagery import Imagined, imagery_level, imagery_ratio


@given(st.floats(0.1, 3.0))
def test_heavy_shows_more_than_light_than_isometric_than_eccentric(gain: float) -> None:
    ratios = [imagery_ratio(kind, gain=gain) for kind in Imagined]
    assert all(first > second for first, second in pairwise(ratios))
    assert ratios[-1] > 1.0


@pytest.mark.parametrize("kind", list(Imagined))
def test_some_people_show_nothing(kind: Imagined) -> None:
    assert imagery_ratio(kind, gain=0.0) == 1.0


@given(st.floats(1.0, 3.0), st.floats(0.001, 1.0), st.floats(0.0, 1.0))
def test_the_electrode_shows_the_ratio_whatever_its_noise(
    ratio: float, rest: float, noise: float
) -> None:
    level = imagery_level(ratio, rest, noise)
    assert math.hypot(level, noise) / math.hypot(rest, noise) == pytest.approx(ratio)
    assert level >= rest * (1.0 - 1e-9)


def test_a_negative_gain_is_refused() -> None:
    with pytest.raises(InputError, match="gain of imagery"):
        imagery_ratio(Imagined.HEAVY, gain=-1.0)
