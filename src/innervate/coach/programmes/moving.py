"""A session on another day than was planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from innervate.coach.programmes.plan import Plan
from innervate.core.errors import InputError


def moved(plan: Plan, to: date) -> Plan:
    """The plan with its next session on another day.

    Raises `InputError` where there is none to move, or the day is too near to another session.
    """
    if plan.ending is not None or plan.slot is None:
        raise InputError("there is no session to move", fix="go on with the programme first")
    if to < plan.at:
        raise InputError(
            "a session cannot be moved into the past", given=str(to), found=f"today is {plan.at}"
        )
    free = replace(plan, weekdays=None).next_slot(to, any_day=True)
    if free != to or to >= plan.ends_on:
        raise InputError(
            "that day is too near to another session, or its week is full",
            given=str(to),
            fix=f"take {free} or a later day" if free < plan.ends_on else "take an earlier day",
        )
    return replace(plan, slot=to, moved=True)
