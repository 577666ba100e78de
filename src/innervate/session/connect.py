"""From the words on a command line to a source."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs

from innervate.core.device import Device
from innervate.core.errors import InputError
from innervate.core.registry import Registry
from innervate.core.source import Source
from innervate.session.pace import PacedSource

DEVICES: Registry[Device] = Registry("innervate.devices", "device")
REPLAY = "replay"


def connect(words: str) -> Source:
    """Make the source that ``DEVICE:ADDRESS`` or ``replay:FILE[?pace=2&loop=1]`` names.

    It is not yet opened. Raises `InputError` where the words do not name one.
    """
    device, colon, address = words.partition(":")
    if device == REPLAY and colon:
        return _replay(address)
    if device not in DEVICES.names():
        raise InputError(
            f"there is no source {words!r}",
            found=", ".join((*DEVICES.names(), REPLAY)),
            fix="write DEVICE:ADDRESS as `innervate devices` lists them, or replay:FILE",
        )
    return DEVICES.load(device).connect(address)


def _replay(address: str) -> Source:
    from innervate.formats._open import open_recording

    path, _, query = address.partition("?")
    options = {key: values[-1] for key, values in parse_qs(query).items()}
    unknown = set(options) - {"pace", "loop"}
    if unknown:
        raise InputError(
            f"replay knows no option {sorted(unknown)[0]!r}", fix="use pace=NUMBER or loop=1"
        )
    recording = open_recording(Path(path))
    loop = options.get("loop", "0") == "1"
    return PacedSource(recording, pace=_pace(options.get("pace", "1")), loop=loop)


def _pace(text: str) -> float | None:
    try:
        pace = float(text)
    except ValueError:
        pace = -1.0
    if pace < 0:
        raise InputError(
            "the pace of a replay must be a number", given=text, fix="0 stands for at once"
        )
    return pace or None
