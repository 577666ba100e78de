"""The app on a real port, in a thread of the test's process."""

from __future__ import annotations

import socket
import threading
from contextlib import AbstractContextManager
from typing import Any

from tests.web._app import BEARER, TOKEN
from websockets.sync.client import ClientConnection, connect

from innervate.web.app import build, guarded
from innervate.web.house import House
from innervate.web.security import Door
from innervate.web.serve import configured, listen


class Running:
    """The app in a thread of this process, on a real port."""

    def __init__(self, house: House) -> None:
        self._listening = listen(None)
        self.port = self._listening.getsockname()[1]
        app = guarded(build(house), Door(self.port, TOKEN))
        started = threading.Event()
        self._server = configured(app, started.set)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._listening]}, daemon=True
        )
        self._thread.start()
        assert started.wait(30)

    def connect(self, **options: Any) -> AbstractContextManager[ClientConnection]:
        made: AbstractContextManager[ClientConnection] = connect(
            f"ws://127.0.0.1:{self.port}/api/live", additional_headers=BEARER,
            compression=None, proxy=None, **options,
        )  # fmt: skip
        return made

    def deaf(self) -> socket.socket:
        """A browser that opens the socket and reads no more than hello."""
        made = socket.create_connection(("127.0.0.1", self.port), 30)
        made.sendall(
            (
                f"GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
                f"Authorization: Bearer {TOKEN}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
            ).encode()
        )
        heard = b""
        while b"hello" not in heard:
            heard += made.recv(4096)
        assert heard.startswith(b"HTTP/1.1 101")
        return made

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(30)
        assert not self._thread.is_alive()
        self._listening.close()
