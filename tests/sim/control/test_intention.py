from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.core.stream import Samples
from innervate.sim.control.intention import Intention, Plan
from innervate.sim.control.relations import Relations
from innervate.sim.demo import demo_montage, demo_script
from innervate.sim.draws import Draws
from innervate.sim.performance import Form
from innervate.sim.performing import Performing
from innervate.sim.timeline import Timeline

MUSCLES = tuple(electrode.muscle for electrode in demo_montage("bench_press", 1000.0).electrodes)


class Straight:
    """Muscles whose EMG and force are their excitation."""

    def excitation_for(self, activation: Samples) -> Samples:
        return np.clip(activation, 0.0, 1.2)

    def force_for(self, excitation: Samples) -> Samples:
        return excitation


def _intention(timeline: Timeline | None = None) -> Intention:
    timeline = timeline or Timeline.of(Form())
    performing = Performing(demo_script("bench_press", 40.0), timeline, Draws(1).at(0))
    return Intention(performing, Relations.among(MUSCLES), Draws(1).at(4))


def _same(one: Plan, other: Plan) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("excitation", "force", "steered", "moving", "clumsiness", "held")
    )


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=5))
def test_a_plan_is_a_matter_of_its_block_alone(blocks: list[int]) -> None:
    asked = _intention()
    for block in blocks:
        assert _same(asked.plan(block, Straight()), _intention().plan(block, Straight()))


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 390), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_turning_changes_no_plan_before(block: int, skill: float, variability: float) -> None:
    plain = _intention()
    timeline = Timeline.of(Form())
    timeline.turn(block, Form(skill=skill, variability=variability, tremor=0.9))
    turned = _intention(timeline)
    for before in {block - 1, block // 2, max(block - 20, 0)}:
        assert _same(plain.plan(before, Straight()), turned.plan(before, Straight()))
    after = turned.plan(block, Straight())
    assert not np.array_equal(after.excitation, plain.plan(block, Straight()).excitation)


def test_force_meant_comes_later_than_the_excitation_for_it() -> None:
    intention = _intention()
    plans = [intention.plan(block, Straight()) for block in range(400)]
    sent = np.concatenate([plan.excitation[:, 0] for plan in plans])
    meant = np.concatenate([plan.force[:, 0] for plan in plans])
    fits = [np.corrcoef(sent[: len(sent) - k or None], meant[k:])[0, 1] for k in (0, 10, 30)]
    assert fits[1] > fits[0]
    assert fits[1] > fits[2]
