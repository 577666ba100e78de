"""The centre of mass of a runner or walker: up and down, forward and sideways, without drift."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.motion.imu import GRAVITY
from innervate.sim.motion.minimum_jerk import Course
from innervate.sim.motion.steps import Steps

IMPACT_AT_S = 0.028
"""When the impact peak comes after the strike; a plausible setting (1.56 body weights then
load at about 56 body weights/s on average, where Tate & Milner 2017 measured 69)."""
_IMPACT_HALF_S = 0.024
_FORWARD_M = 0.006
WALK_RISE_M = 0.02
"""Half the rise of the body in a walking step; like the other sizes a plausible setting."""


@dataclass(frozen=True, slots=True)
class Push:
    """The vertical force in each contact, in body weights.

    lift sin(pi u) + skew sin(2 pi u) + a raised cosine of height `impact`, u being the elapsed
    fraction of the contact: the sine model of Morin et al. 2005 (J Appl Biomech 21:167-180) with
    an impact. The three numbers follow from the momentum between flights, from take-off at the
    height of landing, and from the wanted force at the impact: position and velocity never drift.
    """

    lift: Samples
    skew: Samples
    impact: Samples
    landing_m_s: Samples

    @classmethod
    def of(cls, steps: Steps) -> Push:
        """Solve for all steps; the first has no flight before it and uses its own."""
        contact, after = steps.contact_s, np.maximum(steps.flight_s, 0.0)
        before = np.concatenate((after[:1], after[:-1]))
        u, w, at = IMPACT_AT_S / contact, _IMPACT_HALF_S, IMPACT_AT_S
        landing = -0.5 * GRAVITY * before
        zero = np.zeros_like(contact)
        rows = np.stack(
            (
                np.stack((2.0 * contact / np.pi, zero, zero + w), axis=-1),
                np.stack(
                    (contact**2 / np.pi, contact**2 / (2.0 * np.pi), w * (contact - at)), axis=-1
                ),
                np.stack((np.sin(np.pi * u), np.sin(2.0 * np.pi * u), zero + 1.0), axis=-1),
            ),
            axis=-2,
        )
        wanted = np.stack(
            (
                contact + 0.5 * (before + after),
                0.5 * contact**2 - landing * contact / GRAVITY,
                steps.impact_bw,
            ),
            axis=-1,
        )
        solved = np.linalg.solve(rows, wanted[..., None])[..., 0]
        return cls(solved[:, 0], solved[:, 1], solved[:, 2], landing)


def rise(steps: Steps, push: Push, time_s: Samples) -> Course:
    """Height of a runner's centre of mass, zero at landing; exact integrals of the force."""
    k = steps.place(time_s)
    t, contact = time_s - steps.strike_s[k], steps.contact_s[k]
    flying = t > contact
    flown = np.maximum(t - contact, 0.0)
    t = np.minimum(t, contact)
    u, x = t / contact, (t - IMPACT_AT_S) / _IMPACT_HALF_S
    lift, skew, hit, landing = push.lift[k], push.skew[k], push.impact[k], push.landing_m_s[k]
    turn = np.pi * u
    half, full = contact / np.pi, contact / (2.0 * np.pi)
    pulse, once, twice = _raised_cosine(x)
    force = lift * np.sin(turn) + skew * np.sin(2.0 * turn) + hit * pulse
    w = _IMPACT_HALF_S
    gained = (
        lift * half * (1.0 - np.cos(turn))
        + skew * full * (1.0 - np.cos(2.0 * turn))
        + hit * w * once
    )
    way = (
        lift * half * (t - half * np.sin(turn))
        + skew * full * (t - full * np.sin(2.0 * turn))
        + hit * w * w * twice
    )
    speed = landing + GRAVITY * (gained - t)
    height = landing * t + GRAVITY * (way - 0.5 * t * t)
    return Course(
        height + speed * flown - 0.5 * GRAVITY * flown**2,
        speed - GRAVITY * flown,
        GRAVITY * (np.where(flying, 0.0, force) - 1.0),
    )


def _raised_cosine(x: Samples) -> tuple[Samples, Samples, Samples]:
    """(1 + cos(pi x)) / 2 between -1 and 1, and its first and second integrals."""
    y = np.clip(x, -1.0, 1.0)
    cosine = np.cos(np.pi * y)
    pulse = 0.5 * (1.0 + cosine)
    once = 0.5 * (y + 1.0) + np.sin(np.pi * y) / (2.0 * np.pi)
    twice = 0.25 * (y + 1.0) ** 2 - (1.0 + cosine) / (2.0 * np.pi**2)
    return pulse, once, twice + np.maximum(x - 1.0, 0.0)


def walk_rise(phase: Course) -> Course:
    """Height of a walker's centre of mass: lowest with both feet down, highest over the leg."""
    return wave(phase, 2.0 * np.pi, 0.12, WALK_RISE_M, np.pi)


def forward(phase: Course, middle: Samples) -> Course:
    """The fore-and-aft way about the mean speed: slowest over the leg, at phase `middle`."""
    return wave(phase, 2.0 * np.pi, middle, _FORWARD_M, 0.5 * np.pi)


def aside(phase: Course, middle: Samples, size_m: Samples) -> Course:
    """The way to the left: over the left foot in its contact, over the right one in the other."""
    return wave(phase, np.pi, middle, size_m, 0.0)


def wave(
    phase: Course, turn: float, late: float | Samples, size: float | Samples, ahead: float
) -> Course:
    """A wave size cos(turn (phase - late) + ahead), with its derivatives."""
    angle = turn * (phase.value - late) + ahead
    sine, cosine = size * np.sin(angle), size * np.cos(angle)
    rate, bend = turn * phase.rate, turn * phase.acceleration
    return Course(cosine, -sine * rate, -cosine * rate**2 - sine * bend)
