"""The closed loop: what is felt and seen, late, corrects what is sent to the muscles."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.control.intention import Plan
from innervate.sim.control.movement import Deviation
from innervate.sim.timeline import BLOCK_TICKS, CONTROL_HZ

_DELAY_TICKS = 16
_PER_S = 1.0
_FORGET_S = 4.0
_FAINT, _LEAST, _LOAD = 0.01, 0.02, 0.3
_HIGHEST = 2.5
_CEILING = 1.2
_WORST = 0.5


@dataclass(slots=True)
class Loop:
    """Corrects the excitation of each muscle by the force seen 0.16 s ago.

    An integrating correction, as people hold a force to a line on a screen; visual correction of
    force takes about 0.15 s (Slifkin, Vaillancourt & Newell 2000, J Neurophysiol 84:1708).
    It multiplies the excitation, so that rest stays rest. When muscles tire, force falls short,
    and excitation grows for the same force. The gain is a plausible setting.

    Attributes:
        correction: the factor per muscle.
        missed: relative errors of force that have not been seen yet, oldest first.
    """

    correction: Samples
    missed: Samples
    deviation: Deviation = field(default_factory=Deviation)

    @classmethod
    def of(cls, muscles: int) -> Loop:
        """At rest, with nothing to correct."""
        return cls(np.ones(muscles), np.zeros((_DELAY_TICKS, muscles)))

    def excitation(self, plan: Plan) -> Samples:
        """What is sent to the muscles in a macro-block; ticks x muscles."""
        step_s = 1.0 / CONTROL_HZ
        steered = plan.steered
        seen = self.missed[:BLOCK_TICKS]
        # Where nothing is watched, what was added is slowly forgotten.
        rest = (1.0 - steered) * (1.0 - self.correction) / _FORGET_S
        change = np.cumsum(step_s * (_PER_S * seen * steered + rest), axis=0)
        factor = np.clip(self.correction + change, 1.0 / _HIGHEST, _HIGHEST)
        self.correction = factor[-1]
        # A maximal effort is what it is: nothing is added to it or taken from it.
        factor = 1.0 + steered * (factor - 1.0)
        return np.asarray(np.clip(plan.excitation * factor, 0.0, _CEILING))

    def feel(self, plan: Plan, force: Samples, mechanics: Samples, tired: Samples) -> Samples:
        """Take the force that came of it; the movement's position and deviation per tick.

        What length and speed do to the force (`mechanics`) the person knows and means.
        """
        meant = plan.force * mechanics
        short = meant - force
        relative = np.where(meant > _FAINT, short / np.maximum(meant, _LEAST), 0.0)
        missed = np.clip(relative, -_WORST, _WORST)
        self.missed = np.concatenate((self.missed[BLOCK_TICKS:], missed))
        moving = plan.moving
        count = np.maximum(moving.sum(axis=1), 1.0)
        weariness = 1.0 + (moving * tired).sum(axis=1) / count
        # A load has its weight all along: it is not the less the less force there is.
        push = -(moving * short / np.maximum(meant, _LOAD)).sum(axis=1) / count
        push += moving.max(axis=1, initial=0.0) * plan.clumsiness * weariness
        deviation = self.deviation.advance(push)
        return np.stack((np.clip(plan.held + deviation, 0.0, 1.2), deviation), axis=1)
