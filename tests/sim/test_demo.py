from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.core.errors import InputError
from innervate.core.event import EventKind
from innervate.core.stream import Block
from innervate.sim.demo import demo_athlete, demo_montage, demo_script
from innervate.sim.exercises import EXERCISES, exercise
from innervate.sim.realities import harsh
from innervate.sim.recording import as_recording, truth_recording
from innervate.sim.script import PhaseKind

NAMES = [known.name for known in EXERCISES]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(NAMES), st.floats(20.0, 4000.0))
def test_any_length_holds_rest_calibration_and_a_whole_set(name: str, seconds: float) -> None:
    truth = demo_athlete(name, 1000.0, 1, seconds=seconds).truth
    seconds = min(seconds, 200.0)
    phases = truth.phases(seconds)
    kinds = {phase.kind for phase in phases}
    assert {PhaseKind.REST, PhaseKind.MVC, PhaseKind.SET} <= kinds
    rest = phases[0]
    assert rest.stop_s - rest.start_s >= 2.0
    reps = [rep for rep in truth.repetitions(seconds) if rep.set == 1]
    work = next(p for p in truth.script.cycle if p.kind is PhaseKind.SET)
    assert len(reps) == len(work.repetitions)
    assert len(reps) >= 2
    trials = [b for b in truth.bursts(seconds) if b.phase.startswith("mvc") and b.level == 1.0]
    assert {b.muscle for b in trials} == {e.muscle for e in exercise(name).electrodes}
    assert all(b.offset_s - b.onset_s >= 1.0 for b in trials)


@pytest.mark.parametrize("name", NAMES)
def test_bursts_and_repetitions_agree(name: str) -> None:
    athlete = demo_athlete(name, 1000.0, 3, seconds=120.0)
    truth = athlete.truth
    for rep in truth.repetitions(120.0):
        own = [
            b
            for b in truth.bursts(120.0)
            if b.rep == rep.number
            and b.phase.startswith(f"set {rep.set}")
            and b.muscle in rep.targets
        ]
        assert {b.muscle for b in own} == set(rep.targets)
        assert len(own) == len(rep.targets)
        for burst in own:
            assert abs(burst.onset_s - rep.start_s) < 0.25
            assert abs(burst.offset_s - rep.stop_s) < 0.1


def test_activation_does_not_dip_between_the_stages_of_a_repetition() -> None:
    truth = demo_athlete("bench_press", 1000.0, 3, seconds=120.0).truth
    rep = truth.repetitions(120.0)[0]
    inner = truth.activation(round((rep.start_s + 0.2) * 1000), round((rep.stop_s - 0.3) * 1000))[
        :, 0
    ]
    assert inner.min() > 0.2


def test_the_three_trials_reach_the_mvc_amplitude() -> None:
    montage = demo_montage("bench_press", 2000.0)
    athlete = demo_athlete("bench_press", 2000.0, 1)
    best = np.zeros(len(montage.electrodes))
    for phase in athlete.truth.phases(100.0):
        if phase.kind is PhaseKind.MVC:
            (block,) = athlete.read(round(phase.start_s * 2000), round(phase.stop_s * 2000))
            windows = block.data[: len(block) // 1000 * 1000].reshape(-1, 1000, block.data.shape[1])
            best = np.maximum(best, np.sqrt((windows**2).mean(axis=1)).max(axis=0))
    ratio = best / np.array([electrode.mvc_v for electrode in montage.electrodes])
    assert (np.abs(ratio - 1.0) < 0.2).all()


def test_too_short_a_session_is_refused() -> None:
    with pytest.raises(InputError, match=r"too short.*given 5 s.*give it 20 s or more"):
        demo_script("bench_press", 5.0)


def test_an_unknown_exercise_is_refused() -> None:
    with pytest.raises(InputError, match=r"does not know the exercise 'juggling'.*bench_press"):
        demo_script("juggling")


def test_labels_name_the_muscle_where_trials_are_in_turn() -> None:
    labels = [phase.label for phase in demo_script("pec_isolation").phases]
    assert labels[:4] == ["rest", "mvc 1 pectoralis_major left", "pause",
                          "mvc 2 pectoralis_major left"]  # fmt: skip


def test_as_a_recording_it_can_be_read_twice_and_tells_its_gaps() -> None:
    montage = demo_montage("chin_up", 500.0)
    athlete = demo_athlete("chin_up", 500.0, 1, seconds=30.0, realities=harsh(montage))
    recording = as_recording(athlete, 30.0)
    first, second = (list(recording.blocks()) for _ in range(2))
    assert all(np.array_equal(a.data, b.data) for a, b in zip(first, second, strict=True))
    lost = sum(e.value or 0 for e in recording.events if e.kind is EventKind.GAP)
    assert sum(map(len, first)) + lost == 15_000
    assert recording.about.name.startswith("SIMULATED")
    assert recording.streams[0].simulated


def test_the_truth_lies_beside_it() -> None:
    athlete = demo_athlete("chin_up", 500.0, 1, seconds=30.0)
    recording = truth_recording(athlete, 30.0)
    blocks = list(recording.blocks("truth"))
    assert sum(map(len, blocks)) == 15_000
    assert all(isinstance(block, Block) for block in blocks)
    assert max(float(block.data.max()) for block in blocks) > 100.0
