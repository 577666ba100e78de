from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from innervate.core.channel import Kind
from innervate.core.clock import ClockPair
from innervate.core.device import Device
from innervate.core.errors import DeviceLostError, InputError, MissingExtraError
from innervate.core.event import Event, EventKind
from innervate.core.source import Item, Source
from innervate.core.stream import Block, Samples
from innervate.devices import _brainflow_board as boards
from innervate.devices import brainflow
from innervate.devices._origin import Anchored
from innervate.devices.brainflow import PLUGIN, BrainflowSource

pytest.importorskip("brainflow", reason="the extra innervate[brainflow] is not installed")


@pytest.fixture
def closing() -> Iterator[list[Source]]:
    sources: list[Source] = []
    yield sources
    for source in sources:
        source.close()
        source.close()


def _read(source: Source, samples: int) -> list[Item]:
    items: list[Item] = []
    for _ in range(200):
        items += source.read(0.1)
        if sum(len(i) for i in items if isinstance(i, Block)) >= samples or source.exhausted:
            return items
    raise AssertionError("the samples never came")


def _data(items: list[Item]) -> Samples:
    return np.concatenate([i.data for i in items if isinstance(i, Block)])


def test_the_synthetic_board_runs(closing: list[Source]) -> None:
    source = PLUGIN.connect("synthetic")
    closing.append(source)
    assert isinstance(PLUGIN(), Device)
    assert isinstance(source, Source)
    assert isinstance(source, Anchored)
    assert source.name.startswith("SIMULATED")
    (spec,) = source.open()
    assert spec.simulated
    assert (spec.rate_hz, len(spec.channels), spec.channels[0].unit) == (250.0, 16, "V")
    items = _read(source, 100)
    assert isinstance(items[0], ClockPair)
    assert 0 < float(np.abs(_data(items)).max()) < 0.1
    assert not [i for i in items if isinstance(i, Event)]


def _file(path: Path, numbers: Samples, board: str = "cyton") -> Path:
    """A file as BrainFlow writes it, with some of the package numbers left out."""
    layout = boards.layout(board)
    rows = np.zeros((len(numbers), layout.row_count))
    rows[:, 0] = numbers % 256
    for k, row in enumerate(layout.rows):
        rows[:, row] = numbers * (k + 1)
    rows[:, layout.stamp_row] = 1.7e9 + numbers / (20 * (layout.spec.rate_hz or 0))
    np.savetxt(path, rows, delimiter="\t", fmt="%.6f")
    return path


def test_a_file_is_played_back_with_its_losses(closing: list[Source], tmp_path: Path) -> None:
    numbers = np.delete(np.arange(700.0), slice(300, 310))
    file = _file(tmp_path / "cyton.csv", numbers)
    source = PLUGIN.connect(f"playback:{file}?board=cyton")
    closing.append(source)
    (spec,) = source.open()
    assert not spec.simulated
    assert [c.name for c in spec.channels] == [f"EMG{k}" for k in range(1, 9)]
    items = _read(source, 690)
    assert source.exhausted
    (gap,) = [i for i in items if isinstance(i, Event)]
    assert (gap.kind, gap.sample, gap.value) == (EventKind.GAP, 310, 10.0)
    for block in items:
        if isinstance(block, Block):
            places = np.arange(block.start, block.stop)
            assert np.allclose(block.data[:, 1], 2e-6 * places)


class Wall:
    def __init__(self) -> None:
        self.second = 50.0

    def now_s(self) -> float:
        self.second += 0.01
        return self.second


class FakeBoard:
    """A Cyton that gives ten samples per read while it is plugged in."""

    plugged = True
    sent = 0

    def __init__(self, wall: Wall) -> None:
        self._wall = wall

    def prepare_session(self) -> None:
        if not FakeBoard.plugged:
            raise boards.load_brainflow().BrainFlowError("no board", 2)

    def start_stream(self, num_samples: int) -> None:
        FakeBoard.sent = 0

    def get_board_data(self) -> Samples:
        layout = boards.layout("cyton")
        count = 10 if FakeBoard.plugged else 0
        data = np.zeros((layout.row_count, count))
        data[0] = (FakeBoard.sent + np.arange(count)) % 256
        data[layout.stamp_row] = self._wall.second + 1000.0
        FakeBoard.sent += count
        return data

    def release_session(self) -> None:
        pass


def test_a_board_that_goes_silent_is_lost_and_found(
    closing: list[Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = Wall()
    monkeypatch.setattr(brainflow, "_RETRY_S", 0.01)
    monkeypatch.setattr(FakeBoard, "plugged", True)
    source = BrainflowSource(
        "fake", boards.layout("cyton"), lambda: FakeBoard(wall),
        now_s=wall.now_s, unix_minus_host_s=lambda: 1000.0,
    )  # fmt: skip
    closing.append(source)
    source.open()
    _read(source, 50)
    monkeypatch.setattr(FakeBoard, "plugged", False)
    kinds: list[EventKind] = []
    for _ in range(3000):
        kinds += [i.kind for i in source.read(0.0) if isinstance(i, Event)]
        if EventKind.LOST in kinds:
            break
    monkeypatch.setattr(FakeBoard, "plugged", True)
    items: list[Item] = []
    for _ in range(400):
        items += source.read(1.0)
        if any(isinstance(i, Block) for i in items):
            break
    told = [i.kind for i in items if isinstance(i, Event)]
    assert kinds == [EventKind.LOST]
    assert told == [EventKind.RETURNED, EventKind.GAP]


def test_every_board_with_muscle_channels_can_be_described() -> None:
    usable = 0
    for name in boards.board_names():
        try:
            layout = boards.layout(name)
        except InputError as error:
            assert "no EMG or EXG channels" in str(error) or "cannot describe" in str(error)
            continue
        usable += 1
        assert {c.kind for c in layout.spec.channels} <= {Kind.EMG, Kind.EEG}
        assert all(c.unit == "V" for c in layout.spec.channels)
    assert usable > 40


def test_discovery_names_the_synthetic_board() -> None:
    found = PLUGIN.discover(0.0)
    assert found[0].simulated
    assert (found[0].device, found[0].address) == ("brainflow", "synthetic")


def test_without_the_extra_the_text_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brainflow", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'innervate\[brainflow\]'"):
        PLUGIN.connect("synthetic")


def test_a_board_that_is_not_there_is_told() -> None:
    source = PLUGIN.connect("cyton?serial_port=/dev/not-there")
    with pytest.raises(DeviceLostError, match="board 'cyton' does not answer"):
        source.open()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("toaster", "knows no board 'toaster'"),
        ("emotibit", "no EMG or EXG channels"),
        ("cyton?port=1", "brainflow knows no option 'port'"),
        ("cyton?ip_port=x", "ip_port must be a whole number"),
        ("cyton?board=cyton", "for playback:FILE only"),
        ("playback:there.csv", "needs the board that recorded"),
        ("playback:not-there.csv?board=cyton", "cannot read not-there.csv"),
    ],
)
def test_addresses_that_make_no_sense_are_refused(address: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        PLUGIN.connect(address)


def test_a_file_of_another_board_is_refused(tmp_path: Path) -> None:
    file = _file(tmp_path / "a.csv", np.arange(5.0), "ganglion")
    with pytest.raises(InputError, match=r"not recorded .* 'cyton'.*found 15 columns, not 24"):
        PLUGIN.connect(f"playback:{file}?board=cyton")
    (tmp_path / "b.csv").write_text("hello\n")
    with pytest.raises(InputError, match="lines that are not numbers"):
        PLUGIN.connect(f"playback:{tmp_path / 'b.csv'}?board=cyton")
    (tmp_path / "c.csv").write_bytes(b"")
    with pytest.raises(InputError, match="lines that are not numbers"):
        PLUGIN.connect(f"playback:{tmp_path / 'c.csv'}?board=cyton")
