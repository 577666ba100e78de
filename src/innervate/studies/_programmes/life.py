"""A programme lived day by day in virtual time: pure of clock, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from innervate.coach.programmes.after import after, until
from innervate.coach.programmes.agenda import Due, agenda
from innervate.coach.programmes.doses import Effort
from innervate.coach.programmes.events import (
    Barred,
    Cleared,
    Crashed,
    Done,
    Event,
    Flagged,
    Missed,
    Number,
    Paused,
    Resumed,
    Said,
)
from innervate.coach.programmes.plan import Plan
from innervate.coach.programmes.programme import Programme
from innervate.coach.programmes.rules import Flag, Told
from innervate.sim.draws import Draws
from innervate.sim.mind.learning import dual_task_cost
from innervate.sim.mind.person import Person
from innervate.studies._programmes.chance import Chances, Fate
from innervate.studies._programmes.measured import Reached, reached
from innervate.studies._programmes.trainee import IMAGERY, Trainee

_DAY = timedelta(days=1)
_SWOLLEN_DAYS = 5


class What(StrEnum):
    """What happened on a day."""

    DONE = "done"
    MISSED = "missed"
    CRASHED = "broken off"
    HELD = "held"
    TOLD = "told"
    BARRED = "contra-indicated"
    FLAGGED = "red flag"
    CLEARED = "cleared"
    PAUSED = "paused"
    RESUMED = "resumed"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the diary: the day, what happened, and more in words."""

    on: date
    what: What
    words: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What the session of a day gave."""

    on: date
    found: tuple[Reached, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """A programme as it was lived so far.

    Attributes:
        plan: as it stands after the last day; `plans` as it stood after each.
        trainee: what became of the person.
        diary: what happened.
        sessions: what was measured.
        since: the day on which the bar, the stop or the pause that is on began.
    """

    plan: Plan
    trainee: Trainee
    diary: tuple[Entry, ...] = ()
    sessions: tuple[Measured, ...] = ()
    plans: tuple[Plan, ...] = ()
    since: date | None = None

    def with_(self, event: Event, what: What, words: str = "") -> Life:
        """After an event, with a line of the diary."""
        entry = Entry(event.on, what, words)
        return replace(self, plan=after(self.plan, event), diary=(*self.diary, entry))


@dataclass(frozen=True, slots=True)
class World:
    """Who lives what, and under which chances.

    Attributes:
        programme: what.
        person: who.
        start: the first day.
        seed: of all that is random.
        chances: how often the plan is crossed.
        learns: whether practice changes anything.
    """

    programme: Programme
    person: Person
    start: date
    seed: int
    chances: Chances = field(default_factory=Chances)
    learns: bool = True


def live(world: World, days: int) -> Life:
    """So many days of it; also when the programme is over before."""
    begun = Plan.begin(world.programme, world.start)
    life = Life(begun, Trainee(world.person, learns=world.learns))
    for number in range(days):
        draws = Draws(world.seed).at(number)
        life = _day(life, world, number, draws)
        life = replace(life, trainee=life.trainee.slept(), plans=(*life.plans, life.plan))
    return life


def _day(life: Life, world: World, number: int, draws: Draws) -> Life:
    on = world.start + number * _DAY
    life = replace(life, plan=until(life.plan, on))
    if life.plan.ending is not None:
        return life
    fate = Fate.of(world.chances, draws.at(11))
    life = _crossed(life, world.chances, fate, on)
    life = _told(life, fate, number, draws.at(12))
    today = agenda(life.plan)
    if today.due is None:
        held = life.plan.slot == on and today.why
        entry = Entry(on, What.HELD, today.why[0]) if held else None
        return replace(life, diary=(*life.diary, entry)) if entry else life
    if fate.missed:
        return life.with_(Missed(on), What.MISSED)
    if fate.crashed:
        life = _broken_off(life, today.due, number, fate)
        if agenda(life.plan).due is None or not fate.again:
            return life
    return _done(life, world.programme, today.due, number, draws)


def _crossed(life: Life, chances: Chances, fate: Fate, on: date) -> Life:
    """What begins or ends today that crosses the plan."""
    plan, lasted = life.plan, (on - life.since).days if life.since else 0
    if plan.stopped or plan.barred:
        if lasted >= (chances.stopped_days if plan.stopped else chances.barred_days):
            return replace(life.with_(Cleared(on), What.CLEARED), since=None)
        return life if life.since else replace(life, since=on)
    if plan.paused:
        if lasted >= chances.paused_days:
            return replace(life.with_(Resumed(on), What.RESUMED), since=None)
        return life
    if fate.paused:
        return replace(life.with_(Paused(on), What.PAUSED), since=on)
    recent = plan.hard_on is not None and (on - plan.hard_on).days <= _SWOLLEN_DAYS
    if fate.flagged and recent:
        return replace(life.with_(Flagged(on, Flag.SWELLING), What.FLAGGED, Flag.SWELLING),
                       since=on)  # fmt: skip
    if fate.barred:
        event = Barred(on, "a clinician has said so")
        return replace(life.with_(event, What.BARRED, event.why), since=on)
    return life


def _told(life: Life, fate: Fate, number: int, draws: Draws) -> Life:
    asks = agenda(life.plan).asks
    if not asks or fate.untold:
        return life
    numbers = tuple(_number(life.trainee, told, number, draws) for told in asks)
    words = ", ".join(f"{one.told.words} {one.value:.3g}" for one in numbers)
    life = life.with_(Said(life.plan.at, numbers), What.TOLD, words)
    return replace(life, since=life.plan.at) if life.plan.stopped and not life.since else life


def _number(trainee: Trainee, told: Told, day: int, draws: Draws) -> Number:
    sore, scatter = trainee.sore(day), trainee.person.scatter
    if told is Told.SORENESS:
        value = float(round(sore.felt + scatter.felt * draws.normal(0)))
        return Number(told, min(max(value, 0.0), 10.0))
    strength = trainee.strength * (1.0 - sore.loss)
    return Number(told, max(strength * (1.0 + scatter.strength * draws.normal(1)), 0.0))


def _broken_off(life: Life, due: Due, number: int, fate: Fate) -> Life:
    hard = [block for block in due.blocks if block.effort is Effort.ECCENTRIC]
    trainee = life.trainee
    for block in hard if not fate.again else ():
        trainee = trainee.after(block, number)
    life = replace(life, trainee=trainee)
    return life.with_(Crashed(life.plan.at, hard_work=not fate.again), What.CRASHED)


def _done(life: Life, programme: Programme, due: Due, number: int, draws: Draws) -> Life:
    maximal = any(_tests_strength(block.effort) for block in due.blocks) or not any(
        block.protocol in IMAGERY for block in due.blocks
    )
    found = reached(life.trainee, number, draws, programme.follows, maximal=maximal)
    on, trainee = life.plan.at, life.trainee
    numbers = tuple(_results(life, due, draws.at(13)))
    for block in due.blocks:
        trainee = trainee.after(block, number)
    words = f"{due.level}: {'; '.join(block.words for block in due.blocks)}"
    life = life.with_(Done(on, numbers), What.DONE, words)
    return replace(life, trainee=trainee, sessions=(*life.sessions, Measured(on, found)))


def _tests_strength(effort: Effort) -> bool:
    return effort.hard


def _results(life: Life, due: Due, draws: Draws) -> Iterator[Number]:
    """What the session's own questions and tests give."""
    trainee, rules = life.trainee, life.plan.stage.rules
    wanted = {rule.told for rule in (*rules, *life.plan.programme.rules)}
    if Told.RETENTION in wanted:
        yield Number(Told.RETENTION, trainee.kept + 0.1 * draws.normal(0))
    if Told.DUAL_COST in wanted:
        cost = dual_task_cost(trainee.learned) + trainee.person.scatter.dual * draws.normal(1)
        yield Number(Told.DUAL_COST, cost)
    if Told.VIVIDNESS in wanted and any(block.protocol in IMAGERY for block in due.blocks):
        felt = round(3.0 + 0.8 * draws.normal(2))
        yield Number(Told.VIVIDNESS, float(min(max(felt, 1), 5)))
