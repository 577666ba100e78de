"""Tapping on a muscle: each tap is answered by a short contraction nobody asked for."""

from __future__ import annotations

import math

from innervate.core.channel import MuscleSide
from innervate.core.errors import InputError
from innervate.sim.script import Effort, Role

ANSWER_S = 0.6
"""How long the answer to a tap lasts: under one second (Sci Rep 2020, doi
10.1038/s41598-020-59122-z); the exact length is a plausible setting."""

_RISE_S, _FALL_S = 0.03, 0.4


def tap_times(taps_hz: float, start_s: float, stop_s: float) -> tuple[float, ...]:
    """The moments of evenly spaced taps in [start_s, stop_s).

    >>> tap_times(2.0, 1.0, 2.5)
    (1.0, 1.5, 2.0)
    """
    if not 0.0 < taps_hz < math.inf or stop_s < start_s:
        raise InputError(
            "taps need a positive rate and a stretch that begins before it ends",
            given=f"{taps_hz:g} Hz from {start_s:g} to {stop_s:g} s",
        )
    count = math.ceil((stop_s - start_s) * taps_hz - 1e-9)
    return tuple(start_s + number / taps_hz for number in range(count))


def tap_answer(muscle: MuscleSide, at_s: float, level: float = 0.25) -> Effort:
    """The evoked burst of a muscle tapped at second `at_s` of its phase.

    It begins with the tap, for the reflex delay of some 30 ms is small beside its length, adds to
    whatever the muscle does, and is over after `ANSWER_S`. `level` (fraction of MVC) is a
    plausible setting.
    """
    return Effort(
        muscle, at_s, at_s + ANSWER_S, level, Role.MAXIMAL, rise_s=_RISE_S, fall_s=_FALL_S
    )
