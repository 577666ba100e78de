from __future__ import annotations

import numpy as np
import pytest

from innervate.sim.draws import Draws
from innervate.sim.neuro.muscle import muscle_model
from innervate.sim.neuro.territory import fibres_of

_MODEL = muscle_model("vastus_lateralis")
_SIZES = np.geomspace(1.0, 100.0, _MODEL.units)


def test_all_fibres_lie_in_the_muscle() -> None:
    fibres = fibres_of(_MODEL, _SIZES, 5.0, Draws(1))
    from_middle = np.hypot(fibres.across_mm, fibres.depth_mm - fibres.cover_mm - _MODEL.radius_mm)
    assert from_middle.max() <= _MODEL.radius_mm + 1e-9
    assert fibres.depth_mm.min() >= fibres.cover_mm


def test_units_have_fibres_by_their_size() -> None:
    fibres = fibres_of(_MODEL, _SIZES, 5.0, Draws(1))
    assert fibres.weight / fibres.weight[0] == pytest.approx(_SIZES)
    per_mm2 = 40 * fibres.weight.sum() / (np.pi * _MODEL.radius_mm**2)
    assert per_mm2 == pytest.approx(200.0)


def test_large_units_lie_nearer_the_skin() -> None:
    """Knight & Kamen 2005 (Muscle Nerve 31:475): in vastus lateralis those are larger."""
    fibres = fibres_of(_MODEL, _SIZES, 5.0, Draws(1))
    depth = fibres.depth_mm.mean(axis=(1, 2))
    third = _MODEL.units // 3
    assert depth[-third:].mean() < depth[:third].mean() - 0.2 * _MODEL.radius_mm


def test_a_person_keeps_the_same_muscles() -> None:
    one, same = (fibres_of(_MODEL, _SIZES, 5.0, Draws(3)) for _ in range(2))
    other = fibres_of(_MODEL, _SIZES, 5.0, Draws(4))
    assert np.array_equal(one.depth_mm, same.depth_mm)
    assert not np.array_equal(one.depth_mm, other.depth_mm)
