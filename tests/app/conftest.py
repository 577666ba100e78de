"""A browser for the session, an app for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright
from tests.app._app import FLAGS, App, chromium

expect.set_options(timeout=60_000)
DESKTOP: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield one
        one.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., App]]:
    """Starts apps; all end with the test."""
    apps: list[App] = []

    def one(
        *words: str, command: str = "app", home: Path | None = None, port: int | None = None
    ) -> App:
        apps.append(App.start(home or tmp_path / "home", *words, command=command, port=port))
        return apps[-1]

    yield one
    for app in apps:
        if app.process.poll() is None:
            app.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    one = browser.new_context(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    one.set_default_timeout(60_000)
    yield one
    one.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that lets no error of the script pass."""
    one = context.new_page()
    faults: list[str] = []
    one.on("pageerror", lambda error: faults.append(str(error)))
    yield one
    assert not faults, faults
