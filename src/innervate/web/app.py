"""The app as an ASGI application: routes, errors, and the guards around them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from innervate import __version__
from innervate.web import failures
from innervate.web.api import (
    consents,
    data,
    guided,
    imports,
    jobs,
    knowledge,
    lab,
    log,
    people,
    programmes,
    progress,
    recordings,
    session,
    sessions,
    settings,
    sources,
    trends,
)
from innervate.web.api.shapes import REFUSALS
from innervate.web.headers import Headers
from innervate.web.house import House
from innervate.web.limits import BodyLimit
from innervate.web.live import Live
from innervate.web.security import Door, Guard
from innervate.web.static_files import FOLDER, StaticFiles

_RESOURCES = (
    knowledge, guided, people, consents, log, imports, sources, session, lab, sessions, recordings,
    jobs, trends, programmes, progress, data, settings,
)  # fmt: skip


def build(house: House, static: Path = FOLDER) -> FastAPI:
    """The routes, without the guards: for descriptions and for `guarded`."""
    app = FastAPI(
        title="innervate",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan(house),
    )
    app.state.house = house
    failures.install(app)
    app.include_router(api_routes())
    live = Live(house.hub, house.keeper.clock_s)

    @app.websocket("/api/live")
    async def serve_live(socket: WebSocket) -> None:
        await live.serve(socket)

    app.router.default = StaticFiles(static)
    return app


def api_routes() -> APIRouter:
    """Every route of the HTTP API."""
    api = APIRouter(prefix="/api", responses=REFUSALS)
    for resource in _RESOURCES:
        api.include_router(resource.router)
    return api


def guarded(app: FastAPI, door: Door) -> ASGIApp:
    """The app behind its guards: security headers, host, origin, token, sizes."""
    house: House = app.state.house
    return Headers(Guard(BodyLimit(app, house.limits), door))


def _lifespan(house: House) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def attached(_: FastAPI) -> AsyncIterator[None]:
        house.hub.attach(asyncio.get_running_loop())
        try:
            yield
        finally:
            house.hub.detach()

    return attached
