"""Reading while others write, and what SQLite was told."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.store._made import NEW, finished, of, opened

from innervate.core.errors import InputError
from innervate.store.database import Database
from innervate.store.models import PersonRow


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("secure_delete", 1), ("temp_store", 2)],
)
def test_every_connection_is_set_up(tmp_path: Path, pragma: str, value: object) -> None:
    with opened(tmp_path):
        database = Database(tmp_path / "innervate.db")
        for moment in (database.reading, database.writing):
            with moment() as session:
                assert session.execute(text(f"PRAGMA {pragma}")).scalar() == value
        database.close()


def test_reading_goes_on_while_somebody_writes(tmp_path: Path) -> None:
    with opened(tmp_path) as store, ThreadPoolExecutor(1) as other:
        ada = store.add_person("Ada")
        session = finished(store, of(ada.id))
        writer = Database(tmp_path / "innervate.db")
        with writer.writing() as writing:
            writing.add(PersonRow(id="b", name="Bo", created_at=""))
            writing.flush()
            assert other.submit(store.people).result(60) == (ada,)
            assert other.submit(store.sessions).result(60) == (session,)
        assert len(store.people()) == 2
        writer.close()


def test_a_reader_sees_one_moment(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add_person("Ada")
        reader = Database(tmp_path / "innervate.db")
        with reader.reading() as reading:
            count = text("SELECT count(*) FROM people")
            assert reading.execute(count).scalar() == 1
            store.add_person("Bo")
            assert reading.execute(count).scalar() == 1
        reader.close()


def test_many_threads_write_and_read_at_once(tmp_path: Path) -> None:
    start = threading.Barrier(6)

    def work(number: int) -> list[str]:
        start.wait(60)
        ids = []
        for turn in range(5):
            person = store.add_person(f"person {number} {turn}")
            session = store.begin(of(person.id))
            ids.append(session.id)
            assert store.session(session.id) == session
            assert person in store.people()
        return ids

    with opened(tmp_path) as store, ThreadPoolExecutor(6) as threads:
        ids = [one for many in threads.map(work, range(6)) for one in many]
        assert len(set(ids)) == 30
        assert {one.id for one in store.sessions()} == set(ids)
        assert len(store.people()) == 30


def test_writing_is_all_or_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        database = Database(tmp_path / "innervate.db")
        with pytest.raises(ZeroDivisionError), database.writing() as session:
            session.add(PersonRow(id="a", name="Ada", created_at=""))
            session.flush()
            raise ZeroDivisionError
        assert store.people() == ()
        database.close()


def test_a_database_that_goes_away_is_a_clear_error(tmp_path: Path) -> None:
    database = Database(tmp_path / "no such folder" / "innervate.db")
    with (
        pytest.raises(InputError, match=r"cannot be used just now.*To mend it"),
        database.writing() as session,
    ):
        session.execute(text("SELECT 1"))
    database.close()


def test_rows_that_refer_to_nobody_are_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        session = store.begin(NEW)
        database = Database(tmp_path / "innervate.db")
        change = text("UPDATE sessions SET person = 'nobody'")
        with pytest.raises(InputError, match="did not take this"), database.writing() as writing:
            writing.execute(change)
        assert store.session(session.id) == session
        database.close()
