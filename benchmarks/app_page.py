"""What a real browser sees of the app: painted frames, the first page's bytes, an idle page."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from playwright.sync_api import Browser, Page, Request, sync_playwright
from tests.app._app import FLAGS, App, chromium

PARTS: Final = ("block", "chain", "transport", "paint", "total")
_KEPT_S: Final = 10.0
"""The page keeps the newest two thousand frames; they are taken out more often than that."""
_WARM: Final = 60
"""Frames that do not count."""
_PATIENCE_S: Final = 30.0
_PAINTED: Final = "() => window.innervateLatency?.painted_at_ms.length ?? 0"
_TAKE: Final = """() => {
  const budget = window.innervateLatency;
  if (!budget) return null;
  const taken = JSON.parse(JSON.stringify(budget));
  for (const values of Object.values(budget)) if (Array.isArray(values)) values.length = 0;
  return taken;
}"""


@dataclass(slots=True)
class Painted:
    """Milliseconds of each part for every painted frame; total is sample to screen."""

    ms: dict[str, list[float]] = field(default_factory=dict)
    at_ms: list[float] = field(default_factory=list)
    within_ms: float | None = None

    def add(self, taken: dict[str, Any]) -> None:
        """Add what the page has noted since the last time."""
        for part in PARTS:
            self.ms.setdefault(part, []).extend(taken.get(part, ()))
        self.at_ms.extend(taken.get("painted_at_ms", ()))
        self.within_ms = taken.get("within_ms")

    def summary(self) -> dict[str, Any]:
        """p50 and p95 of each part, of received to painted by whole, and frames per second."""
        if len(self.at_ms) < 2:
            return {"problem": "no frame was painted"}
        parts = {
            part: [float(value) for value in np.percentile(values, (50, 95))]
            for part, values in self.ms.items()
            if values
        }
        per_s = (len(self.at_ms) - 1) * 1e3 / (self.at_ms[-1] - self.at_ms[0])
        return {"ms": parts, "per_s": per_s, "within_ms": self.within_ms}


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield one
        one.close()


@contextmanager
def opened(one: Browser, address: str) -> Iterator[Page]:
    """A page at an address, on a screen of a usual size."""
    context = one.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def painted(page: Page, seconds: float) -> Painted:
    """Look on while frames are painted, for so long."""
    found = Painted()
    until_s = time.monotonic() + _PATIENCE_S
    while page.evaluate(_PAINTED) < _WARM and time.monotonic() < until_s:
        page.wait_for_timeout(250)
    page.evaluate(_TAKE)
    until_s = time.monotonic() + seconds
    while (left_s := until_s - time.monotonic()) > 0:
        page.wait_for_timeout(1e3 * min(left_s, _KEPT_S))
        found.add(page.evaluate(_TAKE) or {})
    return found


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one page asked the app for: address, bytes as they went over the wire, bytes gz."""

    what: str
    sent: int
    gz: int


def first_load(one: Browser, app: App) -> list[Loaded]:
    """Everything that the first page asks for until it is quiet, by the network log."""
    context = one.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    done: list[Request] = []

    def note(request: Request) -> None:
        done.append(request)

    page.on("requestfinished", note)
    page.goto(app.url, wait_until="networkidle")
    page.wait_for_timeout(1500)
    found = []
    for request in done:
        response = request.response()
        if response is None or response.status >= 300:
            continue
        sizes = request.sizes()
        what = request.url.removeprefix(app.origin)
        body = response.body()
        found.append(Loaded(what, sizes["responseBodySize"], len(gzip.compress(body, 6))))
    context.close()
    return found
