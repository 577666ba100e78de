from __future__ import annotations

import numpy as np
import pytest

from innervate.body import muscles
from innervate.core.errors import InputError
from innervate.sim.neuro import Neuromuscular, Placement, muscle_model
from innervate.sim.neuro.muscle import _KNOWN


def test_every_muscle_of_the_body_has_a_model() -> None:
    keys = {muscle.key for muscle in muscles()}
    assert set(_KNOWN) <= keys
    for key in keys:
        model = muscle_model(key)
        assert 50 <= model.units <= 300
        assert 0.0 < model.recruited_by < 1.0
        assert 30.0 <= model.half_mm <= 70.0
        assert 0.0 < model.site_mm < model.half_mm
        assert 5.0 < model.max_force_n < 1500.0


def test_a_muscle_nobody_has_heard_of_gets_the_defaults() -> None:
    assert muscle_model("tongue").units == muscle_model("rhomboideus").units


@pytest.mark.parametrize(
    ("distance_mm", "along_mm", "fat_mm"),
    [(0.0, 0.0, None), (20.0, np.nan, None), (20.0, 0.0, -1.0), (20.0, 0.0, np.inf)],
)
def test_impossible_placements_are_refused(
    distance_mm: float, along_mm: float, fat_mm: float | None
) -> None:
    with pytest.raises(InputError):
        Placement(distance_mm, along_mm, 0.0, fat_mm)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("interval_variation", 0.5),
        ("lowest_rate_hz", 0.0),
        ("peak_rate_drop_hz", 30.0),
        ("fatigue", -1.0),
        ("common_noise", np.nan),
        ("force_range", 1.0),
        ("conduction_loss", 1.0),
    ],
)
def test_impossible_settings_are_refused(name: str, value: float) -> None:
    with pytest.raises(InputError):
        Neuromuscular(**{name: value})
