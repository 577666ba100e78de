"""How far a task of known length is, on standard error."""

from __future__ import annotations

import sys
import time

from innervate.cli._say import remark


class ShareLine:
    """One line that says how many per cent are done; nothing in the first second.

    In a terminal the line is rewritten, elsewhere a new line comes every ten seconds.
    """

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._shown = time.monotonic()
        self._terminal = sys.stderr.isatty()
        self._printed = False

    def __call__(self, share: float) -> None:
        """Say the share that is done, 0 to 1."""
        now = time.monotonic()
        pause = 10.0 if self._printed and not self._terminal else 0.2 if self._printed else 1.0
        if now - self._shown < pause:
            return
        self._shown, self._printed = now, True
        text = f"{self._doing}: {100 * share:.0f} %"
        if self._terminal:
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)  # noqa: T201
        else:
            remark(text)

    def done(self) -> None:
        """Clear the line."""
        if self._printed and self._terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)  # noqa: T201
