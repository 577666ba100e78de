"""Sessions that were done on a player without a server, as entries of the journal."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from innervate.coach.guided.results import GivenAnswer, PlayedSession, is_results
from innervate.store.log_rows import Entry

SESSION: Final = "guided session"
"""The label of the entry that says that a session was done; its text is how it ended."""

_HEAD_BYTES = 400


def results_text(path: Path) -> str | None:
    """The text of a file of results; None where it is something else."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES).decode("utf-8", "ignore")
        return path.read_text(encoding="utf-8") if is_results(head) else None
    except (OSError, UnicodeDecodeError):
        return None


def entries_of(one: PlayedSession, person: str | None) -> Iterator[Entry]:
    """A session as entries of the journal: that it was done (its length in s), and its answers.

    Their ids follow from that of the session and the person, so that nothing is kept twice.
    """
    length = datetime.fromisoformat(one.ended_at) - datetime.fromisoformat(one.started_at)
    done = GivenAnswer(SESSION, length.total_seconds(), "s", one.why, 0.0)
    for place, given in enumerate((done, *one.answers)):
        yield _entry(one, person, place, given)


def _entry(one: PlayedSession, person: str | None, place: int, given: GivenAnswer) -> Entry:
    at = datetime.fromisoformat(one.started_at) + timedelta(seconds=given.at_s)
    return Entry(
        id=uuid.uuid5(uuid.UUID(one.id), f"{person or ''} {place}").hex,
        person=person,
        at=at.isoformat(timespec="milliseconds"),
        label=given.label,
        value=given.value,
        unit="" if given.value is None else given.unit,
        text=given.text,
        protocol=one.protocol,
    )
