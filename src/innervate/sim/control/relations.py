"""Which of the recorded muscles is whose counterpart on the other side, and whose opponent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from innervate.body.movement import exercises
from innervate.core.channel import MuscleSide
from innervate.core.stream import Samples


@dataclass(frozen=True, slots=True, eq=False)
class Relations:
    """Pairs among some muscles.

    Attributes:
        muscles: the muscles, in the order of the columns.
        counterpart: muscles x muscles; 1 where row and column are one muscle of either side.
        opponent: muscles x muscles; 1 where they oppose each other on one side of the body.
    """

    muscles: tuple[MuscleSide, ...]
    counterpart: Samples
    opponent: Samples

    @classmethod
    def among(cls, muscles: Sequence[MuscleSide]) -> Relations:
        """The pairs among these muscles, as the exercises of `body` tell them."""
        counterpart = [[_mirrored(a, b) for b in muscles] for a in muscles]
        opponent = [[_opposing(a, b) for b in muscles] for a in muscles]
        return cls(
            tuple(muscles), np.array(counterpart, dtype=float), np.array(opponent, dtype=float)
        )


def _mirrored(one: MuscleSide, other: MuscleSide) -> bool:
    sides = {one.side, other.side}
    return one.muscle == other.muscle and len(sides) == 2 and None not in sides


def _opposing(one: MuscleSide, other: MuscleSide) -> bool:
    return one.side == other.side and frozenset((one.muscle, other.muscle)) in _pairs()


@cache
def _pairs() -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset((pair.agonist, pair.antagonist))
        for exercise in exercises()
        for pair in exercise.pairs
    )
