"""A recording to an analysis: which fits it carries, which must be learned, and one pass more."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

from innervate.core.clock import Clock
from innervate.core.event import Event, EventKind
from innervate.core.fit import Fit, FitInterval
from innervate.core.plan import STEPS, Branch, Plan
from innervate.core.recording import About, Recording
from innervate.core.step import Interval, wants_fit
from innervate.engine.analyser import Analyser, Shown
from innervate.engine.analysis import Analysis, Unsaid
from innervate.engine.answers import answered
from innervate.engine.coalesce import coalesced
from innervate.engine.emg import EmgChoices, EmgPlan, emg_plan, has_emg
from innervate.engine.learning import APPLIED_AFTER_S, EVERYTHING, Progress, fit_event, learn
from innervate.engine.phases import CALIBRATED, UNFINISHED
from innervate.engine.said import guided
from innervate.engine.stated import Calibration, check_stated
from innervate.steps.normalise import Method

_MAINS_S = 60.0
NO_SENSOR = Unsaid(
    "what the muscles did",
    "nothing measured them; the numbers here are the person's own answers",
    "put sensors on to see who answers",
)


@dataclass(frozen=True, slots=True)
class _Fits:
    events: tuple[Event, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()


@dataclass(frozen=True, slots=True)
class AnalyseOptions:
    """What to analyse for, with which calibration, and whether stored fits are to be ignored.

    `choices.method` is what the calibration allows, whatever is given.
    """

    choices: EmgChoices = field(default_factory=EmgChoices)
    calibration: Calibration | None = None
    refit: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is settled before the pass that computes the measures.

    Attributes:
        about: of the recording, with the exercise that was chosen.
        made: the plan.
        fits: the events that apply its fits, each from its own session second on.
        unsaid: what could not be learned, and why.
    """

    about: About
    made: EmgPlan
    fits: tuple[Event, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()


def prepare(
    recording: Recording, options: AnalyseOptions, progress: Progress = lambda _: None
) -> Prepared:
    """Settle the plan and its fits: those that the recording carries, the others learned from it.

    The others are learned from the stated stretches, or from phases, or else from the whole
    recording. Raises `InputError` where there is neither EMG nor an answer of the person's.
    """
    calibration = options.calibration or Calibration.of_phases(recording)
    choices = replace(options.choices, method=_method(recording, calibration, options))
    made = _plan(recording, choices)
    fits = _fits(made.plan, recording, calibration, options, progress)
    about = recording.about
    if choices.exercise:
        about = replace(about, exercise=choices.exercise.key)
    unsaid = (*fits.unsaid, *_unfinished(recording, choices.method))
    return Prepared(about, made, fits.events, unsaid if made.plan.branches else (NO_SENSOR,))


def _plan(recording: Recording, choices: EmgChoices) -> EmgPlan:
    """The plan for its EMG; an empty one where none is there, but a person who took part."""
    alone = answered(recording.events) or guided(recording.events)
    if not has_emg(recording.streams) and alone:
        return EmgPlan(Plan(()), Shown())
    return emg_plan(recording.streams, choices)


def analyse(
    recording: Recording, options: AnalyseOptions, progress: Progress = lambda _: None
) -> Analysis:
    """Compute everything that the recording allows.

    Fits that the recording carries are applied again as they were; the others are learned, from
    the stated stretches or else from the whole recording. The result of a live session is the
    same as that of its recording. Raises `InputError` where there is neither EMG nor an answer of
    the person's.
    """
    ready = prepare(recording, options, progress)
    made = ready.made
    analyser = Analyser(
        ready.about, recording.streams, made.plan, made.shown, clocks=recording.clocks
    )
    for event in (*(e for e in recording.events if e.kind is not EventKind.FIT), *ready.fits):
        analyser.push(event)
    analyser.cover(float("inf"))
    for block in coalesced(recording.blocks(*made.plan.sources)):
        analyser.push(block)
        progress(analyser.reached_s)
    analyser.finish()
    if options.calibration:
        begins_s = _begins_s(recording, made.plan.sources)
        check_stated(options.calibration, begins_s, analyser.reached_s)
    return analyser.analysis(ready.unsaid)


def _unfinished(recording: Recording, method: Method) -> tuple[Unsaid, ...]:
    """A calibration was begun and not brought to its end, and nothing else serves as maximum."""
    told = [event.label for event in recording.events if event.kind is EventKind.PHASE]
    begun = any(label.startswith(("rest", "mvc")) for label in told)
    over = any(label.startswith(CALIBRATED) for label in told)
    if not begun or over or method is not Method.PEAK_TASK:
        return ()
    return (Unsaid("how muscles share the work", UNFINISHED, "do the calibration to its end"),)


def _method(recording: Recording, calibration: Calibration, options: AnalyseOptions) -> Method:
    stored = [] if options.refit else _stored(recording)
    for event in stored:
        fit = Fit.from_json(event.label)
        if fit.step == "normalise":
            return next((m for m in Method if m.words == fit.method), calibration.method)
    return calibration.method


def _stored(recording: Recording) -> list[Event]:
    return [event for event in recording.events if event.kind is EventKind.FIT]


def _fits(
    plan: Plan,
    recording: Recording,
    calibration: Calibration,
    options: AnalyseOptions,
    progress: Progress,
) -> _Fits:
    wanted = {branch.output for branch in plan.branches if wants_fit(branch.step)}
    stored = [] if options.refit else [e for e in _stored(recording) if e.stream in wanted]
    if {event.stream for event in stored} >= wanted:
        return _Fits(tuple(stored))
    begins_s = _begins_s(recording, plan.sources)
    intervals = partial(_intervals, calibration=calibration, begins_s=begins_s)
    learned = learn(plan, recording, intervals, progress, tuple(stored))
    calibrating = (*calibration.rest, *calibration.mvc, *calibration.hold)
    after_s = max((i.stop_s + APPLIED_AFTER_S for i in calibrating), default=0.0)
    fresh = tuple(
        fit_event(_named(fit, recording.about.name), _from_s(fit, after_s)) for fit in learned.fits
    )
    return _Fits((*stored, *fresh), learned.unsaid)


def _named(fit: Fit, recording: str) -> Fit:
    intervals: tuple[FitInterval, ...] = tuple(
        replace(interval, recording=interval.recording or recording) for interval in fit.intervals
    )
    return replace(fit, intervals=intervals)


def _from_s(fit: Fit, after_s: float) -> float:
    """Fits of the signal hold from the start; counting begins after calibration."""
    return after_s if fit.step == "repetitions" else 0.0


def _begins_s(recording: Recording, streams: tuple[str, ...]) -> float:
    """The session second of the first sample: a recording may be a part of a longer one."""
    first = next((block for block in recording.blocks(*streams) if len(block)), None)
    if first is None or first.spec.rate_hz is None:
        return 0.0
    name = first.spec.clock
    clock = next((clock for clock in recording.clocks if clock.name == name), Clock(name))
    return clock.session_s(first.start / first.spec.rate_hz)


def _intervals(branch: Branch, calibration: Calibration, begins_s: float) -> tuple[Interval, ...]:
    name = STEPS.name_of(type(branch.step))
    if name == "notch":
        return (Interval(begins_s, begins_s + _MAINS_S, "first minute"),)
    if name == "normalise":
        return calibration.mvc or calibration.hold or EVERYTHING
    if name == "onset" and calibration.rest:
        return calibration.rest
    return EVERYTHING
