"""Serving the app on this computer: a port, a token, a browser, and a clean end."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from innervate.core.errors import InputError
from innervate.web.app import build, guarded
from innervate.web.house import House
from innervate.web.security import Door, new_token
from innervate.web.wire import LARGEST

HOST = "127.0.0.1"
FIRST_PORT = 23571
_TRIED = 20
_GRACE_S = 2


@dataclass(frozen=True, slots=True)
class Serving:
    """How the app is to be served.

    Attributes:
        home: the home folder.
        port: the port, or None for the first free one.
        browser: whether to open the browser.
        say: told the one line with the address.
        first: what to do when all is ready, before anybody comes.
        page: the page that is opened, as the part of the address after ``#``.
    """

    home: Path
    port: int | None
    browser: bool
    say: Callable[[str], None]
    first: Callable[[House], None] | None = None
    page: str = ""


def serve(serving: Serving) -> None:
    """Serve until told to end (Ctrl-C, SIGTERM); whatever runs is then ended properly.

    Raises `InputError` where the port is taken or the home folder cannot be used.
    """
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(contextlib.closing(listen(serving.port)))
        house = House.open(serving.home)
        stack.callback(house.close)
        if serving.first is not None:
            serving.first(house)
        door = Door(listening.getsockname()[1], new_token())
        app = guarded(build(house), door)
        server = configured(app, lambda: _announce(serving, door))
        server.run(sockets=[listening])


def listen(port: int | None) -> socket.socket:
    """A socket that listens on this computer alone.

    Without `port` it is a usual one, so that the browser knows the app again, or else any that is
    free. Raises `InputError` where the port is taken.
    """
    if port is not None:
        try:
            return _bound(port)
        except (OSError, OverflowError) as error:
            raise InputError(
                f"the app cannot listen on port {port}",
                found=getattr(error, "strerror", None) or str(error),
                fix="leave --port out, or name another above 20000",
            ) from error
    for candidate in (*range(FIRST_PORT, FIRST_PORT + _TRIED), 0):
        with contextlib.suppress(OSError):
            return _bound(candidate)
    raise InputError("this computer gives the app no port to listen on", fix="name one by --port")


def _bound(port: int) -> socket.socket:
    # Said to be TCP, or asyncio leaves Nagle's algorithm on and small messages wait for others.
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((HOST, port))
        made.listen(128)
    except BaseException:
        made.close()
        raise
    return made


def configured(app: ASGIApp, started: Callable[[], None]) -> uvicorn.Server:
    """A server for the app that says nothing but errors; `started` is called when it listens."""
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="error",
        access_log=False,
        ws="websockets-sansio",
        ws_max_size=LARGEST,
        ws_per_message_deflate=False,
        lifespan="on",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S + 2,
    )
    return _Server(config, started)


def _announce(serving: Serving, door: Door) -> None:
    url = door.url + (f"#{serving.page}" if serving.page else "")
    serving.say(f"innervate is at {url}  (Ctrl-C ends it)")
    if serving.browser:
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


class _Server(uvicorn.Server):
    """Says when it has started, and takes a signal as a wish to end, not as a failure."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._said = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._said()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        abort = asyncio.get_running_loop().call_later(_GRACE_S, self._abort_all)
        await super().shutdown(sockets)
        abort.cancel()
        self._abort_all()
        await asyncio.sleep(0)

    def _abort_all(self) -> None:
        """Let go of those who neither read nor leave."""
        for connection in list(self.server_state.connections):
            connection.transport.abort()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        names = ("SIGINT", "SIGTERM", "SIGBREAK")
        caught = [getattr(signal, name) for name in names if hasattr(signal, name)]
        before = {one: signal.signal(one, self.handle_exit) for one in caught}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)
