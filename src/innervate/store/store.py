"""The one way in to everything that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import delete

from innervate.core.fit import Fit
from innervate.core.measure import Measure
from innervate.store import files, measured, people, sessions, taught
from innervate.store.database import Database
from innervate.store.export import export_all
from innervate.store.home import DATABASE
from innervate.store.import_ import import_all
from innervate.store.lock import HomeLock
from innervate.store.migrate import bring_up_to_date, copies_of
from innervate.store.models import PersonRow, SessionRow
from innervate.store.rows import (
    ImportReport,
    NewSession,
    Person,
    Placement,
    Progress,
    SessionState,
    StoredMeasure,
    StoredSession,
)


def _unheard(_share: float) -> None:
    """Nobody listens to the progress."""


class Store:
    """People, sessions and measures in one home folder; every call may come from any thread.

    Whatever a caller can cause raises `InputError` and changes nothing.
    """

    def __init__(self, home: Path, lock: HomeLock, database: Database) -> None:
        self.home = home
        self._lock = lock
        self._database = database

    @classmethod
    def open(cls, home: Path) -> Store:
        """Open a home folder, making it where there is none; an older database is migrated.

        Sessions that ran when the last process ended are interrupted ones now. Raises
        `InputError` where another process uses the folder, where its database was made by a newer
        version, and where there is no right to write.
        """
        files.make_folders(home)
        lock = HomeLock(home)
        try:
            bring_up_to_date(home / DATABASE)
            files.sweep(home)
            database = Database(home / DATABASE)
            with database.writing() as session:
                sessions.interrupt_all(session)
        except BaseException:
            lock.release()
            raise
        return cls(home, lock, database)

    def close(self) -> None:
        """Let go of the folder; the store is of no use afterwards."""
        self._database.close()
        self._lock.release()

    def people(self) -> tuple[Person, ...]:
        """Everybody, by name."""
        with self._database.reading() as session:
            return people.all_people(session)

    def person(self, person_id: str) -> Person:
        """One person; raises `InputError` where there is none."""
        with self._database.reading() as session:
            return people.one_person(session, person_id)

    def add_person(self, name: str) -> Person:
        """Add somebody; two people may have one name."""
        with self._database.writing() as session:
            return people.add(session, name)

    def rename_person(self, person_id: str, name: str) -> Person:
        """Give somebody another name."""
        with self._database.writing() as session:
            return people.rename(session, person_id, name)

    def remove_person(self, person_id: str) -> None:
        """Erase a person with all their sessions, recordings and analyses.

        The copies that migrations kept go too, since the person is in them. Files that were
        brought belong to nobody and stay. Raises `InputError` while a session of theirs runs.
        """
        with self._database.writing() as session:
            people.one_person(session, person_id)
            sessions.check_none_runs(session, person=person_id)
            for one in sessions.find(session, self.home, sessions.Wanted(person=person_id)):
                files.delete_files(self.home, one.id)
            people.delete(session, person_id)
        self._forget()

    def begin(self, new: NewSession) -> StoredSession:
        """Note a session that runs from now on, and keep a place for its recording."""
        with self._database.writing() as session:
            return sessions.begin(session, self.home, new)

    def placed(self, session_id: str, placements: Sequence[Placement]) -> None:
        """Note where electrodes are; a channel that was noted before is placed anew."""
        with self._database.writing() as session:
            taught.place(session, session_id, placements)

    def fitted(self, session_id: str, fits: Sequence[Fit]) -> None:
        """Note what was learned; a fit that was noted before is not noted twice."""
        with self._database.writing() as session:
            taught.learn(session, session_id, fits)

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
        """Keep the analysis of a session and call it finished; done again, it replaces the first.

        Args:
            session_id: which session.
            document_json: the analysis, kept as a file as it is.
            measures: its measures, in order.
            duration_s: seconds from start to end.
            reps: repetitions done, or None where they were not counted.
            headline: the session in one line.
        """
        recorded = (self.home / files.recording_name(session_id)).is_file()
        with self._database.writing() as session:
            sessions.row_of(session, session_id)
            summary = sessions.Summary(duration_s, reps, headline, recorded)
            sessions.finish(session, session_id, summary)
            measured.replace(session, session_id, measures)
            files.write_document(self.home, session_id, document_json)
            return sessions.stored(sessions.row_of(session, session_id), self.home)

    def interrupt(self, session_id: str) -> None:
        """Note that a session stopped before its end."""
        with self._database.writing() as session:
            sessions.change_state(session, session_id, SessionState.INTERRUPTED)

    def resumed(self, session_id: str) -> StoredSession:
        """Note that an interrupted session runs again."""
        with self._database.writing() as session:
            row = sessions.change_state(session, session_id, SessionState.RUNNING)
            return sessions.stored(row, self.home)

    def session(self, session_id: str) -> StoredSession:
        """One session; raises `InputError` where there is none."""
        with self._database.reading() as session:
            return sessions.stored(sessions.row_of(session, session_id), self.home)

    def sessions(
        self,
        person: str | None = None,
        exercise: str | None = None,
        *,
        include_simulated: bool = True,
        limit: int | None = None,
    ) -> tuple[StoredSession, ...]:
        """Sessions, the newest first; None means everybody, every exercise, all of them."""
        wanted = sessions.Wanted(person, exercise, include_simulated, limit)
        with self._database.reading() as session:
            return sessions.find(session, self.home, wanted)

    def remove_session(self, session_id: str) -> None:
        """Erase one session with its files; raises `InputError` while it runs."""
        with self._database.writing() as session:
            row = sessions.row_of(session, session_id)
            if row.state == SessionState.RUNNING.value:
                raise sessions.still_running(session_id)
            files.delete_files(self.home, session_id)
            session.delete(row)
        self._forget()

    def previous(self, session_id: str) -> StoredSession | None:
        """The last finished session of the same person and exercise before this one.

        Simulated ones are compared with simulated ones only. None where there is none.
        """
        with self._database.reading() as session:
            return sessions.previous(session, self.home, session_id)

    def measures(self, person: str | None, exercise: str, metric: str) -> tuple[StoredMeasure, ...]:
        """A metric over finished sessions of this person (None: of nobody in particular).

        Oldest first; simulated sessions are never among them.
        """
        with self._database.reading() as session:
            return measured.trend(session, person, exercise, metric)

    def session_measures(self, session_id: str) -> tuple[Measure, ...]:
        """All measures of one session, in order."""
        with self._database.reading() as session:
            sessions.row_of(session, session_id)
            return tuple(measured.of_session(session, session_id))

    def placements(self, session_id: str) -> tuple[Placement, ...]:
        """Where the electrodes of a session were, in the order they were noted."""
        with self._database.reading() as session:
            return taught.placements_of(session, session_id)

    def fits(self, session_id: str) -> tuple[Fit, ...]:
        """What was learned in a session, in the order it was noted."""
        with self._database.reading() as session:
            return taught.fits_of(session, session_id)

    def export_all(self, target: Path, progress: Progress = _unheard) -> None:
        """Write everything into one zip file, whole or not at all."""
        export_all(self._database, self.home, target, progress)

    def import_all(self, source: Path, progress: Progress = _unheard) -> ImportReport:
        """Add what an export holds and this home does not, all or nothing.

        Raises `InputError` for whatever is no whole export of ours.
        """
        return import_all(self._database, self.home, source, progress)

    def erase_all(self) -> None:
        """Erase every row and every file, and the copies that migrations kept.

        The folder can be used on. Raises `InputError` while a session runs.
        """
        with self._database.writing() as session:
            sessions.check_none_runs(session)
            files.delete_all_files(self.home)
            session.execute(delete(SessionRow))
            session.execute(delete(PersonRow))
        self._forget()

    def _forget(self) -> None:
        for copy in copies_of(self.home / DATABASE):
            files.delete(copy)
        self._database.forget()
