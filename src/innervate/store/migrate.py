"""Bringing an older database to the tables of today, and refusing what is not ours to touch."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from innervate.core.errors import InputError
from innervate.store.database import Database

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext, RevisionStep
    from alembic.script import ScriptDirectory

_FOLDER = Path(__file__).with_name("migrations")
_COPY = ".before-"


def bring_up_to_date(path: Path) -> None:
    """Make the tables, or migrate them from any older revision.

    Before a migration the database is copied beside itself. Raises `InputError` for a database of
    a newer version and for a file that is no database of ours; neither is touched.
    """
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(_FOLDER))
    newest = script.get_current_head()
    stands = revision_of(path)
    if newest is None or stands == newest:
        return
    if stands is not None:
        if stands not in {revision.revision for revision in script.walk_revisions()}:
            raise InputError(
                f"{path} was made by a newer version of innervate",
                found=f"tables of revision {stands}, where this version knows {newest}",
                fix="install the newer version (pip install -U innervate), "
                "or give another folder with --home",
            )
        _copy(path, path.with_name(f"{path.name}{_COPY}{newest}"))
    upgrade(path, script, newest)


def upgrade(path: Path, script: ScriptDirectory, target: str) -> None:
    """Run the revisions up to this one, all or nothing."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    def steps(current: str, _context: MigrationContext) -> list[RevisionStep]:
        return script._upgrade_revs(target, current)

    database = Database(path, foreign_keys=False)
    try:
        with database.restructuring() as connection:
            context = MigrationContext.configure(
                connection, opts={"fn": steps, "transactional_ddl": True}
            )
            with Operations.context(context), context.begin_transaction():
                context.run_migrations()
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise InputError(
                    f"{path} cannot be brought to this version",
                    found=f"{len(broken)} rows that belong to nothing",
                    fix="go on with the version of before; the database is as it was",
                )
    finally:
        database.close()


def revision_of(path: Path) -> str | None:
    """The revision a database stands at, only reading it; None where there are no tables yet.

    Raises `InputError` for a file that is no database of ours.
    """
    if not path.exists() or path.stat().st_size == 0:
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as reader:
            tables = {name for (name,) in reader.execute("SELECT name FROM sqlite_master")}
            if not tables:
                return None
            if "alembic_version" in tables:
                row = reader.execute("SELECT version_num FROM alembic_version").fetchone()
                if row is not None:
                    return str(row[0])
    except sqlite3.Error as error:
        raise InputError(
            f"{path} cannot be read as a database", found=str(error), fix=_ELSEWHERE
        ) from error
    raise InputError(f"{path} is a database of another program", fix=_ELSEWHERE)


_ELSEWHERE = "move it away or put a good copy in its place, or give another folder with --home"


def copies_of(path: Path) -> tuple[Path, ...]:
    """The copies that migrations left beside a database."""
    return tuple(sorted(path.parent.glob(f"{path.name}{_COPY}*")))


def _copy(path: Path, target: Path) -> None:
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    part.replace(target)
