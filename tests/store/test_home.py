"""Which folder everything is kept in."""

from __future__ import annotations

from pathlib import Path

import pytest
from platformdirs import user_data_path

from innervate.store.home import home_folder, imported_folder


def test_the_given_folder_goes_before_that_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INNERVATE_HOME", str(tmp_path / "environment"))
    assert home_folder(tmp_path / "given") == tmp_path / "given"
    assert home_folder() == tmp_path / "environment"


def test_without_either_it_is_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INNERVATE_HOME", "")
    assert home_folder() == user_data_path("innervate", appauthor=False)


def test_brought_files_lie_among_the_recordings(tmp_path: Path) -> None:
    assert imported_folder(tmp_path) == tmp_path / "recordings" / "imported"
