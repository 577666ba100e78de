from __future__ import annotations

import pytest

from innervate.core.errors import InputError
from innervate.sim.knobs import KNOB_NAMES, knobs_of, turned
from innervate.sim.performance import Focus, Form


@pytest.mark.parametrize("name", KNOB_NAMES)
def test_every_knob_turns_between_its_ends_and_stands_where_it_was_turned(name: str) -> None:
    knob = next(knob for knob in knobs_of(Form()) if knob.name == name)
    assert knob.low <= knob.value <= knob.high
    assert knob.label
    assert knob.what.endswith(".")
    for value in (knob.low, knob.high):
        after = {knob.name: knob.value for knob in knobs_of(turned(Form(), name, value))}
        assert after[name] == value
        assert all(after[k.name] == k.value for k in knobs_of(Form()) if k.name != name)
    with pytest.raises(InputError, match=f"{name} of the virtual athlete must lie between"):
        turned(Form(), name, knob.high + 1)


def test_an_unknown_knob_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(InputError, match=r"no knob 'skil'.*turn skill"):
        turned(Form(), "skil", 0.5)
    with pytest.raises(InputError, match=r"no knob 'zzz'.*skill, effort"):
        turned(Form(), "zzz", 0.5)


def test_focus_is_a_knob_of_three_stops() -> None:
    stops = [turned(Form(), "focus", value).focus for value in (0, 1, 2)]
    assert stops == [Focus.NONE, Focus.INTERNAL, Focus.EXTERNAL]
