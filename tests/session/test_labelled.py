"""A source whose channels are given muscle and side; nothing else about it changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.session._fakes import Scripted, counted, feed, stream

from innervate.body.channel_map import ChannelMap
from innervate.core.channel import Channel, Kind, Side
from innervate.core.clock import ClockPair
from innervate.core.event import Event, EventKind
from innervate.core.source import Source
from innervate.core.stream import Block, StreamSpec
from innervate.session.labelled import LabelledSource
from innervate.session.many import ManySources

NAMED = StreamSpec(
    "arm",
    (
        Channel("Biceps L", Kind.EMG, "V"),
        Channel("EMG 2", Kind.EMG, "V"),
        Channel("ACC X", Kind.ACCELERATION, "m/s^2"),
    ),
    1000.0,
    "amp",
)
PLAIN = stream("emg")


def test_it_is_a_source() -> None:
    assert isinstance(LabelledSource(Scripted((), []), ()), Source)


def test_names_tell_maps_tell_and_the_rest_is_asked() -> None:
    source = LabelledSource(
        Scripted((NAMED,), []), [ChannelMap("EMG 2", "triceps_brachii", Side.RIGHT)]
    )
    (spec,) = source.open()
    assert [(c.muscle, c.side) for c in spec.channels] == [
        ("biceps_brachii", Side.LEFT),
        ("triceps_brachii", Side.RIGHT),
        (None, None),
    ]
    assert source.unsure == ()
    asking = LabelledSource(Scripted((NAMED,), []), ())
    asking.open()
    assert [one.channel for one in asking.unsure] == ["EMG 2"]


@given(st.integers(1, 200), st.integers(1, 50))
def test_samples_pass_unchanged_with_the_named_spec(total: int, size: int) -> None:
    turns = feed(PLAIN, total, size)
    source = LabelledSource(Scripted((PLAIN,), turns), [ChannelMap("emg 1", "soleus", Side.LEFT)])
    (spec,) = source.open()
    assert spec.channels[0].muscle == "soleus"
    at = 0
    while not source.exhausted:
        for item in source.read(0.1):
            assert isinstance(item, Block)
            assert item.spec == spec
            assert (item.start, item.data.tobytes()) == (at, _bytes(at, item.stop))
            at = item.stop
    assert at == total


def _bytes(start: int, stop: int) -> bytes:
    return counted(PLAIN, start, stop).data.tobytes()


def test_events_and_clock_pairs_pass() -> None:
    items = (Event(1.0, EventKind.TAP), ClockPair("amp", 0.0, 1.0))
    source = LabelledSource(Scripted((PLAIN,), [items]), ())
    source.open()
    assert tuple(source.read(0.1)) == items


def test_the_rest_is_the_sources_own() -> None:
    fake = Scripted((PLAIN,), [], name="box")
    source = LabelledSource(ManySources([fake]), ())
    source.start_at(5.0)
    assert fake.origin_s == 5.0
    assert source.name == "box"
    source.close()
    assert fake.closed == 1


def test_a_source_without_a_zero_of_its_own_is_left_alone() -> None:
    class Bare:
        name, exhausted = "bare", True

        def open(self) -> tuple[StreamSpec, ...]:
            return ()

        def read(self, timeout_s: float) -> tuple[()]:
            return ()

        def close(self) -> None:
            pass

    LabelledSource(Bare(), ()).start_at(5.0)
    assert not hasattr(Bare, "origin_s")
