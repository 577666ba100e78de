"""From the words on a command line to a source."""

from __future__ import annotations

from pathlib import Path

from innervate.core.device import Device
from innervate.core.errors import InputError
from innervate.core.registry import Registry
from innervate.core.source import Source
from innervate.devices._address import Address
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

    parsed = Address.parse(address, REPLAY, ("pace", "loop"))
    loop = parsed.text("loop") or "0"
    if loop not in ("0", "1"):
        raise InputError("a replay loops or not", given=f"loop={loop}", fix="write loop=1")
    pace = parsed.number("pace", 1.0) or None
    return PacedSource(open_recording(Path(parsed.head)), pace=pace, loop=loop == "1")
