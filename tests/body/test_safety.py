"""Safety: what is asked, what a yes forbids, and the words."""

from __future__ import annotations

import pytest

from innervate.body.safety import (
    Backing,
    Question,
    Rule,
    Stops,
    check_answers,
    questions_for,
    safety,
)
from innervate.core.errors import InputError

NO = {question.key: False for question in safety().questions}


def test_all_noes_let_everything_begin() -> None:
    check_answers(NO, electrodes=True, maximal=True)


@pytest.mark.parametrize("entry", safety().questions, ids=lambda entry: entry.key)
def test_a_yes_forbids_what_it_is_about_and_nothing_else(entry: Question) -> None:
    yes = {**NO, entry.key: True}
    words = {
        Stops.SESSION: "it is not safe to train now",
        Stops.MAXIMAL: "maximal effort is not safe for you now",
        Stops.ELECTRODES: "electrodes are not safe for you now",
    }[entry.stops]
    with pytest.raises(InputError, match=words) as refusal:
        check_answers(yes, electrodes=True, maximal=True)
    assert refusal.value.fix == entry.advice.rstrip(".")
    if entry.stops is not Stops.SESSION:
        check_answers(yes, electrodes=False, maximal=False)


def test_every_question_that_matters_must_be_answered() -> None:
    with pytest.raises(InputError, match="the safety check is not finished"):
        check_answers({}, electrodes=False, maximal=False)
    check_answers({"pain": False, "chest_pain": False}, electrodes=False, maximal=False)
    with pytest.raises(InputError, match="answer every question with yes or no"):
        check_answers({"pain": False, "chest_pain": False}, electrodes=True, maximal=False)


def test_an_answer_to_no_question_is_refused() -> None:
    with pytest.raises(InputError, match="no question of the safety check"):
        check_answers({**NO, "mood": True}, electrodes=False, maximal=False)


def test_what_must_be_asked_is_asked() -> None:
    stops = {question.key: question.stops for question in safety().questions}
    assert stops["heart"] is Stops.MAXIMAL
    assert stops["chest_pain"] is Stops.SESSION
    assert stops["implant"] is stops["skin"] is Stops.ELECTRODES
    rules = " ".join(rule.text for rule in safety().electrodes)
    for word in ("battery", "isolated", "charger", "broken skin", "clinician"):
        assert word in rules
    assert {question.key for question in questions_for(electrodes=False, maximal=True)} == {
        "heart", "chest_pain", "injury", "condition", "pain",
    }  # fmt: skip
    assert "medical help" in safety().pain


def test_what_was_read_names_its_source() -> None:
    known = safety()
    entries: tuple[Question | Rule, ...] = (*known.questions, *known.electrodes, *known.effort)
    for entry in entries:
        assert bool(entry.source) == (entry.status is Backing.READ)
        assert entry.text[-1] in ".?"
