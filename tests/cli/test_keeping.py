"""Importing, exporting and erasing as a person does it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from tests.formats.workouts._samples import HEVY, STRONG_NEW, STRONGLIFTS

from innervate.cli import main
from innervate.store.store import Store


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own."""
    monkeypatch.setenv("INNERVATE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def people(home: Path, *names: str) -> None:
    store = Store.open(home)
    for name in names:
        store.add_person(name)
    store.close()


def hevy(tmp_path: Path) -> Path:
    path = tmp_path / "hevy.csv"
    path.write_text(HEVY.replace(",82.5,", ",heavy,"), encoding="utf-8")
    return path


def test_a_preview_names_what_is_new_and_what_is_wrong_and_adds_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for _ in range(2):
        code, out, _ = run(capsys, "import", hevy(tmp_path), "--dry-run")
        assert code == 0
        assert "hevy.csv: Hevy, 2 workouts, 3 sets." in out
        assert "2024-03-28 17:29  Upper    2     new  Bench Press (Barbell), Plank" in out
        assert "1 row cannot be read and will be left out:" in out
        assert "line 3: the load is no number: 'heavy'. To mend it: write a number" in out
        assert "2 new, 0 already there. Nothing was added" in out


def test_a_second_import_adds_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = hevy(tmp_path)
    assert "2 new, 0 already there." in run(capsys, "import", path)[1]
    out = run(capsys, "import", path)[1]
    assert "0 new, 2 already there." in out
    assert "already there  Bench Press" in out


def test_a_unit_that_the_file_does_not_say_is_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "strong.csv"
    path.write_text(STRONG_NEW, encoding="utf-8")
    code, out, err = run(capsys, "import", path)
    assert (code, out) == (2, "")
    assert "kilograms or pounds" in err
    assert "--unit kg or --unit lb" in err
    assert run(capsys, "import", path, "--unit", "lb")[0] == 0


def test_whose_training_it_is_is_asked_where_there_are_several(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, home: Path
) -> None:
    people(home, "Ada")
    path = hevy(tmp_path)
    assert "for Ada." in run(capsys, "import", path, "--dry-run")[1]
    people(home, "Bo")
    code, _, err = run(capsys, "import", path)
    assert code == 2
    assert "whose training is it?: found Ada, Bo." in err
    assert "for Bo." in run(capsys, "import", path, "--person", "bo")[1]
    code, _, err = run(capsys, "import", path, "--person", "Cy")
    assert (code, "nobody called 'Cy'" in err) == (2, True)


def test_exports_come_back_and_only_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, home: Path
) -> None:
    people(home, "Ada")
    run(capsys, "import", hevy(tmp_path))
    archive, told = tmp_path / "all.zip", tmp_path / "all.json"
    code, out, err = run(capsys, "export", archive)
    assert (code, "Everything is in" in out, "not encrypted" in err) == (0, True, True)
    assert run(capsys, "export", told, "--json", "--person", "ada")[1].startswith("All of Ada is")
    code, _, err = run(capsys, "export", archive)
    assert (code, "is there already" in err) == (2, True)
    assert run(capsys, "export", archive, "--force")[0] == 0
    assert "2 already there." in run(capsys, "import", archive)[1]
    assert "0 new, 2 already there." in run(capsys, "import", told)[1]
    assert run(capsys, "erase", "--everybody", "--yes")[0] == 0
    assert "2 rows of the training log new" in run(capsys, "import", archive, "--dry-run")[1]
    assert "2 rows of the training log new" in run(capsys, "import", archive)[1]
    assert "0 new, 2 already there." in run(capsys, "import", hevy(tmp_path))[1]


def test_a_recording_is_copied_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "emg.csv"
    path.write_text("time,BB (uV)\n" + "".join(f"{k / 100},{k % 7}\n" for k in range(200)))
    assert "Nothing was added" in run(capsys, "import", path, "--dry-run")[1]
    assert "1 new, 0 already there." in run(capsys, "import", path)[1]
    assert "0 new, 1 already there." in run(capsys, "import", path)[1]


def test_what_is_nothing_known_is_refused_in_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "notes.json"
    path.write_text('{"a": 1}')
    code, _, err = run(capsys, "import", path)
    assert (code, "no training log and no export" in err) == (2, True)
    code, _, err = run(capsys, "import", tmp_path / "none.csv")
    assert (code, "there is no file" in err) == (2, True)


def test_erasing_says_what_goes_and_asks(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people(home, "Ada", "Bo")
    path = tmp_path / "lifts.csv"
    path.write_text(STRONGLIFTS, encoding="utf-8")
    run(capsys, "import", path, "--person", "Ada")
    run(capsys, "export", tmp_path / "all.zip")
    run(capsys, "export", tmp_path / "ada.zip", "--person", "Ada")
    code, out, err = run(capsys, "erase", "ada")
    assert (code, "nobody could be asked" in err) == (2, True)
    assert "Ada will be erased: 0 sessions, 2 workouts, 0 answers, 0 plans, 0 consents." in out

    monkeypatch.setattr("sys.stdin", _Terminal("no\n"))
    assert "Nothing was erased." in run(capsys, "erase", "Ada")[1]
    monkeypatch.setattr("sys.stdin", _Terminal("ada\n"))
    code, out, _ = run(capsys, "erase", "Ada", "--exports")
    assert (code, "Erased." in out) == (0, True)
    assert f"Deleted {tmp_path / 'ada.zip'}" in out
    assert f"Still there: the export {tmp_path / 'all.zip'}, which holds others too" in out
    assert not (tmp_path / "ada.zip").exists()
    store = Store.open(home)
    assert [one.name for one in store.people()] == ["Bo"]
    store.close()


class _Terminal(io.StringIO):
    """What somebody types."""

    def isatty(self) -> bool:
        return True
