"""Which sessions of a day may be the one that a programme asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from innervate.coach.programmes.doses import Block
from innervate.core.errors import InputError
from innervate.session.setup import Setup
from innervate.store.rows import SessionState, StoredSession
from innervate.store.store import Store
from innervate.web.days import day_of
from innervate.web.following import Followed
from innervate.web.given_plans import DoneGiven
from innervate.web.shown_plans import FitsShown

_NEWEST = 20


def fitting(
    store: Store, followed: Followed, blocks: tuple[Block, ...], on: date
) -> tuple[FitsShown, ...]:
    """Finished sessions of that day and person that do one of the blocks, and count for none yet.

    The day is that of this computer's clock.
    """
    counted = {one.session for one in followed.events if isinstance(one, DoneGiven)}
    sessions = store.sessions(person=followed.stored.person, limit=_NEWEST)
    return tuple(
        FitsShown(id=one.id, started_at=one.started_at, words=one.headline or one.exercise)
        for one in _of_day(sessions, followed.stored.person, on)
        if one.id not in counted and any(_does(one, block) for block in blocks)
    )


def _of_day(
    sessions: tuple[StoredSession, ...], person: str | None, on: date
) -> Iterator[StoredSession]:
    for one in sessions:
        whole = one.state is SessionState.FINISHED and not one.simulated and one.person == person
        if whole and day_of(one.started_at) == on:
            yield one


def _does(session: StoredSession, block: Block) -> bool:
    try:
        setup = Setup.from_json(session.setup)
    except InputError:
        return False
    if setup.guided is not None:
        return setup.guided.protocol == block.protocol
    return bool(block.exercise) and session.exercise == block.exercise
