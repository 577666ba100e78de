"""The numbers of whole sessions over time, summed up by the database."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from innervate.core.channel import Side
from innervate.core.workout import SetKind, WorkoutSet
from innervate.store.database import Database
from innervate.store.log_models import EntryRow, SetRow, WorkoutRow
from innervate.store.log_rows import Entry, LoggedSet
from innervate.store.models import KindRow, MeasureRow, SessionRow
from innervate.store.rows import SessionState


@dataclass(frozen=True, slots=True)
class ValueOf:
    """What a number is of: the same in two sessions where they may be compared at all."""

    metric: str
    unit: str
    muscle: str | None
    side: Side | None
    channel: str | None
    other: str | None
    version: int


@dataclass(frozen=True, slots=True)
class SessionValue:
    """The mean of a number over the sets of a session.

    Attributes:
        session, started_at, exercise: which session.
        setup: what it was made from, as JSON that the store does not read.
        of: what the number is of.
        value: the mean.
        low, high: its interval, with the sets as independent; None where a set has none.
        sets: how many.
    """

    session: str
    started_at: str
    exercise: str
    setup: str
    of: ValueOf
    value: float
    low: float | None
    high: float | None
    sets: int


class Values:
    """Numbers over sessions; every call may come from any thread.

    `person` is an id, or None for nobody in particular.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_sessions(
        self, person: str | None, metrics: Sequence[str], exercise: str | None = None
    ) -> tuple[SessionValue, ...]:
        """One mean per session and number, oldest first; of one exercise where it is given.

        Only finished sessions that were real count. Repetitions, phases and what was not fit to
        be measured are left out. A year of sets is read in a moment.
        """
        with self._database.reading() as session:
            return tuple(_of_sessions(session, person, metrics, exercise))

    def sets(self, person: str | None) -> tuple[LoggedSet, ...]:
        """All sets of all workouts, oldest first."""
        with self._database.reading() as session:
            return tuple(_sets(session, person))

    def entries(self, person: str | None, label: str) -> tuple[Entry, ...]:
        """The answers with a number whose label begins like this, oldest first."""
        with self._database.reading() as session:
            return tuple(_entries(session, person, label))

    def there(self, sessions: Iterable[str]) -> frozenset[str]:
        """Those of these sessions that are kept here."""
        query = select(SessionRow.id).where(SessionRow.id.in_(set(sessions)))
        with self._database.reading() as session:
            return frozenset(session.scalars(query))


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums over sets: of values, of squared widths below and above, and how many have them."""

    value: float = 0.0
    below: float = 0.0
    above: float = 0.0
    count: int = 0
    sure: int = 0

    def __add__(self, more: _Sums) -> _Sums:
        return _Sums(
            self.value + more.value,
            self.below + more.below,
            self.above + more.above,
            self.count + more.count,
            self.sure + more.sure,
        )

    def mean(self) -> tuple[float, float | None, float | None]:
        """The mean with its interval, which takes the sets as independent."""
        mean = self.value / self.count
        if self.sure < self.count:
            return mean, None, None
        below, above = math.sqrt(self.below), math.sqrt(self.above)
        return mean, mean - below / self.count, mean + above / self.count


def _of_sessions(
    session: Session, person: str | None, metrics: Sequence[str], exercise: str | None
) -> Iterable[SessionValue]:
    kinds = _kinds(session, metrics)
    query = select(
        SessionRow.number, SessionRow.id, SessionRow.started_at, SessionRow.exercise,
        SessionRow.setup,
    ).where(
        SessionRow.person.is_not_distinct_from(person),
        SessionRow.simulated.is_(False),
        SessionRow.state == SessionState.FINISHED.value,
    )  # fmt: skip
    if exercise is not None:
        query = query.where(SessionRow.exercise == exercise)
    rows = {row.number: row for row in session.execute(query.order_by(SessionRow.id))}
    sums = _summed(session, kinds, rows)
    for number, row in rows.items():
        for of, found in sums.get(number, {}).items():
            whose = (row.id, row.started_at, row.exercise, row.setup)
            yield SessionValue(*whose, of, *found.mean(), found.count)


def _kinds(session: Session, metrics: Sequence[str]) -> dict[int, ValueOf]:
    query = select(KindRow).where(
        KindRow.metric.in_(metrics),
        KindRow.of_rep.is_(False),
        KindRow.phase.is_(None),
        KindRow.ok.is_(True),
    )
    return {row.id: _of(row) for row in session.scalars(query)}


def _of(row: KindRow) -> ValueOf:
    side = Side(row.side) if row.side else None
    return ValueOf(row.metric, row.unit, row.muscle, side, row.channel, row.other, row.version)


def _summed(
    session: Session, kinds: dict[int, ValueOf], sessions: Iterable[int]
) -> dict[int, dict[ValueOf, _Sums]]:
    below, above = MeasureRow.value - MeasureRow.low, MeasureRow.high - MeasureRow.value
    query = (
        select(
            MeasureRow.session, MeasureRow.kind,
            func.coalesce(func.sum(MeasureRow.value), 0.0),
            func.coalesce(func.sum(below * below), 0.0),
            func.coalesce(func.sum(above * above), 0.0),
            func.count(), func.count(below + above),
        )
        .where(
            MeasureRow.session.in_(sessions), MeasureRow.kind.in_(kinds),
            MeasureRow.value.is_not(None),
        )
        .group_by(MeasureRow.session, MeasureRow.kind)
        .order_by(MeasureRow.session, MeasureRow.kind)
    )  # fmt: skip
    found: dict[int, dict[ValueOf, _Sums]] = {}
    for number, kind, value, low, high, count, sure in session.execute(query):
        mine, of = found.setdefault(number, {}), kinds[kind]
        sums = _Sums(value or 0.0, low or 0.0, high or 0.0, count, sure)
        mine[of] = mine.get(of, _Sums()) + sums
    return found


def _sets(session: Session, person: str | None) -> Iterable[LoggedSet]:
    names = [field.name for field in fields(WorkoutSet)]
    query = (
        select(
            WorkoutRow.id,
            WorkoutRow.started_at,
            SetRow.position,
            *(getattr(SetRow, name) for name in names),
        )
        .join(SetRow, SetRow.workout == WorkoutRow.id)
        .where(WorkoutRow.person.is_not_distinct_from(person))
        .order_by(WorkoutRow.started_at, WorkoutRow.id, SetRow.position)
    )
    for workout, at, position, *rest in session.execute(query):
        made: dict[str, Any] = dict(zip(names, rest, strict=True))
        yield LoggedSet(
            workout, at, position, WorkoutSet(**{**made, "kind": SetKind(made["kind"])})
        )


def _entries(session: Session, person: str | None, label: str) -> Iterable[Entry]:
    names = [field.name for field in fields(Entry)]
    query = (
        select(*(getattr(EntryRow, name) for name in names))
        .where(
            EntryRow.person.is_not_distinct_from(person),
            EntryRow.label.startswith(label, autoescape=True),
            EntryRow.value.is_not(None),
        )
        .order_by(EntryRow.at, EntryRow.id)
    )
    return (Entry(*row) for row in session.execute(query))
