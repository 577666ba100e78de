from __future__ import annotations

import numpy as np
import pytest

from innervate.sim.neuro.hill import length_factor, speed_factor


def test_force_is_greatest_at_the_best_length() -> None:
    """Thelen 2003 (J Biomech Eng 125:70): a bell; half the force at 0.44 best lengths off."""
    assert length_factor(np.array([1.0]))[0] == 1.0
    off = length_factor(np.array([1.0 - 0.558, 1.0 + 0.558]))
    assert off == pytest.approx(0.5, abs=0.01)


def test_shortening_costs_force_and_lengthening_gives_some() -> None:
    """Hill 1938 (Proc R Soc B 126:136) for shortening; up to 1.4 for lengthening (Thelen 2003)."""
    speed = np.linspace(-10.0, 10.0, 401)
    factor = speed_factor(speed)
    assert factor[0] == 0.0
    assert factor[200] == 1.0
    assert (np.diff(factor) > 0.0).all()
    assert 1.3 < factor[-1] < 1.4
    # The same slope on both sides of rest.
    assert speed_factor(np.array([1e-6]))[0] - 1.0 == pytest.approx(
        1.0 - speed_factor(np.array([-1e-6]))[0], rel=1e-3
    )
