"""An amplifier on the local network, as a process of its own: the virtual athlete's EMG over LSL.

``python _outlet.py NAME`` publishes two channels without names at 1 kHz and says ``ready``. It
does on the spot what is written to it, line by line: ``work`` and ``rest``.
"""

from __future__ import annotations

import math
import sys
import threading
import time
from collections.abc import Iterable

import pylsl

from innervate.core.channel import MuscleSide, Side
from innervate.sim.athlete import Athlete
from innervate.sim.montage import Electrode, Montage
from innervate.sim.realities import Realities
from innervate.sim.script import Effort, Phase, PhaseKind, Role, Script

RATE_HZ = 1000.0
CHANNELS = ("A1", "A2")
_EVERY_S = 0.01
_LEFT = MuscleSide("pectoralis_major", Side.LEFT)
_RIGHT = MuscleSide("pectoralis_major", Side.RIGHT)
_LONG_S = 3600.0


def athlete(level: float) -> Athlete:
    """Somebody who holds the left chest at a level, the right one a little, for an hour."""
    efforts = (
        Effort(_LEFT, 0.0, _LONG_S, level, Role.TARGET),
        Effort(_RIGHT, 0.0, _LONG_S, 0.1 * level, Role.COMPENSATOR),
    )
    held = Phase(PhaseKind.SET, _LONG_S, "", efforts if level else ())
    montage = Montage((Electrode(_LEFT, 450e-6), Electrode(_RIGHT, 420e-6)), RATE_HZ)
    return Athlete(Script("pec_isolation", (held,), (held,)), montage, Realities(), 1)


class Wish:
    """What is wanted now, as the lines of a stream say it; over when they end."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.work = self.over = False
        threading.Thread(target=self._hear, args=(lines,), daemon=True).start()

    def _hear(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.work = line.strip() == "work"
        self.over = True


def publish(name: str, lines: Iterable[str]) -> None:
    """Publish until the lines end."""
    info = pylsl.StreamInfo(name, "EMG", len(CHANNELS), RATE_HZ, pylsl.cf_float32, name)
    described = info.desc().append_child("channels")
    for label in CHANNELS:
        channel = described.append_child("channel")
        channel.append_child_value("label", label)
        channel.append_child_value("unit", "microvolts")
        channel.append_child_value("type", "EMG")
    outlet = pylsl.StreamOutlet(info)
    working, resting, wish = athlete(0.6), athlete(0.02), Wish(lines)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    began_s, sent = pylsl.local_clock(), 0
    while not wish.over:
        time.sleep(_EVERY_S)
        due = math.floor((pylsl.local_clock() - began_s) * RATE_HZ)
        if due > sent:
            (block,) = (working if wish.work else resting).read(sent, due)
            outlet.push_chunk(1e6 * block.data, began_s + (due - 1) / RATE_HZ)
            sent = due


if __name__ == "__main__":
    publish(sys.argv[1], sys.stdin)
