"""Raw first: what comes from a source is on its way to the disk before anything is done with it."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final

from innervate.core.errors import RecordingStoppedError
from innervate.core.recording import About
from innervate.core.source import Item
from innervate.core.stream import StreamSpec
from innervate.formats.xdf import XdfWriter

GROUP_S: Final = 0.25
"""How often what has come is committed; well below the half second that a group may last."""
_GROUP_BYTES: Final = 1 << 22
_MOST_WAITING_BYTES: Final = 1 << 28
_FIXES: Final = {
    errno.ENOSPC: "make room on the disk, then start a new recording",
    errno.EDQUOT: "make room in your quota, then start a new recording",
    errno.EACCES: "record into a folder that you may write to",
    errno.EPERM: "record into a folder that you may write to",
    errno.EROFS: "record into a folder that you may write to",
    errno.EEXIST: "choose another name; recordings are never written over",
    errno.ENOENT: "record into a folder that exists and stays",
}


class RecorderState(StrEnum):
    """What a recorder is doing."""

    RECORDING = "recording"
    STOPPED = "stopped"
    CLOSED = "closed"


class Recorder:
    """Takes the raw items of a session and commits them to an XDF file several times a second.

    `append` only encodes into memory. A thread of the recorder's own commits, because a commit
    waits for the disk, which the session must not, and because an event must reach the disk even
    if nothing follows it. Trouble with the disk never raises: it stops the recording, and leaves
    what was committed.

    Args:
        start: opens the file (`XdfWriter.create` or `XdfWriter.resume` with their arguments).
        path: where the file is.
        on_stop: told once, from the thread that calls `append` or `close`, why the recording
            stopped.
        background: False for no thread; then whoever owns the recorder calls `commit`.
    """

    def __init__(
        self,
        start: Callable[[], XdfWriter],
        path: Path,
        on_stop: Callable[[RecordingStoppedError], None] = lambda _: None,
        *,
        background: bool = True,
    ) -> None:
        self.path = path
        self._on_stop, self._told = on_stop, False
        self._problem: RecordingStoppedError | None = None
        self._closed = False
        self._encoding, self._writing = threading.Lock(), threading.Lock()
        self._wake, self._over = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._writer: XdfWriter | None = None
        try:
            self._writer = start()
        except OSError as error:
            self._stop(error)
        if background and self._writer is not None:
            self._thread = threading.Thread(target=self._work, name="recorder", daemon=True)
            self._thread.start()

    @classmethod
    def create(
        cls,
        path: Path,
        about: About,
        specs: tuple[StreamSpec, ...],
        on_stop: Callable[[RecordingStoppedError], None] = lambda _: None,
        *,
        background: bool = True,
    ) -> Recorder:
        """Begin a recording; where the system does not allow it, the recorder is stopped at once.

        Raises `InputError` for streams that cannot be recorded.
        """
        return cls(
            lambda: XdfWriter.create(path, about, specs), path, on_stop, background=background
        )

    @classmethod
    def resume(
        cls,
        path: Path,
        on_stop: Callable[[RecordingStoppedError], None] = lambda _: None,
        *,
        at_s: float | None = None,
        background: bool = True,
    ) -> Recorder:
        """Go on with an interrupted recording, at session second `at_s`.

        Raises `InputError` where the file is not one of ours.
        """
        return cls(lambda: XdfWriter.resume(path, at_s), path, on_stop, background=background)

    @property
    def state(self) -> RecorderState:
        """Whether it is recording, stopped by trouble, or closed."""
        if self._problem is not None:
            return RecorderState.STOPPED
        return RecorderState.CLOSED if self._closed else RecorderState.RECORDING

    @property
    def problem(self) -> RecordingStoppedError | None:
        """Why the recording stopped, as soon as that is known; None while all is well."""
        return self._problem

    def reached(self, stream: str) -> int:
        """The index after the last sample of a stream; 0 if nothing could be opened."""
        return 0 if self._writer is None else self._writer.reached(stream)

    def declare(self, spec: StreamSpec) -> None:
        """Add a stream before its first block."""
        if self._writer is not None:
            with self._encoding:
                self._writer.declare(spec)

    def append(self, item: Item) -> None:
        """Take an item; never raises for trouble with the disk.

        Raises `InputError` for a block of a stream that was not declared.
        """
        self._tell()
        if self._writer is None or self.state is not RecorderState.RECORDING:
            return
        with self._encoding:
            self._writer.append(item)
            waiting = self._writer.buffered
        if waiting >= _GROUP_BYTES:
            self._wake.set()
        if waiting >= _MOST_WAITING_BYTES:
            self._stop(OSError(errno.EIO, "the disk is too slow for what is to be recorded"))

    def commit(self) -> None:
        """Bring everything taken so far to the disk, now."""
        with self._writing:
            if self._writer is None or self.state is not RecorderState.RECORDING:
                return
            try:
                with self._encoding:
                    group = self._writer.take()
                self._writer.write(group)
                if self._writer.moved:
                    raise FileNotFoundError(errno.ENOENT, "the file or its folder has vanished")
            except OSError as error:
                self._stop(error)
                self._writer.abandon()

    def close(self) -> None:
        """Commit what is left and finish the file; may be called twice, never raises for disks."""
        self._over.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self.commit()
        with self._writing:
            if self._writer is not None and self.state is RecorderState.RECORDING:
                try:
                    self._writer.close()
                except OSError as error:
                    self._stop(error)
            if self._writer is not None:
                self._writer.abandon()
            self._closed = True
        self._tell()

    def _work(self) -> None:
        while not self._over.is_set() and self._problem is None:
            self._wake.wait(GROUP_S)
            self._wake.clear()
            self.commit()

    def _stop(self, error: OSError) -> None:
        if self._problem is None:
            self._problem = RecordingStoppedError(
                "the recording stopped, the session goes on without it",
                given=str(self.path),
                found=(error.strerror or str(error) or type(error).__name__).lower(),
                fix=_FIXES.get(error.errno or 0, "check the disk, then start a new recording"),
            )

    def _tell(self) -> None:
        if self._problem is not None and not self._told:
            self._told = True
            self._on_stop(self._problem)
