"""The files beside the database: where a session's are, and how they come and go."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from innervate.core.errors import InputError
from innervate.store.home import DOCUMENTS, RECORDINGS, imported_folder

_STAGING = ".incoming-"


def recording_name(session_id: str) -> str:
    """Where a session's signals are, below the home folder."""
    return f"{RECORDINGS}/{session_id}.xdf"


def document_name(session_id: str) -> str:
    """Where a session's analysis is, below the home folder."""
    return f"{DOCUMENTS}/{session_id}.json"


def make_folders(home: Path) -> None:
    """Make the home folder, readable by its owner alone, and the folders in it."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        imported_folder(home).mkdir(parents=True, exist_ok=True)
        (home / DOCUMENTS).mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(
            f"{home} cannot be used as the home folder",
            found=error.strerror,
            fix="give a folder that you may write to, with --home or INNERVATE_HOME",
        ) from error


def write_document(home: Path, session_id: str, text: str) -> None:
    """Write the analysis, whole or not at all."""
    path = home / document_name(session_id)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except (OSError, UnicodeEncodeError) as error:
        part.unlink(missing_ok=True)
        raise InputError(
            "the analysis cannot be kept", found=str(error), fix="make room on the disk, try again"
        ) from error


def delete_files(home: Path, session_id: str) -> None:
    """Delete all files of one session; raises `InputError` where one cannot be deleted."""
    for folder in (RECORDINGS, DOCUMENTS):
        for path in (home / folder).glob(f"{session_id}.*"):
            delete(path)


def delete_all_files(home: Path) -> None:
    """Delete every recording, every analysis and what an unfinished import left."""
    sweep(home)
    for folder in (RECORDINGS, DOCUMENTS):
        for path in (home / folder).iterdir():
            delete(path)
    make_folders(home)


def delete(path: Path) -> None:
    """Delete a file or folder; a link is deleted, not what it points to."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            f"{path.name} cannot be deleted",
            found=error.strerror,
            fix="close the program that has it open, and delete again",
        ) from error


def bring(home: Path, source: Path) -> Path | None:
    """Copy a recording to those that people brought; None where it is there already.

    It lies under its own name, in a folder named by its content.
    """
    import hashlib

    try:
        with source.open("rb") as file:
            key = hashlib.file_digest(file, "sha256").hexdigest()[:12]
        if any(_alike(source, path) for path in imported_folder(home).rglob(source.name)):
            return None
        place = imported_folder(home) / key / source.name
        place.parent.mkdir(exist_ok=True)
        part = place.with_name(place.name + ".part")
        try:
            shutil.copyfile(source, part)
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            f"{source.name} cannot be copied",
            found=error.strerror or str(error),
            fix="see that it may be read and that the disk has room",
        ) from error
    return place


def _alike(one: Path, other: Path) -> bool:
    import filecmp

    return other.is_file() and filecmp.cmp(one, other, shallow=False)


def new_staging(home: Path, name: str) -> Path:
    """A fresh folder for files on their way in."""
    folder = home / f"{_STAGING}{name}"
    folder.mkdir(mode=0o700)
    return folder


def sweep(home: Path) -> None:
    """Delete what imports left that were cut off."""
    for folder in home.glob(f"{_STAGING}*"):
        delete(folder)
