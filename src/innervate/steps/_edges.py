"""Where a change of variance began, to within a frame: a likelihood ratio over ramps."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from innervate.core.stream import Samples


@lru_cache(maxsize=64)
def _rises(frames: int, lengths: tuple[int, ...]) -> Samples:
    """The share of the full amplitude, for each ramp length, that is reached after each frame."""
    after = np.arange(frames) + 0.5
    rises: Samples = np.minimum(after / np.array(lengths)[:, None], 1.0)
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
    rises = _rises(frames, ramps)
    level = 1.0 + max(plateau - 1.0, 0.5) * rises**2
    gain = np.zeros((len(ramps), candidates + frames))
    gain[:, candidates:] = 1.0 / level - 1.0
    windows = np.lib.stride_tricks.sliding_window_view(gain, frames, axis=1)
    fits = windows[:, candidates:0:-1] @ power
    costs = np.cumsum(np.log(level), axis=1)[:, frames - 1 - np.arange(candidates)]
    likelihood = -0.5 * freedom * (fits + costs)
    belief = np.exp(likelihood - likelihood.max()).sum(axis=0)
    return float(belief @ np.arange(candidates) / belief.sum())
