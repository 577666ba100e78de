"""The training log as lines of an export, and back."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from innervate.store import consents, journal, plans, workouts
from innervate.store.archive import LogLine


def lines(session: Session, person: str | None = None) -> Iterator[LogLine]:
    """The whole log (of one person, where one is given), oldest first within each kind."""
    for consent in consents.all_of(session, person):
        yield LogLine(consent=consent)
    for workout in workouts.everything(session, person):
        yield LogLine(workout=workout)
    for entry in journal.all_entries(session, person):
        yield LogLine(entry=entry)
    for one in journal.all_soreness(session, person):
        yield LogLine(soreness=one)
    for plan in plans.everything(session, person):
        yield LogLine(plan=plan)


def put(session: Session, line: LogLine) -> bool:
    """Keep a line; whether it was new. What is here already stays as it is."""
    if line.workout is not None:
        return workouts.put(session, line.workout)
    if line.entry is not None:
        return journal.put_entry(session, line.entry)
    if line.soreness is not None:
        return journal.put_soreness(session, line.soreness)
    if line.plan is not None:
        return plans.put(session, line.plan)
    return line.consent is not None and consents.put(session, line.consent)
