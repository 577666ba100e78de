"""What an LSL stream says about itself, as a stream of the house; nothing it says is trusted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from innervate.core.channel import Channel, Kind, Side
from innervate.core.errors import InputError
from innervate.core.stream import Samples, StreamSpec
from innervate.core.units import to_si

SIMULATED = "SIMULATED"
OWN_SOURCE = "innervate:"
"""How the source ids of this product's own outlets begin."""

_MOST_CHANNELS = 4096
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("emg semg", Kind.EMG),
    ("eeg", Kind.EEG),
    ("acc accel accelerometer acceleration", Kind.ACCELERATION),
    ("gyr gyro gyroscope angularvelocity", Kind.ANGULAR_RATE),
    ("mag magnetometer", Kind.MAGNETIC_FIELD),
    ("angle goniometer", Kind.ANGLE),
    ("force", Kind.FORCE),
    ("audio", Kind.AUDIO),
    *((str(kind), kind) for kind in (Kind.ENVELOPE, Kind.ACTIVATION, Kind.STATE, Kind.QUALITY)),
)


_FIELDS = ("label", "unit", "type", "muscle", "side")


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """A stream's spec and the factor of each channel from its stated unit to the spec's."""

    spec: StreamSpec
    scale: Samples


@dataclass(frozen=True, slots=True)
class _Told:
    """What a stream tells of one channel; empty where it does not."""

    label: str = ""
    unit: str = ""
    type: str = ""
    muscle: str = ""
    side: str = ""


def describe(info: Any, name: str) -> Described:
    """Describe a numeric stream from its full info (with desc), calling it `name`.

    Labels, units and types come from ``desc/channels/channel``. Where that is missing, does not
    fit the number of channels or repeats a label, channels are called ch1, ch2 and so on; a unit
    that is not understood becomes ``au``. Raises `InputError` where even the head makes no sense.
    """
    count = int(info.channel_count())
    if not 0 < count <= _MOST_CHANNELS:
        raise InputError(f"the LSL stream {name!r} is not usable", found=f"{count} channels")
    rate_hz = float(info.nominal_srate())
    told = tuple(_channels(info, count))
    if len(told) != count:
        told = (_Told(),) * count
    labels = [one.label or f"ch{k}" for k, one in enumerate(told, 1)]
    if len(set(labels)) != count:
        labels = [f"ch{k}" for k in range(1, count + 1)]
    units = [to_si(one.unit) for one in told]
    kinds = [_kind(one.type or text(info, "type")) for one in told]
    channels = tuple(
        Channel(label, kind, unit.unit, one.muscle or None, _side(one.side))
        for label, kind, one, unit in zip(labels, kinds, told, units, strict=True)
    )
    simulated = SIMULATED in text(info, "name") or info.desc().child_value("simulated") == "1"
    spec = StreamSpec(name, channels, rate_hz or None, name, simulated)
    return Described(spec, np.array([unit.scale for unit in units]))


def text(info: Any, field: str) -> str:
    """A text field of an info, empty where it cannot be read."""
    try:
        return str(getattr(info, field)()).strip()
    except (UnicodeDecodeError, ValueError, AttributeError):
        return ""


def _channels(info: Any, count: int) -> Iterator[_Told]:
    channel = info.desc().child("channels").child("channel")
    for _ in range(count + 1):
        if channel.empty():
            return
        yield _Told(
            *(_value(channel, field) for field in ("label", "unit", "type", "muscle", "side"))
        )
        channel = channel.next_sibling("channel")


def _value(element: Any, field: str) -> str:
    try:
        return str(element.child_value(field)).strip()
    except (UnicodeDecodeError, ValueError):
        return ""


def _kind(stated: str) -> Kind:
    word = stated.lower().replace(" ", "").replace("_", "")
    for words, kind in _KINDS:
        if word in words.split():
            return kind
    return Kind.OTHER


def _side(stated: str) -> Side | None:
    return Side(stated) if stated in (Side.LEFT, Side.RIGHT) else None
