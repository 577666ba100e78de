"""Strength over weeks: of training, of imagery, and of a cast."""

from __future__ import annotations

import math
from enum import StrEnum

from innervate.core.errors import InputError

_CAST_DAYS = 28
_CAST_KEPT, _CAST_IMAGERY_KEPT = 0.549, 0.762
_YAO_SESSIONS = 30
_TRAINED_MOST, _TRAINED_RATE = 0.25, 0.02
_UNTRAINED_DAYS = 90.0


class Imagery(StrEnum):
    """How a contraction is imagined."""

    NONE = "none"
    KINAESTHETIC = "kinaesthetic"
    VISUAL = "visual"


def after_imagery(sessions: int, imagery: Imagery) -> float:
    """Strength after so many daily sessions of imagery alone, as a factor on the start.

    Yao et al. 2013 (n = 6 each, 30 sessions in six weeks): feeling the contraction +10.8 %,
    seeing it +4.8 %, nothing -3.3 %; the same part of it per session is a plausible setting.

    >>> round(after_imagery(30, Imagery.KINAESTHETIC), 3)
    1.108
    """
    if sessions < 0:
        raise InputError("sessions are counted from 0 on", given=str(sessions))
    return float(_IMAGERY_KEPT[imagery] ** (sessions / _YAO_SESSIONS))


def in_cast(days: float, imagery: bool) -> float:
    """Strength after so many days in a cast, as a factor on the start; everybody loses.

    Clark et al. 2014: after four weeks 54.9 % is left, with imagery on five days a week 76.2 %;
    the same part every day is a plausible setting.

    >>> round(in_cast(28, imagery=True), 3), round(in_cast(28, imagery=False), 3)
    (0.762, 0.549)
    """
    if days < 0:
        raise InputError("days in a cast are counted from 0 on", given=f"{days:g}")
    kept = _CAST_IMAGERY_KEPT if imagery else _CAST_KEPT
    return float(kept ** (days / _CAST_DAYS))


def trained(strength: float) -> float:
    """Strength (factor on the start) after one strength session more: up to +25 %.

    A gain that levels off; its size is a plausible setting for the first months.
    """
    return strength + _TRAINED_RATE * max(1.0 + _TRAINED_MOST - strength, 0.0)


def untrained(strength: float, days: float = 1.0) -> float:
    """Strength after days without work: back towards the start; a plausible setting."""
    return 1.0 + (strength - 1.0) * math.exp(-days / _UNTRAINED_DAYS)


_IMAGERY_KEPT = {Imagery.KINAESTHETIC: 1.108, Imagery.VISUAL: 1.048, Imagery.NONE: 0.967}
