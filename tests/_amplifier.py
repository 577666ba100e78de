"""A muscle amplifier on the network of this machine: another process, and no person at it."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_OUTLET = """
import sys, time
import numpy as np
import pylsl

info = pylsl.StreamInfo(sys.argv[1], "EMG", 3, 1000.0, pylsl.cf_double64, "fixed " + sys.argv[1])
channels = info.desc().append_child("channels")
for label in ("CH1", "CH2", "CH3"):
    channel = channels.append_child("channel")
    channel.append_child_value("label", label)
    channel.append_child_value("unit", "volts")
    channel.append_child_value("type", "EMG")
outlet = pylsl.StreamOutlet(info)
print("open", flush=True)
rng = np.random.default_rng(1)
sent, began = 0, pylsl.local_clock()
while True:
    due = int((pylsl.local_clock() - began) * 1000)
    if due > sent:
        work = due % 4000 > 2000
        sizes = np.array([200e-6, 60e-6, 0.0]) if work else np.array([2e-6, 2e-6, 0.0])
        raw = rng.standard_normal((due - sent + 8, 3))
        soft = sum(raw[at : at + due - sent] for at in range(9)) / 3 - raw[4 : 4 + due - sent] / 3
        outlet.push_chunk(soft * sizes)
        sent = due
    time.sleep(0.01)
"""


@dataclass(frozen=True, slots=True)
class Amplifier:
    """Two channels with muscles under them, and one whose electrode is not plugged in."""

    name: str

    @property
    def source(self) -> str:
        """The words by which the app finds it."""
        return f"lsl:{self.name}"

    @property
    def maps(self) -> list[dict[str, str]]:
        """Which channel is which muscle."""
        places = ("biceps_brachii", "triceps_brachii", "deltoideus_anterior")
        return [
            {"channel": f"CH{number}", "muscle": muscle, "side": "left"}
            for number, muscle in enumerate(places, 1)
        ]


@contextmanager
def muscles(name: str = "") -> Iterator[Amplifier]:
    """Publish the signals until the end of the block; then the amplifier falls silent.

    Under the same `name` it is the same amplifier again.
    """
    name = name or f"amplifier-{uuid.uuid4().hex[:8]}"
    process = subprocess.Popen(
        [sys.executable, "-c", _OUTLET, name],
        stdout=subprocess.PIPE, text=True, env=dict(os.environ),
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield Amplifier(name)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
