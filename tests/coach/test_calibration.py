"""The calibration of a person: every muscle in turn, told by name, with a minute between."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from innervate.body.anatomy import muscle, muscles
from innervate.coach.calibration import MAXIMAL_WARNING, RECOVERY_S, TRIALS, calibration_phases
from innervate.core.channel import Channel, Kind, Side
from innervate.engine.phases import PHASE_RULES

KEYS = [one.key for one in muscles() if one.offered]
BOTH = tuple(Channel(f"E{side}", Kind.EMG, "V", "pectoralis_major", side) for side in Side)


@given(st.integers(1, 12))
def test_every_muscle_has_its_trials_and_rests_between_them(count: int) -> None:
    channels = tuple(Channel(f"E{n}", Kind.EMG, "V", KEYS[n]) for n in range(count))
    phases = calibration_phases(channels)
    at_s, spans = 0.0, []
    for phase in phases:
        spans.append((phase.label, at_s, at_s + phase.seconds))
        at_s += phase.seconds
    for key in KEYS[:count]:
        own = [span for span in spans if span[0].startswith("mvc") and key in span[0].split()]
        assert [label for label, _, _ in own] == [f"mvc {n} {key}" for n in range(1, TRIALS + 1)]
        assert all(3 <= stop_s - start_s <= 5 for _, start_s, stop_s in own)
        assert all(after[1] - this[2] >= RECOVERY_S for this, after in pairwise(own))
    for this, after in pairwise(spans):
        assert not after[0].startswith("mvc") or (this[0] == "pause" and this[2] - this[1] >= 10)


def test_it_teaches_every_step_that_learns() -> None:
    labels = [phase.label for phase in calibration_phases(BOTH)]
    assert labels[0] == "rest"
    assert labels[-3:] == ["practice", "ready", "set 1"]
    for rule in PHASE_RULES:
        assert any(label.startswith(rule.phases) for label in labels)
        assert not rule.until or any(label.startswith(rule.until) for label in labels)


def test_the_person_is_told_whose_turn_it_is_and_how_to_do_it() -> None:
    channels = (*BOTH, Channel("X7", Kind.EMG, "V"))
    trials = [one for one in calibration_phases(channels) if one.label.startswith("mvc 2")]
    assert [one.label for one in trials] == [
        *(f"mvc 2 pectoralis_major {side}" for side in Side),
        "mvc 2 X7",
    ]
    first, _, unknown = trials
    assert f"pectoralis major {next(iter(Side))}, trial 2 of 3" in first.words
    assert muscle("pectoralis_major").mvc[0].position[1:] in first.announcement
    assert unknown.announcement == "Get ready: X7, trial 2 of 3."


def test_the_warning_comes_with_its_conditions() -> None:
    assert "Not a medical device" in MAXIMAL_WARNING
    assert "stop at any pain" in MAXIMAL_WARNING
