"""What an export is made of: one zip file with a manifest, the rows, and the files.

``manifest.json`` names the schema, the people and the sessions; ``rows/SESSION.jsonl`` holds the
placements, fits and measures of a session, and ``log.jsonl`` the training log, one a line, so that
neither side ever holds more than a line of them; ``recordings/`` and ``documents/`` are as in the
home folder. Exports of the first kind have no log.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from innervate.core.fit import Fit
from innervate.core.measure import Measure
from innervate.store.home import DOCUMENTS, IMPORTED, RECORDINGS
from innervate.store.ids import is_session_id
from innervate.store.log_rows import Consent, Entry, Soreness, StoredPlan, StoredWorkout
from innervate.store.rows import Door, Person, Placement, SessionState

SCHEMA: Final = "innervate/export/2"
READ_SCHEMAS: Final = ("innervate/export/1", SCHEMA)
"""The kinds of export that are read; the first of them is without the training log."""

LOG: Final = "log.jsonl"
MANIFEST: Final = "manifest.json"
ROWS: Final = "rows"
CHUNK: Final = 1 << 20
"""Bytes of a file that are held at a time."""

_OWN = re.compile(rf"(?:{ROWS}/(.+)\.jsonl|{RECORDINGS}/(.+)\.xdf|{DOCUMENTS}/(.+)\.json)")
_BROUGHT = f"{RECORDINGS}/{IMPORTED}/"
_DEEPEST = 4
_LONGEST_BYTES = 255


@dataclass(frozen=True, slots=True)
class ArchivedSession:
    """A session without its places on this computer; see `rows.StoredSession`."""

    id: str
    door: Door
    source: str
    exercise: str
    simulated: bool
    started_at: str
    person: str | None
    state: SessionState
    duration_s: float | None
    setup: str
    reps: int | None
    headline: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everybody and every session, oldest first."""

    schema: str
    people: tuple[Person, ...]
    sessions: tuple[ArchivedSession, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the rows of a session; one of the three is there."""

    placement: Placement | None = None
    fit: Fit | None = None
    measure: Measure | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the training log; one of the five is there."""

    workout: StoredWorkout | None = None
    entry: Entry | None = None
    soreness: Soreness | None = None
    plan: StoredPlan | None = None
    consent: Consent | None = None

    @property
    def person(self) -> str | None:
        """Whose it is; None for nobody in particular."""
        rows = (self.workout, self.entry, self.soreness, self.plan, self.consent)
        return next((row.person for row in rows if row is not None), None)


def rows_name(session_id: str) -> str:
    """Where the rows of a session are in the zip file."""
    return f"{ROWS}/{session_id}.jsonl"


def session_of(entry: str) -> str | None:
    """The session that a file in the zip belongs to by its name, or None.

    >>> session_of("recordings/20261126T112711000Z-0001-4f9a1c22.xdf")
    '20261126T112711000Z-0001-4f9a1c22'
    >>> session_of("recordings/../innervate.xdf") is None
    True
    """
    match = _OWN.fullmatch(entry)
    named = next((part for part in match.groups() if part), "") if match else ""
    return named if is_session_id(named) else None


def brought_path(entry: str) -> tuple[str, ...] | None:
    """Folders and name of a file that a person had brought, below the folder for these; or None.

    >>> brought_path("recordings/imported/gait/trial 1.c3d")
    ('gait', 'trial 1.c3d')
    >>> brought_path("recordings/imported/../../x") is None
    True
    """
    if not entry.startswith(_BROUGHT):
        return None
    parts = tuple(entry.removeprefix(_BROUGHT).split("/"))
    return parts if len(parts) <= _DEEPEST and all(map(_is_plain_name, parts)) else None


def _is_plain_name(name: str) -> bool:
    """Whether a name stays a name on every system: no folder, drive, stream or hidden trick."""
    return (
        name.strip(" .") != ""
        and not any(letter in '/\\:*?"<>|' for letter in name)
        and not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in name)
        and len(name.encode("utf-8", "replace")) <= _LONGEST_BYTES
    )
