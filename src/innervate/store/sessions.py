"""Sessions: begun, finished, interrupted, found again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from innervate.core.errors import InputError
from innervate.store import people
from innervate.store.files import document_name, recording_name
from innervate.store.ids import moment_of, new_session_id, now
from innervate.store.models import SessionRow
from innervate.store.rows import Door, NewSession, SessionState, StoredSession


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of a session at its end.

    Attributes:
        duration_s: seconds from start to end.
        reps: repetitions done, or None where they were not counted.
        headline: the session in one line.
        recorded: whether there is a recording.
    """

    duration_s: float
    reps: int | None
    headline: str
    recorded: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sessions are asked for; None means all."""

    person: str | None = None
    exercise: str | None = None
    include_simulated: bool = True
    limit: int | None = None


def begin(session: Session, home: Path, new: NewSession) -> StoredSession:
    """Note a session that runs, under an id that sorts after those before it."""
    if new.person is not None:
        people.one_person(session, new.person)
    started_at = new.started_at or now()
    same_moment = SessionRow.id.startswith(moment_of(started_at))
    newest = session.scalar(select(func.max(SessionRow.id)).where(same_moment))
    session_id = new_session_id(started_at, newest)
    row = SessionRow(
        id=session_id,
        person=new.person,
        door=new.door.value,
        source=new.source,
        exercise=new.exercise,
        simulated=new.simulated,
        started_at=started_at,
        state=SessionState.RUNNING.value,
        recording=recording_name(session_id),
        setup=new.setup,
        headline="",
        number=next_number(session),
    )
    session.add(row)
    session.flush()
    return stored(row, home)


def next_number(session: Session) -> int:
    """The number that the measures of a new session will know it by."""
    return (session.scalar(select(func.max(SessionRow.number))) or 0) + 1


def finish(session: Session, session_id: str, summary: Summary) -> None:
    """Note the end of a session whose document is written."""
    row = row_of(session, session_id)
    row.state = SessionState.FINISHED.value
    row.document = document_name(session_id)
    row.recording = recording_name(session_id) if summary.recorded else None
    row.duration_s, row.reps = summary.duration_s, summary.reps
    row.headline = summary.headline
    session.flush()


def change_state(session: Session, session_id: str, state: SessionState) -> SessionRow:
    """Let an unfinished session run or be interrupted; raises `InputError` for a finished one."""
    row = row_of(session, session_id)
    if row.state == SessionState.FINISHED.value:
        raise InputError(
            "the session is finished", given=session_id, fix="start a new one from the first page"
        )
    row.state = state.value
    session.flush()
    return row


def interrupt_all(session: Session) -> None:
    """Note that whatever ran runs no more."""
    running = SessionRow.state == SessionState.RUNNING.value
    session.execute(update(SessionRow).where(running).values(state=SessionState.INTERRUPTED.value))


def find(session: Session, home: Path, wanted: Wanted) -> tuple[StoredSession, ...]:
    """The sessions asked for, newest first."""
    query = select(SessionRow).order_by(SessionRow.id.desc())
    if wanted.person is not None:
        query = query.where(SessionRow.person == wanted.person)
    if wanted.exercise is not None:
        query = query.where(SessionRow.exercise == wanted.exercise)
    if not wanted.include_simulated:
        query = query.where(SessionRow.simulated.is_(False))
    if wanted.limit is not None:
        query = query.limit(max(wanted.limit, 0))
    return tuple(stored(row, home) for row in session.scalars(query))


def previous(session: Session, home: Path, session_id: str) -> StoredSession | None:
    """The last finished session of the same kind before this one."""
    this = row_of(session, session_id)
    query: Select[SessionRow] = (
        select(SessionRow)
        .where(
            SessionRow.id < this.id,
            SessionRow.person.is_not_distinct_from(this.person),
            SessionRow.exercise == this.exercise,
            SessionRow.simulated == this.simulated,
            SessionRow.state == SessionState.FINISHED.value,
        )
        .order_by(SessionRow.id.desc())
        .limit(1)
    )
    row = session.scalars(query).first()
    return None if row is None else stored(row, home)


def check_none_runs(session: Session, *, person: str | None = None) -> None:
    """Raise `InputError` while a session (of this person, where one is given) runs."""
    query = select(SessionRow.id).where(SessionRow.state == SessionState.RUNNING.value)
    if person is not None:
        query = query.where(SessionRow.person == person)
    running = session.scalars(query).first()
    if running is not None:
        raise still_running(running)


def still_running(session_id: str) -> InputError:
    """That a session has to end first."""
    return InputError("a session is running", found=session_id, fix="stop it, then delete again")


def row_of(session: Session, session_id: str) -> SessionRow:
    """The row of one session; raises `InputError` where there is none."""
    row = session.get(SessionRow, session_id)
    if row is None:
        raise InputError(
            "there is no such session", given=repr(session_id), fix="choose one from the list"
        )
    return row


def stored(row: SessionRow, home: Path) -> StoredSession:
    """The row as it is given out."""
    return StoredSession(
        id=row.id,
        door=Door(row.door),
        source=row.source,
        exercise=row.exercise,
        simulated=row.simulated,
        started_at=row.started_at,
        person=row.person,
        state=SessionState(row.state),
        recording=None if row.recording is None else home / row.recording,
        document=None if row.document is None else home / row.document,
        duration_s=row.duration_s,
        setup=row.setup,
        reps=row.reps,
        headline=row.headline,
    )
