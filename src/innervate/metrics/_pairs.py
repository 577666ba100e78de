"""Pairs of muscles that may work against each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from innervate.core.channel import MuscleSide
from innervate.core.measure import Subject
from innervate.core.stream import Samples, StreamSpec
from innervate.metrics._channels import columns_of, incomparable, name_of, subject_of


@dataclass(frozen=True, slots=True)
class MusclePair:
    """Two muscles across one joint; a side of None means the same side, each that was recorded."""

    agonist: MuscleSide
    antagonist: MuscleSide


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a pair was recorded."""

    first: int
    second: int

    def subject(self, spec: StreamSpec) -> Subject:
        """The agonist, with the antagonist as `other`."""
        return subject_of(spec, self.first, name_of(spec.channels[self.second]))


def ordered(data: Samples, pairs: tuple[Columns, ...]) -> tuple[Samples, Samples]:
    """The lesser and the greater activation of each pair; NaN where either is missing."""
    first = data[:, [pair.first for pair in pairs]]
    second = data[:, [pair.second for pair in pairs]]
    return np.minimum(first, second), np.maximum(first, second)


def recorded_pairs(
    spec: StreamSpec, pairs: tuple[MusclePair, ...]
) -> tuple[tuple[Columns, ...], str | None]:
    """Where the pairs were recorded, and why nothing can be said, or None."""
    found = dict.fromkeys(
        Columns(first, second)
        for pair in pairs
        for first in columns_of(spec, (pair.agonist,))
        for second in columns_of(spec, (pair.antagonist,))
        if first != second and _suit(spec, pair, first, second)
    )
    refusal = incomparable(spec)
    if refusal is None and not found:
        refusal = "no pair of opposing muscles was recorded: put a sensor on both of a pair"
    return tuple(found), refusal


def _suit(spec: StreamSpec, pair: MusclePair, first: int, second: int) -> bool:
    named = pair.agonist.side is not None and pair.antagonist.side is not None
    return named or spec.channels[first].side == spec.channels[second].side
