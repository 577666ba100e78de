"""From the address of a virtual athlete to the athlete."""

from __future__ import annotations

import math
from dataclasses import replace

from innervate.core.errors import InputError
from innervate.devices._address import Address
from innervate.sim.athlete import Athlete, Companion
from innervate.sim.companions import CAMERA_HZ, IMU_HZ, motion_of
from innervate.sim.conditions import realities_of
from innervate.sim.demo import demo_montage, demo_script
from innervate.sim.knobs import KNOB_NAMES, turned
from innervate.sim.montage import Montage
from innervate.sim.performance import Form
from innervate.sim.realities import Outage, Realities

AMPLIFIER_RATE_HZ = 2000.0
"""The sampling rate of the virtual amplifier, unless the address gives it another."""

OPTIONS = (
    "seed", "pace", "seconds", "rate_hz", "realities", "mains_hz", "truth", "unplug", "imu", "pose",
    "brief",
    *KNOB_NAMES,
)  # fmt: skip
"""What an address of the simulator may state."""

_BRISK_S = 60.0
"""A session without a stated length begins as one of this length, so that nobody waits for the
first set; its sets never end."""
_OUTAGE_S = 2.0


def athlete_at(address: Address) -> Athlete:
    """The athlete that an address describes; raises `InputError` where it describes none."""
    seconds = address.number("seconds", 0.0) or None
    montage = demo_montage(address.head, address.number("rate_hz", AMPLIFIER_RATE_HZ))
    return Athlete(
        demo_script(address.head, seconds or _BRISK_S, brief=address.text("brief") == "1"),
        montage,
        _realities(address, montage),
        address.whole("seed", 1),
        _form(address),
        companions=_companions(address),
    )


def _form(address: Address) -> Form:
    form = Form()
    for name in KNOB_NAMES:
        text = address.text(name)
        if text is not None:
            form = turned(form, name, _signed(name, text))
    return form


def _signed(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{name} must be a number", given=repr(text), fix=f"write {name}=0.5")
    return value


def _companions(address: Address) -> tuple[Companion, ...]:
    imu_hz = IMU_HZ if address.text("imu") == "1" else None
    camera_hz = CAMERA_HZ if address.text("pose") == "1" else None
    if imu_hz is None and camera_hz is None:
        return ()
    return (motion_of(address.head, imu_hz=imu_hz, camera_hz=camera_hz),)


def _realities(address: Address, montage: Montage) -> Realities:
    mains_hz = address.number("mains_hz", 50.0)
    chosen = realities_of(address.text("realities") or "usual", montage, mains_hz)
    unplug_s = address.number("unplug", 0.0)
    return replace(chosen, outage=Outage(unplug_s, _OUTAGE_S) if unplug_s else None)
