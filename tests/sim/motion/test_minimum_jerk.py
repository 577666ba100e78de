from __future__ import annotations

import numpy as np
import pytest

from innervate.sim.motion.minimum_jerk import bump, minimum_jerk


def test_minimum_jerk_is_that_of_flash_and_hogan() -> None:
    time_s = np.linspace(0.0, 2.0, 20_001)
    course = minimum_jerk(time_s, 0.5, 1.5)
    assert course.value[0] == 0.0
    assert course.value[-1] == 1.0
    assert float(course.rate.max()) == pytest.approx(1.875)
    assert float(np.interp(1.0, time_s, course.value)) == pytest.approx(0.5)
    jerk = np.gradient(course.acceleration, time_s)[5001:15_000]
    # The least integral of squared jerk of a unit movement in a unit time is 720.
    assert float(np.trapezoid(jerk**2, time_s[5001:15_000])) == pytest.approx(720.0, rel=0.01)


@pytest.mark.parametrize("wobble", [0.0, 0.05, -0.1])
def test_derivatives_of_a_movement_are_its_derivatives(wobble: float) -> None:
    time_s = np.linspace(-0.2, 2.2, 24_001)
    course = minimum_jerk(time_s, 0.0, 2.0, wobble=wobble)
    np.testing.assert_allclose(np.gradient(course.value, time_s), course.rate, atol=1e-4)
    np.testing.assert_allclose(np.gradient(course.rate, time_s), course.acceleration, atol=2e-3)
    hill = bump(time_s - 1.0)
    np.testing.assert_allclose(np.gradient(hill.value, time_s), hill.rate, atol=1e-3)
    np.testing.assert_allclose(np.gradient(hill.rate, time_s), hill.acceleration, atol=2e-2)
