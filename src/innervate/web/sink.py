"""Where a session's frames and messages go: to the hub, and to whoever keeps its place."""

from __future__ import annotations

from collections.abc import Callable

from innervate.session.frames import Ended, Frame, Layout, Message
from innervate.web.framing import (
    ended_message,
    frame_message,
    layout_message,
    told_message,
)
from innervate.web.hub import Hub

EndedAs = Callable[[Ended], str | None]
"""Keeps what an ended session leaves; says where its report is: empty for none, None for a session
that nobody is to hear of."""


class HubSink:
    """A session's `Sink`.

    Args:
        hub: the browsers.
        session_id: the session in the store.
        clock_s: the host's session second.
        ended: called when the session is over, before the browsers are told.
        told: called when they have been: only now may another session begin.
    """

    def __init__(
        self,
        hub: Hub,
        session_id: str,
        clock_s: Callable[[], float | None],
        ended: EndedAs,
        told: Callable[[], None] = lambda: None,
    ) -> None:
        self._hub, self._id, self._clock_s = hub, session_id, clock_s
        self._ended, self._told = ended, told
        self.layout: Layout | None = None

    def frame(self, frame: Frame) -> None:
        """Show a frame."""
        self._hub.frame(lambda: frame_message(frame, self._clock_s() or frame.stamps.made_s))

    def told(self, message: Message) -> None:
        """Pass on a message."""
        if isinstance(message, Layout):
            self.layout = message
            self._hub.change(lambda: layout_message(message))
        elif isinstance(message, Ended):
            self._end(message)
        else:
            self._hub.tell(lambda n: told_message(message, n))

    def _end(self, ended: Ended) -> None:
        try:
            report = self._ended(ended)
            if report is not None:
                why, problem = ended.why.value, ended.problem
                self._hub.tell(lambda n: ended_message(self._id, why, problem, report, n))
                self._hub.over()
        finally:
            self._told()
