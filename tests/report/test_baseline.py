from __future__ import annotations

from dataclasses import replace

import pytest

from innervate.core.channel import Side
from innervate.core.measure import Measure, Subject, Uncertainty
from innervate.engine.analysis import Analysis
from innervate.report.baseline import baseline_of, remarks_on
from innervate.report.document import Document, document

NONE = Uncertainty.none("a test")
OTHERS = "pectoralis_major:{} | biceps_brachii:left, pectoralis_major:{}"


def share(value: float, number: int, rep: int, target: str) -> Measure:
    against = "left" if target == "right" else "right"
    subject = Subject(
        "biceps_brachii", Side.LEFT, None, OTHERS.format(target, against), number, rep
    )
    return Measure("compensation", value, "1", subject, 0.0, 1.0, NONE)


@pytest.fixture
def earlier(measured_analysis: Analysis) -> Document:
    """Set 1 for the left and set 2 for the right target."""
    left = [share(value, 1, rep, "left") for rep, value in enumerate((0.10, 0.12, 0.14), 1)]
    right = [share(value, 2, rep, "right") for rep, value in enumerate((0.30, 0.32), 1)]
    made = replace(measured_analysis, exercise="pec_isolation", measures=(*left, *right))
    return document(made, version="0")


def test_sets_for_other_targets_have_baselines_of_their_own(earlier: Document) -> None:
    left, right = baseline_of([earlier], "pec_isolation")
    assert (left.n, right.n) == (3, 2)
    assert left.mean == pytest.approx(0.12)
    assert right.mean == pytest.approx(0.31)
    assert left.montage == OTHERS.format("left", "right")
    assert right.montage == OTHERS.format("right", "left")
    assert {left.condition, right.condition} == {"pec_isolation"}


def test_sets_for_the_same_target_go_together(earlier: Document) -> None:
    left, _ = baseline_of([earlier, earlier], "pec_isolation")
    assert left.n == 6


def test_other_exercises_and_simulated_sessions_do_not_count(earlier: Document) -> None:
    assert baseline_of([earlier], "bench_press") == ()
    assert baseline_of([replace(earlier, simulated=True)], "pec_isolation") == ()


def test_what_the_baselines_hold_is_told(earlier: Document) -> None:
    both = {"monday.json": earlier, "demo.json": replace(earlier, simulated=True)}
    assert list(remarks_on(both, "pec_isolation")) == [
        "The baseline demo.json does not count: it is SIMULATED.",
        "The baselines hold 5 repetitions of pec_isolation; 20 with the same target are needed.",
    ]
    (first, _) = remarks_on({"monday.json": earlier}, "bench_press")
    assert first.endswith("does not count: it is of pec_isolation, not bench_press.")
    (first, _) = remarks_on({"monday.json": earlier}, "")
    assert first.endswith("no exercise is named to compare it with.")
    assert not list(remarks_on({}, "pec_isolation"))
