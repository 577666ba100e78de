"""Where blocks come from: live devices, paced recordings and the virtual athlete alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias, runtime_checkable

from innervate.core.clock import ClockPair
from innervate.core.event import Event
from innervate.core.stream import Block, StreamSpec

Item: TypeAlias = Block | Event | ClockPair
"""What a source gives: samples, things from outside, and observations of its clock."""


@runtime_checkable
class Source(Protocol):
    """A live source of blocks in SI units.

    Every sample is counted: lost ones show as a jump in `Block.start`, told by a GAP event just
    before. A clock pair comes before the samples that need it. After a disconnect the source
    gives a LOST event, keeps trying, and goes on after a RETURNED event with the same spec.
    """

    @property
    def name(self) -> str:
        """What a person would call it."""

    def open(self) -> tuple[StreamSpec, ...]:
        """Connect; raises `DeviceLostError` or `InputError` with what to do."""

    def read(self, timeout_s: float) -> Sequence[Item]:
        """What has come since the last call, waiting at most `timeout_s`; empty if nothing."""

    @property
    def exhausted(self) -> bool:
        """Whether nothing will ever come again (a recording played once, to its end)."""

    def close(self) -> None:
        """Let go of the device; may be called twice."""
