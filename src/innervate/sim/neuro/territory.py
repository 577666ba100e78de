"""Where the fibres of each motor unit lie in its muscle."""

from __future__ import annotations

from typing import Final

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.neuro.conductor import SKIN_MM, Fibres
from innervate.sim.neuro.muscle import MuscleModel

_GROUPS: Final = 8
_PER_GROUP: Final = 5
_ZONE_SPREAD_MM: Final = 4.0
_END_SPREAD_MM: Final = 4.0
_FIBRES_PER_MM2: Final = 20.0
_LARGEST_PART: Final = 0.35
_SMALLEST_MM: Final = 2.5
_SHUFFLED: Final = 0.4


def fibres_of(model: MuscleModel, sizes: Samples, fat_mm: float, draws: Draws) -> Fibres:
    """Forty representative fibres of every unit of a muscle with a round cross-section.

    A unit's territory is a circle whose area holds its fibres at 20 per mm2, among those of
    other units (Fuglevand, Winter, Patla & Stashuk 1992, Biol Cybern 67:143), at least 5 mm
    across (Buchthal, Erminio & Rosenfalck 1959, Acta Physiol Scand 45:72: 5 to 11 mm on average)
    and at most 0.35 as wide as the muscle. Large units lie nearer the skin on average (Knight &
    Kamen 2005, Muscle Nerve 31:475). End plates and tendon ends are scattered by 4 mm (a
    plausible setting).

    Args:
        model: the muscle.
        sizes: relative numbers of fibres of its units.
        fat_mm: fat between skin and muscle.
        draws: this muscle's random numbers.
    """
    units = len(sizes)
    radius_mm = model.radius_mm
    # On average about 200 fibres per mm2 of muscle, shared among the units by size.
    counts = sizes / sizes.sum() * _FIBRES_IN_MM2 * np.pi * radius_mm**2
    full_mm = np.sqrt(counts / (_FIBRES_PER_MM2 * np.pi))
    reach_mm = np.minimum(np.maximum(full_mm, _SMALLEST_MM), _LARGEST_PART * radius_mm)
    middle = _middles(draws.at(0), units) * (radius_mm - reach_mm)[:, None, None]
    around = _disc(draws.at(1), units, _GROUPS * _PER_GROUP) * reach_mm[:, None, None]
    place = (middle + around).reshape(units, _GROUPS, _PER_GROUP, 2)
    scatter = draws.at(2).normals(0, 3 * units * _GROUPS).reshape(3, units, _GROUPS)
    return Fibres(
        across_mm=place[..., 0],
        depth_mm=SKIN_MM + fat_mm + radius_mm - place[..., 1],
        cover_mm=SKIN_MM + fat_mm,
        weight=counts / (_GROUPS * _PER_GROUP),
        zone_mm=_ZONE_SPREAD_MM * np.clip(scatter[0], -2.0, 2.0),
        left_mm=-model.half_mm + _END_SPREAD_MM * np.clip(scatter[1], -2.0, 2.0),
        right_mm=model.half_mm + _END_SPREAD_MM * np.clip(scatter[2], -2.0, 2.0),
    )


def _middles(draws: Draws, units: int) -> Samples:
    """Middles of the territories, units × 1 × 2; the larger a unit, the likelier near the skin.

    Places spread evenly over the circle are dealt out by height to the units by size, whose
    order has been shuffled.
    """
    places = _disc(draws.at(0), units, 1)[:, 0]
    size = np.arange(units) / units + _SHUFFLED * draws.at(1).normals(0, units)
    dealt = np.empty_like(places)
    dealt[np.argsort(size)] = places[np.argsort(places[:, 1])]
    return dealt[:, None]


def _disc(draws: Draws, units: int, points: int) -> Samples:
    """Points spread evenly over a circle of radius 1: units × points × 2."""
    uniform = draws.uniforms(0, 2 * units * points).reshape(2, units, points)
    radius, angle = np.sqrt(uniform[0]), 2.0 * np.pi * uniform[1]
    return np.stack((radius * np.cos(angle), radius * np.sin(angle)), axis=-1)


_FIBRES_IN_MM2: Final = 200.0
