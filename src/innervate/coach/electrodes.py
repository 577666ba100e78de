"""Whether an electrode pair is good, and if not, what to do about it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final

from innervate.body.anatomy import muscles
from innervate.coach.choices import CastChannel
from innervate.coach.standing import ElectrodeStanding
from innervate.core.flaw import Flaw

GOOD: Final = "good"
WAITING: Final = "waiting"

_WORST_FIRST: Final = (
    Flaw.UNPLUGGED, Flaw.FLAT, Flaw.CLIPPED, Flaw.MOTION, Flaw.ECG, Flaw.NOISY, Flaw.MAINS,
)  # fmt: skip
_DO: Final = {
    Flaw.UNPLUGGED: "Push the cable in and press both electrodes down.",
    Flaw.FLAT: "Nothing arrives. Plug the cable in and check that the channel is on.",
    Flaw.CLIPPED: "Too strong for the amplifier. Lower its gain, or press the electrodes down.",
    Flaw.MOTION: "The cable moves. Tape it to the skin and keep it from swinging.",
    Flaw.ECG: "Your heartbeat is in it. Move the pair away from the heart, along the muscle.",
    Flaw.NOISY: "Too much noise. Clean the skin with water, let it dry, use fresh electrodes.",
    Flaw.MAINS: "Hum from the mains. Check the reference electrode and move away from chargers; "
    "what is left of the hum is filtered out.",
}
_REMEMBERED: Final = 4
_HALF_S: Final = 0.5


def advice(flaw: Flaw) -> str:
    """What to do about the worst of these flaws, in a sentence or two.

    >>> advice(Flaw.UNPLUGGED | Flaw.MAINS)
    'Push the cable in and press both electrodes down.'
    """
    worst = _worst(flaw)
    return _DO[worst] if worst else "Good. Leave it as it is."


class Electrodes:
    """Follows the flaws of each channel; one bad half second alone changes no verdict.

    Args:
        channels: the channels, in the order of a glance's flaws.
    """

    def __init__(self, channels: Sequence[CastChannel]) -> None:
        places = {muscle.key: muscle.site.place for muscle in muscles() if muscle.site}
        self._channels = tuple(channels)
        self._sites = tuple(places.get(channel.muscle or "", "") for channel in channels)
        self._lately: list[deque[Flaw]] = [deque(maxlen=_REMEMBERED) for _ in channels]
        self._next_s = float("-inf")
        self._standing = self._made()

    def see(self, at_s: float, flaws: Sequence[Flaw | None]) -> None:
        """Take the verdicts of a moment; those of one half second count once."""
        if at_s < self._next_s or not flaws:
            return
        self._next_s = (at_s // _HALF_S + 1) * _HALF_S
        for lately, flaw in zip(self._lately, flaws, strict=True):
            if flaw is not None:
                lately.append(flaw)
        self._standing = self._made()

    def standing(self) -> tuple[ElectrodeStanding, ...]:
        """How good each pair is."""
        return self._standing

    def _made(self) -> tuple[ElectrodeStanding, ...]:
        return tuple(
            ElectrodeStanding(channel.name, channel.label, *_verdict(lately), site)
            for channel, lately, site in zip(self._channels, self._lately, self._sites, strict=True)
        )


def _verdict(lately: deque[Flaw]) -> tuple[str, str]:
    if not lately:
        return WAITING, "Listening. Keep still for a moment."
    often = Flaw.NONE
    for flaw in _WORST_FIRST:
        if 2 * sum(flaw in seen for seen in lately) >= max(len(lately), 2):
            often |= flaw
    worst = _worst(often)
    return (worst.words[0] if worst else GOOD), advice(often)


def _worst(flaws: Flaw) -> Flaw | None:
    return next((flaw for flaw in _WORST_FIRST if flaw in flaws), None)
