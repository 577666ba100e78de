from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.sim.amplifier import Coupling
from innervate.sim.draws import Draws


@given(st.integers(0, 500), st.sampled_from([30.0, 128.0, 2000.0]))
def test_the_cut_does_not_matter(cut: int, rate_hz: float) -> None:
    volts = Draws(1).normals(0, 1000).reshape(500, 2)
    whole, pieces = Coupling(2, rate_hz).advance(volts), Coupling(2, rate_hz)
    parts = (pieces.advance(volts[:cut]), pieces.advance(volts[cut:]))
    assert np.allclose(np.concatenate(parts), whole, atol=1e-12)


def test_steady_voltage_is_kept_out_and_emg_let_through() -> None:
    time_s = np.arange(4000)[:, None] / 1000.0
    amplifier = Coupling(1, 1000.0)
    assert amplifier.advance(np.ones((2000, 1)))[-1, 0] == pytest.approx(0.0, abs=1e-6)
    passed = Coupling(1, 1000.0).advance(np.sin(2 * np.pi * 50 * time_s))[1000:]
    assert passed.std() == pytest.approx(np.sqrt(0.5), rel=0.01)
