from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.core.channel import Side
from innervate.core.errors import InputError
from innervate.sim.demo import demo_script
from innervate.sim.draws import Draws
from innervate.sim.performance import Focus, Form, perform
from innervate.sim.script import PhaseKind, Role


@pytest.mark.parametrize(
    ("knob", "value"),
    [("overflow", 1.1), ("side_preference", -1.5), ("placement_mm", 41.0), ("endurance", 0.1)],
)
def test_a_form_beyond_its_ends_is_refused(knob: str, value: float) -> None:
    with pytest.raises(InputError, match="of the virtual athlete must lie between"):
        Form(**{knob: value})  # type: ignore[arg-type]


def test_focus_is_one_of_three() -> None:
    assert Form(focus="internal").focus is Focus.INTERNAL  # type: ignore[arg-type]
    with pytest.raises(InputError, match="use none, internal, external"):
        Form(focus="elsewhere")  # type: ignore[arg-type]


def test_the_preferred_side_works_harder() -> None:
    form = Form(side_preference=1.0)
    left, right = (form.gain(Role.TARGET, side) for side in (Side.LEFT, Side.RIGHT))
    assert right / left == pytest.approx(1.2 / 0.8)
    assert form.gain(Role.MAXIMAL, Side.RIGHT) == 1.0


@settings(max_examples=40, deadline=None)
@given(st.floats(12.0, 50.0), st.floats(0.0, 1.0))
def test_what_was_under_way_before_a_knob_was_turned_stays_as_it_was(
    at_s: float, skill: float
) -> None:
    """Else replaying from the start would not give what was given."""
    script, draws = demo_script("bench_press", 60.0), Draws(2)

    def turned(second: float) -> Form:
        return Form(skill=skill, variability=0.4) if second >= at_s else Form()

    for placed in script.placed(0.0, 60.0):
        before, after = perform(placed, Form(), draws), perform(placed, turned, draws)
        for one, other in zip(before.efforts, after.efforts, strict=True):
            if one.start_s < at_s or other.start_s < at_s:
                assert one == other


def test_the_ways_of_a_repetition_meet_its_hold() -> None:
    script = demo_script("bench_press", 60.0)
    sets = [p for p in script.placed(0.0, 60.0) if p.phase.kind is PhaseKind.SET]
    for rep in perform(sets[0], Form(), Draws(1)).repetitions:
        assert rep.start_s < rep.turn_s < rep.return_s < rep.stop_s
