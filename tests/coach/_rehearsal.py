"""A session under simulated electrodes, in virtual time: source, analyser, glances, conductor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from innervate.body.movement import exercise
from innervate.coach.acts import Act, Announce
from innervate.coach.casting import asked_for, cast_of
from innervate.coach.choices import Choices
from innervate.coach.conductor import Conductor
from innervate.coach.protocol import protocol
from innervate.coach.standing import Command, CommandName
from innervate.core.event import Event, EventKind
from innervate.core.fit import Fit
from innervate.core.recording import About
from innervate.core.stream import Block
from innervate.engine.analyser import Analyser, Outcome
from innervate.engine.emg import EmgChoices, emg_plan
from innervate.engine.glance import Glance, GlanceMaker
from innervate.sim.athlete import Athlete, items
from innervate.steps.normalise import Method

HOLD_S = 0.25


@dataclass
class Stagehand:
    """Does what a session thread does, in virtual time, and writes everything down."""

    conductor: Conductor
    analyser: Analyser
    maker: GlanceMaker
    acts: list[Act] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    glances: list[Glance] = field(default_factory=list)

    def push(self, item: Block | Event) -> None:
        self._after(item, self.analyser.push(item))
        if isinstance(item, Block):
            self._after(None, self.analyser.cover(self.analyser.reached_s - HOLD_S))

    def command(self, name: CommandName, value: float | None = None) -> None:
        self.do(self.conductor.command(Command(name, value), self.analyser.reached_s))

    def do(self, acts: Sequence[Act]) -> None:
        self.acts += acts
        for act in acts:
            if isinstance(act, Announce):
                self.events.append(act.event)
                outcome = self.analyser.push(act.event)
                self._look((act.event,), outcome)

    def fits(self) -> dict[str, Fit]:
        fits = [Fit.from_json(e.label) for e in self.events if e.kind is EventKind.FIT]
        return {fit.step: fit for fit in fits}

    def _after(self, item: Block | Event | None, outcome: Outcome) -> None:
        self.events += outcome.events
        if isinstance(item, Event):
            self.events.append(item)
            self.do(self.conductor.heard(item))
        self._look(() if item is None else (item,), outcome)

    def _look(self, given: Sequence[Block | Event], outcome: Outcome) -> None:
        for glance in self.maker.hear(given, outcome):
            self.glances.append(glance)
            self.do(self.conductor.saw(glance))


def rehearse(name: str, choices: Choices, who: Athlete, method: Method = Method.MVC) -> Stagehand:
    """Everything set up for an exercise; nothing has come yet."""
    chosen = exercise(name)
    made = emg_plan(who.specs, EmgChoices(chosen, choices.targets, method))
    about = About(name="rehearsal", exercise=name)
    analyser = Analyser(about, who.specs, made.plan, made.shown, learns=True)
    maker = GlanceMaker(analyser.run, made.shown, asked_for(chosen, choices.targets))
    cast = cast_of(maker.specs, chosen, choices.targets)
    conductor = Conductor(protocol("emg"), cast, replace(choices, exercise=chosen))
    return Stagehand(conductor, analyser, maker)


def given(
    who: Athlete, seconds: float, chunk_s: float = 0.1, *, phases: bool = True
) -> Iterator[Block | Event]:
    """What the athlete's electrodes give; with `phases`, what their script tells too."""
    rate_hz = who.specs[0].regular_rate_hz
    step = round(chunk_s * rate_hz)
    for start in range(0, round(seconds * rate_hz), step):
        for item in items(who, start, start + step):
            if phases or isinstance(item, Block):
                yield item
