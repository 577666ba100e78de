"""A stream of noise to try the LSL source on, where no amplifier is at hand."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import numpy as np

from innervate.devices._lsl_describe import OWN_SOURCE, SIMULATED
from innervate.devices._lsl_link import load_pylsl

_RATE_HZ, _CHANNELS = 1000.0, 2
_EVERY_S = 0.01
_MICROVOLTS = 50.0


@contextmanager
def noise_outlet() -> Iterator[str]:
    """Publish two channels of simulated noise as EMG; gives the outlet's source id.

    The network can see it, as it can any outlet, under a name that says what it is; this
    product's own search for devices passes it over.
    """
    pylsl = load_pylsl()
    source_id = f"{OWN_SOURCE}{uuid4().hex[:12]}:rehearsal"
    name = f"innervate rehearsal {SIMULATED}"
    info = pylsl.StreamInfo(name, "EMG", _CHANNELS, _RATE_HZ, pylsl.cf_float32, source_id)
    described = info.desc().append_child("channels")
    for number in range(_CHANNELS):
        channel = described.append_child("channel")
        channel.append_child_value("label", f"EMG{number + 1}")
        channel.append_child_value("unit", "microvolts")
    stopping = threading.Event()
    player = threading.Thread(
        target=_play, args=(pylsl, pylsl.StreamOutlet(info), stopping), daemon=True
    )
    player.start()
    try:
        yield source_id
    finally:
        stopping.set()
        player.join()


def _play(pylsl: Any, outlet: Any, stopping: threading.Event) -> None:
    random = np.random.default_rng(1)
    began_s = float(pylsl.local_clock())
    sent = 0
    while not stopping.wait(_EVERY_S):
        due = int((float(pylsl.local_clock()) - began_s) * _RATE_HZ)
        if due > sent:
            data = random.normal(0.0, _MICROVOLTS, (due - sent, _CHANNELS)).astype(np.float32)
            outlet.push_chunk(data, [began_s + index / _RATE_HZ for index in range(sent, due)])
            sent = due
