"""Learning fits from stated intervals of a recording."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from innervate.core.clock import Clock
from innervate.core.errors import NotEnoughDataError
from innervate.core.event import Event, EventKind
from innervate.core.fit import Fit
from innervate.core.inlet import with_time
from innervate.core.plan import STEPS, Branch, Plan
from innervate.core.recording import Recording
from innervate.core.step import Fitter, Interval, Learns, wants_fit
from innervate.core.stream import Block
from innervate.engine.analysis import Unsaid
from innervate.engine.coalesce import coalesced
from innervate.engine.run import PlanRun

EVERYTHING = (Interval(float("-inf"), float("inf"), "whole recording"),)

APPLIED_AFTER_S = 0.5
"""How long after its last interval a fit takes effect; longer than any delay of the chain, so
that its moment is a moment of the session and not of the processing."""

Progress = Callable[[float], None]
"""Called now and then with the session second reached."""


@dataclass(frozen=True, slots=True)
class Learned:
    """The fits that were learned, and what could not be learned and why."""

    fits: tuple[Fit, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()


def fit_event(fit: Fit, at_s: float) -> Event:
    """The event that applies a fit from a session second on."""
    return Event(at_s, EventKind.FIT, fit.to_json(), stream=fit.stream, source="innervate")


class Lesson:
    """Feeds the blocks of some intervals of a branch's input to the branch's fitter."""

    def __init__(self, branch: Branch, run: PlanRun, intervals: tuple[Interval, ...]) -> None:
        specs = tuple(run.specs[name] for name in branch.inputs)
        assert isinstance(branch.step, Learns)
        self.branch, self.intervals = branch, intervals
        self._fitter: Fitter = branch.step.fitter(specs, intervals)
        self._clock: Clock = run.clock(branch.inputs[0])

    def push(self, block: Block) -> None:
        """Take a block of any stream; those of other streams are ignored."""
        if block.spec.id != self.branch.inputs[0] or not len(block):
            return
        for interval in self.intervals:
            part = _within(block, interval, self._clock)
            if len(part):
                self._fitter.push(part)

    def result(self) -> Learned:
        """What was learned."""
        try:
            fit = replace(self._fitter.result(), stream=self.branch.output)
            return Learned(fits=(fit,))
        except NotEnoughDataError as error:
            name = STEPS.name_of(type(self.branch.step))
            return Learned(unsaid=(Unsaid(f"the fit of {name}", error.what, error.fix or ""),))


def _within(block: Block, interval: Interval, clock: Clock) -> Block:
    if interval.start_s == float("-inf") and interval.stop_s == float("inf"):
        return block
    block = with_time(block, clock)
    assert block.time_s is not None
    first, last = np.searchsorted(block.time_s, [interval.start_s, interval.stop_s], side="left")
    return block.cut(block.start + int(first), block.start + int(last))


def learn(
    plan: Plan,
    recording: Recording,
    intervals: Callable[[Branch], tuple[Interval, ...]],
    progress: Progress,
    known: tuple[Event, ...] = (),
) -> Learned:
    """Learn every fit that the plan wants from stated intervals of a recording.

    Branches that depend on another branch's fit are learned after it, in as few passes over the
    recording as there are such levels; a pass ends where its last interval does. The fits of
    `known` are applied as they are and not learned again.
    """
    learned = Learned()
    for branches in _levels(plan, frozenset(event.stream for event in known)):
        upstream = _upstream(plan, branches)
        run = PlanRun(upstream, recording.streams, recording.clocks)
        heard = (event for event in recording.events if event.kind is not EventKind.FIT)
        fits = (fit_event(fit, float("-inf")) for fit in learned.fits)
        for event in (*heard, *known, *fits):
            run.push(event)
        run.cover(float("inf"))
        lessons = [Lesson(branch, run, intervals(branch)) for branch in branches]
        _attend(lessons, run, recording, progress)
        results = [lesson.result() for lesson in lessons]
        learned = Learned(
            learned.fits + tuple(fit for result in results for fit in result.fits),
            learned.unsaid + tuple(unsaid for result in results for unsaid in result.unsaid),
        )
    return learned


def _attend(lessons: list[Lesson], run: PlanRun, recording: Recording, progress: Progress) -> None:
    last_s = max(
        (interval.stop_s for lesson in lessons for interval in lesson.intervals), default=0.0
    )
    inputs = [lesson.branch.inputs[0] for lesson in lessons]
    made = {branch.output for branch in run.plan.branches}
    sources = {*run.plan.sources, *(name for name in inputs if name not in made)}
    going_on = {spec.id for spec in recording.streams if spec.id in sources and spec.rate_hz}
    for block in coalesced(recording.blocks(*sorted(sources))):
        for given in (block, *run.push(block)):
            for lesson in lessons:
                lesson.push(given)
        rate_hz = block.spec.rate_hz
        if rate_hz is not None:
            reached_s = run.clock(block.spec.id).session_s(block.stop / rate_hz)
            progress(reached_s)
            if reached_s > last_s + 1.0:
                going_on.discard(block.spec.id)
                if not going_on:
                    return
    for given in run.finish():
        for lesson in lessons:
            lesson.push(given)


def _levels(plan: Plan, known: frozenset[str | None]) -> Iterable[list[Branch]]:
    """The branches that learn, grouped so that each group needs only the fits of earlier ones."""
    depth: dict[str, int] = {}
    levels: dict[int, list[Branch]] = {}
    for branch in plan.branches:
        before = max((depth.get(name, 0) for name in branch.inputs), default=0)
        learns = wants_fit(branch.step) and branch.output not in known
        if learns:
            levels.setdefault(before, []).append(branch)
        depth[branch.output] = before + learns
    return [levels[level] for level in sorted(levels)]


def _upstream(plan: Plan, branches: list[Branch]) -> Plan:
    """The part of the plan that makes the inputs of these branches."""
    wanted = {name for branch in branches for name in branch.inputs}
    kept: list[Branch] = []
    for branch in reversed(plan.branches):
        if branch.output in wanted:
            kept.append(branch)
            wanted.update(branch.inputs)
    return Plan(tuple(reversed(kept)))
