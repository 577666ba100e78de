"""The tables of the training log; a `session` in them is an id without a constraint.

What is said of a session may come from a player that keeps no sessions here.
"""

from __future__ import annotations

from sqlalchemy import Double, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from innervate.store.models import Base


def _person() -> Mapped[str | None]:
    return mapped_column(Text, ForeignKey("people.id", ondelete="CASCADE"))


class WorkoutRow(Base):
    """One workout; `source_key` keeps it from being added twice."""

    __tablename__ = "workouts"
    __table_args__ = (
        Index(None, "person", "started_at"),
        Index(None, "person", "source_key", unique=True),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    person: Mapped[str | None] = _person()
    started_at: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    source_key: Mapped[str] = mapped_column(Text)
    session: Mapped[str | None] = mapped_column(Text)


class SetRow(Base):
    """One set; `position` counts from 0 within the workout."""

    __tablename__ = "workout_sets"
    __table_args__ = (Index(None, "exercise"),)

    workout: Mapped[str] = mapped_column(
        Text, ForeignKey("workouts.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    exercise: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    reps: Mapped[int | None]
    load_kg: Mapped[float | None] = mapped_column(Double)
    duration_s: Mapped[float | None] = mapped_column(Double)
    distance_m: Mapped[float | None] = mapped_column(Double)
    rpe: Mapped[float | None] = mapped_column(Double)
    rir: Mapped[float | None] = mapped_column(Double)
    tempo: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)


class EntryRow(Base):
    """One answer or remark of the journal."""

    __tablename__ = "entries"
    __table_args__ = (Index(None, "person", "label", "at"), Index(None, "session"))

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    person: Mapped[str | None] = _person()
    at: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    value: Mapped[float | None] = mapped_column(Double)
    unit: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    protocol: Mapped[str | None] = mapped_column(Text)
    session: Mapped[str | None] = mapped_column(Text)


class SorenessRow(Base):
    """How sore a muscle was."""

    __tablename__ = "soreness"
    __table_args__ = (Index(None, "person", "at"), Index(None, "session"))

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    person: Mapped[str | None] = _person()
    at: Mapped[str] = mapped_column(Text)
    muscle: Mapped[str] = mapped_column(Text)
    side: Mapped[str | None] = mapped_column(Text)
    rating: Mapped[float] = mapped_column(Double)
    after_h: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text)
    session: Mapped[str | None] = mapped_column(Text)


class PlanRow(Base):
    """A programme that somebody began; `choices` is JSON that the store does not read."""

    __tablename__ = "plans"
    __table_args__ = (Index(None, "person"),)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    person: Mapped[str | None] = _person()
    programme: Mapped[str] = mapped_column(Text)
    started_on: Mapped[str] = mapped_column(Text)
    ended_on: Mapped[str | None] = mapped_column(Text)
    choices: Mapped[str] = mapped_column(Text)


class PlannedRow(Base):
    """One block of one day of a plan."""

    __tablename__ = "planned"
    __table_args__ = (Index(None, "session"),)

    plan: Mapped[str] = mapped_column(
        Text, ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[str] = mapped_column(Text, primary_key=True)
    block: Mapped[str] = mapped_column(Text, primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    moved_to: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    session: Mapped[str | None] = mapped_column(Text)


class PlanEventRow(Base):
    """What happened to a plan, in order; `body` is JSON that the store does not read."""

    __tablename__ = "plan_events"

    plan: Mapped[str] = mapped_column(
        Text, ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)


class ConsentRow(Base):
    """What somebody agreed to, and who said so."""

    __tablename__ = "consents"
    __table_args__ = (Index(None, "person"),)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    person: Mapped[str] = mapped_column(Text, ForeignKey("people.id", ondelete="CASCADE"))
    what: Mapped[str] = mapped_column(Text)
    given_by: Mapped[str] = mapped_column(Text)
    relation: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(Text)
    withdrawn_at: Mapped[str | None] = mapped_column(Text)


class ExportRow(Base):
    """Where an export was written, so that an erasure can speak of it; `person` None: of all."""

    __tablename__ = "exports"

    path: Mapped[str] = mapped_column(Text, primary_key=True)
    at: Mapped[str] = mapped_column(Text)
    person: Mapped[str | None] = mapped_column(Text)
