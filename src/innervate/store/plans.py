"""Programmes that people follow: planned days beside what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from innervate.core.errors import InputError
from innervate.store.ids import new_row_id
from innervate.store.log_models import PlanEventRow, PlannedRow, PlanRow
from innervate.store.log_rows import PlanEvent, Planned, PlannedState, StoredPlan


def begin(
    session: Session, person: str | None, programme: str, started_on: str, choices: str
) -> StoredPlan:
    """Begin a programme."""
    plan = StoredPlan(new_row_id(), person, programme, started_on, choices=choices)
    put(session, plan)
    return plan


def put(session: Session, plan: StoredPlan) -> bool:
    """Keep a plan that has an id already; whether it was new."""
    if session.get(PlanRow, plan.id) is not None:
        return False
    session.add(
        PlanRow(
            id=plan.id,
            person=plan.person,
            programme=plan.programme,
            started_on=plan.started_on,
            ended_on=plan.ended_on,
            choices=plan.choices,
        )
    )
    session.flush()
    schedule(session, plan.id, plan.days)
    for event in plan.events:
        happen(session, plan.id, event)
    return True


def schedule(session: Session, plan_id: str, days: Iterable[Planned]) -> None:
    """Keep these as the whole calendar of a plan, instead of the one before."""
    _row(session, plan_id)
    session.execute(delete(PlannedRow).where(PlannedRow.plan == plan_id))
    session.add_all(
        PlannedRow(plan=plan_id, **{**asdict(one), "state": one.state.value}) for one in days
    )
    session.flush()


def mark(session: Session, plan_id: str, planned: Planned) -> None:
    """Say what became of one block of one day; raises `InputError` where it was not planned."""
    row = session.get(PlannedRow, (plan_id, planned.day, planned.block))
    if row is None:
        raise InputError(
            "nothing of the kind was planned",
            given=f"{planned.block} on {planned.day}",
            fix="choose a day and a block of the plan",
        )
    row.state, row.moved_to = planned.state.value, planned.moved_to
    row.note, row.session = planned.note, planned.session
    session.flush()


def happen(session: Session, plan_id: str, event: PlanEvent) -> None:
    """Note what happened to a plan, after all that happened before."""
    _row(session, plan_id)
    last = session.scalar(
        select(func.max(PlanEventRow.position)).where(PlanEventRow.plan == plan_id)
    )
    position = 0 if last is None else last + 1
    session.add(PlanEventRow(plan=plan_id, position=position, **asdict(event)))
    session.flush()


def forget_last(session: Session, plan_id: str) -> None:
    """Take back what was noted last; raises `InputError` where nothing was."""
    _row(session, plan_id)
    mine = PlanEventRow.plan == plan_id
    last = session.scalar(select(func.max(PlanEventRow.position)).where(mine))
    if last is None:
        raise InputError("nothing was told of this plan that could be taken back")
    session.execute(delete(PlanEventRow).where(mine, PlanEventRow.position == last))
    session.flush()


def end(session: Session, plan_id: str, ended_on: str | None) -> None:
    """Note that a plan is over; None: that it goes on after all."""
    _row(session, plan_id).ended_on = ended_on
    session.flush()


def remove(session: Session, plan_id: str) -> None:
    """Erase a plan with its calendar."""
    session.delete(_row(session, plan_id))


def one(session: Session, plan_id: str) -> StoredPlan:
    """One plan; raises `InputError` where there is none."""
    return _plan(session, _row(session, plan_id))


def all_of(session: Session, person: str | None) -> tuple[StoredPlan, ...]:
    """The plans of a person (None: of nobody in particular), oldest first."""
    query = select(PlanRow).where(PlanRow.person.is_not_distinct_from(person))
    query = query.order_by(PlanRow.started_on, PlanRow.id)
    return tuple(_plan(session, row) for row in session.scalars(query))


def everything(session: Session, person: str | None = None) -> Iterator[StoredPlan]:
    """All plans (of one person, where one is given), oldest first."""
    query = select(PlanRow).order_by(PlanRow.started_on, PlanRow.id)
    if person is not None:
        query = query.where(PlanRow.person == person)
    for row in session.scalars(query):
        yield _plan(session, row)


def _row(session: Session, plan_id: str) -> PlanRow:
    row = session.get(PlanRow, plan_id)
    if row is None:
        raise InputError(
            "there is no such plan", given=repr(plan_id), fix="choose one from the list"
        )
    return row


def _plan(session: Session, row: PlanRow) -> StoredPlan:
    days = session.scalars(
        select(PlannedRow)
        .where(PlannedRow.plan == row.id)
        .order_by(PlannedRow.day, PlannedRow.block)
    )
    events = session.scalars(
        select(PlanEventRow).where(PlanEventRow.plan == row.id).order_by(PlanEventRow.position)
    )
    return StoredPlan(
        row.id,
        row.person,
        row.programme,
        row.started_on,
        row.ended_on,
        row.choices,
        tuple(map(_planned, days)),
        tuple(PlanEvent(event.at, event.kind, event.body) for event in events),
    )


def _planned(row: PlannedRow) -> Planned:
    return Planned(row.day, row.block, PlannedState(row.state), row.moved_to, row.note, row.session)
