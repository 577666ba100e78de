"""How a person of a given form performs a script: the script's efforts with a human touch."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from innervate.core.channel import MuscleSide, Side
from innervate.core.errors import InputError
from innervate.sim.draws import Draws
from innervate.sim.script import Effort, Placed, Role

_GAIN, _SHIFT, _STRETCH = 0, 1, 2
_ONSET_JITTER_S = 0.015
_SETTLED_S = 0.3
_PREFERENCE = 0.2


class Focus(StrEnum):
    """What the person's attention is on: the muscle (internal) or the effect (external)."""

    NONE = "none"
    INTERNAL = "internal"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True)
class Form:
    """How well and how steadily the athlete does what is asked.

    Attributes:
        skill: 0 to 1; shifts activation from compensators (1.6 to 0.4 times the script's level)
            to targets (0.7 to 1.3 times), and steadies. At 0.5 the script's levels hold.
        effort: factor on all levels but maximal ones.
        variability: standard deviation of the logarithm of levels between repetitions (0.1 is
            about 10 %); timing varies along with it.
        unsteadiness: coefficient of variation of the drive within an effort, at skill 0.5.
        fatigue: 0 to 1; how fast muscles tire, from not at all to as fast as they do.
        tone: resting activation of all muscles, as a fraction of MVC.
        cocontraction: 0 to 1; how much antagonists and compensators work along with the targets.
        overflow: 0 to 1; how much of an effort the same muscle of the other side joins in
            (1: 7.9 +- 6.7 % MVC at maximum, Zijdewind & Kernell 2001).
        side_preference: -1 (left) to 1 (right); the preferred side gets up to 20 % more.
        tremor: 0 to 1; how strong the 8-12 Hz tremor is.
        focus: what the attention is on.
        placement_mm: 0 to 40; how far the electrodes sit from the good site, along the fibres.
        endurance: 0.25 to 4; how slowly muscles tire, 1 being usual.
    """

    skill: float = 0.5
    effort: float = 1.0
    variability: float = 0.1
    unsteadiness: float = 0.08
    fatigue: float = 0.0
    tone: float = 0.002
    cocontraction: float = 0.0
    overflow: float = 0.2
    side_preference: float = 0.0
    tremor: float = 0.2
    focus: Focus = Focus.NONE
    placement_mm: float = 0.0
    endurance: float = 1.0

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("skill", self.skill, 0.0, 1.0),
            ("fatigue", self.fatigue, 0.0, 1.0),
            ("effort", self.effort, 0.0, 3.0),
            ("variability", self.variability, 0.0, 1.0),
            ("unsteadiness", self.unsteadiness, 0.0, 1.0),
            ("tone", self.tone, 0.0, 1.0),
            ("cocontraction", self.cocontraction, 0.0, 1.0),
            ("overflow", self.overflow, 0.0, 1.0),
            ("side preference", self.side_preference, -1.0, 1.0),
            ("tremor", self.tremor, 0.0, 1.0),
            ("placement", self.placement_mm, 0.0, 40.0),
            ("endurance", self.endurance, 0.25, 4.0),
        ):
            if not low <= value <= high:
                raise InputError(
                    f"{name} of the virtual athlete must lie between {low:g} and {high:g}",
                    found=f"{value:g}",
                )
        if self.focus not in tuple(Focus):
            raise InputError(
                "the virtual athlete knows no such focus",
                found=repr(self.focus),
                fix=f"use {', '.join(Focus)}",
            )
        object.__setattr__(self, "focus", Focus(self.focus))

    def gain(self, role: Role, side: Side | None = None) -> float:
        """The factor on the script's level of a muscle in this role, on this side."""
        if role is Role.MAXIMAL:
            return 1.0
        towards = {Side.RIGHT: 1.0, Side.LEFT: -1.0, None: 0.0}[side]
        effort = self.effort * (1.0 + _PREFERENCE * self.side_preference * towards)
        if role is Role.TARGET:
            return effort * (0.7 + 0.6 * self.skill)
        return effort * (1.6 - 1.2 * self.skill)


Forms = Callable[[float], Form]
"""The form at a session second."""


@dataclass(frozen=True, slots=True)
class Performed:
    """A phase as it was performed: efforts and repetitions in session seconds.

    `bare` are the levels of the efforts before the factor of the form (`Form.gain`), which a
    turned knob changes while they last.
    """

    placed: Placed
    efforts: tuple[Effort, ...]
    bare: tuple[float, ...]
    repetitions: tuple[PerformedRepetition, ...]


@dataclass(frozen=True, slots=True)
class PerformedRepetition:
    """A repetition as it was performed, in session seconds.

    The way out ends at `turn_s`, the way back begins at `return_s`; `tired` runs from 0 in the
    first repetition of a set to `Form.fatigue` in the last.
    """

    number: int
    start_s: float
    stop_s: float
    tired: float
    targets: tuple[MuscleSide, ...]
    turn_s: float
    return_s: float


def perform(placed: Placed, form: Form | Forms, draws: Draws) -> Performed:
    """Perform a phase; the same place, form and draws always give the same performance.

    Where the form changes within the phase, an effort (or repetition) is done in the form of a
    moment before it begins, so that turning a knob never changes what is already under way.
    """
    forms: Forms = (lambda _: form) if isinstance(form, Form) else form
    own = draws.at(placed.index)
    paces = {rep.number: _Pace.of(placed, number, forms, own)
             for number, rep in enumerate(placed.phase.repetitions)}  # fmt: skip
    muscles = tuple(dict.fromkeys(effort.muscle for effort in placed.phase.efforts))
    pairs = [
        _in_repetition(effort, placed, paces[effort.rep], own, muscles.index(effort.muscle))
        if effort.rep is not None
        else _alone(effort, placed, forms, own.at(2, number))
        for number, effort in enumerate(placed.phase.efforts)
    ]
    efforts = tuple(
        replace(effort, level=effort.level * form.gain(effort.role, effort.muscle.side))
        for effort, form in pairs
    )
    bare = tuple(effort.level for effort, _ in pairs)
    return Performed(placed, efforts, bare, tuple(_repetitions(placed, paces)))


@dataclass(frozen=True, slots=True)
class _Pace:
    """A repetition moved and stretched about its start, never beyond its own slot."""

    form: Form
    origin_s: float
    shift_s: float
    stretch: float

    @classmethod
    def of(cls, placed: Placed, index: int, forms: Forms, own: Draws) -> _Pace:
        rep = placed.phase.repetitions[index]
        form, draws = forms(placed.start_s + rep.start_s - _SETTLED_S), own.at(0, rep.number)
        length_s = rep.stop_s - rep.start_s
        shift_s = abs(draws.normal(_SHIFT)) * 0.1 * form.variability * length_s
        stretch = 1.0 - abs(draws.normal(_STRETCH)) * 0.3 * form.variability
        shift_s, stretch = min(shift_s, 0.1 * length_s), max(stretch, 0.7)
        return cls(form, rep.start_s, min(shift_s, length_s * (1.0 - stretch)), stretch)

    def at(self, second: float) -> float:
        return self.origin_s + self.shift_s + self.stretch * (second - self.origin_s)


def _repetitions(placed: Placed, paces: dict[int, _Pace]) -> list[PerformedRepetition]:
    phase, out = placed.phase, []
    for rep in phase.repetitions:
        pace = paces[rep.number]
        turn_s, return_s = (placed.start_s + pace.at(second) for second in rep.turns_s)
        asked = [e for e in phase.efforts if e.rep == rep.number and e.role is Role.TARGET]
        out.append(
            PerformedRepetition(
                rep.number,
                placed.start_s + pace.at(rep.start_s),
                placed.start_s + pace.at(rep.stop_s),
                pace.form.fatigue * (rep.number - 1) / max(len(phase.repetitions) - 1, 1),
                tuple(dict.fromkeys(effort.muscle for effort in asked)),
                turn_s,
                return_s,
            )
        )
    return out


def _alone(effort: Effort, placed: Placed, forms: Forms, draws: Draws) -> tuple[Effort, Form]:
    start_s, stop_s = placed.start_s + effort.start_s, placed.start_s + effort.stop_s
    form = forms(start_s - _SETTLED_S)
    level = effort.level
    if effort.role is not Role.MAXIMAL:
        level *= _scatter(form, draws)
    return replace(effort, start_s=start_s, stop_s=stop_s, level=level), form


def _in_repetition(
    effort: Effort, placed: Placed, pace: _Pace, draws: Draws, muscle: int
) -> tuple[Effort, Form]:
    """All efforts of one muscle in one repetition move and grow together."""
    assert effort.rep is not None
    form, own = pace.form, draws.at(1, effort.rep, muscle)
    jitter_s = _ONSET_JITTER_S * own.normal(_SHIFT) * min(form.variability / 0.1, 1.0)
    start_s = pace.at(effort.start_s) + jitter_s
    stop_s = pace.at(effort.stop_s) + jitter_s
    # What reached beyond its phase would depend on which phases one looks at.
    done = replace(
        effort,
        start_s=placed.start_s + max(start_s, 0.0),
        stop_s=placed.start_s + min(stop_s, placed.phase.duration_s),
        rise_s=pace.stretch * effort.rise_s,
        fall_s=pace.stretch * effort.fall_s,
        level=effort.level * _scatter(form, own),
    )
    return done, form


def _scatter(form: Form, draws: Draws) -> float:
    """A random factor of mean one."""
    return math.exp(form.variability * draws.normal(_GAIN) - 0.5 * form.variability**2)
