"""What distinguishes one muscle's motor units from another's."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

_SPECIFIC_TENSION_N_CM2: Final = 22.5
_LONGEST_MM: Final = 140.0
_SHORTEST_MM: Final = 60.0
_DEFAULT_UNITS: Final = 200
_MOST_UNITS: Final = 300


@dataclass(frozen=True, slots=True)
class MuscleModel:
    """The motor units and the geometry of one muscle.

    Attributes:
        muscle: key in `body`.
        units: number of motor units; at most 300, for speed, where a muscle has more.
        recruitment_range: threshold of the last unit over that of the first (30: Fuglevand,
            Winter & Patla 1993, J Neurophysiol 70:2470).
        recruited_by: excitation, as a fraction of the maximum, at which the last unit is recruited.
        area_cm2: physiological cross-section.
        fibre_mm: length of the fibres from tendon to tendon.
        conduction_m_s, conduction_spread_m_s: mean and standard deviation over units (4 and 0.3:
            see MOTOR_UNITS).
        fat_mm: fat over the muscle (a plausible setting, not a finding).
        contraction: contraction times as a multiple of the general ones.
        drive: how far rates rise above the lowest, as a fraction of the general rise.
    """

    muscle: str
    units: int = _DEFAULT_UNITS
    recruitment_range: float = 30.0
    recruited_by: float = 0.9
    area_cm2: float = 12.0
    fibre_mm: float = 100.0
    conduction_m_s: float = 4.0
    conduction_spread_m_s: float = 0.3
    fat_mm: float = 3.0
    contraction: float = 1.0
    drive: float = 1.0

    @property
    def max_force_n(self) -> float:
        """Force of a maximal isometric contraction at the best length.

        Cross-section times 22.5 N/cm2 (Powell et al. 1984, J Appl Physiol 57:1715).
        """
        return self.area_cm2 * _SPECIFIC_TENSION_N_CM2

    @property
    def radius_mm(self) -> float:
        """Radius of the circle that has the muscle's cross-section."""
        return 10.0 * math.sqrt(self.area_cm2 / math.pi)

    @property
    def half_mm(self) -> float:
        """From the innervation zone to either tendon.

        Held between 30 and 70 mm: longer muscles have fibres in series, shorter ones would end
        under the electrodes.
        """
        return 0.5 * min(max(self.fibre_mm, _SHORTEST_MM), _LONGEST_MM)

    @property
    def site_mm(self) -> float:
        """From the innervation zone to the middle of a well-placed pair of electrodes."""
        return 0.5 * self.half_mm


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a muscle; None leaves the general default."""

    area_cm2: float
    fibre_mm: float
    units: int = _DEFAULT_UNITS
    hand: bool = False
    fat_mm: float = 3.0
    contraction: float = 1.0
    drive: float = 1.0


# Legs: cross-sections and fibre lengths of Ward et al. 2009 (Clin Orthop Relat Res 467:1074).
# Unit numbers of first dorsal interosseous (119), tibialis anterior (445), gastrocnemius medialis
# (579) and brachioradialis (333): Feinstein et al. 1955 (Acta Anat 23:127). In maximal contractions
# units of soleus fire at 11 per s on average, those of biceps and adductor pollicis at 30
# (Bellemare et al. 1983, J Neurophysiol 50:1380); quadriceps units fire more slowly than biceps
# units too. All other figures, fat included, are plausible settings, not findings.
_KNOWN: Final = {
    "abductor_digiti_minimi": _Known(1.5, 60.0, 130, hand=True, fat_mm=1.5),
    "first_dorsal_interosseous": _Known(1.5, 32.0, 119, hand=True, fat_mm=1.0),
    "adductor_longus": _Known(6.5, 108.0, fat_mm=6.0),
    "adductor_magnus": _Known(20.5, 144.5, fat_mm=8.0),
    "biceps_brachii": _Known(6.0, 120.0, 240, fat_mm=2.5),
    "biceps_femoris": _Known(11.3, 97.6, 240, fat_mm=5.0),
    "brachialis": _Known(7.0, 90.0, fat_mm=3.0),
    "brachioradialis": _Known(2.0, 140.0, 333, fat_mm=2.5),
    "deltoideus_anterior": _Known(8.0, 100.0, 220),
    "deltoideus_medius": _Known(10.0, 100.0, 220),
    "deltoideus_posterior": _Known(7.0, 110.0, 220),
    "erector_spinae": _Known(13.0, 100.0, 260, fat_mm=5.0),
    "extensor_digitorum": _Known(2.0, 70.0, 160, fat_mm=2.0),
    "wrist_extensors": _Known(3.0, 75.0, 160, fat_mm=2.0),
    "wrist_flexors": _Known(4.0, 65.0, 160, fat_mm=2.0),
    "flexor_digitorum_superficialis": _Known(4.0, 70.0, 180, fat_mm=2.0),
    "palmaris_longus": _Known(0.7, 60.0, 120, fat_mm=2.0),
    "external_oblique": _Known(8.0, 110.0, fat_mm=7.0),
    "internal_oblique": _Known(8.0, 90.0, fat_mm=9.0),
    "rectus_abdominis": _Known(3.0, 100.0, fat_mm=8.0),
    "gastrocnemius_lateralis": _Known(9.7, 58.8, 260, fat_mm=4.0, drive=0.6),
    "gastrocnemius_medialis": _Known(21.1, 51.0, 579, fat_mm=4.0, drive=0.6),
    "soleus": _Known(51.8, 44.0, 300, fat_mm=4.0, contraction=1.4, drive=0.25),
    "gluteus_maximus": _Known(33.4, 156.9, 300, fat_mm=15.0),
    "gluteus_medius": _Known(33.8, 73.3, 280, fat_mm=10.0),
    "tensor_fasciae_latae": _Known(3.0, 95.0, fat_mm=7.0),
    "gracilis": _Known(2.2, 227.8, 160, fat_mm=6.0),
    "iliopsoas": _Known(17.6, 110.0, fat_mm=10.0),
    "infraspinatus": _Known(9.5, 75.0, fat_mm=4.0),
    "latissimus_dorsi": _Known(8.5, 250.0, 260, fat_mm=5.0),
    "masseter": _Known(5.0, 60.0, 300, fat_mm=3.0),
    "temporalis": _Known(4.0, 60.0, 300, fat_mm=1.5),
    "multifidus": _Known(9.0, 60.0, fat_mm=6.0),
    "pectoralis_major": _Known(13.0, 140.0, 260, fat_mm=5.0),
    "peroneus_brevis": _Known(4.9, 45.4),
    "peroneus_longus": _Known(10.4, 50.8),
    "quadratus_lumborum": _Known(2.8, 80.0, fat_mm=10.0),
    "rectus_femoris": _Known(13.5, 75.9, 260, fat_mm=5.0, drive=0.6),
    "vastus_intermedius": _Known(16.7, 99.3, 260, fat_mm=12.0, drive=0.6),
    "vastus_lateralis": _Known(35.1, 99.4, 300, fat_mm=6.0, drive=0.6),
    "vastus_medialis": _Known(20.6, 96.8, 280, fat_mm=5.0, drive=0.6),
    "sartorius": _Known(1.9, 403.0, 160, fat_mm=5.0),
    "semimembranosus": _Known(18.4, 69.1, 240, fat_mm=6.0),
    "semitendinosus": _Known(4.8, 193.0, 220, fat_mm=6.0),
    "serratus_anterior": _Known(7.0, 110.0, fat_mm=4.0),
    "sternocleidomastoid": _Known(3.7, 110.0, fat_mm=2.0),
    "tibialis_anterior": _Known(10.9, 68.3, 445, fat_mm=2.0),
    "tibialis_posterior": _Known(14.4, 37.8, fat_mm=12.0),
    "trapezius_ascendens": _Known(5.0, 100.0, fat_mm=4.0),
    "trapezius_descendens": _Known(4.0, 100.0, fat_mm=3.0),
    "trapezius_transversalis": _Known(7.0, 80.0, fat_mm=4.0),
    "triceps_brachii": _Known(14.0, 100.0, 260, fat_mm=4.0),
}


def muscle_model(muscle: str) -> MuscleModel:
    """The model of a muscle of `body`; a muscle without figures of its own gets the defaults.

    Small muscles of the hand have all units recruited by about 50 to 60 % of the maximal force,
    large limb muscles by about 80 to 85 % (Kukulka & Clamann 1981, Brain Res 219:45; De Luca et
    al. 1982, J Physiol 329:113).
    """
    known = _KNOWN.get(muscle)
    if known is None:
        return MuscleModel(muscle)
    return MuscleModel(
        muscle,
        units=min(known.units, _MOST_UNITS),
        recruited_by=_HAND_RECRUITED_BY if known.hand else _LIMB_RECRUITED_BY,
        area_cm2=known.area_cm2,
        fibre_mm=known.fibre_mm,
        fat_mm=known.fat_mm,
        contraction=known.contraction,
        drive=known.drive,
    )


_HAND_RECRUITED_BY: Final = 0.5
_LIMB_RECRUITED_BY: Final = 0.9
