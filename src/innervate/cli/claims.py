"""What people claim of mind and muscle, what research says, and what innervate does about it."""

from __future__ import annotations

import argparse
import json
import textwrap
from collections import Counter
from typing import TYPE_CHECKING

from innervate.cli._say import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from innervate.body.claims import Claim

HELP = "the 68 claims: what research says, where innervate does it, what is owed"
EXAMPLES = """\
examples:
  innervate claims               all rows, one line each
  innervate claims B05           one row: claim, verdict, what is true, where, what is owed
  innervate claims --owed        only what innervate does not do yet
  innervate claims --json        all of it, for a program

Rows A are of everyone who trains, rows B of runners.
"""
_WIDTH = 100
_INDENT = "    "


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("row", nargs="?", metavar="ROW", help="id of one row, as A04")
    parser.add_argument("--owed", action="store_true", help="only rows of which something is owed")
    parser.add_argument("--json", action="store_true", help="print one JSON list")


def run(arguments: argparse.Namespace) -> int:
    """Print the rows asked for."""
    from innervate.body.claims import claim, claims

    if arguments.row is not None:
        rows: Sequence[Claim] = (claim(arguments.row.strip().upper()),)
    else:
        rows = tuple(one for one in claims() if one.owed or not arguments.owed)
    if arguments.json:
        say(json.dumps([_plain(one) for one in rows], indent=2, ensure_ascii=False))
    elif arguments.row is not None:
        _whole(rows[0])
    else:
        _table(rows)
    return 0


def _plain(one: Claim) -> dict[str, object]:
    return {
        "id": one.key,
        "claim": one.claim,
        "verdict": one.verdict.value,
        "truth": one.truth,
        "sources": list(one.sources),
        "where": [{"kind": place.kind.value, "key": place.key} for place in one.where],
        "owed": one.owed,
    }


def _whole(one: Claim) -> None:
    say(f"{one.key}  {one.claim}")
    for head, text in (
        ("verdict", one.verdict.value),
        ("true is", one.truth),
        ("studies", "; ".join(one.sources) or "none found"),
        ("where", ", ".join(map(str, one.where)) or "nowhere: nothing is to be done about it"),
        ("owed", one.owed or "nothing"),
    ):
        say(textwrap.fill(f"{head:8} {text}", _WIDTH, subsequent_indent=9 * " "))


def _table(rows: Sequence[Claim]) -> None:
    for one in rows:
        say(textwrap.fill(f"{one.key}  {one.claim} [{one.verdict.value}]", _WIDTH,
                          subsequent_indent=_INDENT + " "))  # fmt: skip
        if one.where:
            say(textwrap.fill(", ".join(map(str, one.where)), _WIDTH,
                              initial_indent=_INDENT, subsequent_indent=_INDENT))  # fmt: skip
        if one.owed:
            say(textwrap.fill(f"owed: {one.owed}", _WIDTH,
                              initial_indent=_INDENT, subsequent_indent=_INDENT))  # fmt: skip
    counts = Counter(one.verdict.value for one in rows)
    owed = sum(bool(one.owed) for one in rows)
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
    say(f"\n{len(rows)} rows: {told}. Of {owed} something is owed.")
