"""Open the app: see live which muscles answer, train, and read the reports."""

from __future__ import annotations

import argparse

from innervate.cli._serving import add_serving_arguments, serve_app

HELP = "open the app (what a bare `innervate` does too)"
EXAMPLES = """\
examples:
  innervate                                 open the app in the browser
  innervate app --no-browser --port 23571   print the address only, at a port of your choice
  innervate app --home ~/training           keep sessions in a folder of your choice

The app is served on this computer, for this computer alone. Ctrl-C ends it: a session that runs
is closed properly and can be resumed the next time.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_serving_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Serve the app until told to end."""
    return serve_app(arguments)
