"""How much of a gain is kept without practice: a curve with its interval, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from innervate.core.errors import InputError
from innervate.metrics._interval import t_quantile

ENOUGH, ENOUGH_DAYS = 5, 3
LEVEL = 0.95
_RATES = np.concatenate(([0.0], np.geomspace(1e-4, 1.0, 600)))

_Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Kept:
    """The part of a gain that is left after some days, with its interval (0-1)."""

    days: float
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Retention:
    """What can be said of forgetting.

    Attributes:
        half_life_days: when half of the gain is gone; None where none is shown to fade.
        kept: the part that is left after 7 and 28 days; empty where nothing can be said.
        method: how it was found.
        why: why nothing can be said; empty otherwise.
    """

    half_life_days: float | None = None
    kept: tuple[Kept, ...] = ()
    method: str = ""
    why: str = ""


def retention(
    days: Sequence[float], values: Sequence[float], before: float, ahead: Sequence[float] = (7, 28)
) -> Retention:
    """The exponential course of a gain after the last practice, fitted by least squares.

    value = before + gain * exp(-rate * days) with rate >= 0. The interval is that of the rate by
    its profile (F with 1 and n - 2 degrees of freedom), which knows the scatter of the tests and
    takes `before` as known.

    Args:
        days: of each test since the last practice, 0 or more; those of day 0 belong to it.
        values: measured without feedback.
        before: the value before the programme.
        ahead: the days for which the kept part is told.

    Raises `InputError` where days and values do not belong together.
    """
    if len(days) != len(values) or any(day < 0 for day in days):
        raise InputError("each test needs its day, 0 or more after the last practice")
    if len(values) < ENOUGH or len(set(days)) < ENOUGH_DAYS:
        return Retention(
            why=f"not enough: {len(values)} tests on {len(set(days))} days; "
            f"{ENOUGH} tests on {ENOUGH_DAYS} days are needed"
        )
    at = np.asarray(days, dtype=np.float64)
    rise = np.asarray(values, dtype=np.float64) - before
    squares = _profile(at, rise)
    best = int(squares.argmin())
    if not _is_clear(at, rise, best):
        return Retention(why="nothing was clearly gained, so that nothing can be kept or lost")
    within = _RATES[squares <= squares[best] * (1.0 + _f_quantile(len(at) - 2) / (len(at) - 2))]
    rate, slow, fast = float(_RATES[best]), float(within.min()), float(within.max())
    kept = tuple(
        Kept(day, *(float(np.exp(-each * day)) for each in (rate, fast, slow))) for day in ahead
    )
    half = float(np.log(2.0) / rate) if slow > 0.0 else None
    method = (
        f"exponential course, least squares over {len(at)} tests; {100 * LEVEL:.0f} % profile "
        "interval of the rate"
    )
    return Retention(half, kept, method)


def _profile(at: _Numbers, rise: _Numbers) -> _Numbers:
    """Sum of squares at each rate, with the gain that fits best there."""
    shapes = np.exp(-np.outer(_RATES, at))
    gains = shapes @ rise / (shapes**2).sum(axis=1)
    rests = rise - gains[:, None] * shapes
    return np.asarray((rests**2).sum(axis=1))


def _is_clear(at: _Numbers, rise: _Numbers, best: int) -> bool:
    """Whether the gain at day 0 leaves out nothing, by Student's t at the best rate."""
    shape = np.exp(-_RATES[best] * at)
    gain = float(shape @ rise / (shape @ shape))
    rest = rise - gain * shape
    freedom = len(at) - 2
    error = float(np.sqrt(rest @ rest / freedom / (shape @ shape)))
    return abs(gain) > t_quantile(freedom, LEVEL) * error


def _f_quantile(freedom: int) -> float:
    return t_quantile(freedom, LEVEL) ** 2
