from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pylsl
import pytest

from innervate.core.channel import Kind
from innervate.core.clock import Clock, ClockPair
from innervate.core.device import Device
from innervate.core.errors import DeviceLostError, InputError
from innervate.core.event import Event, EventKind
from innervate.core.source import Item, Source
from innervate.core.stream import Block
from innervate.devices._origin import Anchored, host_clock_s
from innervate.devices.lsl import PLUGIN, Lsl, LslSource, Query
from innervate.testing.suite import check_device

RATE = 1000.0


@pytest.fixture
def name() -> str:
    return f"test-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def opened() -> Iterator[Callable[[str], LslSource]]:
    sources = []

    def connect(address: str) -> LslSource:
        source = PLUGIN.connect(address)
        assert isinstance(source, LslSource)
        sources.append(source)
        return source

    yield connect
    for source in sources:
        source.close()


def _outlet(name: str, *, channels: int = 2, rate: float = RATE, unit: str = "microvolts",
            form: int = pylsl.cf_float32, source_id: str = "") -> Any:  # fmt: skip
    info = pylsl.StreamInfo(name, "EMG", channels, rate, form, source_id or name)
    described = info.desc().append_child("channels")
    for k in range(channels):
        channel = described.append_child("channel")
        channel.append_child_value("label", f"M{k + 1}")
        channel.append_child_value("unit", unit)
        channel.append_child_value("type", "EMG")
    return pylsl.StreamOutlet(info)


def _push(outlet: Any, first: int, last: int, began_s: float, channels: int = 2) -> None:
    numbers = np.arange(first, last, dtype=np.float32)
    stamps = began_s + np.arange(first, last) / RATE
    outlet.push_chunk(np.repeat(numbers[:, None], channels, axis=1), list(stamps))


def _read_until(source: Source, enough: Callable[[list[Item]], bool]) -> list[Item]:
    items: list[Item] = []
    for _ in range(200):
        items += source.read(0.1)
        if enough(items):
            return items
    raise AssertionError(f"never came; had {[type(i).__name__ for i in items]}")


def _samples(count: int) -> Callable[[list[Item]], bool]:
    return lambda items: sum(len(i) for i in items if isinstance(i, Block)) >= count


def _told(kind: EventKind) -> Callable[[list[Item]], bool]:
    return lambda items: any(isinstance(i, Event) and i.kind is kind for i in items)


def test_it_is_a_device() -> None:
    assert isinstance(PLUGIN(), Device)
    source = PLUGIN.connect("name=x")
    assert isinstance(source, Source)
    assert isinstance(source, Anchored)


def test_what_is_published_is_discovered(name: str) -> None:
    outlet = _outlet(name)
    (found,) = [one for one in PLUGIN.discover(1.0) if one.title == name]
    assert found.address == f"source_id={name}"
    assert found.detail == "EMG, 2 channels at 1000 Hz"
    del outlet


def test_samples_come_in_si_units_on_a_grid(name: str, opened: Callable[[str], LslSource]) -> None:
    outlet = _outlet(name)
    source = opened(f"name={name}&markers=none")
    (spec,) = source.open()
    assert spec.rate_hz == RATE
    assert [(c.name, c.kind, c.unit) for c in spec.channels] == [
        ("M1", Kind.EMG, "V"), ("M2", Kind.EMG, "V")]  # fmt: skip
    began_s = pylsl.local_clock()
    for first in range(0, 1000, 100):
        _push(outlet, first, first + 100, began_s)
    items = _read_until(source, _samples(1000))
    assert isinstance(items[0], ClockPair)
    blocks = [i for i in items if isinstance(i, Block)]
    data = np.concatenate([block.data for block in blocks])
    assert np.allclose(data[:, 0], np.arange(1000) * 1e-6, rtol=1e-6)
    assert [b.start for b in blocks] == list(np.cumsum([0] + [len(b) for b in blocks])[:-1])


def test_session_seconds_count_from_the_origin(
    name: str, opened: Callable[[str], LslSource]
) -> None:
    outlet = _outlet(name)
    source = opened(f"name={name}&markers=none")
    source.origin_s = host_clock_s() - 20.0
    source.open()
    _push(outlet, 0, 100, pylsl.local_clock())
    items = _read_until(source, _samples(100))
    first = items[0]
    assert isinstance(first, ClockPair)
    assert 20.0 <= first.session_s <= 30.0


def test_lost_samples_are_a_gap_and_a_jump(name: str, opened: Callable[[str], LslSource]) -> None:
    outlet = _outlet(name)
    source = opened(f"name={name}&markers=none")
    source.open()
    began_s = pylsl.local_clock()
    _push(outlet, 0, 3000, began_s)
    _push(outlet, 3040, 6000, began_s)
    items = _read_until(source, _samples(5960))
    (gap,) = [i for i in items if isinstance(i, Event)]
    assert (gap.kind, gap.sample, gap.value) == (EventKind.GAP, 3040, 40.0)
    assert all(
        np.allclose(b.data[:, 1], np.arange(b.start, b.stop) * 1e-6, rtol=1e-6)
        for b in items
        if isinstance(b, Block)
    )


def test_a_stream_that_goes_and_comes_back_goes_on(
    name: str, opened: Callable[[str], LslSource]
) -> None:
    outlet = _outlet(name)
    source = opened(f"source_id={name}&markers=none")
    source.open()
    began_s = pylsl.local_clock()
    _push(outlet, 0, 2000, began_s)
    _read_until(source, _samples(2000))
    del outlet
    _read_until(source, _told(EventKind.LOST))
    outlet = _outlet(name)
    _read_until(source, _told(EventKind.RETURNED))
    _push(outlet, 5000, 6000, began_s)
    items = _read_until(source, _samples(1000))
    (gap,) = [i for i in items if isinstance(i, Event)]
    assert (gap.sample, gap.value) == (5000, 3000.0)


def test_a_stream_that_comes_back_as_another_is_refused(
    name: str, opened: Callable[[str], LslSource]
) -> None:
    outlet = _outlet(name)
    source = opened(f"source_id={name}&markers=none")
    source.open()
    del outlet
    _read_until(source, _told(EventKind.LOST))
    outlet = _outlet(name, channels=3)
    with pytest.raises(DeviceLostError, match=r"came back as another.*given 2 channels.*found 3"):
        _read_until(source, _told(EventKind.RETURNED))
    del outlet


_CHILD = """
import sys, time, pylsl
info = pylsl.StreamInfo(sys.argv[1], "EMG", 1, 1000.0, pylsl.cf_float32, sys.argv[1])
outlet = pylsl.StreamOutlet(info)
print("ready", flush=True)
while True:
    outlet.push_chunk([[0.0]] * 10)
    time.sleep(0.01)
"""


def test_a_program_that_is_killed_is_lost_and_found(
    name: str, opened: Callable[[str], LslSource]
) -> None:
    def start() -> subprocess.Popen[bytes]:
        child = subprocess.Popen([sys.executable, "-c", _CHILD, name], stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline().strip() == b"ready"
        return child

    def end(child: subprocess.Popen[bytes]) -> None:
        child.kill()
        child.communicate()

    child = start()
    source = opened(f"source_id={name}&markers=none")
    try:
        source.open()
        _read_until(source, _samples(300))
        end(child)
        _read_until(source, _told(EventKind.LOST))
        child = start()
        items = _read_until(source, _told(EventKind.RETURNED))
        items = _read_until(source, _samples(100))
        gap = next(i for i in items if isinstance(i, Event))
        assert gap.kind is EventKind.GAP
        assert (gap.value or 0) > 50
    finally:
        end(child)


def test_it_keeps_the_contract_of_devices(name: str) -> None:
    class WithOutlet(Lsl):
        TEST_ADDRESS = f"source_id={name}"

    child = subprocess.Popen([sys.executable, "-c", _CHILD, name], stdout=subprocess.PIPE)
    try:
        assert child.stdout is not None
        child.stdout.readline()
        findings = check_device(WithOutlet, "lsl")
    finally:
        child.kill()
        child.communicate()
    assert len(findings) >= 6
    assert [finding for finding in findings if not finding.ok or finding.detail] == []


def test_markers_of_others_are_recorded(name: str, opened: Callable[[str], LslSource]) -> None:
    outlet = _outlet(name)
    info = pylsl.StreamInfo(f"{name}-m", "Markers", 1, 0.0, pylsl.cf_string, f"{name}-m")
    markers = pylsl.StreamOutlet(info)
    own = pylsl.StreamOutlet(
        pylsl.StreamInfo("own", "Markers", 1, 0.0, pylsl.cf_string, f"innervate:{name}")
    )
    source = opened(f"name={name}")
    source.origin_s = host_clock_s()
    source.open()
    at_s = pylsl.local_clock()
    assert markers.wait_for_consumers(20.0)
    own.push_sample(["our own"], at_s)
    markers.push_sample(["bar leaves the floor, 60 kg ✓"], at_s)
    items = _read_until(source, _told(EventKind.MARKER))
    (marker,) = [i for i in items if isinstance(i, Event)]
    assert marker.label == "bar leaves the floor, 60 kg ✓"
    assert marker.source == f"{name}-m"
    assert 0.0 <= marker.at_s <= 30.0
    del outlet, markers, own


def test_an_irregular_stream_carries_its_seconds(
    name: str, opened: Callable[[str], LslSource]
) -> None:
    outlet = _outlet(name, channels=1, rate=0.0, unit="N", form=pylsl.cf_double64)
    source = opened(f"name={name}&markers=none")
    source.origin_s = host_clock_s()
    (spec,) = source.open()
    assert spec.rate_hz is None
    at_s = pylsl.local_clock()
    outlet.push_chunk([[1.0], [2.0], [3.0]], [at_s, at_s + 0.5, at_s + 0.4])
    items = _read_until(source, _samples(3))
    times = np.concatenate([i.time_s for i in items if isinstance(i, Block)])
    assert (np.diff(times) >= 0).all()
    assert times[1] - times[0] == pytest.approx(0.5, abs=1e-6)


def test_two_streams_of_one_type_are_read_together(
    name: str, opened: Callable[[str], LslSource]
) -> None:
    kind = f"EMG{name}"
    outlets = [
        pylsl.StreamOutlet(pylsl.StreamInfo(name, kind, 1, RATE, pylsl.cf_int16, f"{name}{k}"))
        for k in range(2)
    ]
    source = opened(f"type={kind}&markers=none")
    specs = source.open()
    assert [spec.id for spec in specs] == [name, f"{name} 2"]
    assert len({spec.clock for spec in specs}) == 2
    for outlet in outlets:
        outlet.push_chunk([[7]] * 50)
    items = _read_until(source, _samples(100))
    assert {i.spec.id for i in items if isinstance(i, Block)} == {name, f"{name} 2"}


def _desc_nothing(info: Any) -> None:
    pass


def _desc_one_channel_of_two(info: Any) -> None:
    info.desc().append_child("channels").append_child("channel").append_child_value("label", "A")


def _desc_same_labels(info: Any) -> None:
    channels = info.desc().append_child("channels")
    for _ in range(2):
        channel = channels.append_child("channel")
        channel.append_child_value("label", "A")
        channel.append_child_value("unit", "parsecs")
        channel.append_child_value("side", "up")


def _desc_too_many(info: Any) -> None:
    channels = info.desc().append_child("channels")
    for k in range(9):
        channels.append_child("channel").append_child_value("label", f"A{k}")


@pytest.mark.parametrize(
    "spoil", [_desc_nothing, _desc_one_channel_of_two, _desc_same_labels, _desc_too_many]
)
def test_a_bad_description_is_not_trusted(
    name: str, opened: Callable[[str], LslSource], spoil: Callable[[Any], None]
) -> None:
    info = pylsl.StreamInfo(name, "Odd Type", 2, RATE, pylsl.cf_int32, name)
    spoil(info)
    outlet = pylsl.StreamOutlet(info)
    source = opened(f"name={name}&markers=none")
    (spec,) = source.open()
    assert [c.name for c in spec.channels] == ["ch1", "ch2"]
    assert {(c.unit, c.kind, c.side) for c in spec.channels} == {("au", Kind.OTHER, None)}
    del outlet


def test_a_stream_that_is_not_there_is_told(name: str) -> None:
    with pytest.raises(DeviceLostError, match=f"no LSL stream answers to name={name}"):
        PLUGIN.connect(f"name={name}").open()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "must name a stream"),
        ("markers=all", "must name a stream"),
        ("name=", "must name a stream"),
        ("colour=red", "lsl knows no field 'colour'"),
    ],
)
def test_addresses_that_make_no_sense_are_refused(address: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        PLUGIN.connect(address)


def test_quotes_cannot_break_out_of_the_query() -> None:
    assert Query.parse("name=it's").predicate.startswith('name="it\'s"')
    with pytest.raises(InputError, match="both kinds of quotes"):
        _ = Query.parse("name=a'b\"c").predicate


def test_the_clock_maps_samples_to_their_stamps(
    name: str, opened: Callable[[str], LslSource]
) -> None:
    outlet = _outlet(name)
    source = opened(f"name={name}&markers=none")
    source.origin_s = host_clock_s()
    source.open()
    offset_s = pylsl.local_clock() - host_clock_s()
    began_s = pylsl.local_clock()
    _push(outlet, 0, 12_000, began_s)
    items = _read_until(source, _samples(12_000))
    clock = Clock(name, [i for i in items if isinstance(i, ClockPair)])
    expected_s = began_s - source.origin_s - offset_s + 11.5
    assert clock.session_s(11.5) == pytest.approx(expected_s, abs=0.005)
