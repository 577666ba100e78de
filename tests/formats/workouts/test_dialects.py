"""Each app's dialect is read as a person would read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.formats.workouts import _samples
from tests.formats.workouts._samples import TEXTS, fit_file

from innervate.body import exercises
from innervate.core.errors import InputError
from innervate.core.workout import POUND_KG, LoadUnit, SetKind, Workout, WorkoutSet
from innervate.formats.workouts._contract import WorkoutOptions, WorkoutsRead
from innervate.formats.workouts._names import _known, exercise_of
from innervate.formats.workouts._read import WORKOUT_FORMATS, read_workouts, workout_format

KG = WorkoutOptions(LoadUnit.KG)


def read(
    tmp_path: Path, text: str | bytes, name: str = "log.csv", options: WorkoutOptions = KG
) -> WorkoutsRead:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_workouts(path, options).held


@pytest.mark.parametrize("name", TEXTS)
def test_every_sample_is_known_by_its_content_and_read_whole(tmp_path: Path, name: str) -> None:
    other = f"export{Path(name).suffix}"
    held = read(tmp_path, TEXTS[name], other)
    found = workout_format(tmp_path / other)
    assert found is WORKOUT_FORMATS.load(name.split(".", maxsplit=1)[0].split("_", maxsplit=1)[0])
    assert held.errors == ()
    assert held.workouts
    assert len({one.source_key for one in held.workouts}) == len(held.workouts)


def test_strong_with_semicolons_and_units_in_a_column(tmp_path: Path) -> None:
    push, pull = read(tmp_path, _samples.STRONG_OLD, options=WorkoutOptions()).workouts
    assert (push.started_at, push.ended_at) == ("2019-05-02T18:02:11", "2019-05-02T19:07:11")
    assert (push.name, push.note) == ("Push", "good; quick")
    first, second = push.sets
    assert first == WorkoutSet("Bench Press (Barbell)", "bench_press", reps=8, load_kg=60.0)
    assert second.load_kg == pytest.approx(132.5 * POUND_KG)
    assert (second.rpe, second.note) == (8.5, "slow")
    assert pull.sets == (WorkoutSet("Chin Up", "chin_up", reps=10, load_kg=0.0),)


def test_strong_with_commas_asks_for_the_unit_and_marks_kinds(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"kilograms or pounds.*--unit kg or --unit lb"):
        read(tmp_path, _samples.STRONG_NEW, options=WorkoutOptions())
    (legs,) = read(tmp_path, _samples.STRONG_NEW, options=WorkoutOptions(LoadUnit.LB)).workouts
    assert legs.name == "Legs, long"
    warm, hard, press, run = legs.sets
    assert (warm.kind, hard.kind, press.kind) == (SetKind.WARMUP, SetKind.WORKING, SetKind.DROP)
    assert warm.load_kg == pytest.approx(20 * POUND_KG)
    assert hard.note == 'a "hard"\none'
    assert (warm.exercise, press.exercise) == ("back_squat", None)
    assert (run.duration_s, run.distance_m, run.note) == (
        900.0,
        None,
        "distance 2.5 (unit not said)",
    )


def test_no_unit_is_asked_for_where_nothing_weighs(tmp_path: Path) -> None:
    text = _samples.STRONG_NEW.replace("20.0", "0").replace("100.0", "0").replace(",80,", ",0,")
    (legs,) = read(tmp_path, text, options=WorkoutOptions()).workouts
    assert {one.load_kg for one in legs.sets} == {0.0}


def test_strong_with_units_in_the_headings_needs_none_stated(tmp_path: Path) -> None:
    (day,) = read(tmp_path, _samples.STRONG_HEADED).workouts
    lift, walk = day.sets
    assert lift.load_kg == pytest.approx(225.5 * POUND_KG)
    assert (walk.kind, walk.distance_m, walk.duration_s) == (SetKind.FAILURE, 40.0, 30.0)
    assert day.ended_at == "2024-03-01T09:00:00"


def test_hevy(tmp_path: Path) -> None:
    upper, run = read(tmp_path, _samples.HEVY, options=WorkoutOptions()).workouts
    assert (upper.started_at, upper.ended_at) == ("2024-03-28T17:29:00", "2024-03-28T18:41:00")
    assert upper.note == "windy\nBench Press (Barbell): pause"
    assert [one.kind for one in upper.sets] == [SetKind.WARMUP, SetKind.WORKING, SetKind.FAILURE]
    assert upper.sets[1].load_kg == 82.5
    assert upper.sets[2].duration_s == 95.0
    assert run.sets[0].distance_m == 5200.0
    pounds = _samples.HEVY.replace("weight_kg", "weight_lbs")
    assert read(tmp_path, pounds).workouts[0].sets[1].load_kg == pytest.approx(82.5 * POUND_KG)
    bare = _samples.HEVY.replace("weight_kg", "weight")
    with pytest.raises(InputError, match="kilograms or pounds"):
        read(tmp_path, bare, options=WorkoutOptions())


def test_stronglifts(tmp_path: Path) -> None:
    first, second = read(tmp_path, _samples.STRONGLIFTS, options=WorkoutOptions()).workouts
    assert [(one.exercise, one.reps, one.load_kg) for one in first.sets] == [
        ("back_squat", 5, 60.0),
        ("back_squat", 5, 60.0),
        ("bench_press", 5, 40.0),
        ("bench_press", 4, 40.0),
    ]
    assert first.note == "body weight 80 kg\nBench Press: tired"
    assert len(second.sets) == 1
    (old,) = read(tmp_path, _samples.STRONGLIFTS_OLD, options=WorkoutOptions()).workouts
    assert [one.reps for one in old.sets] == [5, 5, 4, 5, 5, 5]
    assert old.sets[0].load_kg == pytest.approx(135 * POUND_KG)
    assert old.sets[3].exercise is None
    turned = _samples.STRONGLIFTS.replace("yyyy/mm/dd", "dd/mm/yyyy").replace(
        "2016/05/02", "02/05/2016"
    )
    assert read(tmp_path, turned).workouts[0].started_at == "2016-05-02T00:00:00"


def test_wger(tmp_path: Path) -> None:
    (day,) = read(tmp_path, _samples.WGER_JSON, "log.json", WorkoutOptions()).workouts
    lift, timed = day.sets
    assert lift.name == "wger exercise 73"
    assert (lift.reps, lift.rir) == (8, 1.5)
    assert lift.load_kg == pytest.approx(60 * POUND_KG)
    assert (timed.duration_s, timed.load_kg, timed.note) == (120.0, None, "3.00 (plates)")
    (pull,) = read(tmp_path, _samples.WGER_CSV).workouts
    assert (pull.name, pull.sets[0].exercise, pull.sets[0].rir) == ("Pull", "deadlift", 2.0)


def test_fit_sets_by_title_and_by_category(tmp_path: Path) -> None:
    data = fit_file([(0, 8, 60.0, 1), (28, 5, 100.5, 1), (65534, None, None, 0)])
    (day,) = read(tmp_path, data, "watch.fit").workouts
    assert (day.started_at, day.ended_at) == (
        "2021-09-08T01:46:40+00:00",
        "2021-09-08T02:46:40+00:00",
    )
    assert day.sets == (
        WorkoutSet("Barbell Bench Press", "bench_press", reps=8, load_kg=60.0, duration_s=30.0),
        WorkoutSet("squat", None, reps=5, load_kg=100.5, duration_s=30.0),
    )


def test_fit_of_another_activity_or_damaged_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no sets"):
        read(tmp_path, fit_file([]), "run.fit")
    whole = fit_file([(0, 8, 60.0, 1)])
    with pytest.raises(InputError, match="cut or damaged"):
        read(tmp_path, whole[:-9], "cut.fit")
    with pytest.raises(InputError, match="wrong sum"):
        read(tmp_path, whole[:40] + bytes([whole[40] ^ 1]) + whole[41:], "bad.fit")


def test_own_json(tmp_path: Path) -> None:
    held = read(tmp_path, _samples.OWN, "own.json", WorkoutOptions())
    assert held.workouts == (
        Workout(
            "2026-11-26T18:30:00",
            "Push",
            (WorkoutSet("Bench press", "bench_press", reps=8, load_kg=60.0),),
            source_key="innervate:2026-11-26T18:30:00:Push",
        ),
    )
    wrong = read(tmp_path, _samples.OWN.replace('"reps": 8', '"reps": -8'), "own.json")
    (error,) = wrong.errors
    assert (error.line, error.given) == (1, "-8")


def test_utf_16_and_marks_and_other_line_ends_are_read(tmp_path: Path) -> None:
    expected = read(tmp_path, _samples.HEVY)
    for data in (
        _samples.HEVY.encode("utf-16"),
        _samples.HEVY.encode("utf-8-sig"),
        _samples.HEVY.replace("\n", "\r\n").encode(),
    ):
        assert read(tmp_path, data) == expected


def test_names_are_mapped_only_to_exercises_that_there_are() -> None:
    keys = {one.key for one in exercises()}
    assert set(_known().values()) <= keys
    assert exercise_of("bench-press  (BARBELL)") == "bench_press"
    assert exercise_of("Squat") is None
