"""Going on with a session whose process died: the recorded part first, then the source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from innervate.coach.acts import Level, Remark
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.source import Item, Source
from innervate.core.stream import StreamSpec
from innervate.devices._origin import Continuing, host_clock_s
from innervate.formats._open import open_recording
from innervate.session.conduct import Conduct
from innervate.session.labelled import LabelledSource
from innervate.session.live import LiveSession, RawSink
from innervate.session.moment import HostTime
from innervate.session.opening import Connected, Opening, heard_source, warm_up
from innervate.session.pace import PacedSource
from innervate.session.passing import PassingSource
from innervate.session.recorder import Recorder
from innervate.session.resumed import ResumedSource
from innervate.session.setup import Setup

_PIECE_S = 0.1


def open_resumed(setup: Setup, path: Path) -> Opening:
    """Connect again, and go on with the recording at `path`.

    Raises `InputError` where the file is not one of ours, cannot be written, or the source is
    another than the one recorded; `DeviceLostError` where it does not answer.
    """
    setup = setup.checked()
    connected = Connected.of(setup)
    recording = open_recording(path)
    warm_up()
    if isinstance(connected.source, Continuing):
        return _just_there(setup, path, connected)
    resumed = ResumedSource(connected.source, recording.streams)
    labelled = LabelledSource(resumed, setup.maps)
    origin_s = host_clock_s()
    LabelledSource(connected.source, ()).start_at(origin_s)
    recorder: Recorder | None = None
    try:
        specs = labelled.open()
        recorder = _resume(path)
        began_s = resumed.go_on_from(recording, recorder)
        time = HostTime.of(connected.source, origin_s, began_s)
        return _opening(setup, connected, labelled, specs, recorder=recorder, time=time)
    except BaseException:
        labelled.close()
        if recorder is not None:
            recorder.close()
        raise


def _just_there(setup: Setup, path: Path, connected: Connected) -> Opening:
    """Go on with a source that can begin with the very next sample."""
    recorder = _resume(path)
    source = connected.source
    try:
        past = open_recording(path)
        assert isinstance(source, Continuing)
        reached = {spec.id: recorder.reached(spec.id) for spec in past.streams}
        source.go_on(past.clocks, reached)
        labelled = LabelledSource(_Unheard(source, past.events), setup.maps)
        specs = labelled.open()
        last_s = max((event.at_s for event in past.events), default=0.0)
        time = HostTime.of(source, host_clock_s(), last_s)
        return _opening(setup, connected, labelled, specs, recorder=recorder, time=time)
    except BaseException:
        source.close()
        recorder.close()
        raise


def _opening(
    setup: Setup,
    connected: Connected,
    labelled: LabelledSource,
    specs: tuple[StreamSpec, ...],
    *,
    recorder: Recorder,
    time: HostTime,
) -> Opening:
    past = open_recording(recorder.path)
    for spec in specs:
        past = past.with_channels(spec.id, spec.channels)
    about = replace(past.about, notes=())
    made = connected.plan(specs, setup)
    analyser = connected.analyser(about, specs, made, setup.fits)
    recorded = {event.stream for event in past.events if event.kind is EventKind.FIT}
    wanted = connected.fits(setup)
    fits = tuple(event for event in wanted if event.stream not in recorded)
    unsaid = connected.ready.unsaid if connected.ready else ()
    source = heard_source(setup, labelled)
    return Opening(source, labelled, specs, made, analyser, recorder, time, fits, unsaid, past)


def _resume(path: Path) -> Recorder:
    recorder = Recorder.resume(path)
    if recorder.problem is not None:
        recorder.close()
        raise InputError(
            "the session cannot go on in its recording",
            given=str(path),
            found=recorder.problem.found,
            fix=recorder.problem.fix,
        )
    return recorder


def go_through(opening: Opening, conduct: Conduct, stop: Callable[[], bool]) -> None:
    """Take what was recorded through the chain, as if it came again; then let the coach go on.

    Fits are applied as they were recorded and not learned again.
    """
    past = opening.past
    assert past is not None
    conduct.tell(Remark(0.0, Level.INFO, "What was recorded so far is gone through first."))
    for event in past.events:
        if event.kind is EventKind.FIT or not past.streams:
            opening.analyser.push(event)
    told = tuple(event for event in past.events if event.kind is not EventKind.FIT)
    source = PacedSource(replace(past, events=told), pace=None, chunk_s=_PIECE_S)
    source.open()
    again = LiveSession(
        source,
        opening.analyser,
        recorder=_OnlyNew(opening.recorder, past.events),
        listeners=(conduct.showing,),
    )
    while not (again.over or stop()):
        again.step(0.0)
        conduct.pass_over()
    conduct.begin_again(told)


class _OnlyNew:
    """Lets through to the recorder what it does not hold yet: fits learned a second time."""

    def __init__(self, recorder: RawSink, recorded: Sequence[Event]) -> None:
        self._recorder, self._recorded = recorder, frozenset(recorded)

    def append(self, item: Item) -> None:
        """Take an item."""
        if isinstance(item, Event) and item not in self._recorded:
            self._recorder.append(item)

    def close(self) -> None:
        """Leave the recorder open: the session goes on."""


class _Unheard(PassingSource):
    """A source without the events that its recording holds already; a `Source`."""

    def __init__(self, source: Source, recorded: Sequence[Event]) -> None:
        super().__init__(source)
        self._recorded = frozenset(recorded)

    def read(self, timeout_s: float) -> Sequence[Item]:
        """Give what has come and was not heard before the interruption."""
        items = self._source.read(timeout_s)
        return [i for i in items if not (isinstance(i, Event) and i in self._recorded)]
