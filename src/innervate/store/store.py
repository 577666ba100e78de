"""The one way in to everything that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from innervate.core.channel import Side
from innervate.core.fit import Fit
from innervate.core.measure import Measure
from innervate.store import exports, files, measured, people, sessions, taught, wipe
from innervate.store.database import Database
from innervate.store.export import export_all
from innervate.store.export_json import export_json
from innervate.store.exports import WrittenExport
from innervate.store.home import DATABASE
from innervate.store.import_ import import_all, preview
from innervate.store.lock import HomeLock
from innervate.store.log import TrainingLog, forget_session
from innervate.store.migrate import bring_up_to_date, copies_of
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
from innervate.store.values import Values


def _unheard(_share: float) -> None:
    """Nobody listens to the progress."""


class Store:
    """People, sessions and measures in one home folder; every call may come from any thread.

    Workouts, answers, soreness, plans and consents are in its `log`, numbers over sessions in its
    `values`.
    Whatever a caller can cause raises `InputError` and changes nothing.
    """

    def __init__(self, home: Path, lock: HomeLock, database: Database) -> None:
        self.home = home
        self.log = TrainingLog(database)
        self.values = Values(database)
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

    def change_person(self, person: Person) -> Person:
        """Keep what is said of somebody: name, year of birth, guardian, coach, units."""
        with self._database.writing() as session:
            return people.change(session, person)

    def remove_person(self, person_id: str) -> None:
        """Erase a person with their sessions, recordings, analyses, log, plans and consents.

        The copies that migrations kept go too, since the person is in them. Files that were
        brought belong to nobody and stay. Raises `InputError` while a session of theirs runs.
        """
        with self._database.writing() as session:
            people.one_person(session, person_id)
            sessions.check_none_runs(session, person=person_id)
            for one in sessions.find(session, self.home, sessions.Wanted(person=person_id)):
                files.delete_files(self.home, one.id)
                forget_session(session, one.id)
            people.delete(session, person_id)
            session.flush()
            measured.forget_unused(session)
            exports.forget(session, person_id)
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
            forget_session(session, session_id)
            session.delete(row)
            session.flush()
            measured.forget_unused(session)
        self._forget()

    def previous(self, session_id: str) -> StoredSession | None:
        """The last finished session of the same person and exercise before this one.

        Simulated ones are compared with simulated ones only. None where there is none.
        """
        with self._database.reading() as session:
            return sessions.previous(session, self.home, session_id)

    def measures(
        self,
        person: str | None,
        exercise: str,
        metric: str,
        *,
        muscle: str | None = None,
        side: Side | None = None,
        whole: bool = False,
    ) -> tuple[StoredMeasure, ...]:
        """A metric over finished sessions of this person (None: of nobody in particular).

        Oldest first; simulated sessions are never among them. `whole` leaves out the measures of
        single repetitions, of which there are many.
        """
        asked = measured.Asked(person, exercise, metric, muscle, side, whole)
        with self._database.reading() as session:
            return measured.trend(session, asked)

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

    def export_all(
        self, target: Path, progress: Progress = _unheard, *, person: str | None = None
    ) -> None:
        """Write everything (or all of one person) into one zip file, whole or not at all."""
        export_all(self._database, self.home, target, progress, person)
        self._exported(target, person)

    def export_json(
        self, target: Path, progress: Progress = _unheard, *, person: str | None = None
    ) -> None:
        """Write all rows (or those of one person) as one JSON document, without signals."""
        export_json(self._database, self.home, target, progress, person)
        self._exported(target, person)

    def written_exports(self, person: str | None = None) -> tuple[WrittenExport, ...]:
        """The exports that are still where they were written and hold this person (or anybody)."""
        with self._database.reading() as session:
            return exports.holding(session, person)

    def import_all(self, source: Path, progress: Progress = _unheard) -> ImportReport:
        """Add what an export holds and this home does not, all or nothing.

        Raises `InputError` for whatever is no whole export of ours.
        """
        return import_all(self._database, self.home, source, progress)

    def preview_import(self, source: Path) -> ImportReport:
        """What `import_all` would add; changes nothing."""
        return preview(self._database, self.home, source)

    def bring(self, source: Path) -> Path | None:
        """Copy a recording to those that people brought; None where it is there already."""
        return files.bring(self.home, source)

    def erase_all(self) -> None:
        """Erase every row and every file, and the copies that migrations kept.

        The folder can be used on. Raises `InputError` while a session runs.
        """
        with self._database.writing() as session:
            sessions.check_none_runs(session)
            files.delete_all_files(self.home)
            wipe.all_rows(session)
        self._forget()

    def _exported(self, target: Path, person: str | None) -> None:
        with self._database.writing() as session:
            exports.note(session, self.home, target.absolute(), person)

    def _forget(self) -> None:
        for copy in copies_of(self.home / DATABASE):
            files.delete(copy)
        self._database.forget()
