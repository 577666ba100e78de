"""A session from the first sample to the analysis: connect, record, run the chain, finish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from innervate.body.channel_map import ChannelMap, check_maps
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.plan import Plan
from innervate.core.recording import About
from innervate.core.source import Item, Source
from innervate.core.stream import StreamSpec
from innervate.devices._origin import host_clock_s
from innervate.engine.analyser import Analyser, Outcome, Shown
from innervate.engine.analysis import Analysis, Unsaid
from innervate.engine.asked import unsaid_of
from innervate.engine.emg import EmgChoices, EmgPlan, emg_plan, lost_bands
from innervate.session.guide import Guide, GuidedSource
from innervate.session.labelled import LabelledSource
from innervate.session.live import Listener, LiveSession
from innervate.session.network import Network
from innervate.session.recorder import Recorder, RecorderState


@dataclass(frozen=True, slots=True)
class Asked:
    """What a session is to do.

    Attributes:
        about: what is known beforehand.
        choices: exercise, targets and normalisation.
        recording: where the raw data go; the file must not exist.
        maps: what channels measure, where their names do not tell.
        seconds: after how much session time to stop.
        guide: makes, from the opened streams, the phases to tell where the source tells none.
        publish: whether to publish derived streams on the local network.
    """

    about: About
    choices: EmgChoices
    recording: Path
    maps: tuple[ChannelMap, ...] = ()
    seconds: float = float("inf")
    guide: Callable[[tuple[StreamSpec, ...]], Guide] | None = None
    publish: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """How a session speaks to the person: remarks, progress (session second), and when to stop."""

    remark: Callable[[str], None]
    progress: Callable[[float], None] = lambda _: None
    stop: Callable[[], bool] = lambda: False


def complete_session(
    source: Source, asked: Asked, told: Told, listeners: Sequence[Listener] = ()
) -> Analysis:
    """Run a source through recorder and chain; return what was found.

    Raises `InputError` or `DeviceLostError` where the source cannot be opened. A source without
    EMG is recorded, and nothing is measured. Trouble with the recording is told by `told.remark`
    and does not end the session.
    """
    labelled = LabelledSource(source, asked.maps)
    origin_s = host_clock_s()
    labelled.start_at(origin_s)
    network: Network | None = None
    try:
        specs = labelled.open()
        check_maps(specs, asked.maps)
        made = plan_for(specs, asked.choices, told.remark)
        analyser = Analyser(asked.about, specs, made.plan, made.shown, learns=True)
        if asked.publish:
            network = Network(analyser.run, made.shown, origin_s)
        recorder = Recorder.create(
            asked.recording, asked.about, specs, lambda problem: told.remark(str(problem))
        )
        guide = asked.guide(specs) if asked.guide else None
        session = LiveSession(
            GuidedSource(labelled, guide, told.remark) if guide else labelled,
            analyser,
            recorder=recorder,
            listeners=_listeners(listeners, network, None if guide else told),
            remark=told.remark,
        )
        session.run(seconds=asked.seconds, stop=told.stop, progress=_speak(guide, told))
    finally:
        labelled.close()
        if network:
            network.close()
    return analyser.analysis(left_unsaid(labelled, specs, made, recorder))


def plan_for(
    specs: tuple[StreamSpec, ...], choices: EmgChoices, remark: Callable[[str], None]
) -> EmgPlan:
    """The plan for these streams; an empty one, which is remarked on, where there is no EMG."""
    try:
        return emg_plan(specs, choices)
    except InputError as error:
        remark(f"Recording only: {error}")
        return EmgPlan(Plan(()), Shown())


def left_unsaid(
    labelled: LabelledSource, specs: tuple[StreamSpec, ...], made: EmgPlan, recorder: Recorder
) -> list[Unsaid]:
    """What a session cannot say: for the channels that it had, and for its recording."""
    if made.plan.branches:
        unsaid = [*unsaid_of(labelled.unsure), *lost_bands(specs)]
    else:
        unsaid = [Unsaid("anything about muscles", "no source gave EMG")]
    if recorder.state is RecorderState.STOPPED and recorder.problem is not None:
        problem = recorder.problem
        unsaid.append(Unsaid("the recording is not whole", str(problem.found), problem.fix or ""))
    return unsaid


class _PhaseTeller:
    """Tells the person the phases that the source tells."""

    def __init__(self, told: Told) -> None:
        self._told = told

    def hear(self, items: Sequence[Item], outcome: Outcome) -> None:  # noqa: ARG002 - Listener
        for item in items:
            if isinstance(item, Event) and item.kind is EventKind.PHASE:
                self._told.remark(f"Phase: {item.label.replace('_', ' ')}")


def _listeners(
    given: Sequence[Listener], network: Network | None, told: Told | None
) -> tuple[Listener, ...]:
    """Everybody who is to hear; with `told`, the person hears of the source's phases."""
    more: list[Listener] = [_PhaseTeller(told)] if told else []
    return (*given, *more, network) if network else (*given, *more)


def _speak(guide: Guide | None, told: Told) -> Callable[[float], None]:
    """Progress that also tells the phases of a guide as they begin."""
    if guide is None:
        return told.progress
    last_s = float("-inf")

    def speak(reached_s: float) -> None:
        nonlocal last_s
        for words in guide.words(last_s, reached_s):
            told.remark(words)
        last_s = reached_s
        told.progress(reached_s)

    return speak
