"""When to ask how sore a muscle is: one, two and three days after slow lowering under load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from innervate.body.movement import exercise
from innervate.core.channel import MuscleSide
from innervate.core.errors import InputError
from innervate.core.workout import Workout, WorkoutSet
from innervate.session.setup import Setup
from innervate.store.log_rows import Soreness, StoredWorkout
from innervate.store.rows import SessionState, StoredSession
from innervate.web.shown_log import AskShown

ASKED_H: Final = (24, 48, 72)
"""Hours after the work (evidence row A29)."""

SLOW_S: Final = 4.0
"""Seconds of lowering from which a set counts, as in the protocol eccentric_intro."""

_FIRST_H, _LAST_H = 20.0, 84.0
_ECCENTRIC = "eccentric"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Lowering:
    """Work after which muscles may get sore: when, what it was, and where."""

    at: datetime
    name: str
    muscles: tuple[MuscleSide, ...]
    session: str | None = None


def asks(
    work: Iterable[Lowering], ratings: Sequence[Soreness], now: datetime
) -> tuple[AskShown, ...]:
    """The questions that are due now and not answered yet; each muscle once, for the last work."""
    due: dict[MuscleSide, AskShown] = {}
    for one in sorted(work, key=lambda one: one.at):
        after_h = _asked_at((now - one.at) / timedelta(hours=1))
        if after_h is None:
            continue
        for muscle in one.muscles:
            due.pop(muscle, None)
            if not any(_answers(rating, muscle, after_h, one.at) for rating in ratings):
                due[muscle] = AskShown(
                    muscle=muscle.muscle,
                    side=muscle.side,
                    after_h=after_h,
                    after=one.name,
                    worked_at=one.at.isoformat(timespec="seconds"),
                    session=one.session,
                )
    return tuple(due.values())


def moment(text: str) -> datetime:
    """A moment of the log with its zone; without one it is the clock of this computer.

    What is no moment is long ago.
    """
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        return _LONG_AGO


def of_workouts(workouts: Iterable[StoredWorkout]) -> Iterator[Lowering]:
    """The workouts with slow lowering, each with the muscles that its sets ask for."""
    for stored in workouts:
        keys = dict.fromkeys(key for one in stored.workout.sets for key in _targets(one))
        if keys:
            muscles = tuple(MuscleSide(key) for key in keys)
            yield Lowering(_end(stored.workout), _name(stored.workout), muscles, stored.session)


def of_sessions(sessions: Iterable[StoredSession]) -> Iterator[Lowering]:
    """The guided sessions whose protocol asks about eccentric work before it begins."""
    for one in sessions:
        if one.state is SessionState.RUNNING or one.simulated:
            continue
        try:
            setup = Setup.from_json(one.setup)
            found = setup.guided.found() if setup.guided is not None else None
            movement = setup.movement
        except InputError:
            continue  # made by another version; nothing is asked then
        if found is not None and _ECCENTRIC in found.screen:
            targets = () if movement is None else tuple(map(MuscleSide, movement.targets))
            start = moment(one.started_at) + timedelta(seconds=one.duration_s or 0.0)
            yield Lowering(start, found.name, setup.targets or targets, one.id)


def _asked_at(hours: float) -> int | None:
    if not _FIRST_H <= hours < _LAST_H:
        return None
    return min(ASKED_H, key=lambda asked: abs(asked - hours))


def _answers(rating: Soreness, muscle: MuscleSide, after_h: int, worked: datetime) -> bool:
    same = (rating.muscle, rating.side) == (muscle.muscle, muscle.side)
    return same and rating.after_h == after_h and moment(rating.at) > worked


def _targets(one: WorkoutSet) -> tuple[str, ...]:
    lowering = one.tempo.split("-")[0]
    slow = lowering.isdecimal() and float(lowering) >= SLOW_S
    if not slow or one.exercise is None:
        return ()
    try:
        return exercise(one.exercise).targets
    except InputError:
        return ()


def _end(workout: Workout) -> datetime:
    return moment(workout.ended_at or workout.started_at)


def _name(workout: Workout) -> str:
    return workout.name or "a workout"
