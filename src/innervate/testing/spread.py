"""How potentials and filters spread the power of a discharge over time."""

from __future__ import annotations

import numpy as np
from scipy.signal import fftconvolve

from innervate.core.stream import Samples


def spread(amplitude: Samples, potentials: Samples, answer: Samples, at: int) -> Samples:
    """The amplitude of EMG once every discharge has passed the skin and the filters.

    The power of a sum of potentials at random times is their rate convolved with the squared
    potential (Campbell's theorem); a filter makes the potential longer.

    Args:
        amplitude: samples of one muscle's amplitude as its units discharge.
        potentials: units x samples from the discharge on.
        answer: what the filters make of one impulse.
        at: in which sample of `answer` the impulse lies.
    """
    seen = fftconvolve(potentials, answer[None, :], axes=1)
    energy = (seen**2).sum(axis=0)
    power = fftconvolve(amplitude**2, energy / energy.sum())[at : at + len(amplitude)]
    return np.asarray(np.sqrt(np.maximum(power, 0.0)))
