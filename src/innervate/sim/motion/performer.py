"""Who performs: the repetitions and the form at any moment, as motion needs them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from innervate.sim.performance import Form, Performed


class Performer(Protocol):
    """What motion asks of the athlete; the same question always gets the same answer.

    `innervate.sim.performing.Performing` is one.
    """

    def performed(self, start_s: float, stop_s: float) -> Iterable[Performed]:
        """The phases that overlap [start_s, stop_s), as they are performed, in order."""

    def form_at(self, at_s: float) -> Form:
        """The form in force at a session second."""
