"""Where the examples in docstrings run: a folder that holds the recording they speak of."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``bench.xdf``: rest, maximal trials and a set of bench presses, simulated."""
    from innervate.formats.xdf import Xdf
    from innervate.sim.demo import demo_athlete
    from innervate.sim.recording import as_recording

    made = tmp_path_factory.mktemp("examples")
    athlete = demo_athlete("bench_press", 1000.0, seed=1, seconds=40.0)
    Xdf.write(as_recording(athlete, 40.0), made / "bench.xdf")
    return made


@pytest.fixture(autouse=True)
def examples(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Examples of the library find the recording in the folder that they run in."""
    if request.node.name.startswith("innervate.library"):
        monkeypatch.chdir(request.getfixturevalue("example_folder"))
