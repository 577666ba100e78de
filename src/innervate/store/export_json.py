"""Everything that was written down as one JSON document, for other programs and for reading.

``{"schema": "innervate/rows/1", "people": [...], "sessions": [{..., "rows": [...]}], "log":
[...]}``; the lines are those of an export. Signals and analyses are in the zip file alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from innervate.core.errors import InputError
from innervate.core.plain import Plain, to_plain
from innervate.store import log_archive, people, sessions
from innervate.store.database import Database
from innervate.store.export import archived, lines_of, there_of
from innervate.store.rows import Progress, StoredSession

ROWS_SCHEMA: Final = "innervate/rows/1"


def export_json(
    database: Database, home: Path, target: Path, progress: Progress, person: str | None = None
) -> None:
    """Write all rows (of one person, where one is given) into `target`, whole or not at all.

    Raises `InputError` where it cannot be written.
    """
    part = target.with_name(target.name + ".part")
    try:
        with part.open("w", encoding="utf-8") as file, database.reading() as session:
            for piece in _pieces(session, home, progress, person):
                file.write(piece)
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


def _pieces(session: Session, home: Path, progress: Progress, person: str | None) -> Iterator[str]:
    who = (people.one_person(session, person),) if person else people.all_people(session)
    kept = sessions.find(session, home, sessions.Wanted(person=person))[::-1]
    yield f'{{"schema": "{ROWS_SCHEMA}",\n"people": '
    yield from _listed(map(to_plain, who))
    yield ',\n"sessions": '
    yield from _listed(_sessions(session, kept, progress))
    yield ',\n"log": '
    yield from _listed(map(there_of, log_archive.lines(session, person)))
    yield "}\n"


def _sessions(
    session: Session, kept: tuple[StoredSession, ...], progress: Progress
) -> Iterator[Plain]:
    for number, one in enumerate(kept):
        about = to_plain(archived(one))
        assert isinstance(about, dict)
        rows: list[Plain] = [there_of(line) for line in lines_of(session, one.id)]
        yield {**about, "rows": rows}
        progress((number + 1) / len(kept))


def _listed(values: Iterable[Plain]) -> Iterator[str]:
    """A JSON list, one value a line."""
    before = "["
    for value in values:
        yield f"{before}\n{json.dumps(value, ensure_ascii=False)}"
        before = ","
    yield "[]" if before == "[" else "\n]"
