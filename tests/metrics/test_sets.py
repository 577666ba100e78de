from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.metrics._streams import (
    BICEPS,
    REPETITIONS,
    TRICEPS,
    level,
    measure,
    of_reps,
    of_set,
    of_sets,
    phase,
    reps,
    state,
    stream,
)

from innervate.core.channel import Kind, Side
from innervate.core.event import Event, EventKind
from innervate.metrics._sets import Sets, set_number
from innervate.metrics.compensation import BaselineShare, Compensation
from innervate.metrics.onset import Onset
from innervate.metrics.repetitions import Repetitions
from innervate.metrics.target_share import TargetShare

SPECS = (stream(BICEPS, TRICEPS), REPETITIONS)


@pytest.mark.parametrize(
    ("label", "number"),
    [("set 1", 1), ("set 12 pectoralis_major right", 12), ("set", None), ("set 0", None),
     ("set -1", None), ("set up 3", None), ("setting 2", None), ("pause", None), ("rest", None),
     ("mvc 1 biceps_brachii", None), ("", None), ("set " + "9" * 5000, None)],
)  # fmt: skip
def test_the_label_tells_the_number(label: str, number: int | None) -> None:
    assert set_number(label) == number


@given(st.integers(1, 999_999), st.text())
def test_every_number_is_read_whatever_follows_it(number: int, rest: str) -> None:
    assert set_number(f"set {number} {rest}") == number


def test_a_set_lasts_over_pauses_until_the_next_one() -> None:
    sets = Sets()
    for at, label in ((100, "set 1"), (200, "pause"), (300, "set 2"), (400, "rest")):
        sets.announce(Event(0.0, EventKind.PHASE, label, sample=at))
    assert [sets.at(sample) for sample in (0, 150, 250, 299, 300, 500)] == [1, 1, 1, 1, 2, 2]


def test_cues_and_notes_begin_no_set() -> None:
    sets = Sets()
    for kind in EventKind:
        if kind is not EventKind.PHASE:
            sets.announce(Event(0.0, kind, "set 2", sample=0))
    sets.announce(Event(0.0, EventKind.PHASE, "set 3"))  # tied to no sample
    assert sets.at(1000) == 1


SPANS = reps(5)
PHASES = (phase(0.5, "set 1 left"), phase(6.2, "pause"), phase(6.5, "set 2 right"))


def test_a_set_has_its_own_numbers_and_mean() -> None:
    data = level(SPANS, [60, 50, 40, 10, 20], [40, 50, 60, 90, 80])
    inputs = (data, level(SPANS, [1] * 5))
    measures = measure(TargetShare((BICEPS,)), SPECS, inputs, events=PHASES)
    numbered = [(m.subject.set, m.subject.rep) for m in of_reps(measures, "target_share")]
    assert numbered == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)]
    first, second = of_sets(measures, "target_share")
    assert (first.subject.set, second.subject.set) == (1, 2)
    assert (first.value, second.value) == pytest.approx((0.5, 0.15))
    assert (first.start_s, first.stop_s) == pytest.approx((1.0, 6.0))
    assert first.uncertainty.method == "Student t over 3 repetitions, taken as independent"
    assert second.uncertainty.method == "2 repetitions: an interval needs at least 3"


def test_a_set_that_begins_in_mid_repetition_gets_the_next_one() -> None:
    measures = measure(
        Repetitions(), (REPETITIONS,), (level(SPANS, [1] * 5),), events=(phase(5.5, "set 2"),)
    )
    assert [m.value for m in of_sets(measures, "repetitions")] == [3.0, 2.0]
    assert [(m.start_s, m.stop_s) for m in of_sets(measures, "repetitions")] == [(1, 6), (7, 10)]


def test_the_break_between_sets_is_no_rest_between_repetitions() -> None:
    data = state(40.0, (1.0, 2.0), (3.0, 4.0), (30.0, 31.0), (33.0, 34.0))
    measures = measure(Repetitions(), (REPETITIONS,), (data,), events=(phase(28.0, "set 2"),))
    rests = of_reps(measures, "repetitions.rest")
    assert [(m.subject.set, m.subject.rep, m.value) for m in rests] == [(1, 2, 1.0), (2, 2, 2.0)]


def test_a_set_that_comes_again_goes_on_counting() -> None:
    events = (phase(0.0, "set 1"), phase(2.5, "set 2"), phase(4.5, "set 1"))
    measures = measure(Repetitions(), (REPETITIONS,), (level(SPANS, [1] * 5),), events=events)
    counts = of_sets(measures, "repetitions")
    assert [(m.subject.set, m.value) for m in counts] == [(1, 4.0), (2, 1.0)]
    assert len({(m.metric, m.subject) for m in measures}) == len(measures)


def test_a_set_without_a_repetition_is_passed_over() -> None:
    events = (phase(0.0, "set 1"), phase(10.5, "set 2"))
    measures = measure(Repetitions(), (REPETITIONS,), (level(SPANS, [1] * 5),), events=events)
    assert {m.subject.set for m in measures} == {1}


def test_no_repetition_in_any_set_is_said_once_and_of_no_set() -> None:
    silent = level(SPANS, [0] * 5, [0] * 5), level(SPANS, [0] * 5)
    (only,) = measure(TargetShare((BICEPS,)), SPECS, silent, events=PHASES)
    assert only.quality.reasons == ("no complete repetition was seen",)
    assert only.subject.set is None


def test_three_in_a_row_are_of_one_set() -> None:
    usual = BaselineShare("triceps_brachii", Side.LEFT, 40, 0.20, 0.05)
    spans = reps(6)
    percent = [20, 40, 40, 40, 40, 40]
    inputs = level(spans, [100 - p for p in percent], percent), level(spans, [1] * 6)
    flags = [
        [
            (m.subject.set, m.value, m.quality.reasons)
            for m in of_sets(
                measure(
                    Compensation((BICEPS,), baseline=(usual,)),
                    SPECS,
                    inputs,
                    events=(phase(at_s, "set 2"),),
                ),
                "compensation.flag",
            )
        ]
        for at_s in (6.5, 8.5)
    ]
    within = ("within the person's usual range",)
    compensating = "compensating: more than usual in repetitions"
    assert flags[0] == [(1, 0.0, within), (2, 1.0, (f"{compensating} 1 to 3",))]
    assert flags[1] == [(1, 1.0, (f"{compensating} 2 to 4",)), (2, 0.0, within)]


def test_each_set_has_its_own_order() -> None:
    spans = tuple((3.0 * n + 2.0, 3.0 * n + 3.0) for n in range(8))
    early = state(27.0, *((a + (0.02 * (n % 2)), b) for n, (a, b) in enumerate(spans)))
    late = state(27.0, *((a + 0.2, b) for a, b in spans))
    half = len(early) // 2
    biceps, triceps = early.copy(), late.copy()
    biceps[half:], triceps[half:] = late[half:], early[half:]
    specs = (stream(BICEPS, TRICEPS, kind=Kind.STATE, unit="1"), REPETITIONS)
    inputs = (np.hstack([biceps, triceps]), state(27.0, *spans))
    measures = measure(Onset(), specs, inputs, events=(phase(13.5, "set 2"),))
    assert [
        (m.subject.set, m.subject.muscle, m.quality.ok) for m in of_sets(measures, "onset.order")
    ] == [(1, "biceps_brachii", True), (2, "triceps_brachii", True)]


def test_without_phases_all_is_set_one() -> None:
    data = level(SPANS, [60, 50, 40, 10, 20], [40, 50, 60, 90, 80])
    inputs = (data, level(SPANS, [1] * 5))
    plain = measure(TargetShare((BICEPS,)), SPECS, inputs)
    assert of_set(plain, "target_share").subject.set == 1
    others = tuple(replace(each, label="pause") for each in PHASES)
    assert measure(TargetShare((BICEPS,)), SPECS, inputs, events=others) == plain
