"""Several sources as one: each read in its own thread, their items in the order they come."""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence

from innervate.core.errors import InnervateError, InputError
from innervate.core.event import Event, EventKind
from innervate.core.source import Item, Source
from innervate.core.stream import StreamSpec
from innervate.devices._origin import Anchored
from innervate.session._reached import Reached

_POLL_S = 0.1
_MOST_WAITING = 10_000


class ManySources:
    """Reads several sources at once; a `Source`.

    Streams of different sources must have different ids. A source that fails is told as a LOST
    event; the others go on. A fault in the program that comes up while one is read is raised by
    `read`.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = tuple(sources)
        self._origin_s: float | None = None
        self._items: queue.Queue[Item] = queue.Queue(_MOST_WAITING)
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._fault: Exception | None = None

    @property
    def origin_s(self) -> float | None:
        """The host-clock second at which session time began, where it was set."""
        return self._origin_s

    @origin_s.setter
    def origin_s(self, origin_s: float | None) -> None:
        self._origin_s = origin_s
        for source in self._sources:
            if isinstance(source, Anchored):
                source.origin_s = origin_s

    @property
    def name(self) -> str:
        """The names of all of them."""
        return ", ".join(source.name for source in self._sources)

    @property
    def exhausted(self) -> bool:
        """Whether every source has come to its end and all was read."""
        # In this order: a thread may hand over its last items and end between the two questions.
        over = not any(thread.is_alive() for thread in self._threads)
        return over and self._items.empty() and self._fault is None

    def open(self) -> tuple[StreamSpec, ...]:
        """Connect to all; what was opened is closed again if one fails."""
        specs: list[StreamSpec] = []
        try:
            for source in self._sources:
                specs += source.open()
        except Exception:
            self.close()
            raise
        names = [spec.id for spec in specs]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            self.close()
            raise InputError("two sources offer a stream of one name", found=", ".join(twice))
        for source in self._sources:
            thread = threading.Thread(target=self._pump, args=(source,), daemon=True)
            self._threads.append(thread)
            thread.start()
        return tuple(specs)

    def read(self, timeout_s: float) -> Sequence[Item]:
        """Give what has come from any of them."""
        try:
            items = [self._items.get(timeout=timeout_s)]
        except queue.Empty:
            if self._fault is not None:
                raise self._fault from None
            return ()
        while True:
            try:
                items.append(self._items.get_nowait())
            except queue.Empty:
                return items

    def close(self) -> None:
        """Stop the threads and let go of every device."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        for source in self._sources:
            source.close()

    def _pump(self, source: Source) -> None:
        reached = Reached()
        try:
            while not (self._stopping.is_set() or source.exhausted):
                items = source.read(_POLL_S)
                for item in items:
                    reached.push(item)
                self._hand_over(items)
        except InnervateError as error:
            lost = Event(reached.reached_s, EventKind.LOST, str(error), source=source.name)
            self._hand_over((lost,))
        except Exception as fault:
            self._fault = fault

    def _hand_over(self, items: Sequence[Item]) -> None:
        for item in items:
            while not self._stopping.is_set():
                try:
                    self._items.put(item, timeout=_POLL_S)
                    break
                except queue.Full:
                    continue
