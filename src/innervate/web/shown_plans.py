"""What the HTTP API answers about plans that are followed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from innervate.coach.programmes.adherence import adherence, course
from innervate.coach.programmes.agenda import Agenda, agenda
from innervate.coach.programmes.doses import Block
from innervate.coach.programmes.plan import Day, Ending, Plan
from innervate.coach.programmes.rules import Flag
from innervate.store.log_rows import PlannedState
from innervate.web.following import Followed
from innervate.web.given_plans import DoneGiven, EventGiven
from innervate.web.models import Shown
from innervate.web.shown_programmes import AskedShown, BlockShown


class FlagShown(Shown):
    """A sign that stops all work, and whether it needs help at once."""

    flag: Flag
    urgent: bool


class DueShown(Shown):
    """The session of today: which of how many, its level, what it consists of, what is asked."""

    number: int
    of: int
    level: str
    blocks: tuple[BlockShown, ...]
    moved: bool
    again: bool


class TodayShown(Shown):
    """What a day holds, what is left out of it and why, what is asked and advised."""

    on: date
    due: DueShown | None
    left_out: tuple[BlockShown, ...]
    why: tuple[str, ...]
    asks: tuple[AskedShown, ...]
    results: tuple[AskedShown, ...]
    advice: tuple[str, ...]
    next_on: date | None


class PlanDayShown(Shown):
    """A day of the calendar; `to` is where a session was moved, `session` the one kept of it."""

    on: date
    state: PlannedState
    level: str
    words: str
    number: int | None = None
    moved: bool = False
    crashed: bool = False
    counted: bool = False
    to: date | None = None
    session: str | None = None
    note: str = ""


class AdherenceShown(Shown):
    """How much of what was planned was done; `share` is 0-1."""

    done: int
    missed: int
    held: int
    moved: int
    crashed: int
    share: float | None


class FitsShown(Shown):
    """A session of today that may be the one that was due."""

    id: str
    started_at: str
    words: str


class PlanShown(Shown):
    """A plan as it stands on a day."""

    id: str
    person: str | None
    programme: str
    name: str
    began: date
    ends_on: date
    expected_on: date | None
    weekdays: tuple[int, ...] | None
    note: str
    sender: str
    today: TodayShown
    days: tuple[PlanDayShown, ...]
    adherence: AdherenceShown
    ending: Ending | None
    paused: bool
    stopped: str
    barred: str
    flags: tuple[FlagShown, ...]
    fits: tuple[FitsShown, ...] = ()

    @classmethod
    def of(
        cls,
        one: Followed,
        today: date,
        folder: Path | None = None,
        sessions: frozenset[str] = frozenset(),
    ) -> PlanShown:
        """The plan; `sessions` are those that are kept here, so that days can lead to them."""
        plan = one.plan
        ahead = course(plan)
        return cls(
            id=one.stored.id,
            person=one.stored.person,
            programme=plan.programme.key,
            name=plan.programme.name,
            began=plan.begun,
            ends_on=plan.ends_on,
            expected_on=ahead[-1].on if ahead else None,
            weekdays=one.terms.weekdays,
            note=one.terms.note,
            sender=one.terms.sender,
            today=_today(plan, today, folder),
            days=_days(one, sessions),
            adherence=AdherenceShown.model_validate(adherence(plan)),
            ending=plan.ending,
            paused=plan.paused,
            stopped=plan.stopped,
            barred=plan.barred,
            flags=tuple(FlagShown(flag=flag, urgent=flag.urgent) for flag in Flag),
        )


class PlansShown(Shown):
    """The plans of a person, the newest first, and what is wrong with those left out."""

    plans: tuple[PlanShown, ...]
    problems: tuple[str, ...]


def _today(plan: Plan, today: date, folder: Path | None) -> TodayShown:
    now = agenda(plan) if plan.at <= today else Agenda(today, next_on=plan.slot)
    due = None
    if now.due is not None:
        blocks = tuple(BlockShown.of(block, folder) for block in now.due.blocks)
        due = DueShown(
            number=now.due.number, of=now.due.of, level=now.due.level, blocks=blocks,
            moved=now.due.moved, again=now.due.again,
        )  # fmt: skip
    results = dict.fromkeys(rule.told for rule in plan.stage.rules) if due else ()
    return TodayShown(
        on=now.on,
        due=due,
        left_out=tuple(BlockShown.of(block, folder) for block in now.left_out),
        why=now.why,
        asks=tuple(map(AskedShown.of, now.asks)),
        results=tuple(map(AskedShown.of, results)),
        advice=now.advice,
        next_on=now.next_on,
    )


def _days(one: Followed, sessions: frozenset[str]) -> tuple[PlanDayShown, ...]:
    plan = one.plan
    told = {event.on: event for event in one.events if isinstance(event, DoneGiven)}
    names = {level.key: level.name for level in plan.programme.levels}
    past = [_past(day, names, told.get(day.on), sessions) for day in plan.days]
    gone = {day.on for day in past}
    ahead = [
        PlanDayShown(
            on=day.on, state=PlannedState.PLANNED, level=day.level, number=day.number,
            words=_words(day.blocks), moved=plan.moved and day.on == plan.slot,
        )
        for day in course(plan)
        if day.on not in gone
    ]  # fmt: skip
    taken = gone | {day.on for day in ahead}
    away = [
        PlanDayShown(on=move.on, state=PlannedState.MOVED, level="", words="", to=move.to)
        for move in one.moves
        if move.on not in taken
    ]
    found = {day.on: day for day in (*away, *past, *ahead)}
    return tuple(found[on] for on in sorted(found))


def _past(
    day: Day, names: dict[str, str], told: EventGiven | None, sessions: frozenset[str]
) -> PlanDayShown:
    done = told if isinstance(told, DoneGiven) else None
    return PlanDayShown(
        on=day.on,
        state=PlannedState(day.kind),
        level=names[day.level],
        words=_words(day.blocks),
        moved=day.moved,
        crashed=day.crashed,
        counted=day.counted,
        session=done.session if done and done.session in sessions else None,
        note=done.note if done else "",
    )


def _words(blocks: tuple[Block, ...]) -> str:
    return "; ".join(block.words for block in blocks)
