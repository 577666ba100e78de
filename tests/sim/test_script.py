from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.channel import MuscleSide
from innervate.core.errors import InputError
from innervate.sim.script import Effort, Phase, PhaseKind, Role, Script

REST = Phase(PhaseKind.REST, 2.0, "rest")
SET = Phase(PhaseKind.SET, 3.0)
PAUSE = Phase(PhaseKind.PAUSE, 1.5)
SCRIPT = Script("test", (REST, SET), (PAUSE, SET))


def test_sets_are_numbered_on_through_the_cycle() -> None:
    placed = list(SCRIPT.placed(0.0, 14.0))
    assert [p.label for p in placed] == ["rest", "set 1", "pause", "set 2", "pause", "set 3"]
    assert [p.set for p in placed] == [None, 1, None, 2, None, 3]
    assert [p.index for p in placed] == list(range(6))


@given(st.floats(0, 1e5), st.floats(0.01, 20))
def test_any_window_shows_the_same_phases(start_s: float, length_s: float) -> None:
    seen = list(SCRIPT.placed(start_s, start_s + length_s))
    wider = list(SCRIPT.placed(max(start_s - 5, 0), start_s + length_s + 5))
    assert [p for p in wider if p.start_s < start_s + length_s and p.stop_s > start_s] == seen
    assert seen[0].start_s <= start_s < seen[0].stop_s


def test_a_script_without_cycle_ends() -> None:
    assert not list(Script("short", (REST,)).placed(2.0, 9.0))


def test_an_effort_outside_its_phase_is_refused() -> None:
    late = Effort(MuscleSide("biceps_brachii"), 1.0, 4.0, 0.5, Role.TARGET)
    with pytest.raises(InputError, match="biceps_brachii is not within its phase"):
        Phase(PhaseKind.SET, 3.0, "", (late,))


def test_a_phase_needs_a_duration() -> None:
    with pytest.raises(InputError, match="must last a positive time"):
        Phase(PhaseKind.REST, 0.0)
