from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.core.clock import ClockPair
from innervate.core.device import Device
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.source import Item, Source
from innervate.core.stream import Block
from innervate.devices._origin import Anchored
from innervate.devices.simulator import PLUGIN, SimulatorSource
from innervate.sim.demo import demo_athlete
from innervate.sim.recording import as_recording

HARSH = "pec_isolation?seed=3&pace=0&seconds=20&rate_hz=500&realities=harsh&unplug=9"


class Wall:
    """A clock that only moves when somebody waits."""

    def __init__(self) -> None:
        self.second = 100.0

    def now_s(self) -> float:
        return self.second

    def sleep(self, seconds: float) -> None:
        self.second += seconds


def _all(source: Source) -> Iterator[Item]:
    while not source.exhausted:
        yield from source.read(0.1)


def test_it_is_a_device() -> None:
    assert isinstance(PLUGIN(), Device)
    source = PLUGIN.connect("bench_press")
    assert isinstance(source, Source)
    assert isinstance(source, Anchored)
    assert source.name == "SIMULATED bench_press"


def test_what_is_discovered_can_be_connected() -> None:
    found = PLUGIN.discover(0.0)
    assert all(one.simulated for one in found)
    for one in found:
        specs = PLUGIN.connect(one.address).open()
        assert all(spec.simulated for spec in specs)
        assert specs[0].rate_hz == 2000.0


def test_free_running_it_gives_what_the_recording_holds() -> None:
    source = PLUGIN.connect("chin_up?seed=2&pace=0&seconds=21&rate_hz=500")
    source.open()
    live = list(_all(source))
    recording = as_recording(demo_athlete("chin_up", 500.0, 2, seconds=21.0), 21.0)
    stored = np.concatenate([block.data for block in recording.blocks()])
    heard = np.concatenate([item.data for item in live if isinstance(item, Block)])
    assert np.abs(heard - stored).max() <= 1e-9 * np.abs(stored).max()
    assert [e for e in live if isinstance(e, Event)] == list(recording.events)
    assert live[0] == ClockPair("simulator", 0.0, 0.0)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0.0, 0.3), min_size=5, max_size=40))
def test_paced_it_never_runs_ahead_of_the_clock(waits: list[float]) -> None:
    wall = Wall()
    athlete = demo_athlete("bench_press", 1000.0, 1)
    source = SimulatorSource(athlete, pace=2.0, now_s=wall.now_s, sleep=wall.sleep)
    source.open()
    reached = 0
    for wait in waits:
        before = wall.second
        for item in source.read(wait):
            if isinstance(item, Block):
                assert item.start == reached
                reached = item.stop
        assert wall.second - before <= wait + 1e-9
        assert reached <= (wall.second - 100.0) * 2000.0 + 1e-6


def test_session_seconds_count_from_the_given_origin() -> None:
    wall = Wall()
    athlete = demo_athlete("bench_press", 1000.0, 1)
    source = SimulatorSource(athlete, now_s=wall.now_s, sleep=wall.sleep)
    source.origin_s = 93.0
    source.open()
    pair, phase = source.read(1.0)[:2]
    assert pair == ClockPair("simulator", 0.0, 7.0)
    assert isinstance(phase, Event)
    assert (phase.at_s, phase.label) == (7.0, "rest")


def test_every_sample_is_counted_through_drop_outs_and_a_pulled_cable() -> None:
    source = PLUGIN.connect(HARSH)
    source.open()
    reached, told = 0, 0.0
    kinds = []
    expected: Event | None = None
    for item in _all(source):
        if isinstance(item, Event) and item.kind is not EventKind.PHASE:
            kinds.append(item.kind)
            if item.kind is EventKind.GAP:
                expected = item
                told += item.value or 0.0
        elif isinstance(item, Block):
            if item.start != reached:
                assert expected is not None
                assert (expected.sample, expected.value) == (item.start, item.start - reached)
                expected = None
            reached = item.stop
    assert reached == 10_000
    lost = kinds.index(EventKind.LOST)
    assert kinds[lost : lost + 3] == [EventKind.LOST, EventKind.RETURNED, EventKind.GAP]
    assert told >= 1000


def test_the_truth_comes_along_when_asked_for() -> None:
    source = PLUGIN.connect("glute_bridge?pace=0&seconds=20&rate_hz=500&truth=1")
    specs = source.open()
    assert [spec.id for spec in specs] == ["emg", "truth"]
    truth = [i for i in _all(source) if isinstance(i, Block) and i.spec.id == "truth"]
    assert sum(map(len, truth)) == 10_000


def test_closed_it_gives_nothing_and_may_be_closed_again() -> None:
    source = PLUGIN.connect("bench_press?pace=0")
    source.open()
    source.close()
    source.close()
    assert source.read(0.1) == ()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("juggling", "does not know the exercise 'juggling'"),
        ("bench_press?sede=1", "simulator knows no option 'sede'"),
        ("bench_press?pace=fast", "pace must be a number"),
        ("bench_press?pace=-1", "pace must be a number"),
        ("bench_press?seed=1.5", "seed must be a whole number"),
        ("bench_press?seconds=5", "too short"),
        ("bench_press?rate_hz=0", "rate of a montage must be positive"),
        ("bench_press?skill=3", "skill of the virtual athlete"),
        ("bench_press?realities=grim", "no realities 'grim'"),
    ],
)
def test_addresses_that_make_no_sense_are_refused(address: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        PLUGIN.connect(address)


def test_without_a_stated_length_the_first_set_comes_soon_and_sets_never_end() -> None:
    source = PLUGIN.connect("bench_press?pace=0&rate_hz=500")
    source.open()
    found: list[Event] = []
    while len([e for e in found if e.label.startswith("set")]) < 3:
        items = source.read(0.1)
        found += [i for i in items if isinstance(i, Event) and i.kind is EventKind.PHASE]
    assert next(e.at_s for e in found if e.label == "set 1") < 40.0
    assert not source.exhausted
