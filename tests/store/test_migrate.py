"""Older databases are migrated with their rows; newer and foreign ones are left alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine
from tests.store._made import SHARE, bytes_of, finished, opened

from innervate.core.channel import Side
from innervate.core.errors import InputError
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.store import migrate
from innervate.store.models import Base
from innervate.store.rows import Door, Person, SessionState, StoredSession

FOLDER = Path(migrate.__file__).with_name("migrations")
PERSON = "0123456789abcdef0123456789abcdef"
SESSION = "20250102T030405000Z-0001-0a1b2c3d"


def database_of(home: Path, revision: str) -> Path:
    """A database at this revision."""
    path = home / "innervate.db"
    migrate.upgrade(path, ScriptDirectory(str(FOLDER)), revision)
    return path


def old_rows(path: Path) -> None:
    """A person with a session, as revision 1 kept them."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO people VALUES (?, 'Ada', '2025-01-01')", (PERSON,))
        connection.execute(
            "INSERT INTO sessions (id, person, door, source, exercise, simulated, started_at, "
            "state, recording, document, duration_s, setup) VALUES (?, ?, 'kit', 'lsl:amp', "
            "'squat', 0, '2025-01-02T03:04:05+00:00', 'finished', ?, ?, 12.5, '{}')",
            (SESSION, PERSON, f"recordings/{SESSION}.xdf", f"documents/{SESSION}.json"),
        )
        connection.execute(
            "INSERT INTO measures (session, metric, value, unit, muscle, start_s, stop_s, method, "
            "ok, reasons, version) VALUES (?, 'isolation', 0.5, '1', 'soleus', 0, 1, 'none', 1, "
            "'[]', 1)",
            (SESSION,),
        )


def rows_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_there_are_revisions_to_go_through() -> None:
    revisions = [one.revision for one in ScriptDirectory(str(FOLDER)).walk_revisions()]
    assert revisions[::-1] == ["0001", "0002", "0003"]


def test_the_revisions_lead_to_the_models(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    engine = create_engine(f"sqlite:///{tmp_path / 'innervate.db'}")
    assert _differences(engine) == []


def test_the_models_are_not_those_of_the_first_revision(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{database_of(tmp_path, '0001')}")
    assert len(_differences(engine)) > 4


def _differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        found = list(compare_metadata(MigrationContext.configure(connection), Base.metadata))
    engine.dispose()
    return found


def test_an_older_database_keeps_its_rows_and_leaves_a_copy(tmp_path: Path) -> None:
    path = database_of(tmp_path, "0001")
    old_rows(path)
    before = rows_in(path)
    with opened(tmp_path) as store:
        assert store.people() == (Person(PERSON, "Ada", "2025-01-01"),)
        assert store.sessions() == (
            StoredSession(
                SESSION,
                Door.KIT,
                "lsl:amp",
                "squat",
                False,
                "2025-01-02T03:04:05+00:00",
                PERSON,
                SessionState.FINISHED,
                tmp_path / "recordings" / f"{SESSION}.xdf",
                tmp_path / "documents" / f"{SESSION}.json",
                12.5,
                "{}",
                None,
                "",
            ),
        )
        (kept,) = store.measures(PERSON, "squat", "isolation")
        assert (kept.measure.value, kept.measure.subject.muscle) == (0.5, "soleus")
        newer = finished(store)
        assert newer.headline == "8 repetitions, 71 % pectoralis"
        assert store.session_measures(newer.id)[0] == SHARE
    (copy,) = migrate.copies_of(path)
    assert copy.name == "innervate.db.before-0003"
    assert rows_in(copy) == before


def test_measures_of_before_come_back_in_their_order(tmp_path: Path) -> None:
    path = database_of(tmp_path, "0002")
    old_rows(path)
    other = SESSION.replace("0001", "0002")
    columns = (
        'session, metric, value, unit, muscle, side, channel, other, "set", rep, phase, '
        "start_s, stop_s, low, high, level, method, ok, reasons, version"
    )
    one = (0.25, "1", None, "left", "EMG 1", None, 1, None, None, 0.5, 1.5, 0.1, 0.4, 0.95)
    two = (None, "1", None, "left", "EMG 1", None, 1, 2, "up", 0.5, 1.5, None, None, None)
    rows = [(key, "activation", *numbers, "t", 0, '["why"]', 2) for numbers in (one, two, one)
            for key in (other, SESSION)]  # fmt: skip
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            f"INSERT INTO sessions (id, person, door, source, exercise, simulated, started_at, "
            f"state, setup) SELECT '{other}', person, door, source, exercise, simulated, "
            "started_at, state, setup FROM sessions"
        )
        connection.executemany(
            f"INSERT INTO measures ({columns}) VALUES ({', '.join('?' * 20)})", rows
        )
    subject = Subject(None, Side.LEFT, "EMG 1", None, 1)
    quality = Quality(False, ("why",))
    first = Measure(
        "activation", 0.25, "1", subject, 0.5, 1.5, Uncertainty(0.1, 0.4, 0.95, "t"), quality, 2
    )
    second = replace(
        first,
        value=None,
        subject=replace(subject, rep=2, phase="up"),
        uncertainty=Uncertainty.none("t"),
    )
    with opened(tmp_path) as store:
        assert store.session_measures(other) == (first, second, first)
        assert store.session_measures(SESSION)[1:] == (first, second, first)
        whole = store.measures(PERSON, "squat", "activation", whole=True)
        assert [one.measure for one in whole] == [first] * 4
        assert [one.session for one in whole] == [SESSION, SESSION, other, other]
        assert store.measures(PERSON, "squat", "activation", side=Side.RIGHT) == ()
        assert len(store.measures(PERSON, "squat", "activation", side=Side.LEFT)) == 6


def test_opening_again_makes_no_other_copy(tmp_path: Path) -> None:
    old_rows(database_of(tmp_path, "0001"))
    with opened(tmp_path):
        pass
    (copy,) = migrate.copies_of(tmp_path / "innervate.db")
    kept = copy.read_bytes()
    with opened(tmp_path) as store:
        assert len(store.people()) == 1
    assert [copy.read_bytes()] == [
        one.read_bytes() for one in migrate.copies_of(tmp_path / "innervate.db")
    ]
    assert copy.read_bytes() == kept


def test_a_fresh_database_leaves_no_copy(tmp_path: Path) -> None:
    with opened(tmp_path):
        assert migrate.copies_of(tmp_path / "innervate.db") == ()


def test_the_copy_goes_when_somebody_in_it_goes(tmp_path: Path) -> None:
    path = database_of(tmp_path, "0001")
    old_rows(path)
    with opened(tmp_path) as store:
        store.remove_person(PERSON)
        assert migrate.copies_of(path) == ()


def test_a_migration_that_fails_leaves_all_as_it_was(tmp_path: Path) -> None:
    path = database_of(tmp_path, "0001")
    old_rows(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE INDEX ix_measures_session_metric ON measures (metric)")
    before = rows_in(path)
    with (
        pytest.raises(InputError, match=r"cannot be used just now.*already exists"),
        opened(tmp_path),
    ):
        pass
    assert rows_in(path) == before
    assert migrate.revision_of(path) == "0001"


def test_rows_that_belong_to_nothing_stop_a_migration(tmp_path: Path) -> None:
    path = database_of(tmp_path, "0001")
    old_rows(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM people")
    before = rows_in(path)
    with pytest.raises(InputError, match=r"1 rows that belong to nothing"), opened(tmp_path):
        pass
    assert rows_in(path) == before


def test_a_newer_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.add_person("Ada")
    path = tmp_path / "innervate.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    with (
        pytest.raises(InputError, match=r"newer version.*revision 9999.*install the newer"),
        opened(tmp_path),
    ):
        pass
    assert path.read_bytes() == before
    assert migrate.copies_of(path) == ()


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"x" * 9])
def test_a_file_that_is_no_database_is_refused_and_not_touched(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "innervate.db").write_bytes(content)
    with (
        pytest.raises(InputError, match=r"cannot be read as a database.*move it away"),
        opened(tmp_path),
    ):
        pass
    assert bytes_of(tmp_path)["innervate.db"] == content


def test_a_database_of_another_program_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "innervate.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE moz_cookies (id)")
    before = path.read_bytes()
    with pytest.raises(InputError, match="database of another program"), opened(tmp_path):
        pass
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    (tmp_path / "innervate.db").touch()
    with opened(tmp_path) as store:
        assert store.sessions() == ()
