from __future__ import annotations

import uuid
from collections.abc import Iterator

import numpy as np
import pylsl
import pytest

from innervate.core.channel import Channel, Kind, Side
from innervate.core.clock import Clock, ClockPair
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.source import Item
from innervate.core.stream import Block, StreamSpec
from innervate.devices._origin import host_clock_s
from innervate.devices.lsl import PLUGIN, LslSource
from innervate.session.publish import WARNING, Publisher

CLOCK = Clock("amp", [ClockPair("amp", 0.0, 3.0)])


def _spec(*, simulated: bool, rate_hz: float | None = 100.0) -> StreamSpec:
    channels = (
        Channel("BB", Kind.ACTIVATION, "%MVC", "biceps_brachii", Side.LEFT),
        Channel("TB", Kind.ACTIVATION, "%MVC", "triceps_brachii", Side.LEFT),
    )
    return StreamSpec(f"emg/{uuid.uuid4().hex[:8]}", channels, rate_hz, "amp", simulated)


@pytest.fixture
def publishers() -> Iterator[list[Publisher]]:
    made: list[Publisher] = []
    yield made
    for publisher in made:
        publisher.close()
        publisher.close()


def _listen(name: str, origin_s: float) -> tuple[LslSource, StreamSpec]:
    source = PLUGIN.connect(f"name={name}&markers=none")
    assert isinstance(source, LslSource)
    source.origin_s = origin_s
    (spec,) = source.open()
    return source, spec


def _read(source: LslSource, samples: int) -> list[Item]:
    items: list[Item] = []
    for _ in range(100):
        items += source.read(0.1)
        if sum(len(i) for i in items if isinstance(i, Block)) >= samples:
            return items
    raise AssertionError("the samples never came")


@pytest.mark.parametrize("simulated", [True, False])
def test_what_is_published_comes_back_the_same(
    publishers: list[Publisher], simulated: bool
) -> None:
    spec, origin_s = _spec(simulated=simulated), host_clock_s()
    publishers.append(Publisher((spec,), origin_s))
    name = f"innervate {spec.id}" + (" SIMULATED" if simulated else "")
    source, heard = _listen(name, origin_s)
    data = np.random.default_rng(1).normal(size=(50, 2))
    publishers[0].push(Block(spec, 200, data), CLOCK)
    items = _read(source, 50)
    source.close()
    assert heard.channels == spec.channels
    assert (heard.rate_hz, heard.simulated) == (100.0, simulated)
    assert np.array_equal(np.concatenate([i.data for i in items if isinstance(i, Block)]), data)
    pair = items[0]
    assert isinstance(pair, ClockPair)
    assert pair.session_s == pytest.approx(5.0, abs=0.001)


def test_events_are_published_as_text_but_fits_are_not(publishers: list[Publisher]) -> None:
    publisher = Publisher((_spec(simulated=True),), host_clock_s())
    publishers.append(publisher)
    found = pylsl.resolve_bypred("name='innervate events SIMULATED'", 1, 5.0)
    inlet = pylsl.StreamInlet(found[0], recover=False)
    inlet.open_stream(5.0)
    publisher.tell(Event(1.0, EventKind.FIT, "{private}"))
    publisher.tell(Event(2.0, EventKind.CUE, "squeeze"))
    (text,), _ = inlet.pull_sample(5.0)
    inlet.close_stream()
    assert text == "cue: squeeze"


def test_our_own_outlets_are_not_taken_for_devices(publishers: list[Publisher]) -> None:
    spec = _spec(simulated=True)
    publishers.append(Publisher((spec,), host_clock_s()))
    assert not [found for found in PLUGIN.discover(1.0) if spec.id in found.title]


def test_other_streams_and_empty_blocks_are_passed_over(publishers: list[Publisher]) -> None:
    spec, other = _spec(simulated=False), _spec(simulated=False)
    publisher = Publisher((spec,), host_clock_s())
    publishers.append(publisher)
    publisher.push(Block(other, 0, np.zeros((3, 2))), CLOCK)
    publisher.push(Block(spec, 0, np.zeros((0, 2))), CLOCK)
    assert publisher.streams == (spec.id,)


def test_two_streams_of_one_name_are_refused() -> None:
    spec = _spec(simulated=False)
    with pytest.raises(InputError, match="have one name"):
        Publisher((spec, spec), 0.0)


def test_after_closing_nothing_is_sent() -> None:
    spec = _spec(simulated=False)
    publisher = Publisher((spec,), host_clock_s())
    publisher.close()
    publisher.push(Block(spec, 0, np.zeros((3, 2))), CLOCK)
    publisher.tell(Event(0.0, EventKind.CUE, "squeeze"))


def test_the_warning_says_who_can_read() -> None:
    assert "local network can read" in WARNING
