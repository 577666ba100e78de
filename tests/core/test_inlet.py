from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.channel import Channel, Kind
from innervate.core.clock import Clock, ClockPair
from innervate.core.errors import PlanError
from innervate.core.event import Event, EventKind
from innervate.core.inlet import Delivery, Inlet, check_inputs, with_time
from innervate.core.step import ANY_KIND
from innervate.core.stream import Block, StreamSpec

RATE_HZ = 10.0
SPEC = StreamSpec("emg", (Channel("BB", Kind.EMG, "V"),), RATE_HZ, "amp")
TAPS = frozenset({EventKind.TAP})
FITS = frozenset({EventKind.FIT})
STEADY = Clock("amp", [ClockPair("amp", 0.0, 100.0)])
STEPPING_BACK = Clock("amp", [ClockPair("amp", 0.0, 100.0), ClockPair("amp", 2.0, 101.55)])
N = 40


def block(first: int, last: int) -> Block:
    return Block(SPEC, first, np.arange(float(first), last)[:, None])


def taps(moments: list[float]) -> list[Event]:
    return [Event(at_s, EventKind.TAP, str(i)) for i, at_s in enumerate(moments)]


def seen(deliveries: list[Delivery]) -> list[tuple[int, str]]:
    """Where each event was delivered: the sample it is tied to."""
    out: list[tuple[int, str]] = []
    for i, delivery in enumerate(deliveries):
        if isinstance(delivery, Event):
            assert delivery.sample is not None
            out.append((delivery.sample, delivery.label))
            rest = [item for item in deliveries[i:] if not isinstance(item, Event)]
            assert rest[0][0].start <= delivery.sample < rest[0][0].stop
    return out


def samples(deliveries: list[Delivery]) -> list[float]:
    blocks = [item[0] for item in deliveries if not isinstance(item, Event)]
    return [value for item in blocks for value in item.data[:, 0].tolist()]


@given(
    moments=st.lists(st.integers(-5, 45).map(lambda i: 100.0 + i / 20), max_size=6),
    cuts=st.lists(st.integers(0, N), max_size=8).map(sorted),
    clock=st.sampled_from([STEADY, STEPPING_BACK]),
    patience=st.integers(1, 4),
)
def test_events_and_samples_are_delivered_alike_under_any_cut(
    moments: list[float], cuts: list[int], clock: Clock, patience: int
) -> None:
    whole = Inlet((SPEC,), clock, TAPS, "out")
    events = taps(moments)
    for event in events:
        whole.announce(event)
    wanted = [*whole.push(0, block(0, N)), *whole.cover(math.inf)]

    inlet = Inlet((SPEC,), clock, TAPS, "out")
    edges = [0, *cuts, N]
    waiting = sorted(events, key=lambda event: event.at_s)
    got: list[Delivery] = []
    for i, (first, last) in enumerate(itertools.pairwise(edges)):
        got += inlet.push(0, block(first, last))
        if i % patience == 0 and waiting:
            got += inlet.cover(waiting[0].at_s)
            inlet.announce(waiting.pop(0))
    for event in waiting:
        inlet.announce(event)
    got += inlet.cover(math.inf)

    assert sorted(seen(got)) == sorted(seen(wanted))
    assert [sample for sample, _ in seen(got)] == [sample for sample, _ in seen(wanted)]
    assert samples(got) == samples(wanted) == list(range(N))


@pytest.mark.parametrize(("at_s", "sample"), [(99.0, 0), (100.0, 0), (100.01, 1), (100.1, 1)])
def test_an_event_belongs_to_the_first_sample_at_or_after_it(at_s: float, sample: int) -> None:
    inlet = Inlet((SPEC,), STEADY, TAPS, "out")
    inlet.announce(Event(at_s, EventKind.TAP))
    event, _ = [*inlet.push(0, block(0, 5)), *inlet.cover(math.inf)]
    assert isinstance(event, Event)
    assert event.sample == sample


def test_blocks_wait_until_no_earlier_event_can_come() -> None:
    inlet = Inlet((SPEC,), STEADY, TAPS, "out")
    assert not list(inlet.push(0, block(0, 10)))
    assert not list(inlet.cover(100.9))
    assert samples(list(inlet.cover(100.91))) == list(range(10))
    assert not list(inlet.cover(50.0))


def test_a_step_that_wants_only_fits_does_not_wait() -> None:
    inlet = Inlet((SPEC,), STEADY, FITS, "out")
    assert len(list(inlet.push(0, block(0, 10)))) == 1


def test_only_wanted_events_and_fits_for_this_output_come_out() -> None:
    inlet = Inlet((SPEC,), STEADY, FITS | TAPS, "out")
    for kind, stream in (
        (EventKind.CUE, None),
        (EventKind.FIT, "another"),
        (EventKind.FIT, "out"),
        (EventKind.TAP, None),
    ):
        inlet.announce(Event(100.0, kind, f"{kind} {stream}", stream=stream))
    got = [*inlet.push(0, block(0, 10)), *inlet.cover(math.inf)]
    assert [label for _, label in seen(got)] == ["fit out", "tap None"]


def test_events_of_one_moment_keep_each_sources_order_however_they_arrive() -> None:
    def labels(*events: Event) -> list[str]:
        inlet = Inlet((SPEC,), STEADY, TAPS, "out")
        for event in events:
            inlet.announce(event)
        return [label for _, label in seen([*inlet.push(0, block(0, 9)), *inlet.cover(math.inf)])]

    a, b, other = (
        Event(100.5, EventKind.TAP, label, source=source)
        for label, source in (("a", "person"), ("b", "person"), ("other", "coach"))
    )
    assert labels(a, b, other) == labels(other, a, b) == labels(a, other, b)
    assert labels(b, a, other)[1:] == ["b", "a"]


def test_an_event_in_a_gap_comes_before_the_first_sample_after_it() -> None:
    inlet = Inlet((SPEC,), STEADY, TAPS, "out")
    inlet.announce(Event(101.5, EventKind.TAP))
    got = [*inlet.push(0, block(0, 10)), *inlet.push(0, block(20, 30)), *inlet.cover(math.inf)]
    assert seen(got) == [(20, "")]


def test_a_stream_that_goes_back_is_an_error_that_says_so() -> None:
    inlet = Inlet((SPEC,), STEADY, frozenset(), "out")
    list(inlet.push(0, block(0, 10)))
    with pytest.raises(PlanError, match="stream 'emg' went back in time: found sample 5 after"):
        list(inlet.push(0, block(5, 12)))


def test_inputs_of_the_wrong_number_or_kind_are_refused_with_words() -> None:
    accepts = (frozenset({Kind.EMG, Kind.EEG}),)
    with pytest.raises(PlanError, match="step X takes 1 input streams: found 2"):
        check_inputs("step X", accepts, (SPEC, SPEC))
    force = StreamSpec("force", (Channel("F", Kind.FORCE, "N"),), 100.0, "scale")
    with pytest.raises(PlanError, match="cannot take channel 'F' of stream 'force': found kind fo"):
        check_inputs("step X", accepts, (force,))
    with pytest.raises(PlanError, match="give it eeg or emg"):
        check_inputs("step X", accepts, (force,))
    check_inputs("step X", (ANY_KIND,), (force,))


@given(cuts=st.lists(st.integers(0, N), max_size=8).map(sorted))
def test_times_of_samples_do_not_depend_on_the_cut(cuts: list[int]) -> None:
    edges = [0, *cuts, N]
    parts = [with_time(block(a, b), STEPPING_BACK).time_s for a, b in zip(edges, edges[1:])]  # noqa: B905, RUF007
    whole = with_time(block(0, N), STEPPING_BACK).time_s
    assert whole is not None
    np.testing.assert_array_equal(np.concatenate([p for p in parts if p is not None]), whole)


def test_an_irregular_block_keeps_its_own_times() -> None:
    spec = StreamSpec("force", SPEC.channels, None, "scale")
    given_block = Block(spec, 0, np.zeros((2, 1)), np.array([1.0, 1.5]))
    assert with_time(given_block, STEADY) is given_block
