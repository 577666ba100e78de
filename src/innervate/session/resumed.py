"""A source whose time goes on where an interrupted recording left off."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from innervate.core.clock import Clock, ClockPair
from innervate.core.errors import InputError
from innervate.core.event import Event
from innervate.core.recording import Recording
from innervate.core.source import Item, Source
from innervate.core.stream import Block, StreamSpec
from innervate.devices._origin import Anchored, host_clock_s
from innervate.formats._open import open_recording
from innervate.session.passing import PassingSource
from innervate.session.recorder import Recorder

_READ_S = 0.1


class ResumedSource(PassingSource):
    """Passes a source on, later in session time; a `Source`.

    The hole between the interruption and now shows as a gap in every stream.

    Args:
        source: the source, which begins anew.
        recorded: the streams of the interrupted recording; the source must have the same.
    """

    def __init__(self, source: Source, recorded: Sequence[StreamSpec]) -> None:
        super().__init__(source)
        self._offset_s = 0
        self._recorded = {spec.id: spec for spec in recorded}
        self._clocks: Mapping[str, Clock] = {}
        self._reached: Mapping[str, int] = {}
        self._shifts_s: dict[str, float] = {}

    def open(self) -> tuple[StreamSpec, ...]:
        """Connect; raises `InputError` where the streams are not those of the recording."""
        specs = self._source.open()
        for spec in specs:
            before = self._recorded.get(spec.id)
            if before is None or not _alike(spec, before):
                self._source.close()
                raise InputError(
                    f"stream {spec.id!r} is not what the recording holds",
                    fix="record into a new file, or connect the same device with its settings",
                )
        return specs

    def go_on(self, at_s: float, clocks: Sequence[Clock], reached: Mapping[str, int]) -> None:
        """Say that the source's zero is session second `at_s`, rounded up to a whole second.

        `clocks` are those of the recording: each device counts on as if it had never stopped, so
        that the old and the new pairs of its clock lie on one line. `reached` holds the index
        after the last sample of each recorded stream.
        """
        self._offset_s = math.ceil(at_s)
        self._clocks = {clock.name: clock for clock in clocks}
        self._reached = reached

    def go_on_from(self, recording: Recording, recorder: Recorder) -> float:
        """Go on after what was recorded, at the time that it is now; return the session second."""
        reached = {spec.id: recorder.reached(spec.id) for spec in recording.streams}
        at_s = resumes_at_s(recording, _covered_s(recording, reached), datetime.now(UTC))
        self.go_on(at_s, recording.clocks, reached)
        return self._offset_s

    def read(self, timeout_s: float) -> Sequence[Item]:
        """Give what has come."""
        return [self._later(item) for item in self._source.read(timeout_s)]

    def _later(self, item: Item) -> Item:
        if isinstance(item, Event):
            return self._event(item)
        if isinstance(item, ClockPair):
            session_s = item.session_s + self._offset_s
            shift_s = self._shift_s(item.clock, item.device_s, session_s)
            return ClockPair(item.clock, item.device_s + shift_s, session_s)
        time_s = None if item.time_s is None else item.time_s + self._offset_s
        return replace(item, start=item.start + self._shift(item.spec), time_s=time_s)

    def _event(self, event: Event) -> Event:
        sample = event.sample
        spec = self._recorded.get(event.stream or "")
        if sample is not None and spec is not None:
            sample += self._shift(spec)
        return replace(event, at_s=event.at_s + self._offset_s, sample=sample)

    def _shift(self, spec: StreamSpec) -> int:
        """By how many samples the indices of a stream are moved."""
        if spec.rate_hz is None:
            return self._reached[spec.id]
        return round(self._shift_s(spec.clock, 0.0, self._offset_s) * spec.rate_hz)

    def _shift_s(self, name: str, device_s: float, session_s: float) -> float:
        """By how much the seconds of a device are moved; its first pair tells, if it gives one."""
        if name not in self._shifts_s:
            clock = self._clocks.get(name, Clock(name))
            rates = (s.rate_hz for s in self._recorded.values() if s.clock == name and s.rate_hz)
            rate_hz = max(rates, default=1.0)
            shift = round((clock.device_s(session_s) - device_s) * rate_hz)
            self._shifts_s[name] = shift / rate_hz
        return self._shifts_s[name]


def _alike(one: StreamSpec, other: StreamSpec) -> bool:
    """Whether two streams hold the same, whatever their channels are said to measure."""
    return one.rate_hz == other.rate_hz and [(c.name, c.unit) for c in one.channels] == [
        (c.name, c.unit) for c in other.channels
    ]


def resumes_at_s(recording: Recording, reached_s: float, now: datetime) -> float:
    """The session second that it is now: by the date where the recording has one.

    At least one second after what was recorded, so that nothing can overlap.
    """
    least_s = reached_s + 1.0
    try:
        began = datetime.fromisoformat(recording.about.started_at)
    except ValueError:
        return least_s
    if began.tzinfo is None:
        began = began.replace(tzinfo=UTC)
    return max(least_s, (now - began).total_seconds())


def resume_recording(
    source: Source,
    path: Path,
    *,
    remark: Callable[[str], None],
    progress: Callable[[float], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Go on with an interrupted recording until told to stop; it is analysed afterwards.

    Raises `InputError` where the file is not one of ours or the source is another.
    """
    recording = open_recording(path)
    resumed = ResumedSource(source, recording.streams)
    if isinstance(source, Anchored):
        source.origin_s = host_clock_s()
    recorder: Recorder | None = None
    try:
        resumed.open()
        recorder = Recorder.resume(path, lambda problem: remark(str(problem)))
        resumed.go_on_from(recording, recorder)
        while not (stop() or resumed.exhausted):
            for item in resumed.read(_READ_S):
                recorder.append(item)
                if isinstance(item, Block) and item.spec.rate_hz:
                    progress(item.stop / item.spec.rate_hz)
    finally:
        source.close()
        if recorder is not None:
            recorder.close()


def _covered_s(recording: Recording, reached: Mapping[str, int]) -> float:
    """The last second, of the session or of a device, that the recording covers."""
    clocks = {clock.name: clock for clock in recording.clocks}
    covered_s = [0.0]
    for spec in recording.streams:
        if spec.rate_hz:
            device_s = reached[spec.id] / spec.rate_hz
            clock = clocks.get(spec.clock, Clock(spec.clock))
            covered_s += [device_s, clock.session_s(device_s)]
        else:
            times = (block.time_s for block in recording.blocks(spec.id))
            covered_s += [
                float(time_s[-1]) for time_s in times if time_s is not None and len(time_s)
            ]
    return max(covered_s)
