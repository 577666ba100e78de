"""Who begins first in prone hip extension (Lewis and Sahrmann 2009)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.stats import nct

from innervate.core.channel import MuscleSide, Side
from innervate.core.stream import Samples
from innervate.core.units import DIMENSIONLESS
from innervate.metrics._interval import LEVEL, t_quantile
from innervate.sim.draws import Draws
from innervate.sim.montage import Electrode
from innervate.studies._finding import Asked, Basis, Finding
from innervate.studies._lab import Bench, Lab, Measured
from innervate.studies._session import Task
from innervate.studies._statistics import mean, rate
from innervate.studies._study import Progress, Study, silent

MEDIAL = MuscleSide("semitendinosus", Side.RIGHT)
LATERAL = MuscleSide("biceps_femoris", Side.RIGHT)
GLUTEUS = MuscleSide("gluteus_maximus", Side.RIGHT)
BENCH = Bench(
    "prone_hip_extension",
    (Electrode(MEDIAL, 400e-6), Electrode(LATERAL, 400e-6), Electrode(GLUTEUS, 300e-6)),
    (GLUTEUS,),
)
_PRESET = "lewis_sahrmann"
_MILLISECOND = "ms"
_PAIRS = 3
_FAR = 3.0
_MOVES_AFTER_S = 0.4
_ENOUGH, _TOO_FEW = 0.8, 0.5


@dataclass(frozen=True, slots=True)
class LewisSahrmann:
    """One person with many trials, then with few; and how often a person's trials suffice.

    Attributes:
        trials, few: repetitions of the two sets.
        onsets_ms, sds_ms: medial and lateral hamstrings and gluteus maximus against the
            movement, and how much either scatters from trial to trial.
        simulated: people at the level of onsets, for how often an order is claimed.
    """

    trials: int = 30
    few: int = 5
    onsets_ms: tuple[float, float, float] = (-131.0, -39.0, -45.0)
    sds_ms: tuple[float, float, float] = (84.0, 97.0, 93.0)
    simulated: int = 1000

    ABOUT: ClassVar[str] = (
        "Onsets scatter by 84 to 97 ms: an order 90 ms apart takes about 30 trials."
    )
    SOURCES: ClassVar[tuple[str, ...]] = ("LewisSahrmann2009",)

    @classmethod
    def quick(cls) -> LewisSahrmann:
        """Twelve trials and three, and fewer simulated people."""
        return cls(trials=12, few=3, simulated=200)

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """One session with two sets, and people at the level of onsets."""
        lab = Lab(_PRESET, seed, progress)
        tasks = [self._task(lab.draws(0), self.trials), self._task(lab.draws(1), self.few)]
        found = lab.measured(BENCH, tasks, 0)
        many = _onsets_ms(found, 1)
        return (
            *self.judge(many[:, 1] - many[:, 0], many[:, 1] - many[:, 2]),
            self._claimed(lab.draws(2), self.trials),
            self._claimed(lab.draws(3), self.few),
        )

    def lags(self, draws: Draws, trials: int) -> Samples:
        """Onsets of so many trials at the level of numbers: trials x muscles, ms."""
        normals = draws.normals(0, 3 * trials).reshape(trials, 3).clip(-_FAR, _FAR)
        return np.asarray(np.array(self.onsets_ms) + np.array(self.sds_ms) * normals)

    def judge(self, apart: Samples, near: Samples) -> Iterator[Finding]:
        """The findings of a person's lags; intervals as the product's order takes them."""
        medial, lateral, gluteus = self.onsets_ms
        found = mean(apart.tolist(), _PAIRS, of="trials")
        name = f"lateral behind medial hamstring, {len(apart)} trials"
        yield _asked(name, _MILLISECOND).effect(lateral - medial, found)
        found = mean(near.tolist(), _PAIRS, of="trials")
        name = f"lateral hamstring behind gluteus maximus, {len(near)} trials (too near to tell)"
        yield _asked(name, _MILLISECOND).covered(lateral - gluteus, found)

    def _task(self, draws: Draws, trials: int) -> Task:
        late_s = 1e-3 * self.lags(draws, trials) + _MOVES_AFTER_S
        rows = tuple(tuple(float(value) for value in row) for row in np.maximum(late_s, 0.0))
        return Task((0.35, 0.35, 0.3), trials, work_s=1.6, rest_s=0.7, late_s=rows)

    def _claimed(self, draws: Draws, trials: int) -> Finding:
        """In how many people the product's rule claims the order of the hamstrings."""
        claims = 0
        for number in range(self.simulated):
            onsets = self.lags(draws.at(number), trials)
            claims += mean((onsets[:, 1] - onsets[:, 0]).tolist(), _PAIRS).low > 0.0
        found = rate(claims, self.simulated)
        truth = self._power(trials)
        name = f"share of people whose order is claimed with {trials} trials"
        if trials == self.trials:
            good, words = found.low >= _ENOUGH, f"the size, at least {_ENOUGH:g}"
        else:
            good, words = found.high <= _TOO_FEW, f"the size, at most {_TOO_FEW:g}"
        asked = _asked(name, DIMENSIONLESS, Basis.NUMBERS)
        return asked.rule(truth, found, good and found.holds(truth), words)

    def _power(self, trials: int) -> float:
        """How often that must be: the non-central t distribution (Student's test of a mean)."""
        lag = self.onsets_ms[1] - self.onsets_ms[0]
        spread = float(np.hypot(self.sds_ms[0], self.sds_ms[1]))
        critical = t_quantile(trials - 1, 1.0 - (1.0 - LEVEL) / _PAIRS)
        return float(nct.sf(critical, trials - 1, lag * trials**0.5 / spread))


def _asked(quantity: str, unit: str, basis: Basis = Basis.SIGNALS) -> Asked:
    return Asked(_PRESET, quantity, unit, LewisSahrmann.SOURCES, basis)


def _onsets_ms(found: Measured, number: int) -> Samples:
    """The product's onsets of a set: trials in which all three were timed x muscles, ms."""
    columns: list[dict[int, float]] = [{}, {}, {}]
    for one in found.all_of("onset", number):
        subject = one.subject
        if subject.rep is None or one.value is None or not one.quality.ok:
            continue
        for column, muscle in zip(columns, BENCH.muscles, strict=True):
            if subject.muscle == muscle.muscle:
                column[subject.rep] = 1e3 * one.value
    common = sorted(set(columns[0]) & set(columns[1]) & set(columns[2]))
    return np.array([[column[rep] for column in columns] for rep in common]).reshape(-1, 3)


PLUGIN: type[Study] = LewisSahrmann
