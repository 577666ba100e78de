"""Who answered: asked down, measured across."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.report.test_page import words
from tests.report.test_sets import in_sets, view

from innervate.engine.analysis import Analysis
from innervate.report.matrix import matrix, rows


def test_one_target_makes_no_matrix(analysis: Analysis) -> None:
    assert rows(view(analysis)) == ()
    assert matrix(view(analysis)) is None


def test_each_target_is_a_row_and_each_muscle_a_cell(analysis: Analysis) -> None:
    first, second = rows(view(in_sets(analysis, 4)))
    assert [first.sets, second.sets] == [2, 2]
    assert len(first.cells) == len(second.cells) == 4
    assert [c.subject.muscle for c in first.cells if c.asked] == ["gluteus_maximus"]
    assert [c.subject.muscle for c in second.cells if c.asked] == ["biceps_femoris"]


def test_intervals_are_of_the_one_set_or_of_sets_and_two_have_none(analysis: Analysis) -> None:
    (one, _), (two, _), (three, _) = (rows(view(in_sets(analysis, n))) for n in (2, 4, 6))
    assert one.cells[0].uncertainty.low is not None
    assert two.cells[0].uncertainty.low is None
    assert "2 sets" in two.cells[0].uncertainty.method
    assert "over 3 sets" in three.cells[0].uncertainty.method


def test_the_page_says_who_answered(analysis: Analysis) -> None:
    told = words(in_sets(analysis, 2))
    assert "Asked for the right gluteus maximus: the right gluteus maximus answered" in told
    assert "A02, weak or no direct evidence" in told


@pytest.mark.parametrize("unit", ["%peak", "%submax"])
def test_muscles_with_yardsticks_of_their_own_are_not_set_side_by_side(
    analysis: Analysis, unit: str
) -> None:
    sets = in_sets(analysis, 2)
    own = tuple(
        replace(one, unit=unit) if one.metric == "activation" else one for one in sets.measures
    )
    assert rows(view(replace(sets, measures=own))) == ()
