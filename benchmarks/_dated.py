"""Generated bursts of EMG whose first moment is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.clock import Clock
from innervate.core.node import Node
from innervate.core.step import Step
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.steps.bandpass import Bandpass

SECONDS = 60.0
REST_S = 10.0
FAST_S, SLOW_S = (0.005, 0.1), (0.1, 0.4)
"""How long bursts take to rise: those of a cued effort, and those of lifting a load."""


@dataclass(frozen=True)
class Scale:
    """What an amplifier makes of the signal: volt times `per_volt`, plus an offset, rounded."""

    name: str
    per_volt: float
    offset: float = 0.0
    rounded: bool = False


VOLT, MICROVOLT = Scale("V", 1.0), Scale("µV", 1e6)
SCALES = (
    VOLT,
    Scale("mV", 1e3),
    MICROVOLT,
    Scale("counts of 1 µV, offset 2048", 1e6, 2048.0, rounded=True),
)


@dataclass(frozen=True)
class Recording:
    """A band-passed signal with the truth, and a piece of rest of the same kind."""

    emg: Samples
    rest: Samples
    rate_hz: float
    starts_s: Samples
    rises_s: Samples
    start: int


@dataclass(frozen=True)
class Case:
    """One cell: what is recorded."""

    snr_db: float
    rate_hz: float
    duty: float = 0.30
    scale: Scale = MICROVOLT
    rises_s: tuple[float, float] = FAST_S


def interference(count: int, rate_hz: float, rng: np.random.Generator) -> Samples:
    """Noise with the spectrum of surface EMG (Shwedyk et al. 1977; corners at 60 and 120 Hz)."""
    f = np.fft.rfftfreq(count, 1.0 / rate_hz)
    shape = f * 120.0**2 / (np.sqrt(f**2 + 60.0**2) * (f**2 + 120.0**2))
    return np.asarray(np.fft.irfft(np.fft.rfft(rng.standard_normal(count)) * shape, count))


def modulation(
    case: Case, rng: np.random.Generator, count: int
) -> tuple[Samples, list[float], list[float]]:
    """Bursts of 0.3-3 s that rise in 5-100 ms or slowly (log-uniform both); fall in 20-100 ms."""
    t = np.arange(count) / case.rate_hz
    amplitude = np.zeros(count)
    starts: list[float] = []
    rises: list[float] = []
    at = 1.5
    while True:
        length = float(np.exp(rng.uniform(np.log(0.3), np.log(3.0))))
        gap = max(0.4, length * (1.0 - case.duty) / case.duty * rng.uniform(0.5, 1.5))
        start = at + gap / 2.0
        if start + length + 0.5 > count / case.rate_hz:
            return amplitude, starts, rises
        rise = float(np.exp(rng.uniform(*np.log(case.rises_s))))
        up, down = (t - start) / rise, (start + length - t) / rng.uniform(0.02, 0.1)
        amplitude += np.clip(np.minimum(up, down), 0.0, 1.0)
        starts.append(start)
        rises.append(rise)
        at = start + length + gap / 2.0


def run(step: Step, data: Samples, rate_hz: float, first: int = 0) -> Block:
    """One channel through one step, as the product runs it."""
    spec = StreamSpec("emg", (Channel("EMG", Kind.EMG, "V"),), rate_hz, "amplifier")
    node = Node(step, (spec,), "out", Clock("amplifier"))
    blocks = [*node.push(0, Block(spec, first, data[:, None])), *node.finish()]
    return Block(node.spec, blocks[0].start, np.concatenate([block.data for block in blocks]))


@lru_cache
def gains(rate_hz: float) -> tuple[float, float]:
    """RMS of unit white noise and of `interference` after the band-pass."""
    rng = np.random.default_rng(0)
    count = round(100 * rate_hz)
    signals = rng.standard_normal(count), interference(count, rate_hz, rng)
    noise, emg = (float(np.nanstd(run(Bandpass(), one, rate_hz).data)) for one in signals)
    return noise, emg


def record(case: Case, seed: int) -> Recording:
    """Rest of 5 µV RMS and bursts whose plateau has the SNR, both after the band-pass."""
    rng = np.random.default_rng(seed)
    noise_gain, emg_gain = gains(case.rate_hz)
    count, rest_count = round(SECONDS * case.rate_hz), round(REST_S * case.rate_hz)
    amplitude, starts, rises = modulation(case, rng, count)
    emg_rms = np.sqrt(10.0 ** (case.snr_db / 10.0) - 1.0) / emg_gain
    noise = rng.standard_normal(count) / noise_gain
    signal = noise + amplitude * emg_rms * interference(count, case.rate_hz, rng)
    rest = rng.standard_normal(rest_count) / noise_gain
    passed = [filtered(one, case) for one in (signal, rest)]
    return Recording(
        passed[0][1],
        passed[1][1],
        case.rate_hz,
        np.array(starts),
        np.array(rises),
        passed[0][0],
    )


def filtered(unit: Samples, case: Case) -> tuple[int, Samples]:
    """The signal as the amplifier gives it, after the band-pass, from where that has settled."""
    raw = unit * 5e-6 * case.scale.per_volt + case.scale.offset
    if case.scale.rounded:
        raw = np.round(raw)
    block = run(Bandpass(), raw, case.rate_hz)
    settled = int(np.argmax(np.isfinite(block.data[:, 0])))
    return block.start + settled, np.ascontiguousarray(block.data[settled:, 0])
