"""Which set of a session a sample lies in, as the phases of the session tell."""

from __future__ import annotations

import re
from collections import deque

from innervate.core.event import Event, EventKind

FIRST_SET = 1
_SET = re.compile(r"set ([1-9][0-9]{0,5})\b")


def set_number(label: str) -> int | None:
    """The number of the set that a phase of this label is, or None for any other phase.

    >>> set_number("set 2 pectoralis_major right"), set_number("pause")
    (2, None)
    """
    found = _SET.match(label)
    return int(found[1]) if found else None


class Sets:
    """Tells the set of samples that are asked for in order.

    A set lasts until the phase of another one; what lies before the first belongs to set 1, so
    that a recording without such phases is one set.
    """

    def __init__(self) -> None:
        self._number = FIRST_SET
        self._coming: deque[tuple[int, int]] = deque()

    def announce(self, event: Event) -> None:
        """Take an event before its sample; others than the phases of sets do not matter."""
        number = set_number(event.label) if event.kind is EventKind.PHASE else None
        if number is not None and event.sample is not None:
            self._coming.append((event.sample, number))

    def at(self, sample: int) -> int:
        """The number of the set that holds this sample."""
        while self._coming and self._coming[0][0] <= sample:
            _, self._number = self._coming.popleft()
        return self._number
