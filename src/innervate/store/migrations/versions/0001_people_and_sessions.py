"""People, sessions, and what belongs to a session."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Make the tables."""
    _people_and_sessions()
    _placements_and_fits()
    _measures()


def downgrade() -> None:
    """Drop the tables, those that refer to others first."""
    for table in ("measures", "fits", "placements", "sessions", "people"):
        op.drop_table(table)


def _people_and_sessions() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("person", sa.Text),
        sa.Column("door", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("exercise", sa.Text, nullable=False),
        sa.Column("simulated", sa.Boolean, nullable=False),
        sa.Column("started_at", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("recording", sa.Text),
        sa.Column("document", sa.Text),
        sa.Column("duration_s", sa.Double),
        sa.Column("setup", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name="fk_sessions_person", ondelete="CASCADE"
        ),
    )


def _placements_and_fits() -> None:
    op.create_table(
        "placements",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("session", sa.Text, nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("muscle", sa.Text),
        sa.Column("side", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_placements"),
        _of_session("placements"),
    )
    op.create_index("ix_placements_session", "placements", ["session"])
    op.create_table(
        "fits",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("session", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fits"),
        _of_session("fits"),
    )
    op.create_index("ix_fits_session", "fits", ["session"])


def _measures() -> None:
    op.create_table(
        "measures",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("session", sa.Text, nullable=False),
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("value", sa.Double),
        sa.Column("unit", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("muscle", "side", "channel", "other")),
        sa.Column("set", sa.Integer),
        sa.Column("rep", sa.Integer),
        sa.Column("phase", sa.Text),
        sa.Column("start_s", sa.Double, nullable=False),
        sa.Column("stop_s", sa.Double, nullable=False),
        *(sa.Column(name, sa.Double) for name in ("low", "high", "level")),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("ok", sa.Boolean, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_measures"),
        _of_session("measures"),
    )


def _of_session(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["session"], ["sessions.id"], name=f"fk_{table}_session", ondelete="CASCADE"
    )
