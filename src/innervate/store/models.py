"""The tables, as typed models; only the rows of ``rows`` leave the store."""

from __future__ import annotations

from sqlalchemy import Double, ForeignKey, Index, MetaData, Text, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
}


class Base(DeclarativeBase):
    """What the tables share: how constraints are called."""

    metadata = MetaData(naming_convention=_NAMES)


class PersonRow(Base):
    """Somebody who trains here."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[str] = mapped_column(Text)
    birth_year: Mapped[int | None]
    guardian: Mapped[str] = mapped_column(Text, server_default="")
    coach: Mapped[bool] = mapped_column(server_default=false())
    units: Mapped[str] = mapped_column(Text, server_default="kg")


class SessionRow(Base):
    """One session; `recording` and `document` are paths below the home folder, with ``/``.

    Its measures know it by `number`, which is shorter than its id.
    """

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "person", "exercise"), Index(None, "number", unique=True))

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    person: Mapped[str | None] = mapped_column(Text, ForeignKey("people.id", ondelete="CASCADE"))
    door: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    exercise: Mapped[str] = mapped_column(Text)
    simulated: Mapped[bool]
    started_at: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    recording: Mapped[str | None] = mapped_column(Text)
    document: Mapped[str | None] = mapped_column(Text)
    duration_s: Mapped[float | None] = mapped_column(Double)
    setup: Mapped[str] = mapped_column(Text)
    reps: Mapped[int | None]
    headline: Mapped[str] = mapped_column(Text, server_default="")
    number: Mapped[int] = mapped_column(server_default="0")


class PlacementRow(Base):
    """Which muscle a channel of a session was placed on."""

    __tablename__ = "placements"

    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(
        Text, ForeignKey("sessions.id", ondelete="CASCADE"), index=True
    )
    stream: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(Text)
    muscle: Mapped[str | None] = mapped_column(Text)
    side: Mapped[str | None] = mapped_column(Text)


class FitRow(Base):
    """Something that was learned in a session, as the line of JSON that it is re-applied from."""

    __tablename__ = "fits"

    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(
        Text, ForeignKey("sessions.id", ondelete="CASCADE"), index=True
    )
    body: Mapped[str] = mapped_column(Text)


class KindRow(Base):
    """All that many measures have in common; `reasons` is a JSON list.

    `of_rep` says whether they are about single repetitions.
    """

    __tablename__ = "measure_kinds"
    __table_args__ = (Index(None, "metric", "of_rep"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    muscle: Mapped[str | None] = mapped_column(Text)
    side: Mapped[str | None] = mapped_column(Text)
    channel: Mapped[str | None] = mapped_column(Text)
    other: Mapped[str | None] = mapped_column(Text)
    phase: Mapped[str | None] = mapped_column(Text)
    level: Mapped[float | None] = mapped_column(Double)
    method: Mapped[str] = mapped_column(Text)
    ok: Mapped[bool]
    reasons: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    of_rep: Mapped[bool]


class MeasureRow(Base):
    """One measure of a session: its numbers; they lie by session and kind, as trends read them.

    `position` is its place among all measures of the session. No constraint binds `kind`: without
    an index of its own, it would have every measure read whenever a kind goes.
    """

    __tablename__ = "measures"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as SQLAlchemy wants it

    session: Mapped[int] = mapped_column(
        ForeignKey("sessions.number", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    kind: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[float | None] = mapped_column(Double)
    set: Mapped[int | None]
    rep: Mapped[int | None]
    start_s: Mapped[float] = mapped_column(Double)
    stop_s: Mapped[float] = mapped_column(Double)
    low: Mapped[float | None] = mapped_column(Double)
    high: Mapped[float | None] = mapped_column(Double)
