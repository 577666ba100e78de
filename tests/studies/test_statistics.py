"""The statistics: intervals hold what they claim to hold, as often as they claim."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest, ttest_1samp, ttest_ind

from innervate.core.errors import NotEnoughDataError
from innervate.core.stream import Samples
from innervate.studies._statistics import between, bootstrap, mean, rate, ratio

WORLDS = 600


def draws(seed: int, people: int) -> list[float]:
    return [float(value) for value in np.random.default_rng(seed).normal(2.0, 3.0, people)]


def test_the_mean_is_students() -> None:
    values = draws(1, 9)
    found = mean(values)
    known = ttest_1samp(values, 0.0).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((known.low, known.high))
    assert found.value == pytest.approx(np.mean(values))


def test_more_comparisons_make_wider_intervals_and_are_told() -> None:
    values = draws(1, 9)
    one, six = mean(values), mean(values, 6)
    assert six.low < one.low
    assert six.high > one.high
    known = ttest_1samp(values, 0.0).confidence_interval(1.0 - 0.05 / 6)
    assert six.low == pytest.approx(known.low)
    assert "Bonferroni over 6" in six.method


def test_intervals_of_the_mean_hold_the_truth_as_often_as_they_say() -> None:
    held = sum(mean(draws(seed, 12)).holds(2.0) for seed in range(WORLDS))
    assert binomtest(held, WORLDS, 0.95).pvalue > 1e-3


def test_a_ratio_within_people_is_geometric() -> None:
    found = ratio([2.0, 8.0, 4.0], [1.0, 2.0, 2.0])
    assert found.value == pytest.approx(np.exp(np.mean(np.log([2.0, 4.0, 2.0]))))
    assert 0.0 < found.low < found.value < found.high
    turned = ratio([1.0, 2.0, 2.0], [2.0, 8.0, 4.0])
    assert (1.0 / turned.high, 1.0 / turned.low) == pytest.approx((found.low, found.high))


def test_groups_are_compared_as_the_report_does() -> None:
    first, second = draws(1, 8), draws(2, 11)
    found = between(first, second)
    known = ttest_ind(first, second, equal_var=False).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((known.low, known.high))
    assert "people" in found.method


def test_the_bootstrap_is_the_same_again_and_holds_the_middle() -> None:
    values = np.array(draws(3, 40))[:, None]

    def middle(rows: Samples) -> float:
        return float(np.median(rows))

    first, again, other = (bootstrap(values, middle, seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert first.low <= float(np.median(values)) <= first.high


@pytest.mark.parametrize(("count", "of"), [(0, 20), (20, 20), (7, 50)])
def test_a_rate_has_its_exact_interval(count: int, of: int) -> None:
    found = rate(count, of)
    known = binomtest(count, of).proportion_ci(0.95, method="exact")
    assert (found.low, found.high) == pytest.approx((known.low, known.high))


def test_two_people_are_too_few() -> None:
    with pytest.raises(NotEnoughDataError, match="more people"):
        mean([1.0, 2.0])
