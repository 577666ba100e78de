"""A recording cut off at any byte, at any moment of its writing, opens and has lost little."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import pyxdf

from innervate.core.channel import Channel, Kind
from innervate.core.clock import ClockPair
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.format import ReadOptions
from innervate.core.recording import About, Recording
from innervate.core.stream import Block, StreamSpec
from innervate.formats.xdf import Xdf, XdfWriter

EMG = StreamSpec("emg", (Channel("a", Kind.EMG, "V"), Channel("b", Kind.EMG, "V")), 100.0, "amp")
AS_IT_IS = {"dejitter_timestamps": False, "synchronize_clocks": False}
BEATS = StreamSpec("beats", (Channel("rr", Kind.OTHER, "s"),), None, "belt")


@dataclass(frozen=True)
class Story:
    """A file, and at which byte each of its groups ends with how much in it by then."""

    raw: bytes
    ends: tuple[int, ...]
    emg: tuple[int, ...]
    events: tuple[int, ...]

    def committed(self, size: int) -> int:
        """How many groups are whole in the first `size` bytes."""
        return sum(end <= size for end in self.ends)

    def torn(self, size: int) -> bytes:
        """The file as the writer leaves it when it dies after `size` bytes."""
        begin = max((end for end in self.ends if end <= size), default=0)
        return self.raw[:begin] + (b"\0" + self.raw[begin + 1 : size] if size > begin else b"")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    path = tmp_path_factory.mktemp("story") / "trial.xdf"
    ends, emg, events = [], [0], [0]
    writer = XdfWriter.create(path, About("trial", "xdf"), (EMG, BEATS))
    ends.append(path.stat().st_size)
    for group in range(4):
        start = 40 * group + 17 * (group > 1)
        writer.append(ClockPair("amp", start / 100, start / 100 + 3.0))
        if group == 2:
            writer.append(Event(1.0, EventKind.GAP, "", "emg", start, 17.0))
        if group == 3:
            late = StreamSpec("late", (Channel("z", Kind.FORCE, "N"),), 10.0, "plate")
            writer.declare(late)
            writer.append(Block(late, 3, np.array([[9.0]])))
        for half in range(2):
            values = np.arange(8.0).reshape(4, 2) + start
            writer.append(Block(EMG, start + 4 * half, values))
        writer.append(Block(BEATS, group, np.array([[0.8]]), np.array([float(group)])))
        writer.append(Event(float(group), EventKind.CUE, "gö"))
        writer.commit()
        ends.append(path.stat().st_size)
        emg.append(emg[-1] + 8)
        events.append(events[-1] + 1 + (group == 2))
    writer.close()
    raw = path.read_bytes()
    return Story(raw, (*ends, len(raw)), (*emg, emg[-1]), (*events, events[-1]))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Without the log of the other reader, which tells every torn end at length."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def read(path: Path) -> Recording:
    return Xdf.read(path, ReadOptions())


def count(recording: Recording, stream: str) -> int:
    if stream not in [spec.id for spec in recording.streams]:
        return 0
    return sum(len(block) for block in recording.blocks(stream))


def test_every_state_of_the_writing_opens_here_and_in_pyxdf(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "torn.xdf"
    whole = list(_unpack(story, tmp_path))
    for size in range(story.ends[0], len(story.raw) + 1):
        path.write_bytes(story.torn(size))
        group = story.committed(size) - 1
        recording = read(path)
        assert count(recording, "emg") == story.emg[group]
        assert len(recording.events) == story.events[group]
        found = [b.data.tobytes() for b in recording.blocks("emg")]
        assert found == whole[: len(found)]
        assert bool(recording.about.notes) == (size < len(story.raw))
        # Fitting the clocks takes pyxdf longer than all else; the tear has no bearing on it.
        fit = size in story.ends
        streams, _ = pyxdf.load_xdf(str(path), dejitter_timestamps=False, synchronize_clocks=fit)
        emg = next(s for s in streams if s["info"]["name"] == ["emg"])
        assert len(emg["time_stamps"]) == story.emg[group]
        assert emg["time_series"].tobytes() == b"".join(found)


def test_a_cut_at_every_byte_opens_with_all_whole_chunks(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "cut.xdf"
    refused = 0
    for size in range(4, len(story.raw)):
        path.write_bytes(story.raw[:size])
        recording = read(path)
        group = story.committed(size) - 1
        if group >= 0:
            assert count(recording, "emg") >= story.emg[group]
            assert len(recording.events) >= story.events[group]
        assert recording.about.notes or size > story.ends[-2]
        try:
            pyxdf.load_xdf(str(path), **AS_IT_IS)
        except Exception:
            # pyxdf fails within heads, headers and clock offsets that were cut; a recording that
            # was resumed or closed opens.
            refused += 1
            if size < story.ends[0]:
                continue
            kept = count(recording, "emg")
            XdfWriter.resume(path).close()
            streams, _ = pyxdf.load_xdf(str(path), **AS_IT_IS)
            emg = next(s for s in streams if s["info"]["name"] == ["emg"])
            assert len(emg["time_stamps"]) == kept
    assert refused


def test_less_than_the_magic_is_no_xdf(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "cut.xdf"
    for size in range(4):
        path.write_bytes(story.raw[:size])
        with pytest.raises(InputError, match="is not an XDF file"):
            read(path)


def test_notes_say_what_was_lost(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "torn.xdf"
    begin, end = story.ends[2], story.ends[3]
    path.write_bytes(story.torn(begin + 30))
    (note,) = read(path).about.notes
    assert note == (
        "The recording was interrupted: its last 30 bytes were never completed and are left out "
        "(at most the last second)."
    )
    path.write_bytes(story.raw[: end - 5])
    (note,) = read(path).about.notes
    assert note == "The file ends within a chunk: its last 15 bytes are left out."
    path.write_bytes(story.raw[:end])
    (note,) = read(path).about.notes
    assert note == (
        "The recording was not closed: up to a second before the interruption may be missing."
    )


def test_a_damaged_middle_is_told(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "damaged.xdf"
    begin = story.ends[1]
    path.write_bytes(story.raw[:begin] + b"\x07" + story.raw[begin + 1 :])
    recording = read(path)
    assert count(recording, "emg") == story.emg[1]
    assert recording.about.notes == (
        f"The file is damaged at byte {begin}: from there on, {len(story.raw) - begin} of "
        f"{len(story.raw)} bytes are left out.",
    )


def test_every_changed_byte_is_survived(story: Story, tmp_path: Path) -> None:
    """No crash, no hang, no huge allocation, whatever byte is changed to whatever."""
    path = tmp_path / "damaged.xdf"
    random = np.random.default_rng(5)
    for size in range(len(story.raw)):
        damaged = bytearray(story.raw)
        damaged[size] = random.choice(np.array([0, 1, 4, 8, 255, int(random.integers(256))]))
        path.write_bytes(damaged)
        try:
            recording = read(path)
            for block in recording.blocks():
                assert len(block) < 1000
        except InputError:
            pass


def _unpack(story: Story, folder: Path) -> Iterator[bytes]:
    path = folder / "whole.xdf"
    path.write_bytes(story.raw)
    for block in read(path).blocks("emg"):
        yield block.data.tobytes()
