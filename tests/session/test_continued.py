"""Sessions whose process died: gone on with in another, as if nothing had been."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.engine._compare import assert_same
from tests.engine._parts import burst_emg
from tests.session._audience import PATIENCE_S, Audience, played
from tests.session._fakes import Scripted, Turns, stream

from innervate.coach.acts import Why
from innervate.coach.choices import Calibrating
from innervate.coach.standing import Command, CommandName, Stage, Standing
from innervate.core.channel import MuscleSide, Side
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.recording import About
from innervate.core.source import Item
from innervate.core.stream import Block, StreamSpec
from innervate.engine.analyse import AnalyseOptions, analyse
from innervate.engine.analysis import Analysis
from innervate.engine.emg import EmgChoices
from innervate.formats._open import open_recording
from innervate.formats.xdf import Xdf
from innervate.session import opening
from innervate.session.closing import finish_interrupted
from innervate.session.conducted import ConductedSession
from innervate.session.recorder import Recorder
from innervate.session.setup import Setup
from innervate.sim.demo import demo_athlete
from innervate.sim.recording import as_recording
from innervate.steps.normalise import Method

ATHLETE = "simulator:pec_isolation?seconds=32&rate_hz=500&seed=3"
SETUP = Setup(ATHLETE, "pec_isolation", pace=8.0)
EMG = stream("emg", 1000.0)

_CHILD = """
import sys, threading
from pathlib import Path
from innervate.core.recording import About
from innervate.session.conducted import ConductedSession
from innervate.session.setup import Setup

class Parent:
    def frame(self, frame):
        print(f"frame {frame.at_s} {frame.reps}", flush=True)
    def told(self, message):
        print(f"told {type(message).__name__}", flush=True)

path = Path(sys.argv[2])
session = ConductedSession(Setup.from_json(sys.argv[1]), path, About(path.name), [Parent()])
session.start()
threading.Event().wait()
"""


def killed(setup: Setup, path: Path, at_s: float, reps: int = 0) -> None:
    """Run a session in another process, and kill that when it is so far."""
    command = [sys.executable, "-c", _CHILD, setup.to_json(), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            words = line.split()
            if words[0] == "frame" and float(words[1]) >= at_s and int(words[2]) >= reps:
                child.send_signal(signal.SIGKILL)
                break
        else:
            raise AssertionError("it ended by itself")
        child.wait(PATIENCE_S)
    assert child.returncode == -signal.SIGKILL


def resumed(setup: Setup, path: Path, audience: Audience) -> Analysis:
    """Go on with a session to its own end."""
    played(ConductedSession.resume(setup, path, [audience], session="s1"))
    found = audience.ended.analysis
    assert found is not None
    return found


def undisturbed(setup: Setup, path: Path) -> Analysis:
    audience = Audience()
    played(ConductedSession(replace(setup, pace=0.0), path, About(path.name), [audience]))
    found = audience.ended.analysis
    assert found is not None
    return found


def assert_alike(one: Analysis, other: Analysis) -> None:
    """The same performance in two sessions, which began at other fractions of a sample."""
    for mine, theirs in zip(one.fits, other.fits, strict=True):
        assert (mine.step, mine.method) == (theirs.step, theirs.method)
        for got, wanted in zip(mine.parameters, theirs.parameters, strict=True):
            assert got.values == pytest.approx(wanted.values, rel=0.01, nan_ok=True)
    assert [(rep.set, rep.number) for rep in one.repetitions] == [
        (rep.set, rep.number) for rep in other.repetitions
    ]
    assert [(m.metric, m.subject) for m in one.measures] == [
        (m.metric, m.subject) for m in other.measures
    ]


def test_a_killed_session_goes_on_in_another_process_as_if_nothing_had_been(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.xdf"
    killed(SETUP, path, at_s=22.0, reps=1)
    broken = open_recording(path)
    reached = max(block.stop for block in broken.blocks("emg"))
    assert 15.0 < reached / 500 < 31.0
    audience = Audience()
    found = resumed(SETUP, path, audience)
    # The calibration is done, the set goes on, and its repetitions go on counting.
    assert Stage.MAXIMAL not in audience.stages[2:]
    assert audience.stages[-2:] == [Stage.SET, Stage.DONE]
    assert audience.ended.why is Why.ENDED
    recording = open_recording(path)
    index = np.concatenate([np.arange(b.start, b.stop) for b in recording.blocks("emg")])
    np.testing.assert_array_equal(index, np.arange(32 * 500))
    kinds = [event.kind for event in recording.events]
    assert kinds.count(EventKind.FIT) == 4
    assert kinds.count(EventKind.RESUMED) == 1
    assert_same(found, analyse(recording, AnalyseOptions(found_choices(SETUP))))
    whole = undisturbed(SETUP, tmp_path / "b.xdf")
    assert_alike(found, whole)
    assert found.about.notes == ()


def found_choices(setup: Setup) -> EmgChoices:
    return EmgChoices(exercise=setup.movement, method=Method.MVC)


@pytest.mark.parametrize("at_s", [1.0, 7.0])
def test_a_calibration_that_was_cut_off_is_brought_to_its_end(tmp_path: Path, at_s: float) -> None:
    path = tmp_path / "a.xdf"
    killed(SETUP, path, at_s)
    audience = Audience()
    found = resumed(replace(SETUP, pace=0.0), path, audience)
    whole = undisturbed(SETUP, tmp_path / "b.xdf")
    assert_alike(found, whole)
    assert_same(found, analyse(open_recording(path), AnalyseOptions(found_choices(SETUP))))


def test_a_session_may_be_killed_again_and_again(tmp_path: Path) -> None:
    path = tmp_path / "a.xdf"
    whole = undisturbed(SETUP, tmp_path / "b.xdf")
    cut(tmp_path / "b.xdf", path, 0.3)
    for share in (0.5, 0.7, 0.9):
        audience = Audience()
        session = ConductedSession.resume(replace(SETUP, pace=0.0), path, [audience])
        played(session)
        assert audience.ended.analysis is not None
        assert_same(audience.ended.analysis, whole)
        cut(path, path, share)
    assert_same(finish_interrupted(SETUP, path), again(path))


def again(path: Path) -> Analysis:
    return analyse(open_recording(path), AnalyseOptions(found_choices(SETUP)))


def cut(source: Path, target: Path, share: float) -> None:
    """What is left of a recording whose process died somewhere on the way."""
    data = source.read_bytes()
    target.write_bytes(data[: int(len(data) * share)])


def test_a_replay_goes_on_where_it_was(tmp_path: Path) -> None:
    file = tmp_path / "bare.xdf"
    athlete = demo_athlete("pec_isolation", 500.0, 5, seconds=24.0, realities=None)
    Xdf.write(replace(as_recording(athlete, 24.0), events=()), file)
    setup = Setup(f"replay:{file}", "pec_isolation", pace=8.0)
    path = tmp_path / "a.xdf"
    killed(setup, path, at_s=8.0)
    found = resumed(setup, path, Audience())
    assert_same(found, undisturbed(setup, tmp_path / "b.xdf"))
    events = open_recording(path).events
    assert [event.kind for event in events].count(EventKind.FIT) == len(found.fits)


# A device, which goes on in the time that it is now


def bursts(first: int, total: int, size: int = 50) -> Turns:
    data = burst_emg(total / 1000, 1000.0, 1, seed=first + 1)
    return [(Block(EMG, first + at, data[at : at + size].copy()),) for at in range(0, total, size)]


class Hesitant(Scripted):
    """Gives a turn at every other reading, so that the coach can act in between."""

    def __init__(self, specs: tuple[StreamSpec, ...], turns: Turns) -> None:
        super().__init__(specs, turns)
        self._fresh = True

    def read(self, timeout_s: float) -> Sequence[Item]:
        self._fresh = not self._fresh
        return () if self._fresh else super().read(timeout_s)


def broken_set(path: Path) -> None:
    """A recording of a led session that died in its second set."""
    recorder = Recorder.create(path, About(path.name, exercise="pec_isolation"), (EMG,))
    phases = {0.5: "rest", 6.0: "practice", 14.0: "ready", 15.0: "set 1", 22.0: "pause"}
    for at_s, label in {**phases, 24.0: "set 2"}.items():
        recorder.append(Event(at_s, EventKind.PHASE, label, source="coach"))
    for turn in bursts(0, 30_000):
        assert not isinstance(turn, Exception)
        for item in turn:
            recorder.append(item)
    recorder.commit()
    whole = path.read_bytes()
    recorder.close()
    path.write_bytes(whole + b"\0torn")


def test_a_device_goes_on_later_and_the_set_that_was_cut_off_is_offered_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xdf"
    broken_set(path)
    audience = Audience()
    box = Hesitant((EMG,), bursts(0, 9000))
    monkeypatch.setattr(opening, "connect", lambda words: box)
    setup = Setup("box", calibration=Calibrating.NONE)
    session = ConductedSession.resume(setup, path, [audience])
    session.start()
    standing = audience.until_standing(lambda one: CommandName.START_SET in one.commands)
    assert standing.calibration.done
    assert "Set 2 was cut off and goes on" in standing.detail
    session.command(Command(CommandName.START_SET))
    assert session.join(PATIENCE_S)
    found = audience.ended.analysis
    assert found is not None
    recording = open_recording(path)
    stops = [(block.start, block.stop) for block in recording.blocks("emg")]
    assert stops[0][0] == 0
    assert 31_000 in [start for start, _ in stops]  # a whole second later, nothing overlaps
    assert sum(stop - start for start, stop in stops) == 39_000
    assert {event.kind for event in recording.events} >= {EventKind.RESUMED, EventKind.FIT}
    assert found.duration_s == pytest.approx(40.0)
    method = EmgChoices(method=Method.PEAK_TASK)
    assert_same(found, analyse(recording, AnalyseOptions(method)))


def test_another_device_is_refused_and_the_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xdf"
    broken_set(path)
    before = path.read_bytes()
    box = Scripted((replace(EMG, rate_hz=500.0),), [])
    monkeypatch.setattr(opening, "connect", lambda words: box)
    with pytest.raises(InputError, match="is not what the recording holds"):
        ConductedSession.resume(Setup("box"), path).start()
    assert box.closed
    assert path.read_bytes() == before


def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("time,BB (uV)\n" + "".join(f"{n / 100},{n}\n" for n in range(500)))
    with pytest.raises(InputError, match="not an XDF file"):
        ConductedSession.resume(SETUP, path).start()


def test_a_recording_that_cannot_be_written_is_said_before_anything_begins(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no file"):
        ConductedSession.resume(SETUP, tmp_path / "a.xdf").start()


def test_what_was_felt_without_a_sensor_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.xdf"
    feel = Setup("none", targets=(MuscleSide("biceps_brachii", Side.LEFT),), pace=100.0)
    recorder = Recorder.create(path, About("a.xdf"), ())
    for at_s, label in ((3.0, "ready"), (8.0, "set 1"), (48.0, "pause")):
        recorder.append(Event(at_s, EventKind.PHASE, label, source="coach"))
    told = Event(48.0, EventKind.ANSWER, "repetitions", value=8.0, unit="1", source="coach")
    recorder.append(told)
    recorder.commit()
    torn = path.read_bytes()
    recorder.close()
    path.write_bytes(torn)
    audience = Audience()
    session = ConductedSession.resume(feel, path, [audience])
    session.start()
    standing = audience.until_standing(lambda one: one.stage in (Stage.FEEL, Stage.READY))
    assert standing.now_s >= 48.0
    session.stop()
    assert session.join(PATIENCE_S)
    found = audience.ended.analysis
    assert found is not None
    assert ("repetitions.told", 8.0) in [(one.metric, one.value) for one in found.measures]
    assert isinstance(audience.of(Standing)[-1], Standing)
