"""What spoils a real recording, each to be switched on by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from innervate.core.errors import InputError
from innervate.core.stream import Samples
from innervate.sim.draws import Draws, smooth_noise
from innervate.sim.montage import Electrode, Montage


class Disturbance(Protocol):
    """A voltage added to the electrodes' own."""

    def volts(self, montage: Montage, draws: Draws, start: int, stop: int) -> Samples:
        """Ticks [start, stop) x electrodes, in volts."""


@dataclass(frozen=True, slots=True)
class ElectrodeNoise:
    """White noise of skin, electrode and amplifier (a few microvolts RMS)."""

    rms_v: float = 3e-6

    def volts(self, montage: Montage, draws: Draws, start: int, stop: int) -> Samples:
        """Independent noise on every electrode."""
        columns = [draws.at(k).normals(start, stop) for k in range(len(montage.electrodes))]
        return np.asarray(self.rms_v * np.stack(columns, axis=1))


@dataclass(frozen=True, slots=True)
class Mains:
    """Mains hum with its third harmonic, of slowly wandering amplitude, own phase per electrode."""

    hz: float = 50.0
    rms_v: float = 10e-6
    third: float = 0.3

    def volts(self, montage: Montage, draws: Draws, start: int, stop: int) -> Samples:
        """The hum; harmonics at or above half the rate are left out, as by the amplifier."""
        rate_hz = montage.rate_hz
        time_s = np.arange(start, stop) / rate_hz
        out = np.zeros((len(time_s), len(montage.electrodes)))
        for k in range(len(montage.electrodes)):
            own = draws.at(k)
            wander = 1.0 + 0.1 * smooth_noise(own.at(1), start, stop, max(round(5 * rate_hz), 1))
            for harmonic, part in ((1, 1.0), (3, self.third)):
                if harmonic * self.hz < rate_hz / 2:
                    phase = 2.0 * np.pi * own.uniform(harmonic)
                    angle = 2.0 * np.pi * harmonic * self.hz * time_s + phase
                    out[:, k] += part * wander * np.sin(angle)
        return np.asarray(np.sqrt(2.0) * self.rms_v * out)


@dataclass(frozen=True, slots=True)
class Ecg:
    """The heart's beat: strong over the trunk, above all on the left, and faint on the limbs.

    Each beat is a sum of five Gaussian waves (after McSharry et al. 2003, IEEE Trans Biomed Eng
    50:289) at a slightly irregular time.
    """

    rate_bpm: float = 80.0
    peak_v: float = 100e-6

    def volts(self, montage: Montage, draws: Draws, start: int, stop: int) -> Samples:
        """The same beats on all electrodes, weighted by the distance to the heart."""
        time_s = np.arange(start, stop) / montage.rate_hz
        wave = np.zeros(len(time_s))
        period_s = 60.0 / self.rate_bpm
        first, last = start / montage.rate_hz, stop / montage.rate_hz
        low, high = int(first // period_s) - 1, int(last // period_s) + 2
        jitter = draws.uniforms(low, high)
        for beat, early in zip(range(low, high), jitter, strict=True):
            after_s = time_s - (beat + 0.15 * early) * period_s
            for at_s, height, width_s in _WAVES:
                wave += height * np.exp(-0.5 * ((after_s - at_s) / width_s) ** 2)
        weights = np.array([_heart_weight(electrode) for electrode in montage.electrodes])
        return np.asarray(self.peak_v * wave[:, None] * weights)


_WAVES = (
    (-0.17, 0.10, 0.022),
    (-0.03, -0.12, 0.009),
    (0.0, 1.0, 0.011),
    (0.032, -0.22, 0.011),
    (0.24, 0.25, 0.045),
)
_TRUNK = (
    "pectoralis", "serratus", "latissimus", "trapezius", "erector", "rectus_abdominis",
    "obliquus", "multifidus", "deltoideus",
)  # fmt: skip


def _heart_weight(electrode: Electrode) -> float:
    if not electrode.muscle.muscle.startswith(_TRUNK):
        return 0.03
    return 0.4 if electrode.muscle.side == "right" else 1.0


@dataclass(frozen=True, slots=True)
class Motion:
    """Movement of cable and skin: noise below about 5 Hz in fits and starts."""

    rms_v: float = 50e-6

    def volts(self, montage: Montage, draws: Draws, start: int, stop: int) -> Samples:
        """Independent motion on every electrode."""
        out = np.empty((max(stop - start, 0), len(montage.electrodes)))
        quick, slow = max(round(montage.rate_hz / 8), 1), max(round(montage.rate_hz * 2), 1)
        for k in range(len(montage.electrodes)):
            sway = smooth_noise(draws.at(k, 0), start, stop, quick)
            strength = smooth_noise(draws.at(k, 1), start, stop, slow)
            out[:, k] = self.rms_v * sway * np.abs(strength)
        return out


@dataclass(frozen=True, slots=True)
class Drift:
    """The slow wander of the potential between electrode and skin, over some ten seconds."""

    rms_v: float = 200e-6
    every_s: float = 10.0

    def volts(self, montage: Montage, draws: Draws, start: int, stop: int) -> Samples:
        """Independent drift on every electrode."""
        every = max(round(montage.rate_hz * self.every_s), 1)
        columns = [
            smooth_noise(draws.at(k), start, stop, every) for k in range(len(montage.electrodes))
        ]
        return np.asarray(self.rms_v * np.stack(columns, axis=1))


@dataclass(frozen=True, slots=True)
class Dropouts:
    """A stretch of lost samples at a random moment of every `every_s` seconds."""

    every_s: float = 10.0
    longest_s: float = 0.2

    def __post_init__(self) -> None:
        if not 0 < self.longest_s < self.every_s:
            raise InputError(
                "drop-outs must be shorter than the time between them",
                found=f"{self.longest_s} s every {self.every_s} s",
            )

    def lost(self, draws: Draws, rate_hz: float, start: int, stop: int) -> list[Loss]:
        """The lost stretches of ticks that touch [start, stop), whole."""
        every, longest = round(self.every_s * rate_hz), max(round(self.longest_s * rate_hz), 1)
        out = []
        for window in range(max(start, 0) // every, max(stop - 1, 0) // every + 1):
            own = draws.at(window)
            first = window * every + 1 + int(own.uniform(0) * (every - longest - 1))
            last = first + 1 + int(own.uniform(1) * (longest - 1))
            if first < stop and last > start:
                out.append(Loss(first, last))
        return out


@dataclass(frozen=True, slots=True)
class Outage:
    """The cable is pulled once, at second `at_s`, and plugged in again `length_s` later."""

    at_s: float
    length_s: float


@dataclass(frozen=True, slots=True, order=True)
class Loss:
    """Ticks [first, last) never arrive; `unplugged` if the device itself was gone."""

    first: int
    last: int
    unplugged: bool = False


@dataclass(frozen=True, slots=True)
class Realities:
    """Which realities are switched on; the default is a clean laboratory dream.

    Attributes:
        disturbances: voltages added to all electrodes.
        crosstalk: electrodes x electrodes; entry [i][j] is the share of the muscle under j that
            electrode i picks up (the diagonal is ignored). None: no cross-talk.
        dropouts: lost samples.
        outage: a pulled cable.
        rail_v: the voltage at which the amplifier clips, or None.
    """

    disturbances: tuple[Disturbance, ...] = ()
    crosstalk: tuple[tuple[float, ...], ...] | None = None
    dropouts: Dropouts | None = None
    outage: Outage | None = None
    rail_v: float | None = None

    def losses(self, draws: Draws, rate_hz: float, start: int, stop: int) -> tuple[Loss, ...]:
        """The lost stretches of ticks that touch [start, stop), whole, in order, not touching."""
        found = self.dropouts.lost(draws, rate_hz, start, stop) if self.dropouts else []
        if self.outage is not None:
            first = max(round(self.outage.at_s * rate_hz), 1)
            last = first + max(round(self.outage.length_s * rate_hz), 1)
            # A drop-out just before or after belongs to the outage.
            near = self.dropouts.lost(draws, rate_hz, first - 1, last + 1) if self.dropouts else []
            first = min([first, *(loss.first for loss in near)])
            last = max([last, *(loss.last for loss in near)])
            found = [loss for loss in found if loss not in near]
            if first < stop and last > start:
                found.append(Loss(first, last, unplugged=True))
        return tuple(sorted(found))

    def mixing(self, count: int) -> Samples | None:
        """The full mixing matrix with ones on the diagonal; raises `InputError` if misshapen."""
        if self.crosstalk is None:
            return None
        if len(self.crosstalk) != count or any(len(row) != count for row in self.crosstalk):
            raise InputError(
                f"the cross-talk matrix must be {count} x {count}, one row per electrode",
                found=f"{len(self.crosstalk)} rows",
            )
        matrix = np.array(self.crosstalk)
        np.fill_diagonal(matrix, 1.0)
        return matrix


def even_crosstalk(montage: Montage, share: float) -> tuple[tuple[float, ...], ...]:
    """A cross-talk matrix with one share between all electrodes of the same side, else none.

    A few percent is what surface electrodes two centimetres apart pick up of a neighbour.
    """
    muscles = [electrode.muscle for electrode in montage.electrodes]
    return tuple(
        tuple(share if a.side == b.side and a != b else 0.0 for b in muscles) for a in muscles
    )


def named_crosstalk(
    montage: Montage, shares: Iterable[tuple[str, str, float]]
) -> tuple[tuple[float, ...], ...]:
    """A cross-talk matrix of named muscles: (muscle heard, electrode that hears it, share).

    Muscles are named as in `body` and paired on the same side. Raises `InputError` for one that
    wears no electrode.
    """
    muscles = [electrode.muscle for electrode in montage.electrodes]
    matrix = [[0.0] * len(muscles) for _ in muscles]
    for heard, hears, share in shares:
        for name in (heard, hears):
            if name not in {muscle.muscle for muscle in muscles}:
                raise InputError(
                    f"cross-talk of {name!r}, which wears no electrode",
                    found=", ".join(dict.fromkeys(muscle.muscle for muscle in muscles)),
                    fix="name two of these",
                )
        for i, own in enumerate(muscles):
            for j, other in enumerate(muscles):
                if (own.muscle, other.muscle, own.side) == (hears, heard, other.side):
                    matrix[i][j] = share
    return tuple(map(tuple, matrix))


def usual(montage: Montage, mains_hz: float = 50.0) -> Realities:
    """What a careful session looks like: electrode noise, slight hum, 3 % cross-talk, heartbeat."""
    return Realities(
        (ElectrodeNoise(), Mains(mains_hz, 3e-6), Ecg(peak_v=30e-6)), even_crosstalk(montage, 0.03)
    )


def harsh(montage: Montage, mains_hz: float = 50.0) -> Realities:
    """What a careless one looks like: all of it, and samples get lost."""
    return Realities(
        (ElectrodeNoise(8e-6), Mains(mains_hz, 40e-6), Ecg(peak_v=150e-6), Motion(), Drift()),
        even_crosstalk(montage, 0.1),
        Dropouts(),
    )
