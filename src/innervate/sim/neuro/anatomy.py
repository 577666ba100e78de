"""What of a person's muscles does not change: pools, potentials, and how they scale."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from innervate.core.channel import MuscleSide
from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.neuro.conductor import waves
from innervate.sim.neuro.muscle import MuscleModel, muscle_model
from innervate.sim.neuro.placement import Placement
from innervate.sim.neuro.pool import Pools
from innervate.sim.neuro.relation import Relation, relations
from innervate.sim.neuro.settings import Neuromuscular
from innervate.sim.neuro.templates import Templates
from innervate.sim.neuro.tempo import BLOCK_TICKS, TICK_S
from innervate.sim.neuro.territory import fibres_of
from innervate.sim.neuro.twitch import Twitches

_VELOCITY_MIX: Final = 0.5


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The muscles of one person under their electrodes.

    Attributes:
        pools: motor units.
        templates: their sampled potentials.
        twitches: their twitches.
        amplitude, force: expected EMG and force against excitation.
        peak_hz: rate of each unit at the maximum.
        force_shares: muscle force per unit force, so that a maximum gives 1; per muscle.
        loss: of conduction velocity when wholly tired.
    """

    pools: Pools
    templates: Templates
    twitches: Twitches
    amplitude: Relation
    force: Relation
    peak_hz: Samples
    force_shares: Samples
    loss: float

    def force_of(self, units: Samples, capacity: Samples) -> Samples:
        """Force of each muscle, 1 = maximal, from unfatigued forces of units (… × units)."""
        return self.pools.per_muscle(units * capacity) * self.force_shares

    def seen(self, tired: Samples) -> Samples:
        """Tiredness of each muscle as its EMG shows it: units count by their energy."""
        weight = self.templates.energy_v2s * self.peak_hz
        return np.asarray(self.pools.per_muscle(tired * weight) / self.pools.per_muscle(weight))

    def gain_of(self, tired: Samples, rates_hz: Samples) -> Samples:
        """How much slower conduction raises each muscle's RMS at these rates (per muscle)."""
        fresh = rates_hz * self.templates.energy_v2s
        slowed = fresh / (1.0 - self.loss * tired)
        base = self.pools.per_muscle(fresh)
        safe = np.where(base > 0.0, base, 1.0)
        return np.sqrt(np.where(base > 0.0, self.pools.per_muscle(slowed) / safe, 1.0))


@lru_cache(maxsize=4)
def anatomy(
    muscles: tuple[MuscleSide, ...],
    mvc_v: tuple[float, ...],
    placements: tuple[Placement, ...],
    rate_hz: float,
    draws: Draws,
    *,
    settings: Neuromuscular,
) -> Anatomy:
    """The anatomy of a person; the same arguments give the same object."""
    models = [muscle_model(one.muscle) for one in muscles]
    pools = Pools.of(models, settings)
    peak_hz = pools.rates_hz(np.ones((1, len(models))))[0]
    velocity, waves_v = [], []
    for k, (one, model) in enumerate(zip(muscles, models, strict=True)):
        own = pools.muscle == k
        mine = draws.at(_stable(one))
        velocity.append(_velocities(model, mine.at(1)))
        shape = (pools.twitch[own], peak_hz[own], velocity[-1])
        waves_v.append(_scaled(model, placements[k], mvc_v[k], shape, mine.at(0)))
    templates = Templates(
        _stacked(waves_v), np.concatenate(velocity), settings.conduction_loss, rate_hz
    )
    twitches = Twitches(pools, TICK_S, BLOCK_TICKS, settings.interval_variation)
    return Anatomy(
        pools,
        templates,
        twitches,
        *relations(pools, templates.energy_v2s, twitches, settings.common_noise),
        peak_hz,
        1.0 / pools.per_muscle(twitches.mean_force(peak_hz)),
        settings.conduction_loss,
    )


def _scaled(
    model: MuscleModel,
    placement: Placement,
    mvc_v: float,
    units: tuple[Samples, Samples, Samples],
    draws: Draws,
) -> Samples:
    """Waves in volts: with well-placed electrodes the RMS of a maximum would be `mvc_v`."""
    sizes, peak_hz, velocity_m_s = units
    good = Placement()
    reference = _waves(model, good, sizes, draws)
    power = (peak_hz / (1000.0 * velocity_m_s)) @ (reference**2).sum(axis=1)
    here = reference if placement == good else _waves(model, placement, sizes, draws)
    return np.asarray(here * (mvc_v / np.sqrt(power)))


def _waves(model: MuscleModel, placement: Placement, sizes: Samples, draws: Draws) -> Samples:
    fat_mm = model.fat_mm if placement.fat_mm is None else placement.fat_mm
    middle_mm, half_mm = model.site_mm + placement.along_mm, 0.5 * placement.distance_mm
    across = placement.across_mm
    pair = np.array([[middle_mm - half_mm, across], [middle_mm + half_mm, across]])
    fibres = fibres_of(model, sizes, fat_mm, draws)
    return np.asarray(waves(fibres, pair, np.array([[1.0, -1.0]]))[0])


def _velocities(model: MuscleModel, draws: Draws) -> Samples:
    """Conduction velocities: larger units have thicker fibres, which conduct faster."""
    place = (np.arange(model.units) + 0.5) / model.units
    ordered = (place - 0.5) * np.sqrt(12.0)
    scatter = np.clip(draws.normals(0, model.units), -2.5, 2.5)
    mixed = np.sqrt(_VELOCITY_MIX) * ordered + np.sqrt(1.0 - _VELOCITY_MIX) * scatter
    return np.asarray(model.conduction_m_s + model.conduction_spread_m_s * mixed)


def _stacked(waves_v: Sequence[Samples]) -> Samples:
    """Waves of all muscles in one array, the shorter ones followed by silence."""
    longest = max(one.shape[1] for one in waves_v)
    return np.concatenate([np.pad(one, ((0, 0), (0, longest - one.shape[1]))) for one in waves_v])


def _stable(one: MuscleSide) -> int:
    """A number of a muscle that stays the same whatever other muscles there are."""
    return zlib.crc32(f"{one.muscle} {one.side}".encode())
