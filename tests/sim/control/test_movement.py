from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.sim.control.movement import Deviation, held, lagged
from innervate.sim.demo import demo_script
from innervate.sim.draws import Draws
from innervate.sim.performance import Form, perform


def test_the_movement_goes_out_holds_and_comes_back_smoothly() -> None:
    script = demo_script("bench_press", 60.0)
    performed = [perform(placed, Form(), Draws(1)) for placed in script.placed(0.0, 60.0)]
    whole = held(performed, 0, 6000)
    rep = next(rep for one in performed for rep in one.repetitions)
    ticks = [round(100 * s) for s in (rep.start_s, 0.5 * (rep.turn_s + rep.return_s), rep.stop_s)]
    assert [whole[t] for t in ticks] == pytest.approx([0.0, 1.0, 0.0], abs=0.01)
    assert 0.0 <= whole.min() <= whole.max() <= 1.0
    assert np.abs(np.diff(whole)).max() < 0.1
    assert np.array_equal(held(performed, 2500, 4000), whole[2500:4000])


@given(st.integers(1, 99))
def test_the_deviation_does_not_depend_on_how_it_is_cut(cut: int) -> None:
    push = Draws(1).normals(0, 100)
    whole, pieces = Deviation().advance(push), Deviation()
    assert np.array_equal(
        np.concatenate((pieces.advance(push[:cut]), pieces.advance(push[cut:]))), whole
    )


def test_a_lasting_error_moves_the_limb_and_no_error_lets_it_come_back() -> None:
    limb = Deviation()
    assert limb.advance(np.full(300, 0.1))[-1] == pytest.approx(0.05, abs=0.001)
    assert limb.advance(np.zeros(300))[-1] == pytest.approx(0.0, abs=0.001)


def test_the_lag_of_muscle_begins_steady_and_keeps_the_mean() -> None:
    force = np.concatenate((np.full((50, 1), 0.2), np.full((100, 1), 0.6)))
    out = lagged(force)
    assert out[:50] == pytest.approx(0.2)
    assert out[-1, 0] == pytest.approx(0.6, abs=1e-3)
    assert (np.diff(out[:, 0]) >= -1e-12).all()
    # Twice 52 ms of lag.
    assert (0.6 - out[50:, 0]).sum() / 0.4 / 100 == pytest.approx(0.104, abs=0.01)
