"""Text tables: what their heads say, time columns, gaps, and reading back what was written."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import tempfile
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
from innervate.formats.table import Table
from innervate.formats.table._timing import SampleGrid, find_rate_hz, quantum_s, slack_samples


def table(folder: Path, text: str, name: str = "trial.csv", /, **beside: object) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    if beside:
        (folder / f"{name}.json").write_text(json.dumps(beside), "utf-8")
    return path


def read(path: Path, **options: object) -> Recording:
    return Table.read(path, ReadOptions(**options))  # type: ignore[arg-type]


def values(recording: Recording) -> Samples:
    return np.concatenate([block.data for block in recording.blocks()])


def units(recording: Recording) -> list[str]:
    return [channel.unit for channel in recording.streams[0].channels]


def kinds(recording: Recording) -> list[str]:
    return [channel.kind.value for channel in recording.streams[0].channels]


def test_header_with_time_and_units(tmp_path: Path) -> None:
    path = table(tmp_path, "time,EMG1 (uV),RF [mV],AccX (g)\n0.5,1,2,3\n0.501,4,5,6\n0.502,7,8,9\n")
    recording = read(path)
    (spec,) = recording.streams
    assert spec.rate_hz == 1000.0
    assert [channel.name for channel in spec.channels] == ["EMG1", "RF", "AccX"]
    assert units(recording) == ["V", "V", "m/s^2"]
    assert kinds(recording) == ["emg", "other", "acc"]
    (block,) = recording.blocks()
    assert block.start == 500
    assert block.data[0] == pytest.approx([1e-6, 2e-3, 3 * 9.80665])


def test_untold_columns_are_emg_and_said_so(tmp_path: Path) -> None:
    recording = read(table(tmp_path, "RF,VL\n1,2\n3,4\n"), rate_hz=1000.0)
    assert kinds(recording) == ["emg", "emg"]
    assert units(recording) == ["au", "au"]
    notes = " ".join(recording.about.notes)
    assert "taken as EMG (--kind states another): RF, VL" in notes
    assert "unit is not known" in notes
    told = read(table(tmp_path, "RF,VL\n1,2\n3,4\n"), rate_hz=1000.0, kind="eeg", unit="mV")
    assert kinds(told) == ["eeg", "eeg"]
    assert values(told)[0, 0] == 1e-3


def test_comment_lines(tmp_path: Path) -> None:
    text = (
        "# Simple Text Format\n# Sampling Rate (Hz):= 500.00\n# Resolution:= 12\n# Labels:= EMG\n"
    )
    recording = read(table(tmp_path, text + "2055.0\n2056.0\n", "one.txt"))
    assert recording.streams[0].rate_hz == 500.0
    assert recording.streams[0].channels[0] == Channel("EMG", Kind.EMG, "au")
    assert "12-bit converter counts" in recording.about.notes[0]
    other = read(table(tmp_path, "# unit: uV\n# rate_hz: 2000\na\tb\n1\t2\n3\t4\n", "two.tsv"))
    assert other.streams[0].rate_hz == 2000.0
    assert values(other)[1, 1] == pytest.approx(4e-6)


def test_opensignals_header(tmp_path: Path) -> None:
    device = {
        "sampling rate": 1000,
        "column": ["nSeq", "I1", "A1", "A2"],
        "label": ["A1", "A2"],
        "sensor": ["EMG", "XYZ"],
        "resolution": [4, 1, 10, 10],
    }
    head = f"# OpenSignals Text File Format\n# {json.dumps({'00:07:80': device})}\n# EndOfHeader\n"
    recording = read(table(tmp_path, head + "0\t0\t512\t3\t\n1\t0\t513\t4\t\n", "opensignals.txt"))
    assert recording.streams[0].rate_hz == 1000.0
    assert kinds(recording) == ["other", "other", "emg", "acc"]
    assert values(recording).tolist() == [[0, 0, 512, 3], [1, 0, 513, 4]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b\n1,5;2,5\n3,5;4,5\n", [[1.5, 2.5], [3.5, 4.5]]),
        ("a\tb\n1,5\t2\n3,5\t4\n", [[1.5, 2.0], [3.5, 4.0]]),
        ("1,5 2,5\n3,5 4,5\n", [[1.5, 2.5], [3.5, 4.5]]),
        ("  1.5   2.5\n 3.5  4.5 \n", [[1.5, 2.5], [3.5, 4.5]]),
        ("a,b\r\n1,2\r\n3,4\r\n", [[1.0, 2.0], [3.0, 4.0]]),
        ("a,b,\n1,2,\n3,4,\n", [[1.0, 2.0], [3.0, 4.0]]),
        ('"a","b"\n"1","2"\n"3","4"\n', [[1.0, 2.0], [3.0, 4.0]]),
        ("a,b\n(mV),(mV)\n1,2\n3,4\n", [[1e-3, 2e-3], [3e-3, 4e-3]]),
        ("EMG 1\n1\n2\n", [[1.0], [2.0]]),
        ("a,b\n1,2\n\n3,4\n\n", [[1.0, 2.0], [3.0, 4.0]]),
        ("Export of 2024\n\na,b\n1,2\n3,4", [[1.0, 2.0], [3.0, 4.0]]),
    ],
)
def test_layouts(tmp_path: Path, text: str, expected: list[list[float]]) -> None:
    recording = read(table(tmp_path, text, "t.txt"), rate_hz=100.0)
    np.testing.assert_allclose(values(recording), expected)


def test_missing_values_are_nan(tmp_path: Path) -> None:
    data = values(read(table(tmp_path, "a,b\n1,\nnan,2\nNA,inf\n"), rate_hz=10.0))
    assert np.isnan(data).tolist() == [[False, True], [True, False], [True, True]]


def test_text_columns_and_a_nameless_one_are_left_out(tmp_path: Path) -> None:
    path = table(tmp_path, ",RF,phase\n0,1,on\n1,2,off\n")
    recording = read(path, rate_hz=10.0)
    assert [channel.name for channel in recording.streams[0].channels] == ["RF"]
    assert "Columns of text are left out: phase." in recording.about.notes
    assert "A column without a name is left out." in recording.about.notes


def test_side_file(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "garbage 1\nmore\n0|1,5|x\n2|2,5|y\n",
        rate_hz=500,
        delimiter="|",
        decimal=",",
        skip_rows=2,
        columns=[
            {"name": "t", "kind": "time", "unit": "ms"},
            {"name": "BB", "kind": "emg", "unit": "mV"},
            {"name": "note", "kind": "skip"},
        ],
    )
    recording = read(path)
    assert recording.streams[0].rate_hz == 500.0
    assert recording.streams[0].channels == (Channel("BB", Kind.EMG, "V"),)
    np.testing.assert_allclose(values(recording), [[1.5e-3], [2.5e-3]])


@pytest.mark.parametrize(
    ("beside", "found"),
    [
        ({"columns": [{"name": "a"}]}, "1 columns described, 2 in the file"),
        ({"rate": 5}, "unknown fields rate"),
        ({"columns": [{"name": "a", "kind": "x"}, {"name": "b"}]}, "the kinds emg, eeg"),
        ({"unit": "furlong"}, "'furlong'"),
        ({"rate_hz": -5}, "-5"),
        ({"decimal": "x"}, "'x'"),
    ],
)
def test_wrong_side_files(tmp_path: Path, beside: dict[str, object], found: str) -> None:
    path = table(tmp_path, "a,b\n1,2\n3,4\n", **beside)
    with pytest.raises(InputError, match=found):
        read(path, rate_hz=10.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n3,4\n", "--rate"),
        ("a,b\n", "no row of numbers"),
        ("just some words\nand more\n", "no row of numbers"),
        ("time,a\n0,1\n0.001,2\n0.0005,3\n", "ascending times"),
        ("time,note\n0,x\n1,y\n", "no column of samples"),
    ],
)
def test_clear_errors_on_opening(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read(table(tmp_path, text))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("1", "line 1004 of trial.csv does not fit.*1 values where 2"),
        ("1,2,3", "line 1004 of trial.csv does not fit.*3 values where 2"),
        ("1,x", "line 1004 of trial.csv holds something that is not a number: found 'x'"),
        ("1,1_0", "not a number"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, row: str, words: str) -> None:
    text = "a,b\n" + "1,2\n" * 1002 + f"{row}\n" + "1,2\n" * 1000
    recording = read(table(tmp_path, text), rate_hz=10.0)
    with pytest.raises(InputError, match=words):
        values(recording)


def test_extra_cells_are_seen_though_some_columns_are_not_read(tmp_path: Path) -> None:
    path = table(tmp_path, "a,b,t\n1,2,x\n3,y\n5,6,z\n")
    with pytest.raises(InputError, match="line 3"):
        values(read(path, rate_hz=10.0))


def test_a_torn_last_line_is_left_out_and_noted(tmp_path: Path) -> None:
    recording = read(table(tmp_path, "a,b\n1,2\n3,4\n5"), rate_hz=10.0)
    assert values(recording).tolist() == [[1, 2], [3, 4]]
    assert "The last line was cut off and is left out." in recording.about.notes


def test_a_stated_rate_that_contradicts_the_times_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path, "time,a\n0,1\n1,2\n2,3\n")
    with pytest.raises(InputError, match=r"contradicts the stated rate.*given 1000 Hz.*1 Hz"):
        read(path, rate_hz=1000.0)
    milliseconds = table(tmp_path, "time (ms),a\n0,1\n1,2\n2,3\n")
    assert read(milliseconds, rate_hz=1000.0).streams[0].rate_hz == 1000.0


def test_the_rate_of_the_file_wins_and_that_is_noted(tmp_path: Path) -> None:
    recording = read(table(tmp_path, "# rate_hz: 500\na\n1\n2\n"), rate_hz=1000.0)
    assert recording.streams[0].rate_hz == 500.0
    assert "The file states 500 Hz, so the given 1000 is not used." in recording.about.notes


def test_irregular_times_stay_irregular(tmp_path: Path) -> None:
    path = table(tmp_path, "time,a\n0,1\n0.3,2\n0.4,3\n1.5,4\n1.6,5\n")
    recording = read(path)
    assert recording.streams[0].rate_hz is None
    (block,) = recording.blocks()
    assert block.time_s is not None
    assert block.time_s.tolist() == [0, 0.3, 0.4, 1.5, 1.6]
    assert any("irregular" in note for note in recording.about.notes)


def test_unix_time_and_negative_time(tmp_path: Path) -> None:
    epoch = read(
        table(tmp_path, "timestamp,a\n1557936053000,1\n1557936053004,2\n1557936053008,3\n")
    )
    assert epoch.streams[0].rate_hz == 250.0
    assert epoch.about.started_at == "2019-05-15T16:00:53+00:00"
    assert next(epoch.blocks()).start == 0
    before = read(table(tmp_path, "time (s),a\n-0.2,1\n-0.1,2\n0,3\n"))
    assert next(before.blocks()).start == 0
    assert before.events[0].label == "time zero of the file"
    assert before.events[0].at_s == pytest.approx(0.2)


@given(
    rate_hz=st.sampled_from([50.0, 100.0, 200.0, 204.8, 250.0, 1000.0, 1024.0, 2000.0, 1259.2593]),
    digits=st.integers(4, 9),
    start=st.integers(0, 5000),
    lost=st.sets(st.integers(1, 1998), max_size=30),
)
def test_holes_in_regular_times_are_found_exactly(
    rate_hz: float, digits: int, start: int, lost: set[int]
) -> None:
    index = np.array([i for i in range(2000) if i not in lost]) + start
    time_s = np.round(index / rate_hz, digits)
    quantum = quantum_s(time_s, 1.0)
    found = find_rate_hz(time_s, quantum)
    assert found is not None
    assert found == pytest.approx(rate_hz, rel=2e-4)
    grid = SampleGrid(found, slack_samples(found, quantum))
    cut = len(time_s) // 3
    placed = [
        np.arange(stretch.start, stretch.start + stretch.last - stretch.first)
        for piece in (time_s[:cut], time_s[cut:])
        for stretch in grid.place(piece)
    ]
    where = np.concatenate(placed)
    np.testing.assert_array_equal(where - where[0], index - index[0])


@dataclass(frozen=True)
class Held:
    held: tuple[Block, ...]

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        return (block for block in self.held if block.spec.id in streams)


texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=12)
numbers = st.floats(allow_infinity=False, width=64) | st.just(float("nan"))


@st.composite
def recordings(draw: st.DrawFn) -> Recording:
    width = draw(st.integers(1, 4))
    names = draw(
        st.lists(texts.map(str.strip).filter(lambda t: t and "," not in t), min_size=width,
                 max_size=width, unique=True)
    )  # fmt: skip
    unit = draw(st.sampled_from(["V", "au", "m/s^2", "%MVC", "1"]))
    rate_hz = draw(st.floats(0.5, 50_000.0) | st.sampled_from([1000.0, 2000.0]))
    channels = tuple(Channel(name, Kind.EMG, unit) for name in names)
    spec = StreamSpec("emg", channels, rate_hz, "amplifier", draw(st.booleans()))
    blocks, start = [], draw(st.integers(0, 10_000))
    for length in draw(st.lists(st.integers(1, 6), min_size=1, max_size=4)):
        rows = draw(
            st.lists(st.lists(numbers, min_size=width, max_size=width), min_size=length,
                     max_size=length)
        )  # fmt: skip
        blocks.append(Block(spec, start, np.array(rows, dtype=np.float64)))
        start += length + draw(st.integers(0, 500))
    events = draw(st.lists(st.builds(Event, st.floats(0, 9), st.sampled_from(EventKind), texts)))
    clock = Clock("amplifier", [ClockPair("amplifier", 0.0, 1.25)])
    about = About("x", "table", person="p1", notes=("a note",))
    return Recording(about, (spec,), Held(tuple(blocks)), tuple(events), (clock,))


def joined(recording: Recording) -> tuple[list[int], Samples]:
    blocks = list(recording.blocks())
    index = [i for block in blocks for i in range(block.start, block.stop)]
    return index, np.concatenate([block.data for block in blocks])


@settings(max_examples=60, deadline=None)
@given(recording=recordings(), name=st.sampled_from(["a.csv", "a.tsv", "a.csv.gz", "a.txt.xz"]))
def test_what_is_written_reads_back_exactly(recording: Recording, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        Table.write(recording, path)
        back = open_recording(path)
        assert back.streams == recording.streams
        assert back.about == recording.about
        assert back.events == recording.events
        assert back.clocks[0].pairs == recording.clocks[0].pairs
        index, data = joined(recording)
        index_back, data_back = joined(back)
        assert index_back == index
        np.testing.assert_array_equal(data_back, data)


def test_an_irregular_stream_reads_back(tmp_path: Path) -> None:
    spec = StreamSpec("imu", (Channel("acc", Kind.ACCELERATION, "m/s^2"),), None, "phone")
    time_s = np.array([0.0, 0.31, 0.4, 2.0])
    held = Held((Block(spec, 0, np.arange(4.0)[:, None], time_s),))
    Table.write(Recording(About(), (spec,), held), tmp_path / "a.csv")
    (block,) = open_recording(tmp_path / "a.csv").blocks()
    assert block.time_s is not None
    np.testing.assert_array_equal(block.time_s, time_s)


def test_only_one_stream_is_written(tmp_path: Path) -> None:
    spec = StreamSpec("a", (Channel("x", Kind.EMG, "V"),), 10.0, "c")
    other = StreamSpec("b", (Channel("x", Kind.EMG, "V"),), 10.0, "c")
    with pytest.raises(InputError, match="2 streams"):
        Table.write(Recording(About(), (spec, other), Held(())), tmp_path / "a.csv")
    comma = StreamSpec("a", (Channel("x,y", Kind.EMG, "V"),), 10.0, "c")
    with pytest.raises(InputError, match="separates columns"):
        Table.write(Recording(About(), (comma,), Held(())), tmp_path / "a.csv")


def big_table(folder: Path, rows: int) -> Path:
    lines = "0.123456,-1.234567,2.345678,3.456789\n" * rows
    return table(folder, "a,b,c,d\n" + lines, f"{rows}.csv")


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for rows in (100_000, 400_000):
        path = big_table(tmp_path, rows)
        tracemalloc.start()
        recording = read(path, rate_hz=1000.0)
        opening = tracemalloc.get_traced_memory()[1]
        assert opening < 1_000_000
        assert sum(len(block) for block in recording.blocks()) == rows
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0] < 15_000_000


@pytest.mark.parametrize("packed", [gzip.compress, bz2.compress, lzma.compress])
def test_cut_compressed_files_give_a_clear_error(tmp_path: Path, packed: object) -> None:
    rng = np.random.default_rng(1)
    text = "a,b\n" + "".join(f"{x:.6f},{x:.4f}\n" for x in rng.normal(size=60_000))
    whole: bytes = packed(text.encode())  # type: ignore[operator]
    path = tmp_path / "a.csv.gz"
    for part in (len(whole) // 2, 40, 5):
        path.write_bytes(whole[:part])
        with pytest.raises(InputError, match=r"cut or damaged|no row|not what its name"):
            values(open_recording(path, ReadOptions(rate_hz=1000.0)))


VALID = b"# rate_hz: 1000\ntime (s),EMG1 (uV),b\n0,1,2\n0.001,3,4\n0.002,5,6\n0.003,7,8\n"


@settings(max_examples=150, deadline=None)
@given(
    data=st.binary(max_size=300)
    | st.integers(0, len(VALID)).map(lambda stop: VALID[:stop])
    | st.tuples(st.integers(0, len(VALID) - 1), st.binary(min_size=1, max_size=4)).map(
        lambda change: VALID[: change[0]] + change[1] + VALID[change[0] + 1 :]
    )
    | st.text(st.sampled_from("0123456789.,;\t -+eE\nanif#:=\"'()uVms"), max_size=200).map(
        str.encode
    ),
    options=st.sampled_from([ReadOptions(), ReadOptions(rate_hz=1000.0, unit="uV", kind="emg")]),
)
def test_damaged_tables_give_clear_errors(data: bytes, options: ReadOptions) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(data)
        try:
            for block in open_recording(path, options).blocks():
                assert block.data.shape[1] == len(block.spec.channels)
        except InputError as error:
            assert "a.csv" in str(error) or "column" in str(error)
            assert "Error:" not in str(error), "an exception of a library shines through"


def test_gait(shared_data: Path) -> None:
    path = shared_data / "emg_gait" / "musclesynergies_raw_emg.csv.gz"
    recording = open_recording(path, ReadOptions(unit="uV"))
    (spec,) = recording.streams
    assert spec.rate_hz == 1000.0
    assert len(spec.channels) == 13
    index, data = joined(recording)
    assert index[0] == 14
    assert len(index) == 7618
    assert data[0, 1] == pytest.approx(-6.445313e-6)
    assert units(recording) == ["V"] * 13


@pytest.mark.parametrize(("name", "rows"), [("biosppy_emg", 100_000), ("biosppy_emg_1", 63_880)])
def test_counts(shared_data: Path, name: str, rows: int) -> None:
    recording = open_recording(shared_data / "emg_text" / f"{name}.txt")
    assert recording.streams[0].rate_hz == 1000.0
    assert recording.streams[0].channels == (Channel("EMG", Kind.EMG, "au"),)
    assert len(values(recording)) == rows


def test_armband_without_a_header(shared_data: Path) -> None:
    path = next((shared_data / "imu_myo_emg" / "myo_dataset").glob("*.csv"))
    with pytest.raises(InputError, match=r"does not say its sampling rate.*--rate"):
        open_recording(path)
    recording = open_recording(path, ReadOptions(rate_hz=200.0))
    assert values(recording).shape[1] == 8
    reference = np.loadtxt(path, delimiter=",")
    np.testing.assert_array_equal(values(recording), reference)
