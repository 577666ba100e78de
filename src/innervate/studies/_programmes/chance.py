"""What chance does to a person in a programme; all rates are settings, to try the calendar."""

from __future__ import annotations

from dataclasses import dataclass

from innervate.sim.draws import Draws


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely each is on a day (0-1), and how long it lasts in days.

    Attributes:
        missed: a session that is due is not done.
        crashed: it is broken off by a fault; in half of these it is done again that day.
        barred, barred_days: something forbids maximal and eccentric work.
        paused, paused_days: the person pauses.
        flagged: swelling, in the days after eccentric work.
        untold: what is asked is not answered.
        stopped_days: how long after a stop a clinician agrees to go on.
    """

    missed: float = 0.12
    crashed: float = 0.05
    barred: float = 0.01
    barred_days: int = 6
    paused: float = 0.004
    paused_days: int = 9
    flagged: float = 0.01
    untold: float = 0.1
    stopped_days: int = 7

    @classmethod
    def none(cls) -> Chances:
        """A life in which all goes to plan."""
        return cls(missed=0.0, crashed=0.0, barred=0.0, paused=0.0, flagged=0.0, untold=0.0)


@dataclass(frozen=True, slots=True)
class Fate:
    """What chance has for one day."""

    missed: bool
    crashed: bool
    again: bool
    barred: bool
    paused: bool
    flagged: bool
    untold: bool

    @classmethod
    def of(cls, chances: Chances, draws: Draws) -> Fate:
        """Of a day's random numbers."""
        numbers = [float(each) for each in draws.uniforms(0, 7)]
        return cls(
            numbers[0] < chances.missed,
            numbers[1] < chances.crashed,
            numbers[2] < 0.5,
            numbers[3] < chances.barred,
            numbers[4] < chances.paused,
            numbers[5] < chances.flagged,
            numbers[6] < chances.untold,
        )
