"""The live page held at a stage: real messages, let through as far as a test wants to look."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
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
    at_s: float
    share: float | None
    level: tuple[float, ...]


class Stages:
    """Stands between the browser and the app, and keeps the browser in a stage.

    Until `hold` is called all passes. While it holds, what leaves the stage waits, in order;
    frames go on, or one chosen frame comes again and again, so that what is seen stays the same.
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
        self.later: list[Moment] = []
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
        assert isinstance(message, bytes)
        level = tuple(float(one) for one in np.frombuffer(told["level"], "<f4"))
        moment = Moment(message, told["at_s"], told["share"], level)
        if self.left and self.moments:  # it is of a stage that is not shown yet
            self.later.append(moment)
            self._ws.send((self.fixed or self.moments[-1]).message)
            return
        self.moments.append(moment)
        self._ws.send((self.fixed or moment).message)

    @property
    def left(self) -> bool:
        """Whether the app has gone on from the stage that is held."""
        return self._reached and bool(self._waiting)

    def gather(self, enough: Callable[[list[Moment]], bool]) -> list[Moment]:
        """The moments of the stage so far, once they are enough or the app has gone on.

        What comes after the stage is not sent, but gathered in `later`.
        """
        while not (self.moments and (self.left or enough(self.moments))):
            self._page.wait_for_function("true")
        return self.moments

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
        while self._waiting:
            kind, stage, message = self._waiting[0]
            if kind == "standing":
                if self._reached and stage != self._held:
                    return
                if stage != self._stage:
                    self.moments = self.moments[-1:]
                self._stage, self._reached = stage, stage == self._held
                self._standing = msgpack.unpackb(message)
            self._waiting.popleft()
            self._ws.send(message)

    def hold(self, stage: str) -> None:
        """Go on to the next `stage`, and stay there."""
        self._held, self._reached, self.fixed = stage, False, None
        self.moments = self.moments[-1:]
        if self._ws is not None:
            self._flush()
        self._page.locator(f"[data-stage={stage}]").wait_for()

    def release(self) -> None:
        """Let everything through again."""
        self._held, self._reached, self.fixed = "", False, None
        self._flush()
