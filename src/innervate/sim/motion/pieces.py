"""Reading any stretch of a stream that is made in pieces of fixed place."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from innervate.core.stream import Samples

_KEPT = 4


@dataclass(slots=True)
class Pieces:
    """The last few pieces of a stream, so that reading tenths of seconds is not costly.

    `samples` is the length of a piece; piece k is always made as samples [k n, (k + 1) n), so
    that how one reads cannot change what one gets.
    """

    samples: int
    _kept: OrderedDict[int, Samples] = field(default_factory=OrderedDict)

    def read(self, start: int, stop: int, make: Callable[[int, int], Samples]) -> Samples:
        """Samples [start, stop) as a new array; none where `stop` is not beyond `start`."""
        if stop <= start:
            return make(0, 0)
        first, last = start // self.samples, (stop - 1) // self.samples
        parts = []
        for piece in range(first, last + 1):
            at = piece * self.samples
            parts.append(self._piece(piece, make)[max(start - at, 0) : stop - at])
        return np.concatenate(parts)

    def forget(self, first: int) -> None:
        """Drop what was made for samples from `first` on."""
        for piece in [p for p in self._kept if (p + 1) * self.samples > first]:
            del self._kept[piece]

    def _piece(self, piece: int, make: Callable[[int, int], Samples]) -> Samples:
        if piece not in self._kept:
            while len(self._kept) >= _KEPT:
                self._kept.popitem(last=False)
            self._kept[piece] = make(piece * self.samples, (piece + 1) * self.samples)
        self._kept.move_to_end(piece)
        return self._kept[piece]
