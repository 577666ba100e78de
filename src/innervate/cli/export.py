"""Write everything that is kept (or all of one person) into one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from innervate.cli._keeping import add_home_argument, opened_store, person_called, size_text
from innervate.cli._say import remark, say
from innervate.cli._share import ShareLine

HELP = "everything that is kept, or all of one person, as one file"
EXAMPLES = """\
examples:
  innervate export all.zip                   people, sessions, recordings, log: to keep or to move
  innervate export ada.zip --person Ada      all of one person, e.g. to send to a coach
  innervate export all.json --json           what was written down, for other programs

`innervate import all.zip` brings everything back as it was. The JSON holds people, sessions with
their measures, workouts, answers, soreness, plans and consents, and no signals. Files that were
brought into the app belong to nobody in particular: they are in the export of everything.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write")
    parser.add_argument("--person", metavar="NAME", help="of this person alone")
    parser.add_argument("--json", action="store_true", help="one JSON document, without signals")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")
    add_home_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the file."""
    from innervate.core.errors import InputError

    path: Path = arguments.file
    if path.is_dir():
        raise InputError(f"{path} is a folder", fix="name a file in it")
    if path.exists() and not arguments.force:
        raise InputError(f"{path} is there already", fix="name another file, or add --force")
    with opened_store(arguments.home) as store:
        person = None if arguments.person is None else person_called(store, arguments.person)
        write = store.export_json if arguments.json else store.export_all
        line = ShareLine(f"Writing {path.name}")
        try:
            write(path, line, person=None if person is None else person.id)
        finally:
            line.done()
    whose = "Everything" if person is None else f"All of {person.name}"
    say(f"{whose} is in {path} ({size_text(path.stat().st_size)}).")
    remark("It is not encrypted: whoever has the file can read it.")
    return 0
