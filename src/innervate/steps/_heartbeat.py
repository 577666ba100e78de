"""Heartbeats in resting trunk EMG."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from innervate.core.stream import Samples

Verdict = npt.NDArray[np.bool_]
"""One yes or no per channel."""

_BASELINE_S, _SMOOTH_S = 0.21, 0.05
_STANDS_OUT = 4.0
_FEWEST, _WIDEST_S, _REFRACTORY_S = 5, 0.16, 0.3
_BEAT_S = (0.35, 1.5)
_RHYTHM, _EVEN, _ALIKE = 0.15, 0.4, 0.5
_HALF_BEAT_S = 0.06


def without_baseline(slow: Samples, frame_s: float) -> Samples:
    """What is faster than 0.2 s in a slow signal (frames x channels); shorter at both ends."""
    baseline = _moving_mean(slow, 2 * round(_BASELINE_S / frame_s / 2) + 1)
    aside = (len(slow) - len(baseline)) // 2
    return slow[aside : aside + len(baseline)] - baseline


def beats(signal: Samples, frame_s: float) -> Verdict:
    """Whether a few seconds of a channel hold spikes at the rhythm of a heart.

    The spikes of a heart stand far above what is between them, are narrow (bursts of muscle, as
    of walking, are wider than 0.16 s), come evenly with none left out, and have one shape, which
    bursts of muscle have not.

    Args:
        signal: the slow part of the channels (below about 50 Hz) without the baseline, frames x
            channels; a channel with a frame that is missing has no heart.
        frame_s: length of a frame.
    """
    signal = np.where(np.isfinite(signal).all(axis=0), signal, 0.0)
    level = _moving_mean(np.abs(signal), max(1, round(_SMOOTH_S / frame_s)))
    usual, top = np.quantile(level, (0.5, 0.99), axis=0)
    found: Verdict = np.asarray((top > _STANDS_OUT * usual) & (top > 0.0))
    for channel in np.flatnonzero(found):
        one, its_level = signal[:, channel], level[:, channel].copy()
        found[channel] = _beats(one, its_level, float(top[channel]), frame_s)
    return found


def _beats(signal: Samples, level: Samples, top: float, frame_s: float) -> bool:
    peaks = _peaks(level, 0.5 * top, max(1, round(_REFRACTORY_S / frame_s)))
    if len(peaks) < _FEWEST or any(_width(level, peak) * frame_s > _WIDEST_S for peak in peaks):
        return False
    return _is_rhythm(peaks, level, frame_s) and _have_one_shape(signal, peaks, frame_s)


def _is_rhythm(peaks: list[int], level: Samples, frame_s: float) -> bool:
    between = np.diff(np.array(peaks)) * frame_s
    heights = level[peaks]
    covered = between.sum() + 2 * between.max() >= len(level) * frame_s
    rhythm = _BEAT_S[0] <= between.min() and between.max() <= _BEAT_S[1]
    steady = float(np.std(between)) <= _RHYTHM * float(np.mean(between))
    even = float(np.std(heights)) <= _EVEN * float(np.mean(heights))
    return bool(covered and rhythm and steady and even)


def _have_one_shape(signal: Samples, peaks: list[int], frame_s: float) -> bool:
    """Whether the mean over the beats keeps most of their power."""
    half = max(2, round(_HALF_BEAT_S / frame_s))
    smooth = max(1, round(_SMOOTH_S / frame_s))
    shapes = []
    for peak in peaks:
        near = np.abs(signal[peak : peak + smooth])
        centre = peak + int(np.argmax(near))
        if half <= centre < len(signal) - half:
            shapes.append(signal[centre - half : centre + half + 1])
    if len(shapes) < _FEWEST - 1:
        return False
    together = np.array(shapes)
    return bool(np.mean(together.mean(axis=0) ** 2) >= _ALIKE * np.mean(together**2))


def _moving_mean(data: Samples, width: int) -> Samples:
    count = len(data) - width + 1
    total = data[:count].copy()
    for first in range(1, width):
        total += data[first : first + count]
    total /= width
    return total


def _peaks(level: Samples, least: float, apart: int) -> list[int]:
    peaks: list[int] = []
    high = np.flatnonzero(level >= least)
    for at, height in zip(high.tolist(), level[high].tolist(), strict=True):
        if not peaks or at - peaks[-1] >= apart:
            peaks.append(at)
            highest = height
        elif height > highest:
            peaks[-1], highest = at, height
    return peaks


def _width(level: Samples, peak: int) -> int:
    below = np.flatnonzero(level < 0.5 * level[peak])
    after = int(np.searchsorted(below, peak))
    first = int(below[after - 1]) if after else -1
    last = int(below[after]) if after < len(below) else len(level)
    return last - first - 1
