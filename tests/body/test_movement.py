from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.body import claim, exercise, exercises, muscle
from innervate.body.claims import Verdict
from innervate.body.doing import Counted, Family, Phase, Work, tempo_s
from innervate.body.movement import Exercise, primed_by
from innervate.body.safety import Backing
from innervate.core.errors import InputError

FIRST = {
    "pec_isolation", "romanian_deadlift", "bench_press", "chin_up", "glute_bridge",
    "biceps_curl", "back_squat", "deadlift", "walking",
}  # fmt: skip
EVERY = pytest.mark.parametrize("one", exercises(), ids=lambda one: one.key)
JARGON = re.compile(r"MVIC|GTA|1RM|nEMG|IMU|—|\bES\b|\bGM\b")


def said(one: Exercise) -> tuple[str, ...]:
    """Everything that a person reads of an exercise."""
    return (
        one.name, one.caveat, one.cue.internal, one.cue.external, *one.drills, *one.safety,
        *(each.text for each in one.facts), *(each.how for each in one.variants),
    )  # fmt: skip


def test_the_fifty_exercises_are_there() -> None:
    assert len(exercises()) == 50
    assert {one.key for one in exercises()} >= FIRST


@EVERY
def test_an_exercise_records_its_target_and_says_its_evidence(one: Exercise) -> None:
    assert set(one.targets) & set(one.channels)
    assert one.caveat
    assert one.claims
    assert one.cue.external
    assert one.loads
    assert not set(one.targets) & set(one.compensators)


@EVERY
def test_what_is_recorded_can_be_measured_on_the_skin(one: Exercise) -> None:
    assert all(muscle(key).offered for key in one.channels)
    assert muscle(one.targets[0]).offered
    assert muscle(one.signal).offered


@EVERY
def test_the_profile_is_that_of_the_work(one: Exercise) -> None:
    assert (
        one.profile.counted
        is {
            Work.HOLD: Counted.SECONDS,
            Work.REPETITIONS: Counted.CONTRACTIONS,
            Work.GAIT: Counted.STEPS,
            Work.TASK: Counted.NOTHING,
        }[one.work]
    )
    assert (one.work is Work.HOLD) == (one.profile.phases == (Phase.HOLD,))
    assert bool(one.tempo) == (one.work is Work.REPETITIONS and Phase.PAUSE in one.profile.phases)
    assert bool(one.profile.phases) == (one.work is not Work.TASK)


@EVERY
def test_its_words_are_sentences_without_jargon_and_facts_have_rows(one: Exercise) -> None:
    assert not any(JARGON.search(words) for words in said(one))
    assert all(words.endswith((".", "?")) for words in (one.caveat, *one.safety))
    for each in one.facts:
        assert each.text.endswith(".")
        assert each.claims
        assert each.status is not Backing.OURS


def test_a_load_for_attention_stays_where_attention_was_found_to_work() -> None:
    ranges = [load.percent for one in exercises() for load in one.loads if load.percent]
    assert ranges
    assert max(high for _, high in ranges) <= 60


def test_families_group_them() -> None:
    sizes = Counter(one.family for one in exercises())
    assert set(sizes) == set(Family) - {Family.OTHER}
    assert max(sizes.values()) <= 14
    assert len({family.heading for family in Family}) == len(Family)


def test_primes_are_exercises() -> None:
    assert exercise("back_squat").primes == ("glute_bridge", "banded_squat", "step_up")
    primed = primed_by("clam", exercises())
    assert {one.key for one in primed} >= {"banded_squat", "fire_hydrant"}


def test_deadlifts_begin_with_the_lift_and_squats_with_the_way_down() -> None:
    assert exercise("deadlift").profile.phases[0] is Phase.CONCENTRIC
    assert exercise("back_squat").profile.phases[0] is Phase.ECCENTRIC
    assert exercise("back_squat").tempo_s == (3.0, 1.0, 2.0, 0.0)
    assert exercise("plank").tempo_s is None


def test_snow_asks_for_the_heart_first() -> None:
    snow = exercise("shovelling_snow")
    assert snow.screen == ("heart", "chest_pain")
    assert "urgent help" in " ".join(snow.safety)
    assert "16 %" in snow.facts[0].text


def test_what_nobody_has_looked_up_says_so() -> None:
    unverified = [
        each for one in exercises() for each in one.facts if each.status is Backing.UNVERIFIED
    ]
    assert unverified
    assert all("has not been looked up" in each.text for each in unverified)


def test_the_deadlift_calls_no_quadriceps_activity_a_fault() -> None:
    assert "no fault" in exercise("deadlift").caveat
    assert claim("A08").verdict is Verdict.CONTRADICTED


def test_one_side_at_a_time_is_a_hold() -> None:
    assert exercise("pec_isolation").one_side
    assert exercise("pec_isolation").work is Work.HOLD


def test_names_are_found_as_people_type_them() -> None:
    assert exercise("Bench press").key == exercise("bench-press").key == "bench_press"


def test_an_unknown_exercise_gives_near_names() -> None:
    with pytest.raises(InputError, match=r"no exercise 'squat'.*write .*back_squat"):
        exercise("squat")


@given(st.lists(st.integers(0, 60), min_size=4, max_size=4).filter(any))
def test_a_tempo_is_four_numbers(seconds: list[int]) -> None:
    assert tempo_s("-".join(map(str, seconds))) == tuple(seconds)


@given(st.text(max_size=12).filter(lambda text: text.count("-") != 3))
def test_anything_else_is_no_tempo(words: str) -> None:
    with pytest.raises(InputError, match="the tempo cannot be read"):
        tempo_s(words)


@pytest.mark.parametrize("words", ["0-0-0-0", "nan-1-1-0", "61-1-1-0", "3-1-1-"])
def test_a_tempo_takes_some_time_and_not_for_ever(words: str) -> None:
    with pytest.raises(InputError, match='as in "3-1-2-0"'):
        tempo_s(words)
