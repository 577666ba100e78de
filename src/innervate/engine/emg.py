"""The plan for surface EMG: one for app, analysis and batch alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from innervate.body.movement import Exercise
from innervate.core.channel import Channel, Kind, MuscleSide, Side
from innervate.core.errors import InputError
from innervate.core.plan import Branch, Plan, Reading
from innervate.core.stream import StreamSpec
from innervate.engine.analyser import Shown
from innervate.engine.analysis import Unsaid
from innervate.metrics._pairs import MusclePair
from innervate.metrics.activation import Activation
from innervate.metrics.activity import Activity
from innervate.metrics.cocontraction_falconer_winter import CocontractionFalconerWinter
from innervate.metrics.cocontraction_rudolph import CocontractionRudolph
from innervate.metrics.compensation import BaselineShare, Compensation
from innervate.metrics.isolation import Isolation
from innervate.metrics.laterality import Laterality
from innervate.metrics.onset import Onset as OnsetTime
from innervate.metrics.release import Release
from innervate.metrics.repetitions import Repetitions as RepetitionTimes
from innervate.metrics.selectivity_db import SelectivityDb
from innervate.metrics.steadiness import Steadiness
from innervate.metrics.target_share import TargetShare
from innervate.steps.bandpass import Bandpass
from innervate.steps.during import During
from innervate.steps.envelope import Envelope
from innervate.steps.normalise import Method, Normalise
from innervate.steps.notch import Notch
from innervate.steps.onset import Onset
from innervate.steps.quality import Quality
from innervate.steps.repetitions import Repetitions
from innervate.steps.select import Select

GOAL_PERCENT_MVC = 40.0
"""Activation from which on more does not raise the isolation score: mTrigger-like kits' common
default threshold, 40 % of the maximum."""

_WHOLE_BAND_HZ = 1000.0
"""The lowest rate that carries EMG up to 450 Hz."""


@dataclass(frozen=True, slots=True)
class EmgChoices:
    """What a person may choose about the EMG chain.

    Attributes:
        exercise: what was done, or None.
        targets: the muscles asked for; empty takes the exercise's.
        method: how activation is normalised.
        mains_hz: mains frequency where it is stated, None to have it learned.
        baseline: the person's own earlier shares for this exercise, load and montage.
    """

    exercise: Exercise | None = None
    targets: tuple[MuscleSide, ...] = ()
    method: Method = Method.PEAK_TASK
    mains_hz: float | None = None
    baseline: tuple[BaselineShare, ...] = ()


@dataclass(frozen=True, slots=True)
class EmgPlan:
    """The plan, and which of its streams a report shows."""

    plan: Plan
    shown: Shown


def emg_streams(specs: tuple[StreamSpec, ...]) -> tuple[StreamSpec, ...]:
    """The regular streams that have EMG; raises `InputError` where there is none."""
    found = _emg_among(specs)
    if not found:
        have = sorted({str(c.kind) for spec in specs for c in spec.channels}) or ["no stream"]
        raise InputError(
            "there is no EMG in this recording",
            found=", ".join(have),
            fix="say --kind emg if the channels are EMG after all",
        )
    return found


def has_emg(specs: tuple[StreamSpec, ...]) -> bool:
    """Whether any stream carries EMG that the chain can work on."""
    return bool(_emg_among(specs))


def _emg_among(specs: tuple[StreamSpec, ...]) -> tuple[StreamSpec, ...]:
    return tuple(
        spec
        for spec in specs
        if spec.rate_hz is not None and any(c.kind is Kind.EMG for c in spec.channels)
    )


def lost_bands(specs: tuple[StreamSpec, ...]) -> tuple[Unsaid, ...]:
    """What sampling too slowly for the whole band of EMG keeps from being said."""
    wanted = Bandpass()
    found = []
    for spec in _emg_among(specs):
        rate_hz = spec.regular_rate_hz
        low_hz, high_hz = wanted.edges_hz(rate_hz)
        if high_hz < wanted.high_hz:
            what = f"EMG above {high_hz:.0f} Hz in {spec.id}"
            why = f"sampled at {rate_hz:g} Hz, it holds {low_hz:g} to {high_hz:.0f} Hz only"
            fix = f"record at {_WHOLE_BAND_HZ:g} Hz or more"
            found.append(Unsaid(what, why, fix))
    return tuple(found)


def emg_plan(specs: tuple[StreamSpec, ...], choices: EmgChoices) -> EmgPlan:
    """Build the plan for every EMG stream among the sources."""
    plan, shown = Plan(()), Shown()
    for spec in emg_streams(specs):
        part = _StreamPlan(spec, choices).build()
        plan += part.plan
        shown = Shown(
            shown.curves + part.shown.curves,
            shown.qualities + part.shown.qualities,
            shown.repetitions or part.shown.repetitions,
        )
    return EmgPlan(plan, shown)


class _StreamPlan:
    """Builds the plan of one stream; names of its streams begin with the source's id."""

    def __init__(self, spec: StreamSpec, choices: EmgChoices) -> None:
        self._id, self._choices = spec.id, choices
        self._all = spec.channels
        self._channels = tuple(c for c in spec.channels if c.kind is Kind.EMG)
        self._targets = self._find_targets()

    def build(self) -> EmgPlan:
        names = _Names(self._id, selected=len(self._channels) < len(self._all))
        branches = tuple(self._branches(names))
        readings = tuple(self._readings(names))
        shown = Shown((names.activation,), ((names.quality, names.raw),), names.repetitions)
        return EmgPlan(Plan(branches, readings), shown)

    def _branches(self, names: _Names) -> Iterator[Branch]:
        choices = self._choices
        if names.raw != self._id:
            kept = tuple(channel.name for channel in self._channels)
            yield Branch(names.raw, (self._id,), Select(kept))
        yield Branch(names.quality, (names.raw,), Quality())
        yield Branch(names.banded, (names.raw,), Bandpass())
        yield Branch(names.clean, (names.banded,), Notch(mains_hz=choices.mains_hz))
        yield Branch(names.envelope, (names.clean,), Envelope())
        yield Branch(names.activation, (names.envelope,), Normalise(choices.method))
        yield Branch(names.active, (names.clean,), Onset())
        moving = tuple(
            channel.name
            for channel in self._channels
            if any(target.matches(channel) for target in self._targets)
        )
        yield Branch(names.bursts, (names.envelope,), Repetitions(channels=moving))
        yield Branch(names.repetitions, (names.bursts,), During())
        for side in self._sides():
            target = self._targets[0].muscle
            step = During(says=f"{target} {side}")
            yield Branch(names.repetitions_of(side), (names.bursts,), step)

    def _readings(self, names: _Names) -> Iterator[Reading]:
        both = (names.activation, names.repetitions)
        yield Reading(RepetitionTimes(), (names.repetitions,))
        yield Reading(Activation(), both)
        yield Reading(Activity(), (names.active,))
        yield Reading(OnsetTime(), (names.active, names.repetitions))
        yield Reading(Release(), both)
        if self._choices.exercise and self._choices.exercise.work == "hold":
            yield Reading(Steadiness(), both)
        if self._two_sided():
            yield Reading(Laterality(), both)
        yield from self._pairs(both)
        for targets, repetitions in self._target_groups(names):
            yield from self._of_target(targets, (names.activation, repetitions))

    def _of_target(
        self, targets: tuple[MuscleSide, ...], inputs: tuple[str, str]
    ) -> Iterator[Reading]:
        yield Reading(TargetShare(targets), inputs)
        yield Reading(Isolation(targets, GOAL_PERCENT_MVC), inputs)
        yield Reading(SelectivityDb(targets), inputs)
        exercise, baseline = self._choices.exercise, self._choices.baseline
        condition = exercise.key if exercise else ""
        usual = Compensation(targets, baseline=baseline, condition=condition)
        yield Reading(usual, inputs)

    def _pairs(self, inputs: tuple[str, str]) -> Iterator[Reading]:
        exercise = self._choices.exercise
        muscles = {channel.muscle for channel in self._channels}
        pairs = tuple(
            MusclePair(MuscleSide(pair.agonist), MuscleSide(pair.antagonist))
            for pair in (exercise.pairs if exercise else ())
            if {pair.agonist, pair.antagonist} <= muscles
        )
        if pairs:
            yield Reading(CocontractionRudolph(pairs), inputs)
            yield Reading(CocontractionFalconerWinter(pairs), inputs)

    def _target_groups(self, names: _Names) -> Iterator[tuple[tuple[MuscleSide, ...], str]]:
        sides = self._sides()
        for side in sides:
            yield (MuscleSide(self._targets[0].muscle, side),), names.repetitions_of(side)
        if self._targets and not sides:
            yield self._targets, names.repetitions

    def _find_targets(self) -> tuple[MuscleSide, ...]:
        exercise = self._choices.exercise
        wanted = self._choices.targets or tuple(
            MuscleSide(muscle) for muscle in (exercise.targets if exercise else ())
        )
        return tuple(t for t in wanted if any(t.matches(c) for c in self._channels))

    def _sides(self) -> tuple[Side, ...]:
        """Both sides, where the exercise asks for one side at a time and both are recorded."""
        exercise = self._choices.exercise
        if not (exercise and exercise.one_side and len(self._targets) == 1):
            return ()
        target = self._targets[0]
        has_both = all(self._has(target.muscle, side) for side in Side)
        return tuple(Side) if target.side is None and has_both else ()

    def _two_sided(self) -> bool:
        muscles = {c.muscle for c in self._channels if c.muscle}
        return any(all(self._has(muscle, side) for side in Side) for muscle in muscles)

    def _has(self, muscle: str, side: Side | None) -> bool:
        return any(_is(channel, muscle, side) for channel in self._channels)


def _is(channel: Channel, muscle: str, side: Side | None) -> bool:
    return channel.muscle == muscle and channel.side == side


class _Names:
    """The names of the streams made from one source."""

    def __init__(self, source: str, *, selected: bool) -> None:
        self.raw = f"{source}/emg" if selected else source
        self.quality = f"{source}/quality"
        self.banded = f"{source}/banded"
        self.clean = f"{source}/clean"
        self.envelope = f"{source}/envelope"
        self.activation = f"{source}/activation"
        self.active = f"{source}/active"
        self.bursts = f"{source}/bursts"
        self.repetitions = f"{source}/repetitions"

    def repetitions_of(self, side: Side) -> str:
        return f"{self.repetitions}/{side}"
