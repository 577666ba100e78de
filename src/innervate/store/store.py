"""The one way in to everything that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from innervate.core.fit import Fit
from innervate.core.measure import Measure
from innervate.store.rows import (
    ImportReport,
    NewSession,
    Person,
    Placement,
    Progress,
    StoredMeasure,
    StoredSession,
)


class Store:
    """People, sessions and measures in one home folder; every call may come from any thread."""

    @classmethod
    def open(cls, home: Path) -> Store:
        """Open a home folder, making it where there is none."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the folder."""
        raise NotImplementedError

    def people(self) -> tuple[Person, ...]:
        """Everybody, by name."""
        raise NotImplementedError

    def person(self, person_id: str) -> Person:
        """One person; raises `InputError` where there is none."""
        raise NotImplementedError

    def add_person(self, name: str) -> Person:
        """Add a person."""
        raise NotImplementedError

    def rename_person(self, person_id: str, name: str) -> Person:
        """Give a person another name."""
        raise NotImplementedError

    def remove_person(self, person_id: str) -> None:
        """Erase a person with all their sessions and files."""
        raise NotImplementedError

    def begin(self, new: NewSession) -> StoredSession:
        """Note a session that starts now, and keep a place for its recording."""
        raise NotImplementedError

    def placed(self, session_id: str, placements: Sequence[Placement]) -> None:
        """Note where electrodes are; a channel that was noted before is placed anew."""
        raise NotImplementedError

    def fitted(self, session_id: str, fits: Sequence[Fit]) -> None:
        """Note what was learned; a fit that was noted before is not noted twice."""
        raise NotImplementedError

    def finish(
        self,
        session_id: str,
        document_json: str,
        measures: Sequence[Measure],
        *,
        duration_s: float,
        reps: int | None,
        headline: str,
    ) -> StoredSession:
        """Keep the analysis of a session and call it finished."""
        raise NotImplementedError

    def interrupt(self, session_id: str) -> None:
        """Note that a session stopped before its end."""
        raise NotImplementedError

    def resumed(self, session_id: str) -> StoredSession:
        """Note that an interrupted session runs again."""
        raise NotImplementedError

    def session(self, session_id: str) -> StoredSession:
        """One session; raises `InputError` where there is none."""
        raise NotImplementedError

    def sessions(
        self,
        person: str | None = None,
        exercise: str | None = None,
        *,
        include_simulated: bool = True,
        limit: int | None = None,
    ) -> tuple[StoredSession, ...]:
        """Sessions, the newest first; None for a filter means all."""
        raise NotImplementedError

    def remove_session(self, session_id: str) -> None:
        """Erase one session with its files."""
        raise NotImplementedError

    def previous(self, session_id: str) -> StoredSession | None:
        """The last finished session of the same person and exercise before this one."""
        raise NotImplementedError

    def measures(self, person: str | None, exercise: str, metric: str) -> tuple[StoredMeasure, ...]:
        """A metric over finished sessions, oldest first; never of simulated ones."""
        raise NotImplementedError

    def session_measures(self, session_id: str) -> tuple[Measure, ...]:
        """All measures of one session, in order."""
        raise NotImplementedError

    def placements(self, session_id: str) -> tuple[Placement, ...]:
        """Where the electrodes of a session were, in order."""
        raise NotImplementedError

    def fits(self, session_id: str) -> tuple[Fit, ...]:
        """What was learned in a session, in order."""
        raise NotImplementedError

    def export_all(self, target: Path, progress: Progress = lambda _: None) -> None:
        """Write everything into one zip file."""
        raise NotImplementedError

    def import_all(self, source: Path, progress: Progress = lambda _: None) -> ImportReport:
        """Read back what `export_all` wrote."""
        raise NotImplementedError

    def erase_all(self) -> None:
        """Erase every row and every file."""
        raise NotImplementedError
