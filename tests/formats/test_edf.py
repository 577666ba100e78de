"""EDF, EDF+ and BDF: values against edfio, holes, annotations, damaged files, memory."""

from __future__ import annotations

import tempfile
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import edfio
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.core.channel import Channel, Kind
from innervate.core.clock import Clock, ClockPair
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.format import ReadOptions
from innervate.core.recording import About, Recording
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.formats._open import open_recording
from innervate.formats.edf import Edf

RNG = np.random.default_rng(5)


@dataclass(frozen=True)
class Held:
    held: tuple[Block, ...]

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        return (block for block in self.held if block.spec.id in streams)


def signal(label: str, rate_hz: float = 100.0, unit: str = "uV", seconds: int = 3) -> object:
    data = RNG.normal(0, 50, int(rate_hz * seconds))
    return edfio.EdfSignal(data, rate_hz, label=label, physical_dimension=unit)


def made(folder: Path, *signals: object, name: str = "a.edf", **more: object) -> Path:
    path = folder / name
    kind = edfio.Bdf if name.endswith("bdf") else edfio.Edf
    kind(list(signals), **more).write(path)  # type: ignore[arg-type]
    return path


def joined(recording: Recording, stream: str) -> tuple[list[int], Samples]:
    blocks = list(recording.blocks(stream))
    index = [i for block in blocks for i in range(block.start, block.stop)]
    return index, np.concatenate([block.data for block in blocks])


def test_several_rates_make_several_streams(tmp_path: Path) -> None:
    signals = [signal("EMG RF", 1000.0), signal("AccX", 100.0, "g"), signal("EMG VL", 1000.0, "mV")]
    path = made(tmp_path, *signals)
    recording = open_recording(path)
    assert [(spec.id, spec.rate_hz) for spec in recording.streams] == [
        ("1000Hz", 1000.0),
        ("100Hz", 100.0),
    ]
    emg, acc = recording.streams
    assert emg.channels == (Channel("EMG RF", Kind.EMG, "V"), Channel("EMG VL", Kind.EMG, "V"))
    assert acc.channels == (Channel("AccX", Kind.ACCELERATION, "m/s^2"),)
    reference = edfio.read_edf(path)
    _, data = joined(recording, "1000Hz")
    np.testing.assert_allclose(data[:, 0], reference.signals[0].data * 1e-6, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(data[:, 1], reference.signals[2].data * 1e-3, rtol=1e-12, atol=1e-12)
    _, g = joined(recording, "100Hz")
    np.testing.assert_allclose(g[:, 0], reference.signals[1].data * 9.80665, atol=1e-9)


def test_bdf(tmp_path: Path) -> None:
    data = RNG.normal(0, 2000, 900)
    bdf_signal = edfio.BdfSignal(data, 300, label="EMG", physical_dimension="uV")
    recording = open_recording(made(tmp_path, bdf_signal, name="a.bdf"))
    np.testing.assert_allclose(joined(recording, "300Hz")[1][:, 0], data * 1e-6, atol=1e-9)


def test_kinds_are_told_or_noted(tmp_path: Path) -> None:
    path = made(tmp_path, signal("Fp1-Ref"), signal("C3.."), signal("RF"), signal("SpO2", unit="%"))
    recording = open_recording(path)
    kinds = [channel.kind.value for channel in recording.streams[0].channels]
    assert kinds == ["eeg", "eeg", "other", "other"]
    assert "RF as OTHER, SpO2 as OTHER" in recording.about.notes[0]
    untold = open_recording(made(tmp_path, signal("RF"), name="b.edf"))
    assert untold.streams[0].channels[0].kind is Kind.EMG
    assert "RF as EMG" in untold.about.notes[0]
    stated = open_recording(tmp_path / "b.edf", ReadOptions(kind="force"))
    assert stated.streams[0].channels[0].kind is Kind.FORCE


def test_annotations_become_events(tmp_path: Path) -> None:
    notes = [edfio.EdfAnnotation(0.5, None, "go"), edfio.EdfAnnotation(1.25, 0.75, "halt ä")]
    path = made(tmp_path, signal("EMG"), annotations=notes)
    events = open_recording(path).events
    assert [(event.at_s, event.label, event.value, event.unit) for event in events] == [
        (0.5, "go", None, None),
        (1.25, "halt ä", 0.75, "s"),
    ]
    assert all(event.kind is EventKind.MARKER for event in events)


def discontinuous(folder: Path, onsets_s: list[float]) -> Path:
    """A file whose one-second records begin at these seconds."""
    path = made(folder, signal("EMG", seconds=len(onsets_s)), annotations=[])
    raw = bytearray(path.read_bytes())
    raw[192:197] = b"EDF+D"
    header = int(raw[184:192])
    samples = int(raw[256 * 3 - 80 : 256 * 3 - 72]), int(raw[256 * 3 - 72 : 256 * 3 - 64])
    assert samples[0] == 100
    size = 2 * sum(samples)
    for record, onset_s in enumerate(onsets_s):
        at = header + record * size + 200
        text = f"+{onset_s:g}\x14\x14\x00".encode()
        assert len(text) <= 2 * samples[1]
        raw[at : at + 2 * samples[1]] = text.ljust(2 * samples[1], b"\x00")
    path.write_bytes(raw)
    return path


def test_holes_between_records_are_jumps(tmp_path: Path) -> None:
    path = discontinuous(tmp_path, [0, 1, 5, 6])
    index, data = joined(open_recording(path), "100Hz")
    assert index == [*range(200), *range(500, 700)]
    assert len(data) == 400


def test_overlapping_records_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="overlap in time"):
        open_recording(discontinuous(tmp_path, [0, 1, 0, 6]))


def test_a_cut_file_is_read_as_far_as_it_goes_and_noted(tmp_path: Path) -> None:
    path = made(tmp_path, signal("EMG", seconds=4))
    raw = path.read_bytes()
    path.write_bytes(raw[:-250])
    recording = open_recording(path)
    assert len(joined(recording, "100Hz")[0]) == 200
    assert "The file is cut: 2 of 4 data records lack." in recording.about.notes


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ((252, b"0   "), "0 signals"),
        ((252, b"abcd"), "'abcd' as number of signals"),
        ((244, b"-1      "), "data records of -1 s"),
        ((244, b"nan     "), "duration"),
        ((256 + 216, b"x       "), "samples in a data record"),
        ((256 + 120, b"9       9       "), "digital range from 9 to 9"),
        ((256 + 104, b"inf     "), "physical range"),
    ],
)
def test_damaged_headers(tmp_path: Path, change: tuple[int, bytes], words: str) -> None:
    path = made(tmp_path, signal("EMG"))
    raw = bytearray(path.read_bytes())
    raw[change[0] : change[0] + len(change[1])] = change[1]
    path.write_bytes(raw)
    with pytest.raises(InputError, match=words):
        open_recording(path)


@st.composite
def recordings(draw: st.DrawFn) -> Recording:
    specs, blocks = [], []
    for number in range(draw(st.integers(1, 3))):
        rate_hz = draw(st.sampled_from([100.0, 1000.0, 250.0, 12.5, 1000 / 3]))
        unit = draw(st.sampled_from(["V", "au", "m/s^2"]))
        scale = draw(st.sampled_from([1e-5, 1e-3, 1.0]) if unit == "V" else st.just(50.0))
        width = draw(st.integers(1, 3))
        names = [f"{'ünusually long ' * (i == 1)}name {i}" for i in range(width)]
        channels = tuple(Channel(name, Kind.EMG, unit, "biceps_brachii") for name in names)
        spec = StreamSpec(f"stream {number}", channels, rate_hz, "amplifier", draw(st.booleans()))
        specs.append(spec)
        start = draw(st.integers(0, 300))
        rng = np.random.default_rng(draw(st.integers(0, 999)))
        for length in draw(st.lists(st.integers(1, 400), min_size=1, max_size=3)):
            blocks.append(Block(spec, start, rng.normal(0, scale, (length, width))))
            start += length + draw(st.integers(0, 200))
    events = draw(
        st.lists(
            st.builds(Event, st.floats(0, 9), st.sampled_from(EventKind),
                      st.text(st.characters(categories=("L", "N")), max_size=9))
        )
    )  # fmt: skip
    clock = Clock(
        "amplifier", [ClockPair("amplifier", 0.0, 1.25), ClockPair("amplifier", 1.0, 2.5)]
    )
    about = About("x", "edf", "2026-03-01T10:11:12+01:00", person="p1")
    return Recording(about, tuple(specs), Held(tuple(blocks)), tuple(events), (clock,))


@settings(max_examples=40, deadline=None)
@given(recording=recordings(), suffix=st.sampled_from([".edf", ".bdf"]))
def test_what_is_written_reads_back(recording: Recording, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        Edf.write(recording, path)
        back = open_recording(path)
        assert back.streams == recording.streams
        assert back.about == recording.about
        assert back.events == recording.events
        assert back.clocks[0].pairs == recording.clocks[0].pairs
        levels = 2**16 if suffix == ".edf" else 2**24
        for spec in recording.streams:
            index, data = joined(recording, spec.id)
            index_back, data_back = joined(back, spec.id)
            assert index_back == index
            # Half a step of the range, which is widened to what eight characters can say.
            small = float(np.abs(data).max()) < 1 and spec.channels[0].unit == "V"
            factor = 1e6 if small else 1.0
            whole = len(str(int(np.abs(data).max() * factor)))
            widest = np.ptp(data, axis=0) * factor + 2.2 * 10.0 ** -min(4, 6 - whole)
            tolerance = 0.51 * widest / levels / factor
            assert (np.abs(data_back - data) <= tolerance).all()


def test_other_readers_open_what_is_written(tmp_path: Path) -> None:
    spec = StreamSpec("emg", (Channel("RF", Kind.EMG, "V"),), 1000.0, "c")
    data = RNG.normal(0, 1e-4, (2500, 1))
    recording = Recording(
        About(), (spec,), Held((Block(spec, 0, data),)), (Event(1.5, EventKind.MARKER, "go"),)
    )
    Edf.write(recording, tmp_path / "a.edf")
    theirs = edfio.read_edf(tmp_path / "a.edf")
    np.testing.assert_allclose(theirs.signals[0].data[:2500], data[:, 0] * 1e6, atol=0.02)
    assert theirs.signals[0].physical_dimension == "uV"
    assert edfio.EdfAnnotation(1.5, None, "go") in theirs.annotations


@pytest.mark.parametrize(
    ("rate_hz", "data", "words"),
    [
        (1000.0, [[np.nan]], "single missing values"),
        (1000.0, [[1e9]], "too large for EDF"),
        (np.pi * 100, [[1.0]], "whole number of samples"),
        (1000.0, np.empty((0, 1)), "holds no samples"),
        (None, [[1.0]], "is irregular"),
    ],
)
def test_what_edf_cannot_hold_is_refused(
    tmp_path: Path, rate_hz: float | None, data: list[list[float]], words: str
) -> None:
    spec = StreamSpec("emg", (Channel("RF", Kind.EMG, "au"),), rate_hz, "c")
    time_s = np.zeros(1) if rate_hz is None else None
    block = Block(spec, 0, np.array(data, dtype=np.float64), time_s)
    with pytest.raises(InputError, match=words):
        Edf.write(Recording(About(), (spec,), Held((block,))), tmp_path / "a.edf")


def long_file(folder: Path, seconds: int) -> Path:
    """Eight channels at 2000 Hz, written as repeated records."""
    path = made(folder, *[signal(f"EMG {i}", 2000.0, seconds=2) for i in range(8)], name="x.edf")
    raw = path.read_bytes()
    header, body = bytearray(raw[: 256 * 9]), raw[256 * 9 :]
    header[236:244] = f"{seconds:<8}".encode()
    path = folder / f"{seconds}.edf"
    path.write_bytes(bytes(header) + body * (seconds // 2))
    return path


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for seconds in (200, 1200):
        path = long_file(tmp_path, seconds)
        tracemalloc.start()
        recording = open_recording(path)
        assert tracemalloc.get_traced_memory()[1] < 500_000, "opening read the samples"
        assert sum(len(block) for block in recording.blocks()) == seconds * 2000
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0] < 20_000_000


def valid() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        notes = [edfio.EdfAnnotation(0.5, None, "go")]
        both = [signal("EMG", 20.0), signal("AccX", 10.0, "g")]
        return made(Path(folder), *both, annotations=notes).read_bytes()


VALID = valid()


@settings(max_examples=200, deadline=None)
@given(
    data=st.binary(max_size=600)
    | st.binary(max_size=600).map(lambda tail: VALID[:8] + tail)
    | st.integers(0, len(VALID)).map(lambda stop: VALID[:stop])
    | st.tuples(st.integers(160, 1100), st.binary(min_size=1, max_size=8)).map(
        lambda change: VALID[: change[0]] + change[1] + VALID[change[0] + len(change[1]) :]
    )
)
def test_damaged_files_give_clear_errors(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.edf"
        path.write_bytes(data)
        try:
            for block in open_recording(path).blocks():
                assert block.data.shape[1] == len(block.spec.channels)
        except InputError as error:
            assert "Error:" not in str(error), "an exception of a library shines through"


def test_motor_imagery(shared_data: Path) -> None:
    path = shared_data / "eeg_mi" / "S001R04.edf"
    recording = open_recording(path)
    (spec,) = recording.streams
    assert (spec.rate_hz, len(spec.channels)) == (160.0, 64)
    assert {channel.kind for channel in spec.channels} == {Kind.EEG}
    assert {event.label for event in recording.events} == {"T0", "T1", "T2"}
    assert recording.events[1].at_s == 4.2
    reference = edfio.read_edf(path)
    _, data = joined(recording, spec.id)
    np.testing.assert_allclose(data[:, 5], reference.signals[5].data * 1e-6, atol=1e-12)
