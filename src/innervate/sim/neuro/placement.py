"""Where a pair of electrodes sits on its muscle."""

from __future__ import annotations

import math
from dataclasses import dataclass

from innervate.core.errors import InputError


@dataclass(frozen=True, slots=True)
class Placement:
    """A pair of surface electrodes, and how far from the good site it was put.

    Attributes:
        distance_mm: between the centres (20 mm: Hermens et al. 2000, J Electromyogr Kinesiol
            10:361).
        along_mm: shift along the fibres, positive away from the innervation zone.
        across_mm: shift across the fibres.
        fat_mm: thickness of the fat under the electrodes, or None for that of the muscle's model.
    """

    distance_mm: float = 20.0
    along_mm: float = 0.0
    across_mm: float = 0.0
    fat_mm: float | None = None

    def __post_init__(self) -> None:
        if not 0.0 < self.distance_mm <= _FARTHEST_MM:
            raise InputError(
                "the electrodes of a pair are above 0 and up to 200 mm apart",
                found=f"{self.distance_mm} mm",
            )
        if not (abs(self.along_mm) <= _FARTHEST_MM and abs(self.across_mm) <= _FARTHEST_MM):
            raise InputError(
                "an electrode is misplaced by up to 200 mm",
                found=f"{self.along_mm} mm along, {self.across_mm} mm across",
            )
        if self.fat_mm is not None and not (0.0 <= self.fat_mm < math.inf):
            raise InputError("fat has a thickness from 0 on", found=f"{self.fat_mm} mm")


_FARTHEST_MM = 200.0
