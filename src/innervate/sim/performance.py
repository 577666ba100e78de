"""How a person of a given form performs a script: the script's efforts with a human touch."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from innervate.core.channel import MuscleSide
from innervate.core.errors import InputError
from innervate.sim.draws import Draws
from innervate.sim.script import Effort, Placed, Role

_GAIN, _SHIFT, _STRETCH = 0, 1, 2
_ONSET_JITTER_S = 0.015


@dataclass(frozen=True, slots=True)
class Form:
    """How well and how steadily the athlete does what is asked.

    Attributes:
        skill: 0 to 1; shifts activation from compensators (1.6 to 0.4 times the script's level)
            to targets (0.7 to 1.3 times). At 0.5 the script's levels hold.
        effort: factor on all levels but maximal ones.
        variability: standard deviation of the logarithm of levels between repetitions (0.1 is
            about 10 %); timing varies along with it.
        unsteadiness: coefficient of variation of activation within an effort.
        fatigue: 0 to 1; within a set, activation for the same work grows by up to 30 % and the
            spectrum is compressed to up to 0.7 of its frequencies.
        tone: resting activation of all muscles, as a fraction of MVC.
    """

    skill: float = 0.5
    effort: float = 1.0
    variability: float = 0.1
    unsteadiness: float = 0.08
    fatigue: float = 0.0
    tone: float = 0.002

    def __post_init__(self) -> None:
        for name, value, high in (
            ("skill", self.skill, 1.0),
            ("fatigue", self.fatigue, 1.0),
            ("effort", self.effort, 3.0),
            ("variability", self.variability, 1.0),
            ("unsteadiness", self.unsteadiness, 1.0),
            ("tone", self.tone, 1.0),
        ):
            if not 0.0 <= value <= high:
                raise InputError(
                    f"{name} of the virtual athlete must lie between 0 and {high:g}",
                    found=f"{value:g}",
                )

    def gain(self, role: Role) -> float:
        """The factor on the script's level of a muscle in this role."""
        if role is Role.MAXIMAL:
            return 1.0
        if role is Role.TARGET:
            return self.effort * (0.7 + 0.6 * self.skill)
        return self.effort * (1.6 - 1.2 * self.skill)


@dataclass(frozen=True, slots=True)
class Performed:
    """A phase as it was performed: efforts and repetitions in session seconds."""

    placed: Placed
    efforts: tuple[Effort, ...]
    repetitions: tuple[PerformedRepetition, ...]


@dataclass(frozen=True, slots=True)
class PerformedRepetition:
    """A repetition as it was performed, in session seconds; `tired` runs from 0 to `fatigue`."""

    number: int
    start_s: float
    stop_s: float
    tired: float
    targets: tuple[MuscleSide, ...]


def perform(placed: Placed, form: Form, draws: Draws) -> Performed:
    """Perform a phase; the same place, form and draws always give the same performance."""
    own = draws.at(placed.index)
    count = len(placed.phase.repetitions)
    repetitions = []
    for rep in placed.phase.repetitions:
        timing = _Timing.of(rep.start_s, rep.stop_s, form, own.at(0, rep.number))
        targets = {
            effort.muscle: None
            for effort in placed.phase.efforts
            if effort.rep == rep.number and effort.role is Role.TARGET
        }
        repetitions.append(
            PerformedRepetition(
                rep.number,
                placed.start_s + timing.at(rep.start_s),
                placed.start_s + timing.at(rep.stop_s),
                form.fatigue * (rep.number - 1) / max(count - 1, 1),
                tuple(targets),
            )
        )
    muscles = tuple(dict.fromkeys(effort.muscle for effort in placed.phase.efforts))
    efforts = tuple(
        _in_repetition(effort, placed, form, own, muscles.index(effort.muscle))
        if effort.rep is not None
        else _alone(effort, placed, form, own.at(2, number))
        for number, effort in enumerate(placed.phase.efforts)
    )
    return Performed(placed, efforts, tuple(repetitions))


@dataclass(frozen=True, slots=True)
class _Timing:
    """A repetition moved and stretched about its start, never beyond its own slot."""

    origin_s: float
    shift_s: float
    stretch: float

    @classmethod
    def of(cls, start_s: float, stop_s: float, form: Form, draws: Draws) -> _Timing:
        length_s = stop_s - start_s
        shift_s = abs(draws.normal(_SHIFT)) * 0.1 * form.variability * length_s
        stretch = 1.0 - abs(draws.normal(_STRETCH)) * 0.3 * form.variability
        shift_s, stretch = min(shift_s, 0.1 * length_s), max(stretch, 0.7)
        return cls(start_s, min(shift_s, length_s * (1.0 - stretch)), stretch)

    def at(self, second: float) -> float:
        return self.origin_s + self.shift_s + self.stretch * (second - self.origin_s)


def _alone(effort: Effort, placed: Placed, form: Form, draws: Draws) -> Effort:
    level = effort.level * form.gain(effort.role)
    if effort.role is not Role.MAXIMAL:
        level *= _scatter(form, draws)
    start_s, stop_s = placed.start_s + effort.start_s, placed.start_s + effort.stop_s
    return replace(effort, start_s=start_s, stop_s=stop_s, level=level)


def _in_repetition(effort: Effort, placed: Placed, form: Form, draws: Draws, muscle: int) -> Effort:
    """All efforts of one muscle in one repetition move and grow together."""
    assert effort.rep is not None
    count = len(placed.phase.repetitions)
    rep = placed.phase.repetitions[effort.rep - 1]
    timing = _Timing.of(rep.start_s, rep.stop_s, form, draws.at(0, effort.rep))
    own = draws.at(1, effort.rep, muscle)
    jitter_s = _ONSET_JITTER_S * own.normal(_SHIFT) * min(form.variability / 0.1, 1.0)
    more = 1.0 + 0.3 * form.fatigue * (effort.rep - 1) / max(count - 1, 1)
    start_s = timing.at(effort.start_s) + jitter_s
    stop_s = timing.at(effort.stop_s) + jitter_s
    # What reached beyond its phase would depend on which phases one looks at.
    return replace(
        effort,
        start_s=placed.start_s + max(start_s, 0.0),
        stop_s=placed.start_s + min(stop_s, placed.phase.duration_s),
        rise_s=timing.stretch * effort.rise_s,
        fall_s=timing.stretch * effort.fall_s,
        level=effort.level * form.gain(effort.role) * more * _scatter(form, own),
    )


def _scatter(form: Form, draws: Draws) -> float:
    """A random factor of mean one."""
    return math.exp(form.variability * draws.normal(_GAIN) - 0.5 * form.variability**2)
