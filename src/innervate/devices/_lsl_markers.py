"""Markers that other programs publish by LSL, found as they appear."""

from __future__ import annotations

import queue
import threading
from typing import Any

from innervate.core.errors import DeviceLostError
from innervate.core.event import Event, EventKind
from innervate.devices._lsl_describe import OWN_SOURCE, text
from innervate.devices._lsl_link import Link, load_pylsl

_LOOK_EVERY_S = 0.5
_MOST = 256


class MarkerWatch:
    """Listens to all text streams on the network, or to those of one name.

    This product's own outlets are left out.

    Args:
        name: the only name to listen to, or None for any.
        origin_s: the local LSL second that is session second 0.
    """

    def __init__(self, name: str | None, origin_s: float) -> None:
        self._name, self._origin_s = name, origin_s
        self._new: queue.Queue[Link] = queue.Queue()
        self._links: list[Link] = []
        self._known: set[str] = set()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def poll(self) -> list[Event]:
        """The markers that have come, without waiting."""
        while not self._new.empty():
            self._links.append(self._new.get_nowait())
        out: list[Event] = []
        for link in tuple(self._links):
            try:
                out += self._pull(link)
            except RuntimeError:  # its program is gone; a new one is found as a new stream
                self._links.remove(link)
                link.close()
        return out

    def close(self) -> None:
        """Stop listening."""
        self._stopping.set()
        self._thread.join()
        while not self._new.empty():
            self._links.append(self._new.get_nowait())
        for link in self._links:
            link.close()
        self._links = []

    def _pull(self, link: Link) -> list[Event]:
        source = text(link.info, "name")
        try:
            rows, stamps = link.inlet.pull_chunk(0.0, _MOST)
        except UnicodeDecodeError:
            at_s = float(load_pylsl().local_clock()) - self._origin_s
            return [Event(at_s, EventKind.NOTE, "a marker was not readable text", source=source)]
        return [
            Event(
                stamp + link.correction_s - self._origin_s,
                EventKind.MARKER,
                " | ".join(str(value) for value in row),
                source=source,
            )
            for row, stamp in zip(rows, stamps, strict=True)
        ]

    def _look(self) -> None:
        resolver = load_pylsl().ContinuousResolver(pred="channel_format='string'", forget_after=5.0)
        while not self._stopping.wait(_LOOK_EVERY_S):
            for info in resolver.results():
                if self._stopping.is_set():
                    return
                if self._wanted(info):
                    self._known.add(text(info, "uid"))
                    try:
                        self._new.put(Link(info))
                    except DeviceLostError:
                        self._known.discard(text(info, "uid"))

    def _wanted(self, info: Any) -> bool:
        if text(info, "uid") in self._known or text(info, "source_id").startswith(OWN_SOURCE):
            return False
        return self._name is None or text(info, "name") == self._name
