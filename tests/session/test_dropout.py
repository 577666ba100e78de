"""A live stream of another process that drops out and comes back, in the middle of a session."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from tests._amplifier import muscles
from tests.engine._compare import assert_same
from tests.session._audience import PATIENCE_S, Audience

from innervate.body.channel_map import ChannelMap
from innervate.coach.acts import Why
from innervate.coach.choices import Calibrating
from innervate.coach.standing import Command, CommandName, Stage
from innervate.core.channel import Side
from innervate.core.event import EventKind
from innervate.core.recording import About
from innervate.engine.analyse import AnalyseOptions, analyse
from innervate.engine.emg import EmgChoices
from innervate.formats._open import open_recording
from innervate.session.conducted import ConductedSession
from innervate.session.setup import Setup
from innervate.steps.normalise import Method

pytest.importorskip("pylsl")

LABELLED = tuple(
    ChannelMap(channel, muscle, Side.LEFT)
    for channel, muscle in (("CH1", "biceps_brachii"), ("CH2", "triceps_brachii"))
)


def test_a_stream_that_drops_out_and_comes_back_is_survived(tmp_path: Path) -> None:
    name = f"innervate-{uuid.uuid4().hex[:8]}"
    audience = Audience()
    setup = Setup(
        f"lsl:source_id=fixed {name}&markers=none",
        "biceps_curl",
        LABELLED,
        calibration=Calibrating.NONE,
    )
    path = tmp_path / "a.xdf"
    live = ConductedSession(setup, path, About(path.name), [audience])
    with muscles(name):
        live.start()
        audience.until(lambda: len(audience.frames) > 20)
        live.command(Command(CommandName.CONTINUE))
        live.command(Command(CommandName.SKIP))
        live.command(Command(CommandName.START_SET))
        audience.until_standing(lambda one: one.stage is Stage.SET)
        before = audience.frames[-1].at_s
        audience.until(lambda: audience.frames[-1].at_s > before + 1.0)
    lost = audience.until_standing(lambda one: not one.signal.ok)
    assert lost.stage is Stage.SET
    assert "No signal" in lost.signal.words
    assert live.running
    with muscles(name):
        audience.until(lambda: live.standing and live.standing.signal.ok)
        back = audience.frames[-1].at_s
        audience.until(lambda: audience.frames[-1].at_s > back + 1.0)
        assert live.standing is not None
        assert live.standing.stage is Stage.SET
        live.command(Command(CommandName.END_SET))
        live.command(Command(CommandName.STOP))
        assert live.join(PATIENCE_S)
    assert audience.ended.why is Why.DONE
    assert audience.ended.problem == ""
    recording = open_recording(path)
    kinds = [event.kind for event in recording.events]
    assert kinds.index(EventKind.LOST) < kinds.index(EventKind.RETURNED)
    found = audience.ended.analysis
    assert found is not None
    assert any("s of the signal of" in one.what for one in found.unsaid)
    choices = EmgChoices(exercise=setup.movement, method=Method.PEAK_TASK)
    assert_same(found, analyse(recording, AnalyseOptions(choices)))
