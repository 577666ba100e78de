"""A session seen twice: by the product's own chain, and as it truly was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from innervate.core.channel import Kind
from innervate.core.clock import Clock
from innervate.core.event import Event
from innervate.core.fit import Fit
from innervate.core.measure import Measure
from innervate.core.metric import MetricExample
from innervate.core.plan import Branch, Plan
from innervate.core.step import Learns, Step
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.engine.analyse import AnalyseOptions, Prepared, prepare
from innervate.engine.emg import EmgChoices
from innervate.engine.run import PlanRun, Reader
from innervate.sim.athlete import Athlete
from innervate.steps.bandpass import Bandpass
from innervate.steps.during import During
from innervate.steps.envelope import Envelope
from innervate.steps.normalise import Normalise
from innervate.steps.notch import Notch
from innervate.steps.onset import Onset
from innervate.steps.repetitions import Repetitions
from innervate.testing.contract import NotApplicableError
from innervate.testing.person import (
    RATE_HZ,
    TARGET,
    Circumstances,
    gauge_athlete,
    phases_of,
    recorded,
)
from innervate.testing.spread import spread

_BANDED = "emg/banded"
_SAMPLE_S = 10.0
_IMPULSE_S = 2.0
_FEW_REPS, _FEW_SEEDS = 4, (1, 2, 3)


@dataclass(frozen=True, slots=True, eq=False)
class Streams:
    """What metrics may be fed: activation, who is active, and repetitions; with the phases."""

    activation: Block
    active: Block
    repetitions: Block
    events: tuple[Event, ...]

    def measure(self, example: MetricExample) -> tuple[Measure, ...]:
        """What the metric of an example reads from these streams.

        Raises `NotApplicableError` where the virtual athlete has nothing of the kind.
        """
        blocks = tuple(self._input(spec) for spec in example.specs)
        specs = tuple(block.spec for block in blocks)
        reader = Reader(example.metric, specs, Clock(specs[0].clock))
        for event in self.events:
            reader.announce(event)
        reader.cover(float("inf"))
        for which, block in enumerate(blocks):
            reader.push(which, block)
        reader.finish()
        return tuple(reader.read())

    def _input(self, spec: StreamSpec) -> Block:
        """The stream that suits what an example names, under the example's name."""
        kinds = {channel.kind for channel in spec.channels}
        worn = {channel.muscle for channel in self.activation.spec.channels}
        strange = {channel.muscle for channel in spec.channels} - worn - {None}
        if strange:
            raise NotApplicableError(
                f"the virtual athlete wears nothing on {', '.join(sorted(map(str, strange)))}"
            )
        if kinds == {Kind.ACTIVATION}:
            found = self.activation
        elif kinds == {Kind.STATE}:
            alone = len(spec.channels) == 1 and spec.channels[0].muscle is None
            found = self.repetitions if alone else self.active
        else:
            raise NotApplicableError(
                f"the virtual athlete has no truth of {', '.join(sorted(kinds))} yet"
            )
        return Block(replace(found.spec, id=spec.id), found.start, found.data)


@dataclass(frozen=True, slots=True, eq=False)
class Witness:
    """One session.

    Attributes:
        measured: the streams that the product made of the electrodes' signal.
        true: noise-free amplitude against the same references, true onsets and repetitions.
        stretches: the same, with the repetitions as they were detected.
        maximum: as `stretches`, against the person's true maximum instead of the references.
        movement: the same, with the repetitions from their first to their last movement.
        reference: per channel, the reference that was learned over the true maximum.
    """

    measured: Streams
    true: Streams
    stretches: Streams
    maximum: Streams
    movement: Streams
    reference: tuple[float, ...]


def witness(circumstances: Circumstances, seed: int) -> Witness:
    """Measure one session and look at it as it was."""
    athlete, seconds = circumstances.athlete(seed), circumstances.seconds
    recording = recorded(athlete, seconds)
    ready = prepare(recording, AnalyseOptions(EmgChoices(targets=(TARGET,))))
    events = phases_of(recording)
    names = _Names.of(ready.made.plan)
    plan = Plan(ready.made.plan.branches)
    made = _run(plan, recording.streams, (*events, *ready.fits), recording.blocks("emg"))
    measured = Streams(
        _whole(made, names.activation), _whole(made, names.active),
        _whole(made, names.repetitions), events,
    )  # fmt: skip
    count = round(seconds * athlete.specs[0].regular_rate_hz)
    amplitude = _passing(ready, athlete, count)
    volts = amplitude * _passed(ready) * [e.mvc_v for e in athlete.truth.montage.electrodes]
    envelope = replace(made[names.envelope][0].spec, rate_hz=measured.activation.spec.rate_hz)
    wanted = {names.activation, names.bursts, names.repetitions}
    below = Plan(tuple(_with_fits(ready, wanted)))
    lower = _run(below, (envelope,), events, (Block(envelope, 0, _smoothed(volts)),))
    activation = _whole(lower, names.activation)
    active = Block(measured.active.spec, 0, _active(athlete, count))
    true = Streams(activation, active, _whole(lower, names.repetitions), events)
    stretches = replace(true, repetitions=measured.repetitions)
    own = Block(activation.spec, 0, 100.0 * _smoothed(amplitude))
    reference = np.nanmean(
        np.where(activation.data > 0.0, own.data / np.maximum(activation.data, 1e-12), np.nan),
        axis=0,
    )
    maximum = replace(stretches, activation=own)
    moving = Block(measured.repetitions.spec, 0, _moving(athlete, count))
    movement = replace(maximum, repetitions=moving)
    return Witness(measured, true, stretches, maximum, movement, tuple(reference.tolist()))


@dataclass(frozen=True, slots=True)
class _Names:
    """The streams of the product's plan that matter here."""

    envelope: str
    activation: str
    active: str
    bursts: str
    repetitions: str

    @classmethod
    def of(cls, plan: Plan) -> _Names:
        steps: tuple[type[Step], ...] = (Envelope, Normalise, Onset, Repetitions, During)
        return cls(*(_output(plan, step) for step in steps))


def _with_fits(ready: Prepared, wanted: set[str]) -> Iterable[Branch]:
    """The branches of the plan that make these streams, with their fits from the first sample."""
    fits = {event.stream: Fit.from_json(event.label) for event in ready.fits}
    for branch in ready.made.plan.branches:
        if branch.output in wanted:
            step = branch.step
            if isinstance(step, Learns) and branch.output in fits:
                step = step.with_fit(fits[branch.output])
            yield replace(branch, step=step)


def _run(
    plan: Plan, specs: Iterable[StreamSpec], events: Iterable[Event], blocks: Iterable[Block]
) -> dict[str, list[Block]]:
    """The derived blocks of a plan, stream by stream."""
    run = PlanRun(plan, specs)
    for event in events:
        run.push(event)
    run.cover(float("inf"))
    out: dict[str, list[Block]] = {}
    made = [derived for block in blocks for derived in run.push(block)]
    for block in (*made, *run.finish()):
        out.setdefault(block.spec.id, []).append(block)
    return out


def _whole(made: dict[str, list[Block]], name: str) -> Block:
    """A stream in one block; NaN where it was lost."""
    blocks = [block for block in made[name] if len(block)]
    first, last = blocks[0].start, blocks[-1].stop
    data = np.full((last - first, len(blocks[0].spec.channels)), np.nan)
    for block in blocks:
        data[block.start - first : block.stop - first] = block.data
    return Block(blocks[0].spec, first, data)


def _active(athlete: Athlete, count: int) -> Samples:
    """1 between onset and offset of every true burst."""
    rate_hz = athlete.specs[0].regular_rate_hz
    columns = {e.muscle: k for k, e in enumerate(athlete.truth.montage.electrodes)}
    out = np.zeros((count, len(columns)))
    for burst in athlete.truth.bursts(count / rate_hz):
        rows = slice(round(burst.onset_s * rate_hz), round(burst.offset_s * rate_hz))
        out[rows, columns[burst.muscle]] = 1.0
    return out


def _moving(athlete: Athlete, count: int) -> Samples:
    """1 between the first and the last movement of every repetition."""
    rate_hz = athlete.specs[0].regular_rate_hz
    out = np.zeros((count, 1))
    for rep in athlete.truth.repetitions(count / rate_hz):
        out[round(rep.start_s * rate_hz) : round(rep.stop_s * rate_hz)] = 1.0
    return out


def _smoothed(amplitude: Samples) -> Samples:
    """The amplitude through the moving window of the product's envelope, without its noise."""
    length = round(Envelope().window_s * RATE_HZ)
    padded = np.pad(amplitude**2, ((length // 2, length - length // 2), (0, 0)), mode="edge")
    total = np.cumsum(np.vstack([np.zeros(padded.shape[1]), padded]), axis=0)
    power = (total[length:] - total[:-length])[: len(amplitude)] / length
    return np.asarray(np.sqrt(np.maximum(power, 0.0)))


def _passing(ready: Prepared, athlete: Athlete, count: int) -> Samples:
    """The amplitude of every muscle, spread over time as by the filters of this session."""
    spec, at = athlete.specs[0], round(_IMPULSE_S * RATE_HZ)
    impulse = np.zeros((2 * at, len(spec.channels)))
    impulse[at] = 1.0
    notch = _output(ready.made.plan, Notch)
    wanted = {_output(ready.made.plan, Bandpass), notch}
    made = _run(Plan(tuple(_with_fits(ready, wanted))), (spec,), (), (Block(spec, 0, impulse),))
    answer = np.nan_to_num(_whole(made, notch).data)
    begins = at - made[notch][0].start
    amplitude = athlete.truth.activation(0, count)
    return np.column_stack(
        [
            spread(amplitude[:, k], athlete.truth.potentials_v(k), answer[:, k], begins)
            for k in range(amplitude.shape[1])
        ]
    )


def _passed(ready: Prepared) -> Samples:
    """Per channel, the share of a muscle's amplitude that the band-pass and the notch let through.

    The notch is that of this session; both are weighed on the same signal.
    """
    passed, sample = _gauge()
    plan = Plan(tuple(_with_fits(ready, {_output(ready.made.plan, Notch)})))
    cleaned = _run(plan, (sample.spec,), (), (sample,))
    (clean,) = (_whole(cleaned, name) for name in cleaned)
    known = np.isfinite(clean.data).all(axis=1)
    after = np.mean(clean.data[known] ** 2, axis=0)
    rows = slice(clean.start - sample.start, clean.stop - sample.start)
    before = np.mean(sample.data[rows][known] ** 2, axis=0)
    return np.asarray(passed * np.sqrt(after / before))


@lru_cache(maxsize=1)
def _gauge() -> tuple[Samples, Block]:
    """The same for the band-pass alone, and some seconds of a signal that has passed it."""
    athlete, seconds = gauge_athlete()
    recording = recorded(athlete, seconds)
    name = _BANDED
    plan = Plan((Branch(name, ("emg",), Bandpass()),))
    banded = _whole(_run(plan, recording.streams, (), recording.blocks("emg")), name)
    volts = athlete.truth.activation(banded.start, banded.stop)
    volts = volts * [e.mvc_v for e in athlete.truth.montage.electrodes]
    known = np.isfinite(banded.data).all(axis=1)
    power = np.mean(banded.data[known] ** 2, axis=0), np.mean(volts[known] ** 2, axis=0)
    first = banded.start + int(np.argmax(known))
    sample = banded.cut(first, first + round(_SAMPLE_S * RATE_HZ))
    return np.asarray(np.sqrt(power[0] / power[1])), sample


def _output(plan: Plan, step: type[Step]) -> str:
    """The stream that the plan makes by a step."""
    return next(branch.output for branch in plan.branches if isinstance(branch.step, step))


@lru_cache(maxsize=1)
def few_sessions() -> tuple[Witness, ...]:
    """Some short sessions in a laboratory without disturbances, the same in every run."""
    return tuple(witness(Circumstances(reps=_FEW_REPS), seed) for seed in _FEW_SEEDS)
