"""What a study is, and where its plug-ins are found."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Protocol, Self, runtime_checkable

from innervate.core.registry import Registry
from innervate.studies._finding import Finding

Progress = Callable[[float], None]
"""Called now and then with the seconds of signal simulated so far."""


def silent(_: float) -> None:
    """Tell nobody how far it is."""


@runtime_checkable
class Study(Protocol):
    """The frozen description of a simulated study: a dataclass of plain parameters.

    A plug-in file in `studies/` ends ``PLUGIN: type[Study] = Karst``. A study puts a known truth
    into simulated people and asks the product's own measures for it: it tests whether they
    recover it, and is never a replication. `ABOUT` is one sentence; `SOURCES` are ids of
    `sources.json` of the evidence; the numbers are those of the row of the same name in its
    `presets.json`.
    """

    ABOUT: ClassVar[str]
    SOURCES: ClassVar[tuple[str, ...]]

    @classmethod
    def quick(cls) -> Self:
        """A small one, for tests: fewer people or trials, the same world."""

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """Simulate and measure; the same seed always gives the same findings."""


STUDIES: Registry[Study] = Registry("innervate.studies", "study")
