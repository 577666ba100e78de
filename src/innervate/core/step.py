"""Steps turn streams into streams: the frozen description, and the run that holds the state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol, Self, TypeAlias, runtime_checkable

from innervate.core.channel import Kind
from innervate.core.event import Event
from innervate.core.fit import Fit
from innervate.core.stream import Block, StreamSpec

Accepts: TypeAlias = tuple[frozenset[Kind], ...]
"""For each input, the channel kinds that may come in."""

ANY_KIND: frozenset[Kind] = frozenset(Kind)


class Run(Protocol):
    """A step at work on one stretch of a stream without gaps.

    The output is indexed by the phenomenon: output sample i describes the same moment as input
    time ``i / spec.rate_hz``, so that streams of one clock and rate line up by index whatever
    their filters. `delay_s` says how much later than the phenomenon a sample becomes available.
    A run anchors whatever it does at fixed intervals (decimation, windows, random numbers) at
    absolute sample index 0, never at a block's edge. It never changes what it is given, and it
    can be pickled between two pushes.
    """

    @property
    def spec(self) -> StreamSpec:
        """The output stream."""

    @property
    def delay_s(self) -> float:
        """How long after the phenomenon an output sample is available."""

    @property
    def settling_s(self) -> float:
        """How long after opening the output is not to be trusted; the core marks it as NaN."""

    def push(self, item: Block | Event) -> Sequence[Block]:
        """Take the next block of an input (lock-step if there are several) or an event."""

    def finish(self) -> Sequence[Block]:
        """The stretch has ended: give what can still be given."""


@dataclass(frozen=True, slots=True)
class StepExample:
    """An instance of a step with input streams that the contract suites may feed it.

    `fits` are applied by events before the first block, for steps that learn.
    """

    step: Step
    specs: tuple[StreamSpec, ...]
    fits: tuple[Fit, ...] = ()


@runtime_checkable
class Step(Protocol):
    """The frozen description of a processing step: a dataclass of plain parameters.

    A plug-in file in `steps/` ends ``PLUGIN: type[Step] = Bandpass``. `VERSION` is raised when
    the numbers change. Parameters are JSON-able (numbers, strings, tuples, frozen dataclasses).
    """

    VERSION: ClassVar[int]
    ACCEPTS: ClassVar[Accepts]

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        """Begin on these inputs; raises `PlanError` or `InputError` where they do not suit."""

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        """Instances for the contract suites."""


class Fitter(Protocol):
    """Learns a step's parameters from the step's own input, in bounded memory."""

    def push(self, block: Block) -> None:
        """Take the next block of the input stream."""

    def result(self) -> Fit:
        """What was learned; raises `NotEnoughDataError` where the data do not allow it."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of session time, named for what happened in it ("rest", "mvc 1", "whole")."""

    start_s: float
    stop_s: float
    name: str = "whole"


def wants_fit(step: Step) -> bool:
    """Whether a step learns, and what it learns is not stated already."""
    return isinstance(step, Learns) and not step.known


@runtime_checkable
class Learns(Protocol):
    """A step that learns. Before a fit is applied its run gives NaN.

    A fit reaches a run as an `Event` of kind FIT whose label is the fit's JSON and whose stream
    is the run's output id; it holds from the first sample at or after the event on.
    """

    @property
    def known(self) -> bool:
        """Whether the parameters already state what would be learned."""

    def fitter(self, specs: tuple[StreamSpec, ...], intervals: tuple[Interval, ...]) -> Fitter:
        """Begin to learn; the caller feeds blocks of these intervals only, in order."""

    def with_fit(self, fit: Fit) -> Self:
        """The same step with the fit in its parameters from the start."""
