from __future__ import annotations

from pathlib import Path

import pytest

from innervate.body import claim, exercise, exercises, muscle
from innervate.body.claims import Verdict
from innervate.body.movement import Work
from innervate.core.errors import InputError

OWN = """
name = "Wall sit"
work = "hold"
targets = ["vastus_lateralis"]
compensators = ["rectus_femoris"]
channels = ["vastus_lateralis", "rectus_femoris"]
caveat = "None known."
claims = ["A10"]
[cue]
external = "push the wall away"
"""

EXPECTED = {
    "pec_isolation", "romanian_deadlift", "bench_press", "chin_up", "glute_bridge",
    "biceps_curl", "back_squat", "deadlift", "walking",
}  # fmt: skip


def test_the_first_exercises_are_there() -> None:
    assert {one.key for one in exercises()} >= EXPECTED


def test_every_exercise_records_its_first_target_and_says_its_evidence() -> None:
    for one in exercises():
        assert set(one.targets) & set(one.channels)
        assert one.caveat
        assert one.claims
        assert one.cue.external


def test_only_offered_muscles_are_asked_for() -> None:
    for one in exercises():
        for key in (*one.targets, *one.compensators, *one.channels):
            assert muscle(key).offered


def test_the_deadlift_calls_no_quadriceps_activity_a_fault() -> None:
    assert "no fault" in exercise("deadlift").caveat
    assert claim("A08").verdict is Verdict.CONTRADICTED


def test_one_side_at_a_time_is_a_hold() -> None:
    assert exercise("pec_isolation").one_side
    assert exercise("pec_isolation").work is Work.HOLD


def test_names_are_found_as_people_type_them() -> None:
    assert exercise("Bench press").key == exercise("bench-press").key == "bench_press"


def test_an_unknown_exercise_gives_near_names() -> None:
    with pytest.raises(InputError, match=r"no exercise 'squat'.*write back_squat"):
        exercise("squat")


def test_an_exercise_of_the_users_own_folder(tmp_path: Path) -> None:
    (tmp_path / "wall_sit.toml").write_text(OWN)
    assert exercise("wall sit", tmp_path).name == "Wall sit"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('["rectus_femoris"]', '["quadruceps"]', "names a muscle that does not exist.*quadruceps"),
        ('["rectus_femoris"]', '["vastus_lateralis"]', "target and compensator"),
        ('["A10"]', '["A99"]', "no claim 'A99'"),
        ('targets = ["vastus_lateralis"]', "targets = []", "no target muscle"),
        ('"hold"', '"dance"', "does not describe an exercise"),
    ],
)
def test_a_bad_file(tmp_path: Path, old: str, new: str, words: str) -> None:
    (tmp_path / "wall_sit.toml").write_text(OWN.replace(old, new))
    with pytest.raises(InputError, match=words):
        exercises(tmp_path)
