from __future__ import annotations

import pickle
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import butter, iirnotch

from innervate.core.stream import Samples
from innervate.steps._filters import SosKernel
from innervate.steps._moving import MovingMean

RATE_HZ = 2000.0
BAND = butter(4, [20.0, 450.0], "bandpass", fs=RATE_HZ, output="sos")
NOTCH = np.array([np.concatenate(iirnotch(f, f / 2.0, fs=RATE_HZ)) for f in (50.0, 100.0, 450.0)])


def _signal(count: int = 3000) -> Samples:
    """EMG of 10 uV on an electrode's potential that drifts."""
    rng = np.random.default_rng(4)
    drift = 0.06 + 1e-3 * np.sin(np.arange(count) / 900.0)
    return np.asarray(rng.standard_normal((count, 2)) * 1e-5 + drift[:, None])


@pytest.mark.parametrize("sos", [BAND, NOTCH])
@given(sizes=st.lists(st.integers(1, 200), min_size=1, max_size=30))
def test_short_blocks_are_filtered_as_long_ones(sos: Samples, sizes: list[int]) -> None:
    data = _signal()
    whole = SosKernel(sos)(data, 0)
    kernel, parts, at = SosKernel(sos), [], 0
    for size in [*sizes, len(data)]:
        if at < len(data):
            parts.append(kernel(data[at : at + size], at))
            at += size
    np.testing.assert_allclose(np.concatenate(parts), whole, rtol=0, atol=1e-13)


def test_a_filter_can_be_pickled_between_short_blocks() -> None:
    data = _signal(100)
    kernel = SosKernel(BAND)
    kernel(data[:40], 0)
    again = pickle.loads(pickle.dumps(kernel))
    np.testing.assert_array_equal(kernel(data[40:], 40), again(data[40:], 40))


@given(length=st.integers(1, 300), cuts=st.lists(st.integers(1, 2999), max_size=20))
def test_a_moving_mean_is_the_same_to_the_bit_however_it_is_cut(
    length: int, cuts: list[int]
) -> None:
    data = _signal() ** 2
    mean, edges = MovingMean(length), sorted({0, len(data), *cuts})
    parts = [mean(data[a:b], a) for a, b in pairwise(edges)]
    np.testing.assert_array_equal(np.concatenate(parts), MovingMean(length)(data, 0))
