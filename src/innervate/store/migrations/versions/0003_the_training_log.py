"""The training log; measures hold their numbers, and what many share is kept once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"

_SHARED = "metric, unit, muscle, side, channel, other, phase, level, method, ok, reasons, version"
_ALIKE = " AND ".join(
    f"(k.{name} = m.{name} OR (k.{name} IS NULL AND m.{name} IS NULL))"
    if name in {"muscle", "side", "channel", "other", "phase", "level"}
    else f"k.{name} = m.{name}"
    for name in _SHARED.split(", ")
)


def upgrade() -> None:
    """Add what is new, and lay the measures out anew."""
    _people()
    _number_sessions()
    _kinds()
    _measures()
    _workouts()
    _journal()
    _plans()
    _consents()


def downgrade() -> None:
    """There is no way back: the database of before was copied beside this one."""
    raise NotImplementedError("open the copy of the database instead")


def _people() -> None:
    op.add_column("people", sa.Column("birth_year", sa.Integer))
    op.add_column("people", sa.Column("guardian", sa.Text, nullable=False, server_default=""))
    op.add_column(
        "people", sa.Column("coach", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column("people", sa.Column("units", sa.Text, nullable=False, server_default="kg"))


def _number_sessions() -> None:
    """Numbers by the order of ids, which is that of time."""
    op.add_column("sessions", sa.Column("number", sa.Integer, nullable=False, server_default="0"))
    op.execute(
        "UPDATE sessions SET number = "
        "(SELECT COUNT(*) FROM sessions AS other WHERE other.id <= sessions.id)"
    )
    op.create_index("ix_sessions_number", "sessions", ["number"], unique=True)


def _kinds() -> None:
    op.create_table(
        "measure_kinds",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("muscle", "side", "channel", "other", "phase")),
        sa.Column("level", sa.Double),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("ok", sa.Boolean, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("of_rep", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_measure_kinds"),
    )
    op.create_index("ix_measure_kinds_metric_of_rep", "measure_kinds", ["metric", "of_rep"])
    op.execute(
        f"INSERT INTO measure_kinds ({_SHARED}, of_rep) "
        f"SELECT {_SHARED}, rep IS NOT NULL FROM measures "
        f"GROUP BY {_SHARED}, rep IS NOT NULL ORDER BY MIN(id)"
    )


def _measures() -> None:
    op.execute("CREATE TABLE old_measures AS SELECT * FROM measures")
    op.drop_table("measures")
    op.create_table(
        "measures",
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("session", "kind", "position")),
        sa.Column("value", sa.Double),
        sa.Column("set", sa.Integer),
        sa.Column("rep", sa.Integer),
        sa.Column("start_s", sa.Double, nullable=False),
        sa.Column("stop_s", sa.Double, nullable=False),
        *(sa.Column(name, sa.Double) for name in ("low", "high")),
        sa.PrimaryKeyConstraint("session", "kind", "position", name="pk_measures"),
        sa.ForeignKeyConstraint(
            ["session"], ["sessions.number"], name="fk_measures_session", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO measures "
        "SELECT s.number, k.id, "
        "ROW_NUMBER() OVER (PARTITION BY m.session ORDER BY m.id) - 1, "
        'm.value, m."set", m.rep, m.start_s, m.stop_s, m.low, m.high '
        "FROM old_measures AS m JOIN sessions AS s ON s.id = m.session "
        f"JOIN measure_kinds AS k ON {_ALIKE} AND k.of_rep = (m.rep IS NOT NULL)"
    )
    op.drop_table("old_measures")


def _workouts() -> None:
    op.create_table(
        "workouts",
        _key("id"),
        sa.Column("person", sa.Text),
        sa.Column("started_at", sa.Text, nullable=False),
        sa.Column("ended_at", sa.Text),
        *_texts("name", "note", "source", "source_key"),
        sa.Column("session", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_workouts"),
        _of_person("workouts"),
    )
    op.create_index("ix_workouts_person_started_at", "workouts", ["person", "started_at"])
    op.create_index(
        "ix_workouts_person_source_key", "workouts", ["person", "source_key"], unique=True
    )
    op.create_table(
        "workout_sets",
        _key("workout"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("exercise", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("reps", sa.Integer),
        *(
            sa.Column(name, sa.Double)
            for name in ("load_kg", "duration_s", "distance_m", "rpe", "rir")
        ),
        *_texts("tempo", "note"),
        sa.PrimaryKeyConstraint("workout", "position", name="pk_workout_sets"),
        _of("workout_sets", "workout", "workouts"),
    )
    op.create_index("ix_workout_sets_exercise", "workout_sets", ["exercise"])


def _journal() -> None:
    op.create_table(
        "entries",
        _key("id"),
        sa.Column("person", sa.Text),
        *_texts("at", "label"),
        sa.Column("value", sa.Double),
        *_texts("unit", "text"),
        sa.Column("protocol", sa.Text),
        sa.Column("session", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        _of_person("entries"),
    )
    op.create_index("ix_entries_person_label_at", "entries", ["person", "label", "at"])
    op.create_index("ix_entries_session", "entries", ["session"])
    op.create_table(
        "soreness",
        _key("id"),
        sa.Column("person", sa.Text),
        *_texts("at", "muscle"),
        sa.Column("side", sa.Text),
        sa.Column("rating", sa.Double, nullable=False),
        sa.Column("after_h", sa.Integer),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("session", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_soreness"),
        _of_person("soreness"),
    )
    op.create_index("ix_soreness_person_at", "soreness", ["person", "at"])
    op.create_index("ix_soreness_session", "soreness", ["session"])


def _plans() -> None:
    op.create_table(
        "plans",
        _key("id"),
        sa.Column("person", sa.Text),
        *_texts("programme", "started_on"),
        sa.Column("ended_on", sa.Text),
        sa.Column("choices", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
        _of_person("plans"),
    )
    op.create_index("ix_plans_person", "plans", ["person"])
    op.create_table(
        "planned",
        *_texts("plan", "day", "block", "state"),
        sa.Column("moved_to", sa.Text),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("session", sa.Text),
        sa.PrimaryKeyConstraint("plan", "day", "block", name="pk_planned"),
        _of("planned", "plan", "plans"),
    )
    op.create_index("ix_planned_session", "planned", ["session"])
    op.create_table(
        "plan_events",
        _key("plan"),
        sa.Column("position", sa.Integer, nullable=False),
        *_texts("at", "kind", "body"),
        sa.PrimaryKeyConstraint("plan", "position", name="pk_plan_events"),
        _of("plan_events", "plan", "plans"),
    )


def _consents() -> None:
    op.create_table(
        "consents",
        *_texts("id", "person", "what", "given_by", "relation", "at"),
        sa.Column("withdrawn_at", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
        _of_person("consents"),
    )
    op.create_index("ix_consents_person", "consents", ["person"])
    op.create_table(
        "exports",
        *_texts("path", "at"),
        sa.Column("person", sa.Text),
        sa.PrimaryKeyConstraint("path", name="pk_exports"),
    )


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in names)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return _of(table, "person", "people")


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )
