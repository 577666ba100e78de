"""The flat score: its JSON, and that a guide on it is the same guide."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.coach.guided._playing import chosen_for, play

from innervate.coach.guided.composing import compose
from innervate.coach.guided.guide import Guide
from innervate.coach.guided.protocol import GuidedProtocol, guided, guided_protocols
from innervate.coach.guided.score import FORMAT, Score
from innervate.core.errors import InputError

ALL = guided_protocols()


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.key)
def test_it_survives_the_way_through_json(one: GuidedProtocol) -> None:
    score = compose(one, chosen_for(one), seed=5)
    assert Score.from_json(score.to_json()) == score


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([one for one in ALL if one.key != "erd"]), st.integers(0, 2**31))
def test_a_guide_on_the_json_does_the_same(one: GuidedProtocol, seed: int) -> None:
    here = Guide(one, chosen_for(one), seed)
    there = Guide.of(Score.from_json(here.score.to_json()))
    assert here.begin(0.0) == there.begin(0.0)
    assert play(here) == play(there)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(ALL), st.integers(0, 2**31))
def test_the_same_seed_gives_the_same_score(one: GuidedProtocol, seed: int) -> None:
    assert compose(one, chosen_for(one), seed) == compose(one, chosen_for(one), seed)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.key)
def test_a_player_finds_plain_values_only(one: GuidedProtocol) -> None:
    plain = json.loads(compose(one, chosen_for(one), seed=0).to_json())
    assert plain["form"] == FORMAT
    assert {"beats", "pain", "urgent", "stops", "claims", "name"} <= set(plain)
    for beat in plain["beats"]:
        assert beat["kind"] not in ("repeat", "shuffle")
        assert beat["title"]
        assert beat["seconds"] is None or beat["seconds"] > 0
        moments = [sound["at_s"] for sound in beat["sounds"]]
        assert moments == sorted(moments)
        assert all(0 <= at_s < (beat["seconds"] or 0) for at_s in moments)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"form": "innervate-score-0"}'])
def test_something_else_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"not (the|a) score"):
        Score.from_json(text)


def test_the_order_of_an_experiment_is_that_of_its_seed_for_ever() -> None:
    one = guided("focus_abc")
    beats = compose(one, chosen_for(one), seed=42).beats
    arms = [beat.arm for beat in beats if beat.count]
    assert arms[:3] == ["external", "external", "none"]
