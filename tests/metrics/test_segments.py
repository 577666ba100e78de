from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.metrics._streams import RATE_HZ, REPETITIONS

from innervate.core.event import Event, EventKind
from innervate.core.stream import Block, Samples
from innervate.metrics._segments import CUT, NO_BEGINNING, NO_END, Part, Rep, Segmenter


def parts(
    values: Samples,
    *edges: int,
    skip: tuple[int, int] | None = None,
    phases: tuple[tuple[int, str], ...] = (),
) -> list[Part]:
    segmenter = Segmenter(RATE_HZ)
    out: list[Part] = []
    bounds = sorted({0, len(values), *edges, *(skip or ())})
    for low, high in pairwise(bounds):
        if not (skip and skip[0] <= low < skip[1]):
            for at, label in phases:
                if low <= at < high:
                    segmenter.announce(Event(at / RATE_HZ, EventKind.PHASE, label, sample=at))
            out += segmenter.push(Block(REPETITIONS, low, values[low:high, None]))
    return out


def found(
    values: Samples,
    *edges: int,
    skip: tuple[int, int] | None = None,
    phases: tuple[tuple[int, str], ...] = (),
) -> list[Rep]:
    made = parts(values, *edges, skip=skip, phases=phases)
    return [part for part in made if isinstance(part, Rep)]


def signal(*lengths: int) -> Samples:
    """Alternately off and on for these many samples."""
    return np.concatenate([np.full(n, float(k % 2)) for k, n in enumerate(lengths)])


def test_numbers_repetitions_on_rising_edges_and_measures_the_rest_before() -> None:
    assert found(signal(10, 20, 30, 40, 50)) == [
        Rep(1, 10, 30),
        Rep(2, 60, 100, (), 30),
    ]


@given(st.lists(st.integers(0, 150), max_size=8))
def test_cuts_change_nothing(cuts: list[int]) -> None:
    values = signal(10, 20, 30, 40, 50)
    values[70:75] = np.nan
    assert found(values, *cuts) == found(values)


def test_the_one_under_way_is_not_counted() -> None:
    assert found(signal(10, 20, 30, 40)) == [Rep(1, 10, 30)]


def test_one_that_was_on_from_the_first_sample_has_no_beginning() -> None:
    assert found(signal(0, 20, 30)) == [Rep(1, 0, 20, (NO_BEGINNING,))]


def test_a_gap_within_is_named_and_the_repetition_keeps_its_number() -> None:
    assert found(signal(10, 200, 30, 40, 5), skip=(50, 60)) == [
        Rep(1, 10, 210, (CUT,)),
        Rep(2, 240, 280, (), 30),
    ]


def test_a_gap_over_an_edge_is_named() -> None:
    assert found(signal(10, 100, 30), skip=(5, 15)) == [Rep(1, 15, 110, (NO_BEGINNING,))]
    assert found(signal(10, 100, 30), skip=(90, 115)) == [Rep(1, 10, 90, (NO_END,))]


def test_more_than_a_second_of_nothing_parts_two_repetitions() -> None:
    assert found(signal(10, 600, 30), skip=(100, 301)) == [
        Rep(1, 10, 100, (NO_END,)),
        Rep(2, 301, 610, (NO_BEGINNING,)),
    ]


def test_unknown_state_within_belongs_to_the_repetition_without_a_flaw() -> None:
    values = signal(10, 100, 30)
    values[50:60] = np.nan
    assert found(values) == [Rep(1, 10, 110)]


def test_a_rest_that_was_not_seen_has_no_length() -> None:
    values = signal(10, 20, 30, 40, 5)
    values[40:45] = np.nan
    assert [rep.rest for rep in found(values)] == [None, None]


SETS = ((5, "set 1"), (70, "set 2"), (150, "set 3"))


def test_numbers_begin_again_in_each_set_and_a_running_one_stays_with_its_own() -> None:
    assert found(signal(10, 20, 30, 40, 50, 20, 10), phases=SETS) == [
        Rep(1, 10, 30),
        Rep(2, 60, 100, (), 30),
        Rep(1, 150, 170, (), None, 3),
    ]


@given(
    st.lists(st.integers(0, 180), max_size=8),
    st.lists(st.tuples(st.integers(0, 179), st.sampled_from(["set 1", "set 2", "pause"]))),
)
def test_cuts_change_nothing_about_the_sets(cuts: list[int], phases: list[tuple[int, str]]) -> None:
    values = signal(10, 20, 30, 40, 50, 20, 10)
    told = tuple(sorted(phases))
    assert found(values, *cuts, phases=told) == found(values, phases=told)


def test_one_that_a_long_loss_parts_belongs_to_the_set_in_which_each_part_began() -> None:
    assert found(signal(10, 600, 30), skip=(100, 301), phases=((301, "set 2"),)) == [
        Rep(1, 10, 100, (NO_END,)),
        Rep(1, 301, 610, (NO_BEGINNING,), None, 2),
    ]
