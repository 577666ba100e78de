"""Recordings to write with a format, and the comparison of what reads back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from innervate.core.channel import Channel, Kind, Side
from innervate.core.event import Event, EventKind
from innervate.core.recording import About, Recording
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.testing.contract import BrokenError
from innervate.testing.signals import signal

ODD_SAMPLES = 3017
"""Not a whole number of anything."""
_BLOCK_S = 0.25
_PRECISION = 1e-4
"""Of a channel's range; formats of 16-bit counts keep 1.5e-5."""
_EMG = StreamSpec(
    "emg",
    (
        Channel("BB", Kind.EMG, "V", "biceps_brachii", Side.LEFT),
        Channel("TB", Kind.EMG, "V", "triceps_brachii", Side.LEFT),
    ),
    1000.0,
    "amplifier",
)
_ACC = StreamSpec("acc", (Channel("AccX", Kind.ACCELERATION, "m/s^2"),), 100.0, "amplifier")


@dataclass(frozen=True, slots=True)
class Kept:
    """Blocks in memory; a reader."""

    kept: tuple[Block, ...]

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        """The blocks of these streams in time order."""
        wanted = [block for block in self.kept if block.spec.id in streams]
        yield from sorted(wanted, key=lambda block: block.start / block.spec.regular_rate_hz)


def simple() -> Recording:
    """One stream of EMG, a little over three seconds, without gaps."""
    return _recording((_EMG,), ODD_SAMPLES)


def several() -> Recording:
    """Two streams at two rates."""
    return _recording((_EMG, _ACC), ODD_SAMPLES)


def gappy() -> Recording:
    """One stream with lost and with missing samples."""
    whole = _recording((_EMG,), ODD_SAMPLES)
    kept = []
    for block in whole.blocks():
        if block.start == 1000:
            continue
        data = block.data.copy()
        if block.start == 2000:
            data[40:60, 0] = np.nan
        kept.append(replace(block, data=data))
    lost = Event(1.0, EventKind.GAP, stream="emg", sample=1250, value=250.0, unit="1")
    return replace(whole, reader=Kept(tuple(kept)), events=(lost,))


def long() -> Recording:
    """Eight channels of a minute."""
    channels = tuple(Channel(f"EMG{i}", Kind.EMG, "V") for i in range(8))
    return _recording((replace(_EMG, channels=channels),), 60_000)


def _recording(specs: tuple[StreamSpec, ...], samples: int) -> Recording:
    kept: list[Block] = []
    for spec in specs:
        rate_hz = spec.regular_rate_hz
        count = int(samples * rate_hz / specs[0].regular_rate_hz)
        data, size = signal(spec, count), round(_BLOCK_S * rate_hz)
        kept += [Block(spec, at, data[at : at + size]) for at in range(0, count, size)]
    about = About(name="check", started_at="2024-05-06T07:08:09+00:00", device="bench")
    return Recording(about, specs, Kept(tuple(kept)))


def table_of(recording: Recording, stream: str) -> Samples:
    """All samples of a stream by index from its first one; NaN where there are none."""
    blocks = [block for block in recording.blocks(stream) if len(block)]
    channels = len(recording.stream(stream).channels)
    if not blocks:
        return np.empty((0, channels))
    first, last = blocks[0].start, max(block.stop for block in blocks)
    table = np.full((last - first, channels), np.nan)
    reached = first
    for block in blocks:
        if block.start < reached:
            raise BrokenError(f"stream {stream!r} goes back to sample {block.start}")
        table[block.start - first : block.stop - first] = block.data
        reached = block.stop
    return table


def same_recording(got: Recording, wanted: Recording) -> None:
    """Raise `BrokenError` unless everything measured came back."""
    if len(got.streams) != len(wanted.streams):
        raise BrokenError(f"{len(wanted.streams)} streams came back as {len(got.streams)}")
    for spec, other in zip(_matched(got, wanted), wanted.streams, strict=True):
        _same_spec(spec, other)
        _same_samples(table_of(got, spec.id), table_of(wanted, other.id), other, got.about.notes)


def _matched(got: Recording, wanted: Recording) -> tuple[StreamSpec, ...]:
    by_id = {spec.id: spec for spec in got.streams}
    if all(spec.id in by_id for spec in wanted.streams):
        return tuple(by_id[spec.id] for spec in wanted.streams)
    return got.streams


def _same_spec(got: StreamSpec, wanted: StreamSpec) -> None:
    for what, one, other in (
        ("channel names", [c.name for c in got.channels], [c.name for c in wanted.channels]),
        ("units", [c.unit for c in got.channels], [c.unit for c in wanted.channels]),
        ("simulated", got.simulated, wanted.simulated),
    ):
        if one != other:
            raise BrokenError(f"the {what} of {wanted.id!r} came back as {one}, not {other}")
    rate_hz, other_hz = got.rate_hz or 0.0, wanted.regular_rate_hz
    if abs(rate_hz - other_hz) > 1e-6 * other_hz:
        raise BrokenError(
            f"the rate of {wanted.id!r} came back as {rate_hz:g}, not {other_hz:g} Hz"
        )


def _same_samples(got: Samples, wanted: Samples, spec: StreamSpec, notes: tuple[str, ...]) -> None:
    if len(got) < len(wanted):
        raise BrokenError(f"stream {spec.id!r} came back with {len(got)} of {len(wanted)} samples")
    more = got[len(wanted) :]
    if np.isfinite(more).any() and not notes:
        raise BrokenError(f"{len(more)} samples came back that nobody measured")
    got = got[: len(wanted)]
    for column, channel in enumerate(spec.channels):
        a, b = got[:, column], wanted[:, column]
        finite = np.isfinite(b)
        slack = _PRECISION * float(np.ptp(b[finite]))
        wrong = np.isfinite(a) != finite
        wrong |= finite & (np.abs(np.nan_to_num(a) - np.nan_to_num(b)) > slack)
        if wrong.any():
            at = int(np.flatnonzero(wrong)[0])
            raise BrokenError(
                f"channel {channel.name!r} came back as {a[at]:g} instead of {b[at]:g} "
                f"{channel.unit} at sample {at} ({int(wrong.sum())} of {len(a)} differ)"
            )
