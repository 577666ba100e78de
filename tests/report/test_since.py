from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from tests.report.test_page import Outline
from tests.report.test_sets import in_sets

from innervate.core.measure import Measure, Quality
from innervate.engine.analysis import Analysis
from innervate.report.change import Change, Compared, Verdict
from innervate.report.document import document
from innervate.report.page import page
from innervate.report.view import View
from innervate.report.welch import difference

Edit = Callable[[Measure], Measure]


def compared(now: Analysis, then: Analysis) -> Compared:
    return Compared(View(document(now, version="0")), View(document(then, version="0")))


def of(result: Compared, metric: str, muscle: str = "gluteus_maximus") -> Change:
    return next(
        one
        for one in result.changes
        if (one.now.metric, one.now.subject.muscle) == (metric, muscle)
    )


def edited(analysis: Analysis, edit: Edit) -> Analysis:
    return replace(analysis, measures=tuple(edit(one) for one in analysis.measures))


def moved(metric: str, by: float) -> Edit:
    """That metric of the gluteus maximus, in repetitions and set, changed by so much."""

    def edit(one: Measure) -> Measure:
        if (one.metric, one.subject.muscle) != (metric, "gluteus_maximus") or one.value is None:
            return one
        return replace(one, value=one.value + by)

    return edit


def shown(now: Analysis, then: Analysis) -> str:
    text = page(document(now, version="0"), document(then, version="0"))
    found = Outline()
    found.feed(text)
    found.close()
    assert found.open == []
    return re.sub(r"\s+", " ", found.text)


@pytest.mark.parametrize("seed", range(5))
def test_the_interval_is_that_of_welch(seed: int) -> None:
    random = np.random.default_rng(seed)
    now, then = random.normal(5, 1, 6), random.normal(4, 3, 9)
    found = difference([float(one) for one in now], [float(one) for one in then])
    expected = stats.ttest_ind(now, then, equal_var=False).confidence_interval(0.95)
    assert found.low == pytest.approx(expected.low)
    assert found.high == pytest.approx(expected.high)


def test_no_difference_is_called_clear_more_often_than_it_says() -> None:
    random = np.random.default_rng(3)
    wrong = 0
    for _ in range(2000):
        now, then = random.normal(40, 5, 8).tolist(), random.normal(40, 9, 6).tolist()
        found = difference(now, then)
        assert found.low is not None and found.high is not None
        wrong += found.low > 0 or found.high < 0
    assert wrong / 2000 < 0.05 + 3 * math.sqrt(0.05 * 0.95 / 2000)


def test_more_comparisons_make_the_interval_wider() -> None:
    one, five = (
        difference([1.0, 2.0, 3.0], [2.0, 3.0, 4.0]),
        difference([1.0, 2.0, 3.0], [2.0, 3.0, 4.0], 5),
    )
    assert one.low is not None and five.low is not None
    assert five.low < one.low
    assert "Bonferroni over 5" in five.method


def test_equal_values_without_scatter_are_no_change() -> None:
    found = difference([2.0, 2.0, 2.0], [2.0, 2.0, 2.0])
    assert (found.low, found.high) == (0.0, 0.0)


def test_the_same_session_shows_no_clear_change(analysis: Analysis) -> None:
    result = compared(analysis, analysis)
    assert result.obstacles == ()
    assert {one.verdict for one in result.changes if one.difference.low is not None} == {
        Verdict.UNCLEAR
    }
    assert "none differ clearly" in shown(analysis, analysis)
    assert "only several sessions can tell" in shown(analysis, analysis)


@pytest.mark.parametrize(
    ("by", "verdict"),
    [(-15.0, Verdict.HIGHER), (15.0, Verdict.LOWER), (0.5, Verdict.UNCLEAR)],
)
def test_a_change_has_its_direction(analysis: Analysis, by: float, verdict: Verdict) -> None:
    then = edited(analysis, moved("activation", by))
    change = of(compared(analysis, then), "activation")
    assert change.verdict is verdict
    assert change.difference.low is not None and change.difference.high is not None
    assert change.difference.low < -by < change.difference.high
    assert verdict.value in shown(analysis, then)


def test_intervals_that_overlap_can_still_be_a_clear_change(analysis: Analysis) -> None:
    """The rule is the interval of the difference, not that the two intervals stay apart."""
    then = edited(analysis, moved("activation", -4.2))
    change = of(compared(analysis, then), "activation")
    low, high = change.now.uncertainty.low, change.now.uncertainty.high
    assert low is not None and high is not None and change.then is not None
    earlier_high = (change.then.value or 0) + (high - low) / 2
    assert earlier_high > low
    assert change.verdict is Verdict.HIGHER


def test_another_channel_set_forbids_shares_but_not_activations(analysis: Analysis) -> None:
    def other_set(one: Measure) -> Measure:
        if one.metric not in ("target_share", "isolation"):
            return one
        other = (one.subject.other or "").replace(", vastus_lateralis:right", "")
        return replace(one, subject=replace(one.subject, other=other))

    result = compared(analysis, edited(analysis, other_set))
    assert of(result, "target_share").verdict is Verdict.DIFFERENT
    assert of(result, "isolation").why == "other muscles were recorded then"
    assert of(result, "activation").verdict is Verdict.UNCLEAR


def test_another_version_of_a_metric_is_not_compared(analysis: Analysis) -> None:
    then = edited(analysis, lambda one: replace(one, version=2))
    assert of(compared(analysis, then), "activation").verdict is Verdict.DIFFERENT


def test_simulated_is_never_compared_with_measured(
    analysis: Analysis, measured_analysis: Analysis
) -> None:
    result = compared(measured_analysis, analysis)
    assert any("SIMULATED" in one for one in result.obstacles)
    assert result.changes == ()
    text = shown(measured_analysis, analysis)
    assert "cannot be compared with this one" in text
    assert "The earlier session is SIMULATED and the other was measured on a person." in text


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda a: replace(a, exercise="bench_press"), "exercises differ"),
        (lambda a: replace(a, about=replace(a.about, person="P05")), "two different people"),
        (
            lambda a: replace(a, fits=tuple(replace(f, method="mean of the hold") for f in a.fits)),
            "count something different as 100 %",
        ),
    ],
)
def test_what_stands_in_the_way_is_said(
    analysis: Analysis, edit: Callable[[Analysis], Analysis], words: str
) -> None:
    assert any(words in one for one in compared(analysis, edit(analysis)).obstacles)
    assert words in shown(analysis, edit(analysis))
    assert "ghost" not in _courses(analysis, edit(analysis))


def test_a_reference_that_ends_with_the_session_forbids_to_compare(analysis: Analysis) -> None:
    peak = edited(analysis, lambda one: replace(one, unit="%peak") if one.unit == "%MVC" else one)
    assert any("maximal trials in both" in one for one in compared(peak, peak).obstacles)


def test_too_few_repetitions_are_not_enough_data(analysis: Analysis) -> None:
    kept = tuple(one for one in analysis.measures if (one.subject.rep or 0) <= 2)
    change = of(compared(analysis, replace(analysis, measures=kept)), "activation")
    assert change.verdict is Verdict.UNKNOWN
    assert change.why == "7 sound repetitions now and 2 then; 3 are needed in both"


def test_doubtful_repetitions_do_not_count(analysis: Analysis) -> None:
    bad = Quality(False, ("mains hum",))
    then = edited(
        analysis, lambda one: replace(one, quality=bad) if (one.subject.rep or 0) > 2 else one
    )
    assert of(compared(analysis, then), "activation").verdict is Verdict.UNKNOWN


def test_what_the_earlier_session_lacks_is_said(analysis: Analysis) -> None:
    kept = tuple(one for one in analysis.measures if one.subject.muscle != "erector_spinae")
    result = compared(analysis, replace(analysis, measures=kept))
    change = of(result, "activation", "erector_spinae")
    assert change.then is None
    assert "The earlier session does not have it." in shown(
        analysis, replace(analysis, measures=kept)
    )


def test_both_numbers_come_with_their_intervals(analysis: Analysis) -> None:
    text = shown(analysis, edited(analysis, moved("activation", -15.0)))
    assert "Now 44 % MVC (42 to 46). Then 29 % MVC (" in text
    assert "Difference +15.0 % MVC (+" in text
    assert "It does not know how much days do: how differently the sensors lay" in text


def test_sets_are_compared_with_the_same_set_of_then(analysis: Analysis) -> None:
    two = in_sets(analysis, 2)
    then = edited(
        two,
        lambda one: moved("activation", -15.0)(one) if one.subject.set == 2 else one,
    )
    changes = [
        one
        for one in compared(two, then).changes
        if (one.now.metric, one.now.subject.muscle) == ("activation", "gluteus_maximus")
    ]
    assert [one.verdict for one in changes] == [Verdict.UNCLEAR, Verdict.HIGHER]
    assert "Right gluteus maximus, set 2".lower() in shown(two, then).lower()


def test_of_many_sets_the_early_ones_are_folded(analysis: Analysis) -> None:
    many = in_sets(analysis, 6)
    text = page(document(many, version="0"), document(many, version="0"))
    section = text[text.index('id="since"') : text.index('id="courses"')]
    before = section[: section.index("<details")]
    assert "set 6" in before
    assert "set 3" not in before
    assert "set 3" in section


def test_courses_of_both_are_drawn_with_the_first_repetitions_together(analysis: Analysis) -> None:
    then = replace(
        analysis,
        repetitions=tuple(
            replace(one, start_s=one.start_s - 5, stop_s=one.stop_s - 5)
            for one in analysis.repetitions
        ),
        curves=tuple(
            replace(one, start_s=one.start_s - 5)
            for one in analysis.curves
            if one.channel.name != "VL_R"
        ),
    )
    text = _courses(analysis, then)
    assert text.count('class="ghost"') == 3
    pairs = re.findall(r'class="course [a-z]+".*?class="line"|class="ghost".*?</svg>', text)
    lines = re.findall(r'class="(?:course \w+|ghost)".*?<path d="(M[^"]+)" class="line"', text)
    assert pairs
    assert lines[0] == lines[1]
    assert "its first repetition begins where" in text


def test_without_an_earlier_session_nothing_speaks_of_one(analysis: Analysis) -> None:
    text = page(document(analysis, version="0"))
    assert 'id="since"' not in text
    assert "earlier session" not in text
    assert 'class="ghost"' not in text


def _courses(now: Analysis, then: Analysis) -> str:
    text = page(document(now, version="0"), document(then, version="0"))
    return text[text.index('id="courses"') : text.index('id="repetitions"')]
