"""Repetitions as movements: when the body goes, turns, returns, how deep, how the knees track."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from innervate.core.channel import Side
from innervate.sim.draws import Draws
from innervate.sim.motion.movement import Movement
from innervate.sim.performance import Form, Performed, PerformedRepetition

SIDES = (Side.LEFT, Side.RIGHT)

ENTER_S = 1.5
"""How long the body takes to get into position for a set, and out of it afterwards."""

REACH_S = 2.0 * ENTER_S
"""How far before and after a moment sets may lie that decide about the position then."""

_KNEE_OVER_FOOT = math.radians(5.0)
_KNEE_MEDIAL = math.radians(11.6)
_KNEE_SCATTER = math.radians(1.2)
_KNEE_TIRED = math.radians(3.0)
_SHALLOWER = 0.1
_WOBBLE = 0.06
_DEPTH, _OUT, _BACK, _KNEE = 0, 1, 2, 4


@dataclass(frozen=True, slots=True)
class Stroke:
    """The movement of one repetition: the truth of its phases.

    Attributes:
        phase, number: running number of the phase in the session, repetition in it from 1.
        start_s, turn_s, return_s, stop_s: the way out begins and ends, the way back begins and
            ends, in session seconds.
        depth: range of motion as a fraction of the movement's own.
        knee_in_rad: 2-D knee angle inwards at the end position, left and right.
        wobble: roughness of the ways out and back.
        sides: which sides move.
        tired: as in the performed repetition.
    """

    phase: int
    number: int
    start_s: float
    turn_s: float
    return_s: float
    stop_s: float
    depth: float
    knee_in_rad: tuple[float, float]
    wobble: tuple[float, float]
    sides: tuple[Side, ...]
    tired: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch in which the body is in position for repetitions, in session seconds."""

    start_s: float
    stop_s: float


def stretches(phases: Iterable[Performed]) -> tuple[Stretch, ...]:
    """The times in position within some successive phases.

    Sets closer together than it takes to leave and come back are one stretch. Times are those of
    the script, so that turning a knob never moves them. Phases from `REACH_S` before to `REACH_S`
    after a time decide about it.
    """
    found: list[Stretch] = []
    for done in phases:
        reps = done.placed.phase.repetitions
        if not reps:
            continue
        at_s = done.placed.start_s
        first, last = at_s + reps[0].start_s, at_s + reps[-1].stop_s
        if found and first - found[-1].stop_s < REACH_S:
            found[-1] = Stretch(found[-1].start_s, last)
        else:
            found.append(Stretch(first, last))
    return tuple(found)


def stroke(
    done: Performed, rep: PerformedRepetition, form: Form, movement: Movement, draws: Draws
) -> Stroke:
    """The movement of a repetition of a phase.

    Depth scatters with the form's variability, shrinks by up to a tenth with fatigue, and both
    are worse without skill. The 2-D knee angle at the bottom goes from 11.6 degrees (knee medial
    to the foot) at skill 0 to 5.0 degrees (knee over foot) at skill 1, the groups' means of
    Ageberg et al. 2010 (BMC Musculoskelet Disord 11:265); what fatigue adds (3 degrees), scatter
    and roughness are plausible settings, not findings.
    """
    own = draws.at(done.placed.index, rep.number)
    clumsy = 1.5 - form.skill
    depth = math.exp(0.4 * form.variability * clumsy * _bounded(own, _DEPTH))
    base = _KNEE_MEDIAL + form.skill * (_KNEE_OVER_FOOT - _KNEE_MEDIAL)
    left, right = (
        base + _KNEE_TIRED * rep.tired + _KNEE_SCATTER * clumsy * _bounded(own, _KNEE + k)
        for k in range(2)
    )
    rough = _WOBBLE * (1.0 - form.skill) * (1.0 + rep.tired)
    return Stroke(
        done.placed.index,
        rep.number,
        rep.start_s,
        rep.turn_s,
        rep.return_s,
        rep.stop_s,
        depth * (1.0 - _SHALLOWER * rep.tired * clumsy),
        (left, right) if movement.knee_path else (0.0, 0.0),
        (rough * _bounded(own, _OUT), rough * _bounded(own, _BACK)),
        _sides(rep, movement),
        rep.tired,
    )


def _sides(rep: PerformedRepetition, movement: Movement) -> tuple[Side, ...]:
    asked = {target.side for target in rep.targets if target.side is not None}
    if not movement.one_side or not asked:
        return SIDES
    return tuple(side for side in SIDES if side in asked)


def _bounded(draws: Draws, index: int) -> float:
    """A normal number that stays within two and a half."""
    return max(-2.5, min(2.5, draws.normal(index)))
