"""From the words on a command line to a source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from innervate.core.device import Device
from innervate.core.errors import InputError
from innervate.core.recording import Recording
from innervate.core.registry import Registry
from innervate.core.source import Source
from innervate.devices._address import Address
from innervate.session.pace import CHUNK_S, PacedSource
from innervate.session.silent import NONE, SilentSource

DEVICES: Registry[Device] = Registry("innervate.devices", "device")
REPLAY = "replay"
_FREE_PACE = 10.0
_LONGEST_S = 0.5


@dataclass(frozen=True, slots=True)
class Replay:
    """A recording and how to play it; pace None is as fast as it is read."""

    recording: Recording
    pace: float | None = 1.0
    loop: bool = False

    @classmethod
    def of(cls, words: str) -> Replay:
        """What ``replay:FILE[?pace=2&loop=1]`` names; raises `InputError` where it names none."""
        from innervate.formats._open import open_recording

        parsed = Address.parse(words.partition(":")[2], REPLAY, ("pace", "loop"))
        loop = parsed.text("loop") or "0"
        if loop not in ("0", "1"):
            raise InputError("a replay loops or not", given=f"loop={loop}", fix="write loop=1")
        pace = parsed.number("pace", 1.0) or None
        return cls(open_recording(Path(parsed.head)), pace, loop == "1")

    def source(self) -> PacedSource:
        """The recording as a source; the faster it plays, the longer its pieces."""
        chunk_s = min(CHUNK_S * max(self.pace or _FREE_PACE, 1.0), _LONGEST_S)
        return PacedSource(self.recording, pace=self.pace, loop=self.loop, chunk_s=chunk_s)


def connect(words: str) -> Source:
    """Make the source that ``DEVICE:ADDRESS``, ``replay:FILE[?pace=2&loop=1]`` or ``none`` names.

    It is not yet opened. Raises `InputError` where the words do not name one.
    """
    if words == NONE:
        return SilentSource()
    device, colon, address = words.partition(":")
    if device == REPLAY and colon:
        return Replay.of(words).source()
    if device not in DEVICES.names():
        raise InputError(
            f"there is no source {words!r}",
            found=", ".join((*DEVICES.names(), REPLAY)),
            fix="write DEVICE:ADDRESS as `innervate devices` lists them, or replay:FILE",
        )
    return DEVICES.load(device).connect(address)
