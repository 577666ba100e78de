from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from innervate.core.errors import InputError
from innervate.core.plan import METRICS, STEPS
from innervate.core.registry import Registry
from innervate.core.step import Step
from innervate.steps.rectify import Rectify

FOREIGN = """
from innervate.steps.rectify import Rectify
class Stranger(Rectify):
    pass
class Nobody(Rectify):
    pass
PLUGIN = Stranger
"""


@pytest.fixture
def foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Another package with one good and one broken entry point, found as installed ones are."""
    package = tmp_path / "foreign_package"
    package.mkdir()
    (package / "inner.py").write_text(FOREIGN)
    (package / "__init__.py").write_text("from foreign_package.inner import PLUGIN\n")
    info = tmp_path / "foreign_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: foreign-package\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[innervate.steps]\nstranger = foreign_package:PLUGIN\nbroken = foreign_package.no:PLUGIN\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    yield "foreign_package"
    for name in [name for name in sys.modules if name.startswith("foreign_package")]:
        del sys.modules[name]


def test_names_are_files_and_importing_none_of_them() -> None:
    loaded = set(sys.modules)
    names = STEPS.names()
    assert "rectify" in names
    assert not any(name.startswith("_") for name in names)
    assert list(names) == sorted(names)
    assert set(sys.modules) == loaded


def test_load_and_name_are_inverse() -> None:
    assert STEPS.load("rectify") is Rectify
    assert STEPS.name_of(Rectify) == "rectify"


def test_an_unknown_name_is_answered_with_the_nearest_or_the_first_dozen() -> None:
    with pytest.raises(
        InputError, match=r"there is no step 'bandpas'\. To mend it: write bandpass"
    ):
        STEPS.load("bandpas")
    with pytest.raises(InputError, match=r"no step 'xyzzy': found bandpass, .* To mend") as caught:
        STEPS.load("xyzzy")
    assert str(caught.value).count(",") <= 12
    with pytest.raises(InputError, match="there is no metric"):
        METRICS.load("rectify")


def test_a_class_of_nowhere_has_no_name() -> None:
    with pytest.raises(InputError, match=r"entry point in the group 'innervate.steps'"):
        STEPS.name_of(type("Rectify", (), {}))


def test_a_helper_module_of_the_folder_is_no_plugin() -> None:
    helper = type("Helper", (), {"__module__": "innervate.steps._helper"})
    with pytest.raises(InputError, match="not a registered step"):
        STEPS.name_of(helper)


def test_a_folder_that_is_not_there_has_no_plugins() -> None:
    nothing: Registry[Step] = Registry("innervate.nothing_here", "nothing")
    assert nothing.names() == ()
    with pytest.raises(InputError, match="there is no nothing 'x'"):
        nothing.load("x")


def test_an_entry_point_is_found_loaded_and_named_wherever_its_class_lives(foreign: str) -> None:
    assert {"broken", "stranger"} <= set(STEPS.names())
    assert "stranger" not in STEPS.built_in()
    plugin = STEPS.load("stranger")
    assert plugin.__module__ == "foreign_package.inner"
    assert STEPS.name_of(plugin) == "stranger"


def test_a_class_of_the_package_that_is_no_entry_point_is_a_stranger(foreign: str) -> None:
    nobody = importlib.import_module("foreign_package.inner").Nobody
    with pytest.raises(InputError, match="Nobody is not a registered step"):
        STEPS.name_of(nobody)


def test_a_broken_package_is_named_and_not_a_traceback(foreign: str) -> None:
    with pytest.raises(
        InputError, match="the step 'broken' of the package foreign-package cannot be loaded"
    ) as caught:
        STEPS.load("broken")
    assert "update foreign-package or uninstall it" in str(caught.value)
