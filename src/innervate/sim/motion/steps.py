"""When the feet strike: the truth of every step, by its number, in any order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.motion.gait import BLEND_S, Gait, Route, Style
from innervate.sim.motion.minimum_jerk import Course, minimum_jerk

_STEP, _CONTACT, _IMPACT, _KNEE, _LOUDNESS, _KNEE_IN = range(6)
_MARGIN = 6
_LONGEST_CONTACT = 0.95
_ROUNDS = 8


@dataclass(frozen=True)
class Steps:
    """Successive steps as arrays; number `first` + k is at place k; one leg for each."""

    first: int
    strike_s: Samples
    contact_s: Samples
    knee_rad: Samples
    knee_in_rad: Samples
    impact_bw: Samples
    loudness_db: Samples
    speed_m_s: Samples
    running: Samples

    def place(self, time_s: Samples) -> Samples:
        """The place of the step under way at each time."""
        return np.asarray(np.searchsorted(self.strike_s, time_s, side="right") - 1)

    @cached_property
    def duration_s(self) -> Samples:
        """From strike to strike; the last one is repeated from the one before."""
        between = np.diff(self.strike_s)
        return np.append(between, between[-1:])

    @cached_property
    def flight_s(self) -> Samples:
        """How long no foot is down after each contact; negative where both are (walking)."""
        return self.duration_s - self.contact_s


@dataclass(frozen=True)
class _Placed:
    """A stretch of the route with its exact start and its number of steps (None: endless)."""

    index: int
    gait: Gait
    start_s: float
    first: int
    steps: int | None


@dataclass(frozen=True)
class Walker:
    """The steps of a route: pure functions of time and step number.

    Strikes lie on a grid that follows the cadence, each moved by its own random share of a step
    (so the intervals vary by `step_cv` without ever drifting away from the cadence) and the right
    foot's by half the asymmetry.
    """

    route: Route
    draws: Draws

    @cached_property
    def legs(self) -> tuple[_Placed, ...]:
        """The stretches; all but the last end with a whole stride."""
        legs: list[_Placed] = []
        start_s, first = 0.0, 0
        for index, leg in enumerate(self.route.legs):
            if index == len(self.route.legs) - 1:
                legs.append(_Placed(index, leg.gait, start_s, first, None))
                break
            own = _Placed(index, leg.gait, start_s, first, None)
            end = self._grid(own, np.array([start_s + leg.duration_s])).value[0]
            count = 2 * max(round(end / 2.0), 1)
            legs.append(_Placed(index, leg.gait, start_s, first, count))
            start_s = float(self._ungrid(own, np.array([float(count)]))[0])
            first += count
        return tuple(legs)

    def gait_at(self, time_s: float) -> Gait:
        """The gait in force."""
        return self._leg_at(time_s).gait

    def around(self, start_s: float, stop_s: float) -> Steps:
        """All steps that touch [start_s, stop_s) and a few before and after."""
        parts = []
        for leg in self.legs:
            low, high = self._grid(leg, np.array([start_s, stop_s])).value
            a, b = int(np.floor(low)) - _MARGIN, int(np.ceil(high)) + _MARGIN
            a = a if leg.index == 0 else max(a, 0)
            b = b if leg.steps is None else min(b, leg.steps)
            if a < b:
                parts.append(self._made(leg, a, b))
        if len(parts) == 1:
            return parts[0]
        return Steps(
            parts[0].first,
            *(
                np.concatenate([getattr(part, name) for part in parts])
                for name in (
                    "strike_s", "contact_s", "knee_rad",
"knee_in_rad", "impact_bw", "loudness_db", "speed_m_s",
                    "running",
                )
            ),
        )  # fmt: skip

    def phase(self, time_s: Samples) -> Course:
        """Steps taken since the start: whole numbers at strikes, smooth between them."""
        total = Course.zeros(len(time_s))
        for leg in self.legs:
            a = int(np.searchsorted(time_s, leg.start_s)) if leg.index else 0
            b = len(time_s)
            if leg.steps is not None:
                b = int(np.searchsorted(time_s, self.legs[leg.index + 1].start_s))
            if a >= b:
                continue
            grid = self._grid(leg, time_s[a:b])
            warp = self._warp(leg, grid.value)
            total.value[a:b] = leg.first + grid.value + warp.value
            total.rate[a:b] = (1.0 + warp.rate) * grid.rate
            total.acceleration[a:b] = (
                1.0 + warp.rate
            ) * grid.acceleration + warp.acceleration * grid.rate**2
        return total

    def _leg_at(self, time_s: float) -> _Placed:
        return [leg for leg in self.legs if leg.index == 0 or leg.start_s <= time_s][-1]

    def _made(self, leg: _Placed, a: int, b: int) -> Steps:
        gait, own = leg.gait, self.draws.at(leg.index)
        numbers = np.arange(a, b)
        strikes = np.arange(a, b + 1, dtype=np.float64)
        strike_s = self._ungrid(leg, self._unwarp(leg, strikes))
        duration_s, strike_s = np.diff(strike_s), strike_s[:-1]
        tired = self.route.tiring.at(strike_s)
        side = np.where(numbers % 2 == 0, 0.5, -0.5)

        def scatter(what: int) -> Samples:
            return np.clip(own.at(what).normals(a, b), -3.0, 3.0)

        contact = 1.0 + self.route.tiring.contact * tired
        contact *= 1.0 + side * gait.asymmetry
        contact *= 1.0 + gait.contact_cv * scatter(_CONTACT)
        contact_s = gait.contact_s * contact
        if gait.style is Style.RUN:
            contact_s = np.minimum(contact_s, _LONGEST_CONTACT * duration_s)
        return Steps(
            leg.first + a,
            strike_s,
            contact_s,
            gait.knee_rad + self.route.tiring.knee_rad * tired + gait.knee_sd_rad * scatter(_KNEE),
            gait.knee_in_rad
            + self.route.tiring.knee_in_rad * tired
            + gait.knee_in_sd_rad * scatter(_KNEE_IN),
            gait.impact_bw * (1.0 + gait.impact_cv * scatter(_IMPACT)),
            gait.loudness_db
            + side * gait.loudness_asymmetry_db
            + gait.loudness_sd_db * scatter(_LOUDNESS),
            np.full(b - a, gait.speed_m_s),
            np.full(b - a, 1.0 if gait.style is Style.RUN else 0.0),
        )

    def _grid(self, leg: _Placed, time_s: Samples) -> Course:
        """Steps since the leg's start as its cadence alone would have them.

        In the first seconds the cadence goes over from that before. Tiring slows the time that is
        counted, so that both have closed forms.
        """
        tiring = self.route.tiring
        lost = -tiring.cadence * tiring.fatigue
        counted = _slowed(time_s, lost, tiring.over_s)
        passed = counted.value - _slowed(np.array([leg.start_s]), lost, tiring.over_s).value
        before = self.route.legs[max(leg.index - 1, 0)].gait.cadence_spm / 60.0
        change = leg.gait.cadence_spm / 60.0 - before
        step = minimum_jerk(passed, 0.0, BLEND_S)
        u = np.clip(passed / BLEND_S, 0.0, 1.0)
        blended = BLEND_S * u**4 * (2.5 - 3.0 * u + u * u) + np.maximum(passed - BLEND_S, 0.0)
        rate = before + change * step.value
        return Course(
            before * passed + change * blended,
            rate * counted.rate,
            change * step.rate * counted.rate**2 + rate * counted.acceleration,
        )

    def _ungrid(self, leg: _Placed, grid: Samples) -> Samples:
        time_s = leg.start_s + grid * 60.0 / leg.gait.cadence_spm
        for _ in range(_ROUNDS):
            now = self._grid(leg, time_s)
            time_s = time_s - (now.value - grid) / now.rate
        return time_s

    def _warp(self, leg: _Placed, grid: Samples) -> Course:
        """By how much of a step the true phase is ahead of the grid."""
        low = np.floor(grid).astype(np.intp)
        a, b = int(low.min()), int(low.max()) + 2
        own = np.clip(self.draws.at(leg.index, _STEP).normals(a, b), -3.0, 3.0)
        knots = own * leg.gait.step_cv / np.sqrt(2.0)
        # A later right foot makes the step of the left one longer.
        knots[np.arange(a, b) % 2 == 1] -= 0.5 * leg.gait.asymmetry
        numbers = np.arange(a, b)
        ends = numbers == 0 if leg.steps is None else (numbers == 0) | (numbers == leg.steps)
        knots[ends] = 0.0
        step = minimum_jerk(grid - low, 0.0, 1.0)
        rise = knots[low - a + 1] - knots[low - a]
        course = step.times(rise)
        return Course(course.value + knots[low - a], course.rate, course.acceleration)

    def _unwarp(self, leg: _Placed, phase: Samples) -> Samples:
        grid = phase.copy()
        for _ in range(_ROUNDS):
            warp = self._warp(leg, grid)
            grid = grid - (grid + warp.value - phase) / (1.0 + warp.rate)
        return grid


def _slowed(time_s: Samples, lost: float, over_s: float) -> Course:
    """Time that runs slower and slower, down to 1 - `lost` of its speed."""
    decay = np.exp(-time_s / over_s)
    return Course(
        time_s - lost * (time_s - over_s * (1.0 - decay)),
        1.0 - lost * (1.0 - decay),
        -lost / over_s * decay,
    )
