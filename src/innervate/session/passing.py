"""A source behind another one, which changes some of what it gives."""

from __future__ import annotations

from collections.abc import Sequence

from innervate.core.adjustable import Adjustable
from innervate.core.source import Item, Source
from innervate.core.stream import StreamSpec


class PassingSource:
    """Passes a source on as it is; a `Source`. Whoever changes something overrides that.

    Args:
        source: the source behind.
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    @property
    def behind(self) -> Source:
        """The source that is passed on."""
        return self._source

    @property
    def name(self) -> str:
        """The name of the source."""
        return self._source.name

    @property
    def exhausted(self) -> bool:
        """Whether nothing will come again."""
        return self._source.exhausted

    def open(self) -> tuple[StreamSpec, ...]:
        """Connect."""
        return self._source.open()

    def read(self, timeout_s: float) -> Sequence[Item]:
        """Give what has come."""
        return self._source.read(timeout_s)

    def close(self) -> None:
        """Let go of the device."""
        self._source.close()


def adjustable_in(source: Source) -> Adjustable | None:
    """The source, or the one that it passes on, where that one has knobs."""
    while isinstance(source, PassingSource):
        source = source.behind
    return source if isinstance(source, Adjustable) else None
