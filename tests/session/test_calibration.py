"""The calibration as a guide for a recording at the command line."""

from __future__ import annotations

import pytest

from innervate.coach.calibration import TRIALS
from innervate.core.channel import Channel, Kind, Side
from innervate.core.stream import StreamSpec
from innervate.session.calibration import calibration_guide

BOTH = tuple(Channel(f"E{side}", Kind.EMG, "V", "pectoralis_major", side) for side in Side)


def test_it_is_made_from_the_emg_channels_of_all_streams_once_each() -> None:
    acc = Channel("acc", Kind.ACCELERATION, "m/s^2")
    specs = (
        StreamSpec("a", (BOTH[0], acc), 1000.0, "amp"),
        StreamSpec("b", BOTH, 500.0, "other"),
    )
    trials = [e for e in calibration_guide(specs).events() if e.label.startswith("mvc")]
    assert len(trials) == 2 * TRIALS


@pytest.mark.parametrize("channels", [(), (Channel("acc", Kind.ACCELERATION, "m/s^2"),)])
def test_without_muscles_there_is_no_maximal_trial(channels: tuple[Channel, ...]) -> None:
    specs = (StreamSpec("a", channels, 100.0, "amp"),) if channels else ()
    labels = [event.label for event in calibration_guide(specs).events()]
    assert labels == ["rest", "practice", "ready", "set 1"]
