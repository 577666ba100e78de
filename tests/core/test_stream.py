from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError
from innervate.core.stream import Block, StreamSpec

CHANNELS = (Channel("BB", Kind.EMG, "V"), Channel("TB", Kind.EMG, "V"))
SPEC = StreamSpec("emg", CHANNELS, 1000.0, "amplifier")
IRREGULAR = StreamSpec("force", CHANNELS, None, "scale")


def block(start: int, n: int, spec: StreamSpec = SPEC) -> Block:
    data = np.arange(2.0 * n).reshape(n, 2) + 2 * start
    return Block(spec, start, data, None if spec.rate_hz else np.arange(start, start + n) / 7)


@pytest.mark.parametrize("rate_hz", [0.0, -1.0, float("inf"), float("nan")])
def test_an_impossible_rate_is_refused(rate_hz: float) -> None:
    with pytest.raises(InputError, match="must be a positive number of hertz"):
        StreamSpec("emg", CHANNELS, rate_hz, "amplifier")


def test_two_channels_of_one_name_are_refused_by_name() -> None:
    with pytest.raises(InputError, match="two channels of stream 'emg' have one name: found BB"):
        StreamSpec("emg", (CHANNELS[0], CHANNELS[0]), 1000.0, "amplifier")


def test_an_irregular_stream_has_no_regular_rate() -> None:
    assert SPEC.regular_rate_hz == 1000.0
    with pytest.raises(InputError, match="resample step"):
        _ = IRREGULAR.regular_rate_hz


def test_a_derived_stream_keeps_clock_and_simulation() -> None:
    made = StreamSpec("emg", CHANNELS, 1000.0, "amplifier", simulated=True).derive(
        suffix="thin", channels=CHANNELS[:1], rate_hz=100.0
    )
    assert (made.id, made.rate_hz, made.clock, made.simulated) == (
        "emg/thin",
        100.0,
        "amplifier",
        True,
    )
    assert made.channels == CHANNELS[:1]
    assert SPEC.derive(suffix="same").channels == CHANNELS


def test_a_block_of_the_wrong_shape_is_refused() -> None:
    with pytest.raises(InputError, match=r"samples x 2 channels: found an array of shape \(3, 1\)"):
        Block(SPEC, 0, np.zeros((3, 1)))
    with pytest.raises(InputError, match="needs time_s"):
        Block(IRREGULAR, 0, np.zeros((3, 2)))
    with pytest.raises(InputError, match="one value per sample"):
        Block(IRREGULAR, 0, np.zeros((3, 2)), np.zeros(2))


@pytest.mark.parametrize(
    "data",
    [
        np.ones((4, 2), dtype=np.float32),
        np.asfortranarray(np.ones((4, 2))),
        np.ones((8, 2))[::2],
        np.ones((4, 2), dtype=np.int16),
    ],
)
def test_data_become_float64_in_c_order_and_read_only(data: np.ndarray) -> None:
    made = Block(SPEC, 0, data)
    assert made.data.dtype == np.float64
    assert made.data.flags.c_contiguous
    assert not made.data.flags.writeable
    assert (made.data == 1).all()


def test_a_block_does_not_copy_what_is_right_and_leaves_its_owner_free() -> None:
    data = np.zeros((4, 2))
    made = Block(SPEC, 0, data)
    assert np.shares_memory(made.data, data)
    data[0, 0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        made.data[0, 0] = 2.0


def test_times_are_read_only_too() -> None:
    made = block(0, 3, IRREGULAR)
    assert made.time_s is not None
    with pytest.raises(ValueError, match="read-only"):
        made.time_s[0] = 1.0


@pytest.mark.parametrize("spec", [SPEC, IRREGULAR])
def test_a_pickled_block_comes_back_equal_and_read_only(spec: StreamSpec) -> None:
    made = block(5, 3, spec)
    again = pickle.loads(pickle.dumps(made))
    assert (again.spec, again.start) == (made.spec, made.start)
    np.testing.assert_array_equal(again.data, made.data)
    assert not again.data.flags.writeable
    if made.time_s is not None:
        np.testing.assert_array_equal(again.time_s, made.time_s)


@given(
    start=st.integers(0, 50),
    n=st.integers(0, 20),
    cuts=st.tuples(st.integers(-10, 90), st.integers(-10, 90)),
    regular=st.booleans(),
)
def test_a_cut_has_the_samples_asked_for_and_no_others(
    start: int, n: int, cuts: tuple[int, int], regular: bool
) -> None:
    whole = block(start, n, SPEC if regular else IRREGULAR)
    first, last = min(cuts), max(cuts)
    part = whole.cut(first, last)
    wanted = [i for i in range(whole.start, whole.stop) if first <= i < last]
    assert len(part) == len(wanted)
    if wanted:
        assert list(range(part.start, part.stop)) == wanted
        rows = [i - start for i in wanted]
        np.testing.assert_array_equal(part.data, whole.data[rows])
    if whole.time_s is not None and part.time_s is not None:
        np.testing.assert_array_equal(part.time_s, whole.time_s[[i - start for i in wanted]])
