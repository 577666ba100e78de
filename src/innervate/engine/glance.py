"""The numbers of a moment, for a screen and a coach: pure, with no clock, cut-invariant."""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from innervate.core.channel import MuscleSide, Side
from innervate.core.event import Event, EventKind
from innervate.core.flaw import Flaw
from innervate.core.source import Item
from innervate.core.stream import Block, StreamSpec
from innervate.engine._binned import PER_S, Binned
from innervate.engine.analyser import Outcome, Shown
from innervate.engine.analysis import Repetition
from innervate.engine.collect import RepetitionList
from innervate.engine.emg import GOAL_PERCENT_MVC
from innervate.engine.run import PlanRun
from innervate.metrics._channels import Split
from innervate.metrics._formulas import share_of
from innervate.metrics._sets import FIRST_SET, set_number
from innervate.metrics.isolation import isolation_score
from innervate.steps.normalise import Normalise

QUIET_PERCENT: Final = 5.0
"""Where every level lies below this nothing works, and what rest is shared into means nothing; the
same 5 % below which the release metric calls a muscle released."""
_LEVEL_S: Final = 0.25
_STRENGTH_S: Final = 0.5
_MOST_BEHIND: Final = PER_S
"""A stream that is a second behind the others (a lost device) is not waited for."""
_QUIET: Final = 2 * PER_S
"""How long after the last sample of all glances still come: a gap may last hours."""
_REPS_LATER_S: Final = 0.5
"""How much later than its own delay the repetition state may come: held events, and slack."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What is known at one session second; channels in the order of the activation streams.

    Attributes:
        at_s: the session second it describes, a whole multiple of 1/20 s; a source without
            streams gives glances of nothing but time.
        levels: per channel the activation of the last 250 ms in the unit of its stream ("%MVC"),
            None where it was not measured or the reference is not known yet.
        strengths: per channel the mean envelope of the last 500 ms in its own unit ("V"), which
            is there as soon as the signal is cleaned; maximal trials are judged by it.
        flaws: what is wrong with each channel, None where it is not judged yet.
        share: the targets' part (0-1) of all levels, None where units forbid it or nothing works.
        isolation: the isolation score (0-100) of the moment, None likewise.
        set: the set it lies in, None outside sets.
        reps: completed repetitions of that set (between sets: of the last one), as the detector
            saw them.
    """

    at_s: float
    levels: tuple[float | None, ...] = ()
    strengths: tuple[float | None, ...] = ()
    flaws: tuple[Flaw | None, ...] = ()
    share: float | None = None
    isolation: float | None = None
    set: int | None = None
    reps: int = 0


class GlanceMaker:
    """Makes a `Glance` for every 1/20 s out of what an `Analyser` gives.

    A glance comes as soon as the activations reach its second, so about the delay of the chain
    behind the samples. Which glances come, and what is in them, does not depend on how the
    streams were cut, as long as phases come before their samples. Completed repetitions appear
    a fixed time after their end.

    Args:
        run: the plan at work (`Analyser.run`).
        shown: which of its streams are shown (`EmgPlan.shown`).
        targets: the muscles asked for; a phase that names one of them narrows them to it.
    """

    def __init__(self, run: PlanRun, shown: Shown, targets: tuple[MuscleSide, ...] = ()) -> None:
        self._run, self._targets = run, targets
        self.specs: tuple[StreamSpec, ...] = tuple(run.specs[name] for name in shown.curves)
        envelopes = {
            branch.output: branch.inputs[0]
            for branch in run.plan.branches
            if isinstance(branch.step, Normalise)
        }
        self._levels = [Binned(run, name, _LEVEL_S) for name in shown.curves]
        self._strengths = [Binned(run, envelopes[name], _STRENGTH_S) for name in shown.curves]
        self._flaws = [_Flaws(run, name) for name, _ in shown.qualities]
        self._reps = _Reps(run, shown) if shown.repetitions else None
        reps = (self._reps,) if self._reps else ()
        self._parts: tuple[_Part, ...] = (*self._levels, *self._strengths, *self._flaws, *reps)
        self._phases: deque[tuple[float, str]] = deque()
        self._phase = ""
        self._last_set = FIRST_SET
        self._split = self._splits("")
        self._next: int | None = None

    def hear(self, items: Sequence[Item], outcome: Outcome) -> tuple[Glance, ...]:
        """Take what came and what was made of it, as a `Listener` does; give what is complete."""
        for event in (*(item for item in items if isinstance(item, Event)), *outcome.events):
            if event.kind is EventKind.PHASE:
                self._phases.append((event.at_s, event.label))
            if self._reps:
                self._reps.announce(event)
        for block in outcome.blocks:
            self._take(block)
        return tuple(self._glance(tick) for tick in self._due())

    def _take(self, block: Block) -> None:
        for part in self._parts:
            if part.stream == block.spec.id:
                part.push(block)

    def _due(self) -> Iterator[int]:
        """The ticks that are complete and were not yet given; long silence is passed over."""
        until = self._complete()
        if until is None:
            return
        begun = min(one.first for one in self._levels if one.first is not None)
        first = begun + 1 if self._next is None else self._next
        for tick in range(first, until + 1):
            self._next = tick + 1
            if min([tick - one.heard(tick) for one in self._levels]) <= _QUIET:
                yield tick

    def _complete(self) -> int | None:
        """The tick up to which every stream that still comes has told all."""
        reached = [one.reached for one in (*self._levels, *self._strengths)]
        known = [one for one in reached if one is not None]
        if not known:
            return None
        begun = min(one.first for one in self._levels if one.first is not None)
        furthest = max(known)
        until = min(one for one in known if furthest - one <= _MOST_BEHIND)
        if len(known) < len(reached) and furthest - begun < _MOST_BEHIND:
            return None
        own = self._levels[0].reached
        if self._reps and own is not None and self._reps.reached < own:
            until = min(until, self._reps.reached)
        return until

    def _glance(self, tick: int) -> Glance:
        at_s = tick / PER_S
        self._enter(at_s)
        by_stream = [binned.mean(tick) for binned in self._levels]
        share, isolation = self._answer(by_stream)
        number = set_number(self._phase)
        self._last_set = number or self._last_set
        return Glance(
            at_s,
            tuple(level for levels in by_stream for level in levels),
            tuple(one for binned in self._strengths for one in binned.mean(tick)),
            tuple(one for flaws in self._flaws for one in flaws.at(at_s)),
            share,
            isolation,
            number,
            self._reps.count(at_s, self._last_set) if self._reps else 0,
        )

    def _enter(self, at_s: float) -> None:
        while self._phases and self._phases[0][0] <= at_s:
            self._phase = self._phases.popleft()[1]
            self._split = self._splits(self._phase)

    def _splits(self, label: str) -> list[Split]:
        words = label.split()
        named = tuple(
            target
            if target.side
            else MuscleSide(target.muscle, next((side for side in Side if side in words), None))
            for target in self._targets
            if target.muscle in words and (target.side is None or target.side in words)
        )
        return [Split.of(spec, named or self._targets) for spec in self.specs]

    def _answer(
        self, by_stream: list[tuple[float | None, ...]]
    ) -> tuple[float | None, float | None]:
        """Share and isolation score by the first stream that can tell."""
        for split, levels in zip(self._split, by_stream, strict=True):
            values = [math.nan if level is None else level for level in levels]
            target = [values[column] for column in split.targets]
            others = [values[column] for column in split.others]
            known = [values[column] for column in split.known]
            if split.refusal or not np.isfinite(known).all():
                continue
            if max(known) < QUIET_PERCENT:
                return None, None
            share = share_of(sum(target), sum(known))
            means = (float(np.mean(target)), float(np.mean(others)))
            return share, isolation_score(*means, GOAL_PERCENT_MVC)
        return None, None


class _Part(Protocol):
    """What follows one stream."""

    stream: str

    def push(self, block: Block) -> None:
        """Take the next block of the stream."""


class _Flaws:
    """The newest verdict on each channel of a quality stream."""

    def __init__(self, run: PlanRun, stream: str) -> None:
        self.stream, self._run = stream, run
        self._rate_hz = run.specs[stream].regular_rate_hz
        self._now: tuple[Flaw | None, ...] = (None,) * len(run.specs[stream].channels)
        self._coming: deque[tuple[float, tuple[Flaw | None, ...]]] = deque()

    def push(self, block: Block) -> None:
        """Take verdicts; each holds from the end of its stretch on."""
        clock = self._run.clock(self.stream)
        for row, codes in enumerate(block.data, start=block.start + 1):
            verdicts = tuple(Flaw(int(code)) if np.isfinite(code) else None for code in codes)
            self._coming.append((clock.session_s(row / self._rate_hz), verdicts))

    def at(self, at_s: float) -> tuple[Flaw | None, ...]:
        """The verdicts of the last complete stretch; seconds are asked for in order."""
        while self._coming and self._coming[0][0] <= at_s:
            self._now = self._coming.popleft()[1]
        return self._now


class _Reps:
    """How many repetitions were over, a fixed time before a moment, in each set."""

    def __init__(self, run: PlanRun, shown: Shown) -> None:
        assert shown.repetitions is not None
        self.stream = shown.repetitions
        spec, self._clock = run.specs[self.stream], run.clock(self.stream)
        self._rate_hz = spec.regular_rate_hz
        self._list = RepetitionList(spec, self._clock)
        # The state itself was held until no event before it could come any more.
        self._list.cover(math.inf)
        delays = {delay.stream: delay.delay_s for delay in run.delays}
        soonest = min((delays[name] for name in shown.curves), default=0.0)
        self._later_s = delays[self.stream] - soonest + _REPS_LATER_S
        self._coming: deque[Repetition] = deque()
        self._counts: Counter[int] = Counter()
        self.reached = -1

    def announce(self, event: Event) -> None:
        """Take an event; only phases matter."""
        self._list.announce(event)

    def push(self, block: Block) -> None:
        """Take the next block of the repetition state."""
        self._list.push(block)
        self._coming.extend(self._list.fresh())
        reached_s = self._clock.session_s(block.stop / self._rate_hz) + self._later_s
        self.reached = max(self.reached, int(reached_s * PER_S))

    def count(self, at_s: float, number: int) -> int:
        """Those of this set known at this moment; seconds are asked for in order."""
        while self._coming and self._coming[0].stop_s + self._later_s <= at_s:
            self._counts[self._coming.popleft().set] += 1
        return self._counts[number]
