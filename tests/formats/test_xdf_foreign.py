"""XDF files of other recorders, beside pyxdf; damaged ones; long ones."""

from __future__ import annotations

import logging
import struct
import tempfile
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt
import pytest
import pyxdf
from hypothesis import example, given, settings
from hypothesis import strategies as st

from innervate.core.channel import Kind
from innervate.core.clock import Clock
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.format import ReadOptions
from innervate.core.recording import Recording
from innervate.core.stream import Block, Samples
from innervate.formats.xdf import Xdf

NUMBERS = {
    "double64": "<f8", "float32": "<f4", "int8": "i1", "int16": "<i2", "int32": "<i4",
    "int64": "<i8",
}  # fmt: skip


def length(value: int, size: int | None = None) -> bytes:
    size = size or (1 if value < 256 else 4)
    return bytes([size]) + value.to_bytes(size, "little")


def chunk(tag: int, content: bytes, stream: int | None = None) -> bytes:
    head = struct.pack("<H", tag) + (b"" if stream is None else struct.pack("<I", stream))
    return length(len(head) + len(content)) + head + content


def header(
    stream: int,
    *,
    channels: int = 1,
    rate_hz: float | str = 100.0,
    number: str = "float32",
    name: str = "S",
    kind: str = "EMG",
    desc: str = "",
) -> bytes:
    xml = (
        f"<?xml version='1.0'?><info><name>{escape(name)}</name><type>{kind}</type>"
        f"<channel_count>{channels}</channel_count><nominal_srate>{rate_hz}</nominal_srate>"
        f"<channel_format>{number}</channel_format><desc>{desc}</desc></info>"
    )
    return chunk(2, xml.encode(), stream)


def samples(stream: int, stamps: Sequence[float | None], data: npt.NDArray[np.generic]) -> bytes:
    content = length(len(data), 4)
    for stamp, row in zip(stamps, data, strict=True):
        content += b"\0" if stamp is None else b"\x08" + struct.pack("<d", stamp)
        content += row.tobytes()
    return chunk(3, content, stream)


def texts(stream: int, stamps: Sequence[float], rows: Sequence[Sequence[str]]) -> bytes:
    content = length(len(rows), 4)
    for stamp, row in zip(stamps, rows, strict=True):
        content += b"\x08" + struct.pack("<d", stamp)
        for text in row:
            content += length(len(text.encode())) + text.encode()
    return chunk(3, content, stream)


def offset(stream: int, at: float, by: float) -> bytes:
    return chunk(4, struct.pack("<dd", at, by), stream)


def open_bytes(path: Path, *parts: bytes, options: ReadOptions | None = None) -> Recording:
    path.write_bytes(b"XDF:" + chunk(1, b"<info><version>1.0</version></info>") + b"".join(parts))
    return Xdf.read(path, options or ReadOptions())


def indices(blocks: Iterator[Block]) -> list[int]:
    return [i for block in blocks for i in range(block.start, block.stop)]


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Files of one to three streams of any number format, stamps given or left out at random."""
    raw = b""
    streams = []
    for stream in range(draw(st.integers(1, 3))):
        number = draw(st.sampled_from([*NUMBERS, "string"]))
        channels = draw(st.integers(1, 3))
        rate_hz = draw(st.sampled_from([0.0, 10.0, 512.0]))
        raw += header(
            stream + 7, channels=channels, rate_hz=rate_hz, number=number, name=f"S{stream}",
            kind="Misc",
        )  # fmt: skip
        streams.append((stream + 7, number, channels, rate_hz))
    clock = {stream: 1000.0 for stream, *_ in streams}
    for _ in range(draw(st.integers(0, 8))):
        stream, number, channels, rate_hz = draw(st.sampled_from(streams))
        count = draw(st.integers(0, 70))
        given_stamp = draw(st.lists(st.booleans(), min_size=count, max_size=count))
        stamps: list[float | None] = []
        for given_here in given_stamp:
            clock[stream] += 1 / (rate_hz or 10.0)
            stamps.append(clock[stream] if given_here else None)
        if number == "string":
            rows = [[draw(st.text(max_size=3)) + "!" for _ in range(channels)] for _ in stamps]
            raw += texts(stream, [s or clock[stream] for s in stamps], rows)
        else:
            bits = np.random.default_rng(len(raw)).integers(-100, 100, (count, channels))
            raw += samples(stream, stamps, bits.astype(NUMBERS[number]))
    return raw


@settings(max_examples=150, deadline=None)
@given(files())
def test_every_number_format_reads_as_in_pyxdf(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "any.xdf")
        recording = open_bytes(path, raw)
        with np.errstate(divide="ignore"):
            theirs, _ = pyxdf.load_xdf(
                str(path), dejitter_timestamps=False, synchronize_clocks=False
            )
        numbers = [s for s in theirs if s["info"]["channel_format"] != ["string"]]
        assert [spec.id for spec in recording.streams] == [s["info"]["name"][0] for s in numbers]
        starts = [s["time_stamps"][0] for s in theirs if len(s["time_stamps"])]
        for spec, stream in zip(recording.streams, numbers, strict=True):
            blocks = list(recording.blocks(spec.id))
            expected = stream["time_series"].reshape(-1, len(spec.channels)).astype(np.float64)
            data = [block.data for block in blocks] or [expected[:0]]
            np.testing.assert_array_equal(np.concatenate(data), expected)
            if spec.rate_hz is None and blocks:
                times = np.concatenate([b.time_s for b in blocks if b.time_s is not None])
                np.testing.assert_allclose(
                    times, stream["time_stamps"] - min(starts), rtol=0, atol=1e-9
                )
        labels = [
            text
            for s in theirs
            if s["info"]["channel_format"] == ["string"]
            for row in s["time_series"]
            for text in row
        ]
        assert sorted(event.label for event in recording.events) == sorted(labels)


@settings(max_examples=60, deadline=None)
@given(files(), st.data())
def test_damage_is_an_error_or_a_note_never_a_crash(raw: bytes, data: st.DataObject) -> None:
    damaged = bytearray(raw)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        _survive(Path(folder, "any.xdf"), bytes(damaged))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_an_error_or_a_note(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _survive(Path(folder, "any.xdf"), raw)
        path = Path(folder, "bare.xdf")
        path.write_bytes(raw)
        if not raw.startswith(b"XDF:"):
            with pytest.raises(InputError, match="is not an XDF file"):
                Xdf.read(path, ReadOptions())


def _survive(path: Path, raw: bytes) -> None:
    try:
        for block in open_bytes(path, raw).blocks():
            assert len(block) <= 1000
    except InputError as error:
        assert str(error).endswith(".")


def test_lengths_are_never_believed(tmp_path: Path) -> None:
    tracemalloc.start()
    huge = length(1 << 60, 8) + struct.pack("<HI", 3, 1)
    many = chunk(3, length(1 << 31, 4) + b"\0" * 50, 1)
    for raw in (
        header(1) + huge,
        header(1) + many,
        header(1, number="string") + many,
        header(1, channels=1 << 30),
        header(1, number="string") + chunk(3, length(1, 4) + b"\0" + length(1 << 30, 4), 1),
    ):
        recording = open_bytes(tmp_path / "huge.xdf", raw)
        assert recording.about.notes
        assert list(recording.blocks()) == []
    assert tracemalloc.get_traced_memory()[1] < 8e6
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (header(1, number="float16"), "Stream 1 is left out: a stream header states no known"),
        (header(1, rate_hz="nan"), "a stream header states a rate of nan Hz"),
        (header(1, rate_hz="x"), "states no number of channels"),
        (header(1, channels=0), "a stream header states 0 channels"),
        (chunk(2, b"<info>", 1), "a header is no XML"),
        (header(1) + header(1), "A second header of stream 1 is left out."),
        (samples(1, [1.0], np.zeros((1, 1), "f4")), "of no header, are left out"),
        (chunk(77, b"abc"), "Chunks of an unknown kind are left out."),
    ],
)
def test_what_cannot_be_used_is_noted_and_the_rest_is_read(
    tmp_path: Path, broken: bytes, said: str
) -> None:
    good = header(2, name="good") + samples(2, [5.0], np.ones((1, 1), "f4"))
    recording = open_bytes(tmp_path / "part.xdf", broken, good)
    assert any(said in note for note in recording.about.notes)
    assert sum(len(block) for block in recording.blocks("good")) == 1


def test_units_labels_and_kinds_come_from_the_description(tmp_path: Path) -> None:
    desc = "<channels>" + "".join(
        f"<channel><label>{label}</label><unit>{unit}</unit><type>{kind}</type></channel>"
        for label, unit, kind in [
            ("BB", "microvolts", "EMG"),
            ("BB", "mV", ""),
            ("AccX", "g", ""),
            ("", "furlong", "Misc"),
        ]
    )
    raw = header(1, channels=5, number="int16", desc=desc + "</channels>", kind="EMG", name="Kit")
    raw += samples(1, [7.0], np.full((1, 5), 2, "<i2"))
    recording = open_bytes(tmp_path / "kit.xdf", raw)
    (spec,) = recording.streams
    assert [(c.name, c.kind, c.unit) for c in spec.channels] == [
        ("BB", Kind.EMG, "V"),
        ("BB #2", Kind.EMG, "V"),
        ("AccX", Kind.ACCELERATION, "m/s^2"),
        ("ch4", Kind.OTHER, "au"),
        ("ch5", Kind.EMG, "au"),
    ]
    (block,) = recording.blocks()
    np.testing.assert_allclose(block.data, [[2e-6, 2e-3, 2 * 9.80665, 2.0, 2.0]])


def test_options_fill_in_what_the_file_leaves_open(tmp_path: Path) -> None:
    raw = header(1, channels=1, kind="", rate_hz="").replace(
        b"<nominal_srate></nominal_srate>", b""
    )
    raw = chunk(2, raw[raw.index(b"<?xml") :], 1)
    raw += samples(1, [1.0], np.ones((1, 1), "<f4"))
    options = ReadOptions(rate_hz=250.0, unit="mV", kind="emg")
    recording = open_bytes(tmp_path / "bare.xdf", raw, options=options)
    (spec,) = recording.streams
    assert (spec.rate_hz, spec.channels[0].unit, spec.channels[0].kind) == (250.0, "V", Kind.EMG)
    (block,) = recording.blocks()
    assert block.data[0, 0] == 1e-3


def test_markers_become_events_clock_offsets_applied(tmp_path: Path) -> None:
    raw = header(1, rate_hz=10.0) + header(2, number="string", rate_hz=0, name="M", channels=2)
    raw += header(3, number="int32", rate_hz=0, name="T", kind="Markers")
    raw += offset(1, 100.0, 2.0) + offset(2, 50.0, 53.0)
    raw += samples(1, [100.0, None], np.ones((2, 1), "<f4"))
    raw += texts(2, [50.5], [["go", "left"]]) + samples(3, [102.25], np.full((1, 1), 4, "<i4"))
    recording = open_bytes(tmp_path / "m.xdf", raw)
    assert recording.events == (
        Event(0.25, EventKind.MARKER, "4", value=4.0, source="T"),
        Event(1.5, EventKind.MARKER, "go", source="M/ch1"),
        Event(1.5, EventKind.MARKER, "left", source="M/ch2"),
    )
    (clock,) = recording.clocks
    assert clock.session_s(0.1) == pytest.approx(0.1, abs=1e-12)


def test_streams_come_in_the_order_of_arrival(tmp_path: Path) -> None:
    one = np.ones((1, 1), "<f4")
    raw = header(1, name="a", rate_hz=10.0) + header(2, name="b", rate_hz=10.0)
    raw += samples(1, [1.0], one) + samples(1, [1.1], one) + samples(2, [1.0], one)
    raw += samples(1, [1.2], one) + samples(2, [1.1], one)
    recording = open_bytes(tmp_path / "o.xdf", raw)
    assert [b.spec.id for b in recording.blocks()] == ["a", "a", "b", "a", "b"]


# -- time stamps -----------------------------------------------------------------------------


def stamped(tmp_path: Path, stamps: Samples, rate_hz: float, per_chunk: int = 100) -> Recording:
    """A file whose every sample has its stamp, its value being its number."""
    raw = [header(1, rate_hz=rate_hz)]
    numbers = np.arange(len(stamps), dtype="<f4")[:, None]
    for first in range(0, len(stamps), per_chunk):
        rows = slice(first, first + per_chunk)
        raw.append(samples(1, [float(s) for s in stamps[rows]], numbers[rows]))
    return open_bytes(tmp_path / "stamped.xdf", *raw)


@pytest.mark.parametrize("per_chunk", [7, 100, 100_000])
@pytest.mark.parametrize("lost", [1, 2, 450])
def test_holes_become_jumps_of_their_length(tmp_path: Path, lost: int, per_chunk: int) -> None:
    index = np.r_[0:1000, 1000 + lost : 2000 + lost, 5000:5100]
    recording = stamped(tmp_path, 300.0 + index / 500.0, 500.0, per_chunk)
    assert indices(recording.blocks()) == index.tolist()
    assert recording.about.notes == (
        f"By its time stamps, stream 'S' has 2 gaps, in which {5100 - 2100} samples were lost.",
    )
    (clock,) = recording.clocks
    assert clock.session_s(10.0) == pytest.approx(10.0, abs=1e-9)


def test_holes_between_deduced_stamps_are_found(tmp_path: Path) -> None:
    data = np.zeros((50, 1), "<f4")
    raw = header(1, rate_hz=100.0)
    raw += samples(1, [10.0] + [None] * 49, data) + samples(1, [None] * 50, data)
    raw += samples(1, [None] * 25 + [13.0] + [None] * 24, data)
    recording = open_bytes(tmp_path / "d.xdf", raw)
    assert indices(recording.blocks()) == [*range(125), *range(300, 325)]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.integers(20, 500), st.floats(-200e-6, 200e-6))
@example(57, 390, 0.0)  # the last packet comes later than any in the second before
def test_jitter_and_drift_are_no_gaps(seed: int, lost: int, drift: float) -> None:
    """Packets of ten samples come up to 15 ms late; the clock drifts by up to 200 ppm."""
    random = np.random.default_rng(seed)
    rate_hz = 1000.0
    index = np.r_[0:20000, 20000 + lost : 40000]
    late = np.repeat(random.exponential(0.003, len(index) // 10 + 1).clip(max=0.015), 10)
    stamps = 9e5 + index / rate_hz * (1 + drift) + late[: len(index)]
    with tempfile.TemporaryDirectory() as folder:
        recording = stamped(Path(folder), stamps, rate_hz, 137)
        found = np.array(indices(recording.blocks()))
        before, after = found[:20000], found[20000:]
        np.testing.assert_array_equal(before, np.arange(20000))
        shift = after[0] - 20000
        np.testing.assert_array_equal(after, shift + np.arange(20000, len(found)))
        # What jitter hides of a gap, the clock makes good.
        assert lost - 17 <= shift <= lost + 1
        clock = recording.clocks[0]
        true_s = index[[0, 19999, -1]] / rate_hz * (1 + drift)
        mapped_s = [clock.session_s(float(found[k]) / rate_hz) for k in (0, 19999, -1)]
        np.testing.assert_allclose(mapped_s, true_s, rtol=0, atol=0.02)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 500), st.integers(1, 1100), st.booleans())
def test_what_jitter_cannot_be_is_a_hole_even_near_the_end(
    seed: int, lost: int, rest: int, jitters: bool
) -> None:
    """The same packets with a gap before the last `rest` samples, or none."""
    random = np.random.default_rng(seed)
    index = np.r_[0:10000, 10000 + lost : 10000 + lost + rest]
    late = np.repeat(random.exponential(0.003, len(index) // 10 + 1).clip(max=0.015), 10)
    stamps = 9e5 + index / 1000.0 + late[: len(index)] * jitters
    with tempfile.TemporaryDirectory() as folder:
        found = np.array(indices(stamped(Path(folder), stamps, 1000.0, 137).blocks()))
    np.testing.assert_array_equal(found[:10000], np.arange(10000))
    if jitters:
        assert lost - 17 <= found[-1] - found[9999] - rest <= lost + (lost > 0)
    else:
        np.testing.assert_array_equal(found, index)


def test_a_rate_that_the_stamps_deny_is_not_believed(tmp_path: Path) -> None:
    for true_hz in (50.0, 150.0):
        recording = stamped(tmp_path, 5.0 + np.arange(400) / true_hz, 100.0)
        assert recording.streams[0].rate_hz is None
        (note,) = recording.about.notes
        assert "do not bear out its stated rate of 100 Hz" in note
        times = np.concatenate([b.time_s for b in recording.blocks() if b.time_s is not None])
        np.testing.assert_allclose(times, np.arange(400) / true_hz, rtol=0, atol=1e-9)


@pytest.mark.parametrize("strange", [np.nan, np.inf, 1e300, -1e300])
@pytest.mark.parametrize("place", [0, 99])
def test_impossible_stamps_are_not_believed(tmp_path: Path, strange: float, place: int) -> None:
    stamps = np.arange(100) / 100.0
    stamps[place] = strange
    recording = stamped(tmp_path, stamps, 100.0)
    assert recording.streams[0].rate_hz is None
    assert sum(len(block) for block in recording.blocks()) == 100


# -- real files ------------------------------------------------------------------------------


def test_minimal_reads_as_documented(shared_data: Path) -> None:
    recording = Xdf.read(shared_data / "xdf" / "minimal.xdf", ReadOptions())
    (spec,) = recording.streams
    assert (spec.id, spec.rate_hz, len(spec.channels)) == ("SendDataC", 10.0, 3)
    assert {channel.unit for channel in spec.channels} == {"au"}
    data = np.concatenate([block.data for block in recording.blocks()])
    again = [[12, 22, 32], [13, 23, 33], [14, 24, 34], [15, 25, 35]]
    np.testing.assert_array_equal(data, [[192, 255, 238], *again, *again])
    (clock,) = recording.clocks
    np.testing.assert_allclose(
        [clock.session_s(i / 10) for i in range(9)], np.arange(9) / 10, atol=1e-9
    )
    assert [event.label for event in recording.events[1:5]] == ["Hello", "World", "from", "LSL"]
    # The numbers' clock is 0.1 s ahead of the strings'; the file begins with the former.
    np.testing.assert_allclose(
        [event.at_s for event in recording.events], 0.1 + np.arange(9) / 10, atol=1e-9
    )
    assert recording.about.notes == ()


def test_empty_streams_are_there_and_empty(shared_data: Path) -> None:
    recording = Xdf.read(shared_data / "xdf" / "empty_streams.xdf", ReadOptions())
    empty, full = recording.streams
    assert list(recording.blocks(empty.id)) == []
    assert [float(b.data[0, 0]) for b in recording.blocks(full.id)] == list(range(10))
    assert [event.label for event in recording.events] == ['{"state": 2}']
    assert recording.about.device == "pylsltools"
    assert recording.about.started_at == "2025-01-31T00:21:17+0000"


@pytest.mark.parametrize("name", ["minimal.xdf", "empty_streams.xdf"])
def test_real_files_cut_at_every_byte_open(shared_data: Path, tmp_path: Path, name: str) -> None:
    raw = (shared_data / "xdf" / name).read_bytes()
    path = tmp_path / name
    for size in range(4, len(raw)):
        path.write_bytes(raw[:size])
        for block in Xdf.read(path, ReadOptions()).blocks():
            assert len(block)


@pytest.mark.parametrize("name", ["minimal.xdf", "empty_streams.xdf"])
def test_real_files_written_as_ours_stay_the_same(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    theirs = Xdf.read(shared_data / "xdf" / name, ReadOptions())
    Xdf.write(theirs, tmp_path / name)
    ours = Xdf.read(tmp_path / name, ReadOptions())
    assert (ours.streams, ours.events, ours.about) == (theirs.streams, theirs.events, theirs.about)
    assert [_pairs(clock) for clock in ours.clocks] == [_pairs(clock) for clock in theirs.clocks]
    one = [(b.spec.id, b.start, b.data.tobytes()) for b in ours.blocks()]
    assert one == [(b.spec.id, b.start, b.data.tobytes()) for b in theirs.blocks()]


def _pairs(clock: Clock) -> list[tuple[float, float]]:
    return [(pair.device_s, pair.session_s) for pair in clock.pairs]


# -- long files ------------------------------------------------------------------------------


@pytest.mark.parametrize("per_chunk", [1000, 1_000_000])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, per_chunk: int) -> None:
    """A file of 128 MB, in chunks of half a second or in two huge ones, in a few megabytes."""
    path = tmp_path / "long.xdf"
    rows = np.zeros(per_chunk, [("flag", "u1"), ("values", "<f8", (8,))])
    first = b"\x08" + struct.pack("<d", 50.0) + bytes(64)
    with path.open("wb") as file:
        file.write(b"XDF:" + header(1, channels=8, number="double64", rate_hz=2000.0))
        for number in range(2_000_000 // per_chunk):
            content = rows.tobytes() if number else first + rows[1:].tobytes()
            file.write(chunk(3, length(per_chunk, 4) + content, 1))
    del rows, content
    tracemalloc.start()
    recording = Xdf.read(path, ReadOptions())
    assert tracemalloc.get_traced_memory()[1] < 12e6
    tracemalloc.reset_peak()
    count = sum(len(block) for block in recording.blocks())
    assert count == 2_000_000
    assert tracemalloc.get_traced_memory()[1] < 10e6
    tracemalloc.stop()


@pytest.fixture(autouse=True, scope="module")
def quiet() -> Iterator[None]:
    """Without the log of the other reader."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
