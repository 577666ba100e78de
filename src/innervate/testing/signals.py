"""Signals to feed plug-ins: plausible ones of every kind, the same in every run."""

from __future__ import annotations

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.flaw import Flaw
from innervate.core.stream import Samples, StreamSpec
from innervate.core.units import UNKNOWN, VOLT

IRREGULAR_RATE_HZ = 50.0
"""Mean rate of the irregular streams that are made here."""
PERIOD_S = 1.6
"""From one contraction to the next; each fills the second half of its period."""
_BURST_S = PERIOD_S / 2
_MAINS_HZ = 50.0
_FLAWS = (Flaw.NONE, Flaw.MAINS, Flaw.NONE, Flaw.CLIPPED | Flaw.MAINS, Flaw.NONE, Flaw.MOTION)


def rate_of(spec: StreamSpec) -> float:
    """The rate of a stream, or the mean rate given to irregular ones."""
    return spec.rate_hz or IRREGULAR_RATE_HZ


def signal(spec: StreamSpec, samples: int) -> Samples:
    """Samples x channels in each channel's unit: contractions of 0.8 s every 1.6 s.

    All streams contract together, each channel with its own strength and a little later than
    the one before, so that what belongs together in a body does so here.
    """
    rate_hz = rate_of(spec)
    columns = [
        _column(channel, number, np.arange(samples) / rate_hz, rate_hz)
        for number, channel in enumerate(spec.channels)
    ]
    return np.stack(columns, axis=1) if columns else np.empty((samples, 0))


def times_s(samples: int) -> Samples:
    """Uneven but ascending session seconds for an irregular stream."""
    jitter = np.random.default_rng(7).uniform(-0.4, 0.4, samples)
    return (np.arange(samples) + 0.5 + jitter) / IRREGULAR_RATE_HZ


def activity(time_s: Samples, delay_s: float = 0.0) -> Samples:
    """The course of contractions, 0 to 1: raised cosines of uneven strength."""
    at_s = time_s - delay_s - (PERIOD_S - _BURST_S)
    number = np.floor(at_s / PERIOD_S)
    phase = at_s - number * PERIOD_S
    strength = 0.65 + 0.35 * np.mod(number * 0.618, 1.0)
    burst = 0.5 - 0.5 * np.cos(2 * np.pi * np.minimum(phase / _BURST_S, 1.0))
    return np.where(number >= 0, strength * np.sqrt(burst), 0.0)


def _column(channel: Channel, number: int, time_s: Samples, rate_hz: float) -> Samples:
    random = np.random.default_rng([number, *channel.kind.encode()])
    course = activity(time_s, 0.03 * number) * (0.5 + 0.5 / (1 + number))
    white = random.standard_normal(len(time_s))
    match channel.kind:
        case Kind.EMG:
            hum = np.sin(2 * np.pi * _MAINS_HZ * time_s + number)
            pattern = 250e-6 * course * _band(white, rate_hz)
            offset = 1e-4 if number % 2 == 0 else -1e-4
            return (pattern + 3e-6 * white + 8e-6 * hum + offset) * _scale(channel)
        case Kind.EEG:
            return 20e-6 * np.sin(2 * np.pi * 10.0 * time_s) + 5e-6 * white
        case Kind.ENVELOPE:
            return (250e-6 * course + 4e-6 + 1e-7 * np.abs(white)) * _scale(channel)
        case Kind.ACTIVATION:
            return 70.0 * course + 2.0 + 0.2 * np.abs(white)
        case Kind.STATE:
            return (course > 0.3).astype(np.float64)
        case Kind.QUALITY:
            return np.array([float(_FLAWS[int(t + number) % len(_FLAWS)]) for t in time_s])
        case Kind.ACCELERATION:
            return 9.81 / (1 + number) + 3.0 * course + 0.05 * white
        case Kind.FORCE:
            return 5.0 + 180.0 * course + 0.5 * white
        case Kind.MAGNETIC_FIELD:
            return 40e-6 + 2e-6 * course + 1e-7 * white
        case _:
            return 1.3 * course + 0.01 * white + 0.2


def _band(white: Samples, rate_hz: float) -> Samples:
    """White noise shaped to the band of surface EMG, of unit RMS."""
    if not len(white):
        return white
    frequency_hz = np.fft.rfftfreq(len(white), 1.0 / rate_hz)
    centre_hz = min(90.0, rate_hz / 5.0)
    spectrum = np.fft.rfft(white) * np.exp(-(((frequency_hz / centre_hz) - 1.0) ** 2))
    shaped = np.fft.irfft(spectrum, len(white))
    return shaped / max(float(np.sqrt(np.mean(shaped**2))), 1e-300)


def _scale(channel: Channel) -> float:
    return {VOLT: 1.0, UNKNOWN: 1e6}.get(channel.unit, 1.0)
