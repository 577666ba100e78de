"""C3D: all ways to write numbers, values against ezc3d, cut and damaged files."""

from __future__ import annotations

import struct
import tempfile
import tracemalloc
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.core.channel import Kind
from innervate.core.errors import InputError
from innervate.core.format import ReadOptions
from innervate.core.recording import About, Recording
from innervate.core.stream import Samples
from innervate.formats._open import open_recording
from innervate.formats.c3d import C3d

INTEL, DEC, MIPS = 84, 85, 86
RNG = np.random.default_rng(3)


@dataclass(frozen=True)
class Maker:
    """Builds small C3D files of any processor type, from whole or real numbers."""

    processor: int = INTEL
    real: bool = True

    @property
    def order(self) -> str:
        return ">" if self.processor == MIPS else "<"

    def word(self, *values: int) -> bytes:
        return struct.pack(f"{self.order}{len(values)}h", *values)

    def float(self, *values: float) -> bytes:
        raw = np.array(values, dtype=f"{self.order}f4")
        if self.processor == DEC:
            return (raw * 4).astype("<f4").view("<u2").reshape(-1, 2)[:, ::-1].tobytes()
        return raw.tobytes()

    def parameter(self, group: int, name: str, value: object) -> bytes:
        if isinstance(value, list) and value and isinstance(value[0], str):
            size = max(map(len, value))
            body = (
                bytes([255, 2, size, len(value)]) + "".join(v.ljust(size) for v in value).encode()
            )
        elif isinstance(value, list) and value and isinstance(value[0], int):
            body = bytes([2, 1, len(value)]) + self.word(*value)
        elif isinstance(value, int):
            body = bytes([2, 0]) + self.word(value)
        elif isinstance(value, float):
            body = bytes([4, 0]) + self.float(value)
        else:
            array = np.asarray(value, dtype=np.float64)
            body = bytes([4, array.ndim, *array.shape[::-1]]) + self.float(*array.ravel())
        step = self.word(2 + len(body) + 1)
        return struct.pack("bb", len(name), group) + name.encode() + step + body + b"\x00"

    def groups(self, groups: Mapping[str, Mapping[str, object]]) -> bytes:
        out = b""
        for number, (group, parameters) in enumerate(groups.items(), start=1):
            out += struct.pack("bb", len(group), -number) + group.encode() + self.word(3) + b"\x00"
            for name, value in parameters.items():
                out += self.parameter(number, name, value)
        return out

    def file(
        self, points: Samples, analog: Samples, first: int = 1, **groups: Mapping[str, object]
    ) -> bytes:
        """Points: frames x points x 4 (as stored); analog: frames x samples x channels."""
        frames, seen = points.shape[:2]
        samples, channels = analog.shape[1:]
        scale = -0.1 if self.real else 0.1
        standard: dict[str, dict[str, object]] = {
            "POINT": {
                "USED": seen,
                "FRAMES": min(frames, 32767),
                "SCALE": scale,
                "RATE": 100.0,
                "UNITS": ["mm"],
                "LABELS": [f"M{i}" for i in range(seen)],
            },
            "ANALOG": {
                "USED": channels,
                "RATE": 100.0 * samples,
                "LABELS": [f"EMG{i}" for i in range(channels)],
                "UNITS": ["mV"] * channels,
                "SCALE": [2.0] * channels,
                "GEN_SCALE": 0.5,
                "OFFSET": [3] * channels,
            },
        }
        for name, more in groups.items():
            standard[name] = {**standard.get(name, {}), **more}
        body = self.groups(standard)
        blocks = -(-(len(body) + 4 + 1) // 512)
        section = (bytes([0, 0, blocks, self.processor]) + body).ljust(512 * blocks, b"\x00")
        head = bytes([2, 0x50]) + self.word(seen, samples * channels)
        last = first + frames - 1
        head += self.word(first, last - 65536 if last > 32767 else last, 0) + self.float(scale)
        head += self.word(2 + blocks, samples) + self.float(100.0)
        data = np.concatenate([points.reshape(frames, -1), analog.reshape(frames, -1)], axis=1)
        write = self.float if self.real else self.word
        flat = data.ravel().tolist() if self.real else data.ravel().astype(int).tolist()
        return head.ljust(512, b"\x00") + section + write(*flat)


def example(frames: int = 12) -> tuple[Samples, Samples]:
    points = RNG.integers(-900, 900, (frames, 3, 4)).astype(float)
    points[:, :, 3] = 5.0
    points[2, 1, 3] = -1.0
    return points, RNG.integers(-2000, 2000, (frames, 4, 2)).astype(float)


def joined(recording: Recording, stream: str) -> Samples:
    return np.concatenate([block.data for block in recording.blocks(stream)])


@pytest.mark.parametrize("processor", [INTEL, DEC, MIPS])
@pytest.mark.parametrize("real", [True, False])
def test_all_ways_to_write_numbers(tmp_path: Path, processor: int, real: bool) -> None:
    points, analog = example()
    path = tmp_path / "a.c3d"
    path.write_bytes(Maker(processor, real).file(points, analog))
    recording = open_recording(path)
    seen, emg = recording.streams
    assert (seen.id, seen.rate_hz, len(seen.channels)) == ("points", 100.0, 9)
    assert (emg.id, emg.rate_hz, len(emg.channels)) == ("analog", 400.0, 2)
    assert {channel.kind for channel in seen.channels} == {Kind.LANDMARK}
    assert seen.channels[4].name == "M1.y"
    assert [(c.name, c.kind, c.unit) for c in emg.channels] == [
        ("EMG0", Kind.EMG, "V"),
        ("EMG1", Kind.EMG, "V"),
    ]
    expected = points[:, :, :3].reshape(12, -1) * (1e-3 if real else 1e-4)
    expected[2, 3:6] = np.nan
    np.testing.assert_allclose(joined(recording, "points"), expected, rtol=1e-6)
    expected = (analog.reshape(-1, 2) - 3.0) * 2.0 * 0.5 * 1e-3
    np.testing.assert_allclose(joined(recording, "analog"), expected, rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("processor", [INTEL, DEC])
@pytest.mark.parametrize("real", [True, False])
def test_made_files_read_the_same_in_ezc3d(tmp_path: Path, processor: int, real: bool) -> None:
    ezc3d = pytest.importorskip("ezc3d")
    path = tmp_path / "a.c3d"
    path.write_bytes(Maker(processor, real).file(*example()))
    theirs = ezc3d.c3d(str(path))["data"]
    recording = open_recording(path)
    analog = theirs["analogs"][0].T * 1e-3
    np.testing.assert_allclose(joined(recording, "analog"), analog, rtol=1e-6)
    points = theirs["points"][:3].transpose(2, 1, 0).reshape(12, -1) / 1000
    np.testing.assert_allclose(joined(recording, "points"), points, rtol=1e-6)


def test_a_cropped_trial_begins_later_and_events_count_from_frame_one(tmp_path: Path) -> None:
    path = tmp_path / "a.c3d"
    event = {"TIMES": [[0.0, 0.75], [1.0, 2.0]], "LABELS": ["Foot", "Off"], "CONTEXTS": ["R", "L"]}
    path.write_bytes(Maker().file(*example(), first=51, EVENT=event))
    recording = open_recording(path)
    assert [block.start for block in recording.blocks()] == [50, 200]
    assert [(event.at_s, event.label) for event in recording.events] == [
        (0.75, "R Foot"),
        (62.0, "L Off"),
    ]


def test_the_kind_of_an_analog_channel(tmp_path: Path) -> None:
    points, _ = example()
    analog = np.zeros((12, 1, 6))
    said = {
        "LABELS": ["Fx1", "Mx1", "Sensor 1", "ACCX1", "Torque", "Extra"],
        "DESCRIPTIONS": ["", "", "Trigno EMG", "", "", ""],
        "UNITS": ["N", "Nmm", "V", "g", "N", "V"],
        "SCALE": [1.0] * 6,
        "OFFSET": [0] * 6,
    }
    path = tmp_path / "a.c3d"
    plates = {"CHANNEL": [1, 2]}
    path.write_bytes(Maker().file(points, analog, ANALOG=said, FORCE_PLATFORM=plates))
    recording = open_recording(path)
    channels = recording.stream("analog").channels
    assert [channel.kind.value for channel in channels] == [
        "force", "other", "emg", "acc", "force", "other",
    ]  # fmt: skip
    assert [channel.unit for channel in channels] == ["N", "N*m", "V", "m/s^2", "N", "V"]
    assert "taken as OTHER (--kind emg states it): Extra." in recording.about.notes[0]
    stated = open_recording(path, ReadOptions(kind="emg")).stream("analog").channels
    assert stated[5].kind is Kind.EMG


def test_modelled_outputs_are_no_landmarks(tmp_path: Path) -> None:
    path = tmp_path / "a.c3d"
    more = {"ANGLES": ["M1"], "ANGLE_UNITS": ["deg"]}
    path.write_bytes(Maker().file(*example(), POINT=more))
    channels = open_recording(path).stream("points").channels
    assert [channel.kind.value for channel in channels[::3]] == ["landmark", "angle", "landmark"]
    assert channels[3].unit == "rad"


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    raw = Maker().file(*example())
    path = tmp_path / "a.c3d"
    path.write_bytes(raw[:-30])
    with pytest.raises(InputError, match=r"a\.c3d is cut off: found 11 of 12 frames"):
        open_recording(path)


def test_more_than_is_stated_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.c3d"
    path.write_bytes(Maker().file(*example()) + bytes(4000))
    assert (
        "states 12 frames; the rest of the file is left out" in open_recording(path).about.notes[0]
    )


@pytest.mark.parametrize(
    ("at", "new", "words"),
    [
        (0, b"\xff", "no parameter section"),
        (12, bytes(4), "a scale of 0"),
        (6, b"\x09\x00\x01\x00", "frames 9 to 1"),
        (16, bytes(2), "no place of the data"),
        (18, b"\x05\x00", "8 analog values in 5 samples"),
    ],
)
def test_damaged_headers(tmp_path: Path, at: int, new: bytes, words: str) -> None:
    raw = Maker().file(*example())
    path = tmp_path / "a.c3d"
    path.write_bytes(raw[:at] + new + raw[at + len(new) :])
    with pytest.raises(InputError, match=words):
        open_recording(path)


def test_it_is_read_only(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="C3D files are read, not written"):
        C3d.write(Recording(About("x"), (), None), tmp_path / "a.c3d")  # type: ignore[arg-type]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for frames in (5_000, 30_000):
        path = tmp_path / f"{frames}.c3d"
        path.write_bytes(Maker().file(*example(frames)))
        tracemalloc.start()
        recording = open_recording(path)
        assert tracemalloc.get_traced_memory()[1] < 300_000, "opening read the frames"
        assert sum(len(block) for block in recording.blocks("points")) == frames
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 8_000_000


VALID = Maker().file(*example())


@settings(max_examples=300, deadline=None)
@given(
    data=st.binary(max_size=1600)
    | st.binary(max_size=1600).map(lambda tail: b"\x02\x50" + tail)
    | st.integers(0, len(VALID)).map(lambda stop: VALID[:stop])
    | st.lists(st.tuples(st.integers(0, 1023), st.integers(0, 255)), min_size=1, max_size=6).map(
        lambda changes: bytes(dict(changes).get(at, value) for at, value in enumerate(VALID))
    )
)
def test_damaged_files_give_clear_errors(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.c3d"
        path.write_bytes(data)
        try:
            for block in open_recording(path).blocks():
                assert block.data.shape[1] == len(block.spec.channels)
        except InputError as error:
            assert "Error:" not in str(error), "an exception of a library shines through"


def test_the_same_values_as_ezc3d(shared_data: Path) -> None:
    ezc3d = pytest.importorskip("ezc3d")
    path = shared_data / "emg_c3d" / "pyomeca_markers_analogs.c3d"
    recording = open_recording(path)
    points, analog = recording.streams
    assert (points.rate_hz, len(points.channels)) == (100.0, 3 * 51)
    assert (analog.rate_hz, len(analog.channels)) == (2000.0, 38)
    theirs = ezc3d.c3d(str(path))
    np.testing.assert_array_equal(joined(recording, "analog").T, theirs["data"]["analogs"][0])
    expected = theirs["data"]["points"][:3].transpose(2, 1, 0).reshape(580, -1) / 1000
    np.testing.assert_allclose(joined(recording, "points"), expected, rtol=1e-12)
    assert "Delt_ant.EMG1" in [channel.name for channel in analog.channels]


def test_every_cut_of_a_real_file(shared_data: Path, tmp_path: Path) -> None:
    raw = (shared_data / "emg_c3d" / "pyomeca_markers_analogs.c3d").read_bytes()
    for stop in (1, 511, 512, 1000, 5000, 14_336, 20_000, 1_000_000, len(raw) - 600):
        path = tmp_path / "cut.c3d"
        path.write_bytes(raw[:stop])
        with pytest.raises(InputError, match=r"cut\.c3d"):
            open_recording(path)
