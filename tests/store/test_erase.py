"""Erasing everything leaves no byte of anybody."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from tests.store._made import NEW, SHARE, bytes_of, finished, kept_files, of, opened

from innervate.core.errors import InputError
from innervate.store import migrate

NAMES = [f"Ada Lovelace the {number}th, née Byron ☂" for number in range(300)]


def test_no_bytes_of_names_are_left_anywhere(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        people = [store.add_person(name) for name in NAMES]
        finished(store, of(people[0].id), *[SHARE] * 3000)
        store.rename_person(people[1].id, "Ada Renamed")
        written = b"".join(bytes_of(tmp_path).values())
        assert b"Ada Lovelace the 0th" in written
        assert b"pectoralis" in written
        store.erase_all()
        for name, data in bytes_of(tmp_path).items():
            for trace in (b"Ada", b"Byron", "☂".encode(), b"pectoralis", people[0].id.encode()):
                assert trace not in data, name
        assert (tmp_path / "innervate.db-wal").stat().st_size == 0
        assert (store.people(), store.sessions()) == ((), ())


def test_files_go_with_the_rows_and_the_home_can_be_used_on(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        finished(store)
        brought = tmp_path / "recordings" / "imported" / "folder" / "gait.c3d"
        brought.parent.mkdir()
        brought.write_bytes(b"brought")
        store.erase_all()
        assert kept_files(tmp_path) == {}
        again = finished(store)
        assert store.sessions() == (again,)
        assert len(kept_files(tmp_path)) == 2
    with opened(tmp_path) as store:
        assert store.sessions() == (again,)


def test_a_link_is_deleted_and_what_it_points_to_stays(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine.xdf").write_bytes(b"mine")
    with opened(tmp_path / "home") as store:
        (tmp_path / "home" / "recordings" / "imported" / "link").symlink_to(outside)
        store.erase_all()
    assert (outside / "mine.xdf").read_bytes() == b"mine"


def test_copies_of_older_databases_go_too(tmp_path: Path) -> None:
    path = tmp_path / "innervate.db"
    folder = Path(migrate.__file__).with_name("migrations")
    migrate.upgrade(path, ScriptDirectory(str(folder)), "0001")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO people VALUES ('a', 'Ada Lovelace', '2025-01-01')")
    with opened(tmp_path) as store:
        assert any(b"Ada" in one.read_bytes() for one in migrate.copies_of(path))
        store.erase_all()
        for name, data in bytes_of(tmp_path).items():
            assert b"Ada" not in data, name


def test_nothing_is_erased_while_a_session_runs(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        done, running = finished(store), store.begin(NEW)
        before = kept_files(tmp_path)
        with pytest.raises(InputError, match=r"a session is running.*stop it"):
            store.erase_all()
        assert store.sessions() == (running, done)
        assert kept_files(tmp_path) == before
        store.interrupt(running.id)
        store.erase_all()
        assert store.sessions() == ()


def test_a_removed_session_leaves_no_bytes(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        kept = finished(store)
        gone = store.begin(NEW)
        store.finish(gone.id, "{}", [], duration_s=1.0, reps=1, headline="a knee that hurts")
        assert any(b"knee" in data for data in bytes_of(tmp_path).values())
        store.remove_session(gone.id)
        for name, data in bytes_of(tmp_path).items():
            assert b"knee" not in data, name
        assert store.sessions() == (kept,)
