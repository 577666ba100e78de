"""What the streams of other recorders are in the house's terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.format import ReadOptions
from innervate.core.stream import Samples, StreamSpec
from innervate.core.units import UNKNOWN, Conversion, to_si
from innervate.formats._describe import (
    kind_in_words,
    kind_of_unit,
    stated_kind,
    stated_unit,
    unique,
)
from innervate.formats.xdf._header import STRING, Header, StatedChannel

_MARKERS: Final = frozenset(
    {"marker", "markers", "event", "events", "stringmarker", "trigger", "triggers", "stim"}
)
_LSL_TYPES: Final = {"audio": Kind.AUDIO, "misc": Kind.OTHER, "aux": Kind.OTHER}


@dataclass(frozen=True, slots=True)
class Foreign:
    """A stream of numbers: its spec, and what to multiply each channel by (None: nothing)."""

    spec: StreamSpec
    scale: Samples | None


def is_markers(header: Header) -> bool:
    """Whether a stream holds events: any stream of strings, and irregular marker streams."""
    return header.format == STRING or (
        header.kind.lower() in _MARKERS and header.rate_hz is None and len(header.channels) == 1
    )


def foreign(header: Header, stream_id: str, options: ReadOptions) -> Foreign:
    """Describe a stream; what the header leaves open comes from the options.

    Units and labels come from ``desc/channels``, kinds from the channels' types or the stream's
    (XDF metadata conventions); samples of unknown unit stay as they are, in ``au``.
    """
    rate_hz = header.rate_hz if header.states_rate else options.rate_hz
    units = [_unit(channel, options) for channel in header.channels]
    names = unique(
        channel.label or f"ch{place}" for place, channel in enumerate(header.channels, start=1)
    )
    channels = tuple(
        Channel(name, _kind(channel, header.kind, unit.unit, options), unit.unit)
        for name, channel, unit in zip(names, header.channels, units, strict=True)
    )
    scale = np.array([unit.scale for unit in units])
    return Foreign(
        StreamSpec(stream_id, channels, rate_hz, clock=stream_id),
        None if (scale == 1.0).all() else scale,
    )


def _unit(channel: StatedChannel, options: ReadOptions) -> Conversion:
    stated = to_si(channel.unit)
    return stated if channel.unit else stated_unit(options.unit) or Conversion(UNKNOWN, 1.0)


def _kind(channel: StatedChannel, stream: str, unit: str, options: ReadOptions) -> Kind:
    return (
        _named(channel.kind)
        or kind_of_unit(unit)
        or _named(stream)
        or stated_kind(options.kind)
        or Kind.OTHER
    )


def _named(text: str) -> Kind | None:
    return _LSL_TYPES.get(text.lower()) or kind_in_words(text)
