"""Whole sessions on the virtual athlete: what they learn, survive, and leave behind."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from tests.engine._compare import assert_same, close
from tests.session._fakes import Scripted, feed, stream

from innervate.body.channel_map import ChannelMap
from innervate.body.movement import exercise
from innervate.core.channel import Kind
from innervate.core.errors import DeviceLostError, InputError
from innervate.core.event import Event, EventKind
from innervate.core.fit import Fit
from innervate.core.recording import About, Recording
from innervate.core.source import Item, Source
from innervate.core.stream import Block, StreamSpec
from innervate.devices.simulator import SimulatorSource
from innervate.engine.analyse import AnalyseOptions, analyse
from innervate.engine.analyser import Analyser, Outcome
from innervate.engine.analysis import Analysis
from innervate.engine.emg import EmgChoices, emg_plan
from innervate.engine.learning import APPLIED_AFTER_S
from innervate.formats._open import open_recording
from innervate.formats.xdf import _writer
from innervate.session import complete, resumed
from innervate.session.complete import Asked, Told, complete_session
from innervate.session.guide import Guide, GuidePhase
from innervate.session.live import LiveSession
from innervate.session.recorder import Recorder
from innervate.session.resumed import resume_recording
from innervate.sim.athlete import Athlete
from innervate.sim.demo import demo_athlete, demo_montage
from innervate.sim.realities import Outage, usual
from innervate.steps.normalise import Method

SECONDS, RATE_HZ, SEED = 32.0, 500.0, 3
CHOICES = EmgChoices(exercise=exercise("pec_isolation"), method=Method.MVC)
LEARNING = {"notch", "onset", "normalise", "repetitions"}


NOW_S = 1000.0


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every session begins at the same moment of the computer's clock."""
    for module in (complete, resumed):
        monkeypatch.setattr(module, "host_clock_s", lambda: NOW_S)


def athlete(unplugged_s: float = 0.0) -> Athlete:
    realities = usual(demo_montage("pec_isolation", RATE_HZ))
    outage = Outage(unplugged_s, 2.0) if unplugged_s else None
    return demo_athlete(
        "pec_isolation", RATE_HZ, SEED, seconds=SECONDS, realities=replace(realities, outage=outage)
    )


def simulator(unplugged_s: float = 0.0) -> SimulatorSource:
    return SimulatorSource(athlete(unplugged_s), pace=None, seconds=SECONDS, now_s=lambda: NOW_S)


def asked(path: Path) -> Asked:
    return Asked(About(path.name, exercise="pec_isolation"), CHOICES, path)


@dataclass
class Person:
    """Who is told."""

    remarks: list[str] = field(default_factory=list)
    reached_s: list[float] = field(default_factory=list)

    @property
    def troubles(self) -> list[str]:
        """What was said besides phases."""
        return [remark for remark in self.remarks if not remark.startswith("Phase: ")]

    def told(self) -> Told:
        return Told(self.remarks.append, self.reached_s.append)


@cache
def undisturbed() -> tuple[Analysis, tuple[Event, ...], tuple[str, ...]]:
    """A session without trouble: what it found, what its recording tells, what was said."""
    person = Person()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "session.xdf"
        found = complete_session(simulator(), asked(path), person.told())
        return found, open_recording(path).events, tuple(person.remarks)


def again(path: Path) -> Analysis:
    return analyse(open_recording(path), AnalyseOptions(CHOICES))


def same_numbers(one: Analysis, other: Analysis) -> bool:
    values = [m.value for m in one.measures], [m.value for m in other.measures]
    return all(close(*pair) for pair in zip(*values, strict=True))


def test_the_phases_teach_every_step_that_learns() -> None:
    found, events, remarks = undisturbed()
    assert {fit.step for fit in found.fits} == LEARNING
    assert [one for one in found.unsaid if "the fit of" in one.what] == []
    heard = {fit.step: {interval.name for interval in fit.intervals} for fit in found.fits}
    assert heard["notch"] == heard["onset"] == {"rest"}
    assert heard["normalise"] == {"mvc 1", "mvc 2", "mvc 3"}
    assert {"rest", "practice"} >= heard["repetitions"] > {"rest"}
    phases = [event.label for event in events if event.kind is EventKind.PHASE]
    assert remarks == tuple(f"Phase: {label.replace('_', ' ')}" for label in phases)
    assert found.duration_s == pytest.approx(SECONDS)
    assert found.simulated
    assert {event.label for event in events if event.kind is EventKind.PHASE} >= {"rest", "ready"}


def test_each_fit_is_recorded_with_the_moment_from_which_it_holds() -> None:
    found, events, _ = undisturbed()
    applied = {event.stream: event for event in events if event.kind is EventKind.FIT}
    assert {Fit.from_json(event.label) for event in applied.values()} == set(found.fits)
    begins = {event.label: event.at_s for event in events if event.kind is EventKind.PHASE}
    at_s = {Fit.from_json(event.label).step: event.at_s for event in applied.values()}
    assert at_s["notch"] == pytest.approx(begins["rest"] + 1.5 + APPLIED_AFTER_S)
    assert at_s["onset"] == pytest.approx(begins["mvc 1"] + APPLIED_AFTER_S)
    assert at_s["normalise"] == pytest.approx(begins["ready"] + APPLIED_AFTER_S)
    assert at_s["repetitions"] == at_s["normalise"]


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    person = Person()
    complete_session(simulator(), replace(asked(tmp_path / "a.xdf"), seconds=3.0), person.told())
    assert person.reached_s == pytest.approx([0.5, 1.0, 1.5, 2.0, 2.5, 3.0])


def test_a_session_too_short_to_learn_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.xdf"
    found = complete_session(simulator(), replace(asked(path), seconds=6.0), Person().told())
    assert {fit.step for fit in found.fits} == {"notch", "onset"}
    missing = {one.what: one for one in found.unsaid}
    assert "were not over" in missing["the fit of repetitions"].why
    assert missing["the fit of repetitions"].fix
    unfinished = missing["the fit of normalise"]
    assert unfinished.why == "calibration was not finished: muscles cannot be compared"
    assert "finish the calibration" in unfinished.fix
    assert all(m.value is None for m in found.measures if m.unit == "%MVC")


def test_the_recording_of_an_unfinished_calibration_gives_no_percent_of_maximum(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.xdf"
    complete_session(simulator(), replace(asked(path), seconds=9.0), Person().told())
    found = again(path)
    (normalised,) = [fit for fit in found.fits if fit.step == "normalise"]
    assert normalised.method == Method.PEAK_TASK.words
    assert not [m for m in found.measures if m.unit == "%MVC" and m.value is not None]
    (unfinished,) = [one for one in found.unsaid if "calibration was not finished" in one.why]
    assert unfinished.fix


@pytest.mark.parametrize(
    ("at_s", "where"),
    [
        (1.6, "across the moment from which the fit of the mains holds"),
        (3.0, "across the end of rest"),
        (4.0, "in a maximal trial"),
        (17.5, "across the end of practice and the moment from which its fit holds"),
        (18.5, "across that moment alone"),
        (21.0, "in a set"),
    ],
)
def test_a_pulled_cable_is_told_and_changes_nothing_about_same_numbers(
    tmp_path: Path, at_s: float, where: str
) -> None:
    person = Person()
    path = tmp_path / "a.xdf"
    live = complete_session(simulator(at_s), asked(path), person.told())
    assert [remark.split(". ")[0] for remark in person.troubles] == [
        "simulator: lost",
        "simulator: returned",
    ], where
    kinds = {event.kind for event in open_recording(path).events}
    assert {EventKind.LOST, EventKind.RETURNED} <= kinds
    assert all(quality.measured_share < 0.95 for quality in live.channels)
    assert_same(live, again(path))
    assert live.fits == again(path).fits


@pytest.mark.parametrize(("at_s", "step"), [(0.7, "notch"), (14.2, "repetitions")])
def test_what_a_pulled_cable_kept_from_being_learned_is_said_and_learned_later(
    tmp_path: Path, at_s: float, step: str
) -> None:
    path = tmp_path / "a.xdf"
    live = complete_session(simulator(at_s), asked(path), Person().told())
    assert step not in {fit.step for fit in live.fits}
    assert f"the fit of {step}" in {one.what for one in live.unsaid}
    assert step in {fit.step for fit in again(path).fits}


@pytest.mark.parametrize("after", [1, 8, 20])
def test_a_disk_that_fails_on_the_way_is_told_and_stops_no_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    writes = []
    write = _writer._write_all

    def full(file: object, data: bytes) -> None:
        writes.append(len(data))
        if len(writes) > after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(file, data)  # type: ignore[arg-type]

    expected = undisturbed()[0]
    create = Recorder.create

    def by_hand(*args: object, **more: object) -> Recorder:
        return create(*args, **more, background=False)  # type: ignore[arg-type]

    monkeypatch.setattr(_writer, "_write_all", full)
    monkeypatch.setattr(Recorder, "create", by_hand)
    recorders: list[Recorder] = []
    init = Recorder.__init__

    def remembered(self: Recorder, *args: object, **more: object) -> None:
        init(self, *args, **more)  # type: ignore[arg-type]
        recorders.append(self)

    monkeypatch.setattr(Recorder, "__init__", remembered)

    class Committing:
        def hear(self, items: Sequence[Item], outcome: Outcome) -> None:
            recorders[0].commit()

    person = Person()
    path = tmp_path / "a.xdf"
    found = complete_session(simulator(), asked(path), person.told(), [Committing()])
    (remark,) = person.troubles
    assert "the recording stopped, the session goes on without it" in remark
    assert "no space left on device" in remark
    (unsaid,) = [one for one in found.unsaid if one.what == "the recording is not whole"]
    assert (unsaid.why, unsaid.fix[:21]) == ("no space left on device", "make room on the disk")
    assert_same(found, expected)
    monkeypatch.undo()
    assert open_recording(path).streams[0].channels == found.streams[0].channels


def test_no_recording_at_all_is_told_once(tmp_path: Path) -> None:
    person = Person()
    nowhere = asked(tmp_path / "no" / "such" / "folder.xdf")
    found = complete_session(simulator(), replace(nowhere, seconds=2.0), person.told())
    (remark,) = person.troubles
    assert "a folder that exists" in remark
    assert "the recording is not whole" in {one.what for one in found.unsaid}


def test_a_device_that_fails_for_good_ends_the_session_with_what_there_is(tmp_path: Path) -> None:
    source = simulator()

    class Failing(Scripted):
        def read(self, timeout_s: float) -> Sequence[Item]:
            items = source.read(timeout_s)
            if source._tick > 5 * RATE_HZ:
                raise DeviceLostError("the stream came back as another")
            return items

    person = Person()
    path = tmp_path / "a.xdf"
    failing = Failing(source.open(), [()] * 99, name="box")
    found = complete_session(failing, asked(path), person.told())
    assert found.duration_s == pytest.approx(5.0)
    assert person.troubles == ["box: lost. the stream came back as another."]
    assert EventKind.LOST in {event.kind for event in open_recording(path).events}


class Killed(BaseException):
    """The process dies."""


@dataclass
class Reaper:
    """Keeps the file as it is when the process dies, with the beginning of a torn group."""

    recorder: Recorder
    at_s: float
    left: bytes = b""
    reached_s: float = 0.0

    def hear(self, items: Sequence[Item], outcome: Outcome) -> None:
        for block in outcome.blocks:
            if block.spec.id == "emg/banded":
                self.reached_s = block.stop / RATE_HZ
        if self.reached_s >= self.at_s:
            self.recorder.commit()
            self.left = self.recorder.path.read_bytes() + b"\0torn"
            raise Killed


def crashed(path: Path, at_s: float) -> Path:
    """What a session that died at this second left."""
    source = simulator()
    specs = source.open()
    made = emg_plan(specs, CHOICES)
    about = asked(path).about
    recorder = Recorder.create(path, about, specs, background=False)
    reaper = Reaper(recorder, at_s)
    analyser = Analyser(about, specs, made.plan, made.shown, learns=True)
    with pytest.raises(Killed):
        LiveSession(source, analyser, recorder=recorder, listeners=(reaper,)).run()
    path.write_bytes(reaper.left)
    return path


@pytest.mark.parametrize("at_s", [1.0, 6.0, 20.0])
def test_a_crashed_session_is_analysed_as_far_as_it_came(tmp_path: Path, at_s: float) -> None:
    path = crashed(tmp_path / "a.xdf", at_s)
    found = again(path)
    assert found.duration_s == pytest.approx(at_s, abs=0.6)
    assert any("was interrupted" in note for note in found.about.notes)
    assert {event.kind for event in open_recording(path).events} >= {EventKind.PHASE}
    if at_s < 2:
        assert any("the fit of" in one.what for one in found.unsaid)
    if at_s > 15:
        whole = {fit.step: fit for fit in undisturbed()[0].fits}
        assert {fit.step: fit for fit in found.fits} == whole


def test_a_crashed_session_goes_on_and_is_analysed_with_its_hole(tmp_path: Path) -> None:
    path = crashed(tmp_path / "a.xdf", 20.0)
    resume_recording(simulator(), path, remark=lambda _: None)
    recording = open_recording(path)
    assert not any("was interrupted" in note for note in recording.about.notes)
    assert EventKind.RESUMED in {event.kind for event in recording.events}
    found = analyse(recording, AnalyseOptions(CHOICES))
    assert found.duration_s > 20.0 + SECONDS
    assert {fit.step for fit in found.fits} == LEARNING
    for quality in found.channels:
        assert 0.9 < quality.measured_share < 1.0
        assert None in quality.strip
    assert all(None in curve.values for curve in found.curves)
    # The whole second performance is there, a whole number of seconds later.
    first = undisturbed()[0]
    later = [rep for rep in found.repetitions if rep.start_s > 21.0]
    assert len(later) >= len(first.repetitions)


def by_guide() -> tuple[Source, Guide]:
    """The same performance by a device that tells no phases, and a guide that does."""

    class Mute(SimulatorSource):
        def read(self, timeout_s: float) -> Sequence[Item]:
            items = super().read(timeout_s)
            return [i for i in items if not (isinstance(i, Event) and i.kind is EventKind.PHASE)]

    phases = athlete().truth.phases(SECONDS)
    told = tuple(GuidePhase(p.label, p.stop_s - p.start_s, f"Do {p.label}.") for p in phases)
    mute = Mute(athlete(), pace=None, seconds=SECONDS, now_s=lambda: NOW_S)
    return mute, Guide(told, phases[0].start_s)


def test_a_guide_teaches_as_the_phases_of_a_device_do(tmp_path: Path) -> None:
    source, guide = by_guide()
    person = Person()
    path = tmp_path / "a.xdf"
    found = complete_session(source, replace(asked(path), guide=lambda _: guide), person.told())
    first = undisturbed()[0]
    assert {fit.step for fit in found.fits} == LEARNING
    assert len(found.repetitions) == len(first.repetitions)
    assert same_numbers(found, first)
    assert_same(found, again(path))
    assert [remark for remark in person.remarks if remark.startswith("Do ")] == [
        f"Do {phase.label}." for phase in athlete().truth.phases(SECONDS)
    ]


def test_a_phase_that_was_never_reached_is_not_recorded(tmp_path: Path) -> None:
    source, guide = by_guide()
    path = tmp_path / "a.xdf"
    short = replace(asked(path), guide=lambda _: guide, seconds=6.0)
    complete_session(source, short, Person().told())
    phases = [e for e in open_recording(path).events if e.kind is EventKind.PHASE]
    assert [event.label for event in phases] == ["rest", "mvc 1", "pause"]


def test_what_channels_measure_is_said_or_asked(tmp_path: Path) -> None:
    emg = StreamSpec("emg", stream("EMG").channels, 1000.0, "amp")
    path = tmp_path / "a.xdf"
    found = complete_session(Scripted((emg,), feed(emg, 500, 100)), asked(path), Person().told())
    (one,) = [one for one in found.unsaid if "which muscle" in one.what]
    assert "EMG 1" in one.what
    said = replace(asked(tmp_path / "b.xdf"), maps=(ChannelMap("EMG 1", "soleus"),))
    found = complete_session(Scripted((emg,), feed(emg, 500, 100)), said, Person().told())
    assert not [one for one in found.unsaid if "which muscle" in one.what]
    assert found.streams[0].channels[0].muscle == "soleus"


def test_what_cannot_begin_leaves_nothing_open_and_no_file(tmp_path: Path) -> None:
    fake = Scripted((stream("emg"),), [])
    wanted = replace(asked(tmp_path / "a.xdf"), maps=(ChannelMap("nobody", "soleus"),))
    with pytest.raises(InputError, match="there is no channel 'nobody'"):
        complete_session(fake, wanted, Person().told())
    assert fake.closed
    assert list(tmp_path.iterdir()) == []


def test_a_source_without_emg_is_recorded_all_the_same(tmp_path: Path) -> None:
    spec = stream("acc", kind=Kind.ACCELERATION)
    person = Person()
    found = complete_session(
        Scripted((spec,), feed(spec, 500, 100)), asked(tmp_path / "a.xdf"), person.told()
    )
    assert found.measures == ()
    assert [one.what for one in found.unsaid] == ["anything about muscles"]
    assert any("there is no EMG" in words for words in person.remarks)
    blocks = list(open_recording(tmp_path / "a.xdf").blocks())
    assert sum(len(block) for block in blocks) == 500


def test_the_recording_of_a_session_is_its_raw_data(tmp_path: Path) -> None:
    path = tmp_path / "a.xdf"
    complete_session(simulator(), replace(asked(path), seconds=3.0), Person().told())
    recording: Recording = open_recording(path)
    source = simulator()
    source.open()
    raw = [item for _ in range(6) for item in source.read(0.1) if isinstance(item, Block)]
    assert [_bytes(recording.blocks())] == [_bytes(raw)]


def _bytes(blocks: Iterable[Block]) -> bytes:
    return np.concatenate([block.data for block in blocks]).tobytes()
