from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.steps._cuts import SIZES, Course, assert_same, emg, noise, run

from innervate.core.channel import Channel, Kind
from innervate.core.clock import Clock, ClockPair
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.stream import StreamSpec
from innervate.steps.blank import Blank

RATE = 1000.0
SPEC = emg(RATE)


def tap(at_s: float) -> Event:
    return Event(at_s, EventKind.TAP, source="person")


def blanked(course: Course) -> list[tuple[int, int]]:
    """First and last index of each stretch that was blanked."""
    rows = course.start + np.flatnonzero(np.isnan(course.data).any(axis=1))
    parts = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    return [(int(part[0]), int(part[-1])) for part in parts if len(part)]


@given(
    SIZES,
    st.lists(st.floats(-1.0, 5.0), max_size=8),
    st.booleans(),
    st.sampled_from([0.0, 0.05, 0.3]),
)
def test_first_law(sizes: list[int], taps: list[float], pickled: bool, before_s: float) -> None:
    data, step, lost = noise(4000), Blank(0.4, before_s), [(2900, 3010)]
    events = [tap(at_s) for at_s in taps]
    pairs = [ClockPair("amplifier", at, 1.0001 * at + 0.01 * (at % 2)) for at in range(5)]
    clock = Clock("amplifier", [ClockPair("amplifier", p.device_s, p.session_s) for p in pairs])
    whole = run(step, SPEC, data, lost=lost, events=events, clock=clock)
    assert_same(
        run(step, SPEC, data, sizes, lost=lost, events=events, clock=clock, pickled=pickled), whole
    )


def test_a_tap_is_blanked_for_one_second() -> None:
    data = noise(5000)
    course = run(Blank(), SPEC, data, events=[tap(1.5)])
    assert blanked(course) == [(1500, 2499)]
    assert np.isnan(course.data[1500:2500]).all()
    np.testing.assert_array_equal(course.data[:1500], data[:1500])
    np.testing.assert_array_equal(course.data[2500:], data[2500:])


def test_taps_in_a_row_are_blanked_together() -> None:
    course = run(Blank(), SPEC, noise(6000), [50] * 120, events=[tap(1 + k / 4) for k in range(9)])
    assert blanked(course) == [(1000, 3999)]


def test_blanking_may_reach_back_and_then_comes_later() -> None:
    step = Blank(0.5, before_s=0.1)
    course = run(step, SPEC, noise(4000), [10] * 400, events=[tap(2.0)])
    assert blanked(course) == [(1900, 2499)]
    assert (course.start, course.stop) == (0, 4000)
    assert step.open((SPEC,)).delay_s == 0.1


def test_a_tap_in_a_gap_blanks_what_is_left_of_its_second() -> None:
    course = run(Blank(), SPEC, noise(6000), lost=[(2000, 2600)], events=[tap(2.1)])
    assert blanked(course) == [(2000, 3099)]


def test_a_tap_before_the_stream_does_not_count_from_its_beginning() -> None:
    course = run(Blank(), SPEC, noise(3000), start=10_000, events=[tap(9.5), tap(3.0)])
    assert blanked(course) == [(10_000, 10_499)]


def test_a_gap_does_not_end_the_blanking() -> None:
    course = run(Blank(), SPEC, noise(4000), lost=[(1400, 1500)], events=[tap(1.0)])
    assert blanked(course) == [(1000, 1999)]


def test_taps_are_session_time() -> None:
    clock = Clock("amplifier", [ClockPair("amplifier", 0.0, 100.0)])
    course = run(Blank(), SPEC, noise(4000), events=[tap(101.0)], clock=clock)
    assert blanked(course) == [(1000, 1999)]


def test_other_events_blank_nothing() -> None:
    course = run(Blank(), SPEC, noise(3000), events=[Event(1.0, EventKind.CUE, "now")])
    assert blanked(course) == []


def test_memory_of_taps_is_bounded() -> None:
    run_ = Blank().open((SPEC,))
    from innervate.core.stream import Block

    for second in range(50):
        run_.push(Event(float(second), EventKind.TAP, sample=1000 * second))
        times_s = np.arange(1000) / RATE + second
        run_.push(Block(SPEC, 1000 * second, noise(1000), times_s))
    assert len(run_._taps) <= 3  # type: ignore[attr-defined]


def test_impossible_parameters_and_streams_are_refused() -> None:
    with pytest.raises(InputError, match="blanking must reach"):
        Blank(0.0)
    with pytest.raises(InputError, match="irregular"):
        Blank().open((StreamSpec("emg", (Channel("BB", Kind.EMG, "V"),), None, "phone"),))
