"""A recording: raw streams, events, clocks and what is known of them; lazy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from innervate.core.channel import Channel
from innervate.core.clock import Clock
from innervate.core.errors import InputError
from innervate.core.event import Event
from innervate.core.stream import Block, StreamSpec


@dataclass(frozen=True, slots=True)
class About:
    """Who, when and with what; empty where unknown.

    Attributes:
        name: what to call the recording (a file's name).
        format: plug-in name of the format it was read by.
        started_at: ISO 8601 date and time with zone, or empty.
        device: the device, as the file names it.
        person: a pseudonym.
        exercise: key of the exercise, where the recording knows it.
        notes: what the reader had to say (lost data, assumptions), each one sentence.
    """

    name: str = ""
    format: str = ""
    started_at: str = ""
    device: str = ""
    person: str = ""
    exercise: str = ""
    notes: tuple[str, ...] = ()


class BlockReader(Protocol):
    """Reads the data behind a recording, as often as asked, never all at once."""

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        """The blocks of these streams: each stream in order, streams interleaved by time."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Raw data before any step. Opening one reads its head only."""

    about: About
    streams: tuple[StreamSpec, ...]
    reader: BlockReader
    events: tuple[Event, ...] = ()
    clocks: tuple[Clock, ...] = ()

    def stream(self, name: str) -> StreamSpec:
        """The stream of this id; raises `InputError` naming those there are."""
        for spec in self.streams:
            if spec.id == name:
                return spec
        have = ", ".join(spec.id for spec in self.streams) or "none"
        raise InputError(f"the recording has no stream {name!r}", found=have)

    def blocks(self, *streams: str) -> Iterator[Block]:
        """The blocks of these streams (of all, if none is named), in time order."""
        wanted = streams or tuple(spec.id for spec in self.streams)
        specs = {name: self.stream(name) for name in wanted}
        for block in self.reader.blocks(tuple(wanted)):
            yield block.of(specs[block.spec.id])

    def with_channels(self, stream: str, channels: tuple[Channel, ...]) -> Recording:
        """The same recording with the channels of one stream described anew."""
        return replace(
            self,
            streams=tuple(
                replace(spec, channels=channels) if spec.id == stream else spec
                for spec in self.streams
            ),
        )
