"""Permuting whole blocks within their session: the test of a shuffled experiment."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt

MOST_EXACT = 20_000
RANDOM = 9_999
_SEED = 20_260
_TOLERANCE = 1e-9

_Floats = npt.NDArray[np.float64]
_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Arranged:
    """Means of blocks with their condition and session, and the arrangements that were possible.

    Attributes:
        values: one per block.
        flags: whether a block had the focus.
        sessions: number of the session of each.
    """

    values: _Floats
    flags: _Flags
    sessions: npt.NDArray[np.int64]

    @property
    def count(self) -> int:
        """How many blocks."""
        return len(self.values)

    @property
    def focused(self) -> int:
        """How many had the focus."""
        return int(self.flags.sum())

    @cached_property
    def arrangements(self) -> int:
        """How many arrangements the shuffling within sessions allows."""
        return math.prod(
            math.comb(int(mine.sum()), int(self.flags[mine].sum())) for mine in self._strata
        )

    @property
    def least_p(self) -> float:
        """The smallest p that a test on both sides can have."""
        return min(2.0 / self.arrangements, 1.0)

    @property
    def exact(self) -> bool:
        """Whether all arrangements are looked at."""
        return self.arrangements <= MOST_EXACT

    @property
    def used(self) -> int:
        """How many are looked at."""
        return self.arrangements if self.exact else RANDOM

    @cached_property
    def effect(self) -> float | None:
        """Focus minus none, of sessions that have both; None where none has."""
        return float(self._weights @ self.values) if self._weights.any() else None

    @cached_property
    def spread(self) -> float | None:
        """Standard deviation of blocks of one condition in one session; None where too few."""
        squares, freedom = 0.0, 0
        for mine in self._strata:
            for flag in (True, False):
                cell = self.values[mine & (self.flags == flag)]
                if len(cell) > 1:
                    squares += float(((cell - cell.mean()) ** 2).sum())
                    freedom += len(cell) - 1
        return math.sqrt(squares / freedom) if freedom and squares > 0 else None

    def p(self, shift: float) -> float:
        """How often an arrangement is at least as far from `shift` as what was seen."""
        if self.effect is None:
            return 1.0
        seen = abs(self.effect - shift)
        drawn = np.abs(self._drawn[0] - shift * self._drawn[1])
        extreme = int((drawn >= seen - _TOLERANCE * max(seen, 1e-300)).sum())
        if self.exact:
            return extreme / len(drawn)
        return (extreme + 1) / (len(drawn) + 1)

    def interval(self, level: float) -> tuple[float | None, float | None]:
        """The effects that the test does not reject at this level; None where it has no end."""
        if self.effect is None or self.spread is None:
            return None, None
        return self._end(-1.0, level), self._end(1.0, level)

    def _end(self, side: float, level: float) -> float | None:
        assert self.effect is not None
        assert self.spread is not None
        limit = 1.0 - level
        inside, step = self.effect, self.spread
        outside = inside + side * step
        while self.p(outside) > limit:
            step *= 2.0
            inside, outside = outside, outside + side * step
            if step > 1e6 * self.spread:
                return None
        for _ in range(40):
            middle = 0.5 * (inside + outside)
            if self.p(middle) > limit:
                inside = middle
            else:
                outside = middle
        return inside

    @cached_property
    def _strata(self) -> tuple[_Flags, ...]:
        return tuple(self.sessions == number for number in np.unique(self.sessions))

    @cached_property
    def _weights(self) -> _Floats:
        return np.asarray(self._weighted(self.flags[None, :])[0])

    @cached_property
    def _drawn(self) -> tuple[_Floats, _Floats]:
        """The effect in every arrangement, and what a true shift would add to it there."""
        weights = self._weighted(self._flags_drawn())
        return weights @ self.values, weights @ self.flags.astype(np.float64)

    def _weighted(self, flags: _Flags) -> _Floats:
        """Weights of the blocks: sessions count by what they know (n1 n0 / (n1 + n0))."""
        out = np.zeros(flags.shape)
        total = 0.0
        for mine in self._strata:
            size, with_focus = int(mine.sum()), int(self.flags[mine].sum())
            without = size - with_focus
            if not with_focus or not without:
                continue
            known = with_focus * without / size
            total += known
            part = flags[:, mine]
            out[:, mine] = known * np.where(part, 1.0 / with_focus, -1.0 / without)
        return np.asarray(out / total) if total else out

    def _flags_drawn(self) -> _Flags:
        if self.exact:
            return self._all()
        random = np.random.default_rng(_SEED)
        out = np.tile(self.flags, (RANDOM, 1))
        for mine in self._strata:
            out[:, mine] = random.permuted(out[:, mine], axis=1)
        return out

    def _all(self) -> _Flags:
        rows = np.zeros((1, self.count), dtype=bool)
        for mine in self._strata:
            where = np.flatnonzero(mine)
            chosen = list(combinations(where.tolist(), int(self.flags[mine].sum())))
            part = np.zeros((len(chosen), self.count), dtype=bool)
            for row, blocks in enumerate(chosen):
                part[row, list(blocks)] = True
            rows = (rows[:, None, :] | part[None, :, :]).reshape(-1, self.count)
        return rows


def arranged(values: Sequence[float], focused: Sequence[bool], sessions: Sequence[int]) -> Arranged:
    """Blocks as arrays."""
    return Arranged(
        np.asarray(values, dtype=np.float64),
        np.asarray(focused, dtype=bool),
        np.asarray(sessions, dtype=np.int64),
    )
