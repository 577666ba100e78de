"""An app in this process, with small limits, and a client that has the token."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp
from tests.web._app import BEARER, DOOR, ORIGIN, ROOM, SMALL, TOKEN

from innervate.store.store import Store
from innervate.web.app import build, guarded
from innervate.web.house import House


@pytest.fixture(scope="session")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder as it is when it was just made, to be copied."""
    home = tmp_path_factory.mktemp("new") / "home"
    Store.open(home).close()
    return home


@pytest.fixture
def house(new_home: Path, tmp_path: Path) -> Iterator[House]:
    shutil.copytree(new_home, tmp_path / "home")
    made = House.open(tmp_path / "home", SMALL, ROOM)
    yield made
    made.close()


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A front end as the build leaves it, and a secret beside it."""
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>innervate</title>")
    (folder / "assets" / "index-abc123.js").write_text("export {};")
    (tmp_path / "secret.txt").write_text("a secret")
    return folder


@pytest.fixture
def app(house: House, static: Path) -> ASGIApp:
    return guarded(build(house, static), DOOR)


@pytest.fixture
def client(app: ASGIApp) -> Iterator[TestClient]:
    with TestClient(app, base_url=ORIGIN, headers=BEARER) as made:
        yield made


@pytest.fixture
def stranger(app: ASGIApp, client: TestClient) -> TestClient:
    """A client of the same app without the token."""
    made = TestClient(app, base_url=ORIGIN, follow_redirects=False)
    made.portal = client.portal  # one loop for one app
    return made


@pytest.fixture
def page(app: ASGIApp, client: TestClient) -> TestClient:
    """A browser that has the cookie, and says where its requests come from."""
    made = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN}, follow_redirects=False)
    made.portal = client.portal
    made.get(f"/?token={TOKEN}")
    return made
