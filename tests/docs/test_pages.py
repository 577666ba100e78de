"""What the pages say is so: links lead somewhere, commands parse, code runs, pictures are true."""

from __future__ import annotations

import doctest
import os
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.docs._pages import PAGES, ROOT, Code, anchors, codes, commands, links, name

from innervate.body.channel_map import parse_map
from innervate.body.movement import exercise
from innervate.cli import COMMANDS, main, parser
from innervate.sim.motion.outing import OUTINGS

EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=name)
_WORKSHOP = ("python3", "workshop.py")


def test_the_picture_of_the_layers_is_that_of_the_code() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "layers.py"), "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stderr}: run python docs/layers.py"


@EVERY_PAGE
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{name(page)} links to {link}, which is not there"
        assert target.is_relative_to(ROOT), link
        if anchor:
            assert anchor in anchors(target), f"{name(page)} links to {link}: no such heading"


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line, comments=True)
    except ValueError:
        pytest.fail(f"not a command line: {line}")


def _parsed(words: list[str]) -> dict[str, object]:
    """What the command understands; empty where it does not."""
    try:
        return vars(parser().parse_args(words))
    except SystemExit as ended:
        return {} if ended.code else {"command": "help"}


def _check(line: str) -> None:
    """Whether a line that shows `innervate` or the workshop at work would be understood."""
    words = _words(line)
    if tuple(words[:2]) == _WORKSHOP:
        assert words[2] in ("demo", "test", "lock"), line
        return
    if not words or Path(words[0]).name != "innervate":
        return
    said = _parsed(words[1:]) or _parsed([*words[1:], "FILE"])  # a sentence may leave out which
    assert said, f"the command does not understand: {line}"
    given = SimpleNamespace(**{"exercise": None, "maps": [], **said})
    if given.exercise not in (None, *OUTINGS):
        exercise(given.exercise)
    for one in given.maps:
        parse_map(one)


@EVERY_PAGE
def test_command_lines_are_understood(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for line in commands(page):
        _check(line)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_examples_of_the_help_are_understood(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"] if command else ["--help"])
    shown = capsys.readouterr().out
    lines = [line.strip().split("  ")[0] for line in shown.splitlines()]
    examples = [line for line in lines if line.startswith("innervate ")]
    assert examples
    for line in examples:
        _check(line)


@pytest.fixture(scope="module")
def after_the_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that pages speak of: what `innervate demo` leaves, where they look for it."""
    folder = tmp_path_factory.mktemp("docs")
    demo = folder / "demo"
    assert main(["demo", "--headless", "--seconds", "40", "--out", str(demo)]) == 0
    shutil.copytree(demo, folder / "first")
    (folder / "analysis.json").write_bytes((demo / "analysis.json").read_bytes())
    return folder


@pytest.mark.parametrize("page", [page for page in PAGES if codes(page, "python")], ids=name)
def test_code_runs(
    page: Path,
    after_the_demo: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The python blocks of a page run one after the other, in one namespace."""
    monkeypatch.chdir(after_the_demo)
    module = f"page_{page.stem}"
    namespace: dict[str, object] = {"__name__": module}
    monkeypatch.setitem(sys.modules, module, SimpleNamespace(**namespace))
    for code in codes(page, "python"):
        if ">>>" in code.text:
            _doctest(page, code, namespace)
        else:
            padded = "\n" * (code.line - 1) + code.text
            exec(compile(padded, name(page), "exec", dont_inherit=True), namespace)


def _doctest(page: Path, code: Code, namespace: dict[str, object]) -> None:
    made = doctest.DocTestParser().get_doctest(
        code.text, namespace, name(page), str(page), code.line
    )
    result = doctest.DocTestRunner().run(made, clear_globs=False)
    namespace.update(made.globs)
    assert result.failed == 0


def test_every_page_is_in_the_site() -> None:
    """Pages of the table of contents exist, and pages beside it are linked from one."""
    from_index = {link for page in PAGES for link in links(page)}
    for page in (ROOT / "docs").glob("*.md"):
        linked = {page.name, f"docs/{page.name}"} & from_index
        assert page.name == "index.md" or linked, f"nothing links to {name(page)}"


_BLOCKED = """
import importlib, pkgutil, sys
for name in ("brainflow", "hypothesis", "pytest", "_pytest"):
    sys.modules[name] = None
import innervate
for found in pkgutil.walk_packages(innervate.__path__, "innervate."):
    importlib.import_module(found.name)
"""


def test_every_module_imports_without_the_optional_packages() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _BLOCKED],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_examples_in_docstrings_are_collected() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
    assert "--doctest-modules" in config["addopts"]
    assert "src" in config["testpaths"]
    assert "error" in config["filterwarnings"]
