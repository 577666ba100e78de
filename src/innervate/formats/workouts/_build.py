"""Sets that come row by row, gathered into workouts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from innervate.core.errors import InputError
from innervate.core.workout import Workout, WorkoutSet
from innervate.formats.workouts._cells import CellError
from innervate.formats.workouts._contract import LineError, WorkoutsRead
from innervate.formats.workouts._rows import Row


@dataclass(frozen=True, slots=True)
class Visit:
    """What a row says of its workout; see `Workout`."""

    started_at: str
    name: str
    ended_at: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one row gives: sets and remarks of one workout."""

    visit: Visit
    sets: tuple[WorkoutSet, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Draft:
    visit: Visit
    sets: list[WorkoutSet] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def gather(
    source: str, rows: Iterable[Row | LineError], read: Callable[[Row], Gathered | None]
) -> WorkoutsRead:
    """Workouts in the order of the file; rows of one start and name are one workout.

    Args:
        source: name of the format.
        rows: the rows.
        read: what a row gives, or None for one to pass over; may raise `CellError`.
    """
    drafts: dict[tuple[str, str], _Draft] = {}
    errors: list[LineError] = []
    for row in rows:
        if isinstance(row, LineError):
            errors.append(row)
            continue
        try:
            given = read(row)
        except CellError as error:
            errors.append(LineError(row.line, error.what, error.given, error.fix))
            continue
        except InputError as error:
            fix = error.fix or "correct the row"
            errors.append(LineError(row.line, error.what, error.given or "", fix))
            continue
        if given is not None:
            key = (given.visit.started_at, given.visit.name)
            draft = drafts.setdefault(key, _Draft(given.visit))
            draft.sets += given.sets
            draft.remarks += (one for one in given.remarks if one not in draft.remarks)
    return WorkoutsRead(tuple(_workout(source, one) for one in drafts.values()), tuple(errors))


def _workout(source: str, draft: _Draft) -> Workout:
    visit = draft.visit
    return Workout(
        started_at=visit.started_at,
        name=visit.name,
        sets=tuple(draft.sets),
        ended_at=visit.ended_at,
        note="\n".join(part for part in (visit.note, *draft.remarks) if part),
        source=source,
        source_key=f"{source}:{visit.started_at}:{visit.name}",
    )
