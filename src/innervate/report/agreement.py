"""How well a feeling and a measurement agree: the rank correlation with its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from innervate.core.errors import InputError
from innervate.core.measure import Uncertainty

ENOUGH = 8
"""Pairs before anything is said: with fewer the interval covers almost everything."""
LEVEL = 0.95
_Z = 1.959963984540054

_Numbers = npt.NDArray[np.float64]


class Agrees(StrEnum):
    """What can be said."""

    NOT_ENOUGH = "not enough sessions"
    YES = "your feeling follows the measurement"
    UNCLEAR = "no clear agreement"
    NO = "your feeling goes the other way"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Felt against measured.

    Attributes:
        verdict: what can be said.
        pairs: how many there are.
        correlation: of the ranks, -1 to 1; None where there is none.
        interval: of the correlation.
        why: why nothing can be said; empty otherwise.
    """

    verdict: Agrees
    pairs: int
    correlation: float | None
    interval: Uncertainty
    why: str = ""


def agreement(felt: Sequence[float], measured: Sequence[float]) -> Agreement:
    """Spearman's correlation of ratings and measurements of the same sessions.

    The interval is Fisher's, with the standard error of Bonett and Wright (2000, Psychometrika
    65:23). Raises `InputError` where they are not pairs.
    """
    if len(felt) != len(measured):
        raise InputError("each rating needs its measurement")
    count = len(felt)
    if count < ENOUGH:
        return _unknown(count, f"{count} of {ENOUGH} sessions with both")
    if len(set(felt)) == 1 or len(set(measured)) == 1:
        return _unknown(count, "all ratings, or all measurements, are the same")
    rho = float(np.corrcoef(_ranks(felt), _ranks(measured))[0, 1])
    bound = min(max(rho, -1.0 + 1e-9), 1.0 - 1e-9)
    half = _Z * math.sqrt((1.0 + rho**2 / 2.0) / (count - 3))
    low, high = (math.tanh(math.atanh(bound) + side * half) for side in (-1.0, 1.0))
    verdict = Agrees.YES if low > 0 else Agrees.NO if high < 0 else Agrees.UNCLEAR
    method = f"Spearman over {count} sessions, Fisher interval (Bonett and Wright 2000)"
    return Agreement(verdict, count, rho, Uncertainty(low, high, LEVEL, method))


def _unknown(count: int, why: str) -> Agreement:
    return Agreement(Agrees.NOT_ENOUGH, count, None, Uncertainty.none(why), why)


def _ranks(values: Sequence[float]) -> _Numbers:
    """Ranks, the mean of them where values are alike."""
    data = np.asarray(values, dtype=np.float64)
    below = (data[:, None] > data[None, :]).sum(axis=1)
    alike = (data[:, None] == data[None, :]).sum(axis=1)
    ranks: _Numbers = below + (alike + 1) / 2.0
    return ranks
