"""What is installed is whole: the app comes built, and no Node.js is asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
from tests.conftest import ROOT

_WITHOUT_NODE = {**os.environ, "PATH": ""}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)], cwd=ROOT, check=True,
        capture_output=True,
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def sdist(built: Path) -> Path:
    (found,) = built.glob("*.tar.gz")
    return found


def test_the_wheel_holds_the_built_app_and_the_drawing(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        drawing = json.loads(archive.read("innervate/body/drawing.json"))
    assert "innervate/web/static/index.html" in names
    assert "innervate/web/static/player/index.html" in names
    assert any(name.endswith(".js") and "/static/assets/" in name for name in names)
    assert any("/store/migrations/versions/" in name for name in names)
    assert "MIT" in drawing["licence"]
    assert not any("node_modules" in name for name in names)


def test_the_sdist_holds_the_app_both_ways(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "src/innervate/web/static/index.html",
        "frontend/src/main.ts",
        "hatch_build.py",
    } <= names
    assert not any("node_modules" in name for name in names)


def test_an_sdist_asks_for_no_node(sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    ask = "import hatchling.build as b; print(b.get_requires_for_build_wheel())"
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=folder, env=_WITHOUT_NODE, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    assert "nodejs" not in done.stdout


def test_a_fresh_environment_without_node_gets_the_app(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=False)
    purelib = sysconfig.get_path("purelib", vars={"base": str(tmp_path / "env")})
    # The libraries are borrowed from the environment of the tests; innervate is not among them.
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(purelib)
    (Path(purelib) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    ask = (
        "import innervate; from pathlib import Path; "
        "from innervate.web.static_files import FOLDER; "
        "print(Path(innervate.__file__).parent); print((FOLDER / 'index.html').is_file())"
    )
    python = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    done = subprocess.run(
        [str(python), "-c", ask], cwd=tmp_path, env=_WITHOUT_NODE, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    where, there = done.stdout.split()
    assert Path(where).is_relative_to(tmp_path)
    assert there == "True"
