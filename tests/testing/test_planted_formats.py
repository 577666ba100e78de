"""A test of the tests: each planted bug is caught by its contract, its correct twin passes."""

from __future__ import annotations

import pytest
from tests.testing.planted import formats as planted

from innervate.core.format import Format
from innervate.testing.suite import check_format

BUGS: list[tuple[type[Format], str]] = [
    (planted.LosesLast, "round trip"),
    (planted.Microvolts, "round trip"),
    (planted.GapClosed, "round trip"),
    (planted.ForgetsNames, "round trip"),
    (planted.Greedy, "lazy"),
    (planted.Once, "lazy"),
    (planted.Crashes, "damaged files"),
    (planted.SilentLoss, "damaged files"),
    (planted.ReadOnlyCrashes, "damaged files"),
    (planted.Claims, "sniff"),
]


@pytest.mark.parametrize("twin", [planted.Plain, planted.ReadOnly])
def test_a_correct_format_keeps_every_contract(twin: type[Format]) -> None:
    findings = check_format(twin)
    assert [finding for finding in findings if not finding.ok] == []
    unchecked = {finding.contract for finding in findings if finding.detail}
    assert unchecked == (set() if twin.WRITES else {"round trip", "lazy"})


@pytest.mark.parametrize(
    ("bug", "contract"), BUGS, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_planted_bug_is_caught_by_its_contract(bug: type[Format], contract: str) -> None:
    broken = {finding.contract: finding.detail for finding in check_format(bug) if not finding.ok}
    assert contract in broken, broken
    assert all(word in broken[contract] for word in ("promised:", "seen:", "to mend it:"))
