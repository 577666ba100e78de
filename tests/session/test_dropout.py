"""A live stream of another process that drops out and comes back, in the middle of a session."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.engine._compare import assert_same
from tests.session._audience import PATIENCE_S, Audience

from innervate.coach.standing import Calibrating, Command, CommandName, Stage, Why
from innervate.core.event import EventKind
from innervate.core.recording import About
from innervate.engine.analyse import AnalyseOptions, analyse
from innervate.engine.emg import EmgChoices
from innervate.formats._open import open_recording
from innervate.session.conducted import ConductedSession
from innervate.session.setup import Setup
from innervate.steps.normalise import Method

pytest.importorskip("pylsl")

_OUTLET = """
import sys, time
import numpy as np
import pylsl

name = sys.argv[1]
info = pylsl.StreamInfo(name, "EMG", 2, 1000.0, pylsl.cf_double64, "fixed " + name)
channels = info.desc().append_child("channels")
for label in ("biceps_brachii_left", "triceps_brachii_left"):
    channel = channels.append_child("channel")
    channel.append_child_value("label", label)
    channel.append_child_value("unit", "volts")
    channel.append_child_value("type", "EMG")
outlet = pylsl.StreamOutlet(info)
print("open", flush=True)
rng = np.random.default_rng(1)
sent, began = 0, pylsl.local_clock()
while True:
    due = int((pylsl.local_clock() - began) * 1000)
    if due > sent:
        size = 50e-6 if due % 4000 > 2000 else 5e-6
        outlet.push_chunk(rng.standard_normal((due - sent, 2)) * size)
        sent = due
    time.sleep(0.01)
"""


@contextmanager
def outlet(name: str) -> Iterator[None]:
    """A process that publishes a stream, until it is killed."""
    command = [sys.executable, "-c", _OUTLET, name]
    environment = dict(os.environ)  # with the ports of the tests
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "open"
        try:
            yield
        finally:
            child.kill()


def test_a_stream_that_drops_out_and_comes_back_is_survived(tmp_path: Path) -> None:
    name = f"innervate-{uuid.uuid4().hex[:8]}"
    audience = Audience()
    setup = Setup(
        f"lsl:source_id=fixed {name}&markers=none", "biceps_curl", calibration=Calibrating.NONE
    )
    path = tmp_path / "a.xdf"
    live = ConductedSession(setup, path, About(path.name), [audience])
    with outlet(name):
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
    with outlet(name):
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
