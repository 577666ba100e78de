"""The recorder of a session: raw to the disk in time, and trouble told without stopping it."""

from __future__ import annotations

import errno
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError, RecordingStoppedError
from innervate.core.event import Event, EventKind
from innervate.core.format import ReadOptions
from innervate.core.recording import About, Recording
from innervate.core.stream import Block, StreamSpec
from innervate.formats.xdf import Xdf, XdfWriter, _writer
from innervate.session import recorder as module
from innervate.session.recorder import Recorder, RecorderState

EMG = StreamSpec("emg", (Channel("a", Kind.EMG, "V"),), 1000.0, "amp")
ABOUT = About("trial", "xdf")
KILL = Path(__file__).resolve().parents[2] / "benchmarks" / "kill.py"


def block(start: int, rows: int = 100) -> Block:
    return Block(EMG, start, np.arange(start, start + rows, dtype=np.float64)[:, None])


def read(path: Path) -> Recording:
    return Xdf.read(path, ReadOptions())


def count(path: Path) -> int:
    return sum(len(b) for b in read(path).blocks())


class Told(list[RecordingStoppedError]):
    """Keeps what it is told."""

    def __call__(self, problem: RecordingStoppedError) -> None:
        self.append(problem)


def begin(path: Path, told: Told) -> Recorder:
    return Recorder.create(path, ABOUT, (EMG,), told, background=False)


def test_everything_taken_is_in_the_file(tmp_path: Path) -> None:
    told = Told()
    recorder = Recorder.create(tmp_path / "a.xdf", ABOUT, (EMG,), told)
    for start in range(0, 10_000, 100):
        recorder.append(block(start))
    recorder.append(Event(10.0, EventKind.NOTE, "over"))
    states = [recorder.state]
    recorder.close()
    recorder.close()
    assert [*states, recorder.state] == [RecorderState.RECORDING, RecorderState.CLOSED]
    recording = read(tmp_path / "a.xdf")
    data = np.concatenate([b.data for b in recording.blocks()])
    np.testing.assert_array_equal(data[:, 0], np.arange(10_000.0))
    assert [event.label for event in recording.events] == ["over"]
    assert recording.about == ABOUT
    assert not told


def test_an_event_reaches_the_disk_though_nothing_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = threading.Event()
    write = XdfWriter.write

    def watched(writer: XdfWriter, group: bytes) -> None:
        write(writer, group)
        if b"tapped" in group:
            written.set()

    monkeypatch.setattr(XdfWriter, "write", watched)
    recorder = Recorder.create(tmp_path / "a.xdf", ABOUT, (EMG,))
    recorder.append(Event(1.0, EventKind.TAP, "tapped"))
    assert written.wait(30)
    assert [event.label for event in read(tmp_path / "a.xdf").events] == ["tapped"]
    recorder.close()


def test_a_group_is_committed_in_three_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All but the first byte, the flush to the disk, the first byte."""
    path = tmp_path / "a.xdf"
    recorder = begin(path, Told())
    before = path.stat().st_size
    seen: list[bytes] = []
    fsync = os.fsync

    def watched(handle: int) -> None:
        seen.append(path.read_bytes()[before:])
        fsync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    recorder.append(block(0))
    recorder.commit()
    after = path.read_bytes()[before:]
    assert seen == [b"\0" + after[1:]]
    assert after[0] != 0
    monkeypatch.undo()
    recorder.close()


@pytest.fixture
def full() -> Iterator[Path]:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    yield Path("/dev/full")


def test_a_full_device_stops_the_recording_not_the_session(
    tmp_path: Path, full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, told = tmp_path / "a.xdf", Told()
    recorder = begin(path, told)
    recorder.append(block(0))
    recorder.commit()
    with full.open("wb", buffering=0) as device:

        def into_full(_: object, data: bytes | memoryview) -> None:
            device.write(data)

        monkeypatch.setattr(_writer, "_write_all", into_full)
        recorder.append(block(100))
        recorder.commit()
    assert recorder.state is RecorderState.STOPPED
    recorder.append(block(200))
    recorder.append(block(300))
    recorder.close()
    assert [str(problem) for problem in told] == [
        f"the recording stopped, the session goes on without it: given {path}, found no space "
        "left on device. To mend it: make room on the disk, then start a new recording."
    ]
    assert told == [recorder.problem]
    assert count(path) == 100


def test_a_disk_that_fills_up_keeps_what_was_committed(tmp_path: Path) -> None:
    """On a real file system of one megabyte; needs the right to mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        told = Told()
        recorder = begin(disk / "a.xdf", told)
        kept = 0
        for start in range(0, 1_000_000, 1000):
            recorder.append(block(start, 1000))
            recorder.commit()
            if recorder.state is RecorderState.STOPPED:
                break
            kept = start + 1000
        recorder.close()
        assert "no space left on device" in str(told[0])
        assert count(disk / "a.xdf") == kept > 50_000
        (note,) = read(disk / "a.xdf").about.notes
        assert "was not closed" in note
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize(
    ("number", "fix"),
    [
        (errno.ENOSPC, "make room on the disk"),
        (errno.EACCES, "a folder that you may write to"),
        (errno.EROFS, "a folder that you may write to"),
        (errno.EIO, "check the disk"),
    ],
)
@pytest.mark.parametrize(
    "at",
    [
        "innervate.formats.xdf._writer._write_all",
        "os.fsync",
        "innervate.formats.xdf.XdfWriter.close",
    ],
)
def test_any_trouble_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, fix: str, at: str
) -> None:
    path, told = tmp_path / "a.xdf", Told()
    recorder = begin(path, told)
    recorder.append(block(0))
    recorder.commit()

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(at, fail)
        recorder.append(block(100))
        if not at.endswith("close"):
            recorder.commit()
        recorder.close()
    assert recorder.state is RecorderState.STOPPED
    assert [fix in str(problem) for problem in told] == [True]
    assert os.strerror(number).lower() in str(told[0])
    assert count(path) == (200 if at.endswith("close") else 100)


def test_no_permission_at_the_start_leaves_the_session_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    told = Told()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        recorder = Recorder.create(tmp_path / "a.xdf", ABOUT, (EMG,), told)
    assert recorder.state is RecorderState.STOPPED
    recorder.append(block(0))
    recorder.commit()
    recorder.close()
    assert "found permission denied. To mend it: record into a folder" in str(told[0])
    assert len(told) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_and_an_existing_file_are_told(tmp_path: Path) -> None:
    told = Told()
    Recorder.create(tmp_path / "no" / "a.xdf", ABOUT, (EMG,), told).close()
    (tmp_path / "b.xdf").write_text("precious")
    Recorder.create(tmp_path / "b.xdf", ABOUT, (EMG,), told).close()
    assert "no such file" in str(told[0])
    assert "never written over" in str(told[1])
    assert (tmp_path / "b.xdf").read_text() == "precious"


@pytest.mark.parametrize("how", ["removed", "moved", "replaced"])
def test_a_vanished_folder_is_told(tmp_path: Path, how: str) -> None:
    folder, told = tmp_path / "out", Told()
    folder.mkdir()
    recorder = begin(folder / "a.xdf", told)
    if how == "removed":
        shutil.rmtree(folder)
    else:
        folder.rename(tmp_path / "elsewhere")
    if how == "replaced":
        folder.mkdir()
        (folder / "a.xdf").write_text("another")
    recorder.append(block(0))
    recorder.commit()
    recorder.close()
    assert "found the file or its folder has vanished" in str(told[0])
    if how != "removed":
        assert count(tmp_path / "elsewhere" / "a.xdf") == 100


def test_a_disk_that_never_answers_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_WAITING_BYTES", 2000)
    told = Told()
    recorder = begin(tmp_path / "a.xdf", told)
    for start in range(0, 1000, 100):
        recorder.append(block(start))
    recorder.close()
    assert "the disk is too slow" in str(told[0])


def test_a_crashed_recording_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.xdf"
    first = begin(path, Told())
    first.append(block(0))
    first.commit()
    first.close()
    path.write_bytes(path.read_bytes() + b"\0torn")
    second = Recorder.resume(path, at_s=5.0)
    assert second.reached("emg") == 100
    second.append(block(5000))
    second.close()
    recording = read(path)
    assert [b.start for b in recording.blocks()] == [0, 5000]
    assert [(e.kind, e.at_s) for e in recording.events] == [(EventKind.RESUMED, 5.0)]


def test_what_was_not_declared_is_the_callers_mistake(tmp_path: Path) -> None:
    recorder = Recorder.create(tmp_path / "a.xdf", ABOUT, ())
    with pytest.raises(InputError, match="'emg' cannot be recorded"):
        recorder.append(block(0))
    recorder.declare(EMG)
    recorder.append(block(0))
    recorder.close()
    assert count(tmp_path / "a.xdf") == 100


@pytest.fixture(scope="module")
def kill() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kill", KILL)
    if spec is None or spec.loader is None or not KILL.exists():
        pytest.skip(f"no {KILL}")
    script = importlib.util.module_from_spec(spec)
    sys.modules["kill"] = script
    spec.loader.exec_module(script)
    return script


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_a_hundred_killed_recordings_open_and_miss_less_than_a_second(
    tmp_path: Path, kill: ModuleType
) -> None:
    outcomes = kill.run(112, 7, tmp_path)
    began = [outcome for outcome in outcomes if outcome.began]
    assert [outcome.problem for outcome in outcomes if outcome.problem] == []
    assert len(began) >= 100
    assert max(outcome.missing_s for outcome in began) <= 1.0
    assert sum(outcome.samples for outcome in began) > 0
