"""Footfalls as a microphone hears them: a thump and a scrape at every strike, and the room."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.signal import firwin2

from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError
from innervate.core.stream import Samples, StreamSpec
from innervate.core.units import PASCAL
from innervate.sim.draws import Draws
from innervate.sim.montage import CLOCK
from innervate.sim.motion.steps import Walker

REFERENCE_PA = 20e-6
LEVEL_S = 0.05
"""A footfall's level is the RMS of its first 50 ms."""
_BURST_S = 0.3
_SCRAPE_S = 0.035
_THUMP_HZ, _THUMP_S = 75.0, 0.05
_RISE_S = 0.002
_TAPS = 255
_LOWEST_RATE_HZ = 4000.0
_BURST, _ROOM, _TONE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Microphone:
    """A microphone near the runner.

    The level of each footfall is its step's `loudness_db`, which nothing ties to the force of the
    impact: sound and vertical force do not go together between runners (Phan et al. 2017, J Sports
    Sci). Spectra and decay are plausible settings.

    Attributes:
        rate_hz: its sampling rate.
        room_db: level of the room's noise, dB re 20 uPa.
        thump: share of a footfall's power in the low thump; the rest is scrape.
    """

    rate_hz: float
    room_db: float = 42.0
    thump: float = 0.4

    def __post_init__(self) -> None:
        if not self.rate_hz >= _LOWEST_RATE_HZ:
            raise InputError(
                "footfalls need an audio rate", found=f"{self.rate_hz:g} Hz",
                fix=f"use {_LOWEST_RATE_HZ:g} Hz or more, such as 16000",
            )  # fmt: skip
        if not 0.0 <= self.thump <= 1.0:
            raise InputError("the thump is a share from 0 to 1", found=f"{self.thump:g}")

    @property
    def spec(self) -> StreamSpec:
        """The stream "sound" in pascals."""
        channel = Channel("sound", Kind.AUDIO, PASCAL)
        return StreamSpec("sound", (channel,), self.rate_hz, CLOCK, simulated=True)

    def heard(self, walker: Walker, draws: Draws, start: int, stop: int) -> Samples:
        """Sound pressure on samples [start, stop): samples x 1."""
        out = self._room(draws, start, stop)
        if stop <= start:
            return out[:, None]
        rate_hz, length = self.rate_hz, round(_BURST_S * self.rate_hz)
        steps = walker.around(start / rate_hz - _BURST_S, stop / rate_hz)
        for k, strike_s in enumerate(steps.strike_s):
            at = math.ceil(strike_s * rate_hz)
            if at + length <= start or at >= stop:
                continue
            burst = self.burst(draws.at(_BURST), steps.first + k, float(steps.loudness_db[k]))
            a, b = max(at, start), min(at + length, stop)
            out[a - start : b - start] += burst[a - at : b - at]
        return out[:, None]

    def burst(self, draws: Draws, number: int, loudness_db: float) -> Samples:
        """The sound of one footfall from its strike on, at exactly this level."""
        length = round(_BURST_S * self.rate_hz)
        time_s = np.arange(length) / self.rate_hz
        noise = draws.normals(number * length, (number + 1) * length)
        scrape = np.convolve(noise, _scrape_filter(self.rate_hz), "same")
        scrape *= np.exp(-time_s / _SCRAPE_S)
        turn = 2.0 * np.pi * draws.at(_TONE).uniform(number)
        thump = np.sin(2.0 * np.pi * _THUMP_HZ * time_s + turn) * np.exp(-time_s / _THUMP_S)
        first = max(round(LEVEL_S * self.rate_hz), 1)
        sound = math.sqrt(1.0 - self.thump) * scrape / _rms(scrape[:first])
        sound += math.sqrt(self.thump) * thump / _rms(thump[:first])
        sound *= -np.expm1(-time_s / _RISE_S)
        return np.asarray(sound * (pressure_pa(loudness_db) / _rms(sound[:first])))

    def _room(self, draws: Draws, start: int, stop: int) -> Samples:
        if stop <= start:
            return np.zeros(0)
        white = draws.at(_ROOM).normals(start - _TAPS + 1, stop)
        shaped = np.convolve(white, _room_filter(self.rate_hz), "valid")
        return np.asarray(pressure_pa(self.room_db) * shaped)


def pressure_pa(level_db: float) -> float:
    """RMS pressure of a sound pressure level.

    >>> round(pressure_pa(94.0), 2)
    1.0
    """
    return float(REFERENCE_PA * 10.0 ** (level_db / 20.0))


def _rms(values: Samples) -> float:
    return float(np.sqrt(np.mean(values**2)))


@cache
def _scrape_filter(rate_hz: float) -> Samples:
    """Most of the sound between 200 Hz and 2 kHz, in unit power."""
    nyquist = 0.5 * rate_hz
    at = [0.0, 150.0, 300.0, 1200.0, 1900.0, nyquist]
    taps = firwin2(_TAPS, at, [0.0, 0.3, 1.0, 0.7, 0.3, 0.05], fs=rate_hz)
    return np.asarray(taps / np.sqrt(np.sum(taps**2)))


@cache
def _room_filter(rate_hz: float) -> Samples:
    """A room's hum and hiss: falling with frequency from 100 Hz on, in unit power."""
    nyquist = 0.5 * rate_hz
    at = [0.0, 40.0, 100.0, 300.0, 1000.0, nyquist]
    taps = firwin2(_TAPS, at, [0.0, 0.7, 1.0, 0.45, 0.2, 0.05], fs=rate_hz)
    return np.asarray(taps / np.sqrt(np.sum(taps**2)))
