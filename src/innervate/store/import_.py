"""An export read back: new sessions are added, known ones stay as they are."""

from __future__ import annotations

import secrets
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from zipfile import ZipFile, ZipInfo

from sqlalchemy.orm import Session

from innervate.core.errors import InputError
from innervate.core.measure import Measure
from innervate.core.plain import from_plain
from innervate.store import log_archive, measured, people, taught
from innervate.store.archive import (
    CHUNK,
    LOG,
    SCHEMA,
    ArchivedSession,
    Line,
    LogLine,
    Manifest,
    brought_path,
    rows_name,
    session_of,
)
from innervate.store.database import Database
from innervate.store.files import delete, document_name, new_staging, recording_name
from innervate.store.home import imported_folder
from innervate.store.log_rows import Added
from innervate.store.models import PersonRow, SessionRow
from innervate.store.rows import ImportReport, Progress, SessionState
from innervate.store.sessions import next_number
from innervate.store.survey import LINE_LIMIT, damaged, opened, plain, survey

T = TypeVar("T")


def import_all(database: Database, home: Path, source: Path, progress: Progress) -> ImportReport:
    """Add what an export holds and this home does not, all or nothing.

    Raises `InputError` for whatever is no whole export of ours; nothing is changed then.
    """
    with opened(source) as archive:
        contents = survey(archive, source, shutil.disk_usage(home).free)
        staging = new_staging(home, secrets.token_hex(8))
        try:
            with database.reading() as session:
                known = _known(session, contents.manifest)
            wanted = tuple(e for e in contents.files if session_of(e.filename) not in known)
            _unpack(archive, wanted, staging, progress)
            arriving = _Arriving(archive, source, home, staging, wanted)
            report = _admit(database, arriving, contents.manifest)
        except OSError as error:
            raise InputError(
                f"{source.name} cannot be unpacked", found=str(error), fix="make room on the disk"
            ) from error
        finally:
            delete(staging)
    progress(1.0)
    return report


def preview(database: Database, home: Path, source: Path) -> ImportReport:
    """What `import_all` would add; changes nothing. Raises `InputError` as that does."""
    with opened(source) as archive:
        contents = survey(archive, source, shutil.disk_usage(home).free)
        arriving = _Arriving(archive, source, home, home, ())
        try:
            with database.writing() as session:
                new, known = _admit_people(session, contents.manifest)
                log = _add_log(session, arriving, contents.manifest)
                raise _OnlyLookingError
        except _OnlyLookingError:
            return ImportReport(len(new), len(known), log.new, log.known)


class _OnlyLookingError(Exception):
    """Takes back what was written for a preview."""


@dataclass(frozen=True, slots=True)
class _Arriving:
    """Files on their way in: unpacked beside, not yet in their places."""

    archive: ZipFile
    source: Path
    home: Path
    staging: Path
    files: tuple[ZipInfo, ...]


def _known(session: Session, manifest: Manifest) -> frozenset[str | None]:
    return frozenset(
        one.id for one in manifest.sessions if session.get(SessionRow, one.id) is not None
    )


def _unpack(
    archive: ZipFile, files: tuple[ZipInfo, ...], staging: Path, progress: Progress
) -> None:
    """Unpack files under names of our own, their numbers; sums are checked at their ends."""
    whole, done = sum(entry.file_size for entry in files), 0
    for number, entry in enumerate(files):
        with archive.open(entry) as packed, (staging / str(number)).open("wb") as file:
            while piece := packed.read(CHUNK):
                file.write(piece)
                done += len(piece)
                progress(0.9 * done / whole)


def _admit(database: Database, arriving: _Arriving, manifest: Manifest) -> ImportReport:
    """Rows and files together; a failure takes both back."""
    placed: list[Path] = []
    try:
        with database.writing() as session:
            new, known = _admit_people(session, manifest)
            for one in new:
                _add(session, arriving, one)
            log = _add_log(session, arriving, manifest)
            placed.extend(_place(arriving, known))
    except BaseException:
        for path in placed:
            delete(path)
        raise
    return ImportReport(len(new), len(known), log.new, log.known)


def _admit_people(
    session: Session, manifest: Manifest
) -> tuple[list[ArchivedSession], frozenset[str | None]]:
    """Keep the people who are new; the sessions that are new, and the ids of those that are not."""
    known = _known(session, manifest)
    for person in manifest.people:
        if session.get(PersonRow, person.id) is None:
            people.put(session, person)
    return [one for one in manifest.sessions if one.id not in known], known


def _add(session: Session, arriving: _Arriving, one: ArchivedSession) -> None:
    there = {entry.filename for entry in arriving.files}
    running = one.state is SessionState.RUNNING
    recording, document = recording_name(one.id), document_name(one.id)
    session.add(
        SessionRow(
            id=one.id,
            person=one.person,
            door=one.door.value,
            source=one.source,
            exercise=one.exercise,
            simulated=one.simulated,
            started_at=one.started_at,
            state=(SessionState.INTERRUPTED if running else one.state).value,
            recording=recording if recording in there else None,
            document=document if document in there else None,
            duration_s=one.duration_s,
            setup=one.setup,
            reps=one.reps,
            headline=one.headline,
            number=next_number(session),
        )
    )
    session.flush()
    measured.add(session, one.id, _rows(session, arriving, one.id))


def _rows(session: Session, arriving: _Arriving, session_id: str) -> Iterator[Measure]:
    """Keep placements and fits as they come by; gives the measures."""
    for line in _lines(arriving, rows_name(session_id), Line):
        if line.placement is not None:
            taught.place(session, session_id, (line.placement,))
        if line.fit is not None:
            taught.learn(session, session_id, (line.fit,))
        if line.measure is not None:
            yield line.measure


def _add_log(session: Session, arriving: _Arriving, manifest: Manifest) -> Added:
    """Keep the training log; what it says of somebody who is not listed is damage."""
    if manifest.schema != SCHEMA:
        return Added(0, 0)
    listed = {None, *(person.id for person in manifest.people)}
    new = known = 0
    for line in _lines(arriving, LOG, LogLine):
        if line.person not in listed:
            raise damaged(arriving.source, "a line of the log of a person that it does not list")
        if log_archive.put(session, line):
            new += 1
        else:
            known += 1
    return Added(new, known)


def _lines(arriving: _Arriving, name: str, kind: type[T]) -> Iterator[T]:
    with arriving.archive.open(name) as lines:
        while text := lines.readline(LINE_LIMIT):
            if len(text) == LINE_LIMIT:
                raise damaged(arriving.source, "a line without an end")
            yield from_plain(kind, plain(text, arriving.source))


def _place(arriving: _Arriving, known: frozenset[str | None]) -> Iterator[Path]:
    """Move the files to their places; gives the place of each that is new there."""
    for number, entry in enumerate(arriving.files):
        owner, staged = session_of(entry.filename), arriving.staging / str(number)
        if owner in known:
            continue
        if owner is not None:
            place: Path | None = arriving.home / entry.filename
        else:
            place = _free_place(arriving.home, entry)
        if place is not None:
            place.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(place)
            yield place


def _free_place(home: Path, entry: ZipInfo) -> Path | None:
    """Where a brought file may go without touching another; None where it is there already."""
    asked = imported_folder(home).joinpath(*(brought_path(entry.filename) or ()))
    place, turn = asked, 1
    while place.exists():
        if place.is_file() and _same(place, entry):
            return None
        turn += 1
        place = asked.with_name(f"{asked.stem} ({turn}){asked.suffix}")
    return place


def _same(path: Path, entry: ZipInfo) -> bool:
    if path.stat().st_size != entry.file_size:
        return False
    checksum = 0
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            checksum = zlib.crc32(piece, checksum)
    return checksum == entry.CRC
