"""Everything into one zip file, a piece at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy.orm import Session

from innervate.core.errors import InputError
from innervate.core.plain import Plain, to_plain
from innervate.store import log_archive, measured, people, sessions, taught
from innervate.store.archive import (
    CHUNK,
    LOG,
    MANIFEST,
    SCHEMA,
    ArchivedSession,
    Line,
    LogLine,
    Manifest,
    brought_path,
    rows_name,
)
from innervate.store.database import Database
from innervate.store.home import imported_folder
from innervate.store.rows import Progress, StoredSession


def export_all(
    database: Database, home: Path, target: Path, progress: Progress, person: str | None = None
) -> None:
    """Write people, sessions, the log and all files into `target`, whole or not at all.

    With `person`, what belongs to that one alone: no files that were brought, which belong to
    nobody. Raises `InputError` where it cannot be written. A session that runs is written as far
    as it is; reading it back gives an interrupted one.
    """
    part = target.with_name(target.name + ".part")
    try:
        with ZipFile(part, "w", allowZip64=True) as archive, database.reading() as session:
            _write(archive, session, home, progress, person)
        part.replace(target)
    except OSError as error:
        raise InputError(
            f"the export {target} cannot be written",
            found=error.strerror or str(error),
            fix="see that the folder is there and the disk has room",
        ) from error
    finally:
        part.unlink(missing_ok=True)
    progress(1.0)


def _write(
    archive: ZipFile, session: Session, home: Path, progress: Progress, person: str | None
) -> None:
    kept = sessions.find(session, home, sessions.Wanted(person=person))[::-1]
    who = (people.one_person(session, person),) if person else people.all_people(session)
    manifest = Manifest(SCHEMA, who, tuple(map(archived, kept)))
    archive.writestr(
        _entry(MANIFEST, ZIP_DEFLATED),
        json.dumps(to_plain(manifest), ensure_ascii=False, indent=1),
    )
    for one in kept:
        with archive.open(_entry(rows_name(one.id), ZIP_DEFLATED), "w", force_zip64=True) as rows:
            for line in lines_of(session, one.id):
                rows.write(_text(line))
    with archive.open(_entry(LOG, ZIP_DEFLATED), "w", force_zip64=True) as log:
        for line_of_log in log_archive.lines(session, person):
            log.write(_text(line_of_log))
    files = tuple(_files(home, kept, brought=person is None))
    whole, done = sum(path.stat().st_size for path, _ in files), 0
    for path, name in files:
        for written in _copy(archive, path, name):
            done += written
            progress(min(done / max(whole, 1), 1.0))


def archived(one: StoredSession) -> ArchivedSession:
    """A session without its places on this computer."""
    return ArchivedSession(*(getattr(one, field.name) for field in fields(ArchivedSession)))


def lines_of(session: Session, session_id: str) -> Iterator[Line]:
    """The rows of a session."""
    for placement in taught.placements_of(session, session_id):
        yield Line(placement=placement)
    for fit in taught.fits_of(session, session_id):
        yield Line(fit=fit)
    for measure in measured.of_session(session, session_id):
        yield Line(measure=measure)


def _text(line: Line | LogLine) -> bytes:
    return json.dumps(there_of(line), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def there_of(line: Line | LogLine) -> dict[str, Plain]:
    """The one field of a line that is there, as plain data."""
    values = {field.name: getattr(line, field.name) for field in fields(line)}
    return {name: to_plain(value) for name, value in values.items() if value is not None}


def _files(
    home: Path, kept: tuple[StoredSession, ...], *, brought: bool
) -> Iterator[tuple[Path, str]]:
    """The files that are there, with their names in the zip."""
    for one in kept:
        for path in (one.recording, one.document):
            if path is not None and path.is_file():
                yield path, path.relative_to(home).as_posix()
    for path in sorted(imported_folder(home).rglob("*")) if brought else ():
        if path.is_file() and not path.is_symlink():
            name = path.relative_to(home).as_posix()
            if brought_path(name) is None:
                raise InputError(
                    "a file that you brought has a name that an export cannot hold",
                    found=ascii(str(path)),
                    fix="rename it to letters, digits and dots, and export again",
                )
            yield path, name


def _copy(archive: ZipFile, path: Path, name: str) -> Iterator[int]:
    """Copy a file and give the size of each piece; signals, which hardly shrink, as they are."""
    method = ZIP_DEFLATED if name.endswith(".json") else ZIP_STORED
    with path.open("rb") as file, archive.open(_entry(name, method), "w", force_zip64=True) as to:
        while piece := file.read(CHUNK):
            to.write(piece)
            yield len(piece)


def _entry(name: str, method: int) -> ZipInfo:
    """A file of the zip, without dates or owners, so that equal contents give equal bytes."""
    entry = ZipInfo(name)
    entry.compress_type = method
    entry.external_attr = 0o600 << 16
    return entry
