"""A live session: source to recorder first, then to the analyser, then to whoever listens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from innervate.core.errors import InnervateError
from innervate.core.event import Event, EventKind
from innervate.core.source import Item, Source
from innervate.core.stream import Block
from innervate.devices._origin import host_clock_s
from innervate.engine.analyser import Analyser, Outcome

_READ_S = 0.1
_EVENT_HOLD_S = 0.25
"""How late an event from outside may come and still take effect at its own moment."""


class RawSink(Protocol):
    """Where raw items go before anything else is done with them."""

    def append(self, item: Item) -> None:
        """Take an item; never raises for a full disk, which is told elsewhere."""

    def close(self) -> None:
        """Finish the recording."""


class Listener(Protocol):
    """Whoever wants derived streams, events and raw items as they come: screen, sound, network."""

    def hear(self, items: Sequence[Item], outcome: Outcome) -> None:
        """Take what has just come and what was made of it; must return at once."""


class LiveSession:
    """Runs a source through recorder and analyser until told to stop or the source ends.

    Args:
        source: an opened source.
        analyser: what to make of it.
        recorder: where the raw items go first, or None not to record.
        listeners: who else wants to hear.
        remark: how to tell the person something (a lost device, a stopped recording).
    """

    def __init__(
        self,
        source: Source,
        analyser: Analyser,
        *,
        recorder: RawSink | None = None,
        listeners: Sequence[Listener] = (),
        remark: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._source, self._analyser, self._recorder = source, analyser, recorder
        self._listeners, self._remark = tuple(listeners), remark
        self._failed = False
        self.read_at_s = host_clock_s()
        """The host's second at which the newest items had been read."""
        self.problem = ""
        """Why the source failed for good, in words; empty while it did not."""

    @property
    def over(self) -> bool:
        """Whether nothing will come any more: the source has ended, or failed for good."""
        return self._failed or self._source.exhausted

    def run(
        self,
        *,
        seconds: float = float("inf"),
        stop: Callable[[], bool] = lambda: False,
        progress: Callable[[float], None] = lambda _: None,
    ) -> None:
        """Work until `seconds` of session time are over, `stop` says so, or the source ends.

        A source that fails ends the session, which is told as a LOST event. Whatever happens, the
        recording is closed.
        """
        try:
            while not (stop() or self.over or self._analyser.reached_s >= seconds):
                self.step()
                progress(self._analyser.reached_s)
            self.flush()
        finally:
            if self._recorder:
                self._recorder.close()

    def flush(self) -> None:
        """The source has ended: pass on what the chain still holds."""
        self._heard((), self._analyser.finish())

    def step(self, timeout_s: float = _READ_S) -> bool:
        """Read once, waiting at most so long, and pass on what came; whether anything did."""
        items = self._read(timeout_s)
        for item in items:
            if self._recorder:
                self._recorder.append(item)
        for item in items:
            if isinstance(item, Event) and item.kind in (EventKind.LOST, EventKind.RETURNED):
                self._remark(f"{item.source or self._source.name}: {item.kind}. {item.label}")
            self._heard((item,), self._analyser.push(item))
        if any(isinstance(item, Block) for item in items):
            self._heard((), self._analyser.cover(self._analyser.reached_s - _EVENT_HOLD_S))
        return bool(items)

    def _read(self, timeout_s: float) -> Sequence[Item]:
        try:
            items = self._source.read(timeout_s)
            if items:
                self.read_at_s = host_clock_s()
            return items
        except InnervateError as error:
            self._failed, self.problem = True, str(error)
            at_s, name = self._analyser.reached_s, self._source.name
            return (Event(at_s, EventKind.LOST, str(error), source=name),)

    def announce(self, event: Event) -> None:
        """Take an event from the person or the protocol: recorded first, then applied."""
        if self._recorder:
            self._recorder.append(event)
        self._heard((event,), self._analyser.push(event))

    def _heard(self, items: Sequence[Item], outcome: Outcome) -> None:
        for event in outcome.events:
            if self._recorder:
                self._recorder.append(event)
        if items or outcome.blocks or outcome.events:
            for listener in self._listeners:
                listener.hear(items, outcome)
