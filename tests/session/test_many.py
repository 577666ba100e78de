"""Several sources read at once; threads are waited for, never slept for."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.session._fakes import Scripted, Turns, counted, feed, stream

from innervate.core.clock import ClockPair
from innervate.core.errors import DeviceLostError, InputError
from innervate.core.event import Event, EventKind
from innervate.core.source import Item, Source
from innervate.core.stream import Block, StreamSpec
from innervate.session import many
from innervate.session.many import ManySources

ONE, TWO, THREE = stream("one"), stream("two", 250.0, "imu"), stream("three", 10.0, "scale")


@pytest.fixture
def threads() -> Iterator[None]:
    """No thread of a test may outlive it."""
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


def read_all(source: Source, most: int = 100_000) -> list[Item]:
    out: list[Item] = []
    for _ in range(most):
        if source.exhausted:
            return out
        out += source.read(0.05)
    raise AssertionError("the sources never ended")


def samples(items: Sequence[Item], spec: StreamSpec) -> list[float]:
    found = [item.data[:, 0] for item in items if isinstance(item, Block) and item.spec == spec]
    return np.concatenate(found).tolist() if found else []


def test_it_is_a_source() -> None:
    assert isinstance(ManySources([]), Source)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(1, 400), st.integers(1, 60)), min_size=1, max_size=3))
def test_each_source_keeps_its_order_and_loses_nothing(plans: list[tuple[int, int]]) -> None:
    specs = (ONE, TWO, THREE)[: len(plans)]
    fakes = [
        Scripted((spec,), feed(spec, total, size))
        for spec, (total, size) in zip(specs, plans, strict=True)
    ]
    source = ManySources(fakes)
    assert source.open() == specs
    items = read_all(source)
    source.close()
    for spec, (total, _) in zip(specs, plans, strict=True):
        assert samples(items, spec) == list(range(total))
    assert [fake.closed for fake in fakes] == [1] * len(fakes)


def test_a_full_queue_makes_the_sources_wait_and_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, threads: None
) -> None:
    monkeypatch.setattr(many, "_MOST_WAITING", 3)
    monkeypatch.setattr(many, "_POLL_S", 0.001)
    source = ManySources([Scripted((ONE,), feed(ONE, 200, 1)), Scripted((TWO,), feed(TWO, 90, 1))])
    source.open()
    sizes = []
    items: list[Item] = []
    while not source.exhausted:
        some = source.read(0.05)
        sizes.append(len(some))
        items += some
    source.close()
    assert samples(items, ONE) == list(range(200))
    assert samples(items, TWO) == list(range(90))


def test_a_source_that_fails_is_told_and_the_others_go_on(threads: None) -> None:
    lost = DeviceLostError("the amplifier is gone", fix="plug it in")
    turns: Turns = [
        (ClockPair("imu", 0.0, 7.0),),
        (counted(TWO, 0, 500),),
        lost,
        (counted(TWO, 500, 600),),
    ]
    source = ManySources(
        [Scripted((ONE,), feed(ONE, 100, 10)), Scripted((TWO,), turns, name="the box")]
    )
    source.open()
    items = read_all(source)
    source.close()
    assert samples(items, ONE) == list(range(100))
    assert samples(items, TWO) == list(range(500))
    (event,) = [item for item in items if isinstance(item, Event)]
    assert (event.kind, event.source, event.label) == (EventKind.LOST, "the box", str(lost))
    assert event.at_s == pytest.approx(9.0)  # where its samples ended, in session time


def test_a_fault_in_a_thread_is_not_swallowed(threads: None) -> None:
    turns: Turns = [(counted(ONE, 0, 5),), ZeroDivisionError("oh")]
    source = ManySources([Scripted((ONE,), turns)])
    source.open()
    with pytest.raises(ZeroDivisionError, match="oh"):
        read_all(source)
    source.close()


@dataclass
class Ending(Scripted):
    """Hands over its last items only after somebody has looked whether any wait."""

    looked: threading.Event = field(default_factory=threading.Event)

    def read(self, timeout_s: float) -> Sequence[Item]:
        self.looked.wait(10)
        return super().read(timeout_s)


def test_the_last_items_are_never_taken_for_the_end(
    monkeypatch: pytest.MonkeyPatch, threads: None
) -> None:
    """The thread ends between the two questions that `exhausted` asks."""
    fake = Ending((ONE,), feed(ONE, 5, 5))
    source = ManySources([fake])
    source.open()
    empty = source._items.empty

    def looked() -> bool:
        found = empty()
        fake.looked.set()
        for thread in source._threads:
            thread.join()
        return found

    monkeypatch.setattr(source._items, "empty", looked)
    assert not source.exhausted
    fake.looked.set()
    assert samples(read_all(source), ONE) == [0, 1, 2, 3, 4]
    source.close()


def test_closing_stops_endless_sources(monkeypatch: pytest.MonkeyPatch, threads: None) -> None:
    monkeypatch.setattr(many, "_MOST_WAITING", 5)
    fake = Scripted((ONE,), feed(ONE, 100_000, 1))
    source = ManySources([fake])
    source.open()
    while not source.read(0.05):
        pass
    source.close()
    source.close()
    assert fake.closed == 2
    assert len(fake.turns) > 90_000


def test_one_name_twice_is_refused_and_all_are_closed(threads: None) -> None:
    fakes = [Scripted((ONE, TWO), []), Scripted((ONE,), [])]
    with pytest.raises(InputError, match="two sources offer a stream of one name: found one"):
        ManySources(fakes).open()
    assert [fake.closed for fake in fakes] == [1, 1]


@pytest.mark.parametrize("problem", [DeviceLostError("nobody answers"), OSError("no bus")])
def test_what_was_opened_is_closed_where_another_fails(problem: Exception, threads: None) -> None:
    class Absent(Scripted):
        def open(self) -> tuple[StreamSpec, ...]:
            raise problem

    fakes = [Scripted((ONE,), []), Absent((TWO,), [])]
    with pytest.raises(type(problem)):
        ManySources(fakes).open()
    assert fakes[0].closed == 1


def test_all_share_one_zero() -> None:
    fakes = [Scripted((ONE,), []), Scripted((TWO,), [])]
    source = ManySources(fakes)
    source.origin_s = 12.5
    assert [fake.origin_s for fake in fakes] == [12.5, 12.5]
    assert source.origin_s == 12.5


def test_its_name_is_that_of_all() -> None:
    assert ManySources([Scripted((), [], "a"), Scripted((), [], "b")]).name == "a, b"
