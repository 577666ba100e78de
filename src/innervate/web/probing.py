"""Looking at sources and recordings without beginning a session."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from innervate.body.channel_map import Unsure, label_channels
from innervate.core.device import Found
from innervate.core.errors import InnervateError
from innervate.core.stream import StreamSpec
from innervate.formats._open import open_recording
from innervate.session.connect import DEVICES, connect
from innervate.session.silent import NONE
from innervate.web.shown import DiscoveryShown, FoundShown, ProbedChannel, ProbedStream, ProbeShown

_OF_THE_TERMINAL = re.compile(r" \(--[^)]*\)")
"""Options of the command line in a reader's notes: a page has none of them."""


def discover(seconds: float) -> DiscoveryShown:
    """What is there now; a way that cannot be looked along is a problem, told in words."""
    found: list[Found] = []
    problems: list[str] = []
    for name in DEVICES.names():
        try:
            found += DEVICES.load(name).discover(seconds)
        except InnervateError as error:
            problems.append(f"{name}: {error}")
    shown = tuple(
        FoundShown(
            source=f"{one.device}:{one.address}",
            title=one.title,
            detail=one.detail,
            simulated=one.simulated,
        )
        for one in found
    )
    return DiscoveryShown(found=shown, problems=tuple(problems))


def probe_source(words: str) -> ProbeShown:
    """Open a source for a moment; raises `InputError` or `DeviceLostError` where that fails."""
    if words == NONE:
        return ProbeShown(streams=(), notes=("nothing is measured",))
    source = connect(words)
    try:
        specs = source.open()
    finally:
        source.close()
    return probe_of(specs, ())


def probe_file(path: Path) -> ProbeShown:
    """What a recording holds; raises `InputError` where it cannot be opened."""
    recording = open_recording(path)
    return probe_of(recording.streams, recording.about.notes)


def probe_of(specs: Iterable[StreamSpec], notes: Iterable[str]) -> ProbeShown:
    """Streams with their channels named as far as names tell, and what to ask."""
    said = (_OF_THE_TERMINAL.sub("", note) for note in notes)
    return ProbeShown(streams=tuple(_stream(spec) for spec in specs), notes=tuple(said))


def _stream(spec: StreamSpec) -> ProbedStream:
    labels = label_channels(spec)
    asked: dict[str, Unsure] = {one.channel: one for one in labels.unsure}
    return ProbedStream(
        id=spec.id,
        rate_hz=spec.rate_hz,
        channels=tuple(
            ProbedChannel(
                name=channel.name,
                kind=channel.kind.value,
                unit=channel.unit,
                muscle=channel.muscle,
                side=channel.side,
                candidates=asked[channel.name].candidates if channel.name in asked else (),
                why=asked[channel.name].why if channel.name in asked else "",
            )
            for channel in labels.channels
        ),
    )
