"""Recordings that a person brings: streamed to the disk, kept under their own name."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from starlette.concurrency import run_in_threadpool

from innervate.core.errors import InputError
from innervate.formats._sidecar import Sidecar, sidecar_path, write_sidecar
from innervate.web.failures import RefusedError
from innervate.web.limits import Limits, bytes_text

_ID = re.compile(r"[0-9a-f]{12}")
_LONGEST_NAME = 120
_PIECE = 1024**2
_PART = "part-"
_NOTHING_SAID = Sidecar()
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A recording that was brought: its id, its name, where it lies, how large it is."""

    id: str
    name: str
    path: Path
    size: int


class Uploads:
    """The folder of brought recordings, each in a folder named by its id."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder, self._limits = folder, limits

    async def take(
        self, name: str, size: int, body: AsyncIterator[bytes], said: Sidecar = _NOTHING_SAID
    ) -> Uploaded:
        """Write what comes to the disk; whatever goes wrong, nothing is left behind.

        What the person `said` of the file lies beside it, where its reader looks for it.
        Raises `InputError` for a bad name, `RefusedError` where the disk has no room for it.
        """
        name = checked_name(name)
        self._check_room(size)
        key = secrets.token_hex(6)
        part = self._folder / f"{_PART}{key}"
        part.mkdir(parents=True)
        try:
            written = await write_body(part / name, body, self._limits.spare)
            if not written:
                raise InputError("the recording is empty", given=name, fix="choose another file")
            if said != _NOTHING_SAID:
                await run_in_threadpool(write_sidecar, part / name, said)
            part.rename(self._folder / key)
        finally:
            await run_in_threadpool(shutil.rmtree, part, ignore_errors=True)
        return Uploaded(key, name, self._folder / key / name, written)

    def all(self) -> tuple[Uploaded, ...]:
        """What there is, the newest first."""
        if not self._folder.is_dir():
            return ()
        folders = [one for one in self._folder.iterdir() if _ID.fullmatch(one.name)]
        folders.sort(key=lambda one: one.stat().st_mtime_ns, reverse=True)
        return tuple(found for one in folders if (found := _in(one)) is not None)

    def one(self, key: str) -> Uploaded:
        """The recording of that id; raises `RefusedError` (404) where there is none."""
        folder = self._folder / key
        found = _in(folder) if _ID.fullmatch(key) and folder.is_dir() else None
        if found is None:
            raise RefusedError(
                HTTPStatus.NOT_FOUND,
                "there is no such recording",
                given=repr(key[:40]),
                fix="choose one of the list, or bring it again",
            )
        return found

    def remove(self, key: str) -> None:
        """Delete a recording; raises `RefusedError` (404) where there is none."""
        shutil.rmtree(self.one(key).path.parent)

    def tidy(self) -> None:
        """Remove what an interrupted upload has left."""
        for one in self._folder.glob(f"{_PART}*"):
            shutil.rmtree(one, ignore_errors=True)

    def _check_room(self, size: int) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        check_room(self._folder, size, self._limits.spare)


async def write_body(path: Path, body: AsyncIterator[bytes], spare: int) -> int:
    """Write what comes to a new file, as long as the disk has room; returns how many bytes.

    Whatever goes wrong, the caller removes the file.
    """
    written = unchecked = 0
    with path.open("xb") as file:
        async for chunk in body:
            unchecked += len(chunk)
            if unchecked >= _PIECE:
                check_room(path.parent, unchecked, spare)
                unchecked = 0
            await run_in_threadpool(_write, file.fileno(), chunk)
            written += len(chunk)
    return written


def check_room(folder: Path, size: int, spare: int) -> None:
    """Raise `RefusedError` (413) where `size` bytes would leave less than `spare` on the disk."""
    free = shutil.disk_usage(folder).free
    if free - size < spare:
        raise RefusedError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "there is not enough room on the disk for this",
            found=f"{bytes_text(free)} free",
            fix=f"make room; {bytes_text(spare)} must stay free",
        )


def checked_name(name: str) -> str:
    """The name of a file, if it is one and nothing more; raises `InputError` otherwise.

    >>> checked_name("bench press.xdf")
    'bench press.xdf'
    """
    name = unicodedata.normalize("NFC", name)
    bad = (
        not name.strip(" .")
        or name.startswith(".")
        or name != name.strip()
        or len(name.encode("utf-8", "replace")) > _LONGEST_NAME
        or any(mark in name for mark in '/\\:*?"<>|')
        or any(unicodedata.category(mark).startswith("C") for mark in name)
        or _RESERVED.fullmatch(name) is not None
    )
    if bad:
        raise InputError(
            "this is not the name of a file",
            given=ascii(name[:_LONGEST_NAME]),
            fix="give a short name without folders, such as bench.xdf",
        )
    return name


def _in(folder: Path) -> Uploaded | None:
    files = sorted(one for one in folder.iterdir() if one.is_file())
    described = {sidecar_path(one) for one in files}
    files = [one for one in files if one not in described]
    if len(files) != 1:
        return None
    return Uploaded(folder.name, files[0].name, files[0], files[0].stat().st_size)


def _write(file: int, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:
        view = view[os.write(file, view) :]
