"""Whoever is not the app's own page, or has not the token of this launch, gets nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse
from tests.web._app import BEARER, DOOR, LIVE, ORIGIN, PORT, TOKEN

from innervate.web.security import Door, new_token


def test_the_link_with_the_token_opens_the_app_once_and_for_all(stranger: TestClient) -> None:
    answer = stranger.get(f"/?token={TOKEN}&x=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/?x=1"
    assert TOKEN not in answer.headers["location"]
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert stranger.get("/").status_code == 200
    assert stranger.get("/api/about").status_code == 200


@pytest.mark.parametrize("query", ["token=wrong", "token=", f"token={TOKEN}x", "token=%00"])
def test_a_wrong_token_in_the_link_is_told_on_a_page(stranger: TestClient, query: str) -> None:
    answer = stranger.get(f"/?{query}", headers={"Accept": "text/html"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert "open the address that innervate printed" in answer.text
    assert "<h1>This link is not of the app that runs now</h1>" in answer.text


def test_two_tokens_open_nothing(stranger: TestClient) -> None:
    assert stranger.get(f"/?token={TOKEN}&token=wrong").status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": "Bearer "},
        {"Cookie": f"{DOOR.cookie}=wrong"},
        {"Cookie": f"innervate-{PORT + 1}={TOKEN}"},
        {"Cookie": "\x7f; = ;;"},
    ],
)
def test_without_the_token_the_app_is_locked(stranger: TestClient, headers: dict[str, str]) -> None:
    for path in ("/api/about", "/api/sessions", "/api/nothing", "/api/openapi.json", "/"):
        answer = stranger.get(path, headers=headers)
        assert answer.status_code == 401, path
        assert answer.json()["what"] == "the app is locked"


def test_the_token_in_the_address_opens_no_part_of_the_api(stranger: TestClient) -> None:
    assert stranger.get(f"/api/about?token={TOKEN}").status_code == 401


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", f"127.0.0.1:{PORT + 1}", f"evil.example:{PORT}", ""]
)
def test_a_foreign_host_gets_nothing_even_with_the_token(client: TestClient, host: str) -> None:
    for path in ("/", "/api/about", "/assets/index-abc123.js"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 403
        assert answer.json()["what"] == "the app answers only at its own address"


def test_localhost_is_the_app_too(client: TestClient) -> None:
    host = f"localhost:{PORT}"
    assert client.get("/api/about", headers={"Host": host}).status_code == 200
    assert (
        client.get("/api/about", headers={"Host": host, "Origin": f"http://{host}"}).status_code
        == 200
    )


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", f"https://127.0.0.1:{PORT}", f"http://localhost:{PORT}", ""],
)
def test_a_foreign_page_gets_nothing_even_with_the_cookie(page: TestClient, origin: str) -> None:
    for method in ("GET", "POST", "PUT", "DELETE"):
        answer = page.request(method, "/api/people", headers={"Origin": origin})
        assert answer.status_code == 403
        assert answer.json()["what"] == "only the app's own page may do this"
        assert "access-control-allow-origin" not in answer.headers


def test_changing_something_needs_an_origin_unless_it_is_no_browser(page: TestClient) -> None:
    del page.headers["Origin"]
    assert page.get("/api/people").status_code == 200
    assert page.post("/api/people", json={"name": "Ada"}).status_code == 403
    assert page.post("/api/people", json={"name": "Ada"}, headers=BEARER).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_a_foreign_page_embeds_is_refused(page: TestClient, site: str) -> None:
    del page.headers["Origin"]
    assert page.get("/api/about", headers={"Sec-Fetch-Site": site}).status_code == 403
    assert page.get("/api/about", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({**BEARER, "Host": "evil.example"}, 403),
        ({**BEARER, "Origin": "http://evil.example"}, 403),
        ({"Cookie": f"{DOOR.cookie}={TOKEN}"}, 403),
        ({"Cookie": f"{DOOR.cookie}={TOKEN}", "Origin": "null"}, 403),
    ],
)
def test_the_socket_is_guarded_like_the_rest(
    stranger: TestClient, headers: dict[str, str], status: int
) -> None:
    with (
        pytest.raises(WebSocketDenialResponse) as refused,
        stranger.websocket_connect(LIVE, headers=headers),
    ):
        pass
    assert refused.value.status_code == status
    assert refused.value.json()["fix"]
    assert "default-src 'none'" in refused.value.headers["content-security-policy"]


def test_the_socket_opens_for_the_page(page: TestClient) -> None:
    with page.websocket_connect(LIVE) as socket:
        assert socket.receive_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/", "/?token=wrong", "/assets/index-abc123.js", "/nowhere", "/api/about", "/api/nothing",
        "/api/sessions/nothing", "/api/people",
    ],
)  # fmt: skip
def test_every_answer_carries_the_policy(client: TestClient, path: str) -> None:
    for answer in (client.get(path), client.delete(path), client.get(path, headers={"Host": "x"})):
        headers = answer.headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        if path.startswith("/api"):
            assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt", "//secret.txt", "/%00", "/assets/..%5c..%5csecret.txt",
        "/" + "a" * 5000, "/assets", "/assets/",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_front_end(client: TestClient, path: str) -> None:
    answer = client.get(ORIGIN + path)
    assert answer.status_code == 404
    assert "secret" not in answer.text.replace("secret.txt", "")


def test_a_link_that_leads_out_is_not_followed(
    client: TestClient, static: Path, tmp_path: Path
) -> None:
    (static / "leak.txt").symlink_to(tmp_path / "secret.txt")
    assert client.get("/leak.txt").status_code == 404


def test_every_launch_has_a_token_of_its_own() -> None:
    assert len({new_token() for _ in range(100)}) == 100
    assert len(new_token()) >= 43
    assert TOKEN not in repr(Door(PORT, TOKEN))


def test_the_origin_is_that_of_the_link() -> None:
    assert DOOR.url == f"{ORIGIN}/?token={TOKEN}"
