"""Guided sessions from the first sample to the report: what is shown, told, kept and survived."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from tests.engine._compare import assert_same
from tests.engine._parts import burst_emg
from tests.session._audience import PATIENCE_S, Audience, played
from tests.session._fakes import Scripted, Turns, feed, stream

from innervate.coach.acts import Level, Remark, Why
from innervate.coach.choices import Calibrating
from innervate.coach.standing import Command, CommandName, Stage, Standing
from innervate.core.channel import Kind, MuscleSide, Side
from innervate.core.errors import DeviceLostError, InputError
from innervate.core.event import Event, EventKind
from innervate.core.recording import About, Recording
from innervate.core.source import Item, Source
from innervate.core.stream import Block, StreamSpec
from innervate.engine.analyse import AnalyseOptions, analyse
from innervate.engine.emg import EmgChoices
from innervate.formats._open import open_recording
from innervate.formats.xdf import Xdf, _writer
from innervate.library import Result, open_file
from innervate.session import opening
from innervate.session.closing import finish_interrupted
from innervate.session.conducted import ConductedSession
from innervate.session.frames import NOT_JUDGED, Ended, Frame
from innervate.session.setup import Setup
from innervate.sim.demo import demo_athlete
from innervate.sim.recording import as_recording
from innervate.steps.normalise import Method

ATHLETE = "simulator:pec_isolation?seconds=32&rate_hz=500&seed=3&pace=0"
SETUP = Setup(ATHLETE, "pec_isolation", person="p1", door="demo")
CHOICES = EmgChoices(exercise=SETUP.movement, method=Method.MVC)
BICEPS = MuscleSide("biceps_brachii", Side.LEFT)
FEEL = Setup("none", targets=(BICEPS,), pace=100.0)


def session(setup: Setup, path: Path, audience: Audience) -> ConductedSession:
    return ConductedSession(setup, path, About(path.name), [audience], session="s1")


@cache
def whole() -> tuple[Audience, Recording, Path]:
    """A session of the virtual athlete without trouble, and its recording."""
    folder = TemporaryDirectory()
    _KEPT.append(folder)
    path = Path(folder.name) / "a.xdf"
    audience = Audience()
    played(session(SETUP, path, audience))
    return audience, open_recording(path), path


_KEPT: list[TemporaryDirectory[str]] = []


def test_the_virtual_athlete_is_followed_from_rest_to_the_report() -> None:
    audience, recording, _ = whole()
    stages = [Stage.CHECK, Stage.REST, Stage.MAXIMAL, Stage.PAUSE]
    assert audience.stages[:4] == stages
    assert audience.stages[-4:] == [Stage.PRACTICE, Stage.READY, Stage.SET, Stage.DONE]
    assert audience.ended.why is Why.ENDED
    assert audience.ended.problem == ""
    assert audience.messages[-1] is audience.ended
    last = audience.of(Standing)[-1]
    assert (last.session, last.door, last.simulated) == ("s1", "demo", True)
    assert last.recording.ok
    assert last.signal.ok
    assert {event.kind for event in recording.events} >= {EventKind.PHASE, EventKind.FIT}


def test_it_ends_with_the_numbers_of_its_recording() -> None:
    audience, recording, _ = whole()
    found = audience.ended.analysis
    assert found is not None
    again = analyse(recording, AnalyseOptions(CHOICES))
    assert found.fits == again.fits
    assert len(found.repetitions) >= 2
    assert_same(found, again)
    assert Result(found).document() is not None
    assert found.simulated


def test_what_is_told_comes_from_the_thread_of_the_session() -> None:
    assert whole()[0].threads == {"session"}


def test_the_measures_of_a_set_are_told_after_it() -> None:
    audience, _, _ = whole()
    found = audience.ended.analysis
    assert found is not None
    (one,) = audience.sets
    assert one.set == 1
    assert one.success is not None
    assert 0 <= one.success <= 1
    assert one.measures == tuple(m for m in found.measures if m.subject.set == 1)
    assert {m.metric for m in one.measures} >= {"target_share", "isolation"}
    assert audience.messages.index(one) < audience.messages.index(audience.ended)


def test_amplitudes_become_percent_when_the_reference_is_known() -> None:
    audience, _, _ = whole()
    first, second = audience.layouts
    assert audience.messages[0] is first
    assert (first.unit, second.unit) == ("V", "%MVC")
    assert replace(first, unit="%MVC") == second
    assert first.simulated
    assert [c.label for c in first.channels][:2] == [
        "pectoralis major left",
        "pectoralis major right",
    ]
    assert first.raw_channels == tuple(channel.name for channel in first.channels)


def test_frames_hold_the_envelopes_of_the_chain() -> None:
    audience, _, _ = whole()
    frames = audience.frames
    assert [frame.number for frame in frames] == list(range(1, len(frames) + 1))
    assert all(a.at_s <= b.at_s for a, b in pairwise(frames))
    found = audience.ended.analysis
    assert found is not None
    # The curves of the report are the largest values of bins of the same streams.
    by_channel = {curve.channel.name: curve for curve in found.curves}
    percent = [frame for frame in frames if frame.start / 100 > 20.0]
    assert percent
    names = [channel.name for channel in audience.layouts[0].channels]
    for frame in percent:
        assert frame.envelope.dtype == np.float32
        for row, values in enumerate(frame.envelope, start=frame.start):
            for name, value in zip(names, values, strict=True):
                curve = by_channel[name]
                here = int((row / 100 - curve.start_s) / curve.step_s)
                near = curve.values[max(here - 1, 0) : here + 2]
                highest = max((one for one in near if one is not None), default=0.0)
                assert np.isnan(value) or value <= highest * (1 + 1e-6)
    assert np.nanmax(np.concatenate([frame.envelope for frame in percent])) > 10.0


def test_no_row_is_given_twice_or_left_out() -> None:
    frames = [frame for frame in whole()[0].frames if len(frame.envelope)]
    jumps = [after.start - (one.start + len(one.envelope)) for one, after in pairwise(frames)]
    # Where amplitudes become percent, rows of the frame in between are of neither unit.
    (switch,) = [jump for jump in jumps if jump]
    assert 0 < switch <= 100


def test_frames_carry_levels_flaws_share_and_repetitions() -> None:
    frames = whole()[0].frames
    first, last = frames[0], frames[-1]
    assert first.flaws.dtype == np.uint8
    assert (last.flaws != NOT_JUDGED).all()
    assert last.level.shape == (4,)
    assert np.isfinite(last.level).all()
    assert first.share is None
    assert any(frame.share is not None and 0 <= frame.share <= 1 for frame in frames)
    assert any(frame.isolation is not None for frame in frames)
    found = whole()[0].ended.analysis
    assert found is not None
    assert 1 <= max(frame.reps for frame in frames) <= len(found.repetitions)
    assert max(frame.held_s for frame in frames) > 0
    assert any(frame.above for frame in frames)


def test_raw_samples_are_shown_during_the_electrode_check_only(tmp_path: Path) -> None:
    spec = stream("emg", 1000.0)
    turns: Turns = feed(spec, 3000, 20)
    gate = threading.Event()
    box = Waiting((spec,), turns, gate)
    audience = Audience()
    with connected(box) as make:
        led = make(Setup("box", calibration=Calibrating.NONE), tmp_path / "a.xdf", audience)
        led.start()
        audience.until(lambda: len(audience.frames))
        assert audience.frames[-1].raw.shape[1:] == (1, 2)
        led.command(Command(CommandName.CONTINUE))
        at = len(audience.frames)
        gate.set()
        assert led.join(PATIENCE_S)
    assert sum(len(frame.raw) for frame in audience.frames[: at + 1]) > 0
    assert sum(len(frame.raw) for frame in audience.frames[at + 2 :]) == 0


def test_stamps_show_where_the_time_goes(tmp_path: Path) -> None:
    audience = Audience()
    paced = replace(SETUP, source="simulator:pec_isolation?rate_hz=500", pace=4.0)
    live = session(paced, tmp_path / "a.xdf", audience)
    assert (live.clock_s, live.running) == (None, False)
    live.start()
    assert live.running
    audience.until(lambda: len(audience.frames) > 20)
    live.stop()
    assert live.join(PATIENCE_S)
    assert live.clock_s is not None
    for frame in audience.frames:
        # A sample may look a clock's tick younger than its reading: chunks of a hundredth.
        assert frame.stamps.sample_s <= frame.stamps.read_s + 0.001
        assert frame.stamps.read_s <= frame.stamps.made_s < live.clock_s
        assert frame.at_s == pytest.approx(4 * frame.stamps.sample_s, abs=0.5)
    gaps = np.diff([frame.stamps.made_s for frame in audience.frames])
    assert (gaps > 0).all()
    assert len(audience.frames) <= 60 * (audience.frames[-1].stamps.made_s + 1 / 60) + 1


# Recordings


def paced(path: Path, pace: float, audience: Audience, folder: Path, **more: object) -> Setup:
    setup = Setup(f"replay:{path}", pace=pace, **more)  # type: ignore[arg-type]
    played(session(setup, folder / f"again {pace:g}.xdf", audience))
    return setup


@pytest.mark.parametrize("pace", [0.0, 40.0, 300.0])
def test_a_recording_at_any_pace_ends_with_the_numbers_of_its_own_analysis(
    tmp_path: Path, pace: float
) -> None:
    path = tmp_path / "bare.xdf"
    athlete = demo_athlete("pec_isolation", 1000.0, 5, seconds=24.0, realities=None)
    recording = as_recording(athlete, 24.0)
    Xdf.write(replace(recording, events=()), path)
    audience = Audience()
    paced(path, pace, audience, tmp_path, exercise="pec_isolation")
    found = audience.ended.analysis
    assert found is not None
    own = open_file(path).measure("pec_isolation").analysis
    assert found.fits == own.fits
    assert_same(found, own)
    assert found.unsaid == own.unsaid
    # Numbers are normalised from the first frame on, and the new recording carries the fits.
    assert [layout.unit for layout in audience.layouts] == ["%peak"]
    again = open_file(tmp_path / f"again {pace:g}.xdf").measure("pec_isolation").analysis
    assert_same(again, own)
    assert again.fits == own.fits


def test_phases_and_fits_of_a_recorded_session_lead_its_replay(tmp_path: Path) -> None:
    first, _, path = whole()
    audience = Audience()
    paced(path, 0.0, audience, tmp_path, exercise="pec_isolation")
    found, before = audience.ended.analysis, first.ended.analysis
    assert found is not None
    assert before is not None
    assert_same(found, before)
    assert found.fits == before.fits
    assert audience.stages[-3:] == [Stage.READY, Stage.SET, Stage.DONE]
    recorded = open_recording(tmp_path / "again 0.xdf").events
    assert len([event for event in recorded if event.kind is EventKind.FIT]) == 4


@pytest.mark.parametrize(
    ("name", "maps"),
    [
        ("emg_gait/musclesynergies_raw_emg.csv.gz", ("GM=gastrocnemius_medialis",)),
        ("emg_text/biosppy_emg.txt", ()),
    ],
)
def test_real_recordings_replay_to_their_own_numbers(
    shared_data: Path, tmp_path: Path, name: str, maps: tuple[str, ...]
) -> None:
    from innervate.body.channel_map import parse_map

    audience = Audience()
    said = tuple(parse_map(text) for text in maps)
    paced(shared_data / name, 0.0, audience, tmp_path, maps=said)
    found = audience.ended.analysis
    assert found is not None
    own = open_file(shared_data / name, maps=maps).measure().analysis
    assert_same(found, own)
    assert found.unsaid == own.unsaid
    assert audience.stages[-2:] == [Stage.SET, Stage.DONE]


def test_a_recording_without_emg_is_refused(tmp_path: Path) -> None:
    spec = stream("acc", kind=Kind.ACCELERATION)
    path = tmp_path / "acc.xdf"
    writer = _writer.XdfWriter.create(path, About("acc"), (spec,))
    for turn in feed(spec, 100, 50):
        assert not isinstance(turn, Exception)
        for item in turn:
            writer.append(item)
    writer.close()
    with pytest.raises(InputError, match="this source has no EMG channel: found acc"):
        session(Setup(f"replay:{path}"), tmp_path / "b.xdf", Audience()).start()
    assert not (tmp_path / "b.xdf").exists()


# A person who is led


def worked(spec: StreamSpec, total: int, size: int) -> Turns:
    """The turns of a source that measures somebody who works now and then."""
    data = burst_emg(total / spec.regular_rate_hz, spec.regular_rate_hz, len(spec.channels))
    return [(Block(spec, at, data[at : at + size].copy()),) for at in range(0, total, size)]


class Waiting(Scripted):
    """Gives its turns, and holds half of them back until it is told to."""

    def __init__(self, specs: tuple[StreamSpec, ...], turns: Turns, gate: threading.Event) -> None:
        super().__init__(specs, turns)
        self._gate, self._half = gate, len(turns) // 2

    def read(self, timeout_s: float) -> Sequence[Item]:
        if len(self.turns) <= self._half and not self._gate.is_set():
            return ()
        return super().read(timeout_s)


class connected:  # noqa: N801 - reads as a word in tests
    """Lets the source words "box" mean a given source."""

    def __init__(self, source: Source) -> None:
        self._source, self._patch = source, pytest.MonkeyPatch()

    def __enter__(self) -> Callable[[Setup, Path, Audience], ConductedSession]:
        self._patch.setattr(opening, "connect", lambda words: self._source)
        return session

    def __exit__(self, *_: object) -> None:
        self._patch.undo()


def test_without_a_sensor_a_muscle_is_felt_by_tempo_tones(tmp_path: Path) -> None:
    audience = Audience()
    feel = session(FEEL, tmp_path / "a.xdf", audience)
    feel.start()
    feel.command(Command(CommandName.CONTINUE))
    audience.until_standing(lambda one: one.stage is Stage.FEEL)
    with pytest.raises(InputError, match="from 0 to 10"):
        feel.command(Command(CommandName.RATE, 11.0))
    feel.command(Command(CommandName.RATE, 7.0))
    assert feel.join(PATIENCE_S)
    assert audience.stages == [Stage.CHECK, Stage.READY, Stage.SET, Stage.FEEL, Stage.DONE]
    assert audience.ended.why is Why.DONE
    tones = [cue.tone for cue in audience.cues if cue.tone == "concentric"]
    assert len(tones) == 8
    found = audience.ended.analysis
    assert found is not None
    felt = {one.metric: one.value for one in found.measures}
    assert felt == {"felt": 7.0, "repetitions.told": 8.0}
    assert found.duration_s > 40.0
    assert not found.simulated
    recorded = analyse(open_recording(tmp_path / "a.xdf"), AnalyseOptions())
    assert_same(found, recorded)
    assert recorded.duration_s == found.duration_s


def test_what_is_not_possible_now_is_refused_in_the_callers_thread(tmp_path: Path) -> None:
    audience = Audience()
    feel = session(FEEL, tmp_path / "a.xdf", audience)
    with pytest.raises(InputError, match="no session is running"):
        feel.command(Command(CommandName.CONTINUE))
    assert (feel.standing, feel.running) == (None, False)
    feel.start()
    with pytest.raises(InputError, match="rate is not possible now"):
        feel.command(Command(CommandName.RATE, 3.0))
    with pytest.raises(InputError, match="can be started once only"):
        feel.start()
    assert feel.standing is not None
    assert CommandName.CONTINUE in feel.standing.commands
    feel.stop()
    assert feel.join(PATIENCE_S)
    assert not feel.running
    with pytest.raises(InputError, match="no session is running"):
        feel.command(Command(CommandName.CONTINUE))
    assert audience.ended.why is Why.STOPPED


def test_commands_of_many_threads_are_each_answered(tmp_path: Path) -> None:
    audience = Audience()
    feel = session(FEEL, tmp_path / "a.xdf", audience)
    feel.start()
    answers: list[str] = []

    def ask() -> None:
        for name in (CommandName.CONTINUE, CommandName.RATE, CommandName.STOP):
            try:
                feel.command(Command(name, 5.0))
                answers.append("done")
            except InputError as error:
                answers.append(error.what)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert len(answers) == 24
    assert feel.join(PATIENCE_S)


def test_pain_stops_at_once(tmp_path: Path) -> None:
    audience = Audience()
    feel = session(FEEL, tmp_path / "a.xdf", audience)
    feel.start()
    feel.command(Command(CommandName.PAIN))
    assert feel.join(PATIENCE_S)
    assert audience.ended.why is Why.PAIN
    assert any(remark.level is Level.ERROR for remark in audience.of(Remark))


@pytest.mark.parametrize(
    ("calibration", "taught_by", "unit"),
    [(Calibrating.NONE, "practice", "%peak"), (Calibrating.SUBMAXIMAL, "hold 1", "%submax")],
)
def test_the_phases_of_a_coach_who_leads_are_recorded_and_teach(
    tmp_path: Path, calibration: Calibrating, taught_by: str, unit: str
) -> None:
    spec = stream("emg", 1000.0)
    gate = threading.Event()
    own = Event(0.5, EventKind.PHASE, "mvc 1", source="box")
    audience = Audience()
    with connected(Waiting((spec,), [(own,), *worked(spec, 80_000, 100)], gate)) as make:
        led = make(Setup("box", calibration=calibration), tmp_path / "a.xdf", audience)
        led.start()
        audience.until(lambda: len(audience.frames))
        led.command(Command(CommandName.CONTINUE))
        gate.set()
        assert led.join(PATIENCE_S)
    events = open_recording(tmp_path / "a.xdf").events
    told = [event.label for event in events if event.kind is EventKind.PHASE]
    assert told[0] == "rest"
    assert "mvc 1" not in told
    assert "phase ignored: mvc 1" in [event.label for event in events]
    found = audience.ended.analysis
    assert found is not None
    again = analyse(open_recording(tmp_path / "a.xdf"), AnalyseOptions())
    assert_same(found, again)
    (reference,) = [fit for fit in found.fits if fit.step == "normalise"]
    assert [interval.name for interval in reference.intervals] == [taught_by]
    assert [layout.unit for layout in audience.layouts] == ["V", unit]


def test_the_load_is_recorded(tmp_path: Path) -> None:
    feel = session(replace(FEEL, load_kg=12.5), tmp_path / "a.xdf", Audience())
    feel.start()
    feel.stop()
    assert feel.join(PATIENCE_S)
    (load,) = [e for e in open_recording(tmp_path / "a.xdf").events if e.label == "load"]
    assert (load.value, load.unit) == (12.5, "kg")


# Trouble


def test_a_pulled_cable_is_said_at_once_and_survived(tmp_path: Path) -> None:
    audience = Audience()
    path = tmp_path / "a.xdf"
    setup = replace(SETUP, source=f"{ATHLETE}&unplug=21")
    played(session(setup, path, audience))
    lost = next(one for one in audience.of(Standing) if not one.signal.ok)
    assert lost.signal.words.startswith("No signal from simulator")
    assert lost.signal.since_s == pytest.approx(21.0, abs=0.1)
    assert audience.of(Standing)[-1].signal.ok
    assert audience.ended.why is Why.ENDED
    assert any("is back" in text for text in audience.remarks)
    found = audience.ended.analysis
    assert found is not None
    assert_same(found, analyse(open_recording(path), AnalyseOptions(CHOICES)))


def test_while_the_source_is_silent_the_clock_goes_on(tmp_path: Path) -> None:
    spec = stream("emg", 1000.0)
    gate = threading.Event()
    lost = Event(1.0, EventKind.LOST, "the stream is gone", stream="emg", source="box")
    back = Event(9.0, EventKind.RETURNED, "the stream is back", stream="emg", source="box")
    quiet: Turns = [()] * 22
    again = feed(spec, 1000, 50, 9000)
    turns: Turns = [*feed(spec, 1000, 50), (lost,), *quiet, (back,), *again]
    audience = Audience()
    with connected(Waiting((spec,), turns, gate)) as make:
        led = make(Setup("box", calibration=Calibrating.NONE), tmp_path / "a.xdf", audience)
        led.start()
        standing = audience.until_standing(lambda one: not one.signal.ok)
        assert "No signal from box" in standing.signal.words
        at_s = standing.now_s
        audience.until(lambda: led.standing and led.standing.now_s > at_s + 0.5)
        assert np.isnan(audience.frames[-1].level).all()
        assert (audience.frames[-1].flaws == NOT_JUDGED).all()
        gate.set()
        assert led.join(PATIENCE_S)
    assert audience.of(Standing)[-1].signal.ok
    assert audience.ended.why is Why.ENDED


def test_a_source_that_fails_for_good_ends_with_what_there_is(tmp_path: Path) -> None:
    spec = stream("emg", 1000.0)
    turns: Turns = [*feed(spec, 2000, 50), DeviceLostError("it came back as another")]
    audience = Audience()
    with connected(Scripted((spec,), turns, name="box")) as make:
        played(make(Setup("box"), tmp_path / "a.xdf", audience))
    assert audience.ended.problem == "it came back as another."
    assert audience.ended.analysis is not None
    assert audience.ended.analysis.duration_s == pytest.approx(2.0)
    kinds = [event.kind for event in open_recording(tmp_path / "a.xdf").events]
    assert EventKind.LOST in kinds


def test_a_full_disk_stops_the_recording_and_not_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = whole()[0].ended.analysis
    write, writes = _writer._write_all, []

    def full(file: object, data: bytes) -> None:
        writes.append(len(data))
        if len(writes) > 6:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(file, data)  # type: ignore[arg-type]

    monkeypatch.setattr(_writer, "_write_all", full)
    audience = Audience()
    path = tmp_path / "a.xdf"
    played(session(replace(SETUP, source=ATHLETE.replace("&pace=0", "&pace=25")), path, audience))
    stopped = next(one for one in audience.of(Standing) if not one.recording.ok)
    assert "the recording stopped, the session goes on without it" in stopped.recording.words
    assert "make room on the disk" in stopped.recording.words
    (remark,) = [one for one in audience.of(Remark) if one.level is Level.ERROR]
    assert remark.text == stopped.recording.words
    found = audience.ended.analysis
    assert found is not None
    assert expected is not None
    assert [m.metric for m in found.measures] == [m.metric for m in expected.measures]
    assert "the recording is not whole" in [one.what for one in found.unsaid]
    monkeypatch.undo()
    assert open_recording(path).streams


def test_no_folder_to_record_into_is_said_and_the_session_goes_on(tmp_path: Path) -> None:
    audience = Audience()
    played(session(SETUP, tmp_path / "none" / "a.xdf", audience))
    assert any("a folder that exists" in text for text in audience.remarks)
    assert audience.ended.analysis is not None
    assert audience.ended.analysis.fits


@pytest.mark.parametrize(
    ("setup", "words"),
    [
        (Setup("nobody:x"), "there is no source"),
        (Setup("simulator:pec_isolation", "pec_isolatio"), "pec_isolation"),
        (replace(SETUP, targets=(MuscleSide("soleus"),)), "the target was not recorded"),
        (Setup("replay:/nowhere.xdf"), "there is no file"),
        (Setup("none"), "no muscle was chosen"),
        (replace(FEEL, threshold_percent=0.0), "between 0 and 100"),
    ],
)
def test_what_cannot_begin_is_refused_at_once_and_leaves_nothing(
    tmp_path: Path, setup: Setup, words: str
) -> None:
    audience = Audience()
    with pytest.raises(InputError, match=words):
        session(setup, tmp_path / "a.xdf", audience).start()
    assert list(tmp_path.iterdir()) == []
    assert audience.messages == []


def test_a_calibration_can_be_carried_over(tmp_path: Path) -> None:
    found = whole()[0].ended.analysis
    assert found is not None
    audience = Audience()
    carried = replace(SETUP, fits=found.fits)
    played(session(carried, tmp_path / "a.xdf", audience))
    again = audience.ended.analysis
    assert again is not None
    assert again.fits == found.fits
    assert [layout.unit for layout in audience.layouts] == ["%MVC"]
    wrong = replace(SETUP, fits=(replace(found.fits[0], stream="other"),))
    with pytest.raises(InputError, match="is for other channels: given other"):
        session(wrong, tmp_path / "b.xdf", audience).start()
    others = tuple(replace(fit, channels=("x",) * len(fit.channels)) for fit in found.fits)
    with pytest.raises(InputError, match="does not suit"):
        session(replace(SETUP, fits=others), tmp_path / "c.xdf", audience).start()


def test_what_no_phase_taught_is_learned_from_the_whole_recording_at_the_end(
    tmp_path: Path,
) -> None:
    audience = Audience()
    short = replace(SETUP, source=ATHLETE, calibration=Calibrating.MAXIMAL)
    live = session(short, tmp_path / "a.xdf", audience)
    stop_after(audience, live, 8.0)
    found = audience.ended.analysis
    assert found is not None
    assert {fit.step for fit in found.fits} == {"notch", "onset", "normalise", "repetitions"}
    assert any("calibration was not finished" in one.why for one in found.unsaid)


def stop_after(audience: Audience, live: ConductedSession, at_s: float) -> None:
    """Stop a session when a frame of this second was made."""

    class Stopping(Audience):
        def frame(self, frame: Frame) -> None:
            if frame.at_s >= at_s:
                live.stop()

    live._sinks = (*live._sinks, Stopping())
    played(live)


def test_a_fault_in_the_program_is_told_and_closes_the_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda told: raised.append(told.exc_value))

    class Broken(Audience):
        def frame(self, frame: Frame) -> None:
            raise RuntimeError("a fault")

    audience = Broken()
    played(session(SETUP, tmp_path / "a.xdf", audience))
    assert audience.ended.problem == "the session ended by a fault in the program"
    assert str(raised[0]) == "a fault"
    assert isinstance(audience.messages[-1], Ended)
    assert open_recording(tmp_path / "a.xdf").streams


def test_an_interrupted_session_can_be_closed_and_analysed(tmp_path: Path) -> None:
    _, recording, path = whole()
    torn = tmp_path / "torn.xdf"
    torn.write_bytes(path.read_bytes()[:-3000])
    told: list[float] = []
    found = finish_interrupted(SETUP, torn, told.append)
    assert told
    whole_analysis = whole()[0].ended.analysis
    assert whole_analysis is not None
    assert found.fits == whole_analysis.fits
    assert not any("interrupted" in note for note in open_recording(torn).about.notes)
    assert recording.about.exercise == found.exercise
