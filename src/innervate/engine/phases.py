"""Learning fits from the phases of a live session."""

from __future__ import annotations

from dataclasses import dataclass

from innervate.core.event import Event, EventKind
from innervate.core.plan import STEPS, Branch, Plan
from innervate.core.step import Interval, wants_fit
from innervate.core.stream import Block
from innervate.engine.analysis import Unsaid
from innervate.engine.learning import APPLIED_AFTER_S, Learned, Lesson, fit_event
from innervate.engine.run import PlanRun
from innervate.steps.normalise import Method, Normalise

CALIBRATED = ("ready", "set")
"""The phases with which a calibration is over: their labels begin so."""

UNFINISHED = "calibration was not finished: muscles cannot be compared"


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
    PhaseRule("normalise", ("mvc",), until=CALIBRATED),
    PhaseRule("repetitions", ("rest", "practice"), until=CALIBRATED),
)

_REFERENCES = {
    Method.SUBMAXIMAL: PhaseRule("normalise", ("hold",), until=CALIBRATED),
    Method.PEAK_TASK: PhaseRule("normalise", ("practice",), until=CALIBRATED),
}
"""What teaches the reference where it is not the best of maximal trials."""


class PhaseLearner:
    """Learns the fits of a plan while a session tells its phases ("rest", "mvc 1 ...", "set 1").

    Phases are told by PHASE events that come before their samples. The fit of a step is learned
    when its source stream has covered the phases that teach it, whatever other streams do.
    """

    def __init__(self, run: PlanRun, rules: tuple[PhaseRule, ...] = PHASE_RULES) -> None:
        self._run = run
        self._rules = {rule.step: rule for rule in rules}
        self._phases: list[tuple[float, str]] = []
        self._open = [b for b in run.plan.branches if wants_fit(b.step)]
        self._kept: dict[str, list[Block]] = {}
        self._roots = _roots(run.plan)
        self._covered_s: dict[str, float] = {}
        self._learned = Learned()

    @property
    def learned(self) -> Learned:
        """What was learned so far, and what could not be or not yet."""
        waiting = tuple(
            Unsaid(
                f"the fit of {STEPS.name_of(type(branch.step))}",
                self._why_open(branch),
                "finish the calibration, or analyse the recording",
            )
            for branch in self._open
        )
        return Learned(self._learned.fits, self._learned.unsaid + waiting)

    def announce(self, event: Event) -> None:
        """Take an event; phases and fits made elsewhere count."""
        if event.kind is EventKind.PHASE:
            self._phases.append((event.at_s, event.label))
        elif event.kind is EventKind.FIT:
            self._open = [branch for branch in self._open if branch.output != event.stream]

    def push(self, block: Block) -> None:
        """Take a source or derived block; what an open lesson needs is kept until it is given."""
        if not self._open or not self._phases:
            return
        span_s = self._span_s(block)
        if span_s is None:
            return
        self._covered_s[block.spec.id] = span_s[1]
        if len(block) and any(self._teaches(branch, block, *span_s) for branch in self._open):
            self._kept.setdefault(block.spec.id, []).append(block)

    def due(self) -> list[Event]:
        """The fits whose lessons are complete, as events to apply."""
        events: list[Event] = []
        for branch in list(self._open):
            rule = self._rule(branch)
            intervals = self._intervals(rule) if rule else ()
            over_s = self._over_s(rule, intervals) if rule and intervals else float("inf")
            covered_s = self._covered_s.get(self._roots[branch.output], float("-inf"))
            if over_s + 0.8 * APPLIED_AFTER_S <= covered_s:
                self._open.remove(branch)
                events += self._teach(branch, intervals, over_s)
        wanted = {branch.inputs[0] for branch in self._open}
        self._kept = {name: kept for name, kept in self._kept.items() if name in wanted}
        return events

    def _rule(self, branch: Branch) -> PhaseRule | None:
        step = branch.step
        rule = self._rules.get(STEPS.name_of(type(step)))
        return _REFERENCES.get(step.method, rule) if isinstance(step, Normalise) else rule

    def _why_open(self, branch: Branch) -> str:
        step = STEPS.name_of(type(branch.step))
        rule = self._rule(branch)
        if rule and self._intervals(rule):
            if step == "normalise":
                return UNFINISHED
            return "the phases that teach it were not over"
        return "no phase was told that teaches it"

    def _teaches(self, branch: Branch, block: Block, first_s: float, last_s: float) -> bool:
        rule = self._rule(branch)
        return (
            rule is not None
            and block.spec.id == branch.inputs[0]
            and any(i.start_s <= last_s and first_s < i.stop_s for i in self._intervals(rule))
        )

    def _span_s(self, block: Block) -> tuple[float, float] | None:
        """The session seconds of a block; an empty one says how far its stream is covered."""
        if block.spec.rate_hz is not None:
            clock, rate_hz = self._run.clock(block.spec.id), block.spec.rate_hz
            return clock.session_s(block.start / rate_hz), clock.session_s(block.stop / rate_hz)
        if block.time_s is None or not len(block):
            return None
        return float(block.time_s[0]), float(block.time_s[-1])

    def _intervals(self, rule: PhaseRule) -> tuple[Interval, ...]:
        """The stretches that have taught so far; the last may still be going on."""
        if not self._phases:
            return ()
        ends = [*(start_s for start_s, _ in self._phases[1:]), float("inf")]
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
        learned = self._learned
        self._learned = Learned(learned.fits + result.fits, learned.unsaid + result.unsaid)
        return [fit_event(fit, over_s + APPLIED_AFTER_S) for fit in result.fits]


def _roots(plan: Plan) -> dict[str, str]:
    """The source stream that each stream of a plan is made from, by first inputs."""
    roots: dict[str, str] = {}
    for branch in plan.branches:
        roots[branch.output] = roots.get(branch.inputs[0], branch.inputs[0])
    return roots
