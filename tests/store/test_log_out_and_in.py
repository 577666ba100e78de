"""Export, erase, import gives an identical database; an erased person leaves no byte."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.store._logged import PUSH, logged
from tests.store._made import SHARE, bytes_of, finished, of, opened

from innervate.core.errors import InputError
from innervate.store.log_rows import Added
from innervate.store.rows import ImportReport
from innervate.store.store import Store

ROWS_OF_ONE = 8
OF_THIS_COMPUTER = ("exports", "alembic_version")


def dump(home: Path) -> list[str]:
    """All rows of all tables but those that are of this computer alone."""
    with closing(sqlite3.connect(home / "innervate.db")) as connection:
        lines = list(connection.iterdump())
    return sorted(one for one in lines if not any(f'"{name}"' in one for name in OF_THIS_COMPUTER))


def full(store: Store) -> tuple[str, str]:
    """Two people and nobody with sessions, measures and a log."""
    ada, bo = store.add_person("Ada Lovelace ☂"), store.add_person("Bo")
    for number, who in enumerate((ada.id, bo.id, None, ada.id)):
        session = finished(store, of(who, started_at=f"2026-11-2{number}T10:00:00+00:00"))
        if number < 3:
            logged(store, who, session.id)
    return ada.id, bo.id


def test_export_erase_import_gives_an_identical_database(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with opened(home) as store:
        full(store)
        store.export_all(tmp_path / "all.zip")
        before = dump(home)
        store.erase_all()
        assert dump(home) != before
        report = store.import_all(tmp_path / "all.zip")
        assert report == ImportReport(4, 0, 2 * ROWS_OF_ONE + 6, 0)
        assert dump(home) == before
        again = store.import_all(tmp_path / "all.zip")
        assert again == ImportReport(0, 4, 0, 2 * ROWS_OF_ONE + 6)
        assert dump(home) == before


def test_a_preview_says_the_same_and_changes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as store:
        full(store)
        store.export_all(tmp_path / "all.zip")
        store.remove_person(store.people()[1].id)
        before = dump(tmp_path / "home"), bytes_of(tmp_path / "home").keys()
        report = store.preview_import(tmp_path / "all.zip")
        assert (dump(tmp_path / "home"), bytes_of(tmp_path / "home").keys()) == before
        assert report == ImportReport(1, 3, ROWS_OF_ONE, ROWS_OF_ONE + 6)
        assert store.import_all(tmp_path / "all.zip") == report


def test_an_export_of_one_person_holds_nobody_else(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as store:
        ada, _ = full(store)
        store.export_all(tmp_path / "ada.zip", person=ada)
        store.export_json(tmp_path / "ada.json", person=ada)
    with ZipFile(tmp_path / "ada.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert [one["id"] for one in manifest["people"]] == [ada]
        assert {one["person"] for one in manifest["sessions"]} == {ada}
        assert len(archive.read("log.jsonl").splitlines()) == ROWS_OF_ONE
    told = json.loads((tmp_path / "ada.json").read_text(encoding="utf-8"))
    assert len(told["log"]) == ROWS_OF_ONE
    assert [len(one["rows"]) for one in told["sessions"]] == [5, 5]
    with opened(tmp_path / "other") as other:
        assert other.import_all(tmp_path / "ada.zip") == ImportReport(2, 0, ROWS_OF_ONE, 0)
        assert [one.name for one in other.people()] == ["Ada Lovelace ☂"]


def test_json_of_everything_and_of_nothing(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as store:
        store.export_json(tmp_path / "none.json")
        full(store)
        store.export_json(tmp_path / "all.json")
    none = json.loads((tmp_path / "none.json").read_text(encoding="utf-8"))
    assert none == {"schema": "innervate/rows/1", "people": [], "sessions": [], "log": []}
    told = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert (len(told["people"]), len(told["sessions"])) == (2, 4)
    assert len(told["log"]) == 2 * ROWS_OF_ONE + 6


def test_an_export_of_the_first_kind_is_read(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as store:
        full(store)
        store.export_all(tmp_path / "all.zip")
    with ZipFile(tmp_path / "all.zip") as new, ZipFile(tmp_path / "old.zip", "w") as old:
        for name in new.namelist():
            data = new.read(name).replace(b"innervate/export/2", b"innervate/export/1")
            if name == "manifest.json":
                told = json.loads(data)
                people = [
                    {key: one[key] for key in ("id", "name", "created_at")}
                    for one in told["people"]
                ]
                data = json.dumps({**told, "people": people}).encode()
            if name != "log.jsonl":
                old.writestr(name, data)
    with opened(tmp_path / "other") as other:
        assert other.import_all(tmp_path / "old.zip") == ImportReport(4, 0)
        assert {one.birth_year for one in other.people()} == {None}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (b'{"entry": {"id": "x", "person": "stranger", "at": "a", "label": "b"}}', "not list"),
        (b'{"entry": {"id": "x"}}', "Entry"),
        (b"{", "Expecting"),
    ],
)
def test_a_damaged_log_changes_nothing(tmp_path: Path, line: bytes, found: str) -> None:
    with opened(tmp_path / "home") as store:
        full(store)
        store.export_all(tmp_path / "all.zip")
    with ZipFile(tmp_path / "all.zip") as good, ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in good.namelist():
            data = good.read(name)
            bad.writestr(name, data + line + b"\n" if name == "log.jsonl" else data)
    with opened(tmp_path / "other") as other:
        before = dump(tmp_path / "other")
        for attempt in (other.preview_import, other.import_all):
            with pytest.raises(InputError, match=found):
                attempt(tmp_path / "bad.zip")
        assert dump(tmp_path / "other") == before


def test_a_workout_that_came_by_another_way_is_not_added_twice(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as store:
        ada = store.add_person("Ada")
        store.log.add_workouts(ada.id, [PUSH])
        store.export_all(tmp_path / "all.zip")
        store.log.remove_workout(store.log.workouts(ada.id)[0].id)
        assert store.log.add_workouts(ada.id, [PUSH]) == Added(1, 0)
        assert store.import_all(tmp_path / "all.zip") == ImportReport(0, 0, 0, 1)


TRACES = (
    b"Lovelace", "☂".encode(), b"Push", b"windy Tuesday", b"knee hums", b"Lord Byron",
    b"automatic", b"Bench press", b"EMG 1", b"strong:2026", b"signals",
)  # fmt: skip


def test_an_erased_person_leaves_no_byte_in_the_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with opened(home) as store:
        ada = store.add_person("Ada Lovelace ☂")
        bo = store.add_person("Bo")
        for number in range(3):
            at = f"2026-11-2{number}T10:00:00+00:00"
            session = finished(store, of(ada.id, started_at=at), *[SHARE] * 1500)
            logged(store, ada.id, session.id)
        written = b"".join(bytes_of(home).values())
        assert all(trace in written for trace in TRACES)
        store.export_all(tmp_path / "ada's.zip", person=ada.id)
        store.remove_person(ada.id)
        for name, data in bytes_of(home).items():
            for trace in (*TRACES, ada.id.encode(), b"ada's.zip", b"pectoralis"):
                assert trace not in data, (name, trace)
        assert store.people() == (bo,)


def test_exports_are_remembered_where_they_are(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as store:
        ada, bo = full(store)
        store.export_all(tmp_path / "all.zip")
        store.export_all(tmp_path / "all.zip")
        store.export_json(tmp_path / "ada.json", person=ada)
        store.export_all(tmp_path / "gone.zip")
        store.export_all(tmp_path / "home" / "passing.zip")
        (tmp_path / "gone.zip").unlink()
        assert [one.path.name for one in store.written_exports()] == ["all.zip", "ada.json"]
        assert [one.path.name for one in store.written_exports(ada)] == ["all.zip", "ada.json"]
        assert [one.path.name for one in store.written_exports(bo)] == ["all.zip"]
        store.remove_person(ada)
        assert [one.path.name for one in store.written_exports()] == ["all.zip"]


def test_a_recording_is_brought_once(tmp_path: Path) -> None:
    source = tmp_path / "gait.csv"
    source.write_bytes(b"1,2,3")
    with opened(tmp_path / "home") as store:
        place = store.bring(source)
        assert place is not None
        assert place.read_bytes() == b"1,2,3"
        assert store.bring(source) is None
        source.write_bytes(b"1,2,4")
        assert store.bring(source) not in {None, place}
        with pytest.raises(InputError, match="cannot be copied"):
            store.bring(tmp_path / "none.csv")
