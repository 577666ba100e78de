"""From session threads to many browsers: frames where the newest wins, messages that all get."""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from innervate.web.client import Client, Room

_LOG = logging.getLogger(__name__)

Numbered: TypeAlias = Callable[[int], bytes]
"""Makes a reliable message's bytes when its number is known, on the server's loop."""

Made: TypeAlias = Callable[[], bytes]
"""Makes a message's bytes when it is about to be sent, on the server's loop."""

Hello: TypeAlias = Callable[[str], bytes]
"""Makes the first message of a client, given the id of the run."""


@dataclass(slots=True)
class _Kept:
    """The reliable messages of the session, numbered from 1; `over` when it has ended."""

    messages: deque[bytes]
    last: int = 0
    over: bool = True

    def add(self, make: Numbered) -> None:
        self.last += 1
        self.messages.append(make(self.last))

    def after(self, cursor: int) -> tuple[int, bytes] | None:
        """The first kept message later than `cursor`, with its number."""
        number = max(cursor, self.last - len(self.messages)) + 1
        if number > self.last:
            return None
        return number, self.messages[number - self.last - 1]


@dataclass(slots=True)
class _Waiting:
    """What threads have left for the loop to take."""

    frames: deque[Made]
    calls: deque[Callable[[], None]] = field(default_factory=deque)


class Hub:
    """Takes messages from any thread and gives them to the clients on the server's loop.

    Args:
        hello: makes the first message of a client.
        room: how much may wait.
    """

    def __init__(self, hello: Hello, room: Room | None = None) -> None:
        self._hello, self.room = hello, room or Room()
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._called = False
        self._waiting = _Waiting(deque(maxlen=self.room.frames))
        self._kept = _Kept(deque(maxlen=self.room.kept))
        self._clients: set[Client] = set()
        self.run = secrets.token_hex(4)

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Say which loop the clients live on; what was told before is taken now."""
        with self._lock:
            self._loop, self._called = loop, False
        self._call(None)

    def detach(self) -> None:
        """The loop ends; what is told from now on waits for another."""
        with self._lock:
            self._loop = None

    # From any thread

    def begin(self) -> None:
        """A new session: messages are numbered from 1 again, and every client is greeted anew."""
        self._call(self._renew, drop_frames=True)

    def over(self) -> None:
        """The session has ended: who comes from now on is not told of it."""
        self._call(self._end)

    def tell(self, make: Numbered) -> None:
        """Send a reliable message: every client gets it, in order, and again if it comes back."""
        self._call(lambda: self._keep(make))

    def change(self, make: Made) -> None:
        """Tell how later frames are to be read; `hello` must tell it to those who come later."""
        self._call(lambda: self._change(make), drop_frames=True)

    def frame(self, make: Made) -> None:
        """Show a frame to whoever keeps up."""
        with self._lock:
            self._waiting.frames.append(make)
        self._call(None)

    def _call(self, what: Callable[[], None] | None, *, drop_frames: bool = False) -> None:
        with self._lock:
            if drop_frames:
                self._waiting.frames.clear()
            if what is not None:
                self._waiting.calls.append(what)
            if self._loop is not None and not self._called:
                self._called = True
                self._loop.call_soon_threadsafe(self._take)

    # On the loop

    def join(self, since: int, run: str | None = None) -> Client | None:
        """A new client, or None where there are too many.

        It gets the reliable messages after `since` again: all of them for 0, for a number of
        another run, and for one that was not sent yet. A session that is over is told only to
        those who come back to it.
        """
        if len(self._clients) >= self.room.clients:
            return None
        last = self._kept.last
        if since > last or (run is not None and run != self.run):
            since = 0
        cursor = last if since == 0 and self._kept.over else since
        client = Client(self.room, cursor, last)
        client.tell(self._hello(self.run))
        self._clients.add(client)
        return client

    def leave(self, client: Client) -> None:
        """The client is gone."""
        self._clients.discard(client)

    def greeting(self) -> bytes:
        """What a client is told when it comes."""
        return self._hello(self.run)

    @property
    def clients(self) -> int:
        """How many browsers there are."""
        return len(self._clients)

    def next_for(self, client: Client) -> bytes | None:
        """What to send to a client now: its own, then reliable messages, then frames."""
        own = client.own()
        if own is not None:
            return own
        found = self._kept.after(client.cursor)
        if found is not None:
            client.cursor, message = found
            return message
        return client.frame()

    def _take(self) -> None:
        with self._lock:
            self._called = False
            taken, self._waiting = self._waiting, _Waiting(deque(maxlen=self.room.frames))
        for call in taken.calls:
            try:
                call()
            except Exception:  # one message that cannot be made must not cost the others
                _LOG.exception("a message to the browsers could not be made")
        if self._clients:
            for make in taken.frames:
                made = make()
                for client in self._clients:
                    client.show(made)

    def _renew(self) -> None:
        self._kept = _Kept(deque(maxlen=self.room.kept), over=False)
        self.run = secrets.token_hex(4)
        for client in self._clients:
            client.begin()
            client.tell(self._hello(self.run))

    def _end(self) -> None:
        self._kept.over = True

    def _keep(self, make: Numbered) -> None:
        self._kept.add(make)
        for client in self._clients:
            client.wake.set()
            if self._kept.last - max(client.cursor, client.joined) > self.room.reliable:
                client.overrun.set()

    def _change(self, make: Made) -> None:
        made = make()
        for client in self._clients:
            client.change(made)
