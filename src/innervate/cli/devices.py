"""List what could be measured with, here and now, and what each common kit allows."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from innervate.cli._say import remark, say, seconds

if TYPE_CHECKING:
    from innervate.core.device import Found

HELP = "list live sources, and what common kits allow"
EXAMPLES = """\
examples:
  innervate devices               look for up to three seconds
  innervate devices --seconds 10  look longer, for slow networks
  innervate devices --json        one JSON document
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--seconds", type=seconds, default=3.0, help="how long to look at most (3)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """Look and print."""
    from innervate.core.errors import InnervateError
    from innervate.devices._kits import KITS, STATEMENT
    from innervate.session.connect import DEVICES

    remark(f"Looking for live sources for up to {arguments.seconds:g} s ...")
    found: list[Found] = []
    problems: list[str] = []
    for name in DEVICES.names():
        try:
            found += DEVICES.load(name).discover(arguments.seconds)
        except InnervateError as error:
            problems.append(f"{name}: {error}")
    if arguments.json:
        _print_json(found, problems)
        return 0
    say("There now:")
    for one in found:
        mark = "  SIMULATED" if one.simulated else ""
        say(f"  {one.device}:{one.address:<34} {one.title}{mark}")
    say("  replay:FILE                                 any recording, paced as if live")
    for problem in problems:
        say(f"  not available - {problem}")
    say(f"\nCommon kits. {STATEMENT}")
    for kit in KITS:
        say(f"  {kit.name:<38} {kit.way:<20} {kit.note}")
    return 0


def _print_json(found: Sequence[Found], problems: Sequence[str]) -> None:
    import json

    from innervate.core.plain import to_plain
    from innervate.devices._kits import KITS

    document = {
        "schema": "innervate/devices/1",
        "found": to_plain(tuple(found)),
        "problems": to_plain(tuple(problems)),
        "kits": to_plain(KITS),
    }
    say(json.dumps(document, ensure_ascii=False, indent=1))
