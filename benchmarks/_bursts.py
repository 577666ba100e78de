"""EMG in bursts with some hum, made second by second, for any length."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from innervate.core.channel import Channel, Kind, Side
from innervate.core.stream import StreamSpec

RATE_HZ = 2000.0
EXERCISE = "biceps_curl"
_MUSCLES = ("biceps_brachii", "triceps_brachii", "deltoideus_anterior", "trapezius_descendens")
SET_S = 60
_PERIOD_S, _ACTIVE_S = 4, 2
_REST_V, _HUM_V, _OFFSET_V = 4e-6, 6e-6, 2e-4
_EFFORTS_V = (2e-4, 4e-5, 6e-5, 5e-5)


def spec(channels: int = 8) -> StreamSpec:
    """Four muscles of both sides, and more channels without a muscle where wanted."""
    named = [
        Channel(f"{muscle} {side}", Kind.EMG, "V", muscle, side)
        for side in Side
        for muscle in _MUSCLES
    ]
    more = [Channel(f"EMG{k + 1}", Kind.EMG, "V") for k in range(len(named), channels)]
    return StreamSpec("emg", (*named[:channels], *more), RATE_HZ, "amplifier")


def seconds(
    count: int, channels: int = 8, every_s: int = SET_S
) -> Iterator[npt.NDArray[np.float64]]:
    """Successive seconds (samples x channels, volts): rest and bursts of 2 s each, in sets.

    A set is one minute of them and begins every `every_s` seconds.
    """
    rng = np.random.default_rng(1)
    rate = round(RATE_HZ)
    efforts_v = np.array([_EFFORTS_V[k % len(_EFFORTS_V)] for k in range(channels)])
    hum_v = _HUM_V * np.sin(2 * np.pi * 50.0 * np.arange(rate) / rate)[:, None]
    for second in range(count):
        active = second % every_s < SET_S and second % _PERIOD_S >= _PERIOD_S - _ACTIVE_S
        level_v = np.hypot(_REST_V, efforts_v * active)
        noise = rng.standard_normal((rate, channels))
        yield noise * level_v + hum_v + _OFFSET_V


def whole(count: int, channels: int = 8) -> npt.NDArray[np.float64]:
    """All of it at once (samples x channels)."""
    out = np.empty((count * round(RATE_HZ), channels))
    for second, data in enumerate(seconds(count, channels)):
        out[second * len(data) : (second + 1) * len(data)] = data
    return out
