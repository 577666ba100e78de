"""Opening a session: source, channels, plan, fits known beforehand, and the recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from innervate.body.channel_map import check_maps, label_channels
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.fit import Fit
from innervate.core.plan import Plan
from innervate.core.recording import About, Recording
from innervate.core.source import Source
from innervate.core.step import Learns
from innervate.core.stream import StreamSpec
from innervate.devices._origin import host_clock_s
from innervate.engine.analyse import AnalyseOptions, Prepared, prepare
from innervate.engine.analyser import Analyser, Shown
from innervate.engine.analysis import Unsaid
from innervate.engine.asked import absent_targets, check_targets
from innervate.engine.emg import EmgPlan, emg_plan, has_emg
from innervate.engine.learning import fit_event
from innervate.session.complete import left_unsaid
from innervate.session.connect import Replay, connect
from innervate.session.guide import Guide, GuidedSource
from innervate.session.labelled import LabelledSource
from innervate.session.moment import HostTime
from innervate.session.recorder import Recorder
from innervate.session.setup import Setup
from innervate.session.silent import SilentSource


@dataclass(frozen=True, slots=True)
class Opening:
    """A session about to run.

    Attributes:
        source: what to read.
        labelled: the same before a coach's phases take the place of its own.
        specs: its streams.
        made: the plan for them.
        analyser: at work on it.
        recorder: where raw items go first.
        time: session time on the computer's clock.
        fits: the events to tell first of all.
        unsaid: what could not be learned beforehand.
        past: the recorded part of an interrupted session, to be gone through first.
    """

    source: Source
    labelled: LabelledSource
    specs: tuple[StreamSpec, ...]
    made: EmgPlan
    analyser: Analyser
    recorder: Recorder
    time: HostTime
    fits: tuple[Event, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()
    past: Recording | None = None

    def close(self) -> None:
        """Finish the recording and let go of the source."""
        self.recorder.close()
        self.labelled.close()

    def left_unsaid(self, setup: Setup) -> tuple[Unsaid, ...]:
        """What this session cannot say."""
        if setup.silent:
            return ()
        channels = [channel for spec in self.specs for channel in spec.channels]
        absent = () if setup.targets else absent_targets(channels, setup.movement)
        return (
            *self.unsaid,
            *absent,
            *left_unsaid(self.labelled, self.specs, self.made, self.recorder),
        )


@dataclass(frozen=True, slots=True)
class Connected:
    """The source of a setup, not yet opened, and what its recording teaches, if it replays one."""

    source: Source
    ready: Prepared | None = None

    @classmethod
    def of(cls, setup: Setup) -> Connected:
        """Raises `InputError` where the setup names nothing that can be connected to."""
        if setup.silent:
            return cls(SilentSource(setup.pace or 1.0))
        if not setup.replays:
            return cls(connect(setup.source_words()))
        replay = Replay.of(setup.source_words())
        recording = replay.recording
        check_maps(recording.streams, setup.maps)
        for spec in recording.streams:
            recording = recording.with_channels(spec.id, label_channels(spec, setup.maps).channels)
        check_emg(recording.streams)
        ready = prepare(recording, AnalyseOptions(setup.emg_choices()))
        told = tuple(event for event in recording.events if event.kind is not EventKind.FIT)
        return cls(replace(replay, recording=replace(recording, events=told)).source(), ready)

    def plan(self, specs: tuple[StreamSpec, ...], setup: Setup) -> EmgPlan:
        """The plan for the opened streams; raises `InputError` where nothing can be measured."""
        if setup.silent:
            return EmgPlan(Plan(()), Shown())
        check_emg(specs)
        check_targets([channel for spec in specs for channel in spec.channels], setup.targets)
        return self.ready.made if self.ready else emg_plan(specs, setup.emg_choices())

    def fits(self, setup: Setup) -> tuple[Event, ...]:
        """The fits that are known beforehand, each from its own session second on."""
        if self.ready:
            return self.ready.fits
        return tuple(fit_event(fit, 0.0) for fit in setup.fits)

    def analyser(
        self, about: About, specs: tuple[StreamSpec, ...], made: EmgPlan, fits: Sequence[Fit]
    ) -> Analyser:
        """An analyser for the plan; raises `InputError` for fits that are not for it."""
        analyser = Analyser(about, specs, made.plan, made.shown, learns=self.ready is None)
        _check_fits(analyser, made.plan, fits)
        return analyser


def open_session(setup: Setup, path: Path, about: About) -> Opening:
    """Connect, and begin a recording at `path`; nothing stays open if that fails.

    Raises `InputError` or `DeviceLostError` with what to do. Where the disk does not take the
    recording, the recorder says so and the session can begin all the same.
    """
    setup = setup.checked()
    connected = Connected.of(setup)
    labelled = LabelledSource(connected.source, setup.maps)
    warm_up()
    origin_s = host_clock_s()
    labelled.start_at(origin_s)
    about = replace(about, exercise=setup.exercise or about.exercise)
    try:
        specs = labelled.open()
        time = HostTime.of(connected.source, origin_s)
        check_maps(specs, setup.maps)
        made = connected.plan(specs, setup)
        analyser = connected.analyser(about, specs, made, setup.fits)
        recorder = Recorder.create(path, about, specs)
    except BaseException:
        labelled.close()
        raise
    return Opening(
        source=heard_source(setup, labelled),
        labelled=labelled,
        specs=specs,
        made=made,
        analyser=analyser,
        recorder=recorder,
        time=time,
        fits=connected.fits(setup),
        unsaid=connected.ready.unsaid if connected.ready else (),
    )


def warm_up() -> None:
    """Load what takes seconds to load before a source begins to give samples."""
    import scipy.signal  # noqa: F401


def heard_source(setup: Setup, source: Source) -> Source:
    """The source as a coach hears it: one who leads takes phases of a device's own as notes."""
    return source if setup.follows or setup.silent else GuidedSource(source, Guide(()))


def check_emg(specs: Sequence[StreamSpec]) -> None:
    """Raise `InputError` where there is nothing that a session could show."""
    if not has_emg(tuple(specs)):
        kinds = sorted({str(channel.kind) for spec in specs for channel in spec.channels})
        raise InputError(
            "this source has no EMG channel",
            found=", ".join(kinds) or "no channel",
            fix="choose another source, or say which channel lies on which muscle",
        )


def _check_fits(analyser: Analyser, plan: Plan, fits: Sequence[Fit]) -> None:
    branches = {branch.output: branch for branch in plan.branches}
    for fit in fits:
        branch = branches.get(fit.stream)
        if branch is None or not isinstance(branch.step, Learns):
            raise InputError(
                "a calibration from earlier on is for other channels",
                given=fit.stream,
                fix="calibrate again",
            )
        inputs = tuple(analyser.run.specs[name] for name in branch.inputs)
        branch.step.with_fit(fit).open(inputs)
