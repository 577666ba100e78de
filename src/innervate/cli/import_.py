"""Bring in what another app logged, an export of innervate, or a recording."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from innervate.cli._keeping import add_home_argument, counted, opened_store, person_called
from innervate.cli._say import remark, say
from innervate.cli._share import ShareLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from innervate.core.workout import Workout
    from innervate.formats.workouts._contract import LineError
    from innervate.formats.workouts._read import WorkoutFile
    from innervate.store.rows import Person
    from innervate.store.store import Store

HELP = "bring in a training log of another app, results of the player, an export, a recording"
EXAMPLES = """\
examples:
  innervate import strong.csv --dry-run          see what would be added, and which rows are wrong
  innervate import strong.csv --unit kg          add it; the file does not say kg or lb
  innervate import hevy.csv --person Ada         several people train on this computer
  innervate import innervate-2026-11-26.zip      everything that `innervate export` wrote

Understood: Strong, Hevy and StrongLifts (CSV), wger (JSON, CSV), FIT strength workouts, and the
JSON and zip files of `innervate export`; the results of the player (`innervate player`). Recordings
of any format are copied to those of the app.
What is here already stays as it is, so importing twice adds nothing. A row that cannot be read is
named with its line and stops no other: correct it in the file, and import again. Of a workout that
is here already, rows that were corrected later are not added; remove it in the app first.
"""

_SHOWN = 10
_NAMES = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="what to bring in")
    parser.add_argument("--person", metavar="NAME", help="whose training it is")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be added")
    parser.add_argument("--unit", choices=("kg", "lb"), help="of loads, where the file has none")
    add_home_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Find out what the file is, and bring it in."""
    from innervate.cli._results import bring_results
    from innervate.formats.workouts._read import workout_format
    from innervate.session.played import results_text

    path: Path = arguments.file
    with opened_store(arguments.home) as store:
        if _is_zip(path):
            _archive(store, path, dry=arguments.dry_run)
        elif (text := results_text(path)) is not None:
            person = _whose(store, arguments.person)
            bring_results(store, path, text, person, dry=arguments.dry_run)
        elif workout_format(path) is not None:
            _log(store, path, arguments)
        else:
            _recording(store, path, dry=arguments.dry_run)
    return 0


def _is_zip(path: Path) -> bool:
    import zipfile

    return path.is_file() and zipfile.is_zipfile(path)


def _archive(store: Store, path: Path, *, dry: bool) -> None:
    if dry:
        report = store.preview_import(path)
    else:
        line = ShareLine(f"Reading {path.name}")
        try:
            report = store.import_all(path, line)
        finally:
            line.done()
    known = report.skipped_known + report.log_known
    say(
        f"{path.name}: an export of innervate. {counted(report.added, 'session')} and "
        f"{counted(report.log_added, 'row')} of the training log new, {known:,} already there."
    )
    if dry:
        say("Nothing was added: this was a dry run.")


def _log(store: Store, path: Path, arguments: argparse.Namespace) -> None:
    from innervate.core.workout import LoadUnit
    from innervate.formats.workouts._contract import WorkoutOptions
    from innervate.formats.workouts._read import read_workouts

    person = _whose(store, arguments.person)
    unit = None if arguments.unit is None else LoadUnit(arguments.unit)
    found = read_workouts(path, WorkoutOptions(unit))
    workouts = found.held.workouts
    known = store.log.known(None if person is None else person.id, workouts)
    _preview(path, found, person, known)
    new = len(known) - sum(known)
    if arguments.dry_run:
        say(f"{new:,} new, {sum(known):,} already there. Nothing was added: this was a dry run.")
        return
    added = store.log.add_workouts(None if person is None else person.id, workouts)
    say(f"{added.new:,} new, {added.known:,} already there.")


def _whose(store: Store, name: str | None) -> Person | None:
    """The person by name; without one the only one there is, or nobody in particular."""
    from innervate.core.errors import InputError, few

    if name is not None:
        return person_called(store, name)
    people = store.people()
    if len(people) > 1:
        raise InputError(
            "whose training is it?",
            found=few(one.name for one in people),
            fix="name one of them with --person",
        )
    return people[0] if people else None


def _preview(path: Path, found: WorkoutFile, person: Person | None, known: Sequence[bool]) -> None:
    workouts, errors = found.held.workouts, found.held.errors
    sets = sum(len(one.sets) for one in workouts)
    whose = f", for {person.name}" if person else ""
    size = f"{counted(len(workouts), 'workout')}, {counted(sets, 'set')}"
    say(f"{path.name}: {found.title}, {size}{whose}.")
    rows = [_row(one, known=there) for one, there in zip(workouts, known, strict=True)]
    _table([("start", "workout", "sets", "", "exercises"), *rows[-_SHOWN:]])
    if len(rows) > _SHOWN:
        say(f"  and {len(rows) - _SHOWN:,} before these")
    _say_errors(errors)


def _row(one: Workout, *, known: bool) -> tuple[str, ...]:
    names = list(dict.fromkeys(set_.name for set_ in one.sets))
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    start = one.started_at[:16].replace("T", " ")
    there = "already there" if known else "new"
    return start, one.name, str(len(one.sets)), there, ", ".join(names[:_NAMES]) + more


def _table(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        say(f"  {'  '.join(cells)}".rstrip())


def _say_errors(errors: Sequence[LineError]) -> None:
    if not errors:
        return
    say(f"{counted(len(errors), 'row')} cannot be read and will be left out:")
    for error in errors:
        say(f"  {error}")


def _recording(store: Store, path: Path, *, dry: bool) -> None:
    """A recording of any format; whatever is none raises `InputError`."""
    from innervate.core.errors import InputError
    from innervate.formats._open import open_recording

    try:
        recording = open_recording(path)
    except InputError as error:
        raise InputError(
            f"{path.name} is no training log and no export, and as a recording it cannot be read",
            found=str(error).rstrip("."),
            fix="see `innervate import --help` for what is understood",
        ) from error
    names = ", ".join(stream.id for stream in recording.streams)
    say(f"{path.name}: a recording ({names}).")
    if dry:
        say("Nothing was added: this was a dry run.")
    elif store.bring(path) is None:
        say("0 new, 1 already there.")
    else:
        say("1 new, 0 already there.")
        remark(f"Open it in the app under Recordings, or write: innervate analyze {path}")
