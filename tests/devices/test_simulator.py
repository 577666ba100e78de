from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.core.adjustable import Adjustable
from innervate.core.clock import ClockPair
from innervate.core.device import Device
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.source import Item, Source
from innervate.core.stream import Block
from innervate.devices._origin import Anchored
from innervate.devices.simulator import PLUGIN, SimulatorSource
from innervate.sim.athlete import Athlete
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
        ("bench_press?overflow=2", "overflow of the virtual athlete must lie between 0 and 1"),
        ("bench_press?side_preference=left", "side_preference must be a number"),
        ("bench_press?focus=nan", "focus must be a number"),
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


def test_options_set_the_knobs() -> None:
    source = PLUGIN.connect("bench_press?skill=0.9&overflow=0.5&side_preference=-0.5&focus=1")
    assert isinstance(source, Adjustable)
    values = {knob.name: knob.value for knob in source.knobs()}
    assert values["skill"] == 0.9
    assert values["overflow"] == 0.5
    assert values["side_preference"] == -0.5
    assert values["focus"] == 1.0
    assert values["tremor"] == 0.2


def _free(athlete: Athlete) -> SimulatorSource:
    source = SimulatorSource(athlete, pace=None, seconds=40.0)
    source.open()
    return source


def test_a_turned_knob_is_told_where_it_takes_effect_and_changes_what_comes() -> None:
    plain, turned = (_free(demo_athlete("bench_press", 500.0, 2, seconds=40.0)) for _ in range(2))
    before = [list(source.read(0.1)) for _ in range(49) for source in (plain, turned)]
    assert len(before) == 98
    turned.turn("skill", 0.2)
    turned.turn("skill", 0.9)
    turned.turn("tremor", 1.0)
    assert {knob.name: knob.value for knob in turned.knobs()}["skill"] == 0.9
    one, other = list(_all(plain)), list(_all(turned))
    told = [item for item in other if isinstance(item, Event) and item.kind is EventKind.KNOB]
    assert [(event.label, event.value, event.unit) for event in told] == [
        ("skill", 0.9, "1"), ("tremor", 1.0, "1"),
    ]  # fmt: skip
    assert {event.at_s for event in told} == {24.5}
    assert all(event.source == "simulator" for event in told)
    a, b = (np.concatenate([i.data for i in x if isinstance(i, Block)]) for x in (one, other))
    assert a.shape == b.shape
    assert not np.allclose(a, b)
    assert not [i for i in one if isinstance(i, Event) and i.kind is EventKind.KNOB]


def test_a_knob_turned_before_the_beginning_holds_from_the_beginning() -> None:
    source = _free(demo_athlete("bench_press", 500.0, 2, seconds=40.0))
    source.turn("placement_mm", 15.0)
    event = next(i for i in source.read(0.1) if isinstance(i, Event) and i.kind is EventKind.KNOB)
    assert (event.at_s, event.unit) == (0.0, "mm")


def test_knobs_can_be_turned_from_another_thread_at_any_time() -> None:
    source = _free(demo_athlete("bench_press", 100.0, 2, seconds=40.0))
    values = [k / 100 for k in range(100)]

    def fiddle() -> None:
        for value in values:
            source.turn("skill", value)

    fiddler = threading.Thread(target=fiddle)
    fiddler.start()
    found = list(_all(source))
    fiddler.join()
    found += source.read(0.1)
    told = [i.value for i in found if isinstance(i, Event) and i.kind is EventKind.KNOB]
    assert [value for value in values if value in told] == told
    assert {knob.name: knob.value for knob in source.knobs()}["skill"] == values[-1]


def test_what_cannot_be_turned_is_refused_and_changes_nothing() -> None:
    source = _free(demo_athlete("bench_press", 500.0, 2, seconds=40.0))
    knobs = source.knobs()
    for name, value in (("skil", 0.5), ("skill", 1.5), ("skill", float("nan"))):
        with pytest.raises(InputError):
            source.turn(name, value)
    assert source.knobs() == knobs
    assert not [i for i in source.read(0.1) if isinstance(i, Event) and i.kind is EventKind.KNOB]


def test_a_sensor_and_a_camera_come_along_when_asked_for() -> None:
    address = "bench_press?pace=0&seconds=20&rate_hz=500&imu=1&pose=1&unplug=9"
    source = PLUGIN.connect(address)
    specs = source.open()
    assert [spec.rate_hz for spec in specs] == [500.0, 100.0, 30.0]
    assert specs[1].id.startswith("imu")
    assert all(spec.simulated and spec.clock == specs[0].clock for spec in specs)
    got = {spec.id: 0.0 for spec in specs}
    for item in _all(source):
        if isinstance(item, Block):
            got[item.spec.id] += len(item)
        elif isinstance(item, Event) and item.kind is EventKind.GAP:
            assert item.stream is not None
            got[item.stream] += item.value or 0.0
    assert list(got.values()) == [10_000, 2_000, 600]


def test_it_goes_on_where_the_recording_ended() -> None:
    whole = list(_all(_opened("bench_press?pace=0&seconds=24&rate_hz=500&imu=1")))
    resumed = PLUGIN.connect("bench_press?pace=0&seconds=24&rate_hz=500&imu=1")
    assert isinstance(resumed, SimulatorSource)
    spec = resumed.open()[1]
    resumed.go_on((), {"emg": 7_001, spec.id: 1_401})
    resumed.open()
    rest = list(_all(resumed))
    for name in ("emg", spec.id):
        a, b = (
            np.concatenate([i.data for i in x if isinstance(i, Block) and i.spec.id == name])
            for x in (whole, rest)
        )
        assert np.allclose(a[-len(b) :], b, atol=1e-12)
    first = next(i for i in rest if isinstance(i, Block))
    assert first.start == 7_001


def _opened(address: str) -> Source:
    source = PLUGIN.connect(address)
    source.open()
    return source
