"""Newest wins for frames; every reliable message arrives, in order, and again after `since`."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from innervate.web.client import Client, Room
from innervate.web.hub import Hub, Numbered


def numbered(word: str) -> Numbered:
    return lambda n: f"{word} {n}".encode()


def words(text: str) -> Callable[[], bytes]:
    return text.encode


def everything(hub: Hub, client: Client) -> list[str]:
    found = []
    while (message := hub.next_for(client)) is not None:
        found.append(message.decode())
    return found


def joined(hub: Hub, since: int = 0, run: str | None = None) -> Client:
    client = hub.join(since, run)
    assert client is not None
    return client


async def opened(room: Room | None = None) -> Hub:
    hub = Hub(lambda run: f"hello {run}".encode(), room)
    hub.attach(asyncio.get_running_loop())
    hub.begin()
    await settled()
    return hub


async def settled() -> None:
    """Let what other threads have asked of the loop happen."""
    for _ in range(3):
        await asyncio.sleep(0)


def test_a_client_is_greeted_first() -> None:
    async def run() -> None:
        hub = await opened()
        assert everything(hub, joined(hub)) == [f"hello {hub.run}"]

    asyncio.run(run())


def test_the_newest_frames_win() -> None:
    async def run() -> None:
        hub = await opened(Room(frames=4))
        client = joined(hub)
        everything(hub, client)
        for k in range(1, 11):
            hub.frame(words(f"frame {k}"))
            await settled()
        assert everything(hub, client) == ["frame 7", "frame 8", "frame 9", "frame 10"]

    asyncio.run(run())


def test_frames_do_not_pile_up_before_a_busy_loop_either() -> None:
    async def run() -> None:
        hub = await opened(Room(frames=4))
        client = joined(hub)
        made: list[int] = []
        for k in range(1000):

            def make(k: int = k) -> bytes:
                made.append(k)
                return b"frame"

            hub.frame(make)
        await settled()
        assert made == [996, 997, 998, 999]
        assert len(everything(hub, client)) == 1 + 4

    asyncio.run(run())


def test_a_frame_without_anybody_to_see_it_is_not_made() -> None:
    async def run() -> None:
        hub = await opened()
        hub.frame(lambda: pytest.fail("made"))
        await settled()

    asyncio.run(run())


def test_reliable_messages_are_numbered_and_come_before_frames() -> None:
    async def run() -> None:
        hub = await opened()
        client = joined(hub)
        hub.frame(words("frame"))
        hub.tell(numbered("cue"))
        hub.tell(numbered("cue"))
        await settled()
        assert everything(hub, client)[1:] == ["cue 1", "cue 2", "frame"]

    asyncio.run(run())


def test_who_comes_back_gets_what_was_missed_and_nothing_twice() -> None:
    async def run() -> None:
        hub = await opened()
        for _ in range(5):
            hub.tell(numbered("cue"))
        await settled()
        assert everything(hub, joined(hub, 3))[1:] == ["cue 4", "cue 5"]
        assert everything(hub, joined(hub, 5))[1:] == []
        assert len(everything(hub, joined(hub))) == 1 + 5
        assert len(everything(hub, joined(hub, 99))) == 1 + 5
        assert len(everything(hub, joined(hub, 3, "another run"))) == 1 + 5
        assert len(everything(hub, joined(hub, 3, hub.run))) == 1 + 2

    asyncio.run(run())


def test_only_so_many_messages_are_kept() -> None:
    async def run() -> None:
        hub = await opened(Room(kept=10))
        for _ in range(100):
            hub.tell(numbered("cue"))
        await settled()
        assert everything(hub, joined(hub))[1:] == [f"cue {n}" for n in range(91, 101)]

    asyncio.run(run())


def test_a_new_session_begins_at_1_and_greets_everybody_again() -> None:
    async def run() -> None:
        hub = await opened()
        client = joined(hub)
        hub.tell(numbered("old"))
        hub.frame(words("old frame"))
        await settled()
        before = hub.run
        hub.begin()
        hub.tell(numbered("new"))
        await settled()
        assert everything(hub, client) == [f"hello {hub.run}", "new 1"]
        assert hub.run != before

    asyncio.run(run())


def test_frames_of_an_old_layout_are_not_shown_after_the_new_one() -> None:
    async def run() -> None:
        hub = await opened()
        client = joined(hub)
        everything(hub, client)
        hub.frame(words("volts"))
        await settled()
        hub.frame(words("volts"))
        hub.change(words("layout"))
        hub.frame(words("percent"))
        await settled()
        assert everything(hub, client) == ["layout", "percent"]

    asyncio.run(run())


def test_who_is_too_far_behind_is_let_go_and_the_others_are_not() -> None:
    async def run() -> None:
        hub = await opened(Room(reliable=10))
        slow, quick = joined(hub), joined(hub)
        for _ in range(30):
            hub.tell(numbered("cue"))
            await settled()
            everything(hub, quick)
        assert slow.overrun.is_set()
        assert not quick.overrun.is_set()

    asyncio.run(run())


def test_a_long_replay_is_no_lag() -> None:
    async def run() -> None:
        hub = await opened(Room(reliable=10, kept=100))
        for _ in range(50):
            hub.tell(numbered("cue"))
        await settled()
        client = joined(hub, 1)
        hub.tell(numbered("cue"))
        await settled()
        assert not client.overrun.is_set()
        assert len(everything(hub, client)) == 1 + 50

    asyncio.run(run())


def test_a_session_that_is_over_is_told_only_to_those_who_come_back_to_it() -> None:
    async def run() -> None:
        hub = await opened()
        hub.tell(numbered("cue"))
        hub.tell(numbered("ended"))
        hub.over()
        await settled()
        assert everything(hub, joined(hub))[1:] == []
        assert everything(hub, joined(hub, 1))[1:] == ["ended 2"]

    asyncio.run(run())


def test_there_is_room_for_so_many_and_for_others_when_some_leave() -> None:
    async def run() -> None:
        hub = await opened(Room(clients=2))
        first, _ = joined(hub), joined(hub)
        assert hub.join(0) is None
        hub.leave(first)
        assert hub.join(0) is not None
        assert hub.clients == 2

    asyncio.run(run())


def test_answers_of_one_client_do_not_pile_up() -> None:
    async def run() -> None:
        hub = await opened(Room(answers=3))
        client = joined(hub)
        for k in range(100):
            client.answer(f"answer {k}".encode())
        assert everything(hub, client)[1:] == ["answer 97", "answer 98", "answer 99"]

    asyncio.run(run())


def test_many_threads_tell_in_order_of_each() -> None:
    async def run() -> None:
        hub = await opened()
        client = joined(hub)
        everything(hub, client)

        def tell(name: str) -> None:
            for k in range(200):
                hub.tell(lambda n, k=k: f"{n} {name} {k}".encode())  # type: ignore[misc]

        threads = [threading.Thread(target=tell, args=(name,)) for name in "abc"]
        for thread in threads:
            thread.start()
        for thread in threads:
            await asyncio.to_thread(thread.join)
        await settled()
        heard = [text.split() for text in everything(hub, client)]
        assert [int(n) for n, _, _ in heard] == list(range(1, 601))
        for name in "abc":
            assert [int(k) for _, who, k in heard if who == name] == list(range(200))

    asyncio.run(run())


def test_what_is_told_before_and_after_the_loop_waits_for_one() -> None:
    hub = Hub(lambda run: run.encode())
    hub.begin()
    hub.tell(numbered("cue"))

    async def run() -> list[str]:
        hub.attach(asyncio.get_running_loop())
        await settled()
        client = joined(hub)
        heard = everything(hub, client)[1:]
        hub.detach()
        return heard

    assert asyncio.run(run()) == ["cue 1"]
    hub.tell(numbered("cue"))
    hub.frame(words("frame"))
