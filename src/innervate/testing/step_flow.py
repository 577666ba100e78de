"""The contracts of steps on what flows through them: cuts, gaps, state and memory."""

from __future__ import annotations

import math
from itertools import islice

import numpy as np

from innervate.core.event import EventKind
from innervate.core.stream import Block
from innervate.testing.benches import StepBench, chunks
from innervate.testing.contract import BrokenError, Contract, NotApplicableError
from innervate.testing.drawn import for_all
from innervate.testing.feed import WHOLE, Case, Cutting, Damage, deliver
from innervate.testing.memory import Growth, growth
from innervate.testing.signals import rate_of
from innervate.testing.situations import Situation, step_situations
from innervate.testing.trace import Trace, same

_EXAMPLES = 25
_BLOCK = 50


def first_law(bench: StepBench) -> None:
    """Any cutting gives the result of the whole."""

    def check(situation: Situation) -> None:
        case = situation.step_case(bench)
        got = bench.run(case, situation.moved_cutting)
        same(got, bench.run(case), situation.words())

    for_all(step_situations(bench), check, _EXAMPLES)


def pickled(bench: StepBench) -> None:
    """A pickle in mid-stream changes nothing."""

    def check(situation: Situation) -> None:
        case = situation.step_case(bench)
        got = bench.run(case, situation.moved_cutting)
        same(got, bench.run(case), situation.words())

    for_all(step_situations(bench, pickled=True), check, 8)


def deterministic(bench: StepBench) -> None:
    """The same input gives the same output."""
    same(bench.whole(), bench.whole(), "when run again on the same input")


def input_untouched(bench: StepBench) -> None:
    """Blocks handed over are not changed, not even by way of the array under them."""
    for missing in ((), ((0, bench.stock.samples // 2, 7),)):
        case = Damage(missing=missing).apply(bench.stock, bench.fit_events())
        before = case.bytes()
        for cutting in (WHOLE, _even(bench, 97)):
            bench.run(case, cutting)
            if case.bytes() != before:
                raise BrokenError(f"the samples handed over were changed ({cutting.words()})")


def output_kept(bench: StepBench) -> None:
    """A block that was given stays as it was."""
    case = Case.plain(bench.stock, 0, bench.fit_events())
    node = bench.node()
    given: list[tuple[Block, bytes]] = []
    for event in case.events:
        node.announce(event)
    node.cover(math.inf)
    for which, block in _even(bench, 97).turns(case):
        given += [(out, out.data.tobytes()) for out in node.push(which, block)]
    given += [(out, out.data.tobytes()) for out in node.finish()]
    for block, before in given:
        if block.data.tobytes() != before:
            raise BrokenError(f"the output block at sample {block.start} was changed later on")


def order(bench: StepBench) -> None:
    """Output indices go up one by one, to the end of the input, less the delay."""
    trace = bench.whole()
    if not len(trace.index):
        raise BrokenError("nothing at all came out of the example")
    jumps = np.flatnonzero(np.diff(trace.index) != 1)
    if len(jumps):
        raise BrokenError(
            f"without any gap in the input, output sample {trace.index[jumps[0] + 1]} "
            f"follows sample {trace.index[jumps[0]]}"
        )
    _ends(bench, trace)
    node, first = deliver(bench.node(), Case(tuple(() for _ in bench.specs)), WHOLE, bench.clock)
    if first or node.finish():
        raise BrokenError("output came out of no input")
    node, _ = deliver(bench.node(), Case.plain(bench.stock), WHOLE, bench.clock)
    if any(len(block) for block in node.finish()):
        raise BrokenError("finishing twice gave more output")


def _ends(bench: StepBench, trace: Trace) -> None:
    if not bench.same_time:
        return
    rate_hz, in_rate_hz = trace.spec.regular_rate_hz, bench.specs[0].regular_rate_hz
    end_s = bench.stock.samples / in_rate_hz
    reached_s = (int(trace.index[-1]) + 1) / rate_hz
    slack_s = bench.node().delay_s + 1.0 / rate_hz + 1.0 / in_rate_hz
    if reached_s < end_s - slack_s or reached_s > end_s + slack_s:
        raise BrokenError(f"{end_s:g} s of input gave output up to {reached_s:g} s")


def delay(bench: StepBench) -> None:
    """Output is there when `delay_s` says, and not before its phenomenon."""
    if not bench.same_time:
        raise NotApplicableError("an irregular stream, or one with a clock of its own")
    node = bench.node()
    rate_hz, in_rate_hz = node.spec.regular_rate_hz, bench.specs[0].regular_rate_hz
    for event in bench.fit_events():
        node.announce(event)
    node.cover(math.inf)
    reached = 0
    size = max(1, round(0.01 * in_rate_hz))
    for which, block in islice(chunks(bench.stock, size), 120 * len(bench.specs)):
        for out in node.push(which, block):
            reached = max(reached, out.stop) if len(out) else reached
        if which < len(bench.specs) - 1:
            continue
        now_s = block.stop / in_rate_hz
        slack_s = 1.0 / rate_hz + 1.0 / in_rate_hz
        if reached / rate_hz < now_s - node.delay_s - slack_s:
            raise BrokenError(
                f"after {now_s:g} s of input there is output up to {reached / rate_hz:g} s only, "
                f"although delay_s is {node.delay_s:g}"
            )
        if reached / rate_hz > now_s + slack_s:
            raise BrokenError(f"after {now_s:g} s of input there is output up to "
                              f"{reached / rate_hz:g} s, which has not happened yet")  # fmt: skip


def gaps(bench: StepBench) -> None:
    """After a gap the step works as if it had just begun, and the gap stays a gap."""
    third = bench.stock.samples // 3
    lost = max(third // 4, 1)
    damage = Damage(gaps=((len(bench.specs), third, lost),))
    case = damage.apply(bench.stock, bench.fit_events())
    got = bench.run(case)
    alone = bench.run(Case(tuple(blocks[1:] for blocks in case.inputs), case.events))
    if len(alone.index):
        after = got.between(int(alone.index[0]), int(alone.index[-1]) + 1)
        same(after, alone, f"after a gap before sample {third + lost}, beside a fresh start there")
    if not bench.same_time:
        return
    rate_hz, in_rate_hz = got.spec.regular_rate_hz, bench.specs[0].regular_rate_hz
    first, last = (third + 1) * rate_hz / in_rate_hz, (third + lost - 1) * rate_hz / in_rate_hz
    within = got.index[(got.index > first) & (got.index < last)]
    if len(within):
        raise BrokenError(f"output sample {within[0]} describes a moment that was lost in a gap")


def memory(bench: StepBench) -> None:
    """Twice as long a stream needs no more memory."""
    node = bench.node()
    for event in bench.fit_events():
        node.announce(event)
    node.cover(math.inf if not bench.events - {EventKind.FIT} else 0.0)
    source = chunks(bench.stock, _BLOCK)

    def feed(blocks: int) -> None:
        for which, block in islice(source, blocks * len(bench.specs)):
            node.push(which, block)
            node.cover(bench.clock.session_s(block.stop / rate_of(bench.specs[0])))

    found: Growth = growth(node, feed, _BLOCK, rate_of(bench.specs[0]))
    if found.state > 4096 or found.other > 65536:
        raise BrokenError(
            f"{found.samples} samples more made the pickled state {found.state} bytes larger and "
            f"the memory in use {found.other} bytes"
        )


def _even(bench: StepBench, size: int) -> Cutting:
    cuts = tuple(range(size, bench.stock.samples, size))
    return Cutting(cuts=(cuts,) * len(bench.specs), order=tuple(range(len(bench.specs))))


FLOW = (
    Contract(
        "first law",
        "the answer does not depend on how the stream was cut",
        "keep in the run's state what the next block needs, anchor windows, decimation and random "
        "numbers at absolute sample index 0, and apply an event at its own sample",
        first_law,
    ),
    Contract(
        "pickle",
        "a run can be pickled between two pushes and goes on alike",
        "keep only plain values and arrays in the run; no lambdas, locks, files or generators",
        pickled,
    ),
    Contract(
        "deterministic",
        "the same input gives the same output",
        "seed random numbers from the parameters and the sample index",
        deterministic,
    ),
    Contract(
        "input untouched",
        "what is handed over is never changed",
        "work on a copy (np.abs(x), not np.abs(x, out=x))",
        input_untouched,
    ),
    Contract(
        "output kept",
        "a block that was given is not changed later",
        "give a copy of internal buffers",
        output_kept,
    ),
    Contract(
        "order",
        "output indices go up one by one to the end of the input, and nothing comes out of nothing",
        "count output samples from absolute index 0 of the input, and let finish() give the rest "
        "once",
        order,
    ),
    Contract(
        "delay",
        "an output sample is there delay_s after its phenomenon, and never before it",
        "index the output by the phenomenon and state the true delay_s",
        delay,
    ),
    Contract(
        "gaps",
        "after a gap a fresh run begins, and what was lost stays lost",
        "give a new run with its own state from every open()",
        gaps,
    ),
    Contract(
        "bounded memory",
        "the state does not grow with the stream",
        "keep a window of fixed length or sums instead of what has been seen",
        memory,
    ),
)  # fmt: skip
