"""The truth as streams and events, as a recording beside the athlete's own holds it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from innervate.core.channel import Channel, Kind, MuscleSide
from innervate.core.event import Event, EventKind
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.core.units import DIMENSIONLESS, PERCENT, PERCENT_MVC
from innervate.sim.course import Piece
from innervate.sim.montage import CLOCK, Montage
from innervate.sim.timeline import BLOCK_TICKS, CONTROL_HZ
from innervate.sim.truth import Truth

EXCITATION, FORCE, TIRED, MOVEMENT, SPIKES = "excitation", "force", "tired", "movement", "spikes"
_SOURCE = "truth"


def true_specs(truth: Truth) -> tuple[StreamSpec, ...]:
    """The streams of the truth."""
    montage = truth.montage
    movement = tuple(Channel(name, Kind.OTHER, DIMENSIONLESS) for name in ("position", "deviation"))
    spikes = tuple(Channel(name, Kind.OTHER, DIMENSIONLESS) for name in ("muscle", "unit"))
    return (
        montage.activation,
        _per_muscle(montage, EXCITATION, Kind.STATE, PERCENT),
        _per_muscle(montage, FORCE, Kind.FORCE, PERCENT_MVC),
        _per_muscle(montage, TIRED, Kind.STATE, PERCENT),
        StreamSpec(MOVEMENT, movement, float(CONTROL_HZ), CLOCK, simulated=True),
        StreamSpec(SPIKES, spikes, None, CLOCK, simulated=True),
    )


def true_blocks(truth: Truth, start: int, stop: int) -> Iterator[Block]:
    """All streams of the truth in the time of EMG samples [start, stop)."""
    _, excitation, force, tired, movement, spikes = true_specs(truth)
    rate_hz = truth.montage.rate_hz
    first, last = (math.ceil(tick * CONTROL_HZ / rate_hz - 1e-9) for tick in (start, stop))
    pieces = list(truth.pieces(start, stop))
    yield truth.block(start, stop)
    for spec, of, scale in (
        (excitation, _excitation, 100.0),
        (force, _force, 100.0),
        (tired, _tired, 100.0),
        (movement, _movement, 1.0),
    ):
        yield Block(spec, first, scale * _ticks(pieces, of, first, last))
    yield _spikes(spikes, pieces, start / rate_hz, stop / rate_hz)


def true_events(truth: Truth, stop_s: float) -> Iterator[Event]:
    """Onset and end of each burst, begin and end of each repetition, before `stop_s`."""
    for burst in truth.bursts(stop_s):
        name = _name(burst.muscle)
        yield _marker(burst.onset_s, f"onset {name}", burst.level)
        if burst.offset_s < stop_s:
            yield _marker(burst.offset_s, f"offset {name}")
    for rep in truth.repetitions(stop_s):
        label = f"repetition {rep.number} of set {rep.set}"
        yield _marker(rep.start_s, f"{label} begins", float(rep.number))
        yield _marker(rep.stop_s, f"{label} ends", float(rep.number))


def _marker(at_s: float, label: str, value: float | None = None) -> Event:
    unit = None if value is None else DIMENSIONLESS
    return Event(at_s, EventKind.MARKER, label, value=value, unit=unit, source=_SOURCE)


def _name(muscle: MuscleSide) -> str:
    return f"{muscle.muscle} {muscle.side or ''}".strip()


def _per_muscle(montage: Montage, name: str, kind: Kind, unit: str) -> StreamSpec:
    channels = tuple(
        Channel(electrode.name, kind, unit, electrode.muscle.muscle, electrode.muscle.side)
        for electrode in montage.electrodes
    )
    return StreamSpec(name, channels, float(CONTROL_HZ), CLOCK, simulated=True)


def _ticks(pieces: list[Piece], of: Callable[[Piece], Samples], first: int, last: int) -> Samples:
    """Values on control ticks [first, last) from the macro-blocks that hold them."""
    origin = pieces[0].index * BLOCK_TICKS
    return np.concatenate([of(piece) for piece in pieces])[first - origin : last - origin]


def _spikes(spec: StreamSpec, pieces: list[Piece], start_s: float, stop_s: float) -> Block:
    at_s = np.concatenate([piece.spikes.at_s for piece in pieces])
    which = np.stack(
        [
            np.concatenate([piece.spikes.muscle for piece in pieces]).astype(np.float64),
            np.concatenate([piece.spikes.unit for piece in pieces]).astype(np.float64),
        ],
        axis=1,
    )
    within = np.flatnonzero((at_s >= start_s) & (at_s < stop_s))
    order = within[np.argsort(at_s[within], kind="stable")]
    return Block(spec, 0, which[order], at_s[order])


def _excitation(piece: Piece) -> Samples:
    return piece.excitation


def _force(piece: Piece) -> Samples:
    return piece.force


def _tired(piece: Piece) -> Samples:
    return piece.tired


def _movement(piece: Piece) -> Samples:
    return piece.movement
