"""Saying no before the app is reached: as JSON, as a small page, or to a WebSocket."""

from __future__ import annotations

from html import escape
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from innervate.web.failures import RefusedError, answer, body_of

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>innervate</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"></head>
<body><main><h1>{title}</h1><p>{words}</p></main></body></html>
"""
_POLICY_VIOLATION = 1008


def page_of(title: str, words: str, status: int) -> Response:
    """A page of words alone."""
    made = _PAGE.format(title=escape(title), words=escape(words))
    return Response(made, status_code=status, media_type="text/html")


async def refuse(error: RefusedError, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the error; a person who opened a page gets a page."""
    if scope["type"] == "websocket":
        await _refuse_socket(error, scope, receive, send)
    elif "text/html" in Headers(scope=scope).get("accept", ""):
        title = error.what[:1].upper() + error.what[1:]
        words = f"To mend it: {error.fix}." if error.fix else str(error)
        await page_of(title, words, error.status)(scope, receive, send)
    else:
        await answer(error)(scope, receive, send)


async def _refuse_socket(error: RefusedError, scope: Scope, receive: Receive, send: Send) -> None:
    await receive()  # the request to connect
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send(
            {"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": error.what[:120]}
        )
        return
    body = body_of(error)
    status = HTTPStatus(error.status)
    head = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "websocket.http.response.start", "status": status.value, "headers": head})
    await send({"type": "websocket.http.response.body", "body": body})
