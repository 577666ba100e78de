"""One server for one home folder: a lock that ends with its process, however that ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from innervate.core.errors import InputError

_FILE = "innervate.lock"
_LOCKED_BYTE = 1 << 30
"""Far behind the text, which stays readable where locks bind reading too."""


class HomeLock:
    """Holds a home folder until it is released or the process ends."""

    def __init__(self, home: Path) -> None:
        self._handle = os.open(home / _FILE, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._handle)
        except OSError as error:
            holder = os.pread(self._handle, 32, 0) if hasattr(os, "pread") else b""
            os.close(self._handle)
            who = holder.decode("ascii", "replace").strip()
            raise InputError(
                f"another innervate uses {home} already",
                found=f"process {who}" if who else str(error),
                fix="use that one, close it first, or give another folder with --home",
            ) from error
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, f"{os.getpid()}\n".encode("ascii"))

    def release(self) -> None:
        """Let another process have the folder."""
        os.close(self._handle)


def _take(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
