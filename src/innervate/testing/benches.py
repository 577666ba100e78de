"""Examples of plug-ins on the bench: with signal enough to have something to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from typing import Any, cast

from innervate.core.clock import Clock
from innervate.core.errors import InnervateError
from innervate.core.event import Event, EventKind
from innervate.core.fit import Fit
from innervate.core.measure import Measure
from innervate.core.metric import Metric, MetricExample
from innervate.core.node import Node
from innervate.core.step import Step, StepExample
from innervate.core.stream import Block, StreamSpec
from innervate.engine.run import Reader
from innervate.testing.contract import BrokenError
from innervate.testing.feed import WHOLE, Case, Cutting, Stock, clock_of, deliver
from innervate.testing.signals import PERIOD_S, rate_of
from innervate.testing.trace import Trace

_LEAST_SAMPLES = 400
_STEP_S, _STEP_LONGEST_S = 3.0, 48.0
_METRIC_S, _METRIC_LONGEST_S = 10.0, 80.0
_ENOUGH = 0.2


def samples_of(specs: tuple[StreamSpec, ...], seconds: float) -> int:
    """How many samples that is, at least a few hundred."""
    return max(round(seconds * rate_of(specs[0])), _LEAST_SAMPLES)


@dataclass(frozen=True, slots=True, eq=False)
class StepBench:
    """One example of a step with its inputs."""

    step: Step
    fits: tuple[Fit, ...]
    stock: Stock
    clock: Clock
    output: str

    @classmethod
    def of(cls, example: StepExample) -> StepBench:
        """Give an example the signal that it needs to say something, as far as it ever does."""
        clock = clock_of(example.specs[0])
        run = example.step.open(example.specs)
        output = example.fits[0].stream if example.fits else run.spec.id
        seconds = _STEP_S
        while True:
            stock = Stock.of(example.specs, samples_of(example.specs, seconds))
            bench = cls(example.step, example.fits, stock, clock, output)
            if seconds >= _STEP_LONGEST_S or bench.whole().finite_share >= _ENOUGH:
                return bench
            seconds *= 2

    @property
    def specs(self) -> tuple[StreamSpec, ...]:
        """The input streams."""
        return self.stock.specs

    @property
    def events(self) -> frozenset[EventKind]:
        """The kinds of events that the step wants."""
        wanted: frozenset[EventKind] = getattr(self.step, "EVENTS", frozenset())
        return wanted

    def node(self) -> Node:
        """The step at work, as in a plan."""
        return Node(self.step, self.specs, self.output, self.clock)

    @property
    def same_time(self) -> bool:
        """Whether output and input are regular streams of one clock, comparable by index."""
        spec, first = self.node().spec, self.specs[0]
        return None not in (spec.rate_hz, first.rate_hz) and spec.clock == first.clock

    def fit_events(self, at_s: float = float("-inf")) -> tuple[Event, ...]:
        """The events that apply the example's fits."""
        return tuple(fit_event(fit, self.output, at_s) for fit in self.fits)

    def run(self, case: Case, cutting: Cutting = WHOLE) -> Trace:
        """What comes out of a case under a cutting."""
        node, blocks = deliver(self.node(), case, cutting, self.clock)
        return Trace.of(node.spec, blocks)

    def whole(self, start: int = 0) -> Trace:
        """What comes out of the whole stock at once, with the fits applied before."""
        return self.run(Case.plain(self.stock, start, self.fit_events()))

    def scaled(self, unit: str, factor: float) -> StepBench:
        """The same with all that is measured in `unit` larger: inputs and fits alike."""
        data = tuple(
            values * [factor if channel.unit == unit else 1.0 for channel in spec.channels]
            for spec, values in zip(self.specs, self.stock.data, strict=True)
        )
        return replace(
            self,
            step=_scaled_step(self.step, unit, factor),
            fits=tuple(_scaled_fit(fit, unit, factor) for fit in self.fits),
            stock=replace(self.stock, data=data),
        )


@dataclass(frozen=True, slots=True, eq=False)
class MetricBench:
    """One example of a metric with its inputs."""

    metric: Metric
    stock: Stock
    clock: Clock

    @classmethod
    def of(cls, example: MetricExample) -> MetricBench:
        """Give an example the signal that it needs to give a value, as far as it ever does."""
        seconds = _METRIC_S
        while True:
            stock = Stock.of(example.specs, samples_of(example.specs, seconds))
            bench = cls(example.metric, stock, clock_of(example.specs[0]))
            measures = bench.run(Case.plain(stock, 0, bench.usual))
            has = any(measure.value is not None for measure in measures)
            if has or seconds >= _METRIC_LONGEST_S:
                return bench
            seconds *= 2

    @property
    def specs(self) -> tuple[StreamSpec, ...]:
        """The input streams."""
        return self.stock.specs

    @property
    def events(self) -> frozenset[EventKind]:
        """The kinds of events that the metric wants."""
        wanted: frozenset[EventKind] = getattr(self.metric, "EVENTS", frozenset())
        return wanted

    @property
    def usual(self) -> tuple[Event, ...]:
        """A cue before each contraction and one within it, as far as events are wanted."""
        seconds = self.stock.samples / rate_of(self.specs[0])
        return usual_events(self.events, self.clock, seconds)

    def reader(self) -> Reader:
        """The metric at work, as in a plan."""
        return Reader(self.metric, self.specs, self.clock)

    def run(self, case: Case, cutting: Cutting = WHOLE) -> tuple[Measure, ...]:
        """What is read at the end of a case under a cutting."""
        reader, _ = deliver(self.reader(), case, cutting, self.clock)
        return tuple(reader.read())


def fit_event(fit: Fit, output: str, at_s: float) -> Event:
    """The event that applies a fit."""
    return Event(at_s, EventKind.FIT, fit.to_json(), stream=output, source="check")


def other_events(kinds: frozenset[EventKind], moments_s: tuple[float, ...]) -> tuple[Event, ...]:
    """Events of the wanted kinds, but for fits, in turn at these moments."""
    wanted = sorted(kinds - {EventKind.FIT})
    labels = ("go", "stop", "rest", "set 1")
    return tuple(
        Event(at_s, wanted[i % len(wanted)], labels[i % len(labels)], source="check")
        for i, at_s in enumerate(moments_s)
        if wanted
    )


def usual_events(kinds: frozenset[EventKind], clock: Clock, seconds: float) -> tuple[Event, ...]:
    """Events of each wanted kind: "go" before each contraction of the signals, "stop" in it."""
    found = []
    for number in range(int(seconds / PERIOD_S)):
        start_s = (number + 0.5) * PERIOD_S
        for kind in sorted(kinds - {EventKind.FIT}):
            for label, at_s in (("go", start_s - 0.2), ("stop", start_s + 0.5)):
                found.append(Event(clock.session_s(at_s), kind, label, source="check"))
    return tuple(found)


def chunks(stock: Stock, size: int) -> Iterator[tuple[int, Block]]:
    """The stock over and over again, in blocks of `size`, each input in turn."""
    start = 0
    while True:
        first = start % (stock.samples - size)
        first -= first % size
        for which, spec in enumerate(stock.specs):
            moments = stock.times_s[which]
            if moments is not None:
                lap_s = float(moments[-1]) * (start // (stock.samples - size))
                moments = moments[first : first + size] + lap_s
            yield which, Block(spec, start, stock.data[which][first : first + size], moments)
        start += size


def refusal(open_it: Callable[[], object]) -> None:
    """Call what may refuse; only an error with words may come out."""
    try:
        open_it()
    except InnervateError as error:
        if len(str(error).split()) < 3:
            raise BrokenError(f"it refuses with the words {str(error)!r} only") from error


def _scaled_fit(fit: Fit, unit: str, factor: float) -> Fit:
    powers = {unit: factor, f"{unit}^2": factor**2}
    return replace(
        fit,
        parameters=tuple(
            replace(p, values=tuple(value * powers.get(p.unit, 1.0) for value in p.values))
            for p in fit.parameters
        ),
    )


def _scaled_step(step: Step, unit: str, factor: float) -> Step:
    """A step that holds a fit among its parameters has it scaled too."""
    described = cast("Any", step)
    fits = {
        field.name: _scaled_fit(value, unit, factor)
        for field in fields(described)
        if isinstance(value := getattr(step, field.name), Fit)
    }
    return cast("Step", replace(described, **fits)) if fits else step


def scaled_steps(step: Step, factor: float) -> Iterator[Step]:
    """The step with each of its parameters that are floats, alone, times a factor."""
    described = cast("Any", step)
    for field in fields(described):
        value = getattr(step, field.name)
        numbers = value if isinstance(value, tuple) else (value,)
        if not numbers or not all(isinstance(number, float) for number in numbers):
            continue
        scaled = tuple(number * factor for number in numbers)
        with suppress(InnervateError):
            changed = scaled if isinstance(value, tuple) else scaled[0]
            yield cast("Step", replace(described, **{field.name: changed}))
