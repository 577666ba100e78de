"""Small sound C3D files, so that the contract suite has some to check the reader on."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

from innervate.formats.c3d._parameters import BLOCK, MAGIC

_INTEL = 84
_POINT_HZ, _SUBFRAMES = 100.0, 10
_LABELS = ("EMG1", "EMG2")
_REAL = -1.0
"""A negative scale says that the values are real numbers."""


def write_sample(path: Path, frames: int) -> Path:
    """Write two channels of EMG at 1000 Hz beside a point at 100 Hz; at most 32,767 frames."""
    emg = 1e-3 * np.random.default_rng(1).standard_normal((frames, _SUBFRAMES * len(_LABELS)))
    point = np.tile([100.0, 200.0, 900.0, 0.0], (frames, 1))
    section = _section(frames)
    first_block = 2 + len(section) // BLOCK
    words = struct.pack("<5h", 1, emg.shape[1], 1, frames, 0)
    where = struct.pack("<fhhf", _REAL, first_block, _SUBFRAMES, _POINT_HZ)
    header = (bytes([2, MAGIC]) + words + where).ljust(BLOCK, b"\0")
    path.write_bytes(header + section + np.hstack([point, emg]).astype("<f4").tobytes())
    return path


def _section(frames: int) -> bytes:
    parameters = (
        _group(1, "POINT"),
        _numbers(1, "USED", "h", 1),
        _numbers(1, "FRAMES", "h", frames),
        _numbers(1, "SCALE", "f", _REAL),
        _numbers(1, "RATE", "f", _POINT_HZ),
        _texts(1, "UNITS", "mm"),
        _texts(1, "LABELS", "M1"),
        _group(2, "ANALOG"),
        _numbers(2, "USED", "h", len(_LABELS)),
        _numbers(2, "RATE", "f", _POINT_HZ * _SUBFRAMES),
        _texts(2, "LABELS", *_LABELS),
        _texts(2, "UNITS", *["V"] * len(_LABELS)),
        _numbers(2, "GEN_SCALE", "f", 1.0),
        _numbers(2, "SCALE", "f", *[1.0] * len(_LABELS)),
        _numbers(2, "OFFSET", "h", *[0] * len(_LABELS)),
    )
    body = b"".join(parameters)
    blocks = -(-(4 + len(body)) // BLOCK)
    return (bytes([0, 0, blocks, _INTEL]) + body).ljust(blocks * BLOCK, b"\0")


def _group(number: int, name: str) -> bytes:
    return _entry(-number, name, b"")


def _numbers(group: int, name: str, form: str, *values: float) -> bytes:
    raw = struct.pack(f"<{len(values)}{form}", *values)
    shape = [len(values)] if len(values) > 1 else []
    return _entry(group, name, bytes([struct.calcsize(form), len(shape), *shape]) + raw)


def _texts(group: int, name: str, *texts: str) -> bytes:
    width = max(map(len, texts))
    raw = "".join(text.ljust(width) for text in texts).encode()
    return _entry(group, name, bytes([0xFF, 2, width, len(texts)]) + raw)


def _entry(group: int, name: str, body: bytes) -> bytes:
    """A name, the way to the next entry, the body and an empty description."""
    head = struct.pack("<bb", len(name), group) + name.encode()
    return head + struct.pack("<h", 3 + len(body)) + body + b"\0"
