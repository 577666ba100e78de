"""What imagined contractions leave in the EMG (Guillot et al. 2007; He and Tian 2012)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import ClassVar

import numpy as np

from innervate.core.channel import MuscleSide, Side
from innervate.core.plan import Branch, Plan
from innervate.core.stream import Samples
from innervate.core.units import DIMENSIONLESS
from innervate.sim.draws import Draws
from innervate.sim.mind.imagery import Imagined, imagery_level, imagery_ratio
from innervate.sim.montage import Electrode
from innervate.sim.realities import ElectrodeNoise, Realities
from innervate.sim.script import Effort, Phase, PhaseKind, Role, Script
from innervate.steps.bandpass import Bandpass
from innervate.steps.envelope import Envelope
from innervate.studies._finding import Asked, Estimate, Finding
from innervate.studies._lab import RATE_HZ, STEADY, Lab, made
from innervate.studies._statistics import ratio
from innervate.studies._study import Progress, Study, silent
from innervate.studies._worlds import expected, lognormal

BICEPS = MuscleSide("biceps_brachii", Side.RIGHT)
FOREARM = MuscleSide("wrist_flexors", Side.RIGHT)
ELECTRODES = (Electrode(BICEPS, 800e-6), Electrode(FOREARM, 500e-6))
_PRESET = "guillot2007"
_TONE = 0.01
_NOISE_V = 1e-6
_SETTLING_S, _EDGE_S = 1.0, 0.5
_PLAN = Plan(
    (
        Branch("emg/banded", ("emg",), Bandpass()),
        Branch("emg/envelope", ("emg/banded",), Envelope()),
    )
)


@dataclass(frozen=True, slots=True)
class Guillot2007:
    """Rest, then four kinds of imagery; amplitude by the product's band-pass and envelope.

    The ratio of imagery to rest is formed here: the metric comes with the product's imagery page.

    Attributes:
        people, silent_people: 30 in the study; 12 in that of He and Tian, who showed nothing.
        part_s: how long rest and each kind of imagery last (shortened).
        gain: how much shows in a person, against the average: mean and standard deviation.
    """

    people: int = 30
    silent_people: int = 12
    part_s: float = 5.0
    gain: tuple[float, float] = (1.0, 0.3)

    ABOUT: ClassVar[str] = (
        "Imagined contractions leave a little EMG: heavy more than light, isometric, eccentric."
    )
    SOURCES: ClassVar[tuple[str, ...]] = ("Guillot2007", "HeTian2012")

    @classmethod
    def quick(cls) -> Guillot2007:
        """Four people and three."""
        return cls(people=4, silent_people=3)

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """All people, one session each."""
        lab = Lab(_PRESET, seed, progress)
        gains = [self.person(lab.draws(number)) for number in range(self.people)]
        told = [self._measured(lab, k, gain) for k, gain in enumerate(gains)]
        count = self.silent_people
        quiet = [self._measured(lab, self.people + k, 0.0) for k in range(count)]
        return tuple(self.judge(np.array(told), np.array(quiet)))

    def person(self, draws: Draws) -> float:
        """How much of imagery shows in this person."""
        return lognormal(self.gain, draws.normal(0))

    def judge(self, told: Samples, quiet: Samples) -> Iterator[Finding]:
        """The findings of log ratios (people x kinds); all intervals hold together."""
        kinds = tuple(Imagined)
        count = 2 * len(kinds)
        truths = [expected(_log_ratio(kind), self.gain) for kind in kinds]
        for column, kind in enumerate(kinds):
            found = _over(told[:, column], count)
            yield _asked(f"EMG imagining {kind} over rest").effect(
                math.exp(truths[column]), found, none=1.0
            )
        for (a, first), (b, second) in pairwise(enumerate(kinds)):
            found = _over(told[:, a] - told[:, b], count)
            truth = math.exp(truths[a] - truths[b])
            yield _asked(f"EMG imagining {first} over {second}").effect(truth, found, none=1.0)
        found = _over(quiet[:, 0], count)
        yield _asked("EMG imagining heavy over rest, people in whom nothing shows").null(
            found, none=1.0
        )

    def _measured(self, lab: Lab, number: int, gain: float) -> Samples:
        """Log ratios of the kinds of imagery to rest, over both muscles."""
        script = Script("imagery", tuple(self._phases(gain)))
        recording = lab.recorded(
            script,
            ELECTRODES,
            number,
            realities=Realities((ElectrodeNoise(_NOISE_V),)),
            form=replace(STEADY, tone=_TONE),
        )
        envelope = made(_PLAN, recording, "emg/envelope")
        starts_s = [placed.start_s for placed in script.placed(0.0, script.opening_s)]
        powers = [np.nanmean(self._part(envelope, start_s) ** 2, axis=0) for start_s in starts_s]
        return np.array([0.5 * float(np.log(power / powers[0]).mean()) for power in powers[1:]])

    def _phases(self, gain: float) -> Iterator[Phase]:
        yield Phase(PhaseKind.REST, _SETTLING_S + self.part_s, "rest")
        for kind in Imagined:
            ratio = imagery_ratio(kind, gain=gain)
            efforts = tuple(
                Effort(
                    electrode.muscle,
                    0.1,
                    self.part_s - 0.1,
                    imagery_level(ratio, _TONE, _NOISE_V / electrode.mvc_v),
                    Role.MAXIMAL,
                )
                for electrode in ELECTRODES
            )
            yield Phase(PhaseKind.PAUSE, self.part_s, f"imagine {kind}", efforts)

    def _part(self, envelope: Samples, start_s: float) -> Samples:
        first_s = max(start_s, _SETTLING_S) + _EDGE_S
        last_s = max(start_s, _SETTLING_S) + self.part_s - _EDGE_S
        return envelope[round(first_s * RATE_HZ) : round(last_s * RATE_HZ)]


@dataclass(frozen=True, slots=True)
class _log_ratio:  # noqa: N801
    """The logarithm of a person's ratio as a function of the gain."""

    kind: Imagined

    def __call__(self, gain: float) -> float:
        return math.log(imagery_ratio(self.kind, gain=gain))


def _asked(quantity: str) -> Asked:
    return Asked(_PRESET, quantity, DIMENSIONLESS, Guillot2007.SOURCES, note="sizes are settings")


def _over(logs: Samples, comparisons: int) -> Estimate:
    return ratio(np.exp(logs).tolist(), [1.0] * len(logs), comparisons)


PLUGIN: type[Study] = Guillot2007
