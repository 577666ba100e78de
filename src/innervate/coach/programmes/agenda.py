"""What is due on a day, what is left out of it and why, and what is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from innervate.coach.programmes.doses import Block
from innervate.coach.programmes.plan import Ending, Kind, Plan
from innervate.coach.programmes.rules import Act, Told

_TELL = "Tell how sore you are first: no lowering before that is known."


@dataclass(frozen=True, slots=True)
class Due:
    """A session to be done today.

    Attributes:
        number, of: which of how many.
        level: its level in words.
        blocks: what it consists of, with today's loads.
        moved: whether it was moved from another day.
        again: whether it was broken off by a fault and may be done again.
    """

    number: int
    of: int
    level: str
    blocks: tuple[Block, ...]
    moved: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """A day of a programme.

    Attributes:
        on: the date.
        due: the session, None where there is none.
        left_out: parts of it that are not done today.
        why: why something is left out, held or stopped; empty where all is as planned.
        asks: what is asked today.
        advice: what is said of what was told.
        next_on: when the next session is, None while paused, stopped or over.
        ending: how the programme ended, None while it runs.
    """

    on: date
    due: Due | None = None
    left_out: tuple[Block, ...] = ()
    why: tuple[str, ...] = ()
    asks: tuple[Told, ...] = ()
    advice: tuple[str, ...] = ()
    next_on: date | None = None
    ending: Ending | None = None


def agenda(plan: Plan) -> Agenda:
    """What the day up to which the plan is known (`plan.at`) holds; see `after.until`."""
    if plan.ending:
        return Agenda(plan.at, ending=plan.ending)
    asks, advice = _asks(plan), _advice(plan)
    if plan.stopped or plan.paused:
        why = plan.stopped or "The programme is paused."
        return Agenda(plan.at, why=(why,), asks=asks, advice=advice)
    if plan.slot != plan.at:
        return Agenda(plan.at, why=forbidding(plan), asks=asks, advice=advice, next_on=plan.slot)
    planned = prescribed(plan)
    reasons = forbidding(plan)
    left_out = tuple(block for block in planned if reasons and block.effort.hard)
    blocks = tuple(block for block in planned if block not in left_out)
    due = None
    if blocks:
        number = 1 + sum(day.counted for day in plan.days)
        of = max(number, plan.programme.sessions)
        due = Due(number, of, plan.stage.name, blocks, plan.moved, plan.crashed)
    return Agenda(plan.at, due, left_out, reasons if left_out else (), asks, advice, plan.slot)


def prescribed(plan: Plan) -> tuple[Block, ...]:
    """The blocks of the next session, with today's loads, before anything is left out."""
    number = sum(day.kind is Kind.DONE and day.level == plan.stage.key for day in plan.days)
    return tuple(
        replace(block, dose=block.dose.loaded(plan.load))
        for block in plan.stage.blocks
        if number % block.every == 0
    )


def forbidding(plan: Plan) -> tuple[str, ...]:
    """Why maximal and eccentric work is not done now; empty where it may be."""
    found = [rule.say for rule in plan.holding]
    if plan.barred:
        found.insert(0, f"Maximal and eccentric work is left out: {plan.barred}.")
    if plan.untold:
        found.append(_TELL)
    return tuple(found)


def _asks(plan: Plan) -> tuple[Told, ...]:
    """Soreness on the days after eccentric work and while it is open; strength while it holds."""
    if not plan.programme.asks_after:
        return ()
    asked = []
    told_today = {one.number.told for one in plan.heard if one.on == plan.at}
    after = (plan.at - plan.hard_on).days if plan.hard_on else None
    held = {rule.told for rule in plan.holding}
    if after in plan.programme.asks_after or (plan.untold and after) or Told.SORENESS in held:
        asked.append(Told.SORENESS)
    due = plan.slot == plan.at and after is not None
    if Told.MAXIMUM in held or (due and plan.programme.more is not None):
        asked.append(Told.MAXIMUM)
    return tuple(one for one in asked if one not in told_today)


def _advice(plan: Plan) -> tuple[str, ...]:
    found = []
    for rule in plan.programme.rules:
        values = [one.number.value for one in plan.heard if one.number.told is rule.told]
        recent = values[-rule.times :]
        if rule.does is Act.ADVISE and len(recent) == rule.times and all(map(rule.met, recent)):
            found.append(rule.say)
    return tuple(found)
