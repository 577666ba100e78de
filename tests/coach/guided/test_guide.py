"""The guide: any order of commands, any cutting of time, a crash at any moment."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.coach.guided._playing import (
    BICEPS,
    LONG_S,
    chosen_for,
    events,
    move_on,
    overs,
    phases,
    play,
)

from innervate.coach.acts import Act, Cue, CueKind, Level, Remark, Why
from innervate.coach.guided.chosen import Chosen
from innervate.coach.guided.gates import Answer
from innervate.coach.guided.guide import Guide
from innervate.coach.guided.protocol import guided, guided_protocols
from innervate.coach.guided.recall import made_with
from innervate.coach.guided.screens import screens
from innervate.coach.guided.standing import Do
from innervate.coach.guided.steps import Kind
from innervate.core.errors import InputError
from innervate.core.event import EventKind

KEYS = [one.key for one in guided_protocols() if one.key != "erd"]
NEVER = (Do.STOP, Do.PAIN, Do.URGENT)

times = st.floats(0.0, 400.0)
commands = st.tuples(
    st.sampled_from(Do),
    st.floats(0.0, 30.0) | st.just(0.0),
    st.none() | st.integers(0, 10).map(float) | st.floats(),
    st.sampled_from(["", "yes", "no", "some words"]),
)
keys = st.sampled_from(KEYS)


def guide_for(key: str, seed: int = 0, **more: object) -> Guide:
    one = guided(key)
    return Guide(one, chosen_for(one, **more), seed)


def at_beat(guide: Guide, kind: Kind, at_s: float = 0.0) -> float:
    """Play until a beat of this kind is on."""
    while guide.standing(at_s).beat.kind is not kind:
        at_s = move_on(guide, at_s)[1]
    return at_s


@settings(max_examples=60, deadline=None)
@given(keys, st.lists(times, max_size=30))
def test_the_acts_do_not_depend_on_how_time_was_cut(key: str, cuts: list[float]) -> None:
    whole, cut = guide_for(key), guide_for(key)
    acts = [list(whole.begin(0.0)), list(cut.begin(0.0))]
    at_s = 0.0
    for _ in range(6):
        end_s = at_s + 60.0
        acts[0] += whole.to(end_s)
        for moment in sorted(at_s + one % 60.0 for one in cuts):
            acts[1] += cut.to(moment)
        acts[1] += cut.to(end_s)
        assert acts[0] == acts[1]
        if whole.standing(end_s).ends_s is None and not whole.standing(end_s).over:
            acts[0] += move_on(whole, end_s)[0]
            acts[1] += move_on(cut, end_s)[0]
        at_s = end_s
    assert acts[0] == acts[1]


@settings(max_examples=60, deadline=None)
@given(keys, st.lists(commands, max_size=25), st.lists(times, max_size=15))
def test_commands_do_the_same_however_time_was_cut_between(
    key: str,
    given_commands: list[tuple[Do, float, float | None, str]],
    cuts: list[float],
) -> None:
    whole, cut = guide_for(key), guide_for(key)
    acts = [list(whole.begin(0.0)), list(cut.begin(0.0))]
    at_s = 0.0
    for do, wait_s, value, text in given_commands:
        for moment in sorted(at_s + one % 30.0 for one in cuts if one % 30.0 < wait_s):
            acts[1] += cut.to(moment)
        at_s += wait_s
        for guide, told in zip((whole, cut), acts, strict=True):
            told.extend(obeyed(guide, do, at_s, value, text))
    acts[0] += whole.to(at_s + 100.0)
    acts[1] += cut.to(at_s + 100.0)
    assert acts[0] == acts[1]


def obeyed(guide: Guide, do: Do, at_s: float, value: float | None, text: str) -> list[Act]:
    """The command done, or refused with clear words; nothing else."""
    before = guide.standing(at_s)
    try:
        acts = list(guide.command(do, at_s, value, text))
    except InputError as error:
        assert do not in NEVER
        assert error.what
        assert error.fix or error.given
        return []
    assert do in (*before.commands, *guide.standing(at_s).commands, *NEVER) or acts
    return acts


@settings(max_examples=150, deadline=None)
@given(keys, st.lists(commands, max_size=40), st.integers(0, 5))
def test_nothing_that_is_commanded_gets_it_stuck(
    key: str, given_commands: list[tuple[Do, float, float | None, str]], seed: int
) -> None:
    guide = guide_for(key, seed)
    acts = list(guide.begin(0.0))
    at_s = 0.0
    for do, wait_s, value, text in given_commands:
        if do not in NEVER:  # those end it; they are tried from everywhere below
            at_s += wait_s
            acts += obeyed(guide, do, at_s, value, text)
    for do in NEVER:
        copy = pickle.loads(pickle.dumps(guide))
        ended = [*acts, *copy.command(do, at_s)]
        assert len(overs(ended)) == 1
        assert copy.standing(at_s).over
    acts += play(guide, at_s)[0]
    assert len(overs(acts)) == 1
    moments = [act.at_s for act in acts if isinstance(act, Cue) and act.kind is not CueKind.COUNT]
    assert moments == sorted(moments)


@settings(max_examples=60, deadline=None)
@given(keys, st.lists(commands, max_size=15))
def test_it_goes_on_the_same_from_a_pickle(
    key: str, given_commands: list[tuple[Do, float, float | None, str]]
) -> None:
    guide = guide_for(key)
    guide.begin(0.0)
    at_s = 0.0
    for do, wait_s, value, text in given_commands:
        at_s += wait_s
        obeyed(guide, do, at_s, value, text)
    copy = pickle.loads(pickle.dumps(guide))
    assert copy.standing(at_s) == guide.standing(at_s)
    assert play(copy, at_s) == play(guide, at_s)


@settings(max_examples=60, deadline=None)
@given(keys, st.integers(0, 60), st.floats(0.0, 100.0))
def test_a_session_that_was_cut_off_goes_on_where_it_was(
    key: str, beats: int, wait_s: float
) -> None:
    guide = guide_for(key)
    acts = list(guide.begin(0.0))
    more, at_s = play(guide, 0.0, beats)
    acts += more
    acts += guide.to(at_s + wait_s)
    at_s += wait_s
    stood = guide.standing(at_s)
    again = guide_for(key)
    again.recall(events(acts))
    again.begin(at_s + 1.0)
    now = again.standing(at_s + 1.0)
    assert (now.beat, now.over, now.answers) == (stood.beat, stood.over, stood.answers)
    assert now.over or now.elapsed_s <= stood.elapsed_s
    play(again, at_s + 1.0)
    assert again.standing(LONG_S).over


def test_a_long_stretch_goes_on_from_its_last_minute() -> None:
    guide = guide_for("run_checkin")
    acts = list(guide.begin(0.0))
    more, at_s = play(guide, 0.0, beats=2)
    acts += [*more, *guide.to(at_s + 330.0)]
    again = guide_for("run_checkin")
    again.recall(events(acts))
    again.begin(1000.0)
    assert again.standing(1000.0).beat.kind is Kind.WORK
    assert again.standing(1000.0).elapsed_s == 300.0
    assert any(event.label == "passed" and event.value == 300.0 for event in events(acts))


def test_a_session_is_made_again_from_its_recording_alone() -> None:
    guide = guide_for("focus_abc", seed=7)
    found = made_with(events(guide.begin(0.0)))
    assert found is not None
    again = Guide(guided(found.protocol), found.choices(), found.seed)
    assert again.score == guide.score


def test_the_recording_of_another_session_is_refused() -> None:
    told = events(guide_for("centre", seed=1).begin(0.0))
    with pytest.raises(InputError, match=r"the recording is of another session"):
        guide_for("centre", seed=2).recall(told)
    with pytest.raises(InputError, match=r"given clark2014, seed 0, found centre, seed 1"):
        guide_for("clark2014").recall(told)


@pytest.mark.parametrize(
    ("do", "why"), [*zip(NEVER, (Why.STOPPED, Why.PAIN, Why.URGENT), strict=True)]
)
def test_stop_pain_and_urgent_end_it_from_anywhere(do: Do, why: Why) -> None:
    for key in KEYS:
        guide = guide_for(key)
        assert [over.why for over in overs(guide.command(do, 1.0))] == [why]
        guide = guide_for(key)
        guide.begin(0.0)
        guide.to(3.0)
        if Do.PAUSE in guide.allowed():
            guide.command(Do.PAUSE, 4.0)
        assert [over.why for over in overs(guide.command(do, 5.0))] == [why]
        assert not overs(guide.command(do, 6.0))
        assert not guide.to(1000.0)


def test_urgent_tells_at_once_to_get_help_even_afterwards() -> None:
    guide = guide_for("shovel")
    guide.begin(0.0)
    for at_s in (1.0, 2.0):
        acts = guide.command(Do.URGENT, at_s)
        warned = [act for act in acts if isinstance(act, Remark)]
        assert [(one.at_s, one.level, one.text) for one in warned] == [
            (at_s, Level.ERROR, screens().urgent)
        ]
        said = [act for act in acts if isinstance(act, Cue) and act.kind is CueKind.SAY]
        assert [cue.text for cue in said] == [screens().urgent]


def test_a_yes_in_the_screen_ends_it_with_advice() -> None:
    guide = guide_for("mvc")
    guide.begin(0.0)
    guide.command(Do.ANSWER, 1.0, text="no")
    acts = guide.command(Do.ANSWER, 2.0, text="Yes")
    assert [over.why for over in overs(acts)] == [Why.SCREENED]
    assert any(isinstance(act, Remark) and "clinician" in act.text for act in acts)


def test_a_heart_that_speaks_up_in_the_snow_is_urgent() -> None:
    guide = guide_for("shovel")
    guide.begin(0.0)
    while guide.standing(0.0).beat.question is None or (
        guide.standing(0.0).beat.question.label != "symptoms"  # type: ignore[union-attr]
    ):
        move_on(guide, 0.0) if guide.standing(0.0).beat.question else guide.to(
            guide.standing(0.0).ends_s or 0.0
        )
    acts = guide.command(Do.ANSWER, 0.0, 1.0)
    assert [over.why for over in overs(acts)] == [Why.URGENT]
    assert any(isinstance(act, Remark) and screens().urgent in act.text for act in acts)


def test_a_safety_question_cannot_be_skipped_nor_gone_back_to() -> None:
    guide = guide_for("mvc")
    guide.begin(0.0)
    with pytest.raises(InputError, match=r"skip is not possible now: given skip.*choose answer"):
        guide.command(Do.SKIP, 1.0)
    at_s = at_beat(guide, Kind.SHOW, 1.0)
    with pytest.raises(InputError, match=r"back is not possible now"):
        guide.command(Do.BACK, at_s)


def test_refusals_say_what_can_be_done() -> None:
    guide = guide_for("centre")
    with pytest.raises(InputError, match=r"the session has not begun"):
        guide.command(Do.CONTINUE, 0.0)
    guide.begin(0.0)
    with pytest.raises(
        InputError, match=r"continue is not possible now.*choose answer, pause, skip"
    ):
        guide.command(Do.CONTINUE, 1.0)
    with pytest.raises(InputError, match=r"a number from 0 to 10: given 11"):
        guide.command(Do.ANSWER, 1.0, 11.0)
    guide.command(Do.PAUSE, 2.0)
    with pytest.raises(InputError, match=r"found the session is paused.*choose resume, stop"):
        guide.command(Do.SKIP, 3.0)
    guide.command(Do.STOP, 4.0)
    with pytest.raises(InputError, match=r"found the session is over.*start a new session"):
        guide.command(Do.RESUME, 5.0)


def test_what_time_brought_is_not_lost_with_a_refusal() -> None:
    calm, refused = guide_for("visualise"), guide_for("visualise")
    acts = [list(calm.begin(0.0)), list(refused.begin(0.0))]
    acts[0] += calm.to(45.0)
    with pytest.raises(InputError):
        refused.command(Do.ANSWER, 45.0, 3.0)
    acts[1] += refused.to(45.0)
    assert acts[0] == acts[1]


def test_a_rest_goes_on_after_a_pause_where_it_was() -> None:
    guide = guide_for("rep_live")
    guide.begin(0.0)
    at_s = at_beat(guide, Kind.REST)
    guide.to(at_s + 30.0)
    guide.command(Do.PAUSE, at_s + 30.0)
    assert guide.to(at_s + 500.0) == ()
    assert guide.standing(at_s + 500.0).left_s == pytest.approx(60.0)
    guide.command(Do.RESUME, at_s + 500.0)
    assert guide.standing(at_s + 500.0).ends_s == pytest.approx(at_s + 560.0)


def test_a_hold_begins_again_after_a_pause_with_a_countdown() -> None:
    guide = guide_for("visualise", variant="without_map")
    guide.begin(0.0)
    at_s = at_beat(guide, Kind.HOLD)
    guide.to(at_s + 3.0)
    guide.command(Do.PAUSE, at_s + 3.0)
    acts = list(guide.command(Do.RESUME, at_s + 10.0))
    counted = [act.text for act in acts if isinstance(act, Cue) and act.kind is CueKind.COUNT]
    assert counted == ["3", "2", "1"]
    assert guide.standing(at_s + 10.0).ends_s == pytest.approx(at_s + 18.0)
    acts += guide.to(at_s + 14.0)
    assert [(one.label, one.at_s) for one in phases(acts)] == [
        ("hold 1 biceps_brachii left", at_s + 13.0)
    ]


def test_repetitions_go_on_with_the_one_that_was_cut() -> None:
    guide = guide_for("rep_live")
    guide.begin(0.0)
    at_s = at_beat(guide, Kind.REPS)
    guide.to(at_s + 3.0 + 6.0 * 2 + 4.0)
    assert guide.standing(at_s + 19.0).reps_done == 2
    guide.command(Do.PAUSE, at_s + 19.0)
    guide.command(Do.RESUME, at_s + 30.0)
    acts = guide.to(at_s + 33.0)
    assert [act.text for act in acts if isinstance(act, Cue) and act.kind is CueKind.COUNT] == ["3"]
    assert guide.standing(at_s + 33.0).reps_done == 2
    assert guide.standing(at_s + 33.0).ends_s == pytest.approx(at_s + 33.0 + 6 * 6.0)


def test_find_it_ends_when_it_is_found() -> None:
    guide = guide_for("find_it")
    guide.begin(0.0)
    tries, at_s = 0, 0.0
    while not guide.standing(at_s).over:
        question = guide.standing(at_s).beat.question
        if question is not None and question.label == "try":
            tries += 1
            guide.command(Do.ANSWER, at_s, 9.0 if tries == 3 else 4.0)
        else:
            at_s = move_on(guide, at_s)[1]
    assert tries == 3


def test_who_has_fallen_keeps_the_eyes_open() -> None:
    told: dict[str, list[str]] = {}
    for falls in ("yes", "no"):
        guide = guide_for("balance", screened=("chest_pain", "pain"))
        acts = list(guide.begin(0.0))
        acts += guide.command(Do.ANSWER, 0.0, text=falls)
        acts += play(guide)[0]
        told[falls] = [event.label for event in phases(acts)]
    assert not any(label.startswith("eyes closed") for label in told["yes"])
    assert sum(label.startswith("eyes closed") for label in told["no"]) == 6


def test_answers_are_recorded_under_their_labels() -> None:
    guide = guide_for("centre")
    guide.begin(0.0)
    acts = list(guide.command(Do.ANSWER, 1.0, 6.0))
    acts += guide.command(Do.ANSWER, 2.0, text="ring  the bank")
    told = [event for event in events(acts) if event.kind is EventKind.ANSWER]
    assert [(one.label, one.value, one.source) for one in told] == [
        ("focus before", 6.0, "person"),
        ("parked: ring the bank", None, "person"),
    ]
    answers = {one.label: one.answer for one in guide.standing(2.0).answers}
    assert answers == {"focus before": Answer(6.0), "parked": Answer(None, "ring the bank")}


def test_feelings_are_recorded_so_that_they_become_measures() -> None:
    from innervate.engine.answers import answer_measures

    guide = Guide(guided("rep_live"), Chosen((BICEPS,), screened=("chest_pain", "pain")))
    acts = list(guide.begin(0.0))
    acts += play(guide)[0]
    felt = [one for one in answer_measures(events(acts)) if one.metric == "felt"]
    assert [(one.subject.muscle, one.subject.set) for one in felt] == [
        ("biceps_brachii", number) for number in (1, 2, 3)
    ]


def test_the_source_may_end_first() -> None:
    guide = guide_for("centre")
    guide.begin(0.0)
    assert [over.why for over in overs(guide.ended(3.0))] == [Why.ENDED]
    assert not guide.ended(4.0)
