"""What a session measures of each thing that a programme follows, beside what is true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from innervate.coach.programmes.programme import Followed
from innervate.report.change_series import Axis, Better, Condition, Point, Series
from innervate.report.change_strength import Reading
from innervate.sim.draws import Draws
from innervate.sim.exercises import exercise
from innervate.sim.mind.day import Day, form_of, skill_of
from innervate.sim.mind.learning import dual_task_cost
from innervate.sim.mind.person import Person
from innervate.sim.mind.programme import measured
from innervate.sim.mind.values import Levels, Values
from innervate.studies._programmes.trainee import Trainee

EXERCISE = "bench_press"
REPS = 24
_START_N = 300.0


@dataclass(frozen=True, slots=True)
class About:
    """How a followed thing is told.

    Attributes:
        name, unit, better, axis, resolution, method: as in a series.
        claims: evidence rows beside it.
        start: its value before the programme.
        gain: what learning all there is would add; 0 where it is simulated in another way.
        noise: standard deviation between sessions; all of these are plausible settings.
    """

    name: str
    unit: str
    better: Better
    axis: Axis = Axis.OTHER
    resolution: float = 0.0
    method: str = ""
    claims: tuple[str, ...] = ()
    start: float = 0.0
    gain: float = 0.0
    noise: float = 0.0


ABOUT = {
    Followed.STRENGTH: About(
        "Strength", "N", Better.MORE, Axis.STRENGTH, 1.0, f"read off a {Reading.DYNAMOMETER}",
        ("A03",), start=_START_N,
    ),
    Followed.TARGET_SHARE: About(
        "Target share", "%", Better.MORE, Axis.SELECTIVITY,
        method="part of the targets in all recorded activity, mean of a session", claims=("A07",),
    ),
    Followed.DUAL_COST: About(
        "Cost of a second task", "%", Better.LESS, method="100 (single - dual) / single",
    ),
    Followed.CADENCE: About("Cadence", "steps/min", Better.NEITHER, start=170.0, gain=12.0,
                            noise=1.5),
    Followed.KNEE_ANGLE: About("Knee angle from the front", "deg", Better.LESS, start=10.0,
                               gain=-5.0, noise=1.5),
    Followed.SWAY: About("Sway on one leg", "mm", Better.LESS, start=20.0, gain=-6.0, noise=2.0),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reached:
    """A followed thing in one session: measured, and lastingly true (no good or bad day)."""

    followed: Followed
    measured: float
    true: float


def reached(trainee: Trainee, day: int, draws: Draws, wanted: tuple[Followed, ...],
            *, maximal: bool) -> tuple[Reached, ...]:  # fmt: skip
    """What a session gives; strength only where a maximal trial was made."""
    today = trainee.on(day, draws.at(0))
    levels = Levels.of(exercise(EXERCISE))
    summary = measured(today, trainee.person, levels, REPS, draws)
    found = []
    for index, one in enumerate(wanted):
        about = ABOUT[one]
        if one is Followed.STRENGTH:
            if maximal:
                found.append(Reached(one, float(round(_START_N * summary.strength)),
                                     _START_N * today.strength))  # fmt: skip
        elif one is Followed.TARGET_SHARE:
            share = 100.0 * float(summary.reps.target_share.mean())
            found.append(Reached(one, share, 100.0 * _true_share(trainee, levels)))
        elif one is Followed.DUAL_COST:
            found.append(Reached(one, summary.dual_task_cost, dual_task_cost(trainee.learned)))
        else:
            true = about.start + about.gain * trainee.learned.selective
            noise = about.noise * draws.at(9, index).normal(0)
            found.append(Reached(one, true + noise, true))
    return tuple(found)


def _true_share(trainee: Trainee, levels: Levels) -> float:
    person: Person = trainee.person
    plain = Day(0, trainee.learned, skill_of(person, trainee.learned))
    true = Values.of(levels.percent(form_of(person, plain))[None, :], levels.target)
    return float(true.target_share[0])


def series_of(followed: Followed, points: tuple[tuple[date, float], ...]) -> Series:
    """The sessions of a followed thing as a series."""
    about = ABOUT[followed]
    where = EXERCISE if followed is Followed.TARGET_SHARE else ""
    return Series(
        str(followed),
        about.name,
        about.unit,
        tuple(Point(on, value) for on, value in points),
        Condition(where),
        about.better,
        about.axis,
        about.method,
        about.resolution,
        about.claims,
    )
