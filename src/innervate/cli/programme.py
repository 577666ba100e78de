"""Show a training programme, write its reminders, or live it with the virtual athlete."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from innervate.cli._say import ProgressLine, remark, say

if TYPE_CHECKING:
    from datetime import date, time

    from innervate.coach.programmes.programme import Programme

HELP = "training programmes: what they are, reminders, and how they go in simulation"
EXAMPLES = """\
examples:
  innervate programme                                       which programmes there are
  innervate programme eccentric_intro                       one of them: doses, limits, evidence
  innervate programme automatic --ics a.ics --start 2026-01-05 --at 18:00
                                                            reminders for any calendar
  innervate programme imagery_clark --simulate 4 --seed 1   four weeks with the virtual athlete

A simulated life has missed, sore, broken-off and forbidden days as the seed will have it. Its
letters are written by the same rules as yours, and each statement stands beside the truth.
"""
_FIRST = "2026-01-05"
_LONGEST_WEEKS = 260


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="name of a programme")
    parser.add_argument("--simulate", type=int, metavar="WEEKS", help="live so many weeks of it")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which life (1)")
    parser.add_argument("--no-change", action="store_true",
                        help="a life in which practice changes nothing")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--start", metavar="DATE", help=f"the first day ({_FIRST} if simulated)")
    parser.add_argument("--ics", type=Path, metavar="FILE", help="write reminders to this file")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="programmes of your own")
    parser.add_argument("--at", default="18:00", metavar="TIME", help="of a session (18:00)")


def run(arguments: argparse.Namespace) -> int:
    """List, show, write reminders or simulate, as asked."""
    from innervate.coach.programmes.programme import programme, programmes

    _check(arguments)
    if arguments.name is None:
        _list(programmes(arguments.folder), as_json=arguments.json)
        return 0
    found = programme(arguments.name, arguments.folder)
    if arguments.ics is not None:
        _write(found, arguments)
    if arguments.simulate is not None:
        _simulate(found, arguments)
    elif arguments.ics is None:
        _show(found, as_json=arguments.json)
    return 0


def _check(arguments: argparse.Namespace) -> None:
    from innervate.core.errors import InputError

    if arguments.name is None and (arguments.simulate is not None or arguments.ics is not None):
        raise InputError("no programme is named", fix="name one; innervate programme lists them")
    if arguments.seed < 0:
        raise InputError("a seed is a whole number from 0 on", given=str(arguments.seed))
    weeks = arguments.simulate
    if weeks is not None and not 1 <= weeks <= _LONGEST_WEEKS:
        raise InputError(f"between 1 and {_LONGEST_WEEKS} weeks can be simulated",
                         given=str(weeks))  # fmt: skip
    if arguments.ics is not None and arguments.start is None:
        raise InputError("reminders need the first day", fix="add --start, such as 2026-01-05")
    _date(arguments.start or _FIRST)
    _time(arguments.at)


def _date(text: str) -> date:
    from datetime import date

    from innervate.core.errors import InputError

    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError("that is no date", given=text, fix="write it as 2026-01-05") from error


def _time(text: str) -> time:
    from datetime import time

    from innervate.core.errors import InputError

    try:
        found = time.fromisoformat(text)
    except ValueError as error:
        raise InputError("that is no time of day", given=text, fix="write it as 18:00") from error
    return found.replace(tzinfo=None)


def _list(found: tuple[Programme, ...], *, as_json: bool) -> None:
    if as_json:
        _print_json(found)
        return
    width = max(len(one.key) for one in found)
    for one in found:
        say(f"{one.key:<{width}}  {one.name}: {one.purpose}")


def _show(one: Programme, *, as_json: bool) -> None:
    from innervate.coach.programmes.adherence import course
    from innervate.coach.programmes.plan import Plan

    if as_json:
        _print_json(one)
        return
    start = _date(_FIRST)
    say(f"{one.name}\n{one.purpose}\n\nDose ({one.status}): {one.dose}. {one.status_words}")
    say(f"From: {', '.join(one.sources)}.\n{one.caveat}\n")
    for session in course(Plan.begin(one, start)):
        day = (session.on - start).days
        blocks = "; ".join(block.words for block in session.blocks)
        say(f"  week {day // 7 + 1}, day {day % 7 + 1}: {session.level}: {blocks}")
    rules = dict.fromkeys((*one.rules, *(rule for level in one.levels for rule in level.rules)))
    say("")
    for rule in rules:
        say(f"  {rule.told.words}: {rule.say}")
    say("\nWhat research says:")
    for row in one.evidence:
        say(f"  {row.key}, {row.verdict}: {row.truth}")


def _write(one: Programme, arguments: argparse.Namespace) -> None:
    from innervate.coach.programmes.adherence import course
    from innervate.coach.programmes.ics import calendar
    from innervate.coach.programmes.plan import Plan
    from innervate.core.errors import InputError

    plan = Plan.begin(one, _date(arguments.start))
    sessions = course(plan)
    text = calendar(plan, sessions, _time(arguments.at))
    try:
        arguments.ics.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(
            f"cannot write {arguments.ics}", found=error.strerror, fix="name another file"
        ) from error
    remark(f"{len(sessions)} sessions written to {arguments.ics}.")


def _simulate(one: Programme, arguments: argparse.Namespace) -> None:
    from innervate import __version__
    from innervate.studies._programmes.told import in_words, simulated

    progress = ProgressLine(f"Living {one.key}")
    try:
        told = simulated(
            one,
            _date(arguments.start or _FIRST),
            arguments.simulate,
            arguments.seed,
            learns=not arguments.no_change,
            version=__version__,
        )
    finally:
        progress.done()
    if arguments.json:
        _print_json(told)
        return
    for line in in_words(told):
        say(line)


def _print_json(value: object) -> None:
    import json

    from innervate.core.plain import to_plain

    say(json.dumps(to_plain(value), ensure_ascii=False, indent=1))
