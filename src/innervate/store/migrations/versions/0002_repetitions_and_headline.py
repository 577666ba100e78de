"""A session says its repetitions and itself in one line; trends are found by index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"

_BY_PERSON = "ix_sessions_person_exercise"
_BY_METRIC = "ix_measures_session_metric"


def upgrade() -> None:
    """Add the columns, empty for sessions of before, and the indices."""
    op.add_column("sessions", sa.Column("reps", sa.Integer))
    op.add_column("sessions", sa.Column("headline", sa.Text, nullable=False, server_default=""))
    op.create_index(_BY_PERSON, "sessions", ["person", "exercise"])
    op.create_index(_BY_METRIC, "measures", ["session", "metric"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_index(_BY_METRIC, "measures")
    op.drop_index(_BY_PERSON, "sessions")
    op.drop_column("sessions", "headline")
    op.drop_column("sessions", "reps")
