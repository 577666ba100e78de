"""One path: live, from the file, and replayed at pace give the same numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.engine._compare import assert_same

from innervate.body.movement import exercise
from innervate.core.recording import About, Recording
from innervate.devices.simulator import SimulatorSource
from innervate.engine.analyse import AnalyseOptions, analyse
from innervate.engine.analyser import Analyser
from innervate.engine.analysis import Analysis
from innervate.engine.emg import EmgChoices, emg_plan
from innervate.engine.learning import fit_event
from innervate.formats._open import open_recording
from innervate.library import open_file
from innervate.session.complete import Asked, Told, complete_session
from innervate.session.live import LiveSession
from innervate.session.pace import PacedSource
from innervate.sim.demo import demo_athlete
from innervate.sim.realities import harsh
from innervate.sim.recording import as_recording
from innervate.steps.normalise import Method

CHOICES = EmgChoices(exercise=exercise("pec_isolation"), method=Method.MVC)


def live(tmp_path: Path, seconds: float, seed: int) -> Analysis:
    athlete = demo_athlete("pec_isolation", 1000.0, seed, seconds=seconds)
    source = SimulatorSource(athlete, pace=None, seconds=seconds)
    about = About(name="recording.xdf", exercise="pec_isolation")
    asked = Asked(about, CHOICES, tmp_path / "recording.xdf")
    return complete_session(source, asked, Told(lambda _: None))


def replayed(recording: Recording, first: Analysis, chunk_s: float) -> Analysis:
    source = PacedSource(recording, pace=None, chunk_s=chunk_s)
    specs = source.open()
    made = emg_plan(specs, EmgChoices(exercise=CHOICES.exercise, method=_method(first)))
    analyser = Analyser(recording.about, specs, made.plan, made.shown, clocks=recording.clocks)
    for fit in first.fits:
        analyser.push(fit_event(fit, 0.0))
    LiveSession(source, analyser).run()
    return analyser.analysis()


def _method(analysis: Analysis) -> Method:
    words = next(fit.method for fit in analysis.fits if fit.step == "normalise")
    return next(method for method in Method if method.words == words)


def test_a_live_session_and_its_recording_give_the_same_numbers(tmp_path: Path) -> None:
    first = live(tmp_path, 40.0, seed=3)
    again = analyse(open_recording(tmp_path / "recording.xdf"), AnalyseOptions(CHOICES))
    assert first.fits == again.fits
    assert len(first.repetitions) >= 2
    assert_same(first, again)


@pytest.mark.parametrize("chunk_s", [0.007, 0.1, 0.45])
def test_a_paced_replay_with_the_same_fits_gives_the_numbers_of_the_file(chunk_s: float) -> None:
    athlete = demo_athlete("pec_isolation", 1000.0, 5, seconds=30.0, realities=None)
    recording = as_recording(athlete, 30.0)
    bare = Recording(recording.about, recording.streams, recording.reader, clocks=recording.clocks)
    first = analyse(bare, AnalyseOptions(EmgChoices(exercise=CHOICES.exercise)))
    assert_same(first, replayed(bare, first, chunk_s))


def test_lost_samples_change_nothing_about_that() -> None:
    athlete = demo_athlete("pec_isolation", 1000.0, 5, seconds=30.0)
    spoilt = demo_athlete(
        "pec_isolation", 1000.0, 5, seconds=30.0, realities=harsh(athlete.truth.montage)
    )
    recording = as_recording(spoilt, 30.0)
    assert recording.events
    bare = Recording(recording.about, recording.streams, recording.reader, clocks=recording.clocks)
    first = analyse(bare, AnalyseOptions(EmgChoices(exercise=CHOICES.exercise)))
    assert_same(first, replayed(bare, first, 0.033))


@pytest.mark.parametrize(
    ("name", "maps"),
    [
        ("emg_gait/musclesynergies_raw_emg.csv.gz", ("GM=gastrocnemius_medialis",)),
        ("emg_c3d/pyomeca_markers_analogs.c3d", ()),
        ("emg_text/biosppy_emg.txt", ()),
        ("eeg_openbci/OpenBCI_GUI-v6-blinks-jawClench-alpha.txt", ()),
    ],
)
def test_real_recordings_replay_to_the_numbers_of_the_file(
    shared_data: Path, name: str, maps: tuple[str, ...]
) -> None:
    recording = open_file(shared_data / name, maps=maps).recording
    bare = Recording(recording.about, recording.streams, recording.reader, clocks=recording.clocks)
    first = analyse(bare, AnalyseOptions())
    specs = bare.streams
    made = emg_plan(specs, EmgChoices(method=_method(first)))
    analyser = Analyser(bare.about, specs, made.plan, made.shown, clocks=bare.clocks)
    for fit in first.fits:
        analyser.push(fit_event(fit, 0.0))
    source = PacedSource(bare, pace=None, chunk_s=0.05)
    source.open()
    LiveSession(source, analyser).run()
    assert_same(first, analyser.analysis())
