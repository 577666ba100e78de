"""The app on a real port, in a thread of the test's process."""

from __future__ import annotations

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

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(30)
        assert not self._thread.is_alive()
        self._listening.close()
