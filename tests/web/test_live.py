"""The WebSocket: what browsers get, and what becomes of those that misbehave."""

from __future__ import annotations

from typing import Any

import msgpack  # type: ignore[import-untyped]
import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect
from tests.web._app import LIVE, ROOM

from innervate.web.house import House
from innervate.web.live import Meter


def say(socket: WebSocketTestSession, **said: object) -> None:
    socket.send_bytes(msgpack.packb(said))


def hear(socket: WebSocketTestSession) -> dict[str, Any]:
    heard: dict[str, Any] = msgpack.unpackb(socket.receive_bytes())
    return heard


def tell(house: House, text: str) -> None:
    house.hub.tell(lambda n: msgpack.packb({"t": "cue", "n": n, "text": text}))


def end_of(socket: WebSocketTestSession) -> WebSocketDisconnect:
    with pytest.raises(WebSocketDisconnect) as ended:
        while True:
            socket.receive_bytes()
    return ended.value


def test_hello_says_that_nothing_runs(client: TestClient) -> None:
    with client.websocket_connect(LIVE) as socket:
        hello = hear(socket)
    assert hello.pop("run")
    assert hello == {"t": "hello", "standing": None, "layout": None, "clock_s": None}


def test_before_the_first_session_hello_answers_who_asks_for_the_time(client: TestClient) -> None:
    with client.websocket_connect(LIVE) as socket:
        hear(socket)
        say(socket, t="clock", client_ms=1.0)
        assert hear(socket)["t"] == "hello"


def test_cues_come_and_come_again(client: TestClient, house: House) -> None:
    house.hub.begin()
    with client.websocket_connect(LIVE) as socket:
        hear(socket)
        for text in ("a", "b", "c"):
            tell(house, text)
        assert [hear(socket)["text"] for _ in range(3)] == ["a", "b", "c"]
        say(socket, t="ack", n=3)
    with client.websocket_connect(f"{LIVE}?since=1") as socket:
        assert [hear(socket)["t"] for _ in range(3)] == ["hello", "cue", "cue"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", 1008),
        (b"\xc1", 1008),
        (b"\x91" * 1000, 1008),
        (msgpack.packb({"t": "frame"}), 1008),
        (msgpack.packb({"t": "ack", "n": "x"}), 1008),
        (b"\x00" * (64 * 1024 + 1), 1009),
    ],
)
def test_who_speaks_nonsense_is_let_go_with_a_reason_and_nobody_else_is(
    client: TestClient, house: House, data: bytes, code: int
) -> None:
    house.hub.begin()
    with client.websocket_connect(LIVE) as other, client.websocket_connect(LIVE) as socket:
        socket.send_bytes(data)
        ended = end_of(socket)
        assert ended.code == code
        assert ended.reason
        hear(other)
        tell(house, "still here")
        assert hear(other)["text"] == "still here"
    assert client.get("/api/about").status_code == 200


def test_text_is_refused(client: TestClient) -> None:
    with client.websocket_connect(LIVE) as socket:
        socket.send_text("hello")
        assert end_of(socket).code == 1008
    with client.websocket_connect(LIVE) as socket:
        socket.send_text("x" * 70_000)
        assert end_of(socket).code == 1009


def test_who_floods_is_let_go_and_nobody_else_is(client: TestClient, house: House) -> None:
    house.hub.begin()
    with client.websocket_connect(LIVE) as other, client.websocket_connect(LIVE) as socket:
        for _ in range(2000):
            say(socket, t="clock", client_ms=1.0)
        ended = end_of(socket)
        assert (ended.code, ended.reason) == (1008, "more than 200 messages in a second")
        hear(other)
        tell(house, "still here")
        assert hear(other)["text"] == "still here"


@pytest.mark.parametrize("since", ["x", "-1", "1.5", "", "9" * 30, "%00"])
def test_a_since_that_is_no_number_is_refused(client: TestClient, since: str) -> None:
    with client.websocket_connect(f"{LIVE}?since={since}") as socket:
        assert end_of(socket).code == 1008


def test_a_hundred_browsers_all_hear_everything(client: TestClient, house: House) -> None:
    house.hub.begin()
    sockets = [client.websocket_connect(LIVE) for _ in range(100)]
    for socket in sockets:
        socket.__enter__()
    try:
        for k in range(20):
            tell(house, str(k))
            house.hub.frame(lambda: msgpack.packb({"t": "frame"}))
        for socket in sockets:
            heard = [hear(socket) for _ in range(21)]
            cues = [one["n"] for one in heard if one["t"] == "cue"]
            while len(cues) < 20:
                one = hear(socket)
                cues += [one["n"]] if one["t"] == "cue" else []
            assert cues == list(range(1, 21))
    finally:
        for socket in sockets:
            socket.__exit__(None, None, None)


def test_a_meter_fills_again() -> None:
    now_s = [0.0]
    meter = Meter(200, lambda: now_s[0])
    assert sum(meter.allows() for _ in range(1000)) == 200
    now_s[0] = 0.5
    assert sum(meter.allows() for _ in range(1000)) == 100
    now_s[0] = 100.0
    assert sum(meter.allows() for _ in range(1000)) == 200
    assert ROOM.reliable < 200
