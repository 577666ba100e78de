"""Metrics turn streams into measures: the frozen description, and the tally with the state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol, runtime_checkable

from innervate.core.event import Event
from innervate.core.measure import Measure
from innervate.core.step import Accepts
from innervate.core.stream import Block, StreamSpec
from innervate.core.truth import Truth


class Tally(Protocol):
    """A metric at work. Inputs arrive in lock-step; times are the inputs' device seconds."""

    def push(self, item: Block | Event) -> None:
        """Take the next block of an input or an event."""

    def read(self) -> tuple[Measure, ...]:
        """The measures so far; reading changes nothing."""


@dataclass(frozen=True, slots=True)
class MetricExample:
    """An instance of a metric with input streams that the contract suites may feed it."""

    metric: Metric
    specs: tuple[StreamSpec, ...]


@runtime_checkable
class Metric(Protocol):
    """The frozen description of a metric: a dataclass of plain parameters.

    A plug-in file in `metrics/` ends ``PLUGIN: type[Metric] = TargetShare``. `LABEL` is what a
    screen calls it, `FORMAT` how its value is printed, `EVIDENCE` the name of its row in the
    table of metrics, `CAVEAT` what must be said beside it, `TRUTH` what its numbers would be if
    nothing were left to chance, against which the contract suite holds them.
    """

    VERSION: ClassVar[int]
    ACCEPTS: ClassVar[Accepts]
    LABEL: ClassVar[str]
    FORMAT: ClassVar[str]
    EVIDENCE: ClassVar[str]
    CAVEAT: ClassVar[str]
    TRUTH: ClassVar[tuple[Truth, ...]]

    def open(self, specs: tuple[StreamSpec, ...]) -> Tally:
        """Begin on these inputs; raises `PlanError` or `InputError` where they do not suit."""

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        """Instances for the contract suites."""
