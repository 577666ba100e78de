"""A test of the tests: each planted bug is caught by its contract, its correct twin passes."""

from __future__ import annotations

import pytest
from tests.testing.planted import steps as planted

from innervate.core.step import Step
from innervate.testing.suite import check_step

BUGS: list[tuple[type[Step], str]] = [
    (planted.StateLost, "first law"),
    (planted.StartedFromBlockMean, "first law"),
    (planted.PhaseLost, "first law"),
    (planted.InPlace, "input untouched"),
    (planted.Unbounded, "bounded memory"),
    (planted.UnboundedElsewhere, "bounded memory"),
    (planted.SwappedUnit, "unit homogeneity"),
    (planted.LostUnit, "unit homogeneity"),
    (planted.OddUnit, "units"),
    (planted.NotSimulated, "units"),
    (planted.Float32, "float64"),
    (planted.Float32Recut, "first law"),
    (planted.Cast, "float64"),
    (planted.RandomPerBlock, "first law"),
    (planted.Chance, "deterministic"),
    (planted.AdaptsPerBlock, "first law"),
    (planted.EventAtEdge, "first law"),
    (planted.GapIgnored, "gaps"),
    (planted.Unpicklable, "pickle"),
    (planted.HalfPickled, "pickle"),
    (planted.OutputReused, "output kept"),
    (planted.Hesitant, "delay"),
    (planted.Careless, "refusal"),
    (planted.Unwritable, "parameters"),
    (planted.Guesses, "no fit, no value"),
    (planted.LearnsPerBlock, "lesson cut"),
    (planted.LearnsFromNothing, "nothing from nothing"),
    (planted.FitIgnored, "fit in the parameters"),
    (planted.NeverKnown, "fit in the parameters"),
    (planted.HalfLearner, "description"),
]


@pytest.mark.parametrize("twin", [planted.Smooth, planted.Thin, planted.Mark, planted.Scale])
def test_a_correct_step_keeps_every_contract(twin: type[Step]) -> None:
    findings = check_step(twin)
    assert [finding for finding in findings if not finding.ok] == []
    assert len(findings) >= 17


@pytest.mark.parametrize(
    ("bug", "contract"), BUGS, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_planted_bug_is_caught_by_its_contract(bug: type[Step], contract: str) -> None:
    broken = {finding.contract: finding.detail for finding in check_step(bug) if not finding.ok}
    assert contract in broken, broken
    assert all(word in broken[contract] for word in ("promised:", "seen:", "to mend it:"))
