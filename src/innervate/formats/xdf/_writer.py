"""Our own recordings, written so that no interruption makes them unreadable."""

from __future__ import annotations

import contextlib
import os
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from innervate.core.clock import Clock
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.recording import About
from innervate.core.source import Item
from innervate.core.stream import StreamSpec
from innervate.formats.xdf._encode import Encoder, Track
from innervate.formats.xdf._scan import Scan, scan

_PART_SUFFIX = ".part"


class XdfWriter:
    """An XDF file being written, in groups that are there as a whole or not at all.

    To commit a group, all of it but its first byte is appended and flushed to the disk, and only
    then the first byte is written. Until that moment the group begins with 0, which no chunk
    does: readers stop there or skip to the next boundary chunk, which ends the group. So any
    moment at which the process dies leaves a file that opens. Methods raise `OSError` as the
    system does (disk full, no permission); what was committed before stays.
    """

    def __init__(self, path: Path, file: FileIO, encoder: Encoder, about: About) -> None:
        self.path = path
        self.about = about
        self._file = file
        self._encoder = encoder
        self._position = file.seek(0, os.SEEK_END)

    @classmethod
    def create(cls, path: Path, about: About, specs: tuple[StreamSpec, ...]) -> XdfWriter:
        """Begin a recording; the file appears at `path` complete with its headers.

        Raises `FileExistsError` rather than write over a file, and `InputError` for streams that
        cannot be recorded.
        """
        if path.exists():
            raise FileExistsError(17, "there is a file already", str(path))
        encoder = Encoder()
        head = encoder.head(about, specs)
        part = path.with_name(path.name + _PART_SUFFIX)
        try:
            with part.open("wb", buffering=0) as file:
                _write_all(file, head)
                os.fsync(file.fileno())
            part.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
        _sync_folder(path.parent)
        return cls(path, _open(path), encoder, about)

    @classmethod
    def resume(cls, path: Path, at_s: float | None = None) -> XdfWriter:
        """Go on with a recording that was interrupted or closed.

        What was not committed is dropped, and a RESUMED event is written at session second
        `at_s` (by default, the last that the recording covers). Raises `InputError` where
        innervate did not write the file.
        """
        found = scan(path)
        if not found.ours:
            raise InputError(
                f"{path.name} cannot be resumed",
                found="a file that innervate did not record, or that lost its headers",
                fix="record into a new file",
            )
        encoder = Encoder()
        encoder.restore(*_tracks(found))
        file = _open(path)
        file.truncate(found.data_end)
        writer = cls(path, file, encoder, found.about)
        dropped = 0 if found.closed else found.size - found.data_end
        label = f"{dropped} unfinished bytes were dropped" if dropped else ""
        at_s = _covered_s(found) if at_s is None else at_s
        writer.append(Event(at_s, EventKind.RESUMED, label))
        writer.commit()
        return writer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.close()
        else:
            self.abandon()

    @property
    def specs(self) -> tuple[StreamSpec, ...]:
        """The streams of the recording."""
        return tuple(track.spec for track in self._encoder.tracks)

    @property
    def buffered(self) -> int:
        """Bytes that are not yet committed."""
        return self._encoder.size

    @property
    def moved(self) -> bool:
        """Whether the file is no longer where it was: deleted, or its folder has vanished."""
        try:
            return not os.path.samestat(self.path.stat(), os.fstat(self._file.fileno()))
        except FileNotFoundError:
            return True

    def reached(self, stream: str) -> int:
        """The index after the last sample of a stream, where a resumed source should go on."""
        return next(t.next_index for t in self._encoder.tracks if t.spec.id == stream)

    def declare(self, spec: StreamSpec) -> None:
        """Add a stream to the recording, before its first block."""
        self._encoder.declare(spec)

    def append(self, item: Item) -> None:
        """Put an item into the group that the next commit writes."""
        self._encoder.add(item)

    def take(self) -> bytes:
        """Close the group and hand it out, for `write` to commit; empty if nothing was added."""
        return self._encoder.take()

    def write(self, group: bytes) -> None:
        """Commit a group; may run in another thread than `append` and `take`."""
        if not group:
            return
        self._file.seek(self._position + 1)
        _write_all(self._file, memoryview(group)[1:])
        os.fsync(self._file.fileno())
        self._file.seek(self._position)
        _write_all(self._file, group[:1])
        self._position += len(group)

    def commit(self) -> None:
        """Write everything appended so far as one group."""
        self.write(self.take())

    def close(self) -> None:
        """Commit what is left and finish the file; may be called twice."""
        if self._file.closed:
            return
        self.commit()
        self._encoder.footers()
        self.commit()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Let go of the file after an error, leaving what was committed; never raises."""
        if self._file.closed:
            return
        with contextlib.suppress(OSError):
            self._file.truncate(self._position)
        with contextlib.suppress(OSError):
            self._file.close()


def _tracks(found: Scan) -> tuple[tuple[Track, ...], int]:
    tracks = tuple(
        Track(number, stream.spec, stream.count, stream.next_index)
        for number, stream in found.streams.items()
        if stream.spec is not None
    )
    return tracks, sum(s.count for s in found.streams.values() if s.holds_records)


def _covered_s(found: Scan) -> float:
    """The last session second that a recording of ours covers."""
    seconds = [event.at_s for event in found.events]
    for stream in found.streams.values():
        if stream.spec is not None and stream.spec.rate_hz is not None and stream.count:
            name = stream.spec.clock
            clock = Clock(name, [pair for pair in found.pairs if pair.clock == name])
            seconds.append(clock.session_s(stream.next_index / stream.spec.rate_hz))
    return max(seconds, default=0.0)


def _open(path: Path) -> FileIO:
    return path.open("r+b", buffering=0)


def _write_all(file: FileIO, data: bytes | memoryview) -> None:
    left = memoryview(data)
    while left:
        left = left[file.write(left) or 0 :]


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder last; not every system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
