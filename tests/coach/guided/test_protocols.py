"""The built-in guided protocols: all of them, as dosed, honest and safe."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.coach.guided._playing import BICEPS, chosen_for, overs, phases, play

from innervate.body.claims import claims
from innervate.body.movement import exercise
from innervate.coach.acts import Why
from innervate.coach.guided.checking import check
from innervate.coach.guided.chosen import Chosen, Sensor
from innervate.coach.guided.composing import compose
from innervate.coach.guided.guide import Guide
from innervate.coach.guided.protocol import GuidedProtocol, guided, guided_protocols
from innervate.coach.guided.score import Score
from innervate.coach.guided.steps import Kind
from innervate.core.errors import InputError

TABLE_C = [
    "centre",
    "mvc",
    "focus_abc",
    "prime_glute",
    "visualise",
    "clark2014",
    "imagery_general",
    "imagery_between_sets",
    "rep_live",
    "tap",
    "selective",
    "pec_isolation",
    "eccentric_intro",
    "run_checkin",
    "cadence_find",
    "cadence_train",
    "quiet_run",
    "knee_path",
    "automatic",
    "jps",
    "cmc",
    "erd",
    "balance",
    "shovel",
]
MORE = ["prime", "find_it", "one_at_a_time", "soreness", "lift_and_carry", "yard_work", "cardio"]
ALL = guided_protocols()


def score_of(key: str, **more: object) -> Score:
    one = guided(key)
    return compose(one, chosen_for(one, **more), seed=1)


def every_variant(one: GuidedProtocol) -> list[str]:
    return [variant.key for variant in one.variants] or [""]


def test_all_of_them_are_there() -> None:
    assert {one.key for one in ALL} == {*TABLE_C, *MORE}


@pytest.mark.parametrize("name", ["picture", "negatives", "touch", "imagery", "Find it", "reps"])
def test_they_are_found_by_other_names(name: str) -> None:
    assert guided(name).steps


def test_an_unknown_name_gets_near_ones() -> None:
    with pytest.raises(InputError, match=r"there is no guided protocol 'centr'.*centre"):
        guided("centr")


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.key)
def test_each_can_be_done_to_its_end_in_every_variant(one: GuidedProtocol) -> None:
    for variant in every_variant(one):
        guide = Guide(one, chosen_for(one, variant=variant), seed=3)
        acts = list(guide.begin(0.0))
        acts += play(guide)[0]
        assert [over.why for over in overs(acts)] == [Why.DONE]
        assert guide.standing(0.0).over is Why.DONE


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.key)
def test_each_keeps_what_is_asked_of_the_users_own(one: GuidedProtocol) -> None:
    check(one)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.key)
def test_the_time_is_that_of_the_dose(one: GuidedProtocol) -> None:
    score = compose(one, chosen_for(one), seed=0)
    if one.dose.seconds is not None:
        assert score.dose_s == pytest.approx(one.dose.seconds)
    if one.dose.reps is not None and one.dose.seconds is None and one.family != "imagery":
        counted = sum(beat.count or 0 for beat in score.beats)
        trials = sum(beat.kind is Kind.IMAGINE for beat in score.beats)
        assert one.dose.reps in (counted, counted // (one.dose.sets or 1), trials)


def test_the_study_of_people_in_casts_is_done_as_it_was() -> None:
    score = score_of("clark2014")
    imagined = [beat for beat in score.beats if beat.kind is Kind.IMAGINE]
    assert len(imagined) == 52
    assert {beat.seconds for beat in imagined} == {5.0}
    rests = [beat.seconds for beat in score.beats if beat.kind is Kind.REST]
    assert rests.count(60.0) == 3
    assert rests.count(5.0) == 52
    assert score.dose_s == 700.0
    dose = guided("clark2014").dose
    assert (dose.sessions_per_week, dose.weeks, dose.sessions) == (5.0, 4.0, 20)


def test_the_session_of_the_study_takes_700_seconds_of_time() -> None:
    guide = Guide(guided("clark2014"), chosen_for(guided("clark2014"), screened=("cast",)))
    acts = list(guide.begin(0.0))
    acts += play(guide)[0]
    marks = [event for event in phases(acts) if event.label.startswith("imagine")]
    last = [event for event in phases(acts) if event.at_s > marks[-1].at_s]
    assert [marks[0].label, marks[-1].label] == ["imagine 1.1", "imagine 4.13"]
    assert last[0].at_s + 5.0 - marks[0].at_s == pytest.approx(700.0)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.key)
def test_nothing_is_promised_that_no_row_says(one: GuidedProtocol) -> None:
    words = compose(one, chosen_for(one), seed=0).to_json().lower()
    own = words.replace(json.dumps([claim.claim for claim in claims()]).lower(), "")
    for row in claims():
        own = own.replace(row.claim.lower(), "").replace(row.truth.lower(), "")
    for promise in ("twice as strong", "not firing", "prevents injury", "injury score"):
        assert promise not in own
    assert one.claims
    assert one.facts


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.key)
def test_verdicts_are_shown_beside(one: GuidedProtocol) -> None:
    shown = compose(one, chosen_for(one), seed=0).claims
    rows = {row.key: row for row in claims()}
    assert [claim.row for claim in shown] == list(one.claims)
    assert all(claim.verdict == rows[claim.row].verdict.value for claim in shown)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.key)
def test_labels_of_answers_hold_no_colon_and_beats_are_numbered(one: GuidedProtocol) -> None:
    for variant in every_variant(one):
        beats = compose(one, chosen_for(one, variant=variant), seed=0).beats
        assert [beat.index for beat in beats] == list(range(len(beats)))
        assert all(":" not in beat.question.label for beat in beats if beat.question)
        assert not any("{" in beat.text + beat.title + beat.say + beat.phase for beat in beats)


@pytest.mark.parametrize("one", [one for one in ALL if one.eyes_closed], ids=lambda one: one.key)
def test_by_ear_alone_every_beat_is_heard(one: GuidedProtocol) -> None:
    assert all(beat.say for beat in compose(one, chosen_for(one), seed=0).beats)


@pytest.mark.parametrize("key", ["cmc", "erd"])
def test_what_needs_the_brain_says_so(key: str) -> None:
    with pytest.raises(InputError, match=r"cannot be done without sensors.*no eeg.*connect eeg"):
        compose(guided(key), Chosen((BICEPS,)))


def test_all_else_needs_no_sensor() -> None:
    assert {one.key for one in ALL if one.requires} == {"cmc", "erd"}


@pytest.mark.parametrize("key", ["mvc", "eccentric_intro"])
@pytest.mark.parametrize("question", ["heart", "chest_pain", "injury", "condition", "rupture"])
def test_hard_work_is_screened_for_what_forbids_it(key: str, question: str) -> None:
    asked = [beat.question for beat in score_of(key).beats if beat.question]
    found = next(one for one in asked if one.label == f"screen {question}")
    assert found.must
    assert [halt.says for halt in found.halts] == ["yes"]


def test_questions_answered_today_are_not_asked_again() -> None:
    labels = [beat.question.label for beat in score_of("mvc").beats if beat.question]
    fewer = score_of("mvc", screened=("heart", "chest_pain"))
    left = [beat.question.label for beat in fewer.beats if beat.question]
    assert set(labels) - set(left) == {"screen heart", "screen chest_pain"}


def test_an_exercise_brings_its_own_safety_questions() -> None:
    snow = score_of("rep_live", exercise=exercise("shovelling_snow"))
    asked = [beat.question.label for beat in snow.beats if beat.question]
    assert "screen heart" in asked
    assert asked.count("screen chest_pain") == 1
    labels = [beat.question.label for beat in score_of("shovel").beats if beat.question]
    assert "screen heart" not in labels  # asked there in the words for snow


def test_snow_asks_for_the_heart_before_anything_else() -> None:
    beats = score_of("shovel").beats
    first_work = next(beat.index for beat in beats if beat.kind is Kind.WORK)
    assert first_work >= 3
    assert all(beat.question and beat.question.must for beat in beats[:first_work])


@pytest.mark.parametrize("key", ["mvc", "eccentric_intro", "shovel", "lift_and_carry", "rep_live"])
def test_nobody_is_told_to_hold_the_breath(key: str) -> None:
    words = score_of(key).to_json()
    assert "reathe out" in words


def test_the_warm_up_keeps_the_tempo_too() -> None:
    assert any(beat.tempo for beat in score_of("prime_glute").beats)


def test_priming_moves_are_those_of_the_exercise() -> None:
    squat = exercise("back_squat")
    titles = [beat.title for beat in score_of("prime", exercise=squat).beats if beat.count == 10]
    assert titles[:2] == ["Glute bridge", "Banded squat"]
    assert len(titles) == len(squat.primes) + len(squat.drills)


def test_eight_minutes_pass_before_a_heavy_attempt() -> None:
    seconds = [beat.seconds for beat in score_of("prime_glute").beats]
    assert 480.0 in seconds
    light = [beat.seconds for beat in score_of("prime_glute", variant="before_light").beats]
    assert 480.0 not in light


@pytest.mark.parametrize(
    ("load", "cue"), [(40.0, "internal"), (60.0, "internal"), (80.0, "external")]
)
def test_above_the_gate_the_cue_is_about_the_effect(load: float, cue: str) -> None:
    bench = exercise("bench_press")
    score = score_of("rep_live", load_percent=load, exercise=bench)
    said = next(beat.say for beat in score.beats if beat.count)
    assert getattr(bench.cue, cue) in said.lower()


def test_feedback_fades() -> None:
    half = next(beat for beat in score_of("automatic", variant="half").beats if beat.count)
    none = next(beat for beat in score_of("automatic", variant="dual_task").beats if beat.count)
    assert half.shown == (2, 4, 6, 8)
    assert none.shown == ()
    assert [fade.percent for fade in guided("rep_live").fading] == [100.0, 50.0, 25.0, 0.0]


def test_the_second_task_changes() -> None:
    beats = score_of("automatic", variant="dual_task").beats
    tasks = [beat.title for beat in beats if beat.count]
    assert len(set(tasks)) == len(tasks) == 3


def test_seven_cadences_around_the_own() -> None:
    ticks = [beat.pulse_hz for beat in score_of("cadence_find").beats if beat.pulse_hz]
    assert ticks == pytest.approx([160 / 60 * (1 + p / 100) for p in range(-18, 19, 6)])


def test_a_cadence_must_be_known() -> None:
    with pytest.raises(InputError, match=r"needs a choice first.*choose the cadence"):
        compose(guided("cadence_train"))


def test_a_muscle_must_be_chosen() -> None:
    with pytest.raises(InputError, match=r"choose the muscle"):
        compose(guided("visualise"))


def test_what_is_measured_is_shown_only_with_sensors() -> None:
    without = score_of("rep_live").beats
    with_emg = compose(guided("rep_live"), Chosen((BICEPS,), sensors=(Sensor.EMG,))).beats
    assert len(with_emg) == len(without) + 3


def test_the_focus_experiment_shuffles_all_its_blocks() -> None:
    one = guided("focus_abc")
    orders = set()
    for seed in range(30):
        beats = compose(one, chosen_for(one), seed).beats
        arms = tuple(beat.arm for beat in beats if beat.count)
        assert sorted(arms) == ["external"] * 3 + ["internal"] * 3 + ["none"] * 3
        orders.add(arms)
    assert len(orders) > 25
    assert any(len(set(arms[:3])) < 3 for arms in orders)


def test_trials_of_imagery_come_once_a_round() -> None:
    arms = [beat.arm for beat in score_of("erd").beats if beat.kind is Kind.IMAGINE]
    assert len(arms) == 120
    for start in range(0, 120, 3):
        assert sorted(arms[start : start + 3]) == ["left", "rest", "right"]


def test_rounds_can_be_chosen_up_to_a_limit() -> None:
    for rounds, blocks in ((1, 3), (5, 15), (50, 30)):
        beats = score_of("focus_abc", rounds=rounds).beats
        assert sum(beat.count is not None for beat in beats) == blocks


def test_no_file_of_a_protocol_is_forgotten() -> None:
    import innervate.coach.guided.protocol as module

    files = {path.stem for path in (Path(module.__file__).parent / "protocols").glob("*.toml")}
    assert files == {one.key for one in ALL}
