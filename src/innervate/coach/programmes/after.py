"""A plan after an event, or some days later: pure functions from plan to plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from innervate.coach.programmes.agenda import agenda
from innervate.coach.programmes.events import (
    Barred,
    Cleared,
    Crashed,
    Done,
    Ended,
    Event,
    Flagged,
    Missed,
    Number,
    Paused,
    Resumed,
    Said,
)
from innervate.coach.programmes.plan import Day, Ending, Heard, Kind, Plan
from innervate.coach.programmes.rules import Act, Flag, Told
from innervate.core.errors import InputError

_DAY = timedelta(days=1)
_URGENT = "Get urgent medical help now. Nothing is done until a clinician has agreed."
_HELP = "Get medical help. Nothing is done until a clinician has agreed."


def until(plan: Plan, on: date) -> Plan:
    """The plan as it stands on a day: what was planned before it and not done was missed or held.

    Raises `InputError` for a day before the last one known.
    """
    if on < plan.at:
        raise InputError(
            "the programme is known up to a later day",
            given=on.isoformat(),
            found=plan.at.isoformat(),
            fix="tell what happened in the order of its days",
        )
    while plan.ending is None and plan.at < on:
        if plan.slot == plan.at:
            plan = _passed(plan)
        plan = replace(plan, at=plan.at + _DAY)
        if plan.at >= plan.ends_on:
            plan = replace(plan, ending=Ending.OUT_OF_TIME, slot=None)
    return replace(plan, at=max(on, plan.at))


def after(plan: Plan, event: Event) -> Plan:
    """The plan after an event.

    Raises `InputError` where it cannot have happened: before the last day known, after the end,
    or a session done that was not due.
    """
    plan = until(plan, event.on)
    if plan.ending is not None:
        raise InputError(
            f"the programme is over ({plan.ending})", fix="begin it again, or another one"
        )
    match event:
        case Done():
            return _done(plan, event.numbers)
        case Missed():
            return _missed(plan)
        case Crashed():
            return _crashed(plan, hard_work=event.hard_work)
        case Said():
            return _heard(plan, event.numbers)
        case Flagged():
            return _stopped(plan, _words(event.flag))
        case Barred():
            return _barred(plan, event.why)
        case Cleared():
            return _cleared(plan)
        case Paused():
            return replace(plan, paused=True, slot=None)
        case Resumed():
            return _resumed(plan)
        case Ended():
            return replace(plan, ending=Ending.BY_CHOICE, slot=None)


def _passed(plan: Plan) -> Plan:
    """The day of a session is over and it was not done.

    No week has more missed days than sessions: on later days it was merely offered again.
    """
    could = agenda(plan).due is not None
    if could and plan.in_week_of(plan.at, Kind.DONE, Kind.MISSED) >= plan.stage.per_week:
        return replace(plan, slot=plan.next_slot(plan.at + _DAY, any_day=True), crashed=False)
    day = Day(plan.at, Kind.MISSED if could else Kind.HELD, plan.stage.key, crashed=plan.crashed)
    plan = replace(plan, days=(*plan.days, day), moved=True, crashed=False)
    return replace(plan, slot=plan.next_slot(plan.at + _DAY, any_day=True))


def _done(plan: Plan, numbers: tuple[Number, ...]) -> Plan:
    today = agenda(plan)
    if today.due is None:
        why = today.why[0] if today.why else _when(plan)
        raise InputError(
            "no session of this programme is due on that day",
            given=plan.at.isoformat(),
            found=why.rstrip("."),
            fix="note it as a workout of your own",
        )
    failed = any(rule.met(one.value) for rule in plan.stage.rules for one in numbers
                 if rule.told is one.told and rule.does is Act.AGAIN)  # fmt: skip
    hard = any(block.effort == "eccentric" for block in today.due.blocks)
    whole = any(block.effort == "eccentric" for block in plan.stage.blocks) <= hard
    counts = not failed and whole
    day = Day(plan.at, Kind.DONE, plan.stage.key, counts, today.due.blocks, plan.moved,
              plan.crashed)  # fmt: skip
    plan = replace(
        plan,
        days=(*plan.days, day),
        moved=False,
        crashed=False,
        hard_on=plan.at if hard else plan.hard_on,
        counted=plan.counted + counts,
        fails=plan.fails + 1 if failed else 0,
    )
    plan = _levelled(plan)
    if plan.ending is None:
        plan = replace(plan, slot=plan.next_slot(plan.at + _DAY))
    return _heard(plan, numbers)


def _levelled(plan: Plan) -> Plan:
    """Up where enough sessions count, down after too many fails in a row."""
    down = plan.stage.fails_down
    if plan.counted >= plan.stage.sessions:
        if plan.level + 1 == len(plan.programme.levels):
            return replace(plan, ending=Ending.COMPLETE, slot=None)
        return replace(plan, level=plan.level + 1, counted=0, fails=0)
    if down is not None and plan.fails >= down and plan.level > 0:
        below = plan.programme.levels[plan.level - 1]
        return replace(plan, level=plan.level - 1, counted=below.sessions - 1, fails=0)
    return plan


def _missed(plan: Plan) -> Plan:
    if plan.slot != plan.at:
        raise InputError(
            "no session is planned on that day",
            given=plan.at.isoformat(),
            found=_when(plan),
            fix="nothing needs to be told",
        )
    return _passed(plan)


def _crashed(plan: Plan, *, hard_work: bool) -> Plan:
    today = agenda(plan)
    if today.due is None:
        raise InputError("no session is due that could have been broken off",
                         given=plan.at.isoformat(), found=_when(plan))  # fmt: skip
    eccentric = any(block.effort == "eccentric" for block in today.due.blocks)
    if not (hard_work and eccentric):
        return replace(plan, crashed=True)
    # The eccentric part was done: it must not be done twice, so that the day is over.
    day = Day(plan.at, Kind.DONE, plan.stage.key, False, today.due.blocks, plan.moved, True)
    plan = replace(plan, days=(*plan.days, day), hard_on=plan.at, moved=True, crashed=False)
    return replace(plan, slot=plan.next_slot(plan.at + _DAY, any_day=True))


def _heard(plan: Plan, numbers: tuple[Number, ...]) -> Plan:
    plan = replace(plan, heard=(*plan.heard, *(Heard(plan.at, one) for one in numbers)))
    if plan.ending is not None:
        return plan
    for rule in plan.programme.rules:
        newest = plan.last(rule.told)
        fresh = any(one.told is rule.told and rule.met(one.value) for one in numbers)
        if rule.does is Act.STOP and fresh and newest is not None:
            return _stopped(plan, rule.say)
        if rule.does is Act.HOLD and fresh and plan.load > 1.0 and plan.programme.more:
            lighter = max(plan.load / plan.programme.more.factor, 1.0)
            plan = replace(plan, load=lighter, load_since=plan.at)
    return _more(plan)


def _more(plan: Plan) -> Plan:
    """More load where everything that the rule asks for has been told, and is well."""
    more, hard_on = plan.programme.more, plan.hard_on
    if more is None or hard_on is None or plan.stopped:
        return plan
    since = plan.load_since or plan.begun
    if (plan.at - since).days < more.every_days or since > hard_on:
        return plan
    sore = [one for one in plan.heard if one.on > hard_on and one.number.told is Told.SORENESS]
    strong = [one for one in plan.heard if one.on > hard_on and one.number.told is Told.MAXIMUM]
    late = any((one.on - hard_on).days >= more.sore_days for one in sore)
    calm = all(one.number.value <= more.most_soreness for one in sore)
    if late and calm and strong and strong[-1].number.value >= more.least_maximum:
        return replace(plan, load=plan.load * more.factor, load_since=plan.at)
    return plan


def _stopped(plan: Plan, words: str) -> Plan:
    return replace(plan, stopped=words, slot=None)


def _barred(plan: Plan, why: str) -> Plan:
    if not why.strip():
        raise InputError("what forbids hard work must be said", fix="give it in a few words")
    return replace(plan, barred=why.strip().rstrip("."))


def _cleared(plan: Plan) -> Plan:
    """Goes on with the first load; what was told before no longer holds."""
    if not (plan.stopped or plan.barred):
        return plan
    plan = replace(plan, stopped="", barred="", cleared_on=plan.at, load=1.0, load_since=plan.at)
    return _rescheduled(plan)


def _resumed(plan: Plan) -> Plan:
    return _rescheduled(replace(plan, paused=False)) if plan.paused else plan


def _rescheduled(plan: Plan) -> Plan:
    """A new day for the next session where it had lost its own."""
    if plan.paused or plan.stopped:
        return plan
    earliest = plan.at + _DAY if any(day.on == plan.at for day in plan.days) else plan.at
    slot = plan.slot or plan.next_slot(earliest, any_day=True)
    return replace(plan, slot=slot, moved=True)


def _words(flag: Flag) -> str:
    return f"{flag.value.capitalize()}: stop. {_URGENT if flag.urgent else _HELP}"


def _when(plan: Plan) -> str:
    if plan.slot is None:
        return "no session is planned"
    return f"the next session is on {plan.slot.isoformat()}"
