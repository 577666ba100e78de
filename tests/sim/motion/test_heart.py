from __future__ import annotations

import numpy as np
import pytest

from innervate.sim.draws import Draws
from innervate.sim.motion.gait import Gait, Leg, Route
from innervate.sim.motion.gait_model import GaitModel, WantedOfGait
from innervate.sim.motion.heart import Heart


def test_heart_rate_is_lowest_at_the_best_cadence() -> None:
    """The parabola of de Ruiter et al. 2014 comes back from seven cadences within 18 %."""
    own = 2 * 78.0
    cadences = [own * (1 + part / 100) for part in (-18, -12, -6, 0, 6, 12, 18)]
    legs = [Leg(Gait(cadence_spm=c, contact_s=0.7 * 60 / c), 240.0) for c in cadences]
    model = GaitModel(Route(tuple(legs)), Draws(3), WantedOfGait(heart_hz=1.0))
    beats = 60.0 * model.read("heart_rate", 0, 7 * 240)[:, 0]
    starts = [leg.start_s for leg in model.walker.legs]
    settled = [beats[int(start) + 150 : int(start) + 235].mean() for start in starts]
    a, b, _ = np.polyfit(np.array(cadences) / 2, settled, 2)
    assert a > 0
    assert -b / (2 * a) == pytest.approx(Heart().best_strides_min, abs=2.0)
    # It follows slowly: half a minute after a change it is still on its way.
    assert beats[5] < beats[100] - 20.0
