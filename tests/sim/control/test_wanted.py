from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.core.channel import MuscleSide, Side
from innervate.sim.control.relations import Relations
from innervate.sim.control.wanted import Wanted, wanted
from innervate.sim.draws import Draws
from innervate.sim.performance import Focus, Form, perform
from innervate.sim.script import Effort, Phase, PhaseKind, Placed, Role
from innervate.sim.timeline import Timeline

TRICEPS = MuscleSide("triceps_brachii", Side.RIGHT)
OTHER = MuscleSide("triceps_brachii", Side.LEFT)
BICEPS = MuscleSide("biceps_brachii", Side.RIGHT)
TRAPEZIUS = MuscleSide("trapezius_descendens", Side.RIGHT)
RELATIONS = Relations.among((TRICEPS, OTHER, BICEPS, TRAPEZIUS))
PLAIN = Form(variability=0.0, overflow=0.0, tone=0.0)


def _wanted(form: Form, level: float = 0.5, role: Role = Role.TARGET, **more: object) -> Wanted:
    efforts = (
        Effort(TRICEPS, 0.5, 2.5, level, role),
        Effort(TRAPEZIUS, 0.5, 2.5, 0.1, Role.COMPENSATOR),
    )
    placed = Placed(0, 0.0, Phase(PhaseKind.SET, 3.0, "", efforts), "set 1", 1)
    performed = perform(placed, form, Draws(1))
    return wanted([performed], RELATIONS, Timeline.of(form), range(300), **more)  # type: ignore[arg-type]


def _plateau(form: Form, level: float = 0.5, role: Role = Role.TARGET) -> list[float]:
    return [float(value) for value in _wanted(form, level, role).activation[150]]


def test_the_script_holds_at_skill_a_half() -> None:
    assert _plateau(PLAIN) == pytest.approx([0.5, 0.0, 0.0, 0.1])
    assert not _wanted(PLAIN).activation[:50].any()
    assert not _wanted(PLAIN).activation[252:].any()


def test_relations_come_from_the_body() -> None:
    assert RELATIONS.counterpart[0].tolist() == [0, 1, 0, 0]
    assert RELATIONS.opponent[0].tolist() == [0, 0, 1, 0]


def test_effort_overflows_to_the_other_side_as_measured() -> None:
    """7.9 % MVC at maximum on average over persons: Zijdewind & Kernell 2001."""
    values = _plateau(replace(PLAIN, overflow=1.0), 1.0, Role.MAXIMAL)
    assert values[1] == pytest.approx(0.079)
    assert values[2] == 0.0


def test_cocontraction_wakes_the_opponent_and_the_helper() -> None:
    plain, stiff = _plateau(PLAIN), _plateau(replace(PLAIN, cocontraction=1.0))
    assert stiff[0] == plain[0]
    assert stiff[2] == pytest.approx(0.15)
    assert stiff[3] > plain[3] + 0.1


@pytest.mark.parametrize(("level", "more"), [(0.3, 0.07), (0.6, 0.07), (0.85, 0.0)])
def test_attention_on_the_muscle_adds_up_to_moderate_loads(level: float, more: float) -> None:
    """Calatayud et al. 2016: 6-9 % MVC at up to 60 %, nothing at 80 %."""
    values = _plateau(replace(PLAIN, focus=Focus.INTERNAL), level)
    assert values[0] == pytest.approx(level + more, abs=0.005)


def test_attention_on_the_effect_adds_a_little_to_all() -> None:
    """Kristiansen et al. 2018: pectoralis 44 against 40 % without any instruction."""
    assert _plateau(replace(PLAIN, focus=Focus.EXTERNAL))[0] == pytest.approx(0.54)


def test_only_what_is_not_maximal_is_steered() -> None:
    assert _wanted(PLAIN).steered[150].tolist() == [1, 0, 0, 1]
    assert _wanted(PLAIN, 1.0, Role.MAXIMAL).steered[150].tolist() == [0, 0, 0, 1]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 299), st.floats(0.0, 1.0))
def test_ticks_do_not_depend_on_which_are_asked_for(first: int, skill: float) -> None:
    form = Form(skill=skill, cocontraction=0.5, overflow=1.0)
    placed = Placed(
        0, 0.0, Phase(PhaseKind.SET, 3.0, "", (Effort(TRICEPS, 0.5, 2.5, 0.5, Role.TARGET),)), "", 1
    )
    performed, timeline = [perform(placed, form, Draws(1))], Timeline.of(form)
    whole = wanted(performed, RELATIONS, timeline, range(300))
    part = wanted(performed, RELATIONS, timeline, range(first // 10 * 10, 300))
    assert np.allclose(part.activation, whole.activation[first // 10 * 10 :], atol=1e-12)
