"""A person at a glance: what was done last and as planned, and all that is kept of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from innervate.coach.programmes.adherence import adherence
from innervate.store.rows import Person, StoredSession
from innervate.store.store import Store
from innervate.web.consenting import may_record
from innervate.web.following import Followed
from innervate.web.letters import span_of
from innervate.web.plans import Plans
from innervate.web.shown_log import HeldExport, HeldShown, PersonOverview
from innervate.web.soreness import moment

RECENT: Final = timedelta(days=28)
"""How far back planned is set beside done."""

_MONTHFUL: Final = 40
"""Workouts of which the oldest is hardly ever of this month."""


def overview_of(store: Store, plans: Plans, person: Person, today: date) -> PersonOverview:
    """What was done last, and how much of what was planned."""
    sessions = store.sessions(person=person.id, include_simulated=False)
    newest = store.log.workouts(person.id, newest=1)
    followed, _ = plans.all(person.id, today)
    going = [one for one in followed if one.stored.ended_on is None]
    tallies = [adherence(one.plan, today - RECENT, today) for one in followed]
    done, missed = (sum(getattr(one, what) for one in tallies) for what in ("done", "missed"))
    span = span_of(today)
    lettered = any(day < span.stop for day in _days(store, person, sessions, followed))
    last = sessions[0] if sessions else None
    return PersonOverview(
        id=person.id,
        name=person.name,
        may_record=may_record(person, store.log.consents(person.id)),
        sessions=len(sessions),
        last_session=last.id if last else None,
        last_session_at=last.started_at if last else None,
        last_headline=last.headline if last else "",
        last_workout_at=newest[0].workout.started_at if newest else None,
        planned=done + missed,
        done=done,
        missed=missed,
        programme=going[0].plan.programme.name if going else None,
        letter=span.key if lettered else None,
    )


def _days(
    store: Store, person: Person, sessions: Sequence[StoredSession], plans: Sequence[Followed]
) -> Iterator[date]:
    """Days on which something was done that a letter may tell of; what is costly comes last."""
    yield from (one.plan.begun for one in plans)
    yield from (_day(one.started_at) for one in sessions[-1:])
    for newest in (1, _MONTHFUL, None):
        workouts = store.log.workouts(person.id, newest=newest)
        yield from (_day(one.workout.started_at) for one in workouts[-1:])


def held_of(store: Store, person: Person) -> HeldShown:
    """Counts of everything that is kept of a person, and the exports that hold them."""
    sessions = store.sessions(person=person.id)
    files = [one.recording for one in sessions if one.recording and one.recording.is_file()]
    workouts = store.log.workouts(person.id)
    return HeldShown(
        sessions=len(sessions),
        recordings=len(files),
        recordings_bytes=sum(path.stat().st_size for path in files),
        workouts=len(workouts),
        sets=sum(len(one.workout.sets) for one in workouts),
        answers=len(store.log.entries(person.id)),
        soreness=len(store.log.soreness(person.id)),
        plans=len(store.log.plans(person.id)),
        consents=len(store.log.consents(person.id)),
        exports=tuple(
            HeldExport(path=str(one.path), at=one.at, others=one.person is None)
            for one in store.written_exports(person.id)
        ),
    )


def _day(at: str) -> date:
    return moment(at).date()
