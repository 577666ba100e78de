"""What commands print: answers on standard output, progress and remarks on standard error."""

from __future__ import annotations

import argparse
import math
import sys
import time


def say(text: str) -> None:
    """Print an answer."""
    print(text)  # noqa: T201


def remark(text: str) -> None:
    """Print something that is not part of the answer."""
    print(text, file=sys.stderr)  # noqa: T201


def seconds(text: str) -> float:
    """A length of time as an argument: positive and finite."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no time; write seconds, e.g. 30")
    return value


class ProgressLine:
    """One line on standard error that says how far a long task is.

    Nothing is shown in the first second; in a terminal the line is rewritten, elsewhere a new
    line comes every ten seconds.
    """

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._began = self._shown = time.monotonic()
        self._terminal = sys.stderr.isatty()
        self._printed = False
        self._reached_s = 0.0

    def __call__(self, reached_s: float) -> None:
        """Say the session second reached."""
        now = time.monotonic()
        self._reached_s = reached_s
        if now - self._shown < (0.2 if self._terminal and self._printed else 1.0):
            return
        if not self._terminal and self._printed and now - self._shown < 10.0:
            return
        self._shown = now
        self._printed = True
        text = f"{self._doing}: {reached_s:.0f} s of signal in {now - self._began:.0f} s"
        if self._terminal:
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)  # noqa: T201
        else:
            remark(text)

    def done(self) -> None:
        """Clear the line."""
        if self._printed and self._terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)  # noqa: T201

    def conclude(self, done: str) -> None:
        """Say what was done and how long it took, if that was more than a second."""
        self.done()
        took_s = time.monotonic() - self._began
        if took_s > 1.0:
            remark(f"{done} {self._reached_s:.0f} s of signal in {took_s:.1f} s.")
