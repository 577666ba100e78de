"""When a repetition is being done, from the activation of its target muscles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError, NotEnoughDataError
from innervate.core.event import Event, EventKind
from innervate.core.fit import Fit, FitParameter
from innervate.core.run import SampleRun
from innervate.core.step import Accepts, Fitter, Interval, Run, Step, StepExample
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.core.units import DIMENSIONLESS, PERCENT_MVC, UNKNOWN
from innervate.steps._counter import Counter
from innervate.steps._frames import Framer
from innervate.steps._levels import PowerCounts, Span, two_humps

_NAME = "repetitions"
_FRAME_S = 0.02
_BACK_S = 0.3

_WINDOW_S = 0.1
_LEAST_WINDOWS, _ACTIVE_WINDOWS = 40, 4
_CONTRAST_DB = 4.0


@dataclass(frozen=True, slots=True)
class Repetitions:
    """Marks repetitions in the activation itself, so that sets can be counted without a camera.

    Input: activations or envelopes, any unit. Output: one state "repetition", 1 during a
    repetition and 0 between, at input time. NaN until a fit is applied and where a target was
    not measured.

    Method: each target is scaled by its own levels (0 at rest, 1 at its usual effort; the two
    humps of its logarithmic level), averaged and smoothed; a repetition begins where the mean
    leaves 0.2 on its way to 0.4 and ends where it stays below 0.2 for longer than
    `longest_dip_s`, or at the lowest point of a longer dip below `part_below` of its peak
    from which the mean climbs by 0.3 of that peak. Activation alone cannot tell everything: a
    movement in which the muscles let go for longer than that counts twice, and repetitions
    between which they do not fall that low count as one.

    Attributes:
        channels: names of the targets; empty means all channels.
        shortest_s: shorter activity is no repetition.
        longest_dip_s: shorter dips belong to the repetition.
        smooth_s: width of the centred moving average.
        part_below: a dip below this share of the peak parts two repetitions, if the mean climbs
            again; lower it for an exercise with a pause at little tension.
        fit: what was learned, if it is known from the start.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.ACTIVATION, Kind.ENVELOPE}),)
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.FIT})

    channels: tuple[str, ...] = ()
    shortest_s: float = 0.5
    longest_dip_s: float = 0.3
    smooth_s: float = 0.25
    part_below: float = 0.35
    fit: Fit | None = None

    def __post_init__(self) -> None:
        if not (self.shortest_s > 0 and self.longest_dip_s > 0 and self.smooth_s > 0):
            raise InputError(
                "the durations of the repetitions step must be positive",
                given=f"shortest_s {self.shortest_s}, longest_dip_s {self.longest_dip_s}, "
                f"smooth_s {self.smooth_s}",
            )

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        """Begin on one stream; raises `InputError` where it lacks a target."""
        (spec,) = specs
        return _RepetitionRun(self, spec)

    @property
    def known(self) -> bool:
        """Whether the parameters already state what would be learned."""
        return self.fit is not None

    def fitter(self, specs: tuple[StreamSpec, ...], intervals: tuple[Interval, ...]) -> Fitter:
        """Learn rest and effort from intervals that hold repetitions and the rest between."""
        (spec,) = specs
        return _RepetitionFitter(_targets(self, spec), spec, intervals)

    def with_fit(self, fit: Fit) -> Self:
        """The same step, ready from the first sample."""
        return replace(self, fit=fit)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        """One target of two muscles, with its levels."""
        channels = tuple(Channel(name, Kind.ACTIVATION, PERCENT_MVC) for name in ("BB", "TB"))
        spec = StreamSpec("activation", channels, 100.0, "amplifier")
        levels = (FitParameter("rest", (0.1,), PERCENT_MVC),
                  FitParameter("effort", (1.0,), PERCENT_MVC))  # fmt: skip
        fit = Fit(_NAME, cls.VERSION, spec.derive(suffix=_NAME).id, ("BB",), "stated", levels)
        return (StepExample(cls(channels=("BB",)), (spec,), (fit,)),)


def _targets(step: Repetitions, spec: StreamSpec) -> tuple[int, ...]:
    names = [channel.name for channel in spec.channels]
    missing = [name for name in step.channels if name not in names]
    if missing or not names:
        raise InputError(
            f"stream {spec.id!r} lacks a target of the repetitions step",
            given=", ".join(step.channels),
            found=", ".join(names) or "no channels",
            fix="name channels that the stream has, or none for all",
        )
    return tuple(names.index(name) for name in step.channels or names)


class _RepetitionKernel:
    """Scales, averages and smooths the targets, and holds each frame's state for its samples."""

    def __init__(self, length: int, smooth: int, counter: Counter) -> None:
        self._length, self._counter = length, counter
        self._framer = Framer(length, fill=0.0)
        self._smooth, self._half = smooth, smooth // 2
        self._past: Samples | None = None
        self.lag_frames = counter.look_ahead + self._half
        self._rest = np.zeros(0)
        self._gain = np.zeros(0)
        self._waiting: list[tuple[int, Samples, Samples]] = []
        self._states = [np.nan]
        self._states_from: int | None = None

    def learn(self, rest: Samples, effort: Samples, sample: int) -> None:
        """Use these levels from the first frame on that begins at or after the sample."""
        self._waiting.append((-(-sample // self._length) + self._half, rest, effort))

    def __call__(self, data: Samples, start: int) -> Samples:
        if self._states_from is None:
            self._states_from = start // self._length - 1
        first, means = self._framer.push(data, start)
        for frame, mean in enumerate(self._smoothed(means), start=first):
            state = self._counter.push(self._level(mean, frame))
            if state is not None:
                self._states.append(state)
        index = (np.arange(start, start + len(data)) + 1) // self._length - 1
        index -= self._counter.look_ahead + self._states_from
        out = np.array(self._states)[np.maximum(index, 0), None]
        self._states_from += len(self._states) - 1
        self._states = self._states[-1:]
        return out

    def _smoothed(self, means: Samples) -> Samples:
        """Means over the last frames, as many as there have been."""
        width = self._smooth
        past = np.empty((0, means.shape[1])) if self._past is None else self._past
        joined = np.concatenate((np.zeros((width - 1 - len(past), means.shape[1])), past, means))
        total = joined[width - 1 :].copy()
        for back in range(1, width):
            total += joined[width - 1 - back : len(joined) - back]
        seen = np.minimum(len(past) + 1 + np.arange(len(means)), width)
        self._past = np.concatenate((past, means))[-(width - 1) or len(joined) :]
        return np.asarray(total / seen[:, None])

    def _level(self, mean: Samples, frame: int) -> float:
        while self._waiting and self._waiting[0][0] <= frame:
            _, self._rest, effort = self._waiting.pop(0)
            learned = effort > self._rest
            reach = np.where(learned, effort - self._rest, 1.0)
            self._gain = learned / reach / max(int(learned.sum()), 1)
            self._counter.reset()
        if not self._gain.any():
            return float("nan")
        return float((mean - self._rest) @ self._gain)


class _RepetitionRun:
    """Targets to one state; fits come as events."""

    def __init__(self, step: Repetitions, spec: StreamSpec) -> None:
        rate_hz = spec.regular_rate_hz
        length = max(1, round(_FRAME_S * rate_hz))

        def frames(seconds: float) -> int:
            return max(1, round(seconds * rate_hz / length))

        self._columns = _targets(step, spec)
        targets = tuple(spec.channels[column] for column in self._columns)
        self._input = replace(spec, channels=targets)
        counter = Counter(
            frames(step.shortest_s), frames(step.longest_dip_s), frames(_BACK_S), step.part_below
        )
        smooth = frames(step.smooth_s / 2) * 2 - 1
        self._kernel = _RepetitionKernel(length, smooth, counter)
        self._lag = self._kernel.lag_frames * length + length - 1
        state = (Channel("repetition", Kind.STATE, DIMENSIONLESS),)
        self._run = SampleRun(
            spec.derive(suffix=_NAME, channels=state),
            self._kernel,
            lag=self._lag,
            settling=self._lag,
        )
        self._reached: int | None = None
        if step.fit is not None:
            self._learn(step.fit, 0)

    @property
    def spec(self) -> StreamSpec:
        """The state."""
        return self._run.spec

    @property
    def delay_s(self) -> float:
        """The shortest repetition, the longest dip, the dating back and half the smoothing."""
        return self._run.delay_s

    @property
    def settling_s(self) -> float:
        """None: what happened before the stretch is not part of the state."""
        return self._run.settling_s

    def push(self, item: Block | Event) -> Sequence[Block]:
        """Take samples, or a fit that holds from its sample on."""
        if isinstance(item, Event):
            self._learn(Fit.from_json(item.label), item.sample or 0)
            return ()
        if not len(item):
            return ()
        self._reached = item.stop
        return self._run.push(Block(self._input, item.start, item.data[:, self._columns]))

    def finish(self) -> Sequence[Block]:
        """The states up to the end, decided as if rest followed."""
        if self._reached is None:
            return ()
        silence = np.zeros((self._lag, len(self._columns)))
        end, self._reached = self._reached, None
        return self._run.push(Block(self._input, end, silence))

    def _learn(self, fit: Fit, sample: int) -> None:
        names = [channel.name for channel in self._input.channels]
        missing = any(name not in fit.channels for name in names)
        if (fit.step, fit.version) != (_NAME, Repetitions.VERSION) or missing:
            raise InputError(
                f"the fit does not suit the repetitions step on stream {self._input.id!r}",
                given=f"a fit of {fit.step} version {fit.version} for {', '.join(fit.channels)}",
                fix="learn it again with this stream and these targets",
            )
        order = [fit.channels.index(name) for name in names]
        rest, effort = (np.array(fit.values(name))[order] for name in ("rest", "effort"))
        self._kernel.learn(rest, effort, sample)


class _RepetitionFitter:
    """Counts the level of windows of 0.1 s, and finds those of rest and effort."""

    def __init__(
        self, targets: tuple[int, ...], spec: StreamSpec, intervals: tuple[Interval, ...]
    ) -> None:
        self._targets, self._spec, self._intervals = targets, spec, intervals
        length = max(1, round(_WINDOW_S * spec.regular_rate_hz))
        self._window_s = length / spec.regular_rate_hz
        self._windows = Framer(length, fill=np.nan)
        self._span = Span()
        self._counts = PowerCounts(len(targets))

    def push(self, block: Block) -> None:
        """Count the windows that the block completes."""
        self._span.add(block)
        _, means = self._windows.push(block.data[:, self._targets], block.start)
        self._counts.add(np.maximum(means, 0.0) ** 2)

    def result(self) -> Fit:
        """The levels; raises `NotEnoughDataError` where no target has enough data."""
        channels = [self._spec.channels[target] for target in self._targets]
        found = [self._target(index) for index in range(len(channels))]
        if all(levels is None for levels in found):
            raise NotEnoughDataError(
                "the repetitions step has too little data to learn from",
                fix=f"give it {_LEAST_WINDOWS * self._window_s:.1f} s or more",
            )
        levels = [pair or (0.0, 0.0) for pair in found]
        reasons = tuple(
            f"{channel.label}: {'too little data' if pair is None else 'effort does not stand out'}"
            for channel, pair in zip(channels, found, strict=True)
            if not pair or pair[1] <= pair[0]
        )
        units = {channel.unit for channel in channels}
        unit = units.pop() if len(units) == 1 else UNKNOWN
        return Fit(
            step=_NAME,
            version=Repetitions.VERSION,
            stream=self._spec.derive(suffix=_NAME).id,
            channels=tuple(channel.name for channel in channels),
            method="levels at rest and in effort by a mixture of two normals of log level",
            parameters=(
                FitParameter("rest", tuple(pair[0] for pair in levels), unit),
                FitParameter("effort", tuple(pair[1] for pair in levels), unit),
            ),
            intervals=self._span.of(self._intervals),
            ok=any(effort > rest for rest, effort in levels),
            reasons=reasons,
        )

    def _target(self, index: int) -> tuple[float, float] | None:
        counts = self._counts.of(index).copy()
        counts[0] += self._counts.silent[index]
        if counts.sum() < _LEAST_WINDOWS:
            return None
        rest, effort = two_humps(counts)
        stands_out = effort.mean_db - rest.mean_db >= _CONTRAST_DB
        if not stands_out or effort.share * float(counts.sum()) < _ACTIVE_WINDOWS:
            return 0.0, 0.0
        return 10.0 ** (rest.mean_db / 20.0), 10.0 ** (effort.mean_db / 20.0)


PLUGIN: type[Step] = Repetitions
