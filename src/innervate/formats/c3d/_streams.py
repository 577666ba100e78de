"""From the parameters of a C3D file to streams and events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from innervate.core import units
from innervate.core.channel import Channel, Kind
from innervate.core.event import Event, EventKind
from innervate.core.format import ReadOptions
from innervate.core.stream import Samples, StreamSpec
from innervate.core.units import to_si
from innervate.formats._describe import (
    kind_in_words,
    kind_of_unit,
    listed,
    stated_kind,
    stated_unit,
    unique,
)
from innervate.formats.c3d._parameters import Head

POINTS = "points"
ANALOG = "analog"
_MODELLED = (
    ("ANGLES", "ANGLE_UNITS", Kind.ANGLE),
    ("FORCES", "FORCE_UNITS", Kind.FORCE),
    ("MOMENTS", "MOMENT_UNITS", Kind.OTHER),
    ("POWERS", "POWER_UNITS", Kind.OTHER),
    ("SCALARS", "SCALAR_UNITS", Kind.OTHER),
)


@dataclass(frozen=True, slots=True)
class Points:
    """The stream of points, three channels each, with the factor to SI of each channel."""

    spec: StreamSpec
    scales: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Analog:
    """The stream of analog channels; a raw value is ``(raw - offset) * scale`` in SI."""

    spec: StreamSpec
    offsets: Samples
    scales: Samples
    unsigned: bool
    notes: tuple[str, ...]


def describe_points(head: Head) -> Points | None:
    """Points are landmarks, but for those that the file lists as modelled angles, forces ..."""
    if head.points == 0:
        return None
    labels = unique(_padded(head.texts("POINT:LABELS"), head.points))
    general = to_si(next(iter(head.texts("POINT:UNITS")), ""))
    modelled = {}
    for listing, unit_name, kind in _MODELLED:
        si = to_si(next(iter(head.texts(f"POINT:{unit_name}")), ""))
        for label in head.texts(f"POINT:{listing}"):
            if label:
                modelled[label] = (kind, si)
    channels, scales = [], []
    for label in labels:
        kind, si = modelled.get(label, (Kind.LANDMARK, general))
        channels += [Channel(f"{label}.{axis}", kind, si.unit) for axis in "xyz"]
        scales += [si.scale] * 3
    return Points(StreamSpec(POINTS, tuple(channels), head.rate_hz, "file"), tuple(scales))


def describe_analog(head: Head, options: ReadOptions) -> Analog | None:
    """Say what each analog channel is.

    Its kind is FORCE (or OTHER, for moments) where FORCE_PLATFORM names the channel, else what
    its label or description says ("EMG", "Acc"), else what its unit implies, else what the user
    states, else OTHER, which is noted: a C3D file holds any voltage.
    """
    count = head.analogs_per_frame // head.subframes if head.subframes else 0
    if count == 0:
        return None
    labels = unique(_padded(head.texts("ANALOG:LABELS"), count))
    descriptions = _padded(head.texts("ANALOG:DESCRIPTIONS"), count)
    stated = _padded(head.texts("ANALOG:UNITS"), count)
    plates = set(head.reals("FORCE_PLATFORM:CHANNEL").tolist())
    general = stated_kind(options.kind)
    channels, scales, untold = [], [], []
    for index, (label, words, unit) in enumerate(zip(labels, descriptions, stated, strict=True)):
        si = (stated_unit(options.unit) if not unit else None) or to_si(unit)
        kind = kind_in_words(label, words) or kind_of_unit(si.unit) or general
        if index + 1 in plates:
            kind = Kind.FORCE if si.unit in (units.NEWTON, units.VOLT) else Kind.OTHER
        if kind is None:
            untold.append(label)
        channels.append(Channel(label, kind or Kind.OTHER, si.unit))
        scales.append(si.scale)
    spec = StreamSpec(ANALOG, tuple(channels), head.rate_hz * head.subframes, "file")
    general_scale = next(iter(head.reals("ANALOG:GEN_SCALE")), 1.0)
    unsigned = "UNSIGNED" in (text.upper() for text in head.texts("ANALOG:FORMAT"))
    offsets = _filled(head.reals("ANALOG:OFFSET"), count, 0.0)
    return Analog(
        spec,
        offsets % 65536 if unsigned else offsets,
        _filled(head.reals("ANALOG:SCALE"), count, 1.0) * general_scale * np.array(scales),
        unsigned,
        tuple(_notes(channels, untold)),
    )


def events_of(head: Head, path: Path) -> tuple[Event, ...]:
    """Events of the EVENT group, else of the header, from the second of frame 1 on."""
    times = head.reals("EVENT:TIMES")
    count = len(times) // 2
    if not count:
        pairs: Sequence[tuple[float, str]] = head.events
    else:
        labels = _padded(head.texts("EVENT:LABELS"), count)
        contexts = _padded(head.texts("EVENT:CONTEXTS"), count)
        pairs = [
            (60.0 * times[2 * i] + times[2 * i + 1], f"{contexts[i]} {labels[i]}".strip())
            for i in range(count)
        ]
    return tuple(
        Event(float(at_s), EventKind.MARKER, label, source=path.name)
        for at_s, label in sorted(pairs)
        if np.isfinite(at_s)
    )


def _notes(channels: Sequence[Channel], untold: Sequence[str]) -> Iterator[str]:
    if untold:
        yield (
            "Nothing says what kind of signal these analog channels carry, so they are taken as "
            f"OTHER (--kind emg states it): {listed(untold)}."
        )
    unknown = [channel.name for channel in channels if channel.unit == units.UNKNOWN]
    if unknown:
        yield (
            "The unit is not known, so amplitudes in volts and the absolute limits of signal "
            f"quality are left out: {listed(unknown)}."
        )


def _padded(texts: Sequence[str], count: int) -> list[str]:
    return [*texts[:count], *[""] * (count - len(texts))]


def _filled(values: Samples, count: int, fill: float) -> Samples:
    return np.concatenate([values[:count], np.full(max(0, count - len(values)), fill)])
