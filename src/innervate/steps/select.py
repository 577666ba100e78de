"""Choosing channels of a stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.errors import PlanError
from innervate.core.event import Event
from innervate.core.step import ANY_KIND, Accepts, Run, Step, StepExample
from innervate.core.stream import Block, StreamSpec


@dataclass(frozen=True, slots=True)
class Select:
    """Keeps the named channels, in the order given, so that later steps see only their own kind.

    Input and output: any channels; values, units and missing values unchanged. Raises
    `PlanError` for a channel that the stream does not have.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (ANY_KIND,)

    channels: tuple[str, ...]

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        """Begin on one stream."""
        (spec,) = specs
        names = [channel.name for channel in spec.channels]
        missing = [name for name in self.channels if name not in names]
        if missing:
            raise PlanError(
                f"stream {spec.id!r} has no channel {missing[0]!r}", found=", ".join(names)
            )
        columns = tuple(names.index(name) for name in self.channels)
        chosen = tuple(spec.channels[column] for column in columns)
        return _SelectRun(spec.derive(suffix="selected", channels=chosen), columns)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        """Two of three channels, swapped."""
        channels = tuple(Channel(name, Kind.EMG, "V") for name in ("BB", "TB", "PM"))
        spec = StreamSpec("emg", channels, 1000.0, "amplifier")
        return (StepExample(cls(("PM", "BB")), (spec,)),)


class _SelectRun:
    """Stateless: picks columns."""

    def __init__(self, spec: StreamSpec, columns: tuple[int, ...]) -> None:
        self.spec, self.delay_s, self.settling_s = spec, 0.0, 0.0
        self._columns = list(columns)

    def push(self, item: Block | Event) -> tuple[Block, ...]:
        if isinstance(item, Event):
            return ()
        data = np.ascontiguousarray(item.data[:, self._columns])
        return (Block(self.spec, item.start, data, item.time_s),)

    def finish(self) -> tuple[Block, ...]:
        return ()


PLUGIN: type[Step] = Select
