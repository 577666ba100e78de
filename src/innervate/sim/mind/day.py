"""A day in a programme, and the form of a person on it for a whole simulated session."""

from __future__ import annotations

from dataclasses import dataclass

from innervate.sim.mind.learning import Learned
from innervate.sim.mind.person import Person
from innervate.sim.performance import Focus, Form


@dataclass(frozen=True, slots=True)
class Day:
    """What is true of a person on one day.

    Attributes:
        number: days since the start of the programme.
        learned: what is learned by then.
        skill: 0-1, as in `Form`; what is learned, on a good or a bad day.
        strength: factor on the start's.
        soreness: 0-10.
        placement_mm: how far along the fibres today's sensors lie from the good site.
        focus: what the person thinks of.
        feedback: share of the trials with feedback.
    """

    number: int
    learned: Learned
    skill: float
    strength: float = 1.0
    soreness: float = 0.0
    placement_mm: float = 0.0
    focus: Focus = Focus.NONE
    feedback: float = 1.0


def skill_of(person: Person, learned: Learned) -> float:
    """The skill that is learned by now, without good and bad days."""
    return person.skill + (person.ceiling - person.skill) * learned.selective


def form_of(person: Person, day: Day) -> Form:
    """How the person performs that day, for a virtual athlete.

    A sore muscle works harder for the same task: strength lost is made up for by effort.
    """
    return Form(
        skill=day.skill,
        effort=min(max(1.0 / max(day.strength, 0.34), 0.5), 3.0),
        variability=person.scatter.rep,
        overflow=min(person.overflow, 1.0),
        tremor=person.tremor,
        focus=day.focus,
        placement_mm=min(abs(day.placement_mm), 40.0),
    )
