"""A file from another app, looked through before anything of it is kept."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from innervate.coach.guided.results import read_results
from innervate.core.errors import InputError
from innervate.core.workout import LoadUnit, Workout
from innervate.formats.workouts._contract import WorkoutOptions
from innervate.formats.workouts._read import WorkoutFile, read_workouts
from innervate.session.played import entries_of, results_text
from innervate.store.store import Store
from innervate.web.shown_log import FoundWorkout, ImportKind, ImportShown, LineErrorShown

_MOST_ERRORS: Final = 200
_MOST_WORKOUTS: Final = 100
_SEND_AGAIN: Final = "save the file in the player once more, and bring that one"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person wants of a file.

    Attributes:
        person: whose workouts they are, or None for nobody in particular.
        unit: unit of the loads, where the file does not say it.
        dry_run: whether it is only looked through.
    """

    person: str | None
    unit: LoadUnit | None
    dry_run: bool


def bring(store: Store, path: Path, asked: Asked) -> ImportShown:
    """Look a file through, whatever it is, and keep what is new unless it is a dry run.

    Raises `InputError` for a file of no known kind.
    """
    if zipfile.is_zipfile(path):
        return bring_export(store, path, asked)
    text = results_text(path)
    if text is not None:
        return bring_results(store, text, asked)
    return bring_workouts(store, path, asked)


def bring_results(store: Store, text: str, asked: Asked) -> ImportShown:
    """Look the results of a player through, and keep what is new unless it is a dry run."""
    results = read_results(text)
    entries = [tuple(entries_of(one, asked.person)) for one in results.sessions]
    here = {one.id for one in store.log.entries(asked.person)}
    known = [all(one.id in here for one in each) for each in entries]
    if not asked.dry_run:
        store.log.write(one for each in entries for one in each)
    new = len(known) - sum(known)
    return ImportShown(
        kind=ImportKind.RESULTS,
        title=f"the results of a player ({results.device})",
        done=not asked.dry_run,
        asks_unit=False,
        new=new,
        known=sum(known),
        sets=0,
        errors=tuple(
            LineErrorShown(line=one.place, what=one.why, given=one.id, fix=_SEND_AGAIN)
            for one in results.damaged
        ),
        more_errors=0,
        workouts=tuple(
            FoundWorkout(
                started_at=one.started_at,
                name=one.protocol.replace("_", " "),
                sets=0,
                exercises=(_count(len(one.answers), "answer"),),
                known=there,
            )
            for one, there in zip(results.sessions, known, strict=True)
        ),
        unmatched=(),
        words=words_of(new, sum(known), results.damaged, done=not asked.dry_run, noun="session"),
    )


def bring_export(store: Store, path: Path, asked: Asked) -> ImportShown:
    """Look an export of innervate through, and keep what is new unless it is a dry run."""
    report = store.preview_import(path) if asked.dry_run else store.import_all(path)
    done = not asked.dry_run
    new, known = report.added + report.log_added, report.skipped_known + report.log_known
    sessions, rows = _count(report.added, "session"), _count(report.log_added, "row")
    added = ("was" if new == 1 else "were") if done else "would be"
    there = ("was" if known == 1 else "were") if done else ("is" if known == 1 else "are")
    return ImportShown(
        kind=ImportKind.EXPORT,
        title="an export of innervate",
        done=done,
        asks_unit=False,
        new=new,
        known=known,
        sets=0,
        errors=(),
        more_errors=0,
        workouts=(),
        unmatched=(),
        words=f"{sessions} and {rows} of the training log {added} added, "
        f"{known} {there} here already",
    )


def bring_workouts(store: Store, path: Path, asked: Asked) -> ImportShown:
    """Look a training log through, and keep what is new unless it is a dry run.

    Where its loads have no unit and none was stated, nothing is kept, and the unit is asked for.
    Raises `InputError` for a file that is no training log of a known kind.
    """
    read, asks_unit = _read(path, asked.unit)
    workouts = read.held.workouts
    known = store.log.known(asked.person, workouts)
    done = not asked.dry_run and not asks_unit
    if done:
        store.log.add_workouts(asked.person, workouts)
    new = [one for one, here in zip(workouts, known, strict=True) if not here]
    return ImportShown(
        kind=ImportKind.WORKOUTS,
        title=read.title,
        done=done,
        asks_unit=asks_unit,
        new=len(new),
        known=len(workouts) - len(new),
        sets=sum(len(one.sets) for one in new),
        errors=tuple(map(LineErrorShown.model_validate, read.held.errors[:_MOST_ERRORS])),
        more_errors=max(len(read.held.errors) - _MOST_ERRORS, 0),
        workouts=tuple(_found(workouts, known))[:_MOST_WORKOUTS],
        unmatched=_unmatched(workouts),
        words=words_of(len(new), len(workouts) - len(new), read.held.errors, done=done),
    )


def words_of(
    new: int, known: int, errors: Sequence[object], *, done: bool, noun: str = "workout"
) -> str:
    """What would come of a file, or came of it, in words.

    >>> words_of(2, 1, (), done=False)
    '2 workouts would be added, 1 is here already'
    """
    verb = ("was" if new == 1 else "were") if done else "would be"
    words = f"{_count(new, noun)} {verb} added"
    if known:
        there = ("was" if known == 1 else "were") if done else ("is" if known == 1 else "are")
        words += f", {known} {there} here already"
    if errors:
        what = "line" if noun == "workout" else noun
        words += f"; {_count(len(errors), what)} could not be read"
    return words


def _read(path: Path, unit: LoadUnit | None) -> tuple[WorkoutFile, bool]:
    """The file, and whether it has to be asked for the unit of its loads."""
    try:
        return read_workouts(path, WorkoutOptions(unit)), False
    except InputError:
        if unit is not None:
            raise
        # With a unit it can be read: nothing else is missing.
        return read_workouts(path, WorkoutOptions(LoadUnit.KG)), True


def _found(workouts: Sequence[Workout], known: Sequence[bool]) -> Iterator[FoundWorkout]:
    for one, here in zip(workouts, known, strict=True):
        yield FoundWorkout(
            started_at=one.started_at,
            name=one.name,
            sets=len(one.sets),
            exercises=tuple(dict.fromkeys(each.name for each in one.sets)),
            known=here,
        )


def _unmatched(workouts: Sequence[Workout]) -> tuple[str, ...]:
    names = {each.name for one in workouts for each in one.sets if each.exercise is None}
    return tuple(sorted(names, key=str.casefold))


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
