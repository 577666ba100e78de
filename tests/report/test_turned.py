"""What was turned: which repetitions count, by how much numbers differ, and how it is said."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tests.report.conftest import REP_S, STARTS_S
from tests.report.test_page import Outline

from innervate.core.channel import Side
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.engine.analysis import Analysis, Repetition, Turn
from innervate.report.document import document, from_json, to_json
from innervate.report.page import page
from innervate.report.summary import summary
from innervate.report.turned import title
from innervate.report.turns import KnobMove, Turned, TurnEffect, mixed_sets, turned
from innervate.report.welch import difference

FIRST = Turn(0.0, "skill", 0.2, "1")
BETWEEN_S = STARTS_S[3] - 0.5
"""After three repetitions and before four."""


def skill(at_s: float, value: float) -> Turn:
    return Turn(at_s, "skill", value, "1", 1)


def found(analysis: Analysis, *turns: Turn) -> tuple[Turned, ...]:
    return document(replace(analysis, turns=turns), version="0").turned


def shares(one: Turned) -> TurnEffect:
    return next(effect for effect in one.effects if effect.after.metric == "target_share")


def share(
    number: int, start_s: float, value: float, side: Side = Side.LEFT, *, ok: bool = True
) -> Measure:
    """A repetition of the left side's set 1 or the right side's set 2."""
    of_set = 1 if side is Side.LEFT else 2
    subject = Subject("pectoralis_major", side, set=of_set, rep=number, other="a | b")
    return Measure(
        "target_share", value, "1", subject, start_s, start_s + 1.0, Uncertainty.none("-"),
        Quality() if ok else Quality(False, ("mains hum",)),
    )  # fmt: skip


def reps(*starts_s: float) -> tuple[Repetition, ...]:
    return tuple(Repetition(at, start, start + 1.0) for at, start in enumerate(starts_s, 1))


def test_nothing_turned_nothing_said(analysis: Analysis) -> None:
    assert found(analysis) == ()
    assert found(analysis, FIRST) == ()
    assert 'id="turned"' not in page(document(replace(analysis, turns=(FIRST,)), version="0"))


def test_means_and_the_interval_of_their_difference(analysis: Analysis) -> None:
    (one,) = found(analysis, FIRST, skill(BETWEEN_S, 0.9))
    assert one.moves == (KnobMove("skill", 0.2, 0.9, "1"),)
    assert (one.start_s, one.stop_s, one.set) == (BETWEEN_S, BETWEEN_S, 1)
    values = [m.value for m in analysis.measures
              if m.metric == "target_share" and m.subject.rep is not None]  # fmt: skip
    before, after = np.array(values[:3], float), np.array(values[3:], float)
    effect = shares(one)
    assert effect.before.value == pytest.approx(before.mean())
    assert effect.after.value == pytest.approx(after.mean())
    assert effect.difference == pytest.approx(after.mean() - before.mean())
    told = sum(each.uncertainty.low is not None for each in one.effects)
    assert told == len(one.effects) == 2  # the share and how active the muscle asked for was
    theirs = stats.ttest_ind(after, before, equal_var=False).confidence_interval(1 - 0.05 / told)
    assert (effect.uncertainty.low, effect.uncertainty.high) == pytest.approx(tuple(theirs))
    assert "Bonferroni over 2" in effect.uncertainty.method
    mean = stats.t.interval(0.95, 2, before.mean(), stats.sem(before))
    assert (effect.before.uncertainty.low, effect.before.uncertainty.high) == pytest.approx(mean)


def test_a_repetition_in_which_it_was_turned_counts_for_neither(analysis: Analysis) -> None:
    (one,) = found(analysis, FIRST, skill(STARTS_S[3] + REP_S / 2, 0.9))
    assert "over 3 and 3 repetitions" in shares(one).uncertainty.method
    assert shares(one).before.stop_s == STARTS_S[2] + REP_S
    assert shares(one).after.start_s == STARTS_S[4]


def test_too_few_repetitions_have_no_difference_and_say_so(analysis: Analysis) -> None:
    (one,) = found(analysis, FIRST, skill(STARTS_S[2] - 0.1, 0.9))
    effect = shares(one)
    assert effect.uncertainty == Uncertainty.none("each side needs at least 3 sound repetitions")
    html = page(document(replace(analysis, turns=(FIRST, skill(STARTS_S[2] - 0.1, 0.9))),
                         version="0"))  # fmt: skip
    assert "Too few repetitions around 1 turn" in html
    assert "Skill from 0.2 to 0.9" in html


def test_what_was_dragged_is_one_turn(analysis: Analysis) -> None:
    dragged = [skill(BETWEEN_S + 0.05 * step, 0.2 + 0.1 * step) for step in range(1, 8)]
    effort = Turn(BETWEEN_S + 0.4, "effort", 1.5, "1", 1)
    (one,) = found(analysis, FIRST, Turn(0.0, "effort", 1.0, "1"), *dragged, effort)
    assert one.moves == (
        KnobMove("skill", 0.2, dragged[-1].value, "1"), KnobMove("effort", 1.0, 1.5, "1"),
    )  # fmt: skip
    assert (one.start_s, one.stop_s) == (dragged[0].at_s, effort.at_s)


@pytest.mark.parametrize("later_s", [0.1, 0.45])
def test_what_was_turned_back_before_a_repetition_is_told(
    analysis: Analysis, later_s: float
) -> None:
    (one,) = found(
        analysis, FIRST, skill(BETWEEN_S, 0.9), skill(BETWEEN_S + 0.05, 0.6),
        skill(BETWEEN_S + later_s, 0.2),
    )  # fmt: skip
    assert one.moves == (KnobMove("skill", 0.2, 0.9, "1"), KnobMove("skill", 0.9, 0.2, "1"))
    assert title(one) == "At 39 s, in set 1: Skill from 0.2 to 0.9, then to 0.2"


def test_several_turns_before_a_repetition_are_all_told(analysis: Analysis) -> None:
    begun_s = STARTS_S[0] - 20.0
    (one,) = found(analysis, FIRST, *(skill(begun_s + 3 * at, 0.3 + 0.1 * at) for at in range(4)))
    assert [move.after for move in one.moves] == pytest.approx([0.3, 0.4, 0.5, 0.6])
    assert (one.start_s, one.stop_s) == (begun_s, begun_s + 9)


def test_what_stood_there_already_was_not_turned(analysis: Analysis) -> None:
    assert found(analysis, FIRST, skill(BETWEEN_S, 0.2)) == ()


def test_a_turn_ends_what_counts_after_the_one_before() -> None:
    starts = [2.0 * at for at in range(1, 13)]
    measures = [share(at, start, 0.1 * (1 + at // 4)) for at, start in enumerate(starts)]
    turns = [FIRST, skill(starts[4] - 0.5, 0.5), skill(starts[8] - 0.5, 0.9)]
    one, two = turned(turns, reps(*starts), measures)
    assert [shares(each).before.value for each in (one, two)] == pytest.approx([0.1, 0.2])
    assert [shares(each).after.value for each in (one, two)] == pytest.approx([0.2, 0.3])
    assert two.moves == (KnobMove("skill", 0.5, 0.9, "1"),)


def test_sets_that_ask_for_others_are_not_mixed() -> None:
    """Left before and right after is no effect of the knob."""
    starts = [2.0 * at for at in range(1, 9)]
    left = [share(at, s, 0.3 + 0.01 * at) for at, s in enumerate(starts[:4], 1)]
    right = [share(at, s, 0.6 + 0.01 * at, Side.RIGHT) for at, s in enumerate(starts[4:], 1)]
    other = [
        replace(one, metric="activation", subject=replace(one.subject, side=Side.LEFT, other=None))
        for one in (*left, *right)
    ]
    (one,) = turned([FIRST, skill(starts[4] - 0.5, 0.9)], reps(*starts), [*left, *right, *other])
    assert len(one.effects) == 3  # of set 2, which asks for the right, no activation of the left
    assert all(effect.difference is None for effect in one.effects)


def test_doubtful_repetitions_do_not_count() -> None:
    starts = [2.0 * at for at in range(1, 8)]
    measures = [share(at, s, 0.3, ok=at != 2) for at, s in enumerate(starts, 1)]
    (one,) = turned([FIRST, skill(starts[3] - 0.5, 0.9)], reps(*starts), measures)
    assert shares(one).uncertainty.low is None


def test_where_it_stood_is_not_made_up(analysis: Analysis) -> None:
    (one,) = found(analysis, skill(BETWEEN_S, 0.9))
    assert one.moves == (KnobMove("skill", None, 0.9, "1"),)


@given(st.lists(st.tuples(st.floats(0.1, 60.0), st.floats(0.0, 1.0)), max_size=8))
def test_any_turns_are_told_in_order_and_apart(wild: list[tuple[float, float]]) -> None:
    starts = [2.0 * at for at in range(1, 28)]
    measures = [share(at, s, 0.3 + 0.01 * at) for at, s in enumerate(starts, 1)]
    turns = [FIRST, *(skill(at_s, value) for at_s, value in sorted(wild))]
    all_turned = turned(turns, reps(*starts), measures)
    edges = [edge for one in all_turned for edge in (one.start_s, one.stop_s)]
    assert edges == sorted(edges)
    stands = 0.2
    for move in (move for one in all_turned for move in one.moves):
        assert move.before == stands != move.after
        stands = move.after
    assert stands == turns[-1].value


def test_it_is_in_the_json_and_comes_back(analysis: Analysis) -> None:
    made = document(replace(analysis, turns=(FIRST, skill(BETWEEN_S, 0.9))), version="0")
    text = to_json(made)
    assert from_json(text) == made
    plain = json.loads(text)
    assert plain["turned"][0]["moves"] == [
        {"knob": "skill", "before": 0.2, "after": 0.9, "unit": "1"}
    ]
    del plain["turned"]  # as documents were kept before there were knobs
    assert from_json(json.dumps(plain)).turned == ()


def moved(analysis: Analysis) -> Analysis:
    """The analysis with the share 0.3 higher in its last repetitions."""
    return replace(
        analysis,
        measures=tuple(
            replace(one, value=one.value + 0.3)
            if one.metric == "target_share" and one.start_s > BETWEEN_S and one.value is not None
            else one
            for one in analysis.measures
        ),
    )


def test_the_section_says_what_when_and_by_how_much(analysis: Analysis) -> None:
    found = replace(moved(analysis), turns=(FIRST, skill(BETWEEN_S, 0.9)))
    html = page(document(found, version="0"))
    outline = Outline()
    outline.feed(html)
    section = re.sub(r"<[^>]+>", " ", html[html.index('id="turned"') :])
    section = re.sub(r"\s+", " ", section)
    assert "What was turned" in section
    assert "At 39 s, in set 1: Skill from 0.2 to 0.9" in section
    assert "Something was turned within set 1: elsewhere in this report, its numbers" in section
    assert "3 repetitions before, 4 after." in section
    assert "its 95 % interval, widened for the 2 numbers here, leaves out zero." in section
    assert re.search(r"Clearly different: .*target.* rose", section, re.IGNORECASE)
    assert re.search(r"\+\d+\.\d points \+?\d", section)
    assert "no clear" not in section[: section.index("How this is judged")]
    assert "Welch" in section


def test_the_answer_says_that_it_is_of_before_and_after(analysis: Analysis) -> None:
    words = "so these numbers are of before and after together"
    between = replace(moved(analysis), turns=(FIRST, skill(BETWEEN_S, 0.9)))
    assert words in page(document(between, version="0"))
    beforehand = replace(moved(analysis), turns=(FIRST, skill(1.0, 0.9)))
    assert words not in page(document(beforehand, version="0"))


def test_the_terminal_says_it_in_a_line(analysis: Analysis) -> None:
    turns = (FIRST, skill(BETWEEN_S, 0.9))
    lines = list(summary(document(replace(moved(analysis), turns=turns), version="0")))
    at = lines.index("What was turned:")
    assert re.fullmatch(
        r"  At 39 s, in set 1: Skill from 0\.2 to 0\.9: Target share of .* \+\d+\.\d points \(.*\)",
        lines[at + 1],
    )
    plain = list(summary(document(replace(analysis, turns=turns), version="0")))
    assert any(line.endswith("no clear difference") for line in plain)
    early = replace(analysis, turns=(FIRST, skill(STARTS_S[1] - 0.1, 0.9)))
    assert any("too few repetitions" in line for line in summary(document(early, version="0")))
    assert "What was turned:" not in summary(document(analysis, version="0"))


def test_each_turn_stands_for_itself() -> None:
    """The correction is over the numbers of one turn, however many turns there are."""
    starts = [2.0 * at for at in range(1, 13)]
    measures = [share(at, start, 0.3 + 0.01 * (at % 3)) for at, start in enumerate(starts)]
    turns = [FIRST, skill(starts[4] - 0.5, 0.5), skill(starts[8] - 0.5, 0.9)]
    for one in turned(turns, reps(*starts), measures):
        assert "Bonferroni" not in shares(one).uncertainty.method


def test_a_difference_stays_within_what_is_possible() -> None:
    now, then = [0.99, 0.9, 0.95, 0.98], [0.9, 0.96, 0.88, 0.99]
    free, found = difference(now, then, 50), difference(now, then, 50, (0.0, 1.0))
    assert free.low is not None and free.high is not None
    assert found.low is not None and found.high is not None
    assert free.high > 0.15 > found.high > 0 > found.low > free.low


@given(*[st.lists(st.floats(0.0, 1.0), min_size=3, max_size=6)] * 2)
def test_its_ends_hold_it_and_never_decide(now: list[float], then: list[float]) -> None:
    free, found = difference(now, then, 9), difference(now, then, 9, (0.0, 1.0))
    assert free.low is not None and free.high is not None
    assert found.low is not None and found.high is not None
    middle = float(np.mean(now) - np.mean(then))
    assert -1 <= found.low <= middle + 1e-9
    assert middle - 1e-9 <= found.high <= 1
    assert (found.low > 0 or found.high < 0) == (free.low > 0 or free.high < 0)


@pytest.mark.parametrize(
    ("knob", "before", "after", "unit", "words"),
    [
        ("focus", 0.0, 1.0, "1", "Focus from nothing to the muscle"),
        ("side_preference", -0.5, 0.5, "1", "Preferred side from \u22120.5 to 0.5"),
        ("placement_mm", 0.0, 20.0, "mm", "Misplacement from 0 to 20 mm"),
        ("of_another_source", None, 3.0, "mm", "Of another source to 3 mm"),
    ],
)
def test_knobs_have_their_names(
    knob: str, before: float | None, after: float, unit: str, words: str
) -> None:
    one = Turned(3.0, 3.0, None, (KnobMove(knob, before, after, unit),), ())
    assert title(one) == f"At 3 s: {words}"


def test_targets_asked_for_together_are_all_told() -> None:
    starts = [2.0 * at for at in range(1, 9)]
    both = Subject(None, None, set=1, other="biceps_brachii:left, soleus | vastus_lateralis:left")
    asked = [replace(share(at, s, 0.5), subject=replace(both, rep=at))
             for at, s in enumerate(starts, 1)]  # fmt: skip
    active = [
        replace(one, metric="activation", subject=Subject(muscle, side, set=1, rep=one.subject.rep))
        for one in asked
        for muscle, side in [
            ("biceps_brachii", Side.LEFT), ("biceps_brachii", Side.RIGHT), ("soleus", Side.RIGHT),
            ("vastus_lateralis", Side.LEFT),
        ]
    ]  # fmt: skip
    (one,) = turned([FIRST, skill(starts[4] - 0.5, 0.9)], reps(*starts), [*asked, *active])
    told = [(each.after.subject.muscle, each.after.subject.side) for each in one.effects]
    assert told == [(None, None), ("biceps_brachii", Side.LEFT), ("soleus", Side.RIGHT)]


def test_only_sets_on_both_sides_of_a_turn_are_mixed() -> None:
    two = [Repetition(1, 1.0, 2.0, 1), Repetition(2, 3.0, 4.0, 1), Repetition(1, 9.0, 10.0, 2)]
    at = [Turned(at_s, at_s, None, (), ()) for at_s in (0.5, 2.5, 5.0, 9.5)]
    assert [mixed_sets([one], two) for one in at] == [(), (1,), (), (2,)]
    assert mixed_sets(at, two) == (1, 2)
