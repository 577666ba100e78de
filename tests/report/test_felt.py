"""The report of a session without sensors."""

from __future__ import annotations

import pytest

from innervate.core.event import Event, EventKind
from innervate.core.plan import Plan
from innervate.core.recording import About
from innervate.engine.analysis import Analysis
from innervate.engine.answers import answer_measures
from innervate.report.document import Document, document, from_json, to_json
from innervate.report.page import page


def session(felt: float, told: float = 8.0) -> Document:
    events = (
        Event(2.0, EventKind.PHASE, "set 1"),
        Event(42.0, EventKind.ANSWER, "repetitions", value=told, unit="1", source="person"),
        Event(45.0, EventKind.ANSWER, "felt biceps_brachii left", value=felt, unit="1"),
    )
    found = Analysis(
        About(name="monday.xdf"), False, "", 45.0, (), Plan(()), (), (), answer_measures(events),
        (), (), (), (),
    )  # fmt: skip
    return document(found, version="1")


def test_it_says_what_was_felt_and_in_how_many_repetitions() -> None:
    shown = page(session(7.0))
    assert (
        "You felt your <b>left biceps brachii</b> <b>7 of 10</b>, in 8 slow repetitions." in shown
    )
    assert "How the left biceps brachii felt" in shown
    assert "Nothing could be measured" not in shown


def test_one_repetition_is_one() -> None:
    assert "in 1 slow repetition." in page(session(3.0, told=1.0))


@pytest.mark.parametrize("value", [0, 4, 10])
def test_the_scale_marks_the_answer_for_eye_and_ear(value: int) -> None:
    shown = page(session(float(value)))
    assert f'<span class="mark-felt on">{value}</span>' in shown
    assert shown.count('"mark-felt on"') == 1
    assert f'aria-label="Left biceps brachii: {value} of 10"' in shown


def test_it_claims_no_measurement() -> None:
    shown = page(session(7.0))
    assert "not a measurement of the muscle" in shown
    assert "its colour says where, not how much" in shown
    assert "electrical activity of muscles" not in shown
    assert "B31" in shown


def test_told_repetitions_do_not_borrow_the_words_of_the_detector() -> None:
    assert "As the detector saw them" not in page(session(7.0))


def test_it_survives_its_json_and_an_earlier_session() -> None:
    read = from_json(to_json(session(7.0)))
    assert page(read) == page(session(7.0))
    assert "7 of 10" in page(read, session(5.0))
