"""Many browsers and a slow one, over real sockets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

import msgpack  # type: ignore[import-untyped]
import pytest
from tests.web._app import ROOM
from tests.web._running import Running
from websockets.sync.client import ClientConnection

from innervate.web.house import House


@pytest.fixture
def running(house: House) -> Iterator[Running]:
    made = Running(house)
    yield made
    made.close()


def hear(live: ClientConnection) -> dict[str, Any]:
    heard: dict[str, Any] = msgpack.unpackb(live.recv(timeout=30))
    return heard


def tell(house: House, size: int = 10) -> None:
    house.hub.tell(lambda n: msgpack.packb({"t": "cue", "n": n, "text": "x" * size}))


def numbers(live: ClientConnection, last: int) -> list[int]:
    found: list[int] = []
    while not found or found[-1] < last:
        heard = hear(live)
        found += [heard["n"]] if heard["t"] == "cue" else []
    return found


def test_a_hundred_browsers_hear_every_message_in_order(running: Running, house: House) -> None:
    house.hub.begin()
    with ExitStack() as stack:
        lives = [stack.enter_context(running.connect()) for _ in range(100)]
        for live in lives:
            assert hear(live)["t"] == "hello"
        assert house.hub.clients == 100
        for k in range(30):
            tell(house)
            house.hub.frame(lambda k=k: msgpack.packb({"t": "frame", "k": k}))  # type: ignore[misc]
        for live in lives:
            assert numbers(live, 30) == list(range(1, 31))
        for _ in range(20):
            tell(house)
        for live in lives:
            assert numbers(live, 50) == list(range(31, 51))


def test_a_browser_that_does_not_read_is_let_go_and_holds_up_nobody(
    running: Running, house: House
) -> None:
    house.hub.begin()
    with (
        running.connect() as quick,
        closing(running.deaf()),
    ):
        assert hear(quick)["t"] == "hello"
        assert house.hub.clients == 2
        for n in range(1, 20 * ROOM.reliable):
            tell(house, 200_000)
            assert numbers(quick, n) == [n]
            if house.hub.clients == 1:
                break
        assert house.hub.clients == 1
        assert n > ROOM.reliable
        tell(house)
        assert numbers(quick, n + 1) == [n + 1]


def test_who_comes_and_goes_leaves_nothing_behind(running: Running, house: House) -> None:
    for _ in range(50):
        with running.connect() as live:
            hear(live)
    with running.connect() as live:
        hear(live)
        tell(house)
        assert numbers(live, 1) == [1]
        assert house.hub.clients == 1


def test_the_app_ends_although_somebody_does_not_read(house: House) -> None:
    running = Running(house)
    house.hub.begin()
    with closing(running.deaf()):
        for _ in range(ROOM.reliable):
            tell(house, 500_000)
        running.close()
