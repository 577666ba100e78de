"""The tables, as typed models; only the rows of ``rows`` leave the store."""

from __future__ import annotations

from sqlalchemy import Double, ForeignKey, Index, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
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


class SessionRow(Base):
    """One session; `recording` and `document` are paths below the home folder, with ``/``."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "person", "exercise"),)

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


class MeasureRow(Base):
    """One measure of a session, its fields laid flat; `reasons` is a JSON list."""

    __tablename__ = "measures"
    __table_args__ = (Index(None, "session", "metric"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(Text, ForeignKey("sessions.id", ondelete="CASCADE"))
    metric: Mapped[str] = mapped_column(Text)
    value: Mapped[float | None] = mapped_column(Double)
    unit: Mapped[str] = mapped_column(Text)
    muscle: Mapped[str | None] = mapped_column(Text)
    side: Mapped[str | None] = mapped_column(Text)
    channel: Mapped[str | None] = mapped_column(Text)
    other: Mapped[str | None] = mapped_column(Text)
    set: Mapped[int | None]
    rep: Mapped[int | None]
    phase: Mapped[str | None] = mapped_column(Text)
    start_s: Mapped[float] = mapped_column(Double)
    stop_s: Mapped[float] = mapped_column(Double)
    low: Mapped[float | None] = mapped_column(Double)
    high: Mapped[float | None] = mapped_column(Double)
    level: Mapped[float | None] = mapped_column(Double)
    method: Mapped[str] = mapped_column(Text)
    ok: Mapped[bool]
    reasons: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
