"""A plug-in package of its own is found by its entry points and checked like the built-in ones."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent / "third_party" / "innervate_example"
COMMAND = "import sys; from innervate.cli import main; sys.exit(main(sys.argv[1:]))"
GOOD, BAD = "self._last = x[-2:].copy()", "self._last = np.zeros_like(x[-2:])"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The package as an installer leaves it: its modules and its dist-info."""
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text())["project"]
    shutil.copytree(PACKAGE / "innervate_example", tmp_path / "innervate_example")
    info = tmp_path / f"innervate_example-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    groups = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
        for group, points in project["entry-points"].items()
    ]
    (info / "entry_points.txt").write_text("\n".join(groups))
    return tmp_path


def check(folder: Path, *names: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", COMMAND, "check", *names],
        env={**os.environ, "PYTHONPATH": str(folder)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_good_plugins_are_found_by_name_and_keep_every_contract(installed: Path) -> None:
    done = check(installed, "teager_kaiser", "duty_cycle")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "step teager_kaiser: " in done.stdout
    assert "metric duty_cycle: " in done.stdout
    assert done.stdout.splitlines()[-1].startswith("All ")
    assert "checking step teager_kaiser (1 of 2)" in done.stderr
    assert not (installed / ".hypothesis").exists()


def test_a_bug_in_the_package_is_explained(installed: Path) -> None:
    source = installed / "innervate_example" / "teager_kaiser.py"
    text = source.read_text()
    assert GOOD in text
    source.write_text(text.replace(GOOD, BAD))
    done = check(installed, "step:teager_kaiser")
    assert done.returncode == 2, done.stderr
    assert "BROKEN first law" in done.stdout
    assert "the answer does not depend on how the stream was cut" in done.stdout
    assert "cut before sample" in done.stdout
    assert "to mend it: keep in the run's state what the next block needs" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_package_that_cannot_be_imported_is_a_finding(installed: Path) -> None:
    (installed / "innervate_example" / "duty_cycle.py").write_text("import nothing_like_it\n")
    done = check(installed, "duty_cycle")
    assert done.returncode == 2, done.stderr
    assert "metric duty_cycle: 0 contracts hold, 1 BROKEN" in done.stdout
    assert "ModuleNotFoundError: No module named 'nothing_like_it'" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
