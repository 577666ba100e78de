"""A person: what stays the same from day to day."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from innervate.core.errors import InputError
from innervate.sim.draws import Draws
from innervate.sim.mind.learning import LearningRates
from innervate.sim.mind.soreness import Soreness


@dataclass(frozen=True, slots=True)
class Scatter:
    """How much a person's values scatter; plausible settings, not findings.

    Attributes:
        rep: standard deviation of the logarithm of a muscle's level between repetitions.
        day: the same of each muscle's level between days: skin, sensor site, reference trials.
        skill: standard deviation of skill between days (a good and a bad day).
        placement_mm: standard deviation of where along the fibres the sensor comes to lie.
        strength: coefficient of variation of a maximal trial between days.
        felt: standard deviation of a 0-10 rating.
        dual: standard deviation of a measured dual-task cost, in percentage points.
    """

    rep: float = 0.10
    day: float = 0.08
    skill: float = 0.03
    placement_mm: float = 4.0
    strength: float = 0.04
    felt: float = 0.7
    dual: float = 4.0

    def __post_init__(self) -> None:
        if min(self.rep, self.day, self.skill, self.placement_mm, self.strength) < 0.0:
            raise InputError("scatter is 0 or more")

    @classmethod
    def none_between_days(cls) -> Scatter:
        """Repetitions scatter, days do not: what a test over repetitions assumes."""
        return cls(day=0.0, skill=0.0, placement_mm=0.0)


@dataclass(frozen=True, slots=True)
class Person:
    """Latent traits.

    Attributes:
        name: a pseudonym.
        skill: selectivity at the start (0-1, as in `Form`).
        ceiling: the skill that training can reach.
        rates: how fast learning and forgetting are.
        focus_response: how strongly a focus acts; 1 is the average of the studies.
        imagery_gain: how much of imagery shows in the EMG; 0 is silence.
        overflow: how much of the average overflow to the other side there is.
        soreness: the answer to eccentric work.
        tremor: 0-1.
        scatter: how much all this varies.
    """

    name: str = "average"
    skill: float = 0.4
    ceiling: float = 0.9
    rates: LearningRates = field(default_factory=LearningRates)
    focus_response: float = 1.0
    imagery_gain: float = 1.0
    overflow: float = 1.0
    soreness: Soreness = field(default_factory=Soreness)
    tremor: float = 0.0
    scatter: Scatter = field(default_factory=Scatter)

    def __post_init__(self) -> None:
        if not 0.0 <= self.skill <= self.ceiling <= 1.0:
            raise InputError(
                "a person's skill must lie between 0 and the ceiling, and that below 1",
                given=f"skill {self.skill:g}, ceiling {self.ceiling:g}",
            )


def person(seed: int, scatter: Scatter | None = None) -> Person:
    """One of all possible persons; the same seed always gives the same one.

    Traits are spread around the average `Person` as seems plausible: half the people respond to
    a focus by 0.7 to 1.4 times the average, a fifth show nothing in imagery (He and Tian 2012).
    """
    draws = Draws(seed).at(0)
    normals = draws.normals(0, 8)
    uniforms = draws.at(1).uniforms(0, 4)
    faster = math.exp(0.3 * float(normals[0]))
    rates = LearningRates(
        fast=min(0.10 * faster, 0.5),
        slow=min(0.05 * faster, 0.3),
        fast_kept=0.65 + 0.2 * float(uniforms[0]),
        automatic=min(0.03 * faster, 0.3),
    )
    soreness = Soreness(
        strength_loss=0.20 + 0.10 * float(uniforms[1]),
        peak_h=24.0 + 48.0 * float(uniforms[2]),
        worst=min(max(6.0 + 1.2 * float(normals[1]), 1.0), 10.0),
    )
    silent = float(uniforms[3]) < 0.2
    return Person(
        name=f"person {seed}",
        skill=min(max(0.4 + 0.1 * float(normals[2]), 0.05), 0.7),
        ceiling=min(max(0.88 + 0.05 * float(normals[3]), 0.75), 1.0),
        rates=rates,
        focus_response=math.exp(0.5 * float(normals[4])),
        imagery_gain=0.0 if silent else math.exp(0.3 * float(normals[5])),
        overflow=math.exp(0.7 * float(normals[6]) - 0.245),
        soreness=soreness,
        tremor=min(0.2 * abs(float(normals[7])), 1.0),
        scatter=scatter or Scatter(),
    )
