"""A timed script of phases, told to the person and to the session alike."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from innervate.coach.calibration import GuidePhase
from innervate.core.event import Event, EventKind
from innervate.core.source import Item, Source
from innervate.core.stream import Block
from innervate.session._reached import Reached
from innervate.session.passing import PassingSource

__all__ = ["ANNOUNCED_S", "Guide", "GuidePhase", "GuidedSource"]

ANNOUNCED_S = 5.0
"""How long before a phase its announcement is told."""


class Guide:
    """Tells the phases of a script, each at its own session second.

    Args:
        phases: the script.
        start_s: the session second at which it begins.
    """

    def __init__(self, phases: tuple[GuidePhase, ...], start_s: float = 1.0) -> None:
        self._events: list[Event] = []
        self._words: list[tuple[float, str]] = []
        at_s = start_s
        for phase in phases:
            if phase.announcement:
                earliest_s = self._events[-1].at_s if self._events else at_s
                told_s = max(at_s - ANNOUNCED_S, earliest_s)
                self._words.append((told_s, phase.announcement))
            self._events.append(Event(at_s, EventKind.PHASE, phase.label, source="guide"))
            self._words.append((at_s, phase.words))
            at_s += phase.seconds

    def events(self) -> tuple[Event, ...]:
        """All phases, each at its own moment."""
        return tuple(self._events)

    def words(self, before_s: float, now_s: float) -> tuple[str, ...]:
        """What the person is to be told between two session seconds."""
        return tuple(words for at_s, words in self._words if before_s <= at_s < now_s)


class GuidedSource(PassingSource):
    """Tells the phases of a guide just before the samples in which they begin; a `Source`.

    A session that ends early thus knows of no phase that it never came to. Phases that the source
    tells of itself are passed on as notes: two calibrations at once would be none.

    Args:
        source: the source.
        guide: the phases.
        remark: how to tell the person, once, that the source's own phases are ignored.
    """

    def __init__(
        self, source: Source, guide: Guide, remark: Callable[[str], None] = lambda _: None
    ) -> None:
        super().__init__(source)
        self._remark = remark
        self._foreign = False
        self._coming = deque(guide.events())
        self._reached = Reached()

    def read(self, timeout_s: float) -> Sequence[Item]:
        """Give what has come, and the phases that begin in it."""
        items: list[Item] = []
        for item in self._source.read(timeout_s):
            reached_s = self._reached.push(item)
            while isinstance(item, Block) and self._coming and self._coming[0].at_s < reached_s:
                items.append(self._coming.popleft())
            items.append(self._noted(item))
        return items

    def _noted(self, item: Item) -> Item:
        """The item; a phase of the source's own as a note."""
        if not isinstance(item, Event) or item.kind is not EventKind.PHASE:
            return item
        if not self._foreign:
            self._foreign = True
            self._remark(f"{self.name} tells phases of its own; the calibration ignores them.")
        return replace(item, kind=EventKind.NOTE, label=f"phase ignored: {item.label}")
