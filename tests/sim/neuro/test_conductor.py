from __future__ import annotations

import numpy as np
import pytest

from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.neuro.conductor import STEP_MM, Fibres, waves
from innervate.sim.neuro.muscle import muscle_model
from innervate.sim.neuro.territory import fibres_of

_ONE = np.array([[1.0, -1.0]])


def _fibre(depth_mm: float = 8.0, half_mm: float = 60.0) -> Fibres:
    """One unit of one fibre, its end plate at 0."""
    one = np.ones((1, 1, 1))
    zero, end = np.zeros((1, 1)), np.full((1, 1), half_mm)
    return Fibres(0.0 * one, depth_mm * one, 3.0, np.ones(1), zero, -end, end)


def _seen(fibres: Fibres, *places_mm: tuple[float, float]) -> Samples:
    """What single electrodes at these places (along, across) see of the first unit."""
    return waves(fibres, np.array(places_mm), np.eye(len(places_mm)))[:, 0]


def test_a_potential_travels_along_the_fibre() -> None:
    near, far = _seen(_fibre(), (15.0, 0.0), (35.0, 0.0))
    delay = int(far.argmin() - near.argmin()) * STEP_MM
    assert delay == pytest.approx(20.0, abs=1.5)


def test_far_from_the_fibre_only_its_end_is_seen() -> None:
    """End-of-fibre effects do not travel: they come at one moment at all electrodes (Merletti &
    Parker 2004, Electromyography, chapter 4)."""
    near, far = _seen(_fibre(), (15.0, 80.0), (35.0, 80.0))
    assert int(abs(near).argmax()) == pytest.approx(int(abs(far).argmax()), abs=1)
    assert int(abs(near).argmax()) == pytest.approx(60.0, abs=8.0)


def test_nothing_is_left_when_the_potential_has_arrived() -> None:
    wave = _seen(_fibre(), (20.0, 0.0))[0]
    assert abs(wave[-1]) < 1e-6 * abs(wave).max()
    assert wave[0] == pytest.approx(0.0, abs=1e-6 * float(abs(wave).max()))


def test_both_sides_of_the_end_plate_look_alike() -> None:
    right, left = _seen(_fibre(), (20.0, 0.0), (-20.0, 0.0))
    assert right == pytest.approx(left, rel=1e-4, abs=1e-6 * float(abs(right).max()))


def test_depth_lowers_and_widens() -> None:
    """Fuglevand et al. 1992 (Biol Cybern 67:143): distance lowers potentials and slows them."""
    sizes, widths = [], []
    for depth_mm in (6.0, 10.0, 15.0, 25.0):
        wave = waves(_fibre(depth_mm), np.array([[20.0, 0.0], [40.0, 0.0]]), _ONE)[0, 0]
        sizes.append(np.ptp(wave))
        spectrum = abs(np.fft.rfft(wave, 512)) ** 2
        widths.append(1.0 / np.searchsorted(np.cumsum(spectrum), 0.5 * spectrum.sum()))
    assert (np.diff(sizes) < 0.0).all()
    assert (np.diff(widths) >= 0.0).all()


def test_a_bipolar_pair_is_the_difference_of_its_electrodes() -> None:
    model = muscle_model("biceps_brachii")
    fibres = fibres_of(model, np.geomspace(1.0, 100.0, 20), 3.0, Draws(1))
    places = np.array([[10.0, 0.0], [30.0, 0.0], [30.0, 12.0]])
    single = waves(fibres, places, np.eye(3))
    pairs = waves(fibres, places, np.array([[1.0, -1.0, 0.0], [0.0, 1.0, -1.0]]))
    assert pairs[0] == pytest.approx(single[0] - single[1], abs=1e-4 * float(abs(single).max()))
    assert pairs[1] == pytest.approx(single[1] - single[2], abs=1e-4 * float(abs(single).max()))


def test_the_table_of_distances_is_as_good_as_each_fibre_by_itself() -> None:
    fibres = fibres_of(muscle_model("vastus_lateralis"), np.ones(5), 5.0, Draws(2))
    together = waves(fibres, np.array([[20.0, 3.0]]), np.eye(1))[0]
    alone = np.zeros_like(together)
    for group in range(8):
        for fibre in range(5):
            for unit in range(5):
                pick = (slice(unit, unit + 1), slice(group, group + 1))
                one = Fibres(
                    fibres.across_mm[pick][..., fibre : fibre + 1],
                    fibres.depth_mm[pick][..., fibre : fibre + 1],
                    fibres.cover_mm,
                    fibres.weight[unit : unit + 1],
                    fibres.zone_mm[pick],
                    fibres.left_mm[pick],
                    fibres.right_mm[pick],
                )
                wave = waves(one, np.array([[20.0, 3.0]]), np.eye(1))[0, 0]
                alone[unit, : len(wave)] += wave
    assert together == pytest.approx(alone, abs=0.02 * float(abs(alone).max()))
