"""A source whose time goes on where an interrupted recording left off."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from innervate.core.clock import ClockPair
from innervate.core.errors import InputError
from innervate.core.event import Event
from innervate.core.recording import Recording
from innervate.core.source import Item, Source
from innervate.core.stream import Block, StreamSpec
from innervate.formats._open import open_recording
from innervate.session.recorder import Recorder

_READ_S = 0.1


class ResumedSource:
    """Passes a source on, `offset_s` later in session time; a `Source`.

    The hole between the interruption and now shows as a gap in every stream.

    Args:
        source: the source, which begins anew.
        recorded: the streams of the interrupted recording; the source must have the same.
        offset_s: session second at which it goes on.
    """

    def __init__(self, source: Source, recorded: Sequence[StreamSpec], offset_s: float) -> None:
        self._source, self._offset_s = source, offset_s
        self._recorded = {spec.id: spec for spec in recorded}
        self._shifts: Mapping[str, int] = {}

    @property
    def name(self) -> str:
        """The name of the source."""
        return self._source.name

    @property
    def exhausted(self) -> bool:
        """Whether nothing will come again."""
        return self._source.exhausted

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
        self._shifts = {
            spec.id: math.ceil(self._offset_s * spec.rate_hz) if spec.rate_hz else 0
            for spec in specs
        }
        return specs

    def read(self, timeout_s: float) -> Sequence[Item]:
        """Give what has come."""
        return [self._later(item) for item in self._source.read(timeout_s)]

    def close(self) -> None:
        """Let go of the device."""
        self._source.close()

    def _later(self, item: Item) -> Item:
        if isinstance(item, Event):
            sample = item.sample
            if sample is not None and item.stream is not None:
                sample += self._shifts.get(item.stream, 0)
            return replace(item, at_s=item.at_s + self._offset_s, sample=sample)
        if isinstance(item, ClockPair):
            return ClockPair(
                item.clock, item.device_s + self._offset_s, item.session_s + self._offset_s
            )
        return self._block(item)

    def _block(self, block: Block) -> Block:
        time_s = None if block.time_s is None else block.time_s + self._offset_s
        return replace(block, start=block.start + self._shifts[block.spec.id], time_s=time_s)


def _alike(one: StreamSpec, other: StreamSpec) -> bool:
    """Whether two streams hold the same, whatever their channels are said to measure."""
    return one.rate_hz == other.rate_hz and [(c.name, c.kind, c.unit) for c in one.channels] == [
        (c.name, c.kind, c.unit) for c in other.channels
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
    recorder = Recorder.resume(path, lambda problem: remark(str(problem)))
    try:
        reached = (
            recorder.reached(spec.id) / spec.rate_hz for spec in recording.streams if spec.rate_hz
        )
        at_s = resumes_at_s(recording, max(reached, default=0.0), datetime.now(UTC))
        resumed = ResumedSource(source, recording.streams, at_s)
        resumed.open()
        while not (stop() or resumed.exhausted):
            for item in resumed.read(_READ_S):
                recorder.append(item)
                if isinstance(item, Block) and item.spec.rate_hz:
                    progress(item.stop / item.spec.rate_hz)
    finally:
        source.close()
        recorder.close()
