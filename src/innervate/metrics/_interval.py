"""Intervals: over repetitions by Student's t, within one by the noise of its own windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from innervate.core.measure import Uncertainty
from innervate.core.stream import Samples
from innervate.metrics._windows import WINDOW_S, RepSummary

LEVEL = 0.95
FEWEST_REPS = 3
_FEWEST_DIFFERENCES = 4
_GRID = 64
_CERTAIN, _NO_SCATTER = 1e6, 1e-3
_SQUARES = 20.0
_THIRD_DIFFERENCE = np.array([1.0, -3.0, 3.0, -1.0]) / np.sqrt(_SQUARES)
UNBOUNDED = (-np.inf, np.inf)


@dataclass(frozen=True, slots=True)
class Shared:
    """An error that all repetitions share, so that their scatter cannot show it.

    Attributes:
        error: its standard error, in the unit of the values.
        words: what it comes from.
    """

    error: float
    words: str


DATING = Shared(0.02, "20 ms of dating error that all share")
"""Of the time between two edges that are dated in different ways. An onset is dated late where
activation rises slowly: by 7-17 ms at 20 dB where it takes 100-300 ms, as lifting a load does, by
our own table of generated signals (docs/onset_table.md). The potential takes some 8 ms more from
the discharge to the electrodes (half of 20-70 mm at 4 m/s)."""
LIKE_DATING = Shared(0.01, "10 ms of dating error that all share")
"""The same where both are dated in one way, so that most of what delays one delays the other."""


def t_quantile(freedom: float, level: float = LEVEL) -> float:
    """The two-sided quantile of Student's t.

    >>> round(t_quantile(9), 3)
    2.262
    """
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + level / 2.0))


def mean_interval(
    values: Sequence[float],
    limits: tuple[float, float] = UNBOUNDED,
    *,
    of: str = "repetitions",
    comparisons: int = 1,
    shared: Shared | None = None,
) -> Uncertainty:
    """The interval of the mean of repeated values by Student's t.

    With an error that all repetitions share, both are combined as standard uncertainties, with
    effective degrees of freedom after Welch and Satterthwaite (JCGM 100:2008, annex G.4).

    Args:
        values: one per repetition, taken as independent.
        limits: what the quantity cannot exceed.
        of: what was repeated, for the method's words.
        comparisons: how many intervals must hold together (Bonferroni).
        shared: what their scatter cannot show.
    """
    count = len(values)
    if count < FEWEST_REPS:
        return Uncertainty.none(f"{count} {of}: an interval needs at least {FEWEST_REPS}")
    centre, scatter = float(np.mean(values)), float(np.var(values, ddof=1)) / count
    variance, freedom = scatter, count - 1.0
    if shared is not None:
        variance += shared.error**2
        freedom *= (variance / scatter) ** 2 if scatter > _NO_SCATTER * variance else _CERTAIN
    half = t_quantile(freedom, 1.0 - (1.0 - LEVEL) / comparisons) * variance**0.5
    method = f"Student t over {count} {of}, taken as independent"
    if shared is not None:
        method += f", with {shared.words}"
    if comparisons > 1:
        method += f", Bonferroni over {comparisons} comparisons"
    return _interval(centre, half, limits, method)


@dataclass(frozen=True, slots=True)
class NoiseModel:
    """How the smoothing of an envelope shows in the differences of its 100-ms windows.

    Neighbouring windows of a smoothed envelope are alike, so that their differences see less
    than the noise and a mean over them averages less of it away. For a moving window of known
    length over white noise both follow from the overlap of the windows.

    Attributes:
        envelope_s: length of the moving window that made the envelope.
        seen: expected square of a normalised third difference over a window's variance.
        kept: variance of a long mean times its windows, over a window's variance.
        freedom: degrees of freedom per third difference.
    """

    envelope_s: float
    seen: float
    kept: float
    freedom: float

    @classmethod
    def of(cls, envelope_s: float) -> NoiseModel:
        """The model for an envelope smoothed over `envelope_s` (0 = not smoothed).

        >>> NoiseModel.of(0.0).seen, NoiseModel.of(0.0).kept
        (1.0, 1.0)
        """
        alike = _window_correlation(envelope_s / WINDOW_S)
        pattern = np.convolve(_THIRD_DIFFERENCE, _THIRD_DIFFERENCE[::-1])
        differences = np.convolve(pattern, alike)
        seen = float(differences[len(differences) // 2])
        freedom = seen**2 / float(np.sum(differences**2))
        return cls(envelope_s, round(seen, 12), round(float(np.sum(alike)), 12), freedom)

    @property
    def method(self) -> str:
        """The method in words."""
        return (
            "third successive differences (after von Neumann) of non-overlapping 100-ms windows "
            "anchored at sample 0 within the repetition, corrected for the overlap of a "
            f"{self.envelope_s:g}-s envelope; Student t; delta method. Measurement noise only"
        )

    def interval(
        self,
        value: float,
        gradient: Samples,
        rep: RepSummary,
        limits: tuple[float, float] = UNBOUNDED,
    ) -> Uncertainty:
        """The interval of a smooth function of a repetition's means with this gradient."""
        used = np.flatnonzero(gradient)
        if not len(used):
            return Uncertainty.none("the value does not depend on the data here")
        square = np.ix_(used, used)
        differences = int(rep.pairs[square].min())
        if differences < _FEWEST_DIFFERENCES:
            return Uncertainty.none(
                f"too short: {differences} differences of measured 100-ms windows, "
                f"at least {_FEWEST_DIFFERENCES} are needed"
            )
        covariance = rep.scatter[square] / rep.pairs[square] / (_SQUARES * self.seen)
        variance = float(gradient[used] @ covariance @ gradient[used])
        windows = float(rep.samples[used].min()) / rep.window
        spread = (max(variance, 0.0) * self.kept / windows) ** 0.5
        half = t_quantile(differences * self.freedom) * spread
        return _interval(value, half, limits, self.method)


def _window_correlation(smoothing: float) -> Samples:
    """Correlation of windows of unit length over white noise smoothed over `smoothing` lengths."""
    unit = np.bartlett(2 * _GRID + 1)
    smooth = round(smoothing * _GRID)
    both = np.convolve(unit, np.bartlett(2 * smooth + 1)) if smooth else unit
    centre = len(both) // 2
    reach = centre // _GRID
    alike = both[centre - reach * _GRID : centre + reach * _GRID + 1 : _GRID]
    return np.asarray(alike / both[centre], dtype=np.float64)


def _interval(centre: float, half: float, limits: tuple[float, float], method: str) -> Uncertainty:
    low, high = max(centre - half, limits[0]), min(centre + half, limits[1])
    return Uncertainty(low, high, LEVEL, method)
