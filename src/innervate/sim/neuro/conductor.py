"""The volume conductor: potentials of muscle fibres at electrodes on the skin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from innervate.core.stream import Samples

SKIN_MM: Final = 1.3
"""Thickness of the skin (1.29 mm: Botelho et al. 2019, see MOTOR_UNITS)."""
ELECTRODE_MM: Final = 10.0
"""Diameter of an electrode (Hermens et al. 2000, J Electromyogr Kinesiol 10:361)."""
STEP_MM: Final = 1.0
"""Grid along the fibres; potentials vary over ten times as much."""
_ANISOTROPY: Final = 5.0
_COVER: Final = 1.6
_POLES: Final = ((0.0, 1.0), (2.1, -1.4), (7.3, 0.4))
_LEVELS: Final = 28


@dataclass(frozen=True, slots=True)
class Fibres:
    """Representative fibres of motor units: units × groups × fibres of one group.

    The fibres of a group share their end plate and tendons.

    Attributes:
        across_mm, depth_mm: place of each fibre in the cross-section, from the point of the
            skin over the middle of the muscle; depth is positive inwards.
        cover_mm: thickness of skin and fat.
        weight: real fibres for which one stands, per unit.
        zone_mm, left_mm, right_mm: end plate and both ends along the fibre, units × groups.
    """

    across_mm: Samples
    depth_mm: Samples
    cover_mm: float
    weight: Samples
    zone_mm: Samples
    left_mm: Samples
    right_mm: Samples


def waves(fibres: Fibres, electrodes_mm: Samples, seen: Samples) -> Samples:
    """Potentials of motor units against the distance that their action potential has travelled.

    Each fibre carries the tripole (1, -1.4, 0.4 at 0, 2.1, 7.3 mm) from its end plate to both
    tendons; poles stand still before they start and when they have arrived, so that the
    potentials of the end plate and of the tendons emerge. The medium is infinite; muscle conducts
    five times as well along the fibres as across, so that a distance across counts as the root
    of 5 times as long (Rosenfalck 1969, Acta Physiol Scand Suppl 321). The part of the way that
    lies in fat and skin counts 1.6 times, in place of a model with layers: chosen so that fat
    lowers the amplitude as it does in one (Kuiken, Lowery & Stoykov 2003, Prosthet Orthot Int
    27:48).

    Args:
        fibres: of all units.
        electrodes_mm: electrodes × (along, across); the place along counts as in `fibres`.
        seen: outputs × electrodes; what each output adds up: ``[[1, -1]]`` is a bipolar pair,
            the identity a grid.

    Returns:
        outputs × units × travelled distances (every `STEP_MM` from 0 on), in arbitrary units.
    """
    low, high = float(fibres.left_mm.min()), float(fibres.right_mm.max())
    grid_mm = np.arange(np.floor(low), np.ceil(high) + STEP_MM, STEP_MM)
    units, groups = fibres.zone_mm.shape
    profiles = np.zeros((len(seen), units * groups, len(grid_mm)), dtype=np.float32)
    for across_mm in np.unique(electrodes_mm[:, 1]):
        levels_mm, share = _levels(_wide(fibres, across_mm).reshape(units * groups, -1))
        for e in np.flatnonzero(electrodes_mm[:, 1] == across_mm):
            decay = share @ _potential(levels_mm, grid_mm - electrodes_mm[e, 0])
            for output in np.flatnonzero(seen[:, e]):
                profiles[output] += np.float32(seen[output, e]) * decay
    travelled = _travelled(fibres, grid_mm[0], len(grid_mm))
    waves_ = _tripole(_both_ways(profiles, travelled).reshape(len(seen), units, groups, -1).sum(2))
    return np.asarray(waves_ * fibres.weight[:, None], dtype=np.float64)


def _wide(fibres: Fibres, across_mm: float) -> Samples:
    """Distance from each fibre to an electrode in the cross-section, in lengths along fibres."""
    radius_mm = np.hypot(fibres.across_mm - across_mm, fibres.depth_mm)
    cover = fibres.cover_mm / fibres.depth_mm
    return np.asarray(radius_mm * (cover * _COVER + (1.0 - cover) * np.sqrt(_ANISOTROPY)))


def _potential(wide_mm: Samples, along_mm: Samples) -> Samples:
    """Potential of a unit current, averaged over the electrode's length along the fibre.

    The mean of 1/sqrt(w^2 + z^2) over the electrode has the antiderivative asinh.
    """
    wide, half = wide_mm[:, None], 0.5 * ELECTRODE_MM
    mean = np.arcsinh((along_mm + half) / wide) - np.arcsinh((along_mm - half) / wide)
    return np.asarray(mean / ELECTRODE_MM, dtype=np.float32)


def _levels(wide_mm: Samples) -> tuple[Samples, Samples]:
    """A few distances, and how much of each row's fibres lies at each of them.

    Between two levels, evenly spaced in the logarithm, a fibre counts for both in part.
    """
    rows = len(wide_mm)
    low, high = np.log(wide_mm.min()), np.log(wide_mm.max()) + 1e-9
    place = (np.log(wide_mm) - low) * ((_LEVELS - 1) / (high - low))
    below = np.minimum(place.astype(np.int64), _LEVELS - 2)
    part = place - below
    flat = (np.arange(rows)[:, None] * _LEVELS + below).ravel()
    size = rows * _LEVELS
    share = np.bincount(flat, (1.0 - part).ravel(), minlength=size)
    share += np.bincount(flat + 1, part.ravel(), minlength=size)
    levels_mm = np.exp(np.linspace(low, high, _LEVELS))
    return levels_mm, share.reshape(rows, _LEVELS).astype(np.float32)


def _travelled(fibres: Fibres, first_mm: float, cells: int) -> tuple[Samples, Samples]:
    """Grid cells of a pole on its way to the right and to the left: groups × distances."""
    zone, left, right = (
        np.round((at - first_mm) / STEP_MM).reshape(-1, 1).astype(np.int64)
        for at in (fibres.zone_mm, fibres.left_mm, fibres.right_mm)
    )
    tail = int(np.ceil(_POLES[-1][0] / STEP_MM)) + 1
    farthest = int(max((right - zone).max(), (zone - left).max())) + tail
    steps = np.arange(farthest)
    onward = np.minimum(zone + steps, np.minimum(right, cells - 1))
    back = np.maximum(zone - steps, np.maximum(left, 0))
    return onward, back


def _both_ways(profiles: Samples, travelled: tuple[Samples, Samples]) -> Samples:
    onward, back = travelled
    rows = np.arange(onward.shape[0])[:, None]
    return np.stack([profile[rows, onward] + profile[rows, back] for profile in profiles])


def _tripole(pole: Samples) -> Samples:
    """The poles follow one another; one that has not started stands at the end plate."""
    steps = np.arange(pole.shape[-1])
    total = np.zeros(pole.shape)
    for behind_mm, strength in _POLES:
        at = np.maximum(steps - behind_mm / STEP_MM, 0.0)
        below = np.minimum(at.astype(np.int64), len(steps) - 2)
        part = at - below
        total += strength * ((1.0 - part) * pole[..., below] + part * pole[..., below + 1])
    return total
