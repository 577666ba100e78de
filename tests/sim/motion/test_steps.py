from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from tests.sim.motion._running import LADDER, mean_of, runner, steps_of

from innervate.core.channel import Side
from innervate.sim.motion.gait import Gait, Route, Tiring


def test_steps_are_as_they_were_set() -> None:
    gait = Gait()
    steps = steps_of(gait)
    durations = np.array([step.duration_s for step in steps])
    assert 60.0 / durations.mean() == pytest.approx(169.6, rel=2e-3)
    assert durations.std() / durations.mean() == pytest.approx(gait.step_cv, rel=0.15)
    assert mean_of(steps, "contact_s") == pytest.approx(0.25, rel=0.01)
    assert mean_of(steps, "length_m") == pytest.approx(3.0 * 60.0 / 169.6, rel=2e-3)
    assert math.degrees(mean_of(steps, "knee_rad")) == pytest.approx(18.0, abs=0.5)
    assert mean_of(steps, "impact_bw") == pytest.approx(1.56, rel=0.01)
    assert [step.number for step in steps] == list(range(steps[0].number, steps[-1].number + 1))
    assert all((step.side is Side.LEFT) == (step.number % 2 == 0) for step in steps)
    for one, two in pairwise(steps):
        assert one.strike_s + one.duration_s == pytest.approx(two.strike_s, abs=1e-9)


def test_more_steps_at_the_same_speed_are_shorter_and_lower() -> None:
    """Heiderscheit et al. 2011: shorter steps and less vertical excursion at +5 and +10 %."""
    kept = [
        steps_of(Gait(cadence_spm=169.6 * more, contact_s=0.25 / more)) for more in (1.0, 1.05, 1.1)
    ]
    lengths = [mean_of(steps, "length_m") for steps in kept]
    assert lengths[1] / lengths[0] == pytest.approx(1 / 1.05, abs=3e-3)
    assert lengths[2] / lengths[0] == pytest.approx(1 / 1.1, abs=3e-3)
    heights = [mean_of(steps, "oscillation_m") for steps in kept]
    assert heights[0] > heights[1] > heights[2]


def test_quiet_running_lowers_impact_and_sound_and_they_are_set_apart() -> None:
    """Tate & Milner 2017: 1.56 to 1.13 body weights; Phan et al. 2017: sound is not force."""
    usual, quiet = steps_of(Gait()), steps_of(Gait(impact_bw=1.13, loudness_db=62.0))
    assert mean_of(usual, "impact_bw") - mean_of(quiet, "impact_bw") == pytest.approx(
        0.43, abs=0.03
    )
    assert mean_of(usual, "loudness_db") - mean_of(quiet, "loudness_db") == pytest.approx(
        6, abs=0.4
    )
    both = np.corrcoef([step.impact_bw for step in usual], [step.loudness_db for step in usual])[
        0, 1
    ]
    assert abs(both) < 3.0 / math.sqrt(len(usual))


def test_asymmetry_is_between_the_sides() -> None:
    steps = steps_of(Gait(asymmetry=0.06, loudness_asymmetry_db=3.0))
    left, right = (
        tuple(step for step in steps if step.side is side) for side in (Side.LEFT, Side.RIGHT)
    )
    for name in ("duration_s", "contact_s"):
        a, b = mean_of(left, name), mean_of(right, name)
        assert (a - b) / (0.5 * (a + b)) == pytest.approx(0.06, abs=0.005)
    assert mean_of(left, "loudness_db") - mean_of(right, "loudness_db") == pytest.approx(
        3.0, abs=0.5
    )


def test_tiredness_comes_with_time() -> None:
    model = runner(Route.of(Gait(), Tiring(1.0, 600.0)))
    fresh, tired = model.steps(0.0, 60.0), model.steps(3600.0, 3660.0)
    assert mean_of(tired, "duration_s") / mean_of(fresh, "duration_s") == pytest.approx(
        1.04, abs=0.01
    )
    assert mean_of(tired, "contact_s") / mean_of(fresh, "contact_s") == pytest.approx(
        1.075, abs=0.015
    )
    assert mean_of(tired, "knee_rad") > mean_of(fresh, "knee_rad") + math.radians(2.0)


def test_stretches_follow_one_another_without_a_lost_or_doubled_step() -> None:
    model = runner(LADDER)
    steps = model.steps(0.0, 60.0)
    assert [step.number for step in steps] == list(range(len(steps)))
    durations = np.array([step.duration_s for step in steps])
    assert 0.3 < durations.min() < durations.max() < 0.42
    phase = model.walker.phase(np.array([step.strike_s for step in steps]))
    np.testing.assert_allclose(phase.value, np.arange(len(steps)), atol=1e-9)
    middle = [s.duration_s for s in steps if 24.5 < s.strike_s < 34.0]
    assert 60.0 / np.mean(middle) == pytest.approx(180.0 * 0.99, rel=0.02)
    # Parts asked for one by one are those of the whole.
    parts = [step for a in range(0, 60, 5) for step in model.steps(a, a + 5)]
    assert [p.number for p in parts] == [s.number for s in steps]
    np.testing.assert_allclose([p.strike_s for p in parts], [s.strike_s for s in steps], atol=1e-9)
