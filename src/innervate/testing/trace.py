"""What came out of a step, put together again, and its comparison with what should have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from innervate.core.channel import Kind
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.testing.contract import BrokenError

TOLERANCE = 1e-9
"""The first law's: of the largest value of the channel."""
EXACT_KINDS = frozenset({Kind.STATE, Kind.QUALITY})


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """All samples of an output: their indices, values (samples x channels) and times."""

    spec: StreamSpec
    index: npt.NDArray[np.int64]
    values: Samples
    time_s: Samples | None

    @classmethod
    def of(cls, spec: StreamSpec, blocks: Sequence[Block]) -> Trace:
        """Put blocks together; raises `BrokenError` where they go back or repeat."""
        index = np.concatenate(
            [np.empty(0, np.int64), *(np.arange(b.start, b.stop) for b in blocks)]
        )
        back = np.flatnonzero(np.diff(index) <= 0)
        if len(back):
            raise BrokenError(
                f"after output sample {index[back[0]]} came sample {index[back[0] + 1]}"
            )
        values = np.concatenate([np.empty((0, len(spec.channels))), *(b.data for b in blocks)])
        moments = [block.time_s for block in blocks if block.time_s is not None]
        joined = np.concatenate(moments) if moments else None
        return cls(spec, index, values, joined if spec.rate_hz is None else None)

    def between(self, first: int, last: int) -> Trace:
        """The samples with index in [first, last)."""
        rows = (self.index >= first) & (self.index < last)
        time_s = None if self.time_s is None else self.time_s[rows]
        return Trace(self.spec, self.index[rows], self.values[rows], time_s)

    @property
    def finite_share(self) -> float:
        """The share of values that are not NaN."""
        return float(np.isfinite(self.values).mean()) if self.values.size else 0.0


def same(
    got: Trace, wanted: Trace, when: str, *, scales: tuple[float | None, ...] | None = None
) -> None:
    """Raise `BrokenError` unless `got` is `wanted` within the first law's tolerance.

    `scales` multiplies the channels of `wanted`; None there leaves a channel out.
    """
    if not np.array_equal(got.index, wanted.index):
        raise BrokenError(f"{when}, {_index_words(got.index, wanted.index)}")
    for column, channel in enumerate(wanted.spec.channels):
        scale = 1.0 if scales is None else scales[column]
        if scale is None:
            continue
        a, b = got.values[:, column], wanted.values[:, column] * scale
        finite = np.isfinite(b)
        wrong = np.isfinite(a) != finite
        if not wrong.any() and finite.any():
            largest = 0.0 if channel.kind in EXACT_KINDS else float(np.abs(b[finite]).max())
            with np.errstate(invalid="ignore"):
                wrong = finite & (np.abs(a - b) > TOLERANCE * largest)
        if wrong.any():
            at = int(np.flatnonzero(wrong)[0])
            raise BrokenError(
                f"{when}, channel {channel.name!r} is {a[at]:.12g} instead of {b[at]:.12g} at "
                f"output sample {got.index[at]} ({int(wrong.sum())} of {len(a)} samples differ)"
            )
    if (
        got.time_s is not None
        and wanted.time_s is not None
        and not np.array_equal(got.time_s, wanted.time_s)
    ):
        raise BrokenError(f"{when}, the times of the samples differ")


def _index_words(got: npt.NDArray[np.int64], wanted: npt.NDArray[np.int64]) -> str:
    lacking, extra = np.setdiff1d(wanted, got), np.setdiff1d(got, wanted)
    words = [f"{len(lacking)} samples are lacking, the first {lacking[0]}"] if len(lacking) else []
    words += [f"{len(extra)} samples are too many, the first {extra[0]}"] if len(extra) else []
    return " and ".join(words)
