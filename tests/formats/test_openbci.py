"""OpenBCI raw text: streams, lost packets, older versions, BrainFlow's tables."""

from __future__ import annotations

import json
import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.core.channel import Kind
from innervate.core.errors import InputError
from innervate.core.format import ReadOptions
from innervate.core.recording import About, Recording
from innervate.formats._open import open_recording
from innervate.formats.openbci import OpenBci
from innervate.formats.openbci._counter import Rhythm, Tracker, find_rhythm

NAMES = (
    "Sample Index, EXG Channel 0, EXG Channel 1, Accel Channel 0, Accel Channel 1, "
    "Accel Channel 2, Not Used, Analog Channel 0, Timestamp, Marker Channel, Timestamp (Formatted)"
)


def gui_text(counts: list[int], channels: int = 2) -> str:
    head = (
        f"%OpenBCI Raw EXG Data\n%Number of channels = {channels}\n%Sample Rate = 250 Hz\n"
        f"%Board = OpenBCI_GUI$BoardCytonSerial\n{NAMES}\n"
    )
    rows = [
        f"{count}, {i}.5, -{i}.25, 0, 0.5, 1, 0, 7, {1557936053.25 + i / 250:.6f}, 0, 12:00:53"
        for i, count in enumerate(counts)
    ]
    return head + "\n".join(rows) + "\n"


def made(folder: Path, text: str, name: str = "OpenBCI-RAW.txt", **beside: object) -> Path:
    path = folder / name
    path.write_text(text)
    if beside:
        (folder / f"{name}.json").write_text(json.dumps(beside))
    return path


def test_streams_units_and_start(tmp_path: Path) -> None:
    recording = open_recording(made(tmp_path, gui_text(list(range(100)))))
    exg, acc, other = recording.streams
    assert (exg.id, exg.rate_hz, len(exg.channels)) == ("exg", 250.0, 2)
    assert (acc.id, len(acc.channels), acc.channels[0].unit) == ("acc", 3, "m/s^2")
    assert [channel.name for channel in other.channels] == ["Analog Channel 0", "Marker Channel"]
    assert exg.clock == acc.clock == other.clock
    assert exg.channels[0].unit == "V"
    blocks = {block.spec.id: block for block in recording.blocks()}
    assert blocks["exg"].data[3] == pytest.approx([3.5e-6, -3.25e-6])
    assert blocks["acc"].data[3] == pytest.approx([0, 0.5 * 9.80665, 9.80665])
    assert blocks["other"].data[3].tolist() == [7, 0]
    assert recording.about.device == "BoardCytonSerial"
    assert recording.about.started_at == "2019-05-15T16:00:53.250000+00:00"


def test_electrodes_are_emg_unless_stated_and_that_is_noted(tmp_path: Path) -> None:
    path = made(tmp_path, gui_text(list(range(100))))
    recording = open_recording(path)
    assert recording.streams[0].channels[0].kind is Kind.EMG
    assert "taken as EMG (--kind eeg" in recording.about.notes[0]
    stated = open_recording(path, ReadOptions(kind="eeg"))
    assert stated.streams[0].channels[0].kind is Kind.EEG
    assert stated.about.notes == ()


@given(
    step=st.sampled_from([1, 2]),
    lost=st.lists(st.tuples(st.integers(1, 1999), st.integers(1, 100)), max_size=12),
    first=st.integers(0, 255),
    cuts=st.lists(st.integers(1, 1999), max_size=4),
)
def test_lost_packets_are_gaps(
    step: int, lost: list[tuple[int, int]], first: int, cuts: list[int]
) -> None:
    gone = {i for at, count in lost for i in range(at, at + count)}
    index = np.array([i for i in range(2000) if i not in gone])
    counts = np.mod((index + first) * step, 256).astype(float)
    # More than a turn of the counter at once leaves no trace; neighbouring losses may add up.
    if np.diff(index).max() * step > 256:
        return
    assert find_rhythm(counts) == Rhythm(step, 256)
    tracker = Tracker(Rhythm(step, 256))
    edges = [0, *sorted(min(cut, len(counts)) for cut in set(cuts)), len(counts)]
    found = [
        np.arange(start, start + last - first_row)
        for a, b in pairwise(edges)
        if b > a
        for start, first_row, last in tracker.place(counts[a:b])
    ]
    np.testing.assert_array_equal(np.concatenate(found), index)


def test_a_gap_in_the_file_is_a_jump(tmp_path: Path) -> None:
    counts = [i % 256 for i in range(600) if not 300 <= i < 310]
    blocks = list(open_recording(made(tmp_path, gui_text(counts))).blocks("exg"))
    assert [(block.start, block.stop) for block in blocks] == [(0, 300), (310, 600)]


def test_a_counter_without_rhythm_is_noted(tmp_path: Path) -> None:
    recording = open_recording(made(tmp_path, gui_text([5] * 50)))
    assert "lost packets cannot be seen" in recording.about.notes[0]
    assert sum(len(block) for block in recording.blocks("exg")) == 50


def test_older_versions_without_a_line_of_names(tmp_path: Path) -> None:
    text = (
        "%OpenBCI Raw EEG Data\n%Number of channels = 2\n%Sample Rate = 250.0 Hz\n"
        "%First Column = SampleIndex\n%Last Column = Timestamp\n"
        + "".join(
            f"{i}, {i}.5, 2.5, 0.0, 0.5, 1.0, 12:00:01.{i:03d}, 1557936053329\n" for i in range(40)
        )
    )
    recording = open_recording(made(tmp_path, text))
    (exg,) = recording.blocks("exg")
    assert exg.data.shape == (40, 2)
    (acc,) = recording.blocks("acc")
    assert acc.data[0, 2] == pytest.approx(9.80665)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("%Sample Rate = 250 Hz", "%Nothing"), "no usable 'Sample Rate'"),
        (("%Number of channels = 2", "%Number of channels = 4"), "4 channels announced, 2 named"),
        (("%Number of channels = 2", ""), "no usable 'Number of channels'|incomplete"),
        (("\n7, 7.5", "\n7, oops"), "line 13 of .* found 'oops'"),
        (("\n7, 7.5, ", "\n7, "), "line 13 of .* 10 values where 11"),
    ],
)
def test_damaged_files(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    text = gui_text(list(range(100))).replace(*change)
    with pytest.raises(InputError, match=words):
        list(open_recording(made(tmp_path, text)).blocks())


def brainflow_text(rows: int = 300) -> str:
    lines = []
    for i in range(rows):
        cells = [i % 256, *[i / 8 + k for k in range(8)], 0.1, 0.2, 0.9, *[0] * 10]
        lines.append("\t".join(f"{cell:.6f}" for cell in (*cells, 1.7e9 + i / 250, 0)))
    return "\n".join(lines) + "\n"


def test_brainflow_tables_need_their_board(tmp_path: Path) -> None:
    path = made(tmp_path, brainflow_text(), "BrainFlow-RAW_0.csv")
    with pytest.raises(InputError, match=r'does not name.*\{"board_id": 0\}'):
        open_recording(path)
    columns = [{"name": f"c{i}", "kind": "emg" if 0 < i < 9 else "skip"} for i in range(24)]
    made(tmp_path, brainflow_text(), path.name, rate_hz=250, unit="uV", columns=columns)
    assert len(open_recording(path).stream("table").channels) == 8


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:pkg_resources")
def test_brainflow_tables_with_their_board(tmp_path: Path) -> None:
    pytest.importorskip("brainflow")
    path = made(tmp_path, brainflow_text(), "cyton.csv", board_id=0)
    recording = open_recording(path)
    exg = recording.stream("exg")
    assert (exg.rate_hz, len(exg.channels), exg.channels[0].kind) == (250.0, 8, Kind.EMG)
    (block,) = recording.blocks("exg")
    assert block.data[8, 1] == pytest.approx(2e-6)
    (acc,) = recording.blocks("acc")
    assert acc.data[0, 2] == pytest.approx(0.9 * 9.80665)
    with pytest.raises(InputError, match="does not fit the board"):
        open_recording(made(tmp_path, brainflow_text(), "other.csv", board_id=1))
    with pytest.raises(InputError, match="knows no board"):
        open_recording(made(tmp_path, brainflow_text(), "none.csv", board_id=99_999))


def test_it_is_read_only(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="read, not written"):
        OpenBci.write(Recording(About("x"), (), None), tmp_path / "a.txt")  # type: ignore[arg-type]


VALID = gui_text(list(range(20))).encode()


@settings(max_examples=150, deadline=None)
@given(
    data=st.integers(0, len(VALID)).map(lambda stop: VALID[:stop])
    | st.tuples(st.integers(0, len(VALID) - 1), st.binary(min_size=1, max_size=6)).map(
        lambda change: VALID[: change[0]] + change[1] + VALID[change[0] + len(change[1]) :]
    )
    | st.binary(max_size=300).map(lambda tail: b"%OpenBCI Raw" + tail)
)
def test_damage_gives_clear_errors(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(data)
        try:
            for block in open_recording(path).blocks():
                assert block.data.shape[1] == len(block.spec.channels)
        except InputError as error:
            assert "Error:" not in str(error), "an exception of a library shines through"


def test_jaw_clench(shared_data: Path) -> None:
    path = shared_data / "eeg_openbci" / "OpenBCI_GUI-v6-blinks-jawClench-alpha.txt"
    recording = open_recording(path, ReadOptions(kind="eeg"))
    assert [(s.id, s.rate_hz, len(s.channels)) for s in recording.streams][:2] == [
        ("exg", 250.0, 8),
        ("acc", 250.0, 3),
    ]
    index = [i for block in recording.blocks("exg") for i in range(block.start, block.stop)]
    assert len(index) / 250.0 == pytest.approx(90.0, abs=0.1)
    assert index == list(range(len(index)))
    first = next(recording.blocks("exg"))
    assert first.data[0, 0] == pytest.approx(61379.36e-6)
