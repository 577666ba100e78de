"""Results that a player hands back: what is sound is kept, what is not is told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.body.movement import exercise
from innervate.coach.acts import Why
from innervate.coach.guided.chosen import Chosen
from innervate.coach.guided.results import (
    GivenAnswer,
    PlayedBeat,
    PlayedSession,
    Results,
    is_results,
    read_results,
)
from innervate.core.channel import MuscleSide, Side
from innervate.core.errors import InputError

DAY = datetime(2026, 11, 26, 18, tzinfo=UTC)
numbers = st.floats(-1e6, 1e6)
moments = st.floats(0, 10)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
answers = st.builds(
    GivenAnswer, words.filter(bool), st.none() | numbers, st.sampled_from(["1", "kg"]), words,
    moments,
)  # fmt: skip
choices = st.builds(
    Chosen,
    muscles=st.just((MuscleSide("soleus", Side.LEFT),)) | st.just(()),
    exercise=st.none() | st.just(exercise("bench_press")),
    cadence_per_min=st.none() | st.floats(100, 200),
)


@st.composite
def sessions(draw: st.DrawFn) -> PlayedSession:
    start = DAY + timedelta(seconds=draw(st.integers(-(10**8), 10**8)))
    end = start + timedelta(seconds=draw(st.integers(10, 10**5)))
    return PlayedSession(
        str(draw(st.uuids())), draw(words.filter(bool)), draw(st.integers(0, 99)), draw(choices),
        start.isoformat(), end.isoformat(), draw(st.sampled_from(Why)),
        tuple(draw(st.lists(answers, max_size=4))),
        tuple(draw(st.lists(st.builds(PlayedBeat, st.integers(0, 99), moments), max_size=4))),
    )  # fmt: skip


def results(*all_: PlayedSession) -> Results:
    return Results(DAY.isoformat(), "a phone", all_)


ONE = PlayedSession(
    "0b0e7f3a-5f0e-4f0e-9d5e-2f6d3c1b7a90", "centre", 0, Chosen(), "2026-11-26T18:00:00.000Z",
    "2026-11-26T18:10:00.000Z", Why.DONE, (GivenAnswer("focus", 7.0, "1", "", 3.5),),
    (PlayedBeat(0, 0.0),),
)  # fmt: skip


def plain() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(results(ONE).to_json())
    return made


def read(made: object) -> Results:
    return read_results(json.dumps(made))


@given(st.lists(sessions(), max_size=4, unique_by=lambda one: one.id))
def test_what_was_written_is_read(all_: list[PlayedSession]) -> None:
    found = read_results(results(*all_).to_json())
    assert not found.damaged
    assert {one.id: one for one in found.sessions} == {one.id: one for one in all_}
    starts = [datetime.fromisoformat(one.started_at) for one in found.sessions]
    assert starts == sorted(starts)
    assert read_results(found.to_json()) == found


@given(st.lists(sessions(), min_size=1, max_size=3, unique_by=lambda one: one.id))
def test_a_session_that_is_there_twice_is_kept_once(all_: list[PlayedSession]) -> None:
    assert read_results(results(*all_, *all_).to_json()) == read_results(results(*all_).to_json())


@given(sessions(), st.data())
def test_one_damaged_session_leaves_the_others(one: PlayedSession, data: st.DataObject) -> None:
    made = json.loads(results(one, ONE).to_json())
    broken = made["sessions"][0]
    name = data.draw(st.sampled_from(sorted(broken)))
    broken[name] = data.draw(st.sampled_from([{"x": 1}, [[1]], True]))
    found = read(made)
    assert found.sessions == (ONE,)
    (told,) = found.damaged
    assert told.place == 1
    assert told.why
    assert told.id == ("" if name == "id" else one.id)


@given(st.text(max_size=50) | st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda inner: st.lists(inner) | st.dictionaries(words, inner), max_leaves=9,
).map(json.dumps))  # fmt: skip
def test_whatever_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(InputError, match="results"):
        read_results(text)


@given(sessions(), st.integers(0, 10_000))
def test_a_file_that_was_cut_short_is_refused(one: PlayedSession, cut: int) -> None:
    text = results(one).to_json()
    with pytest.raises(InputError):
        read_results(text[: min(cut, len(text) - 1)])


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("id", "session 1", "UUID"),
        ("started_at", "yesterday", "'yesterday'"),
        ("started_at", "2026-11-26T18:00:00", "'2026-11-26T18:00:00'"),
        ("ended_at", "2026-11-26T17:00:00Z", "ends before it starts"),
        ("why", "bored", "bored"),
        ("protocol", "", "which protocol"),
        ("answers", [{"label": "x"}], "GivenAnswer"),
        ("answers", [{"label": "", "value": 1, "unit": "1", "text": "", "at_s": 0}], "no label"),
        ("beats", [{"index": -1, "at_s": 0}], "below 0"),
        ("beats", [{"index": 0, "at_s": 602}], "outside the session"),
        ("beats", [{"index": 0, "at_s": 10**400}], "too large"),
        ("answers", [{"label": "x", "value": 1, "unit": "1", "text": "", "at_s": -1}], "outside"),
        ("chosen", {"load_percent": 900}, "from 1 to 150"),
        ("mood", "good", "mood"),
    ],
)
def test_it_says_what_is_damaged(name: str, value: object, why: str) -> None:
    made = plain()
    made["sessions"][0][name] = value
    found = read(made)
    assert not found.sessions
    assert why in found.damaged[0].why


@pytest.mark.parametrize(
    ("change", "words_"),
    [
        ({"form": "innervate-results-2"}, "'innervate-results-2'"),
        ({"form": None}, "no name of a form"),
        ({"sessions": {}}, "no sessions"),
        ({"device": 3}, "no device"),
        ({"made_at": "noon"}, "'noon'"),
    ],
)
def test_it_says_why_it_is_no_file_of_results(change: dict[str, object], words_: str) -> None:
    with pytest.raises(InputError, match=words_):
        read({**plain(), **change})


def test_two_sessions_of_one_id_are_not_mixed() -> None:
    other = replace(ONE, seed=5)
    found = read_results(results(ONE, other).to_json())
    assert found.sessions == (ONE,)
    assert "same id" in found.damaged[0].why


def test_no_number_is_no_answer() -> None:
    text = results(ONE).to_json().replace("7.0", "NaN")
    with pytest.raises(InputError, match="NaN is no number"):
        read_results(text)


def test_an_exercise_that_is_described_otherwise_today_is_taken_by_its_key() -> None:
    made = json.loads(results(replace(ONE, chosen=Chosen(exercise=exercise("chin_up")))).to_json())
    made["sessions"][0]["chosen"]["exercise"]["of_old"] = "gone"
    (one,) = read(made).sessions
    assert one.chosen.exercise == exercise("chin_up")
    made["sessions"][0]["chosen"]["exercise"]["key"] = "no_such_exercise"
    assert not read(made).sessions


def test_it_is_known_by_its_first_words() -> None:
    assert is_results(results(ONE).to_json())
    assert is_results(json.dumps(plain(), indent=1))
    assert is_results("\ufeff" + results(ONE).to_json())
    assert not is_results('{"sessions": []}')
    assert not is_results("")
