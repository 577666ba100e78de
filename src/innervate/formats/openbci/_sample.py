"""Small sound files as the OpenBCI GUI saves them, for the contract suite."""

from __future__ import annotations

from pathlib import Path

import numpy as np

_TURN = 256
"""Samples until the board's counter begins again."""
_HEAD = """\
%OpenBCI Raw EXG Data
%Number of channels = 4
%Sample Rate = 200 Hz
%Board = OpenBCI_GUI$BoardGanglion
Sample Index, EXG Channel 0, EXG Channel 1, EXG Channel 2, EXG Channel 3, \
Accel Channel 0, Accel Channel 1, Accel Channel 2
"""


def write_sample(path: Path, turns: int) -> Path:
    """Write so many turns of the counter, of four electrodes and an accelerometer at 200 Hz."""
    random = np.random.default_rng(1)
    microvolts = random.normal(0.0, 50.0, (_TURN, 4))
    gravities = random.normal([0.0, 0.0, 1.0], 0.01, (_TURN, 3))
    rows = [
        f"{count}, {', '.join(f'{value:.6f}' for value in values)}\n"
        for count, values in enumerate(np.hstack([microvolts, gravities]))
    ]
    path.write_text(_HEAD + "".join(rows) * turns, encoding="ascii")
    return path
