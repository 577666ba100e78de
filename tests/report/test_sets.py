"""Several sets: each is told apart from the others, and one alone is never called a set."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from tests.report.test_page import outline, words

from innervate.core.channel import Side
from innervate.core.measure import Measure, Subject
from innervate.engine.analysis import Analysis, Repetition
from innervate.report.document import document
from innervate.report.page import page
from innervate.report.view import Role, View

APART_S = 60.0


def in_sets(analysis: Analysis, count: int) -> Analysis:
    """The same set again and again; even ones ask for the biceps femoris."""
    return replace(
        analysis,
        duration_s=analysis.duration_s * count,
        measures=tuple(
            _moved(one, number) for number in range(1, count + 1) for one in analysis.measures
        ),
        repetitions=tuple(
            Repetition(one.number, one.start_s + late_s, one.stop_s + late_s, number)
            for number in range(1, count + 1)
            for late_s in (APART_S * (number - 1),)
            for one in analysis.repetitions
        ),
    )


def _moved(one: Measure, number: int) -> Measure:
    subject = one.subject
    late_s = APART_S * (number - 1)
    if number % 2 == 0 and subject.other and " | " in subject.other:
        other = "biceps_femoris:right | gluteus_maximus:right, vastus_lateralis:right"
        subject = replace(subject, muscle="biceps_femoris", other=other)
    return replace(
        one,
        subject=replace(subject, set=number),
        start_s=one.start_s + late_s,
        stop_s=one.stop_s + late_s,
    )


def view(analysis: Analysis) -> View:
    return View(document(analysis, version="0.1.0"))


def test_one_set_is_not_called_a_set(analysis: Analysis) -> None:
    assert not re.search(r"\b[Ss]et \d", words(analysis))
    assert "in 1 sets" not in words(analysis)


def test_each_set_has_its_sentence_tiles_and_bars(analysis: Analysis) -> None:
    text = words(in_sets(analysis, 2))
    assert "14 repetitions in 2 sets" in text
    assert "Set 1: right gluteus maximus" in text
    assert "Set 2: right biceps femoris" in text
    assert "Over 7 repetitions, the right biceps femoris had 35 % of all recorded" in text
    assert text.count("61") >= 2
    assert text.count("A product score, unvalidated") >= 2


def test_headings_stay_in_order(analysis: Analysis) -> None:
    levels = [
        int(name[1])
        for name, _ in outline(in_sets(analysis, 2)).elements
        if re.fullmatch(r"h[1-6]", name)
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert 4 in levels


def test_the_role_of_a_muscle_is_that_of_its_set(analysis: Analysis) -> None:
    both = view(in_sets(analysis, 2))
    first, second = both.parts
    gluteus, biceps = ("gluteus_maximus", Side.RIGHT), ("biceps_femoris", Side.RIGHT)
    assert (first.role(*gluteus), first.role(*biceps)) == (Role.TARGET, Role.WATCHED)
    assert (second.role(*gluteus), second.role(*biceps)) == (Role.WATCHED, Role.TARGET)
    assert both.role_words(*gluteus) == "target in set 1"
    assert view(in_sets(analysis, 8)).role_words(*gluteus) == "target in 4 of 8 sets"
    assert view(analysis).role_words(*gluteus) == "target"


def test_many_sets_begin_with_the_last_and_stand_in_one_table(analysis: Analysis) -> None:
    parsed = outline(in_sets(analysis, 15))
    text = re.sub(r"\s+", " ", parsed.text)
    assert "Set 15: right gluteus maximus (the last of 15)" in text
    assert "Show 3 earlier sets" in text
    assert "Show 12 earlier sets" in text
    assert text.count("Over 7 repetitions") == 1
    ids = parsed.attributes("id")
    assert len(ids) == len(set(ids))


def test_a_number_that_one_set_lacks_is_a_dash_there(analysis: Analysis) -> None:
    both = in_sets(analysis, 2)
    measures = tuple(
        one
        for one in both.measures
        if (one.metric, one.subject.set) != ("cocontraction_rudolph", 2)
    )
    text = words(replace(both, measures=measures))
    assert re.search(r"femoris and right vastus lateralis23\s% MVC20 to 26–", text)


def test_sets_without_a_share_say_so(analysis: Analysis) -> None:
    both = in_sets(analysis, 2)
    measures = tuple(
        one
        for one in both.measures
        if one.subject.set == 1 or one.metric not in ("target_share", "isolation")
    )
    text = words(replace(both, measures=measures))
    assert "Set 2" in text
    assert "A share of the target cannot be given" in text


def test_the_same_refusal_of_several_sets_is_told_once(analysis: Analysis) -> None:
    text = words(in_sets(analysis, 2))
    cards = text[text.index("What could not be said") : text.index("Show all")]
    assert cards.count("No muscle was recorded on both sides") == 1


@pytest.mark.parametrize("count", [2, 3, 5, 40])
def test_ids_are_unique_for_any_number_of_sets(analysis: Analysis, count: int) -> None:
    ids = outline(in_sets(analysis, count)).attributes("id")
    assert len(ids) == len(set(ids))


def test_subjects_of_a_set_are_found_by_their_repetitions(analysis: Analysis) -> None:
    first, second = view(in_sets(analysis, 2)).parts
    for part, number in ((first, 1), (second, 2)):
        whole = part.of_set("target_share")[0]
        reps = part.of_reps("target_share", whole.subject)
        assert len(reps) == 7
        assert {one.subject.set for one in reps} == {number}
    assert first.of_reps("target_share", Subject()) == ()


def test_a_last_set_that_was_cut_short_does_not_stand_for_the_session(analysis: Analysis) -> None:
    five = in_sets(analysis, 5)

    def with_last(count: int) -> str:
        reps = tuple(
            Repetition(number, 10.0 * part + number, 10.0 * part + number + 0.5, part)
            for part in range(1, 6)
            for number in range(1, (count if part == 5 else 3) + 1)
        )
        return page(document(replace(five, repetitions=reps), version="1"))

    assert ">Set 4: right biceps femoris (the last whole one of 5)<" in with_last(1)
    assert ">Set 5: right gluteus maximus (the last of 5)<" in with_last(3)


def test_a_session_of_the_app_is_called_by_its_date(analysis: Analysis) -> None:
    name = "20261126T120143000Z-0001-caf4cbd8.xdf"
    about = replace(analysis.about, name=name, started_at="2026-11-26T12:01:43+00:00", exercise="")
    shown = page(document(replace(analysis, about=about, exercise=""), version="1"))
    head = shown[shown.index("<h1") : shown.index("<main")]
    assert "Session of 26 November 2026" in head
    assert name not in head
