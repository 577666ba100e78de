"""The SQLite file: how it is opened, read, written and cleaned."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from innervate.core.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

_WAIT_S = 30.0
"""How long a writer waits for another one to finish."""

_WRITES = "innervate_writes"
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "temp_store=MEMORY",
)


class Database:
    """One database file; each call takes a connection of its own, so any thread may call."""

    def __init__(self, path: Path, *, foreign_keys: bool = True) -> None:
        self._engine = _engine(path, foreign_keys=foreign_keys)
        self._writer = self._engine.execution_options(**{_WRITES: True})

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One moment of the database, whatever is written meanwhile."""
        with _clear_errors(), Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """All or nothing; waits for another writer before it reads, so nothing changes beneath."""
        with _clear_errors(), Session(self._writer) as session, session.begin():
            yield session

    @contextmanager
    def restructuring(self) -> Iterator[Connection]:
        """A connection to change the tables by, all or nothing."""
        with _clear_errors(), self._writer.begin() as connection:
            yield connection

    def forget(self) -> None:
        """Write the file anew without anything that was deleted, and empty the log of changes.

        Raises `InputError` where somebody reads the file all the while.
        """
        with _clear_errors(), closing(self._engine.raw_connection()) as raw:
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            outcome = cursor.fetchone()
        if outcome is None or outcome[0]:
            raise InputError(
                "what was deleted is still in the log of changes",
                found="somebody reading the database",
                fix="close other programs that have innervate.db open, and delete again",
            )

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _engine(path: Path, *, foreign_keys: bool) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"timeout": _WAIT_S}
    )
    pragmas = (*_PRAGMAS, f"foreign_keys={'ON' if foreign_keys else 'OFF'}")

    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # The driver's own transactions would leave reads and changes of tables outside.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _clear_errors() -> Iterator[None]:
    try:
        yield
    except UnicodeEncodeError as error:
        raise InputError(
            "a text holds characters that cannot be kept",
            found=ascii(error.object[error.start : error.end]),
            fix="type it again without them",
        ) from error
    except OverflowError as error:
        raise InputError(
            "a number is too large to be kept", found=str(error), fix="give a smaller one"
        ) from error
    except OperationalError as error:
        raise InputError(
            "the database cannot be used just now",
            found=str(error.orig),
            fix="see that the disk has room and that no other program has innervate.db open",
        ) from error
    except DatabaseError as error:
        raise InputError(
            "the database did not take this", found=str(error.orig), fix="check what was given"
        ) from error
