"""One home folder, one server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.store._made import opened

from innervate.core.errors import InputError
from innervate.store.rows import SessionState
from innervate.store.store import Store

DIES = """
import os, sys
from pathlib import Path
from innervate.store.rows import Door, NewSession
from innervate.store.store import Store
store = Store.open(Path(sys.argv[1]))
store.begin(NewSession(Door.KIT, "lsl:amp", "squat", False, "", None, "{}"))
print("open", flush=True)
sys.stdin.readline()
os._exit(9)
"""


def test_two_servers_on_one_home_are_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        ada = store.add_person("Ada")
        with pytest.raises(
            InputError,
            match=rf"another innervate uses .*process {os.getpid()}.*close it first.*--home",
        ):
            Store.open(tmp_path)
        assert store.people() == (ada,)
        with opened(tmp_path / "elsewhere") as other:
            assert other.people() == ()
    with opened(tmp_path) as store:
        assert store.people() == (ada,)


def test_a_process_that_dies_lets_go_and_leaves_an_interrupted_session(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", DIES, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(InputError, match=rf"process {other.pid}"):
            Store.open(tmp_path)
        other.communicate("die\n")
    assert other.returncode == 9
    with opened(tmp_path) as store:
        (session,) = store.sessions()
        assert session.state is SessionState.INTERRUPTED


def test_a_refused_opening_lets_go(tmp_path: Path) -> None:
    database = tmp_path / "innervate.db"
    database.write_bytes(b"no database")
    with pytest.raises(InputError, match="cannot be read as a database"):
        Store.open(tmp_path)
    database.unlink()
    with opened(tmp_path) as store:
        assert store.people() == ()


def test_a_home_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match=r"cannot be used as the home folder.*--home"):
        Store.open(tmp_path / "file")


def test_a_new_home_is_its_owners_alone(tmp_path: Path) -> None:
    with opened(tmp_path / "new" / "home"):
        pass
    if sys.platform != "win32":
        assert (tmp_path / "new" / "home").stat().st_mode & 0o077 == 0
