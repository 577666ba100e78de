"""Looking an export through before anything is taken from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - an exception under its own kind of name

from innervate.core.errors import InputError
from innervate.core.plain import Plain, from_plain
from innervate.store import people
from innervate.store.archive import (
    LOG,
    MANIFEST,
    READ_SCHEMAS,
    SCHEMA,
    Manifest,
    brought_path,
    rows_name,
    session_of,
)
from innervate.store.ids import is_person_id, is_session_id, moment_of

MANIFEST_LIMIT = 1 << 28
LINE_LIMIT = 1 << 24
SPARE_BYTES = 1 << 28
"""What must stay free on the disk."""

_AGAIN = "export again where it came from, and copy the file whole"
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Contents:
    """What an export holds, all of it looked through.

    Attributes:
        manifest: people and sessions.
        files: the files of sessions and those that people brought; rows are none.
    """

    manifest: Manifest
    files: tuple[ZipInfo, ...]


@contextmanager
def opened(source: Path) -> Iterator[ZipFile]:
    """The zip file; whatever turns out to be wrong with it is an `InputError`."""
    try:
        with ZipFile(source) as archive:
            yield archive
    except (BadZipFile, LargeZipFile, ZlibError, EOFError, NotImplementedError) as error:
        raise damaged(source, str(error)) from error
    except OSError as error:
        raise InputError(
            f"{source} cannot be opened", found=error.strerror, fix="check the name and the folder"
        ) from error


def damaged(source: Path, found: str) -> InputError:
    """That the file cannot be read to its end."""
    return InputError(f"{source.name} is no whole export", found=found, fix=_AGAIN)


def survey(archive: ZipFile, source: Path, free_bytes: int) -> Contents:
    """Check names, sizes, schema and rows that refer to each other.

    Raises `InputError` at the first thing that an export of ours would not hold.
    """
    entries = archive.infolist()
    _check_entries(entries, source)
    _check_sizes(entries, source, free_bytes)
    manifest = _manifest(archive, source)
    _check_manifest(manifest, source)
    known = {one.id for one in manifest.sessions}
    strangers = {session_of(entry.filename) for entry in entries} - known - {None}
    if strangers:
        raise damaged(source, f"files of a session that it does not list, {strangers.pop()}")
    needed = {rows_name(one) for one in known} | ({LOG} if manifest.schema == SCHEMA else set())
    missing = needed - {entry.filename for entry in entries}
    if missing:
        raise damaged(source, f"no {min(missing)}")
    taken = {MANIFEST, LOG, *map(rows_name, known)}
    return Contents(manifest, tuple(entry for entry in entries if entry.filename not in taken))


def _check_entries(entries: list[ZipInfo], source: Path) -> None:
    names = [entry.filename for entry in entries]
    for entry in entries:
        ours = entry.filename in {MANIFEST, LOG} or session_of(entry.filename)
        if not ours and brought_path(entry.filename) is None:
            raise InputError(
                f"{source.name} holds a file that no export holds",
                found=ascii(entry.filename[:80]),
                fix="import only files that innervate exported; nothing was changed",
            )
        if entry.flag_bits & _ENCRYPTED:
            raise InputError(
                f"{source.name} is locked with a password", fix="unpack it and zip it without one"
            )
        if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise InputError(
                f"{source.name} is packed in a way that is not read here",
                fix="unpack it and zip it in the usual way",
            )
    if len({name.casefold() for name in names}) < len(names):
        raise damaged(source, "one name twice")


def _check_sizes(entries: list[ZipInfo], source: Path, free_bytes: int) -> None:
    whole = sum(entry.file_size for entry in entries)
    if whole > free_bytes - SPARE_BYTES:
        raise InputError(
            f"{source.name} is too large for this disk",
            found=f"{whole / 1e9:.1f} GB to unpack, where {free_bytes / 1e9:.1f} GB are free",
            fix="make room, or check that the file is an export",
        )


def _manifest(archive: ZipFile, source: Path) -> Manifest:
    try:
        entry = archive.getinfo(MANIFEST)
    except KeyError as error:
        raise InputError(
            f"{source.name} is no export of innervate",
            found=f"no {MANIFEST}",
            fix="choose the zip file that the export made",
        ) from error
    if entry.file_size > MANIFEST_LIMIT:
        raise damaged(source, f"a {MANIFEST} of {entry.file_size / 1e9:.1f} GB")
    value = plain(archive.read(entry), source)
    schema = value.get("schema") if isinstance(value, dict) else None
    if schema not in READ_SCHEMAS:
        raise InputError(
            f"{source.name} is an export of a kind that this version does not know",
            found=ascii(schema)[:80],
            fix="install a version that does (pip install -U innervate); this one knows "
            + " and ".join(READ_SCHEMAS),
        )
    return from_plain(Manifest, value)


def plain(text: bytes, source: Path) -> Plain:
    """JSON from the export as plain data."""
    try:
        return cast(Plain, json.loads(text))
    except (ValueError, RecursionError) as error:
        raise damaged(source, str(error)) from error


def _check_manifest(manifest: Manifest, source: Path) -> None:
    listed = {person.id for person in manifest.people}
    ids = {one.id for one in manifest.sessions}
    if len(listed) < len(manifest.people) or len(ids) < len(manifest.sessions):
        raise damaged(source, "one person or session twice")
    for person in manifest.people:
        if not is_person_id(person.id):
            raise damaged(source, f"a person called {person.id[:80]!a}")
        people.checked(person)
    for one in manifest.sessions:
        if not is_session_id(one.id):
            raise damaged(source, f"a session called {one.id[:80]!a}")
        if one.person is not None and one.person not in listed:
            raise damaged(source, f"session {one.id} of a person that it does not list")
        moment_of(one.started_at)
