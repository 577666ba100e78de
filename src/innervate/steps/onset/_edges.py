"""Where a change of variance began, to within a frame: a likelihood ratio over ramps."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from innervate.core.stream import Samples


@lru_cache(maxsize=64)
def _rises(frames: int, lengths: tuple[int, ...]) -> Samples:
    """The share of the full power, for each ramp length, that is reached after each frame."""
    after = np.arange(frames) + 0.5
    rises: Samples = np.minimum(after / np.array(lengths)[:, None], 1.0) ** 2
    return rises


def rise_start(
    power: Samples, plateau: float, candidates: int, ramps: tuple[int, ...], freedom: float
) -> float:
    """The frame at which amplitude begins to rise from rest.

    The model is a Gaussian signal whose standard deviation rises linearly from rest to a plateau
    (the approximated generalised likelihood ratio with a ramp; Staude et al. 2001, EURASIP J
    Appl Signal Process 2:67-81). The answer is the mean of the posterior over the start and the
    length of the ramp, which errs less than its peak.

    Args:
        power: of successive frames, in units of the power at rest.
        plateau: power after the rise, in the same units.
        candidates: the start is looked for in the first so many frames.
        ramps: lengths of ramps to consider, in frames.
        freedom: degrees of freedom of the power of one frame.
    """
    frames = len(power)
    level = _rises(frames, ramps) * max(plateau - 1.0, 0.5)
    level += 1.0
    followed = np.zeros(frames + candidates - 1)
    followed[:frames] = power
    fits = np.array([np.correlate(followed, gain) for gain in 1.0 / level - 1.0])
    costs = np.log(level).cumsum(axis=1)[:, frames - candidates :][:, ::-1]
    likelihood = (fits + costs) * (-0.5 * freedom)
    belief = np.exp(likelihood - likelihood.max()).sum(axis=0)
    return float(belief @ np.arange(candidates) / belief.sum())
