"""A programme of months at the level of summaries: what is true each day, and what is measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from innervate.core.errors import InputError
from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.exercises import exercise
from innervate.sim.mind.day import Day, form_of, skill_of
from innervate.sim.mind.learning import Learned, dual_task_cost, practised, rested
from innervate.sim.mind.person import Person
from innervate.sim.mind.soreness import Bout, sore_at
from innervate.sim.mind.strength import trained, untrained
from innervate.sim.mind.values import Levels, Values

ESTIMATION = 0.05
"""Standard deviation of the logarithm of one repetition's mean EMG amplitude about the muscle's
true activation: that of Gaussian noise of 100 Hz bandwidth over about two seconds."""

_MORNING_H, _BOUT_H = 8.0, 9.0
_DAY_H = 24.0


@dataclass(frozen=True, slots=True)
class Programme:
    """What is done when.

    Attributes:
        exercise: a name that the virtual athlete knows.
        days: how long it lasts.
        every: a session on every so many days, the first on day 0.
        reps: repetitions of a session's set.
        learning: whether practice teaches; without it nothing ever changes.
        feedback_from, feedback_to: share of the trials with feedback, first day to last.
        eccentric_days: the days with eccentric work, after the session.
        eccentric_dose: 1 = a hard first bout.
        pause_from, pause_days: a stretch without sessions.
    """

    exercise: str = "bench_press"
    days: int = 365
    every: int = 1
    reps: int = 8
    learning: bool = True
    feedback_from: float = 1.0
    feedback_to: float = 0.25
    eccentric_days: tuple[int, ...] = ()
    eccentric_dose: float = 1.0
    pause_from: int | None = None
    pause_days: int = 0

    def __post_init__(self) -> None:
        if min(self.days, self.every, self.reps) < 1:
            raise InputError("a programme has one day, one session and one repetition at least")

    def has_session(self, day: int) -> bool:
        """Whether there is a session on this day."""
        begins = self.pause_from
        pausing = begins is not None and begins <= day < begins + self.pause_days
        return day % self.every == 0 and not pausing

    def feedback(self, day: int) -> float:
        """The share of the trials with feedback on this day."""
        part = day / max(self.days - 1, 1)
        return self.feedback_from + (self.feedback_to - self.feedback_from) * part


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One session.

    Attributes:
        day: what is true of the person.
        true: the true measures (arrays of one value): today's form, without scatter.
        reps: the measured ones, one value a repetition.
        strength: a maximal trial, as a factor on the start's true one.
        soreness: the rating told, 0-10.
        dual_task_cost: measured, percent; `true_dual_task_cost` beside it.
    """

    day: Day
    true: Values
    reps: Values
    strength: float
    soreness: float
    dual_task_cost: float
    true_dual_task_cost: float


def simulate(programme: Programme, person: Person, seed: int) -> tuple[SessionSummary, ...]:
    """All sessions of a programme, in order; the same arguments always give the same ones.

    A year of daily sessions takes well under a second. Measured values differ from true ones by
    the scatter of `Person.scatter` (repetitions within a day, muscles and skill between days) and
    by `ESTIMATION`; the product's reference of each day (MVC) is part of the scatter of days.
    """
    levels = Levels.of(exercise(programme.exercise))
    return tuple(
        measured(day, person, levels, programme.reps, Draws(seed).at(day.number))
        for day in _days(programme, person, Draws(seed))
    )


def _days(programme: Programme, person: Person, draws: Draws) -> Iterator[Day]:
    """What is true on the days with a session."""
    learned, strength = Learned(), 1.0
    bouts = tuple(
        Bout(day * _DAY_H + _BOUT_H, programme.eccentric_dose) for day in programme.eccentric_days
    )
    for number in range(programme.days):
        if programme.has_session(number):
            feedback = programme.feedback(number)
            sore = sore_at(number * _DAY_H + _MORNING_H, bouts, person.soreness)
            own = draws.at(number, 0)
            skill = skill_of(person, learned) + person.scatter.skill * own.normal(0)
            yield Day(
                number,
                learned,
                min(max(skill, 0.0), 1.0),
                strength * (1.0 - sore.loss),
                sore.felt,
                person.scatter.placement_mm * own.normal(2),
                feedback=feedback,
            )
            if programme.learning:
                learned, strength = practised(learned, person.rates, feedback), trained(strength)
        if programme.learning:
            learned, strength = rested(learned, person.rates), untrained(strength)


def measured(day: Day, person: Person, levels: Levels, reps: int, draws: Draws) -> SessionSummary:
    """What a session of so many repetitions measures on a day, beside what is true of it."""
    scatter = person.scatter
    true = levels.percent(form_of(person, day))
    muscles = len(true)
    of_day = scatter.day * draws.at(1).normals(0, muscles)
    within = scatter.rep * _table(draws.at(2), reps, muscles)
    within += ESTIMATION * _table(draws.at(3), reps, muscles)
    spread = scatter.rep**2 + ESTIMATION**2
    seen = true * np.exp(of_day + within - 0.5 * spread)
    others = draws.at(4)
    cost = dual_task_cost(day.learned)
    return SessionSummary(
        day,
        Values.of(true[None, :], levels.target),
        Values.of(seen, levels.target),
        day.strength * (1.0 + scatter.strength * others.normal(0)),
        float(np.clip(round(day.soreness + scatter.felt * others.normal(2)), 0, 10)),
        cost + scatter.dual * others.normal(4),
        cost,
    )


def _table(draws: Draws, rows: int, columns: int) -> Samples:
    return draws.normals(0, rows * columns).reshape(rows, columns)
