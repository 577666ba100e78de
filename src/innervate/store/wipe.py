"""Emptying all tables."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from innervate.store.models import Base


def all_rows(session: Session) -> None:
    """Delete every row of every table, those that refer to others first."""
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(delete(table))
