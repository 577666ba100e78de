from __future__ import annotations

import numpy as np
from hypothesis import given
from tests.steps._cuts import SIZES, assert_same, emg, noise, run

from innervate.steps.rectify import Rectify


@given(SIZES)
def test_first_law(sizes: list[int]) -> None:
    data = noise(3000)
    assert_same(run(Rectify(), emg(1000.0), data, sizes), run(Rectify(), emg(1000.0), data))


def test_every_value_is_made_positive_at_once() -> None:
    data = noise(500)
    data[100, 0] = np.nan
    course = run(Rectify(), emg(1000.0), data, [7, 0, 50])
    np.testing.assert_array_equal(course.data, np.abs(data))


def test_unit_kind_and_name_of_the_output() -> None:
    run_ = Rectify().open((emg(1000.0),))
    assert run_.spec.id == "emg/rectified"
    assert run_.spec.channels == emg(1000.0).channels
    assert run_.delay_s == 0.0
