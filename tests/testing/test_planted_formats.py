"""A test of the tests: each planted bug is caught by its contract, its correct twin passes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.testing.planted import formats as planted

from innervate.core.format import Format, ReadOptions
from innervate.formats.c3d import C3d
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
    (planted.ReadOnlyGreedy, "lazy"),
    (planted.Claims, "sniff"),
]


@pytest.mark.parametrize(
    ("twin", "open_questions"),
    [
        (planted.Plain, set()),
        (planted.ReadOnly, {"round trip", "lazy"}),
        (planted.ReadOnlyLong, {"round trip"}),
    ],
)
def test_a_correct_format_keeps_every_contract(
    twin: type[Format], open_questions: set[str]
) -> None:
    findings = check_format(twin)
    assert [finding for finding in findings if not finding.ok] == []
    assert {finding.contract for finding in findings if finding.detail} == open_questions


def test_what_is_not_checked_says_why() -> None:
    details = {finding.contract: finding.detail for finding in check_format(planted.ReadOnly)}
    assert details["round trip"] == "it is read only"
    assert details["lazy"].startswith("not checked: the longest file holds 0.0 MB of samples")


def test_the_c3d_sample_reads_the_same_elsewhere(tmp_path: Path) -> None:
    ezc3d = pytest.importorskip("ezc3d")
    small = C3d.samples(tmp_path)[0]
    theirs = ezc3d.c3d(str(small))["data"]
    recording = C3d.read(small, ReadOptions())
    analog = np.concatenate([block.data for block in recording.blocks("analog")])
    np.testing.assert_allclose(analog.T, theirs["analogs"][0])
    points = np.concatenate([block.data for block in recording.blocks("points")])
    np.testing.assert_allclose(points.T * 1000, theirs["points"][:3, 0])


@pytest.mark.parametrize(
    ("bug", "contract"), BUGS, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_planted_bug_is_caught_by_its_contract(bug: type[Format], contract: str) -> None:
    broken = {finding.contract: finding.detail for finding in check_format(bug) if not finding.ok}
    assert contract in broken, broken
    assert all(word in broken[contract] for word in ("promised:", "seen:", "to mend it:"))
