"""The front end as it was built, or words that say how to build it."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient
from tests.web._app import BEARER, DOOR, ORIGIN

from innervate.web.app import build, guarded
from innervate.web.house import House


def test_files_come_with_their_type_and_their_shelf_life(client: TestClient) -> None:
    index = client.get("/")
    assert index.headers["content-type"] == "text/html; charset=utf-8"
    assert index.headers["cache-control"] == "no-cache"
    script = client.get("/assets/index-abc123.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "immutable" in script.headers["cache-control"]
    assert client.head("/").status_code == 200


def test_what_is_not_there_is_told_in_the_usual_shape(client: TestClient) -> None:
    for path in ("/nowhere", "/api/nowhere"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.json()["what"] == "there is nothing at this address"
    assert client.post("/").status_code == 405
    assert client.post("/api/about").json()["what"] == "this address does not do that"


def test_a_bare_clone_says_how_to_build_the_pages(house: House, tmp_path: Path) -> None:
    app = guarded(build(house, tmp_path / "absent"), DOOR)
    with TestClient(app, base_url=ORIGIN, headers=BEARER) as client:
        answer = client.get("/")
        assert answer.status_code == 503
        assert "npm ci &amp;&amp; npm run build" in answer.text
        assert client.get("/api/about").status_code == 200
