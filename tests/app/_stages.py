"""The live page held at a stage: real messages, let through as far as a test wants to look."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from typing import Any, Final

import msgpack  # type: ignore[import-untyped]
import numpy as np
from playwright.sync_api import Page, WebSocketRoute

_LIVE: Final = re.compile(r"/api/live(\\?|$)")
_ORDERED: Final = frozenset({"standing", "cue", "remark", "set", "ended", "layout"})


@dataclass(frozen=True, slots=True)
class Moment:
    """A frame that came by: its bytes and what it says."""

    message: bytes
    stage: str
    share: float | None
    level: tuple[float, ...]


class Stages:
    """Stands between the browser and the app, and holds back what comes after a stage.

    Until `hold` is called all passes. While it holds at a stage frames go on, or one chosen
    frame comes again and again, so that what is looked at stays the same.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._waiting: deque[tuple[str, str, str | bytes]] = deque()
        self._held = ""
        self._reached = False
        self._ws: WebSocketRoute | None = None
        self._stage = ""
        self.fixed: Moment | None = None
        self.moments: list[Moment] = []
        self._channels: list[dict[str, Any]] = []
        self._standing: dict[str, Any] = {}
        page.route_web_socket(_LIVE, self._open)

    def _open(self, ws: WebSocketRoute) -> None:
        self._ws = ws
        server = ws.connect_to_server()
        ws.on_message(server.send)
        server.on_message(self._heard)

    def _heard(self, message: str | bytes) -> None:
        assert self._ws is not None
        told: dict[str, Any] = msgpack.unpackb(message)
        kind = told["t"]
        if kind == "frame":
            self._frame(told, message)
        elif kind in _ORDERED:
            self._layout(told)
            self._waiting.append((kind, told.get("stage", ""), message))
            self._flush()
        else:
            self._layout(told)
            self._ws.send(message)

    def _frame(self, told: dict[str, Any], message: str | bytes) -> None:
        assert self._ws is not None
        if self.fixed is not None:
            self._ws.send(self.fixed.message)
            return
        assert isinstance(message, bytes)
        level = tuple(float(one) for one in np.frombuffer(told["level"], "<f4"))
        self.moments.append(Moment(message, self._stage, told["share"], level))
        self._ws.send(message)

    def _layout(self, told: dict[str, Any]) -> None:
        layout = told if told["t"] == "layout" else told.get("layout")
        if layout:
            self._channels = layout["channels"]

    def asked(self, moment: Moment) -> float:
        """The mean level, in the unit of the layout, of what the stage asks for."""
        where = (self._standing["muscle"], self._standing["side"])
        named = [
            at for at, one in enumerate(self._channels) if (one["muscle"], one["side"]) == where
        ]
        targets = [at for at, one in enumerate(self._channels) if one["role"] == "target"]
        return float(np.mean([moment.level[at] for at in named or targets]))

    def _flush(self) -> None:
        assert self._ws is not None
        while self._waiting and not self._reached:
            kind, stage, message = self._waiting.popleft()
            if kind == "standing":
                self._stage = stage
                self._standing = msgpack.unpackb(message)
                self._reached = stage == self._held
            self._ws.send(message)

    def hold(self, stage: str) -> None:
        """Go on to the next `stage`, and stay there."""
        self._held, self._reached, self.fixed = stage, False, None
        if self._ws is not None:
            self._flush()
        self._page.locator(f"[data-stage={stage}]").wait_for()

    def release(self) -> None:
        """Let everything through again."""
        self._held, self._reached, self.fixed = "", False, None
        self._flush()
