"""What a verdict asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.studies._finding import Asked, Basis, Estimate, Goal, Verdict

ASKED = Asked("karst", "a share", "1", ("Karst2004",))


def estimate(low: float, high: float) -> Estimate:
    return Estimate(0.5 * (low + high), low, high, "some method")


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (1.0, 3.0, Verdict.RECOVERED),
        (-1.0, 3.0, Verdict.MISSED),
        (2.5, 3.0, Verdict.MISSED),
        (-2.0, -1.0, Verdict.MISSED),
    ],
)
def test_an_effect_is_recovered_where_the_interval_holds_it_and_not_nothing(
    low: float, high: float, verdict: Verdict
) -> None:
    assert ASKED.effect(2.0, estimate(low, high)).verdict is verdict


def test_a_truth_may_be_covered_whatever_else_the_interval_holds() -> None:
    assert ASKED.covered(2.0, estimate(-1.0, 3.0)).verdict is Verdict.RECOVERED
    assert ASKED.covered(2.0, estimate(2.1, 3.0)).verdict is Verdict.MISSED


@pytest.mark.parametrize("none", [0.0, 1.0])
def test_nothing_is_found_or_a_false_alarm(none: float) -> None:
    found = ASKED.null(estimate(none - 0.1, none + 0.2), none=none)
    assert (found.verdict, found.truth) == (Verdict.NULL_FOUND, none)
    alarm = ASKED.null(estimate(none + 0.1, none + 0.2), none=none)
    assert alarm.verdict is Verdict.FALSE_ALARM


def test_what_is_owed_is_not_measured_and_says_what_is_owed() -> None:
    found = ASKED.owed(4.0, "footfall loudness", estimate(3.0, 5.0))
    assert found.verdict is Verdict.OWED
    assert (found.measured, found.low, found.high) == (None, None, None)
    assert found.truth == 4.0
    assert found.expected == "owed: footfall loudness"
    assert found.method.endswith("give 4 (3 to 5; some method)")
    assert found.goal is Goal.SIZE
    assert ASKED.owed(0.0, "a measure", estimate(3.0, 5.0)).goal is Goal.NOTHING


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_every_finding_says_method_and_source(low: float, width: float) -> None:
    found = ASKED.covered(0.0, estimate(low, low + abs(width)))
    assert found.method == "some method"
    assert found.sources == ("Karst2004",)


@pytest.mark.parametrize(
    ("low", "high", "why"),
    [
        (1.0, 3.0, ""),
        (-1.0, 3.0, "holds the truth, but 0 as well: not enough people"),
        (2.5, 3.0, "leaves out the truth: too high"),
        (-2.0, 1.0, "leaves out the truth: too low, and holds 0"),
    ],
)
def test_what_is_missed_says_why(low: float, high: float, why: str) -> None:
    assert ASKED.effect(2.0, estimate(low, high)).why == why


def test_a_size_that_holds_nothing_as_well_says_that_no_effect_is_shown() -> None:
    assert "no effect is shown" in ASKED.covered(2.0, estimate(-1.0, 3.0)).why
    assert ASKED.covered(2.0, estimate(1.0, 3.0)).why == ""
    assert ASKED.covered(2.0, estimate(0.0, 1.0)).why == "leaves out the truth: too low"
    assert ASKED.covered(0.0, estimate(-1.0, 1.0)).why == ""


def test_a_finding_says_what_was_asked_and_what_it_was_made_of() -> None:
    found = ASKED.effect(2.0, estimate(1.0, 3.0), none=1.0)
    assert (found.goal, found.expected) == (Goal.EFFECT, "an effect above 1")
    assert ASKED.effect(-2.0, estimate(-3.0, -1.0)).expected == "an effect below 0"
    assert ASKED.null(estimate(-1.0, 1.0)).expected == "nothing (0)"
    ruled = ASKED.rule(2.0, estimate(1.0, 3.0), good=False, words="the size, and not 2")
    assert (ruled.goal, ruled.why) == (Goal.RULE, "its rule is not met")
    assert found.basis is Basis.SIGNALS
    numbers = Asked("karst", "a share", "1", ("Karst2004",), Basis.NUMBERS)
    assert numbers.covered(0.0, estimate(-1.0, 1.0)).basis == "by numbers, no signal"
