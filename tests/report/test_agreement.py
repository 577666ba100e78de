"""Felt against measured: what agrees is said, what may be chance is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from innervate.core.errors import InputError
from innervate.report.agreement import ENOUGH, Agrees, agreement

PAIRS = st.lists(st.tuples(st.integers(0, 10), st.floats(0, 100)), min_size=ENOUGH, max_size=40)


@given(PAIRS)
def test_it_is_spearmans_correlation_with_an_interval_around_it(
    pairs: list[tuple[int, float]],
) -> None:
    felt, measured = [float(one) for one, _ in pairs], [one for _, one in pairs]
    found = agreement(felt, measured)
    if found.correlation is None:
        assert len(set(felt)) == 1 or len(set(measured)) == 1
        return
    assert found.correlation == pytest.approx(spearmanr(felt, measured).statistic, abs=1e-9)
    low, high = found.interval.low, found.interval.high
    assert low is not None and high is not None
    assert -1 <= low <= found.correlation + 1e-6 and found.correlation - 1e-6 <= high <= 1


def test_few_sessions_say_so() -> None:
    found = agreement([1.0] * (ENOUGH - 1), list(range(ENOUGH - 1)))
    assert found.verdict is Agrees.NOT_ENOUGH
    assert found.why == "7 of 8 sessions with both"


def test_chance_alone_is_seldom_called_agreement() -> None:
    rng = np.random.default_rng(2)
    called = [
        agreement(list(rng.integers(0, 11, size)), list(rng.normal(size=size))).verdict
        is not Agrees.UNCLEAR
        for size in (8, 12, 24)
        for _ in range(500)
    ]
    assert np.mean(called) < 0.075


def test_pairs_are_asked_for() -> None:
    with pytest.raises(InputError, match="each rating needs its measurement"):
        agreement([1.0], [])
