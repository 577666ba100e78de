"""Our own recordings: written, read back exactly, and opened by another reader."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import pyxdf
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.core.channel import Channel, Kind, Side
from innervate.core.clock import Clock, ClockPair
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.format import ReadOptions
from innervate.core.recording import About, Recording
from innervate.core.source import Item
from innervate.core.stream import Block, StreamSpec
from innervate.formats.xdf import PLUGIN, Xdf, XdfWriter

EMG = StreamSpec(
    "emg",
    (
        Channel("EMG 1", Kind.EMG, "V", "biceps_brachii", Side.LEFT),
        Channel("EMG <2> & \x00ä", Kind.EMG, "V"),
    ),
    2000.0,
    "amp",
    simulated=True,
)
ACC = StreamSpec("acc", (Channel("x", Kind.ACCELERATION, "m/s^2"),), 148.148, "amp")
BEATS = StreamSpec("beats", (Channel("rr", Kind.OTHER, "s"),), None, "belt")
SPECS = (EMG, ACC, BEATS)
ABOUT = About("trial", "xdf", "2024-05-01T10:00:00+02:00", "amp 9", "P7", "curl", ("A note.",))


def read(path: Path) -> Recording:
    return Xdf.read(path, ReadOptions())


def record(path: Path, items: list[Item], specs: tuple[StreamSpec, ...] = SPECS) -> None:
    with XdfWriter.create(path, ABOUT, specs) as writer:
        for number, item in enumerate(items):
            writer.append(item)
            if number % 3 == 2:
                writer.commit()


def block(spec: StreamSpec, start: int, data: list[list[float]]) -> Block:
    values = np.array(data, dtype=np.float64).reshape(-1, len(spec.channels))
    time_s = None if spec.rate_hz else np.linspace(1.0, 2.0, len(values)) ** 2
    return Block(spec, start, values, time_s)


def same_blocks(found: list[Block], expected: list[Block]) -> None:
    assert [(b.spec.id, b.start, b.data.shape) for b in found] == [
        (b.spec.id, b.start, b.data.shape) for b in expected
    ]
    for one, other in zip(found, expected, strict=True):
        assert one.spec == other.spec
        assert one.data.tobytes() == other.data.tobytes()
        if other.spec.rate_hz is None:
            assert one.time_s is not None
            assert other.time_s is not None
            assert one.time_s.tobytes() == other.time_s.tobytes()


any_float = st.floats(width=64)
finite = st.floats(allow_nan=False, allow_infinity=False)
events = st.builds(
    Event,
    at_s=finite,
    kind=st.sampled_from(EventKind),
    label=st.text(max_size=20),
    stream=st.none() | st.text(max_size=5),
    sample=st.none() | st.integers(0, 1 << 50),
    value=st.none() | finite,
    unit=st.none() | st.sampled_from(["V", "s"]),
    source=st.text(max_size=5),
)
pairs = st.builds(ClockPair, st.sampled_from(["amp", "belt", "other"]), finite, finite)


@st.composite
def item_lists(draw: st.DrawFn) -> list[Item]:
    """Blocks of three streams, with gaps between them, among events and clock pairs."""
    reached = {spec.id: draw(st.sampled_from([0, 5, 1 << 40, -7])) for spec in SPECS}
    items: list[Item] = []
    for _ in range(draw(st.integers(0, 12))):
        what = draw(st.integers(0, 4))
        if what < 3:
            spec = SPECS[what]
            rows = draw(st.integers(0, 5))
            values = draw(
                st.lists(
                    any_float,
                    min_size=rows * len(spec.channels),
                    max_size=rows * len(spec.channels),
                )
            )
            start = reached[spec.id] + draw(st.sampled_from([0, 0, 1, 500]))
            data = np.array(values, dtype=np.float64).reshape(rows, len(spec.channels))
            time_s = (
                None
                if spec.rate_hz
                else np.array(draw(st.lists(any_float, min_size=rows, max_size=rows)))
            )
            items.append(Block(spec, start, data, time_s))
            reached[spec.id] = start + rows
        else:
            items.append(draw(events) if what == 3 else draw(pairs))
    return items


@settings(max_examples=150, deadline=None)
@given(item_lists())
def test_what_was_recorded_is_read_back_exactly(items: list[Item]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "trial.xdf")
        record(path, items)
        recording = read(path)
        assert recording.streams == SPECS
        assert recording.about == ABOUT
        assert recording.events == tuple(item for item in items if isinstance(item, Event))
        for clock in recording.clocks:
            recorded = [i for i in items if isinstance(i, ClockPair) and i.clock == clock.name]
            assert clock.pairs == sorted(recorded, key=lambda pair: pair.device_s)
        assert sum(len(clock.pairs) for clock in recording.clocks) == sum(
            isinstance(item, ClockPair) for item in items
        )
        blocks = [item for item in items if isinstance(item, Block) and len(item)]
        same_blocks(list(recording.blocks()), blocks)
        same_blocks(list(recording.blocks("acc")), [b for b in blocks if b.spec.id == "acc"])


@settings(max_examples=50, deadline=None)
@given(item_lists())
def test_a_recording_written_again_is_the_same(items: list[Item]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "first.xdf"), Path(folder, "second.xdf")
        record(first, items)
        one = read(first)
        Xdf.write(one, second)
        two = read(second)
        assert (two.streams, two.events, two.about) == (one.streams, one.events, one.about)
        assert [(c.name, c.pairs) for c in two.clocks] == [(c.name, c.pairs) for c in one.clocks]
        same_blocks(list(two.blocks()), list(one.blocks()))
        assert sorted(p.name for p in Path(folder).iterdir()) == ["first.xdf", "second.xdf"]


def test_pyxdf_reads_counts_times_and_values(tmp_path: Path) -> None:
    path = tmp_path / "trial.xdf"
    data = np.random.default_rng(1).normal(size=(60, 2))
    record(
        path,
        [
            ClockPair("amp", 0.0, 7.5),
            Block(EMG, 100, data[:20]),
            Event(7.6, EventKind.CUE, "go"),
            Block(BEATS, 0, np.array([[0.8], [0.9]]), np.array([7.5, 8.4])),
            Block(EMG, 120, data[20:40]),
            Block(EMG, 2000, data[40:]),
        ],
    )
    streams, header = pyxdf.load_xdf(str(path), dejitter_timestamps=False)
    by_name = {stream["info"]["name"][0]: stream for stream in streams}
    emg = by_name["emg"]
    index = np.r_[100:140, 2000:2020]
    np.testing.assert_array_equal(emg["time_series"], data)
    np.testing.assert_allclose(emg["time_stamps"], index / 2000 + 7.5, rtol=0, atol=1e-9)
    assert emg["footer"]["info"]["sample_count"] == ["60"]
    assert [c["unit"] for c in emg["info"]["desc"][0]["channels"][0]["channel"]] == [["V"], ["V"]]
    np.testing.assert_array_equal(by_name["beats"]["time_stamps"], [7.5, 8.4])
    assert len(by_name["acc"]["time_stamps"]) == 0
    assert '"label":"go"' in str(by_name["innervate-events"]["time_series"])
    assert header["info"]["version"] == ["1.0"]


def test_gaps_keep_their_length_even_where_pyxdf_smooths_the_times(tmp_path: Path) -> None:
    path = tmp_path / "trial.xdf"
    data = np.zeros((2000, 2))
    record(path, [Block(EMG, 0, data), Block(EMG, 3800, data)])
    streams, _ = pyxdf.load_xdf(str(path))
    times = streams[1]["time_stamps"]
    np.testing.assert_allclose(times[2000] - times[1999], 1801 / 2000, rtol=0, atol=1e-9)


def test_a_gap_is_told_before_the_data_after_it(tmp_path: Path) -> None:
    path = tmp_path / "trial.xdf"
    record(path, [block(EMG, 0, [[1, 2]]), block(EMG, 400, [[3, 4]])])
    raw = path.read_bytes()
    told = raw.index(b'{"gap":{"stream":"emg","start":400,"lost":399}}')
    assert raw.index(np.float64(1).tobytes()) < told < raw.index(np.float64(3).tobytes())


def test_a_recording_is_read_as_often_as_asked_and_by_two_at_once(tmp_path: Path) -> None:
    path = tmp_path / "trial.xdf"
    record(path, [block(EMG, 0, [[1, 2]]), block(ACC, 0, [[3]]), block(EMG, 1, [[4, 5]])])
    recording = read(path)
    for one, other in zip(recording.blocks(), recording.blocks(), strict=True):
        same_blocks([one], [other])
    assert len(list(recording.blocks())) == 3


def test_resuming_drops_the_torn_end_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "trial.xdf"
    writer = XdfWriter.create(path, ABOUT, SPECS)
    writer.append(ClockPair("amp", 0.0, 10.0))
    writer.append(block(EMG, 0, [[1, 2]] * 2000))
    writer.commit()
    writer.abandon()
    with path.open("ab") as file:
        file.write(b"\0\x01\x02")
    resumed = XdfWriter.resume(path)
    assert resumed.specs == SPECS
    assert resumed.about == ABOUT
    assert resumed.reached("emg") == 2000
    resumed.append(block(EMG, 5000, [[3, 4]]))
    resumed.close()
    recording = read(path)
    assert [(b.start, len(b)) for b in recording.blocks()] == [(0, 2000), (5000, 1)]
    (event,) = recording.events
    assert event == Event(11.0, EventKind.RESUMED, "3 unfinished bytes were dropped")
    assert recording.about == ABOUT
    streams, _ = pyxdf.load_xdf(str(path), dejitter_timestamps=False)
    assert [len(s["time_stamps"]) for s in streams] == [3, 2001, 0, 0]
    assert streams[1]["footer"]["info"]["sample_count"] == ["2001"]


def test_a_closed_recording_can_be_resumed_too(tmp_path: Path) -> None:
    path = tmp_path / "trial.xdf"
    record(path, [block(EMG, 0, [[1, 2]])])
    XdfWriter.resume(path, at_s=60.0).close()
    recording = read(path)
    assert recording.events == (Event(60.0, EventKind.RESUMED),)
    assert recording.about.notes == ("A note.",)
    assert path.read_bytes().count(b"<sample_count>") == 4


def test_a_file_of_others_cannot_be_resumed(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "minimal.xdf"
    path.write_bytes((shared_data / "xdf" / "minimal.xdf").read_bytes())
    before = path.read_bytes()
    with pytest.raises(InputError, match="cannot be resumed: found a file that innervate did not"):
        XdfWriter.resume(path)
    assert path.read_bytes() == before


def test_an_existing_file_is_never_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "trial.xdf"
    path.write_text("precious")
    with pytest.raises(FileExistsError):
        XdfWriter.create(path, ABOUT, SPECS)
    assert path.read_text() == "precious"


def test_only_declared_streams_are_recorded(tmp_path: Path) -> None:
    with XdfWriter.create(tmp_path / "trial.xdf", ABOUT, (EMG,)) as writer:
        with pytest.raises(InputError, match="'acc' cannot be recorded"):
            writer.append(block(ACC, 0, [[1]]))
        writer.declare(ACC)
        writer.append(block(ACC, 0, [[1]]))
        with pytest.raises(InputError, match="two streams of this name"):
            writer.declare(ACC)
    assert read(tmp_path / "trial.xdf").streams == (EMG, ACC)


def test_writing_into_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    recording = Recording(ABOUT, (), _NoBlocks(), (), (Clock("amp"),))
    with pytest.raises(InputError, match=r"cannot write x\.xdf: found no such file"):
        Xdf.write(recording, tmp_path / "gone" / "x.xdf")


class _NoBlocks:
    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        return iter(())


@pytest.mark.parametrize(
    ("content", "found"),
    [(b"", "an empty file"), (b"time,emg\n", "begins with b'time'"), (b"XD", "begins with b'XD'")],
)
def test_what_is_no_xdf_is_one_clear_sentence(tmp_path: Path, content: bytes, found: str) -> None:
    path = tmp_path / "trial.xdf"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"trial\.xdf is not an XDF file: found") as caught:
        read(path)
    assert found in str(caught.value)


def test_a_missing_file_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read no\.xdf: found no such file"):
        read(tmp_path / "no.xdf")


def test_the_first_bytes_tell_it() -> None:
    assert PLUGIN.sniff(Path("a.bin"), b"XDF:rest") == 1.0
    assert 0 < PLUGIN.sniff(Path("a.XDF"), b"text") < 1
    assert PLUGIN.sniff(Path("a.csv"), b"text") == 0.0


def test_a_recording_of_a_newer_version_says_so(tmp_path: Path) -> None:
    path = tmp_path / "trial.xdf"
    record(path, [])
    path.write_bytes(
        path.read_bytes().replace(b'{"version": 1, "spec": {', b'{"version": 9, "spec": {')
    )
    (note, *_) = read(path).about.notes[1:]
    assert "made by a newer innervate" in note
