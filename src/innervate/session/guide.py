"""A timed script of phases, told to the person and to the session alike."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from innervate.core.event import Event, EventKind
from innervate.core.source import Item, Source
from innervate.core.stream import Block, StreamSpec
from innervate.session._reached import Reached

MAXIMAL_WARNING = (
    "The next minutes ask for maximal effort. Do not do them with a heart condition, high blood "
    "pressure, a recent injury or operation, or pain; breathe out as you push, and stop at any "
    "pain. Not a medical device."
)


@dataclass(frozen=True, slots=True)
class GuidePhase:
    """A phase: its label, how long it lasts, and what the person is told."""

    label: str
    seconds: float
    words: str


CALIBRATION = (
    GuidePhase("rest", 10.0, "Relax completely."),
    GuidePhase("mvc 1", 5.0, "Push as hard as you can!"),
    GuidePhase("pause", 60.0, "Rest."),
    GuidePhase("mvc 2", 5.0, "Push as hard as you can!"),
    GuidePhase("pause", 60.0, "Rest."),
    GuidePhase("mvc 3", 5.0, "Push as hard as you can!"),
    GuidePhase("pause", 60.0, "Rest."),
    GuidePhase("practice", 15.0, "Do two slow repetitions of the exercise."),
    GuidePhase("ready", 5.0, "Get ready."),
    GuidePhase("set 1", float("inf"), "Do your repetitions. End with Ctrl-C."),
)
"""Rest, three maximal trials of 5 s with 60 s between (protocol "mvc"), practice, and a set."""


class Guide:
    """Tells the phases of a script, each at its own session second.

    Args:
        phases: the script.
        start_s: the session second at which it begins.
    """

    def __init__(self, phases: tuple[GuidePhase, ...], start_s: float = 1.0) -> None:
        self._events: list[tuple[Event, str]] = []
        at_s = start_s
        for phase in phases:
            event = Event(at_s, EventKind.PHASE, phase.label, source="guide")
            self._events.append((event, phase.words))
            at_s += phase.seconds

    def events(self) -> tuple[Event, ...]:
        """All phases, each at its own moment."""
        return tuple(event for event, _ in self._events)

    def words(self, before_s: float, now_s: float) -> tuple[str, ...]:
        """What the person is to be told between two session seconds."""
        return tuple(words for event, words in self._events if before_s <= event.at_s < now_s)


class GuidedSource:
    """Tells the phases of a guide just before the samples in which they begin; a `Source`.

    A session that ends early thus knows of no phase that it never came to.
    """

    def __init__(self, source: Source, guide: Guide) -> None:
        self._source = source
        self._coming = deque(guide.events())
        self._reached = Reached()

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
        """Give what has come, and the phases that begin in it."""
        items: list[Item] = []
        for item in self._source.read(timeout_s):
            reached_s = self._reached.push(item)
            while isinstance(item, Block) and self._coming and self._coming[0].at_s < reached_s:
                items.append(self._coming.popleft())
            items.append(item)
        return items

    def close(self) -> None:
        """Let go of the device."""
        self._source.close()
