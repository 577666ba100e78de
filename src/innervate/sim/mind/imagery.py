"""Imagery: what imagined contractions leave in the EMG, or do not."""

from __future__ import annotations

import math
from enum import StrEnum

from innervate.core.errors import InputError


class Imagined(StrEnum):
    """What is imagined."""

    HEAVY = "heavy"
    LIGHT = "light"
    ISOMETRIC = "isometric"
    ECCENTRIC = "eccentric"


def imagery_ratio(imagined: Imagined, *, gain: float = 1.0) -> float:
    """EMG amplitude during imagery over that at rest; 1 is silence.

    The order heavy > light > isometric > eccentric, all above rest, is that of Guillot et al.
    2007 (n = 30, 9 muscles); the sizes are plausible settings, not findings. In other people
    there was nothing at all (He and Tian 2012, n = 12): that is a `gain` of 0.

    Args:
        imagined: what is imagined.
        gain: how much of it shows in this person, from 0 on.

    >>> [imagery_ratio(each) for each in Imagined]
    [1.6, 1.45, 1.3, 1.15]
    >>> imagery_ratio(Imagined.HEAVY, gain=0.0)
    1.0
    """
    if not 0.0 <= gain < math.inf:
        raise InputError("the gain of imagery is 0 or more", given=f"{gain:g}")
    return 1.0 + gain * (_RATIOS[imagined] - 1.0)


def imagery_level(ratio: float, rest_rms: float, noise_rms: float) -> float:
    """The muscle's own amplitude that makes an electrode show `ratio` times its rest.

    Muscle and electrode noise add in power. All amplitudes in one unit; `rest_rms` is the
    muscle's own at rest. Returns an amplitude in that unit.

    >>> imagery_level(2.0, 3.0, 0.0)
    6.0
    """
    seen = ratio**2 * (rest_rms**2 + noise_rms**2)
    return math.sqrt(max(seen - noise_rms**2, 0.0))


_RATIOS = {
    Imagined.HEAVY: 1.6,
    Imagined.LIGHT: 1.45,
    Imagined.ISOMETRIC: 1.3,
    Imagined.ECCENTRIC: 1.15,
}
