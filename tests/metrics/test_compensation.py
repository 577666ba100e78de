from __future__ import annotations

import pytest
from tests.metrics._streams import (
    BICEPS,
    REPETITIONS,
    TRICEPS,
    level,
    measure,
    of_reps,
    of_set,
    reps,
    stream,
)

from innervate.core.channel import Side
from innervate.core.measure import Measure
from innervate.metrics.compensation import BaselineShare, Compensation

SPECS = (stream(BICEPS, TRICEPS), REPETITIONS)


def shares(
    *percent: float, baseline: BaselineShare | None, condition: str = ""
) -> tuple[Measure, ...]:
    """Triceps shares in percent, repetition by repetition."""
    spans = reps(len(percent))
    data = level(spans, [100 - p for p in percent], percent)
    metric = Compensation((BICEPS,), baseline=(baseline,) if baseline else (), condition=condition)
    return measure(metric, SPECS, (data, level(spans, [1] * len(percent))))


def usual(n: int, **more: str) -> BaselineShare:
    return BaselineShare("triceps_brachii", Side.LEFT, n, 0.20, 0.05, **more)


@pytest.mark.parametrize("n", [None, 7, 19])
def test_before_20_repetitions_it_is_also_working_and_never_compensating(n: int | None) -> None:
    measures = shares(90, 90, 90, 90, baseline=None if n is None else usual(n))
    assert {each.metric for each in measures} == {"compensation"}
    whole = of_set(measures, "compensation")
    assert whole.value == pytest.approx(0.9)
    assert whole.quality.reasons == (f"baseline {n or 0} of 20 repetitions: also working",)
    assert not any("compensating" in reason for m in measures for reason in m.quality.reasons)


def test_three_successive_repetitions_beyond_two_sd_are_flagged() -> None:
    measures = shares(20, 31, 31, 31, 20, baseline=usual(20))
    assert [m.value for m in of_reps(measures, "compensation.z")] == pytest.approx(
        [0.0, 2.2, 2.2, 2.2, 0.0]
    )
    flag = of_set(measures, "compensation.flag")
    assert flag.value == 1.0
    assert flag.quality.reasons == ("compensating: more than usual in repetitions 2 to 4",)
    assert (flag.start_s, flag.stop_s) == pytest.approx((3.0, 8.0))


@pytest.mark.parametrize("percent", [(31, 31, 20, 31, 31), (30, 30, 30, 30), (31, 31, 5, 31, 31)])
def test_fewer_in_a_row_or_nearer_are_not(percent: tuple[float, ...]) -> None:
    flag = of_set(shares(*percent, baseline=usual(40)), "compensation.flag")
    assert flag.value == 0.0
    assert flag.quality.reasons == ("within the person's usual range",)


def test_less_than_usual_is_said_so() -> None:
    flag = of_set(shares(5, 5, 5, baseline=usual(40)), "compensation.flag")
    assert flag.value == -1.0
    assert flag.quality.reasons == ("working less than usual in repetitions 1 to 3",)


def test_a_baseline_of_another_condition_or_montage_does_not_apply() -> None:
    for other in (usual(40, condition="curl 20 kg"), usual(40, montage="biceps_brachii:left")):
        whole = of_set(shares(40, 40, 40, baseline=other, condition="curl 10 kg"), "compensation")
        assert whole.quality.reasons == ("baseline 0 of 20 repetitions: also working",)


def test_the_montage_that_a_share_names_fits_it_again() -> None:
    first = of_set(shares(20, 20, 20, baseline=None), "compensation")
    assert first.subject.other == "biceps_brachii:left | triceps_brachii:left"
    again = shares(20, 20, 20, baseline=usual(40, montage=first.subject.other))
    assert of_set(again, "compensation.z").value == pytest.approx(0.0)


def test_a_baseline_without_spread_cannot_judge() -> None:
    flat = BaselineShare("triceps_brachii", Side.LEFT, 30, 0.2, 0.0)
    whole = of_set(shares(40, 40, 40, baseline=flat), "compensation")
    assert whole.quality.reasons == ("the baseline has no spread: also working",)
