"""Keeping a state to the phases of a session in which it is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.event import Event, EventKind
from innervate.core.step import Accepts, Run, Step, StepExample
from innervate.core.stream import Block, StreamSpec
from innervate.core.units import DIMENSIONLESS


@dataclass(frozen=True, slots=True)
class During:
    """Sets a state to 0 outside the phases that count, so that calibration is no repetition.

    Phases are told by PHASE events; a phase lasts until the next. Before the first one the state
    passes unchanged, for recordings that know no phases.

    Attributes:
        begins: how the label of a phase that counts begins.
        says: words that its label must contain, such as a muscle and side; empty for none.
    """

    begins: str = "set"
    says: str = ""

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.STATE}),)
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.PHASE})

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        """Begin on one state stream."""
        (spec,) = specs
        return _DuringRun(spec.derive(suffix="during"), self)

    def counts(self, label: str) -> bool:
        """Whether a phase of this label counts.

        >>> During(says="pectoralis_major left").counts("set 2 pectoralis_major left")
        True
        """
        return label.startswith(self.begins) and self.says in label

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        """A repetition state."""
        spec = StreamSpec("rep", (Channel("rep", Kind.STATE, DIMENSIONLESS),), 1000.0, "amplifier")
        return (StepExample(cls(), (spec,)), StepExample(cls(says="left"), (spec,)))


class _DuringRun:
    """Keeps whether the present phase counts, and the changes that are due in the next block."""

    def __init__(self, spec: StreamSpec, step: During) -> None:
        self.spec, self.delay_s, self.settling_s = spec, 0.0, 0.0
        self._step = step
        self._counts = True
        self._changes: list[tuple[int, bool]] = []

    def push(self, item: Block | Event) -> tuple[Block, ...]:
        if isinstance(item, Event):
            if item.kind is EventKind.PHASE and item.sample is not None:
                self._changes.append((item.sample, self._step.counts(item.label)))
            return ()
        keep = np.full(len(item), self._counts)
        while self._changes and self._changes[0][0] < item.stop:
            at, self._counts = self._changes.pop(0)
            keep[max(at - item.start, 0) :] = self._counts
        data = np.where(keep[:, None], item.data, 0.0)
        return (Block(self.spec, item.start, data, item.time_s),)

    def finish(self) -> tuple[Block, ...]:
        return ()


PLUGIN: type[Step] = During
