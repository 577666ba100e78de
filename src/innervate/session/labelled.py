"""A source whose channels are given muscle and side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from innervate.body.channel_map import ChannelMap, Unsure, label_channels
from innervate.core.source import Item, Source
from innervate.core.stream import Block, StreamSpec
from innervate.devices._origin import Anchored
from innervate.session.passing import PassingSource


class LabelledSource(PassingSource):
    """Passes a source on with the channels of its streams named; a `Source`.

    Args:
        source: the source.
        maps: what the person says about channels; names tell the rest where they are certain.
    """

    def __init__(self, source: Source, maps: Sequence[ChannelMap]) -> None:
        super().__init__(source)
        self._maps = tuple(maps)
        self._specs: dict[str, StreamSpec] = {}
        self.unsure: tuple[Unsure, ...] = ()

    def start_at(self, origin_s: float) -> None:
        """Let session time begin at a second of the host's clock, before opening."""
        if isinstance(self._source, Anchored):
            self._source.origin_s = origin_s

    def open(self) -> tuple[StreamSpec, ...]:
        """Connect, and name the channels."""
        unsure: list[Unsure] = []
        for spec in self._source.open():
            labels = label_channels(spec, self._maps)
            self._specs[spec.id] = replace(spec, channels=labels.channels)
            unsure += labels.unsure
        self.unsure = tuple(unsure)
        return tuple(self._specs.values())

    def read(self, timeout_s: float) -> Sequence[Item]:
        """Give what has come."""
        return [self._labelled(item) for item in self._source.read(timeout_s)]

    def _labelled(self, item: Item) -> Item:
        if not isinstance(item, Block):
            return item
        return item.of(self._specs[item.spec.id])
