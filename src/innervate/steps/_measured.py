"""What can have been measured at all: beyond it, arithmetic overflows and numbers mean nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from innervate.core.event import Event
from innervate.core.run import SampleRun
from innervate.core.stream import Block, Samples

LARGEST: Final = 1e100
"""No sensor measures as much in any unit; squares of what is less still have room."""


def measured(data: Samples) -> Samples:
    """The data with NaN for what is `LARGEST` or beyond; the very same data if nothing is."""
    if np.abs(data).max(initial=0.0) < LARGEST:
        return data
    return np.where(np.abs(data) < LARGEST, data, np.nan)


class MeasuredRun(SampleRun):
    """A `SampleRun` to which absurd values are missing ones, so that its kernel may square."""

    def push(self, item: Block | Event) -> Sequence[Block]:
        """Process a block."""
        if not isinstance(item, Event) and (data := measured(item.data)) is not item.data:
            item = Block(item.spec, item.start, data, item.time_s)
        return super().push(item)
