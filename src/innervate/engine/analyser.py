"""One plan over one recording or live session, to an analysis: the same code for both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from innervate.core.channel import Channel
from innervate.core.clock import Clock
from innervate.core.event import Event, EventKind
from innervate.core.fit import Fit
from innervate.core.measure import Measure, Quality, Subject
from innervate.core.plan import METRICS, Plan
from innervate.core.recording import About
from innervate.core.source import Item
from innervate.core.stream import Block, StreamSpec
from innervate.engine.analysis import Analysis, Unsaid
from innervate.engine.answers import answer_measures
from innervate.engine.ceiling import Ceiling, Overshoot, doubted
from innervate.engine.collect import QualityLedger, RepetitionList, Thinner
from innervate.engine.outages import Outages
from innervate.engine.phases import PhaseLearner
from innervate.engine.run import PlanRun
from innervate.engine.said import said_of
from innervate.engine.turning import turns_of
from innervate.metrics._channels import name_of, names_in

_LONGEST_BLOCK_S = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What pushing an item made: derived blocks, and events (fits) that must be recorded too."""

    blocks: tuple[Block, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """Which derived streams a report shows: curves, quality (with what it judges), repetitions."""

    curves: tuple[str, ...] = ()
    qualities: tuple[tuple[str, str], ...] = ()
    repetitions: str | None = None


class Analyser:
    """Turns items into derived streams at once, and into an `Analysis` when asked.

    With `learns` set, PHASE events teach the fits as the session goes; each fit learned comes
    back as an event in `Outcome.events`, to be recorded, so that the recording analysed later
    gives the same numbers.

    Args:
        about: what is known of the recording or session.
        specs: the source streams.
        plan: what to compute.
        shown: which streams the analysis keeps curves of.
        clocks: clocks known beforehand.
        learns: whether to learn from phases.
    """

    def __init__(
        self,
        about: About,
        specs: Iterable[StreamSpec],
        plan: Plan,
        shown: Shown,
        *,
        clocks: Iterable[Clock] = (),
        learns: bool = False,
    ) -> None:
        self.about = about
        self._sources = tuple(specs)
        self.run = PlanRun(plan, self._sources, clocks)
        self._learner = PhaseLearner(self.run) if learns else None
        self._fits: dict[str, Fit] = {}
        self._reached_s = self._told_s = 0.0
        self._spoken: list[Event] = []
        self._thinners = {name: Thinner(self.run.specs[name]) for name in shown.curves}
        self._ledgers = {
            name: QualityLedger(self.run.specs[name], self.run.specs[judged])
            for name, judged in shown.qualities
        }
        self._repetitions = (
            RepetitionList(self.run.specs[shown.repetitions], self.run.clock(shown.repetitions))
            if shown.repetitions
            else None
        )
        self._ceilings = {
            branch.output: Ceiling(self.run.specs[branch.output])
            for branch in plan.branches
            if Ceiling.judges(self.run.specs[branch.output])
        }
        self._outages = Outages()
        self._shown = shown

    @property
    def reached_s(self) -> float:
        """The session second up to which data have come."""
        return self._reached_s

    def push(self, item: Item) -> Outcome:
        """Take the next item of a source."""
        if isinstance(item, Event):
            self._note(item)
        if not isinstance(item, Block):
            self.run.push(item)
            return Outcome()
        blocks: list[Block] = []
        events: list[Event] = []
        for piece in _pieces(item) if self._learner else (item,):
            made = self.run.push(piece)
            self._collect(made)
            blocks += made
            self._advance(piece)
            events += self._learn((piece, *made))
        return Outcome(tuple(blocks), tuple(events))

    def cover(self, until_s: float) -> Outcome:
        """No event from outside before this session second can come any more."""
        made = self.run.cover(until_s)
        self._collect(made, until_s)
        return Outcome(tuple(made))

    def finish(self) -> Outcome:
        """The sources have ended."""
        made = self.run.finish()
        self._collect(made, float("inf"))
        return Outcome(tuple(made))

    def analysis(self, unsaid: Iterable[Unsaid] = ()) -> Analysis:
        """Everything found so far; asking changes nothing."""
        learned = self._learner.learned.unsaid if self._learner else ()
        qualities = (
            quality
            for (_, judged), ledger in zip(
                self._shown.qualities, self._ledgers.values(), strict=True
            )
            for quality in ledger.summary(self.run.clock(judged))
        )
        return Analysis(
            about=self.about,
            simulated=any(spec.simulated for spec in self._sources),
            exercise=self.about.exercise,
            duration_s=self._reached_s if self._sources else self._told_s,
            streams=self._sources,
            plan=self.run.plan,
            fits=tuple(self._fits.values()),
            delays=self.run.delays,
            measures=self.measures(),
            channels=tuple(qualities),
            curves=tuple(
                curve
                for name, thinner in self._thinners.items()
                for curve in thinner.curves(self.run.clock(name))
            ),
            repetitions=self._repetitions.repetitions() if self._repetitions else (),
            unsaid=(
                *unsaid,
                *self._outages.unsaid(self._reached_s),
                *learned,
                *(overshoot.unsaid for overshoot in self._overshoots()),
            ),
            turns=turns_of(self._spoken),
            said=said_of(self._spoken),
        )

    def measures(self, number: int | None = None) -> tuple[Measure, ...]:
        """The measures so far, those of set `number` alone if one is given; changes nothing."""
        overshoots = self._overshoots()
        judged = (
            doubted(self._judged(measure), self._under(measure, overshoots))
            for measure in self.run.read()
            if number in (None, measure.subject.set)
        )
        told = answer_measures(self._spoken)
        return (*judged, *(one for one in told if number in (None, one.subject.set)))

    def _overshoots(self) -> tuple[Overshoot, ...]:
        return tuple(o for ceiling in self._ceilings.values() for o in ceiling.overshoots())

    def _note(self, event: Event) -> None:
        if event.kind is EventKind.FIT and event.stream is not None:
            self._fits[event.stream] = Fit.from_json(event.label)
        if event.kind in (EventKind.ANSWER, EventKind.PHASE, EventKind.KNOB):
            self._spoken.append(event)
        self._told_s = max(self._told_s, event.at_s)
        self._outages.hear(event)
        if self._learner:
            self._learner.announce(event)
        if self._repetitions:
            self._repetitions.announce(event)

    def _learn(self, blocks: tuple[Block, ...]) -> list[Event]:
        if self._learner is None:
            return []
        for block in blocks:
            self._learner.push(block)
        events = self._learner.due()
        for event in events:
            self._note(event)
            self.run.push(event)
        return events

    def _advance(self, block: Block) -> None:
        if not len(block):
            return
        if block.time_s is not None:
            end_s = float(block.time_s[-1])
        else:
            end_s = self.run.clock(block.spec.id).session_s(block.stop / block.spec.regular_rate_hz)
        self._reached_s = max(self._reached_s, end_s)

    def _collect(self, blocks: Iterable[Block], covered_s: float | None = None) -> None:
        """Keep what a report shows; with `covered_s`, no event before it can come any more."""
        for block in blocks:
            name = block.spec.id
            if name in self._thinners:
                self._thinners[name].push(block)
            if name in self._ledgers:
                self._ledgers[name].push(block)
            if name in self._ceilings:
                self._ceilings[name].push(block)
            if self._repetitions and name == self._shown.repetitions:
                self._repetitions.push(block)
        if self._repetitions and covered_s is not None:
            self._repetitions.cover(covered_s)

    def _under(self, measure: Measure, overshoots: tuple[Overshoot, ...]) -> tuple[Overshoot, ...]:
        """Those of the channels that the measure is made from."""
        if not overshoots:
            return ()
        metric = measure.metric.partition(".")[0]
        inputs = {
            name
            for reading in self.run.plan.readings
            if METRICS.name_of(type(reading.metric)) == metric
            for name in reading.inputs
        }
        return tuple(
            overshoot
            for overshoot in overshoots
            if overshoot.stream in inputs and _depends(measure.subject, overshoot.channel)
        )

    def _judged(self, measure: Measure) -> Measure:
        """The measure with what was wrong with the channels under it."""
        reasons: list[str] = []
        for (_, judged), ledger in zip(self._shown.qualities, self._ledgers.values(), strict=True):
            channels = tuple(
                channel
                for channel in self.run.specs[judged].channels
                if _depends(measure.subject, channel)
            )
            clock = self.run.clock(judged)
            start_s, stop_s = clock.device_s(measure.start_s), clock.device_s(measure.stop_s)
            reasons += ledger.reasons(channels, start_s, stop_s)
        if not reasons:
            return measure
        quality: Quality = measure.quality.with_reasons(*reasons)
        return replace(measure, quality=quality)


def _depends(subject: Subject, channel: Channel) -> bool:
    """Whether a measure about this subject depends on this channel."""
    named = names_in(subject.other)
    if named and subject.muscle is None and subject.channel is None:
        return name_of(channel) in named
    return name_of(channel) in named or (
        subject.channel in (None, channel.name)
        and subject.muscle in (None, channel.muscle)
        and subject.side in (None, channel.side)
    )


def _pieces(block: Block) -> Iterator[Block]:
    """The block in pieces short enough for fits to take effect at their own moment."""
    if block.spec.rate_hz is None or not len(block):
        yield block
        return
    step = max(1, int(block.spec.rate_hz * _LONGEST_BLOCK_S))
    at = block.start
    while at < block.stop:
        end = min((at // step + 1) * step, block.stop)
        yield block.cut(at, end)
        at = end
