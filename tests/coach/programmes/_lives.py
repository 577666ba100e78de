"""Random lives with a programme: events in the order of their days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import strategies as st

from innervate.coach.programmes.adherence import answered
from innervate.coach.programmes.after import after, until
from innervate.coach.programmes.agenda import agenda
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
from innervate.coach.programmes.programme import Programme, programmes
from innervate.coach.programmes.rules import Flag, Told
from innervate.core.errors import InputError

START = date(2026, 1, 5)
DAY = timedelta(days=1)

NUMBERS = st.one_of(
    st.builds(Number, st.just(Told.SORENESS), st.sampled_from([0.0, 2.0, 3.0, 4.0, 5.0, 6.0])),
    st.builds(Number, st.just(Told.PAIN), st.sampled_from([0.0, 0.0, 0.0, 5.0])),
    st.builds(Number, st.just(Told.MAXIMUM), st.sampled_from([0.4, 0.8, 0.95, 1.0])),
    st.builds(Number, st.just(Told.RETENTION), st.sampled_from([0.2, 0.8])),
    st.builds(Number, st.just(Told.DUAL_COST), st.sampled_from([2.0, 20.0])),
    st.builds(Number, st.just(Told.VIVIDNESS), st.sampled_from([1.0, 4.0])),
)
SEVERAL = st.lists(NUMBERS, max_size=3).map(tuple)
DATED = st.just(START)
EVENTS = st.one_of(
    st.builds(Done, DATED, SEVERAL),
    st.builds(Done, DATED, SEVERAL),
    st.builds(Said, DATED, SEVERAL),
    st.builds(Missed, DATED),
    st.builds(Crashed, DATED, st.booleans()),
    st.builds(Flagged, DATED, st.sampled_from(Flag)),
    st.builds(Barred, DATED, st.just("blood pressure")),
    st.builds(Cleared, DATED),
    st.builds(Cleared, DATED),
    st.builds(Paused, DATED),
    st.builds(Resumed, DATED),
)
STEPS = st.lists(st.tuples(st.sampled_from([0, 0, 1, 1, 1, 2, 5]), EVENTS), max_size=40)
PROGRAMMES = st.sampled_from(programmes())
WEEKDAYS = st.one_of(
    st.none(), st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
)


def moved_to(event: Event, on: date) -> Event:
    """The event on another day."""
    values = {name: getattr(event, name) for name in event.__slots__}
    return type(event)(**{**values, "on": on})


def lived(plan: Plan, steps: Iterable[tuple[int, Event]]) -> list[Plan]:
    """The plan after each event; one that is refused leaves it as it was."""
    out = [plan]
    for wait, event in steps:
        plan = until(plan, plan.at + wait * DAY)
        out.append(plan)
        try:
            plan = after(plan, moved_to(event, plan.at))
        except InputError:
            continue
        out.append(plan)
    return out


def mended(plan: Plan) -> Plan:
    """What a person does who wants to go on."""
    if plan.ending is None:
        plan = after(plan, Cleared(plan.at))
    if plan.ending is None:
        plan = after(plan, Resumed(plan.at))
    return plan


def finished(plan: Plan) -> Plan:
    """Lived to the end by a person in whom all is well."""
    plan = mended(plan)
    while plan.ending is None:
        plan = answered(plan, agenda(plan))
        if agenda(plan).due:
            plan = after(plan, Done(plan.at))
        if plan.ending is None:
            plan = until(plan, plan.at + DAY)
    return plan


def begun(programme: Programme, weekdays: tuple[int, ...] | None = None) -> Plan:
    return Plan.begin(programme, START, weekdays)
