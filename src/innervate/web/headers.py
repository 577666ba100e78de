"""The headers that every answer carries: nothing from elsewhere, nothing to elsewhere."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SHARED = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
)
POLICY = _SHARED + "frame-ancestors 'none'"
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox"
)
_FIXED = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
)
_STARTS = ("http.response.start", "websocket.http.response.start")


class Headers:
    """ASGI middleware that writes the security headers of every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with headers added to whatever is answered."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        private = scope["path"].startswith("/api")

        async def add(message: Message) -> None:
            if message["type"] in _STARTS:
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", POLICY)
                for name, value in _FIXED:
                    headers[name] = value
                if private or message["type"] == _STARTS[1]:
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self._app(scope, receive, add)
