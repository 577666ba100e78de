"""From the signals of an EDF file to streams."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from innervate.core import units
from innervate.core.channel import Channel, Kind
from innervate.core.format import ReadOptions
from innervate.core.stream import StreamSpec
from innervate.core.units import to_si
from innervate.formats._describe import (
    kind_in_words,
    kind_of_unit,
    listed,
    stated_kind,
    stated_unit,
    unique,
)
from innervate.formats._own import Own
from innervate.formats.edf._header import Header, Signal

_SITE = r"(?:fp|af|ft|fc|tp|cp|po|[ftcpoi])(?:z|\d{1,2})"
_ELECTRODE = re.compile(rf"(?:{_SITE}|[am][12])(?:-(?:{_SITE}|[am][12]|ref|avg))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Laid:
    """A stream and the signals that its channels are, with the factor to SI of each."""

    spec: StreamSpec
    signals: tuple[Signal, ...]
    scales: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Streams:
    """All streams, and what was assumed."""

    laid: tuple[Laid, ...]
    notes: tuple[str, ...]


def lay_out(header: Header, options: ReadOptions) -> Streams:
    """One stream for each sampling rate, named after it.

    The kind of a channel is what its label or transducer says, else EEG where the label is an
    electrode site of the 10-10 system (Oostenveld and Praamstra 2001), else what its unit
    implies, else what the user states, else EMG for volts beside no EMG or EEG, and OTHER.
    """
    signals = [s for s in header.signals if s.samples > 0 and not s.is_annotations]
    general = stated_kind(options.kind)
    told = {id(signal): _kind(signal) or general for signal in signals}
    electric = bool({Kind.EMG, Kind.EEG} & set(told.values()))
    laid, untold = [], []
    for samples in dict.fromkeys(signal.samples for signal in signals):
        group = [signal for signal in signals if signal.samples == samples]
        names = unique(signal.label for signal in group)
        channels, scales = [], []
        for name, signal in zip(names, group, strict=True):
            si = to_si(signal.dimension)
            if si.unit == units.UNKNOWN and not signal.dimension:
                si = stated_unit(options.unit) or si
            kind = told[id(signal)]
            if kind is None:
                kind = Kind.EMG if si.unit == units.VOLT and not electric else Kind.OTHER
                untold.append(f"{name} as {kind.upper()}")
            channels.append(Channel(name, kind, si.unit))
            scales.append(si.scale)
        rate_hz = samples / header.record_s
        spec = StreamSpec(f"{rate_hz:g}Hz", tuple(channels), rate_hz, "file")
        laid.append(Laid(spec, tuple(group), tuple(scales)))
    return Streams(_with_unique_ids(laid), tuple(_notes(laid, untold)))


def lay_out_own(header: Header, own: Own) -> Streams | None:
    """The streams as they were written by this product, or None where they do not fit the file."""
    signals = [s for s in header.signals if s.samples > 0 and not s.is_annotations]
    if len(signals) != sum(len(spec.channels) for spec in own.streams):
        return None
    laid = []
    for spec in own.streams:
        group, signals = signals[: len(spec.channels)], signals[len(spec.channels) :]
        if len({signal.samples for signal in group}) > 1 or not group:
            return None
        scales = tuple(to_si(signal.dimension).scale for signal in group)
        laid.append(Laid(spec, tuple(group), scales))
    return Streams(tuple(laid), ())


def _kind(signal: Signal) -> Kind | None:
    words = kind_in_words(signal.label, signal.transducer)
    if words is None and _ELECTRODE.fullmatch(signal.label.strip(" .")):
        return Kind.EEG
    return words or kind_of_unit(to_si(signal.dimension).unit)


def _notes(laid: Sequence[Laid], untold: Sequence[str]) -> list[str]:
    notes = []
    if untold:
        notes.append(
            "Nothing says what kind of signal these are, so they are taken so "
            f"(--kind states another): {listed(untold)}."
        )
    unknown = [c.name for group in laid for c in group.spec.channels if c.unit == units.UNKNOWN]
    if unknown:
        notes.append(
            "The unit is not known, so amplitudes in volts and the absolute limits of signal "
            f"quality are left out: {listed(unknown)}."
        )
    return notes


def _with_unique_ids(laid: Sequence[Laid]) -> tuple[Laid, ...]:
    names = unique(group.spec.id for group in laid)
    return tuple(
        Laid(
            StreamSpec(name, group.spec.channels, group.spec.rate_hz, "file"),
            group.signals,
            group.scales,
        )
        for name, group in zip(names, laid, strict=True)
    )
