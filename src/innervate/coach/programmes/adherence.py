"""Planned beside done: the course that a programme would take, and how much of it was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from innervate.coach.programmes.after import after, until
from innervate.coach.programmes.agenda import Agenda, agenda
from innervate.coach.programmes.doses import Block
from innervate.coach.programmes.events import Done, Number, Said
from innervate.coach.programmes.plan import Day, Kind, Plan
from innervate.coach.programmes.rules import Told

_DAY = timedelta(days=1)
_WELL = {Told.SORENESS: 0.0, Told.PAIN: 0.0, Told.MAXIMUM: 1.0}


@dataclass(frozen=True, slots=True)
class Planned:
    """A session on its day: number, level in words, and what it consists of."""

    on: date
    number: int
    level: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A day: the session planned on it at the start, and what became of the day; None for none."""

    on: date
    planned: Planned | None
    became: Day | None


@dataclass(frozen=True, slots=True)
class Adherence:
    """How much of what was planned was done.

    Attributes:
        done, missed: sessions.
        held: days on which the programme itself held a session back; they count for neither.
        moved: sessions done on another day than first planned.
        crashed: sessions that a fault broke off.
    """

    done: int = 0
    missed: int = 0
    held: int = 0
    moved: int = 0
    crashed: int = 0

    @property
    def share(self) -> float | None:
        """Done of all that could have been done (0-1); None before the first."""
        both = self.done + self.missed
        return self.done / both if both else None


def adherence(plan: Plan, start: date | None = None, stop: date | None = None) -> Adherence:
    """The tally of the days from `start` until before `stop`; of all of them without."""
    days = [day for day in plan.days
            if (start is None or day.on >= start) and (stop is None or day.on < stop)]  # fmt: skip
    kinds = [day.kind for day in days]
    return Adherence(
        kinds.count(Kind.DONE),
        kinds.count(Kind.MISSED),
        kinds.count(Kind.HELD),
        sum(day.moved for day in days if day.kind is Kind.DONE),
        sum(day.crashed for day in days),
    )


def course(plan: Plan) -> tuple[Planned, ...]:
    """The sessions that follow from here if all goes well, none is missed and nothing hurts."""
    return tuple(_course(plan))


def beside(plan: Plan) -> tuple[Beside, ...]:
    """The course planned at the start beside what became of each day so far."""
    start = Plan.begin(plan.programme, plan.begun, plan.weekdays)
    planned = {one.on: one for one in course(start)}
    became = {day.on: day for day in plan.days}
    return tuple(
        Beside(on, planned.get(on), became.get(on)) for on in sorted(planned.keys() | became.keys())
    )


def _course(plan: Plan) -> Iterator[Planned]:
    while plan.ending is None and (plan.slot is not None):
        today = agenda(plan)
        plan = answered(plan, today)
        today = agenda(plan)
        if today.due is not None:
            yield Planned(plan.at, today.due.number, today.due.level, today.due.blocks)
            plan = after(plan, Done(plan.at))
        if plan.ending is None:
            plan = until(plan, plan.at + _DAY)


def answered(plan: Plan, today: Agenda) -> Plan:
    """The plan of a person in whom all is well, after they were asked."""
    numbers = tuple(Number(told, _WELL[told]) for told in today.asks if told in _WELL)
    return after(plan, Said(plan.at, numbers)) if numbers else plan
