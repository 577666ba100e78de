"""The numbers of a moment, for a screen and a coach: pure, with no clock, cut-invariant."""

from __future__ import annotations

from dataclasses import dataclass

from innervate.core.flaw import Flaw


@dataclass(frozen=True, slots=True)
class Glance:
    """What is known at one session second; channels in the order of the activation streams.

    Attributes:
        at_s: the session second it describes, a whole multiple of 1/20 s; a source without
            streams gives glances of nothing but time.
        levels: per channel the activation of the last 250 ms in the unit of its stream ("%MVC"),
            None where it was not measured or the reference is not known yet.
        strengths: per channel the mean envelope of the last 500 ms in its own unit ("V"), which
            is there as soon as the signal is cleaned; maximal trials are judged by it.
        flaws: what is wrong with each channel, None where it is not judged yet.
        share: the targets' part (0-1) of all levels, None where units forbid it or nothing works.
        isolation: the isolation score (0-100) of the moment, None likewise.
        set: the set it lies in, None outside sets.
        reps: completed repetitions of that set, as the detector saw them.
    """

    at_s: float
    levels: tuple[float | None, ...] = ()
    strengths: tuple[float | None, ...] = ()
    flaws: tuple[Flaw | None, ...] = ()
    share: float | None = None
    isolation: float | None = None
    set: int | None = None
    reps: int = 0
