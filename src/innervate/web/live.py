"""The WebSocket: one task that sends, one that listens, and an end in words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from innervate.core.errors import InputError
from innervate.web.client import Client
from innervate.web.hub import Hub
from innervate.web.wire import LARGEST, Acknowledged, decode, encode

POLICY, TOO_BIG, TRY_AGAIN = 1008, 1009, 1013
_MOST_PER_SECOND = 200
_CLOSE_S = 2.0
_FURTHEST = 2**53


class Ended(Exception):  # noqa: N818 - an end, not an error
    """The connection is to be closed with this code and reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class Meter:
    """Whether somebody speaks too much: a bucket that a second fills.

    >>> meter = Meter(2, lambda: 0.0)
    >>> [meter.allows() for _ in range(3)]
    [True, True, False]
    """

    def __init__(self, per_second: int, now_s: Callable[[], float] = time.monotonic) -> None:
        self._most, self._now_s = float(per_second), now_s
        self._left, self._at_s = self._most, now_s()

    def allows(self) -> bool:
        """Count one message."""
        now_s = self._now_s()
        self._left = min(self._most, self._left + (now_s - self._at_s) * self._most)
        self._at_s = now_s
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Live:
    """Serves the browsers.

    Args:
        hub: what is sent.
        clock_s: the host's session second, or None where no session runs.
        now_s: the clock by which floods are told.
    """

    def __init__(
        self,
        hub: Hub,
        clock_s: Callable[[], float | None],
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hub, self._clock_s, self._now_s = hub, clock_s, now_s

    async def serve(self, socket: WebSocket) -> None:
        """Serve one browser until it goes, misbehaves or falls behind."""
        await socket.accept()
        client: Client | None = None
        try:
            client = self._join(socket)
            await self._until_ended(socket, client)
        except Ended as end:
            if client is not None:
                self._hub.leave(client)  # at once: to close a full connection takes its time
            with suppress(WebSocketDisconnect, RuntimeError, OSError, TimeoutError):
                await asyncio.wait_for(socket.close(end.code, end.reason), _CLOSE_S)
        finally:
            if client is not None:
                self._hub.leave(client)

    def _join(self, socket: WebSocket) -> Client:
        query = socket.query_params
        client = self._hub.join(_since(query.get("since")), query.get("run"))
        if client is None:
            raise Ended(TRY_AGAIN, "too many pages are open; close some")
        return client

    async def _until_ended(self, socket: WebSocket, client: Client) -> None:
        tasks = [
            asyncio.create_task(work)
            for work in (self._send(socket, client), self._listen(socket, client), _fell(client))
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except (WebSocketDisconnect, OSError, RuntimeError):
            return
        finally:
            await _end_all(tasks)

    async def _send(self, socket: WebSocket, client: Client) -> None:
        while True:
            await client.wake.wait()
            client.wake.clear()
            while (message := self._hub.next_for(client)) is not None:
                await socket.send_bytes(message)

    async def _listen(self, socket: WebSocket, client: Client) -> None:
        meter = Meter(_MOST_PER_SECOND, self._now_s)
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1000))
            data = message.get("bytes")
            size = len(data) if data is not None else len(message.get("text") or "")
            if size > LARGEST:
                raise Ended(TOO_BIG, "the message is larger than 64 KiB")
            if not meter.allows():
                raise Ended(POLICY, "more than 200 messages in a second")
            if data is None:
                raise Ended(POLICY, "the app speaks msgpack, in binary messages")
            self._heard(data, client)

    def _heard(self, data: bytes, client: Client) -> None:
        try:
            said = decode(data)
        except InputError as error:
            raise Ended(POLICY, error.what) from error
        if isinstance(said, Acknowledged):
            client.acknowledged = max(client.acknowledged, said.n)
            return
        clock_s = self._clock_s()
        if clock_s is not None:
            client.answer(encode("clock", client_ms=said.client_ms, server_s=clock_s))
        else:
            client.answer(self._hub.greeting())  # before the first session there is no clock


async def _end_all(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancel tasks and wait for them; what they raise then concerns nobody."""
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    for task in tasks:
        if not task.cancelled():
            task.exception()


async def _fell(client: Client) -> None:
    await client.overrun.wait()
    raise Ended(TRY_AGAIN, "this page cannot keep up; it may come back")


def _since(text: str | None) -> int:
    if text is None:
        return 0
    if text.isascii() and text.isdigit() and len(text) < 16 and int(text) < _FURTHEST:
        return int(text)
    raise Ended(POLICY, "since must be the number of a message")
