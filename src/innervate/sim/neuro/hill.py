"""How the length and the speed of a muscle change its force."""

from __future__ import annotations

from typing import Final

import numpy as np

from innervate.core.stream import Samples

_WIDTH: Final = 0.45
_SHAPE: Final = 0.25
_FASTEST: Final = 10.0
_LENGTHENING: Final = 1.4


def length_factor(length: Samples) -> Samples:
    """Active force over that at the best length (length 1): exp(-(l - 1)^2 / 0.45).

    Thelen 2003 (J Biomech Eng 125:70), width for young adults.
    """
    return np.asarray(np.exp(-((length - 1.0) ** 2) / _WIDTH))


def speed_factor(lengths_per_s: Samples) -> Samples:
    """Force over the isometric one at a speed in best lengths per second, positive lengthening.

    Hill's hyperbola (a/F0 0.25, fastest 10 lengths/s) for shortening; for lengthening a
    hyperbola with the same slope at rest that ends at 1.4 (Thelen 2003, J Biomech Eng 125:70).
    """
    speed = lengths_per_s / _FASTEST
    shortening = np.minimum(speed, 0.0)
    hill = np.maximum(1.0 + shortening, 0.0) / (1.0 - shortening / _SHAPE)
    lengthening = np.maximum(speed, 0.0)
    rise = (1.0 + 1.0 / _SHAPE) / (_LENGTHENING - 1.0)
    beyond = 1.0 + (_LENGTHENING - 1.0) * rise * lengthening / (1.0 + rise * lengthening)
    return np.asarray(np.where(speed < 0.0, hill, beyond))
