"""A device for the app's benchmark: EMG by LSL in chunks of 10 ms, stamped with their own time.

    python -m benchmarks.app_push --channels 8

Unlike a stamp of the moment of pushing, the time at which a sample was due does not move when this
process is late; how late it was (ms: p50, p95) is printed when it is told to end.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import time
from typing import Any, Final

import numpy as np
from benchmarks._bursts import RATE_HZ, spec, whole

CHUNK: Final = 20
SOURCE: Final = "innervate-benchmark-app"
_SECONDS: Final = 16
"""How long the signal is before it begins again: a whole number of bursts."""


def outlet(channels: int) -> Any:
    """An LSL outlet that says what its channels are."""
    import pylsl

    stream = spec(channels)
    info = pylsl.StreamInfo(
        "bench", "EMG", channels, RATE_HZ, pylsl.cf_float32, f"{SOURCE}-{channels}"
    )
    described = info.desc().append_child("channels")
    for channel in stream.channels:
        one = described.append_child("channel")
        one.append_child_value("label", channel.name)
        one.append_child_value("unit", "microvolts")
        one.append_child_value("type", "EMG")
    return pylsl.StreamOutlet(info)


def push(channels: int) -> None:
    """Push in real time until told to end (SIGTERM)."""
    import pylsl

    late_ms: list[float] = []

    def end(*_: object) -> None:
        p50, p95 = np.percentile(late_ms or [0.0], (50, 95))
        print(json.dumps([float(p50), float(p95)]), flush=True)
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    out = outlet(channels)
    data = (whole(_SECONDS, channels) * 1e6).astype(np.float32)
    due_s, at = pylsl.local_clock(), 0
    while True:
        due_s += CHUNK / RATE_HZ
        time.sleep(max(due_s - pylsl.local_clock(), 0.0))
        out.push_chunk(data[at : at + CHUNK], due_s)
        late_ms.append(1e3 * (pylsl.local_clock() - due_s))
        at = (at + CHUNK) % len(data)


def main() -> None:
    """Be the device."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--channels", type=int, default=8)
    push(parser.parse_args().channels)


if __name__ == "__main__":
    main()
