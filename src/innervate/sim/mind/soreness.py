"""After eccentric work: strength lost, soreness that comes later, and protection for next time."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from innervate.core.errors import InputError

_WORST_LOSS_H = 24.0
_LOSS_FADES_H = 72.0
_FIRST_LOSS = 0.8
_PROTECTED_H = 9 * 7 * 24.0


@dataclass(frozen=True, slots=True)
class Soreness:
    """How a person answers to unaccustomed eccentric work (dose 1 = a hard first bout).

    Attributes:
        strength_loss: part of strength that is gone after a day, 0.20 to 0.30 (evidence row
            "doms", from memory, not checked).
        peak_h: when soreness is worst, 24 to 72 h (the same row).
        worst: soreness then, 0 to 10.
        protection: part of the effect that an earlier bout within nine weeks leaves out (Cleary
            et al. 2002, direction; Bridgeman et al. 2015: up to half a year); the size is a
            plausible setting.
    """

    strength_loss: float = 0.25
    peak_h: float = 48.0
    worst: float = 6.0
    protection: float = 0.5

    def __post_init__(self) -> None:
        if not 0.0 < self.peak_h < math.inf:
            raise InputError("soreness peaks some hours after the work", given=f"{self.peak_h:g} h")

    def loss(self, after_h: float, dose: float = 1.0) -> float:
        """The part of strength that is gone `after_h` hours after a bout."""
        if after_h < 0.0:
            return 0.0
        if after_h < _WORST_LOSS_H:
            part = _FIRST_LOSS + (1.0 - _FIRST_LOSS) * after_h / _WORST_LOSS_H
        else:
            part = math.exp(-(after_h - _WORST_LOSS_H) / _LOSS_FADES_H)
        return min(self.strength_loss * dose * part, 1.0)

    def felt(self, after_h: float, dose: float = 1.0) -> float:
        """Soreness (0-10) then: nothing at first, worst at `peak_h`, gone within days."""
        if after_h <= 0.0:
            return 0.0
        turn = after_h / self.peak_h
        return min(self.worst * dose * (turn * math.exp(1.0 - turn)) ** 2, 10.0)


@dataclass(frozen=True, slots=True)
class Bout:
    """Eccentric work at an hour of the programme; dose 1 = a hard first bout."""

    at_h: float
    dose: float


@dataclass(frozen=True, slots=True)
class Sore:
    """Strength lost (0-1) and soreness felt (0-10) at a moment."""

    loss: float
    felt: float


def sore_at(hour: float, bouts: Iterable[Bout], person: Soreness) -> Sore:
    """The worst of what the bouts so far have left; a bout soon after another does less."""
    before = sorted((b for b in bouts if b.at_h <= hour and b.dose > 0), key=lambda b: b.at_h)
    loss = felt = 0.0
    last: float | None = None
    for bout in before:
        known = last is not None and bout.at_h - last <= _PROTECTED_H
        dose = bout.dose * (1.0 - person.protection) if known else bout.dose
        loss = max(loss, person.loss(hour - bout.at_h, dose))
        felt = max(felt, person.felt(hour - bout.at_h, dose))
        last = bout.at_h
    return Sore(loss, felt)
