"""What can be wrong with a channel."""

from __future__ import annotations

from enum import IntFlag


class Flaw(IntFlag):
    """Flaws of a stretch of one channel; a QUALITY channel carries them as a whole number."""

    NONE = 0
    MAINS = 1
    CLIPPED = 2
    FLAT = 4
    MOTION = 8
    ECG = 16
    UNPLUGGED = 32
    NOISY = 64

    @property
    def words(self) -> tuple[str, ...]:
        """Each flaw in words, the worst ones included once.

        >>> (Flaw.MAINS | Flaw.CLIPPED).words
        ('mains hum', 'clipped')
        """
        return tuple(_WORDS[flaw] for flaw in type(self) if flaw and flaw in self)


_WORDS = {
    Flaw.MAINS: "mains hum",
    Flaw.CLIPPED: "clipped",
    Flaw.FLAT: "flat line",
    Flaw.MOTION: "motion or drift",
    Flaw.ECG: "heartbeat",
    Flaw.UNPLUGGED: "unplugged",
    Flaw.NOISY: "noisy",
}
