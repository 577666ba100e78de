"""Units: what the house uses inside, and how what files and devices say becomes that.

Inside, values are SI. Activation is the exception that the field expects: a percentage whose
unit names its reference, so that values of different references can never be mixed.
"""

from __future__ import annotations

from dataclasses import dataclass

VOLT = "V"
ACCELERATION = "m/s^2"
ANGULAR_RATE = "rad/s"
RADIAN = "rad"
NEWTON = "N"
PASCAL = "Pa"
METRE = "m"
SECOND = "s"
HERTZ = "Hz"
TESLA = "T"
KELVIN = "K"
NEWTON_METRE = "N*m"
DIMENSIONLESS = "1"
PERCENT = "%"
DECIBEL = "dB"
UNKNOWN = "au"
PERCENT_MVC = "%MVC"
PERCENT_SUBMAXIMAL = "%submax"
PERCENT_PEAK = "%peak"

KNOWN = frozenset(
    {
        VOLT, ACCELERATION, ANGULAR_RATE, RADIAN, NEWTON, PASCAL, METRE, SECOND, HERTZ, TESLA,
        KELVIN, NEWTON_METRE, DIMENSIONLESS, PERCENT, DECIBEL, UNKNOWN, PERCENT_MVC,
        PERCENT_SUBMAXIMAL, PERCENT_PEAK,
    }
)  # fmt: skip

_STANDARD_GRAVITY = 9.80665
_DEGREE = 0.017453292519943295
_SPELLINGS: tuple[tuple[str, float, str], ...] = (
    ("v volt volts", 1.0, VOLT),
    ("mv millivolt millivolts", 1e-3, VOLT),
    ("uv µv μv microvolt microvolts", 1e-6, VOLT),
    ("nv nanovolt nanovolts", 1e-9, VOLT),
    ("m/s^2 m/s2 m/s² m.s-2 m·s-2", 1.0, ACCELERATION),
    ("g", _STANDARD_GRAVITY, ACCELERATION),
    ("mg", _STANDARD_GRAVITY * 1e-3, ACCELERATION),
    ("rad/s rad.s-1", 1.0, ANGULAR_RATE),
    ("deg/s dps °/s", _DEGREE, ANGULAR_RATE),
    ("rad radian radians", 1.0, RADIAN),
    ("deg degree degrees °", _DEGREE, RADIAN),
    ("n newton newtons", 1.0, NEWTON),
    ("kn", 1e3, NEWTON),
    ("kgf", _STANDARD_GRAVITY, NEWTON),
    ("nm n*m n.m n·m", 1.0, NEWTON_METRE),
    ("nmm n.mm n·mm", 1e-3, NEWTON_METRE),
    ("pa pascal", 1.0, PASCAL),
    ("m metre meter metres meters", 1.0, METRE),
    ("cm", 1e-2, METRE),
    ("mm", 1e-3, METRE),
    ("s sec second seconds", 1.0, SECOND),
    ("ms", 1e-3, SECOND),
    ("hz", 1.0, HERTZ),
    ("t tesla", 1.0, TESLA),
    ("mt", 1e-3, TESLA),
    ("ut µt μt microtesla", 1e-6, TESLA),
    ("1 none dimensionless", 1.0, DIMENSIONLESS),
    ("%", 1.0, PERCENT),
    ("db", 1.0, DECIBEL),
    ("%mvc", 1.0, PERCENT_MVC),
    ("%submax", 1.0, PERCENT_SUBMAXIMAL),
    ("%peak", 1.0, PERCENT_PEAK),
)

_SIEMENS = ("S", "mS")
"""Spelled like seconds but for the capital; no unit of the house."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """How to turn a stated unit into the house's: ``value * scale`` is in `unit`."""

    unit: str
    scale: float


def to_si(stated: str) -> Conversion:
    """Read a unit as files and devices spell it; an unknown or empty one becomes ``au``.

    >>> to_si("µV")
    Conversion(unit='V', scale=1e-06)
    >>> to_si("furlong")
    Conversion(unit='au', scale=1.0)
    """
    if stated.strip() in _SIEMENS:
        return Conversion(UNKNOWN, 1.0)
    word = stated.strip().lower()
    for spellings, scale, unit in _SPELLINGS:
        if word in spellings.split():
            return Conversion(unit, scale)
    return Conversion(UNKNOWN, 1.0)


def compares_muscles(activation_unit: str) -> bool:
    """Whether activations in this unit may be compared between muscles (only %MVC may)."""
    return activation_unit == PERCENT_MVC
