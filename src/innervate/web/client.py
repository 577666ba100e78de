"""One browser on the WebSocket: what waits for it."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """How much may wait.

    Attributes:
        frames: frames that wait for one client, or between thread and loop; the oldest goes.
        reliable: how many reliable messages a client may be behind before it is let go.
        kept: reliable messages kept for those who come back.
        answers: answers to a client's own questions.
        clients: browsers at once.
    """

    frames: int = 4
    reliable: int = 1000
    kept: int = 5000
    answers: int = 16
    clients: int = 256


class Client:
    """One browser.

    Attributes:
        cursor: number of the last reliable message that was sent to it.
        joined: number of the last one there was when it came.
        acknowledged: number of the last one that it says it has.
        wake: set when there is something to send.
        overrun: set when it is too far behind.
    """

    def __init__(self, room: Room, cursor: int, joined: int) -> None:
        self._told: deque[bytes] = deque()
        self._answers: deque[bytes] = deque(maxlen=room.answers)
        self._frames: deque[bytes] = deque(maxlen=room.frames)
        self.cursor, self.joined = cursor, joined
        self.acknowledged = 0
        self.wake, self.overrun = asyncio.Event(), asyncio.Event()

    def tell(self, message: bytes) -> None:
        """Say what every later message depends on."""
        self._told.append(message)
        self.wake.set()

    def answer(self, message: bytes) -> None:
        """Answer a question; of too many answers the oldest go."""
        self._answers.append(message)
        self.wake.set()

    def show(self, frame: bytes) -> None:
        """Give a frame; of too many the oldest go."""
        self._frames.append(frame)
        self.wake.set()

    def begin(self) -> None:
        """Begin anew with another session; what waits of the old one is worth nothing."""
        self._told.clear()
        self._frames.clear()
        self.cursor = self.joined = self.acknowledged = 0

    def change(self, message: bytes) -> None:
        """Say how the frames from now on are to be read; those before go."""
        self._frames.clear()
        self.tell(message)

    def own(self) -> bytes | None:
        """The next message for this one alone."""
        for waiting in (self._told, self._answers):
            if waiting:
                return waiting.popleft()
        return None

    def frame(self) -> bytes | None:
        """The oldest frame that waits."""
        return self._frames.popleft() if self._frames else None
