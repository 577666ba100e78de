"""The first load is small: what the start page asks for before anything is pressed."""

from __future__ import annotations

import gzip
from collections.abc import Callable

from playwright.sync_api import Page, Response, expect
from tests.app._app import App

Start = Callable[..., App]
MOST_BYTES = 150_000


def test_the_first_load_is_small(start: Start, page: Page) -> None:
    app = start()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108
    page.goto(app.url)
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    expect(page.locator("svg [data-key]").first).to_be_attached()
    page.wait_for_load_state("networkidle")
    bodies = {one.url: one.body() for one in answers if one.status == 200}
    sizes = {url: len(gzip.compress(body, 9, mtime=0)) for url, body in bodies.items()}
    assert any(url.endswith(".js") for url in sizes)
    assert any("/api/body-map" in url for url in sizes)
    assert sum(sizes.values()) < MOST_BYTES, sizes
