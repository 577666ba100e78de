"""C3D: the format of motion laboratories, markers and analog signals together."""

from __future__ import annotations

import math
from pathlib import Path
from typing import ClassVar

from innervate.core.errors import InputError
from innervate.core.format import Format, ReadOptions
from innervate.core.recording import About, Recording
from innervate.formats._describe import cannot_write
from innervate.formats.c3d._parameters import BLOCK, MAGIC, Head, damaged, read_head
from innervate.formats.c3d._reader import C3dReader, frame_bytes
from innervate.formats.c3d._streams import describe_analog, describe_points, events_of

_SATURATED = 65535
_PROCESSORS = (84, 85, 86)


class C3d:
    """C3D files of all three processor types, whole-number and real.

    The analog channels make the stream "analog" at their own rate, the points the stream
    "points" with three channels each, in metres where the file says its unit; a point that was
    not seen is NaN. Sample indices count from frame 1 of the trial, as the events do, so a
    cropped trial begins later. Only header and parameters are read on opening, and frames about a
    megabyte at a time. Every size that the file states is checked against the file before use: a
    cut file is refused, since its header promises what is not there.
    """

    TITLE: ClassVar[str] = "C3D"
    SUFFIXES: ClassVar[tuple[str, ...]] = (".c3d",)
    WRITES: ClassVar[bool] = False

    @classmethod
    def sniff(cls, path: Path, head: bytes) -> float:
        """The second byte is fixed, and the first says where a processor type stands."""
        if len(head) < 4 or head[1] != MAGIC or head[0] == 0:
            return 0.0
        processor = (head[0] - 1) * BLOCK + 3
        if processor < len(head):
            return 0.95 if head[processor] in _PROCESSORS else 0.0
        return 0.5 if path.suffix.lower() == ".c3d" else 0.0

    @classmethod
    def read(cls, path: Path, options: ReadOptions) -> Recording:
        """Open the file; raises `InputError` with what to do."""
        head = read_head(path)
        points, analog = _check_rates(path, head), describe_analog(head, options)
        if not points and analog is None:
            raise InputError(f"{path.name} holds neither points nor analog channels")
        frames, notes = _frames(path, head)
        described = describe_points(head)
        specs = tuple(part.spec for part in (described, analog) if part is not None)
        notes += analog.notes if analog else ()
        maker = " ".join(
            (*head.texts("MANUFACTURER:COMPANY"), *head.texts("MANUFACTURER:SOFTWARE"))
        )
        about = About(path.name, "c3d", device=maker, notes=notes)
        reader = C3dReader(path, head, frames, described, analog)
        return Recording(about, specs, reader, events_of(head, path))

    @classmethod
    def write(cls, recording: Recording, path: Path) -> None:  # noqa: ARG003 - the contract's
        """Always raises `InputError`: C3D is read only."""
        raise cannot_write(cls.TITLE, recording)

    @classmethod
    def samples(cls, folder: Path) -> tuple[Path, ...]:
        """A small and a long file for the contract suite."""
        from innervate.formats.c3d._sample import write_sample

        return write_sample(folder / "small.c3d", 12), write_sample(folder / "long.c3d", 20_000)


def _check_rates(path: Path, head: Head) -> bool:
    """Whether there are points; raises `InputError` where the numbers cannot be."""
    if not (math.isfinite(head.rate_hz) and head.rate_hz > 0):
        raise damaged(path, f"a frame rate of {head.rate_hz:g} Hz")
    if not math.isfinite(head.scale) or head.scale == 0:
        raise damaged(path, f"a scale of {head.scale:g}")
    if head.first_frame < 1 or head.last_frame < head.first_frame:
        raise damaged(path, f"frames {head.first_frame} to {head.last_frame}")
    if head.subframes and head.analogs_per_frame % head.subframes:
        raise damaged(path, f"{head.analogs_per_frame} analog values in {head.subframes} samples")
    return head.points > 0


def _frames(path: Path, head: Head) -> tuple[int, tuple[str, ...]]:
    """How many frames there are; raises `InputError` where the file holds fewer than it says."""
    room = max(0, path.stat().st_size - head.data_byte) // frame_bytes(head)
    stated = head.last_frame - head.first_frame + 1
    notes: tuple[str, ...] = ()
    if head.last_frame == _SATURATED:
        stated, notes = _long_trial(head, stated, room)
    if room < stated:
        raise InputError(
            f"{path.name} is cut off",
            found=f"{room} of {stated} frames",
            fix="export or copy it again",
        )
    if (room - stated) * frame_bytes(head) > BLOCK:
        notes += (f"The header states {stated} frames; the rest of the file is left out.",)
    return stated, notes


def _long_trial(head: Head, stated: int, room: int) -> tuple[int, tuple[str, ...]]:
    """The frames of a trial that is too long for the header's 16 bits."""
    words = [int(value) % 65536 for value in head.reals("TRIAL:ACTUAL_END_FIELD")[:2]]
    starts = [int(value) % 65536 for value in head.reals("TRIAL:ACTUAL_START_FIELD")[:2]]
    if len(words) == 2 and len(starts) == 2:
        stop, start = (pair[0] + 65536 * pair[1] for pair in (words, starts))
        return max(stated, stop - start + 1), ()
    long = head.reals("POINT:LONG_FRAMES")
    if len(long) and math.isfinite(long[0]):
        return max(stated, int(long[0])), ()
    if room > stated:
        return room, ("The trial is too long for its header; frames are counted from the size.",)
    return stated, ()


PLUGIN: type[Format] = C3d
