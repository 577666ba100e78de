"""Everything in one zip file, written whole or not at all."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from tests.store._made import FIT, SHARE, bytes_of, finished, of, opened

from innervate.core.errors import InputError
from innervate.core.plain import to_plain
from innervate.store.store import Store


def test_the_zip_is_laid_out_as_it_says(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as store:
        ada = store.add_person("Ada ☂")
        session = finished(store, of(ada.id))
        store.export_all(tmp_path / "all.zip")
    with ZipFile(tmp_path / "all.zip") as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {
            "manifest.json",
            "log.jsonl",
            f"rows/{session.id}.jsonl",
            f"recordings/{session.id}.xdf",
            f"documents/{session.id}.json",
        }
        manifest = json.loads(archive.read("manifest.json"))
        assert manifest["schema"] == "innervate/export/2"
        assert manifest["people"] == [to_plain(ada)]
        (described,) = manifest["sessions"]
        assert (described["id"], described["state"]) == (session.id, "finished")
        assert "recording" not in described
        lines = archive.read(f"rows/{session.id}.jsonl").decode().splitlines()
        rows = [json.loads(line) for line in lines]
        assert [next(iter(row)) for row in rows] == [*["placement"] * 2, "fit", *["measure"] * 2]
        assert rows[2]["fit"] == to_plain(FIT)
        assert rows[3]["measure"] == to_plain(SHARE)


def test_simulated_sessions_say_so(tmp_path: Path) -> None:
    from dataclasses import replace

    with opened(tmp_path / "home") as store:
        finished(store, replace(of(), simulated=True))
        store.export_all(tmp_path / "all.zip")
    with ZipFile(tmp_path / "all.zip") as archive:
        (described,) = json.loads(archive.read("manifest.json"))["sessions"]
    assert described["simulated"] is True


def test_equal_homes_give_equal_bytes(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as store:
        finished(store)
        store.export_all(tmp_path / "one.zip")
        store.export_all(tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_recording_is_never_held_in_memory(tmp_path: Path) -> None:
    size = 48 << 20
    with opened(tmp_path / "home") as store:
        session = finished(store)
        assert session.recording is not None
        with session.recording.open("wb") as file:
            file.truncate(size)
        tracemalloc.start()
        store.export_all(tmp_path / "all.zip")
        store.erase_all()
        store.import_all(tmp_path / "all.zip")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert session.recording.stat().st_size == size
    assert most < size / 4
    with ZipFile(tmp_path / "all.zip") as archive:
        entry = archive.getinfo(f"recordings/{session.id}.xdf")
        assert (entry.compress_type, entry.file_size) == (ZIP_STORED, size)


def test_progress_climbs_to_one(tmp_path: Path) -> None:
    told: list[float] = []
    with opened(tmp_path / "home") as store:
        finished(store, signals=bytes(5 << 20))
        store.export_all(tmp_path / "all.zip", told.append)
    assert told == sorted(told)
    assert (len(told) > 5, told[-1]) == (True, 1.0)


def test_an_export_that_is_stopped_leaves_no_trace(tmp_path: Path) -> None:
    def stop(share: float) -> None:
        raise KeyboardInterrupt

    (tmp_path / "all.zip").write_bytes(b"the last one")
    with opened(tmp_path / "home") as store:
        finished(store)
        before = bytes_of(tmp_path / "home")
        with pytest.raises(KeyboardInterrupt):
            store.export_all(tmp_path / "all.zip", stop)
        assert bytes_of(tmp_path / "home").keys() == before.keys()
    assert (tmp_path / "all.zip").read_bytes() == b"the last one"
    assert {path.name for path in tmp_path.iterdir()} == {"home", "all.zip"}


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as store:
        with pytest.raises(InputError, match=r"cannot be written.*folder is there"):
            store.export_all(tmp_path / "nowhere" / "all.zip")
        (tmp_path / "folder").mkdir()
        with pytest.raises(InputError, match="cannot be written"):
            store.export_all(tmp_path / "folder")
    assert {path.name for path in tmp_path.iterdir()} == {"home", "folder"}


def test_a_brought_file_of_an_impossible_name_is_named(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as store:
        _brought(store, "a\nb.csv").write_bytes(b"1,2")
        with pytest.raises(InputError, match=r"a\\nb.csv.*rename it"):
            store.export_all(tmp_path / "all.zip")


def _brought(store: Store, name: str) -> Path:
    return store.home / "recordings" / "imported" / name
