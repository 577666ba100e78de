from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from innervate.sim.performance import Form
from innervate.sim.timeline import Timeline

_TURNS = st.lists(st.tuples(st.integers(1, 200), st.floats(0.0, 1.0)), max_size=8)


@given(_TURNS, st.integers(0, 220), st.integers(0, 60))
def test_spans_cover_every_block_once_with_the_form_in_force(
    turns: list[tuple[int, float]], first: int, length: int
) -> None:
    timeline = Timeline.of(Form())
    for block, skill in sorted(turns):
        timeline.turn(block, Form(skill=skill))
    spans = list(timeline.spans(first, first + length))
    covered = [block for a, b, _ in spans for block in range(a, b)]
    assert covered == list(range(first, first + length))
    for a, b, form in spans:
        assert all(timeline.at_block(block) == form for block in range(a, b))


def test_a_turn_holds_from_its_block_on_and_forgets_what_was_to_come() -> None:
    timeline = Timeline.of(Form())
    timeline.turn(10, Form(skill=0.9))
    timeline.turn(20, Form(skill=0.1))
    timeline.turn(15, Form(skill=0.3))
    seen = [timeline.at_block(block).skill for block in (9, 10, 14, 15, 99)]
    assert seen == [0.5, 0.9, 0.9, 0.3, 0.3]
    assert timeline.at_s(1.5).skill == 0.3
    assert timeline.at_s(1.49).skill == 0.9


def test_turning_to_the_same_form_or_before_the_beginning_adds_nothing() -> None:
    timeline = Timeline.of(Form())
    timeline.turn(5, Form())
    timeline.turn(0, Form(skill=0.7))
    assert not timeline.turned
    assert timeline.last.skill == timeline.at_block(0).skill == 0.7
