"""The contracts of steps on what they say of themselves: words, units, parameters, numbers."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, is_dataclass, replace
from functools import partial

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.inlet import check_inputs
from innervate.core.node import Node
from innervate.core.plain import from_plain, to_plain
from innervate.core.step import Accepts, Learns, Step, StepExample
from innervate.core.stream import StreamSpec
from innervate.core.units import (
    DIMENSIONLESS,
    KNOWN,
    PERCENT,
    PERCENT_MVC,
    PERCENT_PEAK,
    PERCENT_SUBMAXIMAL,
    UNKNOWN,
)
from innervate.testing.benches import StepBench, refusal, scaled_steps
from innervate.testing.contract import BrokenError, Contract, NotApplicableError
from innervate.testing.feed import clock_of
from innervate.testing.trace import EXACT_KINDS, Trace, same

RELATIVE = frozenset({DIMENSIONLESS, PERCENT, PERCENT_MVC, PERCENT_SUBMAXIMAL, PERCENT_PEAK})
"""Units of values that do not change when the signal's unit does."""


@dataclass(frozen=True, slots=True)
class Stepping:
    """A step's class with its examples, for the contracts that need no signal."""

    plugin: type[Step]
    examples: tuple[StepExample, ...]


def described(subject: Stepping) -> None:
    """The class is what the house expects."""
    plugin = subject.plugin
    check_described(plugin, plugin.VERSION, plugin.ACCEPTS)
    if not subject.examples:
        raise BrokenError("examples() gives none")
    for example in subject.examples:
        check_inputs("the example", example.step.ACCEPTS, example.specs)
        if type(example.step) is not plugin:
            raise BrokenError(f"an example is a {type(example.step).__name__}")
        members = [name for name in ("known", "fitter", "with_fit") if hasattr(example.step, name)]
        if members and not isinstance(example.step, Learns):
            raise BrokenError(f"of a step that learns it has {' and '.join(members)} only")


def check_described(plugin: type, version: object, accepts: Accepts) -> None:
    """What steps and metrics have in common."""
    frozen = getattr(getattr(plugin, "__dataclass_params__", None), "frozen", False)
    if not (is_dataclass(plugin) and frozen):
        raise BrokenError(f"{plugin.__name__} is not a frozen dataclass")
    if not plugin.__doc__ or plugin.__doc__.startswith(plugin.__name__ + "("):
        raise BrokenError(f"{plugin.__name__} has no docstring")
    if type(version) is not int or version < 1:
        raise BrokenError(f"VERSION is {version!r}, not a whole number from 1 on")
    if not accepts or not all(isinstance(k, Kind) for kinds in accepts for k in kinds):
        raise BrokenError("ACCEPTS does not name the kinds of each input")


def parameters(subject: Stepping) -> None:
    """Parameters survive JSON."""
    for example in subject.examples:
        check_parameters(example.step)


def check_parameters(plugin: object) -> None:
    """A step or metric reads back equal from JSON."""
    text = json.dumps(to_plain(plugin))
    again = from_plain(type(plugin), json.loads(text))
    if again != plugin:
        raise BrokenError(f"{plugin} comes back from JSON as {again}")


def refuses(subject: Stepping) -> None:
    """Inputs that do not suit are refused with words."""
    for example in subject.examples:
        clock = clock_of(example.specs[0])
        for specs in odd_inputs(example.specs):
            refusal(partial(Node, example.step, specs, "odd", clock))


def odd_inputs(specs: tuple[StreamSpec, ...]) -> Iterator[tuple[StreamSpec, ...]]:
    """Inputs that a plug-in might not expect."""
    first, rest = specs[0], specs[1:]
    yield ()
    yield (*specs, first)
    if rest:
        yield (first,)
    for rate_hz in (None, 0.1, 3.0, 20.0, 1e6):
        yield tuple(replace(spec, rate_hz=rate_hz) for spec in specs)
    yield tuple(replace(spec, channels=()) for spec in specs)
    yield tuple(replace(spec, channels=spec.channels[:1]) for spec in specs)
    for unit in (UNKNOWN, "furlong"):
        yield (replace(first, channels=tuple(replace(c, unit=unit) for c in first.channels)), *rest)
    many = tuple(Channel(f"c{i}", c.kind, c.unit) for i, c in enumerate(first.channels * 3))
    yield (replace(first, channels=many), *rest)


def units(bench: StepBench) -> None:
    """The output spec says what comes out."""
    run = bench.step.open(bench.specs)
    spec = run.spec
    for channel in spec.channels:
        if channel.unit not in KNOWN:
            raise BrokenError(
                f"channel {channel.name!r} is in {channel.unit!r}, no unit of core.units"
            )
        if channel.kind in EXACT_KINDS and channel.unit != DIMENSIONLESS:
            raise BrokenError(f"{channel.kind} channel {channel.name!r} is in {channel.unit!r}")
    if bench.step.open(bench.specs).spec != spec:
        raise BrokenError("opening twice on the same inputs gives different output streams")
    made = tuple(replace(each, simulated=True) for each in bench.specs)
    if not bench.step.open(made).spec.simulated:
        raise BrokenError("the output of simulated inputs is not marked as simulated")
    own_clock = spec.clock not in {each.clock for each in bench.specs}
    if own_clock and not getattr(bench.step, "WANTS_TIME", False):
        raise BrokenError(f"the output has the clock {spec.clock!r}, which none of the inputs has")
    for name, seconds in (("delay_s", run.delay_s), ("settling_s", run.settling_s)):
        if not (math.isfinite(seconds) and seconds >= 0):
            raise BrokenError(f"{name} is {seconds!r}")


def homogeneous(bench: StepBench) -> None:
    """Larger input gives larger output where the unit stays, and the same where it has none."""
    if getattr(bench.step, "HOMOGENEOUS", True) is False:
        reason = getattr(bench.step, "HOMOGENEOUS_REASON", "")
        if not reason:
            raise BrokenError("HOMOGENEOUS is False without a HOMOGENEOUS_REASON")
        raise NotApplicableError(str(reason))
    _scales(bench, (1024.0, 2.0**-10), exact=True)


def precise(bench: StepBench) -> None:
    """Numbers are carried in float64."""
    trace = bench.whole()
    for column, channel in enumerate(trace.spec.channels):
        values = trace.values[:, column]
        values = values[np.isfinite(values) & (values != np.round(values))]
        if channel.kind in EXACT_KINDS or len(values) < 50:
            continue
        with np.errstate(over="ignore"):
            if np.array_equal(values, values.astype(np.float32)):
                raise BrokenError(f"every value of channel {channel.name!r} is a float32")
    if getattr(bench.step, "HOMOGENEOUS", True):
        _scales(bench, (1.1,), exact=False)


def _scales(bench: StepBench, factors: tuple[float, ...], *, exact: bool) -> None:
    found = {channel.unit for spec in bench.specs for channel in spec.channels} - RELATIVE
    wanted = bench.whole()
    for unit in sorted(found):
        for factor in factors:
            scales = tuple(_scale(channel, unit, factor, exact) for channel in wanted.spec.channels)
            when = f"with {factor:g} times as many {unit} coming in"
            _scales_somehow(bench.scaled(unit, factor), factor, wanted, scales, when)


def _scales_somehow(
    bench: StepBench, factor: float, wanted: Trace, scales: tuple[float | None, ...], when: str
) -> None:
    """As it stands, or with one of its parameters, taken to be in the input's unit, scaled too."""
    try:
        same(bench.whole(), wanted, when, scales=scales)
    except BrokenError:
        for step in scaled_steps(bench.step, factor):
            with suppress(BrokenError):
                same(replace(bench, step=step).whole(), wanted, when, scales=scales)
                return
        raise


def _scale(channel: Channel, unit: str, factor: float, exact: bool) -> float | None:
    if channel.kind in EXACT_KINDS and not exact:
        return None
    if channel.unit == unit:
        return factor
    return 1.0 if channel.unit in RELATIVE else None


def speaks(bench: StepBench) -> None:
    """The example has something to say."""
    share = bench.whole().finite_share
    if share < 0.1:
        seconds = bench.stock.samples / (bench.specs[0].rate_hz or 50.0)
        raise BrokenError(f"{1 - share:.0%} of what came out of {seconds:g} s of signal is NaN")


CLASS = (
    Contract(
        "description",
        "a step is a frozen dataclass with docstring, VERSION, ACCEPTS and examples",
        "follow the protocol core.step.Step, and core.step.Learns where it learns",
        described,
    ),
    Contract(
        "parameters",
        "parameters survive JSON",
        "use numbers, strings, tuples, enums and frozen dataclasses, annotated",
        parameters,
    ),
    Contract(
        "refusal",
        "inputs that do not suit are refused with a PlanError or InputError in words",
        "check rate, channels and units in open() and say what was found and what to do",
        refuses,
    ),
)
WORDS = (
    Contract(
        "says something",
        "an example gives finite values on a minute of signal",
        "give examples with constants short enough, and fits where the step learns",
        speaks,
    ),
    Contract(
        "units",
        "the output spec is constant and honest: known units, clock, simulation, delays",
        "derive the output with spec.derive(...) and state units of core.units",
        units,
    ),
    Contract(
        "unit homogeneity",
        "values in the unit of the input grow with it, values without a unit do not",
        "state the true unit of the output, and of the fits' parameters; a step with absolute "
        "limits says HOMOGENEOUS = False and why in HOMOGENEOUS_REASON",
        homogeneous,
    ),
    Contract(
        "float64",
        "numbers keep the precision of float64",
        "do not cast to float32; a float32 kernel works on fixed blocks anchored at sample 0",
        precise,
    ),
)
