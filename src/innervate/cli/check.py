"""Run plug-ins, built in or of other packages, through the contract suites."""

from __future__ import annotations

import argparse

from innervate.cli._say import remark, say

HELP = "run plug-ins through the contract suites"
EXAMPLES = """\
examples:
  innervate check                 every step, metric, device and format that is installed
  innervate check bandpass        one of them
needs: pip install 'innervate[testing]' (in a clone: pip install -e '.[testing]')
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("plugins", nargs="*", metavar="PLUGIN", help="names; default: all")


def run(arguments: argparse.Namespace) -> int:
    """Check and print; 0 if every contract holds, 2 if one does not."""
    from innervate.testing.suite import check_all

    report = check_all(tuple(arguments.plugins), progress=remark)
    say(report.text())
    return 0 if report.ok else 2
