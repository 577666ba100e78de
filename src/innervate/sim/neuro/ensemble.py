"""All muscles of one athlete, from excitation to force and EMG."""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from innervate.core.channel import MuscleSide
from innervate.core.errors import InputError
from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.neuro.anatomy import anatomy
from innervate.sim.neuro.fatigue import Fatigue
from innervate.sim.neuro.firing import Firing, Spikes
from innervate.sim.neuro.hill import length_factor, speed_factor
from innervate.sim.neuro.interference import Interference
from innervate.sim.neuro.noise import CommonNoise
from innervate.sim.neuro.placement import Placement
from innervate.sim.neuro.pool import CEILING
from innervate.sim.neuro.settings import Neuromuscular
from innervate.sim.neuro.templates import LEVELS
from innervate.sim.neuro.tempo import BLOCK_S, BLOCK_TICKS, CONTROL_HZ, TICK_S, first_sample
from innervate.sim.neuro.twitch import TwitchRun


@dataclass(frozen=True, slots=True)
class Made:
    """What the muscles made in one macro-block.

    Attributes:
        emg_v: samples × muscles, each muscle's own clean EMG at its own electrodes.
        force: control ticks × muscles, at the end of each tick; 1 = maximal voluntary force.
        mechanics: control ticks × muscles; force over that of a muscle held at its best length.
        amplitude: control ticks × muscles; expected RMS of the EMG without any noise of the
            nervous system, over that of a fresh maximal contraction: the true activation.
        spikes: of all units; times from the start of the macro-block.
        tired: control ticks × muscles, 0 to 1; how far the EMG's conduction has slowed.
    """

    emg_v: Samples
    force: Samples
    mechanics: Samples
    amplitude: Samples
    spikes: Spikes
    tired: Samples


class Ensemble:
    """The muscles of one athlete under their electrodes; a description, without state.

    Args:
        muscles: muscle and side, in order.
        mvc_v: RMS voltage of each at a maximal contraction with well-placed electrodes.
        placements: the electrodes of each.
        rate_hz: of the EMG.
        draws: random numbers; anatomy and performance both follow from them.
        settings: what the motor units have in common.

    Raises `InputError` where numbers of muscles, voltages and placements differ.
    """

    def __init__(  # noqa: PLR0917 (they describe one thing, in the order of the signal's way)
        self,
        muscles: Sequence[MuscleSide],
        mvc_v: Sequence[float],
        placements: Sequence[Placement],
        rate_hz: float,
        draws: Draws,
        settings: Neuromuscular,
    ) -> None:
        if not muscles or not len(muscles) == len(mvc_v) == len(placements):
            raise InputError(
                "each muscle needs one voltage and one placement",
                found=f"{len(muscles)} muscles, {len(mvc_v)} voltages, "
                f"{len(placements)} placements",
            )
        if not 0.0 < rate_hz < math.inf:
            raise InputError("the rate of the EMG must be positive", found=f"{rate_hz} Hz")
        self.muscles = tuple(muscles)
        self.mvc_v, self.placements = tuple(mvc_v), tuple(placements)
        self.rate_hz, self.draws, self.settings = rate_hz, draws, settings
        self.body = anatomy(
            self.muscles,
            self.mvc_v,
            self.placements,
            rate_hz,
            draws.at(_ANATOMY),
            settings=settings,
        )

    def __reduce__(self) -> tuple[object, ...]:
        made_of = (self.muscles, self.mvc_v, self.placements)
        return Ensemble, (*made_of, self.rate_hz, self.draws, self.settings)

    def open(self, tired: Samples | None = None) -> EnsembleRun:
        """Begin at macro-block 0, silent; `tired` is where each muscle's fatigue begins, 0 to 1."""
        return EnsembleRun(self, np.zeros(len(self.muscles)) if tired is None else tired)

    def excitation_for(self, activation: Samples) -> Samples:
        """The excitation at which the EMG of fresh muscles has this expected amplitude.

        Args:
            activation: … × muscles; 1 = maximal voluntary contraction. What lies outside 0 to
                the ceiling (about 1.2) gets the nearest excitation that there is.
        """
        return self.body.amplitude.excitation_for(activation)

    def amplitude_for(self, excitation: Samples) -> Samples:
        """The inverse: expected amplitude of fresh muscles at an excitation, … × muscles."""
        return self.body.amplitude.at(excitation)

    def force_for(self, excitation: Samples) -> Samples:
        """Mean force of fresh muscles, isometric at the best length, at a steady excitation."""
        return self.body.force.at(excitation)

    def potentials_v(self, muscle: int) -> Samples:
        """The fresh potentials of a muscle's units at its electrodes, units × samples."""
        return np.asarray(self.body.templates.fresh()[self.body.pools.muscle == muscle])


_ANATOMY, _FIRING, _NOISE = range(3)


class EnsembleRun:
    """The state of all muscles at the border of a macro-block; picklable.

    Attributes:
        ensemble: the muscles; all that is large and does not change is in here.
        block: number of the macro-block to come.
    """

    def __init__(self, ensemble: Ensemble, tired: Samples) -> None:
        body, settings, draws = ensemble.body, ensemble.settings, ensemble.draws
        pools, muscles = body.pools, len(ensemble.muscles)
        self.ensemble = ensemble
        self._noise = CommonNoise(
            muscles, BLOCK_TICKS, settings.common_noise_hz, TICK_S, draws.at(_NOISE)
        )
        self._firing = Firing(
            pools.muscle, pools.lowest_hz, settings.interval_variation, draws.at(_FIRING)
        )
        self._twitches = TwitchRun(pools.size)
        self._fatigue = Fatigue(pools, tired)
        self._interference = Interference(muscles)
        self._length = np.full(muscles, np.nan)
        self.block = 0

    def advance(
        self, excitation: Samples, length: Samples | None = None, common: Samples | None = None
    ) -> Made:
        """Go on by one macro-block.

        Args:
            excitation: 10 control ticks × muscles, as a fraction of the maximum, 0 to 1.2.
            length: 10 control ticks × muscles, fibre length over the best one; None: isometric
                at the best length.
            common: 10 control ticks × muscles, added to the excitation of every motor neuron of
                a muscle that is in use (a rhythm from the cortex, say).

        Raises `InputError` where shapes do not fit or an excitation is not finite.
        """
        body, settings = self.ensemble.body, self.ensemble.settings
        for given in (excitation, length, common):
            self._check(given)
        excitation = np.clip(excitation, 0.0, CEILING)
        noisy = excitation
        if settings.common_noise:
            noisy = noisy * (1.0 + settings.common_noise * self._noise.advance(self.block))
        if common is not None:
            noisy = noisy + np.where(excitation > 0.0, common, 0.0)
        units = body.pools.recruited(noisy)
        rates_hz = body.pools.rates_hz(noisy, units)
        spikes = self._firing.advance(self.block, units, rates_hz, TICK_S)
        mean_hz = np.zeros(body.pools.size)
        mean_hz[units] = rates_hz.mean(axis=0)
        capacity, tired = self._fatigue.capacity, self._fatigue.tired
        self._fatigue.advance(np.minimum(mean_hz / body.peak_hz, 1.0), BLOCK_S * settings.fatigue)
        force = body.force_of(self._twitches.advance(body.twitches, spikes), capacity)
        amplitude = body.amplitude.at(excitation)
        muscle_tired = np.zeros(excitation.shape[1])
        if tired.any():
            muscle_tired = body.seen(tired)
            amplitude = amplitude * body.gain_of(tired, mean_hz)
        mechanics = np.ones(excitation.shape) if length is None else self._mechanics(length)
        return Made(
            self._emg_v(spikes, tired),
            force * mechanics,
            mechanics,
            amplitude,
            spikes,
            np.broadcast_to(muscle_tired, excitation.shape).copy(),
        )

    def moved(self, ensemble: Ensemble) -> EnsembleRun:
        """A run that goes on from here with electrodes or settings of another description.

        It takes over the state: do not go on with this one. How units fire stays as it was
        (rates, variation of intervals, band of the noise); placements, voltages, fatigue and the
        size of the noise are those of the other.

        Raises `InputError` where muscles or rates differ.
        """
        mine = self.ensemble
        if (ensemble.muscles, ensemble.rate_hz) != (mine.muscles, mine.rate_hz):
            raise InputError("a run can only move to the same muscles at the same rate")
        taken = copy.copy(self)
        taken.ensemble = ensemble
        return taken

    def _check(self, given: Samples | None) -> None:
        wanted = (BLOCK_TICKS, len(self.ensemble.muscles))
        if given is not None and (given.shape != wanted or not np.isfinite(given).all()):
            raise InputError(
                f"a macro-block takes {wanted[0]} control ticks of {wanted[1]} muscles, all finite",
                found=f"an array of shape {given.shape}",
            )

    def _emg_v(self, spikes: Spikes, tired: Samples) -> Samples:
        rate_hz, block = self.ensemble.rate_hz, self.block
        first, last = first_sample(block, rate_hz), first_sample(block + 1, rate_hz)
        offset = first - block * rate_hz * BLOCK_S
        self.block += 1
        level = np.round(tired * (LEVELS - 1)).astype(np.int64)
        templates = self.ensemble.body.templates
        return self._interference.advance(templates, spikes, level, offset, last - first)

    def _mechanics(self, length: Samples) -> Samples:
        before = np.where(np.isnan(self._length), length[0], self._length)
        speed = np.diff(length, axis=0, prepend=before[None]) * CONTROL_HZ
        self._length = length[-1].copy()
        return length_factor(length) * speed_factor(speed)
