"""Random numbers that belong to a tick, whoever asks for them and in whatever pieces."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from numpy.random.bit_generator import ISeedSequence

from innervate.core.stream import Samples

_LANES = 4
_ORIGIN = 1 << 48
_UNIT = 2.0**-53


@dataclass(frozen=True, slots=True)
class Draws:
    """Independent random sequences of one seed, each addressed by a path of whole numbers.

    Number i of a sequence is a function of (seed, path, i) alone: the counter-based generator
    Philox 4x64-10 (Salmon et al. 2011, SC'11, "Parallel random numbers: as easy as 1, 2, 3") is
    set to the counter of i. Any cutting gives the same numbers, from any starting point.

    >>> draws = Draws(7).at(1)
    >>> bool((draws.normals(0, 10)[4:] == draws.normals(4, 10)).all())
    True
    """

    seed: int
    path: tuple[int, ...] = ()

    def at(self, *steps: int) -> Draws:
        """The sequences under a longer path."""
        return Draws(self.seed, self.path + steps)

    def uniforms(self, start: int, stop: int) -> Samples:
        """Numbers [start, stop) of the sequence, uniform in (0, 1); indices may be negative."""
        return self._uniforms(start, stop)

    def normals(self, start: int, stop: int) -> Samples:
        """Numbers [start, stop) of the sequence, standard normal (Box and Muller 1958)."""
        first = start - start % 2
        pairs = self._uniforms(first, stop + stop % 2).reshape(-1, 2)
        radius = np.sqrt(-2.0 * np.log(pairs[:, 0]))
        angle = 2.0 * np.pi * pairs[:, 1]
        both = np.stack((radius * np.cos(angle), radius * np.sin(angle)), axis=1).ravel()
        return both[start - first : stop - first]

    def uniform(self, index: int = 0) -> float:
        """One number of the sequence, uniform in (0, 1)."""
        return float(self._uniforms(index, index + 1)[0])

    def normal(self, index: int = 0) -> float:
        """One number of the sequence, standard normal."""
        return float(self.normals(index, index + 1)[0])

    def _uniforms(self, start: int, stop: int) -> Samples:
        first = start - start % _LANES
        counter = (first + _ORIGIN) // _LANES
        key = _key(self.seed, self.path)
        generator = np.random.Philox(key, counter=[counter, 0, 0, 0])  # type: ignore[arg-type]
        raw = generator.random_raw(stop - first)
        whole = np.asarray(raw, dtype=np.uint64)[start - first :]
        return ((whole >> np.uint64(11)).astype(np.float64) + 0.5) * _UNIT


class _Key(ISeedSequence):
    """A key made beforehand: handed over like this, no entropy is asked of the system for it."""

    def __init__(self, words: npt.NDArray[np.uint64]) -> None:
        self._words = words

    def generate_state(
        self,
        n_words: int,
        dtype: npt.DTypeLike = np.uint64,
    ) -> npt.NDArray[np.uint64]:
        assert (n_words, dtype) == (len(self._words), np.uint64)
        return self._words


@lru_cache(maxsize=256)
def _key(seed: int, path: tuple[int, ...]) -> _Key:
    words = np.random.SeedSequence(seed, spawn_key=path).generate_state(2, np.uint64)
    return _Key(words.astype(np.uint64))


def smooth_noise(draws: Draws, start: int, stop: int, every: int) -> Samples:
    """Slow noise of about unit variance: one normal number every so many ticks, joined smoothly.

    The weights (cosine and sine of a quarter turn) keep the variance the same between knots.
    """
    ticks = np.arange(start, stop)
    low = start // every
    knots = draws.normals(low, (stop - 1) // every + 2 if stop > start else low + 1)
    index = ticks // every - low
    turn = 0.5 * np.pi * _ease((ticks % every) / every)
    return knots[index] * np.cos(turn) + knots[np.minimum(index + 1, len(knots) - 1)] * np.sin(turn)


def _ease(fraction: Samples) -> Samples:
    return fraction * fraction * (3.0 - 2.0 * fraction)
