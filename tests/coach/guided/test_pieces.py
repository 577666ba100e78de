"""The small parts: conditions, tempo, sounds, screens, choices."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.coach.acts import CueKind
from innervate.coach.choices import Tempo
from innervate.coach.guided.beat import Beat, Question
from innervate.coach.guided.chosen import Chosen
from innervate.coach.guided.gates import Answer, Gate
from innervate.coach.guided.screens import questions_of, screens
from innervate.coach.guided.sounds import breath_sounds, in_order, pulse_sounds, rep_sounds
from innervate.coach.guided.steps import Asks, First, Kind
from innervate.coach.guided.tempo import read_tempo
from innervate.core.errors import InputError

numbers = st.floats(-20.0, 20.0)


@given(numbers, numbers)
def test_a_condition_and_its_opposite_never_agree(bound: float, value: float) -> None:
    gate = Gate("x", at_least=bound)
    for answers in ({}, {"x": Answer(value)}, {"x": Answer(None, "words")}):
        assert gate.holds(answers) is not gate.against().holds(answers)
    assert gate.against().against() == gate


def test_a_question_never_answered_fits_nothing() -> None:
    assert not Gate("x", at_most=3).holds({})
    assert Gate("x", at_most=3).against().holds({})


@given(st.tuples(*[st.integers(0, 9)] * 4).filter(any))
def test_tempo_notation_is_read_as_written(parts: tuple[int, int, int, int]) -> None:
    assert read_tempo("-".join(map(str, parts))) == Tempo(*map(float, parts))


@pytest.mark.parametrize(
    "text", ["", "3-1-1", "3-1-x-0", "0-0-0-0", "3-1-1-0-2", "90-0-0-0", "3,1,1,0"]
)
def test_anything_else_is_no_tempo(text: str) -> None:
    with pytest.raises(InputError, match=r"four numbers of seconds.*like 3-1-1-0"):
        read_tempo(text)


def test_repetitions_begin_the_way_they_say() -> None:
    tempo = read_tempo("3-1-2-0")
    down = [sound.text for sound in rep_sounds(tempo, First.DOWN, 1, 0.0)]
    up = [sound.text for sound in rep_sounds(tempo, First.UP, 1, 0.0)]
    assert down == ["1", "slowly down", "pause", "up"]
    assert up == ["1", "up", "slowly down", "pause"]


@given(st.floats(1.0, 8.0), st.floats(1.0, 8.0), st.floats(10.0, 300.0))
def test_breaths_follow_each_other(in_s: float, out_s: float, seconds: float) -> None:
    tones = [
        sound
        for sound in in_order(breath_sounds(in_s, out_s, seconds), seconds)
        if sound.kind is CueKind.TONE
    ]
    assert [sound.text for sound in tones[:2]] == ["in", "out"]
    assert all(one.text != two.text for one, two in pairwise(tones))


@given(st.floats(0.5, 5.0), st.floats(1.0, 120.0))
def test_ticks_are_as_many_as_the_pulse_has(hz: float, seconds: float) -> None:
    ticks = in_order(pulse_sounds(hz, seconds), seconds)
    assert abs(len(ticks) - hz * seconds) <= 1.0


@given(st.floats(0.0, 100.0), st.floats(0.5, 10.0), st.floats(0.0, 5.0))
def test_what_is_done_again_after_a_pause_is_less_than_one_piece(
    elapsed_s: float, grain_s: float, lead_s: float
) -> None:
    beat = Beat(0, Kind.REPS, "x", lead_s=lead_s, grain_s=grain_s)
    again_s = beat.resumes_at(elapsed_s)
    assert again_s <= elapsed_s + 1e-9
    assert elapsed_s - again_s < lead_s + grain_s + 1e-9
    assert Beat(0, Kind.REST, "x").resumes_at(elapsed_s) == elapsed_s


def test_options_are_chosen_by_text_or_number() -> None:
    choice = Question("x", Asks.CHOICE, ("Left", "Right"))
    assert choice.read(2.0, "") == choice.read(None, "right") == Answer(2.0, "Right")
    yes_no = Question("x", Asks.YES_NO, ("yes", "no"))
    assert yes_no.read(0.0, "") == yes_no.read(None, "NO") == Answer(0.0, "no")
    for value, text in ((3.0, ""), (None, "up"), (None, "")):
        with pytest.raises(InputError, match=r"none of the answers.*choose Left, Right"):
            choice.read(value, text)


@pytest.mark.parametrize("value", [None, float("nan"), -1.0, 11.0])
def test_a_mark_must_lie_on_the_scale(value: float | None) -> None:
    with pytest.raises(InputError, match=r"a number from 0 to 10"):
        Question("x", Asks.SCALE).read(value, "")


def test_words_must_be_some_and_not_too_many() -> None:
    asked = Question("x", Asks.TEXT)
    assert asked.read(None, "  two   words ") == Answer(None, "two words")
    for text in ("", "   ", "x" * 2001):
        with pytest.raises(InputError, match=r"from 1 to 2000 characters"):
            asked.read(None, text)


def test_every_question_of_the_screens_is_used_and_known() -> None:
    used = {key for screen in screens().screens for key in screen.questions}
    assert {question.key for question in screens().questions} <= used
    for screen in screens().screens:
        assert [one.key for one in questions_of([screen.key])] == list(screen.questions)


def test_an_unknown_screen() -> None:
    with pytest.raises(InputError, match=r"there is no safety screen 'strian'.*strain"):
        questions_of(["strian"])


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"load_percent": 0.0}, "the load in percent"),
        ({"cadence_per_min": 20.0}, "steps per minute must be from 60 to 260"),
        ({"feedback_percent": 120.0}, "feedback in percent"),
        ({"rounds": 0}, "rounds must be from 1 to 100"),
        ({"load_percent": float("nan")}, "the load in percent"),
    ],
)
def test_impossible_choices(what: dict[str, float], words: str) -> None:
    with pytest.raises(InputError, match=words):
        Chosen(**what)  # type: ignore[arg-type]
