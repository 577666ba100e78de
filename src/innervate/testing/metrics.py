"""How the contracts of metrics are checked (they stand in `metric_contracts`)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

import numpy as np

from innervate.core.event import EventKind
from innervate.core.inlet import check_inputs
from innervate.core.measure import Measure
from innervate.core.metric import Metric, MetricExample
from innervate.core.units import KNOWN
from innervate.engine.run import Reader
from innervate.testing.benches import MetricBench, chunks, refusal
from innervate.testing.contract import BrokenError, check_words
from innervate.testing.drawn import for_all
from innervate.testing.feed import WHOLE, Case, Cutting, Damage, clock_of
from innervate.testing.measures import check_measure, same_measures
from innervate.testing.memory import growth
from innervate.testing.signals import rate_of
from innervate.testing.situations import Situation, metric_situations
from innervate.testing.step_words import check_described, check_parameters, odd_inputs
from innervate.testing.truths import check_truth
from innervate.testing.witness import few_sessions

_EXAMPLES = 20
_BLOCK = 50
_BYTES_PER_MEASURE = 1024
_HOUR_S, _BREAK_S = 3600.0, 60.0
_SLACK_S = 2.0
"""How far into a gap a window may reach that began before it."""


@dataclass(frozen=True, slots=True)
class Measuring:
    """A metric's class with its examples and the name it is registered under, if any."""

    plugin: type[Metric]
    examples: tuple[MetricExample, ...]


def described(subject: Measuring) -> None:
    """The class is what the house expects."""
    plugin = subject.plugin
    check_described(plugin, plugin.VERSION, plugin.ACCEPTS)
    if not subject.examples:
        raise BrokenError("examples() gives none")
    for example in subject.examples:
        check_inputs("the example", example.metric.ACCEPTS, example.specs)
    for name in ("LABEL", "FORMAT", "EVIDENCE"):
        check_words(name, getattr(plugin, name, None))
    try:
        format(1.25, plugin.FORMAT)
    except ValueError as error:
        raise BrokenError(f"FORMAT {plugin.FORMAT!r} cannot print a number: {error}") from error


def parameters(subject: Measuring) -> None:
    """Parameters survive JSON."""
    for example in subject.examples:
        check_parameters(example.metric)


def refuses(subject: Measuring) -> None:
    """Inputs that do not suit are refused with words."""
    for example in subject.examples:
        clock = clock_of(example.specs[0])
        for specs in odd_inputs(example.specs):
            refusal(partial(Reader, example.metric, specs, clock))


def speaks(bench: MetricBench) -> None:
    """The example gives a value."""
    measures = bench.run(Case.plain(bench.stock, 0, bench.usual))
    if not any(measure.value is not None for measure in measures):
        reasons = sorted({reason for m in measures for reason in m.quality.reasons})
        raise BrokenError(f"no measure has a value ({'; '.join(reasons) or 'none was read'})")


def first_law(bench: MetricBench) -> None:
    """Any cutting and interleaving gives the measures of the whole."""

    def check(situation: Situation) -> None:
        case = situation.metric_case(bench)
        got = bench.run(case, situation.moved_cutting)
        same_measures(got, bench.run(case), situation.words())

    for_all(metric_situations(bench), check, _EXAMPLES)


def pickled(bench: MetricBench) -> None:
    """A pickle in mid-stream changes nothing."""

    def check(situation: Situation) -> None:
        case = situation.metric_case(bench)
        got = bench.run(case, situation.moved_cutting)
        same_measures(got, bench.run(case), situation.words())

    for_all(metric_situations(bench, pickled=True), check, 6)


def pure_read(bench: MetricBench) -> None:
    """Reading changes nothing."""
    case = Case.plain(bench.stock, 0, bench.usual)
    reader = bench.reader()
    tuple(reader.read())
    for event in case.events:
        reader.announce(event)
    cutting = _even(bench, max(bench.stock.samples // 20, 1))
    for which, block in cutting.turns(case):
        reader.push(which, block)
        reader.cover(bench.clock.session_s(block.stop / rate_of(block.spec)))
        same_measures(tuple(reader.read()), tuple(reader.read()), "read twice in a row")
    reader.finish()
    same_measures(tuple(reader.read()), bench.run(case), "after having been read on the way")


def deterministic(bench: MetricBench) -> None:
    """The same input gives the same measures."""
    case = Case.plain(bench.stock, 0, bench.usual)
    same_measures(bench.run(case), bench.run(case), "when run again on the same input")


def input_untouched(bench: MetricBench) -> None:
    """Blocks handed over are not changed."""
    case = Damage(missing=((0, bench.stock.samples // 2, 7),)).apply(bench.stock)
    before = case.bytes()
    for cutting in (WHOLE, _even(bench, 97)):
        bench.run(case, cutting)
        if case.bytes() != before:
            raise BrokenError(f"the samples handed over were changed ({cutting.words()})")


def memory(bench: MetricBench) -> None:
    """The state grows with the measures at most."""
    reader = bench.reader()
    if not bench.events - {EventKind.FIT}:
        reader.cover(math.inf)
    source = chunks(bench.stock, _BLOCK)
    counts: list[int] = []

    def feed(blocks: int) -> None:
        for which, block in islice(source, blocks * len(bench.specs)):
            reader.push(which, block)
            reader.cover(bench.clock.session_s(block.stop / rate_of(bench.specs[0])))
        counts.append(len(tuple(reader.read())))

    found = growth(reader, feed, _BLOCK, rate_of(bench.specs[0]))
    allowed = max(counts[1] - counts[0], 0) * _BYTES_PER_MEASURE
    if found.state > 4096 + allowed or found.other > 65536 + 8 * allowed:
        raise BrokenError(
            f"{found.samples} samples and {counts[1] - counts[0]} measures more made the pickled "
            f"state {found.state} bytes larger and the memory in use {found.other} bytes"
        )


def time(bench: MetricBench) -> None:
    """Times come from sample indices: the same signal an hour later is measured an hour later."""
    rate_hz = bench.specs[0].rate_hz
    if rate_hz is None:
        return
    plain = replace(bench, clock=type(bench.clock)(bench.clock.name))
    by = round(_HOUR_S * rate_hz)
    early = plain.run(Case.plain(bench.stock))
    late = plain.run(Case.plain(bench.stock, by))
    moved = tuple(_moved(measure, by / rate_hz) for measure in early)
    same_measures(late, moved, f"beginning at sample {by} instead of 0", seconds=1e-6)


def gaps(bench: MetricBench) -> None:
    """A longer gap moves what comes after it, and nothing else."""
    rate_hz = bench.specs[0].rate_hz
    if rate_hz is None:
        return
    plain = replace(bench, clock=type(bench.clock)(bench.clock.name))
    half, pause = bench.stock.samples // 2, round(_BREAK_S * rate_hz)
    until_s, pause_s = half / rate_hz, pause / rate_hz
    short, long = (plain.run(_with_gap(bench, half, times * pause)) for times in (1, 2))
    before = [m for m in short if m.stop_s <= until_s]
    same_measures(
        tuple(m for m in long if m.stop_s <= until_s), tuple(before), "before a longer gap"
    )
    after = tuple(_moved(m, pause_s) for m in short if m.start_s >= until_s + pause_s)
    got = tuple(m for m in long if m.start_s >= until_s + 2 * pause_s)
    same_measures(got, after, f"after a gap {pause_s:g} s longer", seconds=1e-6)
    for measure in short:
        for edge_s in (measure.start_s, measure.stop_s):
            if until_s + _SLACK_S < edge_s < until_s + pause_s - 1e-9:
                raise BrokenError(
                    f"{measure.metric} covers {measure.start_s:g} to {measure.stop_s:g} s and has "
                    f"an edge in a gap from {until_s:g} to {until_s + pause_s:g} s"
                )


def well_formed(bench: MetricBench) -> None:
    """Every measure can be trusted to say what it is."""
    hole = Damage(missing=((0, bench.stock.samples // 3, bench.stock.samples // 6),))
    known = _muscles(bench)
    declared = KNOWN | frozenset(getattr(bench.metric, "UNITS", ()))
    end_s = bench.clock.session_s(bench.stock.samples / rate_of(bench.specs[0])) + 1e-6
    for damage in (Damage(), hole):
        for measure in bench.run(damage.apply(bench.stock, bench.usual)):
            check_measure(measure, declared, known, bench.metric.VERSION)
            if not (
                bench.clock.session_s(0.0) - 1e-6 <= measure.start_s <= measure.stop_s <= end_s
            ):
                raise BrokenError(
                    f"{measure.metric} covers {measure.start_s:g} to {measure.stop_s:g} s of a "
                    f"signal that ends at {end_s:g} s"
                )


def nothing_from_nothing(bench: MetricBench) -> None:
    """Where nothing was measured, nothing is said."""
    tuple(bench.reader().read())
    known = _muscles(bench)
    nothing = replace(bench.stock, data=tuple(np.full_like(d, np.nan) for d in bench.stock.data))
    for measure in bench.run(Case.plain(nothing)):
        if measure.value is not None:
            raise BrokenError(
                f"out of missing values only it made {measure.metric} {measure.value}"
            )
        check_measure(measure, None, known, bench.metric.VERSION)


def true(bench: MetricBench) -> None:
    """The measures lie near the truth of a virtual athlete."""
    check_truth(MetricExample(bench.metric, bench.specs), few_sessions())


def _muscles(bench: MetricBench) -> frozenset[str | None]:
    return frozenset(c.muscle for spec in bench.specs for c in spec.channels)


def _moved(measure: Measure, by_s: float) -> Measure:
    return replace(measure, start_s=measure.start_s + by_s, stop_s=measure.stop_s + by_s)


def _with_gap(bench: MetricBench, half: int, length: int) -> Case:
    stock = bench.stock
    return Case(
        tuple(
            stock.blocks(which, 0, [(0, half)])
            + stock.blocks(which, length, [(half, stock.samples)])
            for which in range(len(stock.specs))
        )
    )


def _even(bench: MetricBench, size: int) -> Cutting:
    cuts = tuple(range(size, bench.stock.samples, size))
    return Cutting(cuts=(cuts,) * len(bench.specs))
