"""Erase a person, or everybody, from this computer."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from innervate.cli._keeping import add_home_argument, counted, opened_store, person_called
from innervate.cli._say import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from innervate.store.exports import WrittenExport
    from innervate.store.rows import Person
    from innervate.store.store import Store

HELP = "erase a person, or everybody, from this computer"
EXAMPLES = """\
examples:
  innervate erase Ada                  says what will go, and asks for the name once more
  innervate erase Ada --exports        also deletes the exports of Ada alone
  innervate erase --everybody --yes    all of it, without asking

Sessions, recordings, analyses, workouts, answers, soreness, plans and consents go, with the copies
of the database and the free space in its file. Exports that are still where they were written are
named; those that hold others too are yours to delete. Files that were brought into the app belong
to nobody in particular and go only with everybody. Copies elsewhere, and what a disk keeps of
deleted files, are out of reach. There is no way back: export first what you want to keep.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("person", nargs="?", metavar="PERSON", help="the name of the person")
    who.add_argument("--everybody", action="store_true", help="everybody and everything")
    parser.add_argument("--exports", action="store_true", help="delete exports of theirs as well")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    add_home_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Say what will go, ask, erase, and say what is left."""
    with opened_store(arguments.home) as store:
        person = None if arguments.everybody else person_called(store, arguments.person)
        _say_what_goes(store, person)
        if not arguments.yes and not _confirmed("everybody" if person is None else person.name):
            say("Nothing was erased.")
            return 2
        exports = store.written_exports(None if person is None else person.id)
        if person is None:
            store.erase_all()
        else:
            store.remove_person(person.id)
    say("Erased.")
    _exports(exports, person, delete=arguments.exports)
    return 0


def _say_what_goes(store: Store, person: Person | None) -> None:
    if person is None:
        say(f"{counted(len(store.people()), 'profile')} and all that is kept will be erased.")
        return
    log, who = store.log, person.id
    parts = (
        counted(len(store.sessions(who)), "session"),
        counted(len(log.workouts(who)), "workout"),
        counted(len(log.entries(who)) + len(log.soreness(who)), "answer"),
        counted(len(log.plans(who)), "plan"),
        counted(len(log.consents(who)), "consent"),
    )
    say(f"{person.name} will be erased: {', '.join(parts)}.")


def _confirmed(name: str) -> bool:
    from innervate.core.errors import InputError

    if not sys.stdin.isatty():
        raise InputError(
            "nothing was erased, because nobody could be asked", fix="add --yes to do it unasked"
        )
    say(f"There is no way back. To go on, type: {name}")
    return sys.stdin.readline().strip().casefold() == name.casefold()


def _exports(exports: Sequence[WrittenExport], person: Person | None, *, delete: bool) -> None:
    """Delete the exports that are of nobody else, where that was asked for; name the others."""
    from innervate.store.files import delete as delete_file

    for one in exports:
        theirs = person is None or one.person == person.id
        if delete and theirs:
            delete_file(one.path)
            say(f"Deleted {one.path}")
        else:
            others = "" if theirs else ", which holds others too"
            say(f"Still there: the export {one.path}{others}")
