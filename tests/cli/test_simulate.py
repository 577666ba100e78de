from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pytest

from innervate.cli import simulate
from innervate.core.errors import InputError
from innervate.core.event import EventKind
from innervate.core.stream import Samples
from innervate.formats._open import open_recording
from innervate.sim.exercises import EXERCISES
from innervate.sim.motion.outing import OUTINGS


def run(tmp_path: Path, *words: str, exercise: str = "chin_up") -> list[Path]:
    """The files it left, by name."""
    parser = argparse.ArgumentParser()
    simulate.add_arguments(parser)
    given = [exercise, "--seconds", "20", "--rate", "500", "--out", str(tmp_path), *words]
    before = set(tmp_path.iterdir())
    assert simulate.run(parser.parse_args(given)) == 0
    return sorted(set(tmp_path.iterdir()) - before)


def data(path: Path, stream: str) -> Samples:
    return np.concatenate([block.data for block in open_recording(path).blocks(stream)])


def test_it_leaves_a_recording(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path,) = run(tmp_path)
    recording = open_recording(path)
    assert path.name == "chin_up.xdf"
    assert recording.streams[0].simulated
    assert recording.about.exercise == "chin_up"
    assert data(path, "emg").shape == (10_000, 4)
    assert [event for event in recording.events if event.kind is EventKind.PHASE]
    out = capsys.readouterr().out
    assert out.startswith("SIMULATED: chin_up.xdf in ")


def test_the_same_words_leave_the_same_signal_and_other_words_another(tmp_path: Path) -> None:
    (one,) = run(tmp_path, "--realities", "clean")
    (again,) = run(tmp_path, "--realities", "clean")
    assert again.name == "chin_up-2.xdf"
    assert np.array_equal(data(one, "emg"), data(again, "emg"))
    for more in ("--seed=2", "--skill=0.9", "--focus=internal", "--overflow=1"):
        (other,) = run(tmp_path, "--realities", "clean", more)
        differs = not np.array_equal(data(one, "emg"), data(other, "emg"))
        # Nobody's other side wears an electrode in this exercise.
        assert differs is (more != "--overflow=1")


def test_the_truth_lies_beside_it(tmp_path: Path) -> None:
    recording, truth = run(tmp_path, "--truth", "--imu", "--pose")
    assert (recording.name, truth.name) == ("chin_up.xdf", "chin_up_truth.xdf")
    assert [spec.rate_hz for spec in open_recording(recording).streams] == [500.0, 100.0, 30.0]
    streams = [spec.id for spec in open_recording(truth).streams]
    assert streams == ["truth", "excitation", "force", "tired", "movement", "spikes"]
    assert len(data(truth, "force")) == 2_000
    assert len(data(truth, "spikes")) > 1_000
    assert [e for e in open_recording(truth).events if e.label.startswith("onset")]


@pytest.mark.parametrize("name", ["edf", "bdf", "csv", "tsv", ".EDF"])
def test_other_formats_hold_what_they_can(tmp_path: Path, name: str) -> None:
    paths = run(tmp_path, "--truth", "--format", name)
    suffix = f".{name.lower().removeprefix('.')}"
    names = {path.name for path in paths}
    assert {f"chin_up{suffix}", f"chin_up_truth{suffix}"} <= names
    spikes = "chin_up_truth_spikes" + (suffix if suffix in (".csv", ".tsv") else ".csv")
    assert spikes in names
    assert len(names) == (3 if suffix in (".edf", ".bdf") else 7)
    recording = open_recording(tmp_path / f"chin_up{suffix}")
    emg = next(iter(recording.streams))
    assert emg.rate_hz == 500.0
    assert sum(map(len, recording.blocks(emg.id))) == 10_000


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--format", "docx"), r"nothing writes the format 'docx'.*xdf"),
        (("--format", "c3d"), r"nothing writes the format 'c3d'"),
        (("--realities", "grim"), r"no realities 'grim'.*clean, usual, harsh"),
        (("--skill", "2"), r"skill of the virtual athlete must lie between 0 and 1"),
        (("--seed", "-1"), r"a seed is a whole number from 0 on"),
        (("--seconds", "5"), r"too short"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    with pytest.raises(InputError, match=told):
        run(tmp_path, *words)
    assert not list(tmp_path.iterdir())


def test_an_unknown_exercise_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"does not know the exercise 'juggling'"):
        run(tmp_path, exercise="juggling")


@pytest.mark.parametrize(
    ("given", "near"),
    [
        ("benchpress", "use bench_press"),
        ("Bench press", "use bench_press"),
        ("runing", "use running"),
        ("biceps_curl", "use one of these names"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest_and_all(
    tmp_path: Path, given: str, near: str
) -> None:
    with pytest.raises(InputError, match=rf"glute_bridge, running, walking.*{near}"):
        run(tmp_path, exercise=given)


def test_the_help_names_every_exercise() -> None:
    for name in (*(one.name for one in EXERCISES), *OUTINGS):
        assert name in simulate.EXAMPLES


@pytest.mark.parametrize("rate", ["10", "80", "0", "nan"])
def test_a_rate_that_holds_no_emg_is_refused(tmp_path: Path, rate: str) -> None:
    with pytest.raises(InputError, match=rf"sampling rate.*--rate {rate}"):
        run(tmp_path, "--rate", rate)
    assert not list(tmp_path.iterdir())


def test_a_run_has_sensors_and_sound_and_its_truth_is_every_step(tmp_path: Path) -> None:
    recording, truth = run(tmp_path, "--truth", "--sound", exercise="running")
    assert (recording.name, truth.name) == ("running.xdf", "running_truth.xdf")
    streams = open_recording(recording).streams
    assert {"heart_rate", "sound"} <= {spec.id for spec in streams}
    assert all(spec.simulated for spec in streams)
    labels = [event.label for event in open_recording(truth).events]
    assert labels.count("contact") == sum(label.startswith("strike") for label in labels) > 50


def test_a_lift_has_no_footfalls(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="only footfalls are heard"):
        run(tmp_path, "--sound")
