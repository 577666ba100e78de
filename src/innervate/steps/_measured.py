"""What can have been measured at all: beyond it, arithmetic overflows and numbers mean nothing."""

from __future__ import annotations

import numpy as np

from innervate.core.run import LARGEST, all_measured
from innervate.core.stream import Samples


def measured(data: Samples) -> Samples:
    """The data with NaN for what is `LARGEST` or beyond; the very same data if nothing is."""
    return data if all_measured(data) else np.where(np.abs(data) < LARGEST, data, np.nan)
