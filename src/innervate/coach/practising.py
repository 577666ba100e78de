"""Whether a practice was more than rest, where it is to serve as the reference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from innervate.coach.acts import Level, Remark
from innervate.coach.choices import Calibrating
from innervate.coach.standing import Stage

LEAST_RATIO: Final = 3.0
"""How many times the mean of rest the strongest half second of a practice must be. A rule of this
product: below about ten decibels the reference is as much noise as muscle."""


class Practising:
    """Follows the strengths of the targets through rest and practice.

    Args:
        calibrating: where the 100 % comes from; only for a peak in practice is anything said.
        targets: the columns of the targets.
    """

    def __init__(self, calibrating: Calibrating, targets: Sequence[int]) -> None:
        self._targets = tuple(targets) if calibrating is Calibrating.NONE else ()
        self._rest: list[float] = []
        self._peak = 0.0
        self._was: Stage | None = None

    def see(self, stage: Stage, strengths: Sequence[float | None]) -> None:
        """Take the mean envelopes of the last half second in a stage."""
        found = [strengths[column] for column in self._targets if column < len(strengths)]
        known = [strength for strength in found if strength is not None]
        if not known:
            return
        strongest = max(known)
        if stage is Stage.REST:
            self._rest.append(strongest)
        elif stage is Stage.PRACTICE:
            self._peak = max(self._peak, strongest)

    def to(self, stage: Stage, at_s: float) -> Iterator[Remark]:
        """The stage is now this one: with the end of practice comes the verdict."""
        was, self._was = self._was, stage
        if was is not Stage.PRACTICE or stage is Stage.PRACTICE or not self._rest:
            return
        if self._peak < LEAST_RATIO * sum(self._rest) / len(self._rest):
            yield Remark(
                at_s,
                Level.WARNING,
                "Your practice was hardly more than rest, and it is what 100 % means now: the "
                "percentages will be too high. Begin again, and practise as hard as in a set.",
            )
