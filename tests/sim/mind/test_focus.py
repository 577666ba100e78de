"""Focus: what the studies say of loads and speed, and nothing beyond."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.errors import InputError
from innervate.sim.mind.focus import focus_effect
from innervate.sim.performance import Focus

LOADS = st.floats(0.0, 1.0)


@pytest.mark.parametrize("load", [0.2, 0.4, 0.5, 0.6])
def test_an_internal_focus_adds_six_to_nine_percent_up_to_sixty(load: float) -> None:
    assert 0.06 <= focus_effect(Focus.INTERNAL, load).target <= 0.09 + 1e-9


@given(st.floats(0.8, 1.0))
def test_heavy_loads_leave_nothing_of_it(load: float) -> None:
    assert focus_effect(Focus.INTERNAL, load).target == pytest.approx(0.0, abs=1e-9)


@given(LOADS, st.sampled_from(Focus))
def test_explosive_movement_shows_no_focus(load: float, focus: Focus) -> None:
    found = focus_effect(focus, load, controlled=False)
    assert (found.target, found.other) == (0.0, 0.0)


@given(LOADS, st.floats(0.0, 3.0))
def test_the_other_prime_mover_is_never_reduced_and_gains_less(load: float, gain: float) -> None:
    found = focus_effect(Focus.INTERNAL, load, response=gain)
    assert 0.0 <= found.other <= found.target


def test_the_other_prime_mover_gains_at_fifty_and_sixty_only() -> None:
    others = [focus_effect(Focus.INTERNAL, load).other for load in (0.2, 0.4, 0.5, 0.6, 0.8)]
    assert others[:2] == [0.0, 0.0]
    assert others[2:4] == pytest.approx([0.03, 0.03])
    assert others[4] == pytest.approx(0.0, abs=1e-9)


def test_an_external_focus_acts_on_all_alike() -> None:
    found = focus_effect(Focus.EXTERNAL, 0.6)
    assert found.target == found.other == pytest.approx(0.04)


def test_a_load_beyond_the_maximum_is_refused() -> None:
    with pytest.raises(InputError, match="fraction of the one-repetition maximum"):
        focus_effect(Focus.NONE, 1.2)
