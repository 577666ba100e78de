from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from innervate.core.stream import Samples
from innervate.sim.control.intention import Plan
from innervate.sim.control.loop import Loop
from innervate.sim.control.movement import lagged

TIRED = np.zeros((10, 1))
HELD = np.ones((10, 1))


@dataclass
class Muscle:
    """Force is so many times the excitation, after a lag."""

    strength: float
    sent: list[Samples]

    def force(self, excitation: Samples) -> Samples:
        self.sent.append(excitation)
        return self.strength * lagged(np.concatenate(self.sent))[-10:]


def _plan(block: int, level: float, steered: float = 1.0, moving: float = 0.0) -> Plan:
    ones = np.ones((10, 1))
    return Plan(
        10 * block, level * ones, level * ones, steered * ones, moving * ones,
        np.zeros(10), np.zeros(10),
    )  # fmt: skip


def _held(muscle: Muscle, seconds: int, level: float = 0.3, steered: float = 1.0) -> Samples:
    loop, forces = Loop.of(1), []
    for block in range(10 * seconds):
        plan = _plan(block, level, steered)
        forces.append(muscle.force(loop.excitation(plan)))
        loop.feel(plan, forces[-1], HELD, TIRED)
    return np.concatenate(forces)[:, 0]


@pytest.mark.parametrize("strength", [0.7, 1.0, 1.3])
def test_force_comes_to_what_is_meant_without_swinging(strength: float) -> None:
    force = _held(Muscle(strength, []), 15)
    assert force[-300:] == pytest.approx(0.3, rel=0.02)
    assert 0.3 * min(strength, 0.95) <= force.min() <= force.max() <= 0.3 * max(strength, 1.1)


def test_a_weaker_muscle_is_driven_harder() -> None:
    muscle = Muscle(0.6, [])
    _held(muscle, 15)
    assert float(muscle.sent[-1].mean()) == pytest.approx(0.5, rel=0.03)


def test_nothing_is_corrected_before_it_can_have_been_seen() -> None:
    loop, sent = Loop.of(1), []
    for block in range(4):
        plan = _plan(block, 0.3)
        sent.append(loop.excitation(plan))
        loop.feel(plan, np.zeros((10, 1)), HELD, TIRED)
    excitation = np.concatenate(sent)[:, 0]
    assert (excitation[:16] == 0.3).all()
    assert (np.diff(excitation[16:]) > 0).all()


def test_a_maximal_effort_is_left_as_it_is_and_rest_stays_rest() -> None:
    muscle = Muscle(0.5, [])
    _held(muscle, 5, 1.0, steered=0.0)
    assert (np.concatenate(muscle.sent) == 1.0).all()
    silent = Muscle(0.5, [])
    _held(silent, 5, 0.0)
    assert not np.concatenate(silent.sent).any()


def test_what_was_added_is_forgotten_at_rest() -> None:
    loop = Loop.of(1)
    loop.correction[:] = 2.0
    for block in range(200):
        plan = _plan(block, 0.0, steered=0.0)
        loop.excitation(plan)
        loop.feel(plan, np.zeros((10, 1)), HELD, TIRED)
    assert loop.correction == pytest.approx(1.0, abs=0.02)


def test_too_little_force_lets_the_limb_fall_behind() -> None:
    loop, plan = Loop.of(1), _plan(0, 0.5, moving=1.0)
    for _ in range(20):
        movement = loop.feel(plan, np.full((10, 1), 0.4), HELD, TIRED)
    assert movement[-1, 1] == pytest.approx(-0.5 * 0.1 / 0.5, rel=0.05)


def test_what_length_and_speed_do_to_the_force_is_no_error() -> None:
    loop, plan, weaker = Loop.of(1), _plan(0, 0.3, moving=1.0), 0.8 * HELD
    movement = loop.feel(plan, plan.force * weaker, weaker, TIRED)
    assert not loop.missed.any()
    assert not movement.any()


def test_only_who_is_asked_for_shortens_on_the_way() -> None:
    out = replace(_plan(0, 0.3, moving=1.0), held=np.linspace(0.0, 1.0, 10))
    assert out.length[0, 0] == 1.0
    assert (np.diff(out.length[:, 0]) < 0.0).all()
    assert (replace(out, moving=0.0 * HELD).length == 1.0).all()
