"""Realities by name, as addresses and commands state them."""

from __future__ import annotations

from innervate.core.errors import InputError
from innervate.sim.montage import Montage
from innervate.sim.realities import (
    Disturbance,
    Drift,
    Dropouts,
    Ecg,
    ElectrodeNoise,
    Mains,
    Motion,
    Realities,
    even_crosstalk,
    harsh,
    usual,
)

WHOLE = ("clean", "usual", "harsh")
SINGLE = (
    "noise", "mains", "ecg", "motion", "drift", "crosstalk", "dropouts", "clipping",
)  # fmt: skip
_RAIL_V = 1e-3
_CROSSTALK = 0.1


def realities_of(name: str, montage: Montage, mains_hz: float = 50.0) -> Realities:
    """The realities of a name: clean, usual, harsh, or single ones joined by commas.

    Single ones are noise, mains, ecg, motion, drift, crosstalk, dropouts and clipping (at 1 mV).
    Raises `InputError` for a name there is not.

    >>> from innervate.sim.demo import demo_montage
    >>> realities_of("noise,clipping", demo_montage("bench_press", 1000.0)).rail_v
    0.001
    """
    if name in WHOLE:
        whole = {
            "clean": Realities(),
            "usual": usual(montage, mains_hz),
            "harsh": harsh(montage, mains_hz),
        }
        return whole[name]
    words = name.split(",")
    unknown = [word for word in words if word not in SINGLE]
    if unknown:
        raise InputError(
            f"the simulator knows no realities {unknown[0]!r}",
            fix=f"use {', '.join(WHOLE)}, or some of {', '.join(SINGLE)}, joined by commas",
        )
    voltages: dict[str, Disturbance] = {
        "noise": ElectrodeNoise(),
        "mains": Mains(mains_hz),
        "ecg": Ecg(),
        "motion": Motion(),
        "drift": Drift(),
    }
    return Realities(
        tuple(voltage for word, voltage in voltages.items() if word in words),
        even_crosstalk(montage, _CROSSTALK) if "crosstalk" in words else None,
        Dropouts() if "dropouts" in words else None,
        rail_v=_RAIL_V if "clipping" in words else None,
    )
