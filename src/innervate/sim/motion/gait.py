"""How somebody walks or runs: what is set, stretch after stretch."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from innervate.core.errors import InputError
from innervate.core.stream import Samples

BLEND_S = 3.0
"""How long a runner takes to get into a new cadence, a plausible setting."""


class Style(StrEnum):
    """Running has a flight between contacts, walking has both feet down between steps."""

    RUN = "run"
    WALK = "walk"


@dataclass(frozen=True, slots=True)
class Tiring:
    """What a tired runner does differently, at full tiredness (plausible settings).

    Tiredness grows as 1 - exp(-t / over_s), times `fatigue`; the other numbers are the change
    that it brings: fractions of cadence and contact time, radians of knee flexion at contact
    and of the knee inwards, beats per minute.
    """

    fatigue: float = 0.0
    over_s: float = 1200.0
    cadence: float = -0.04
    contact: float = 0.08
    knee_rad: float = math.radians(3.0)
    knee_in_rad: float = math.radians(2.0)
    heart_bpm: float = 12.0

    def at(self, time_s: Samples) -> Samples:
        """How tired, 0 to `fatigue`, at session seconds (0 before the session)."""
        return np.asarray(self.fatigue * -np.expm1(-np.maximum(time_s, 0.0) / self.over_s))


@dataclass(frozen=True, slots=True)
class Gait:
    """A way of walking or running.

    The usual values are those of easy running at 3 m/s: 84.8 +- 3.6 strides/min (Lieberman et al.
    2015, J Exp Biol 218:3406-3414); impact peak 1.56 body weights before and 1.13 after feedback
    on sound (Tate & Milner 2017, JOSPT 47:565-569); the knee's 5 degrees inwards are those of knees
    over the foot in a squat (Ageberg et al. 2010). Contact time, knee angle, scatter and loudness
    are plausible settings.

    Attributes:
        style: walking or running.
        cadence_spm: steps per minute, of both feet.
        speed_m_s: forward speed.
        contact_s: how long a foot is on the ground.
        knee_rad: knee flexion at contact.
        knee_in_rad: greatest 2-D knee angle inwards in each contact, seen from the front.
        impact_bw: first (impact) peak of the vertical force in body weights.
        loudness_db: sound pressure level of a footfall at the microphone over its first 50 ms, dB
            re 20 uPa; independent of the impact.
        step_cv, contact_cv, impact_cv: coefficients of variation from step to step.
        knee_sd_rad, knee_in_sd_rad, loudness_sd_db: standard deviations from step to step.
        asymmetry: (left - right) / mean of step and contact times, a fraction.
        loudness_asymmetry_db: how much louder the left foot is.
    """

    style: Style = Style.RUN
    cadence_spm: float = 169.6
    speed_m_s: float = 3.0
    contact_s: float = 0.25
    knee_rad: float = math.radians(18.0)
    impact_bw: float = 1.56
    loudness_db: float = 68.0
    knee_in_rad: float = math.radians(5.0)
    step_cv: float = 0.015
    contact_cv: float = 0.02
    impact_cv: float = 0.06
    knee_sd_rad: float = math.radians(1.5)
    knee_in_sd_rad: float = math.radians(1.0)
    loudness_sd_db: float = 2.0
    asymmetry: float = 0.0
    loudness_asymmetry_db: float = 0.0

    def __post_init__(self) -> None:
        if not 40.0 <= self.cadence_spm <= 300.0:
            raise InputError(
                "the cadence of the virtual athlete must be that of a person, 40 to 300 steps/min",
                found=f"{self.cadence_spm:g}",
            )
        if not 0.0 < self.speed_m_s < 12.0:
            raise InputError(
                "the virtual athlete's speed must be that of a person on foot",
                found=f"{self.speed_m_s:g} m/s",
            )
        if not (abs(self.asymmetry) <= 0.2 and 0.0 <= self.step_cv <= 0.05):
            raise InputError(
                "steps may differ by at most 20 % between sides and 5 % from step to step",
                found=f"asymmetry {self.asymmetry:g}, step_cv {self.step_cv:g}",
            )
        low, high = (0.2, 0.88) if self.style is Style.RUN else (1.02, 1.7)
        step_s = 60.0 / self.cadence_spm
        if not low <= self.contact_s / step_s <= high:
            raise InputError(
                f"the contact time does not fit a {self.style} at this cadence",
                given=f"{self.contact_s:g} s at {self.cadence_spm:g} steps/min",
                fix=f"use {low * step_s:.3f} to {high * step_s:.3f} s",
            )

    @property
    def step_m(self) -> float:
        """Length of a step before tiring."""
        return self.speed_m_s * 60.0 / self.cadence_spm


def usual_walk() -> Gait:
    """Walking at 1.35 m/s and 112 steps/min, stance 62 % of the stride (plausible settings)."""
    return Gait(
        Style.WALK, 112.0, 1.35, 0.664, math.radians(5.0), 1.05, 58.0, math.radians(3.0),
        step_cv=0.02, contact_cv=0.015,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch in one gait, of about this length (it ends with a whole stride)."""

    gait: Gait
    duration_s: float = math.inf

    def __post_init__(self) -> None:
        if not self.duration_s >= 2.0 * BLEND_S:
            raise InputError(
                f"a stretch of gait must last {2.0 * BLEND_S:g} s or more",
                found=f"{self.duration_s:g} s",
            )


@dataclass(frozen=True, slots=True)
class Route:
    """Stretches one after the other; the last one goes on for ever."""

    legs: tuple[Leg, ...]
    tiring: Tiring = field(default_factory=Tiring)

    def __post_init__(self) -> None:
        if not self.legs:
            raise InputError("a route needs at least one stretch of gait")

    @classmethod
    def of(cls, gait: Gait, tiring: Tiring | None = None) -> Route:
        """One gait for ever."""
        return cls((Leg(gait),), tiring or Tiring())
