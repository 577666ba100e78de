"""Strength: the studies' numbers, and ordinary training."""

from __future__ import annotations

from functools import reduce

import pytest

from innervate.core.errors import InputError
from innervate.sim.mind.strength import Imagery, after_imagery, in_cast, trained, untrained


def test_a_cast_takes_what_the_study_says_and_imagery_halves_it() -> None:
    none, imagined = 1.0 - in_cast(28, imagery=False), 1.0 - in_cast(28, imagery=True)
    assert none == pytest.approx(0.451)
    assert imagined == pytest.approx(0.238)
    assert imagined / none == pytest.approx(0.53, abs=0.01)
    assert in_cast(28, imagery=True) / in_cast(28, imagery=False) == pytest.approx(1.39, abs=0.01)


def test_feeling_adds_more_than_seeing_and_nothing_loses() -> None:
    felt, seen, none = (after_imagery(30, kind) for kind in
                        (Imagery.KINAESTHETIC, Imagery.VISUAL, Imagery.NONE))  # fmt: skip
    assert (felt, seen, none) == pytest.approx((1.108, 1.048, 0.967))
    assert after_imagery(0, Imagery.KINAESTHETIC) == 1.0


def test_training_adds_up_to_a_quarter_and_rest_takes_it_back() -> None:
    strong = reduce(lambda strength, _: trained(strength), range(500), 1.0)
    assert strong == pytest.approx(1.25, abs=1e-3)
    assert 1.0 < untrained(strong, 180.0) < untrained(strong, 30.0) < strong


@pytest.mark.parametrize("count", [-1, -30])
def test_negative_times_are_refused(count: int) -> None:
    with pytest.raises(InputError, match="counted from 0 on"):
        after_imagery(count, Imagery.NONE)
    with pytest.raises(InputError, match="counted from 0 on"):
        in_cast(count, imagery=False)
