"""A test of the tests: each planted bug is caught by its contract, its correct twin passes."""

from __future__ import annotations

import pytest
from tests.testing.planted import metrics as planted

from innervate.core.metric import Metric
from innervate.testing.suite import check_metric

BUGS: list[tuple[type[Metric], str]] = [
    (planted.MeanOfBlockMeans, "first law"),
    (planted.TapAtEdge, "first law"),
    (planted.ReadResets, "pure read"),
    (planted.ReadFinishes, "pure read"),
    (planted.NoUncertainty, "measures"),
    (planted.OutsideInterval, "measures"),
    (planted.OddUnit, "measures"),
    (planted.GapIgnored, "time"),
    (planted.GapClosed, "gaps"),
    (planted.Unbounded, "bounded memory"),
    (planted.ZeroFromNothing, "nothing from nothing"),
    (planted.NaNFromNothing, "nothing from nothing"),
    (planted.InPlace, "input untouched"),
    (planted.Unpicklable, "pickle"),
    (planted.BadFormat, "description"),
    (planted.Untold, "truth"),
    (planted.Highest, "truth"),
]


@pytest.mark.parametrize("twin", [planted.Level, planted.SinceTap])
def test_a_correct_metric_keeps_every_contract(twin: type[Metric]) -> None:
    findings = check_metric(twin)
    assert [finding for finding in findings if not finding.ok] == []
    assert len(findings) >= 14


@pytest.mark.parametrize(
    ("bug", "contract"), BUGS, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_planted_bug_is_caught_by_its_contract(bug: type[Metric], contract: str) -> None:
    broken = {finding.contract: finding.detail for finding in check_metric(bug) if not finding.ok}
    assert contract in broken, broken
    assert all(word in broken[contract] for word in ("promised:", "seen:", "to mend it:"))
