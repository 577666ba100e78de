"""Run simulated studies whose truth is known, and see whether the measures recover it."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING

from innervate.cli._say import ProgressLine, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from innervate.studies._finding import Finding

HELP = "simulated studies with a known truth: do the measures recover it?"
EXAMPLES = """\
examples:
  innervate study                    which studies there are
  innervate study karst              one of them: truth beside what was measured
  innervate study --all --json       all of them, for a program

Every person in them is SIMULATED. They test the measures and replicate nothing. An interval misses
the truth in up to 5 of 100 worlds (--seed chooses the world); each says its method, how many people
it is of and how many intervals hold together. Where the last column says "no signal", no signals
were made: the truth went into numbers, and numbers are judged.
"""
_LEGEND = (
    'How to read it: "an effect" is recovered where the interval holds the truth and leaves out '
    '"no effect" (0, or 1 for ratios), "the size" where it holds the truth, whatever else, and '
    '"a rule" where it does what is said below the table.',
    'Where "nothing" is true, the interval has to hold "no effect"; "owed" is what innervate does '
    "not measure yet.",
)
_NUMBERS = (1, 2, 3)
_WIDTH = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("preset", nargs="?", metavar="PRESET", help="name of a study")
    which.add_argument("--all", action="store_true", help="all of them (some minutes)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which world (1)")
    parser.add_argument("--json", action="store_true", help="print one JSON list")


def run(arguments: argparse.Namespace) -> int:
    """Run the studies asked for and print; without one, list them."""
    from innervate.core.errors import InputError
    from innervate.studies._study import STUDIES

    if arguments.seed < 0:
        raise InputError("a seed is a whole number from 0 on", given=str(arguments.seed))
    if arguments.preset is None and not arguments.all:
        _list(as_json=arguments.json)
        return 0
    names = STUDIES.names() if arguments.all else (arguments.preset,)
    studies = [STUDIES.load(name)() for name in names]
    findings: list[Finding] = []
    if not arguments.json:
        for sentence in _LEGEND:
            say(textwrap.fill(sentence, _WIDTH))
        say("")
    for name, study in zip(names, studies, strict=True):
        progress = ProgressLine(f"Simulating {name}")
        try:
            found = study.run(arguments.seed, progress)
        finally:
            progress.done()
        findings += found
        if not arguments.json:
            _print(name, study.ABOUT, found)
    if arguments.json:
        say(_json(findings, arguments.seed))
    else:
        say(_tally(findings))
    return 0


def _list(*, as_json: bool) -> None:
    import json

    from innervate.studies._study import STUDIES

    told = [(name, STUDIES.load(name)) for name in STUDIES.names()]
    if as_json:
        listed = [
            {"preset": name, "about": study.ABOUT, "sources": list(study.SOURCES)}
            for name, study in told
        ]
        say(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    width = max(len(name) for name, _ in told)
    for name, study in told:
        say(f"{name:<{width}}  {study.ABOUT}")


def _json(findings: Sequence[Finding], seed: int) -> str:
    import json

    from innervate import __version__
    from innervate.core.plain import to_plain

    made = {"simulated": True, "seed": seed, "version": __version__}
    listed: list[dict[str, object]] = []
    for one in findings:
        plain = to_plain(one)
        assert isinstance(plain, dict)
        listed.append({**plain, **made})
    return json.dumps(listed, ensure_ascii=False, indent=1)


def _print(name: str, about: str, findings: Sequence[Finding]) -> None:
    say(f"{name} (SIMULATED): {about}")
    rows = [("quantity", "truth", "measured", "interval", "asked for", "verdict", "made of")]
    for one in findings:
        interval = "" if one.low is None else f"{_number(one.low)} to {_number(one.high)}"
        unit = "" if one.unit == "1" else f" ({one.unit})"
        values = (_number(one.truth), _number(one.measured), interval)
        words = (str(one.goal), str(one.verdict), str(one.basis))
        rows.append((one.quantity + unit, *values, *words))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [
            f"{cell:>{width}}" if column in _NUMBERS else f"{cell:<{width}}"
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        say(f"  {'  '.join(cells)}".rstrip())
    for line in _below(findings):
        say(f"    {line}")
    say("")


def _below(findings: Sequence[Finding]) -> Iterator[str]:
    """What the table leaves to say: rules and reasons, then each method and source once."""
    from innervate.studies._finding import Goal, Verdict
    from innervate.studies._sources import cited

    for one in findings:
        if one.goal is Goal.RULE:
            yield f"{one.quantity}: the rule is {one.expected}"
        if one.why:
            yield f"{one.quantity}: {one.verdict}; {one.why}"
        if one.verdict is Verdict.OWED:
            yield f"{one.quantity}: {one.expected}; {one.method}"
    for method in dict.fromkeys(one.method for one in findings if one.verdict is not Verdict.OWED):
        yield f"method: {method}"
    told = dict.fromkeys(cited(source) for one in findings for source in one.sources)
    notes = dict.fromkeys(one.note for one in findings if one.note)
    yield f"truth from: {'; '.join((*told, *notes))}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"


def _tally(findings: Sequence[Finding]) -> str:
    counts: dict[str, int] = {}
    for one in findings:
        counts[str(one.verdict)] = counts.get(str(one.verdict), 0) + 1
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    return f"{len(findings)} findings: {told}."
