"""How much a request may bring, said before it is read and held to while it is."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from innervate.web.failures import RefusedError, RefusedWhileReadingError
from innervate.web.refusal import refuse

_GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Limits:
    """The most bytes that a request may bring.

    Attributes:
        words: a request in JSON.
        recording: a recording.
        archive: an export that is read back.
        spare: what must stay free on the disk.
    """

    words: int = 1024**2
    recording: int = 4 * _GIB
    archive: int = 64 * _GIB
    spare: int = _GIB // 2

    def of(self, path: str) -> int:
        """The most for a path."""
        path = path.rstrip("/")
        if path == "/api/recordings":
            return self.recording
        return self.archive if path in ("/api/import", "/api/imports") else self.words


def too_large(limit: int) -> RefusedError:
    """The refusal of what is larger than `limit` bytes."""
    return RefusedError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"this is larger than the {bytes_text(limit)} that the app takes here",
        fix="send something smaller, or cut the recording into parts",
    )


def bytes_text(count: int) -> str:
    """A number of bytes in words.

    >>> bytes_text(4 * 1024**3), bytes_text(1536), bytes_text(10)
    ('4 GiB', '1.5 KiB', '10 bytes')
    """
    for name, size in (("GiB", 1024**3), ("MiB", 1024**2), ("KiB", 1024)):
        if count >= size:
            return f"{count / size:.3g} {name}"
    return f"{count} bytes"


class BodyLimit:
    """ASGI middleware: refuses what declares too much, and stops reading what turns out so."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, counting what is read."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limits.of(scope["path"])
        if declared(Headers(scope=scope)) > limit:
            await refuse(too_large(limit), scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise RefusedWhileReadingError(too_large(limit))
            return message

        await self._app(scope, counted, send)


def declared(headers: Headers) -> int:
    """How many bytes a request says it brings; 0 where it does not say."""
    text = headers.get("content-length", "0")
    return int(text) if text.isascii() and text.isdigit() else 0
