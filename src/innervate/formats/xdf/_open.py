"""From the scan of an XDF file to a recording: ours exactly, others by their time stamps."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from innervate.core.clock import Clock, ClockPair
from innervate.core.event import Event, EventKind
from innervate.core.format import ReadOptions
from innervate.core.recording import Recording
from innervate.core.stream import StreamSpec
from innervate.formats._describe import unique
from innervate.formats.xdf._chunks import Ending
from innervate.formats.xdf._foreign import foreign
from innervate.formats.xdf._reader import SessionTime, StreamPlan, XdfReader
from innervate.formats.xdf._scan import Scan, scan
from innervate.formats.xdf._streams import StreamScan
from innervate.formats.xdf._timing import Jumps, Timing

_FORMAT: Final = "xdf"


def read(path: Path, options: ReadOptions) -> Recording:
    """Open an XDF file; raises `InputError` where it is none."""
    found = scan(path)
    return _own_recording(path, found) if found.ours else _foreign_recording(path, found, options)


def _own_recording(path: Path, found: Scan) -> Recording:
    identity = SessionTime(np.empty(0), np.empty(0), 0.0)
    plans = {
        number: StreamPlan(
            stream.spec,
            stream.layout,
            stream.interval_s,
            Jumps(*np.array(stream.jumps, dtype=np.int64).T.copy()),
            None,
            identity,
        )
        for number, stream in found.streams.items()
        if stream.spec is not None and stream.layout is not None
    }
    specs = tuple(plan.spec for plan in plans.values())
    names = dict.fromkeys([spec.clock for spec in specs] + [pair.clock for pair in found.pairs])
    clocks = tuple(
        Clock(name, [pair for pair in found.pairs if pair.clock == name]) for name in names
    )
    about = replace(
        found.about,
        name=found.about.name or path.name,
        format=_FORMAT,
        notes=found.about.notes + _notes(found),
    )
    return Recording(about, specs, XdfReader(path, found.end, plans), tuple(found.events), clocks)


def _foreign_recording(path: Path, found: Scan, options: ReadOptions) -> Recording:
    origin_s = _origin_s(found.streams.values())
    names = unique(s.header.name or f"stream {n}" for n, s in found.streams.items())
    plans: dict[int, StreamPlan] = {}
    clocks: list[Clock] = []
    events: list[Event] = []
    notes = list(_notes(found))
    for (number, stream), name in zip(found.streams.items(), names, strict=True):
        time = _session_time(stream, origin_s)
        if stream.is_markers or stream.layout is None:
            events += _events(stream, name, time)
            continue
        described = foreign(stream.header, name, options)
        jumps, spec = Jumps(np.zeros(1, np.int64), np.zeros(1, np.int64)), described.spec
        if stream.timeline is not None:
            timing = stream.timeline.finish()
            notes += _timing_notes(name, stream, timing)
            if timing.regular:
                jumps = timing.jumps
                clocks.append(_clock(spec, timing, time))
            else:
                spec = replace(spec, rate_hz=None)
        plans[number] = StreamPlan(
            spec, stream.layout, stream.interval_s, jumps, described.scale, time
        )
    about = replace(
        found.about,
        name=path.name,
        format=_FORMAT,
        device=next((s.header.device for s in found.streams.values() if s.header.device), ""),
        notes=tuple(notes),
    )
    return Recording(
        about,
        tuple(plan.spec for plan in plans.values()),
        XdfReader(path, found.end, plans),
        tuple(sorted(events, key=lambda event: event.at_s)),
        tuple(clocks),
    )


def _session_time(stream: StreamScan, origin_s: float) -> SessionTime:
    offsets = [(at, by) for at, by in stream.offsets if math.isfinite(at) and math.isfinite(by)]
    table = np.array(sorted(offsets)).reshape(-1, 2)
    return SessionTime(table[:, 0].copy(), table[:, 1].copy(), origin_s)


def _origin_s(streams: Iterable[StreamScan]) -> float:
    firsts = [
        float(_session_time(stream, 0.0).of(np.array([stream.first]))[0])
        for stream in streams
        if stream.first is not None and math.isfinite(stream.first)
    ]
    return min(firsts, default=0.0)


def _clock(spec: StreamSpec, timing: Timing, time: SessionTime) -> Clock:
    device_s = timing.index / spec.regular_rate_hz
    session_s = time.of(timing.stamp)
    return Clock(
        spec.clock,
        [
            ClockPair(spec.clock, float(at), float(was))
            for at, was in zip(device_s, session_s, strict=True)
        ],
    )


def _events(stream: StreamScan, name: str, time: SessionTime) -> list[Event]:
    several = len(stream.header.channels) > 1
    at_s = time.of(np.array([marker.stamp for marker in stream.markers]))
    return [
        Event(
            float(second),
            EventKind.MARKER,
            marker.label,
            value=marker.value,
            source=f"{name}/{_label(stream, marker.channel)}" if several else name,
        )
        for second, marker in zip(at_s, stream.markers, strict=True)
    ]


def _label(stream: StreamScan, channel: int) -> str:
    return stream.header.channels[channel].label or f"ch{channel + 1}"


def _timing_notes(name: str, stream: StreamScan, timing: Timing) -> list[str]:
    if not timing.regular:
        return [
            f"The time stamps of stream {name!r} do not bear out its stated rate of "
            f"{stream.header.rate_hz:g} Hz, so it is read as irregular."
        ]
    gaps = len(timing.jumps.at) - 1
    if not gaps:
        return []
    return [
        f"By its time stamps, stream {name!r} has {gaps} gap{'s' * (gaps > 1)}, in which "
        f"{timing.lost} samples were lost."
    ]


def _notes(found: Scan) -> tuple[str, ...]:
    left = found.size - found.end
    match found.ending:
        case Ending.UNCOMMITTED if found.ours:
            end = (
                f"The recording was interrupted: its last {left} bytes were never completed and "
                "are left out (at most the last second)."
            )
        case Ending.UNCOMMITTED | Ending.DAMAGED:
            end = (
                f"The file is damaged at byte {found.end}: from there on, {left} of "
                f"{found.size} bytes are left out."
            )
        case Ending.CUT:
            end = f"The file ends within a chunk: its last {left} bytes are left out."
        case Ending.WHOLE:
            end = (
                "The recording was not closed: up to a second before the interruption may be "
                "missing."
            )
    complete = found.ending is Ending.WHOLE and (found.closed or not found.ours)
    empty = () if found.streams else ("The file holds no stream.",)
    return (*found.remarks, *(() if complete else (end,)), *empty)
