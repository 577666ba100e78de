"""The day on which something was, by this computer's clock."""

from __future__ import annotations

from datetime import date, datetime


def day_of(moment: str) -> date:
    """The day of an ISO 8601 moment; one without a zone is of this computer's clock already."""
    return datetime.fromisoformat(moment).astimezone().date()


def today_or(day: date | None) -> date:
    """The day that was said, or today."""
    return day or date.today()
