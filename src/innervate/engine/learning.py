"""Learning fits: from stated intervals of a recording, or from the phases of a live session."""

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
) -> Learned:
    """Learn every fit that the plan wants from stated intervals of a recording.

    Branches that depend on another branch's fit are learned after it, in as few passes over the
    recording as there are such levels; a pass ends where its last interval does.
    """
    learned = Learned()
    for branches in _levels(plan):
        upstream = _upstream(plan, branches)
        run = PlanRun(upstream, recording.streams, recording.clocks)
        for fit in learned.fits:
            run.push(fit_event(fit, float("-inf")))
        lessons = [Lesson(branch, run, intervals(branch)) for branch in branches]
        _attend(lessons, run, recording, progress)
        results = [lesson.result() for lesson in lessons]
        learned = Learned(
            learned.fits + tuple(fit for result in results for fit in result.fits),
            learned.unsaid + tuple(unsaid for result in results for unsaid in result.unsaid),
        )
    return learned


def _attend(lessons: list[Lesson], run: PlanRun, recording: Recording, progress: Progress) -> None:
    last_s = max(interval.stop_s for lesson in lessons for interval in lesson.intervals)
    sources = run.plan.sources or tuple({lesson.branch.inputs[0] for lesson in lessons})
    for block in coalesced(recording.blocks(*sources)):
        for given in (block, *run.push(block)):
            for lesson in lessons:
                lesson.push(given)
        rate_hz = block.spec.rate_hz
        if rate_hz is not None:
            reached_s = run.clock(block.spec.id).session_s(block.stop / rate_hz)
            progress(reached_s)
            if reached_s > last_s + 1.0:
                return


def _levels(plan: Plan) -> Iterable[list[Branch]]:
    """The branches that learn, grouped so that each group needs only the fits of earlier ones."""
    depth: dict[str, int] = {}
    levels: dict[int, list[Branch]] = {}
    for branch in plan.branches:
        before = max((depth.get(name, 0) for name in branch.inputs), default=0)
        learns = wants_fit(branch.step)
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


@dataclass(frozen=True, slots=True)
class PhaseRule:
    """Which phases of a live session teach a step.

    A phase counts if its label begins with one of `phases`; the fit is learned from `skip_s`
    after its start, for `at_most_s`. Teaching is over with the first such phase, or, where
    `until` is not empty, when a phase begins whose label begins with one of `until`.
    """

    step: str
    phases: tuple[str, ...]
    skip_s: float = 0.0
    at_most_s: float = 60.0
    until: tuple[str, ...] = ()


PHASE_RULES = (
    PhaseRule("notch", ("rest",), at_most_s=1.5),
    PhaseRule("onset", ("rest",), skip_s=2.2),
    PhaseRule("normalise", ("mvc",), until=("ready", "set")),
    PhaseRule("repetitions", ("rest", "practice"), until=("ready", "set")),
)

APPLIED_AFTER_S = 0.5
"""How long after its last interval a fit takes effect; longer than any delay of the chain, so
that its moment is a moment of the session and not of the processing."""


class PhaseLearner:
    """Learns the fits of a plan while a session tells its phases ("rest", "mvc 1 ...", "set 1").

    Phases are told by PHASE events that come before their samples. The fit of a step is learned
    when a phase has begun that does not teach it any more.
    """

    def __init__(self, run: PlanRun, rules: tuple[PhaseRule, ...] = PHASE_RULES) -> None:
        self._run = run
        self._rules = {rule.step: rule for rule in rules}
        self._phases: list[tuple[float, str]] = []
        self._open = [b for b in run.plan.branches if wants_fit(b.step)]
        self._kept: dict[str, list[Block]] = {}
        self.learned = Learned()

    def announce(self, event: Event) -> None:
        """Take an event; phases and fits made elsewhere count."""
        if event.kind is EventKind.PHASE:
            self._phases.append((event.at_s, event.label))
        elif event.kind is EventKind.FIT:
            self._open = [branch for branch in self._open if branch.output != event.stream]

    def push(self, block: Block) -> None:
        """Take a source or derived block; what an open lesson needs is kept until it is given."""
        if not len(block) or not self._phases:
            return
        if any(self._teaches(branch, block) for branch in self._open):
            self._kept.setdefault(block.spec.id, []).append(block)

    def _teaches(self, branch: Branch, block: Block) -> bool:
        rule = self._rules.get(STEPS.name_of(type(branch.step)))
        recent = [label for _, label in self._phases[-2:]]
        return (
            rule is not None
            and block.spec.id == branch.inputs[0]
            and any(label.startswith(rule.phases) for label in recent)
        )

    def due(self, reached_s: float) -> list[Event]:
        """The fits whose lessons are complete at this session second, as events to apply."""
        events: list[Event] = []
        if not self._phases:
            return events
        for branch in list(self._open):
            rule = self._rules.get(STEPS.name_of(type(branch.step)))
            intervals = self._intervals(rule) if rule else ()
            over_s = self._over_s(rule, intervals) if rule and intervals else float("inf")
            if over_s + 0.8 * APPLIED_AFTER_S <= reached_s:
                self._open.remove(branch)
                events += self._teach(branch, intervals, over_s)
        wanted = {branch.inputs[0] for branch in self._open}
        self._kept = {name: kept for name, kept in self._kept.items() if name in wanted}
        return events

    def _intervals(self, rule: PhaseRule) -> tuple[Interval, ...]:
        """The stretches that have taught so far; the last may still be going on."""
        ends = [start_s for start_s, _ in self._phases[1:]] + [float("inf")]
        found = []
        for (start_s, label), stop_s in zip(self._phases, ends, strict=True):
            first_s = start_s + rule.skip_s
            last_s = min(stop_s, first_s + rule.at_most_s)
            if label.startswith(rule.phases) and last_s > first_s:
                found.append(Interval(first_s, last_s, label))
        return tuple(found if rule.until else found[:1])

    def _over_s(self, rule: PhaseRule, intervals: tuple[Interval, ...]) -> float:
        """The session second at which teaching ends, as far as is known."""
        if not rule.until:
            return intervals[0].stop_s
        ends = (start_s for start_s, label in self._phases if label.startswith(rule.until))
        return next(ends, float("inf"))

    def _teach(self, branch: Branch, intervals: tuple[Interval, ...], over_s: float) -> list[Event]:
        lesson = Lesson(branch, self._run, intervals)
        for block in self._kept.get(branch.inputs[0], ()):
            lesson.push(block)
        result = lesson.result()
        self.learned = Learned(self.learned.fits + result.fits, self.learned.unsaid + result.unsaid)
        return [fit_event(fit, over_s + APPLIED_AFTER_S) for fit in result.fits]
