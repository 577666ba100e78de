"""Who may talk to the app: its own address, its own page, and whoever has this launch's token."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from innervate.web.failures import RefusedError
from innervate.web.refusal import refuse

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_FETCH = frozenset({"same-origin", "none"})
_BEARER = "bearer "


def new_token() -> str:
    """A token that cannot be guessed, for one launch of the app."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Door:
    """Where the app listens and what opens it.

    Attributes:
        port: the port on 127.0.0.1.
        token: the secret of this launch.
    """

    port: int
    token: str = field(repr=False)

    @property
    def hosts(self) -> frozenset[str]:
        """What the Host header may be."""
        return frozenset({f"127.0.0.1:{self.port}", f"localhost:{self.port}"})

    @property
    def url(self) -> str:
        """The address that opens the app."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    @property
    def cookie(self) -> str:
        """Name of the cookie; cookies know no ports, so that the name must."""
        return f"innervate-{self.port}"

    def opened_by(self, given: str) -> bool:
        """Whether this is the token; takes the same time for every wrong one."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())


class Guard:
    """ASGI middleware: refuses foreign hosts, foreign pages and whoever lacks the token."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it in words."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            self._check_host(headers)
            if scope["type"] == "http" and await self._entered(scope, send):
                return
            self._check(scope, headers)
        except RefusedError as error:
            await refuse(error, scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _check_host(self, headers: Headers) -> None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._door.hosts:
            raise RefusedError(
                HTTPStatus.FORBIDDEN,
                "the app answers only at its own address",
                given=repr(hosts[0][:80]) if hosts else "no host",
                fix="open the address that innervate printed when it started",
            )

    async def _entered(self, scope: Scope, send: Send) -> bool:
        """Whether the request carried the token in its address and has been answered."""
        if scope["method"] not in ("GET", "HEAD") or _is_api(scope):
            return False
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        tokens = [value for key, value in query if key == "token"]
        if not tokens:
            return False
        if len(tokens) > 1 or not self._door.opened_by(tokens[0]):
            raise _locked(HTTPStatus.FORBIDDEN, "this link is not of the app that runs now")
        rest = urlencode([(key, value) for key, value in query if key != "token"])
        cookie = f"{self._door.cookie}={self._door.token}; Path=/; HttpOnly; SameSite=Strict"
        head = [
            (b"location", b"/" + (b"?" + rest.encode("ascii") if rest else b"")),
            (b"set-cookie", cookie.encode("ascii")),
            (b"cache-control", b"no-store"),
            (b"content-length", b"0"),
        ]
        await send({"type": "http.response.start", "status": 303, "headers": head})
        await send({"type": "http.response.body", "body": b""})
        return True

    def _check(self, scope: Scope, headers: Headers) -> None:
        page, bearer = self._by_page(headers), self._by_bearer(headers)
        must_have = _is_api(scope) or scope["type"] == "websocket" or scope["path"] == "/"
        if must_have and not (page or bearer):
            raise _locked(HTTPStatus.UNAUTHORIZED, "the app is locked")
        self._check_origin(scope, headers, bearer)

    def _check_origin(self, scope: Scope, headers: Headers, bearer: bool) -> None:
        origins = headers.getlist("origin")
        own = f"http://{headers['host'].lower()}"
        unsafe = scope["type"] == "websocket" or scope["method"] not in _SAFE
        missing = not origins and unsafe and not bearer
        fetch_site = headers.get("sec-fetch-site", "none")
        foreign_fetch = _is_api(scope) and fetch_site not in _OWN_FETCH
        if missing or foreign_fetch or any(origin.lower() != own for origin in origins):
            raise RefusedError(
                HTTPStatus.FORBIDDEN,
                "only the app's own page may do this",
                given=f"a request from {origins[0][:80]!r}" if origins else None,
                fix="use the page that innervate opened",
            )

    def _by_page(self, headers: Headers) -> bool:
        for line in headers.getlist("cookie"):
            try:
                found = SimpleCookie(line).get(self._door.cookie)
            except CookieError:
                continue
            if found is not None and self._door.opened_by(found.value):
                return True
        return False

    def _by_bearer(self, headers: Headers) -> bool:
        words = headers.get("authorization", "")
        return words[: len(_BEARER)].lower() == _BEARER and self._door.opened_by(
            words[len(_BEARER) :].strip()
        )


def _is_api(scope: Scope) -> bool:
    path: str = scope["path"]
    return path == "/api" or path.startswith("/api/")


def _locked(status: HTTPStatus, what: str) -> RefusedError:
    return RefusedError(
        status, what, fix="open the address that innervate printed in the terminal, token included"
    )
