"""Heartbeats in resting trunk EMG."""

from __future__ import annotations

import numpy as np

from innervate.core.stream import Samples

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


def beats(signal: Samples, frame_s: float) -> bool:
    """Whether a few seconds of one channel hold spikes at the rhythm of a heart.

    The spikes of a heart stand far above what is between them, are narrow (bursts of muscle, as
    of walking, are wider than 0.16 s), come evenly with none left out, and have one shape, which
    bursts of muscle have not.

    Args:
        signal: its slow part (below about 50 Hz) without the baseline, frame by frame.
        frame_s: length of a frame.
    """
    level = _moving_mean(np.abs(signal)[:, None], max(1, round(_SMOOTH_S / frame_s)))[:, 0]
    top = float(np.quantile(level, 0.99))
    if top <= _STANDS_OUT * float(np.median(level)) or top <= 0.0:
        return False
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
    windows = np.lib.stride_tricks.sliding_window_view(data, width, axis=0)
    mean: Samples = windows.mean(axis=-1)
    return mean


def _peaks(level: Samples, least: float, apart: int) -> list[int]:
    peaks: list[int] = []
    for at in np.flatnonzero(level >= least).tolist():
        if peaks and at - peaks[-1] < apart:
            peaks[-1] = at if level[at] > level[peaks[-1]] else peaks[-1]
        else:
            peaks.append(at)
    return peaks


def _width(level: Samples, peak: int) -> int:
    above = level >= 0.5 * level[peak]
    low = high = peak
    while low > 0 and above[low - 1]:
        low -= 1
    while high + 1 < len(level) and above[high + 1]:
        high += 1
    return high - low + 1
