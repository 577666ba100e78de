"""A live session: raw first, then the analysis, then whoever listens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.session._fakes import Scripted, Turns, counted, feed, stream

from innervate.core.errors import DeviceLostError
from innervate.core.event import Event, EventKind
from innervate.core.source import Item
from innervate.core.stream import Block
from innervate.engine.analyser import Analyser, Outcome
from innervate.session.live import LiveSession

EMG = stream()
FIT = Event(0.3, EventKind.FIT, "learned on the way", stream="emg/clean")


@dataclass
class Trace:
    """Recorder, analyser and listener in one, writing down who got what and in which order."""

    calls: list[tuple[str, Item | None]] = field(default_factory=list)
    learns: Event | None = None
    fails: str = ""
    reached_s: float = 0.0

    def append(self, item: Item) -> None:
        self._note("record", item)

    def close(self) -> None:
        self.calls.append(("close", None))

    def push(self, item: Item) -> Outcome:
        self._note("analyse", item)
        if isinstance(item, Block):
            self.reached_s = item.stop / 1000.0
            fit, self.learns = self.learns, None
            return Outcome((item,), (fit,) if fit else ())
        return Outcome()

    def cover(self, until_s: float) -> Outcome:
        self._note("cover", None)
        return Outcome()

    def finish(self) -> Outcome:
        self._note("finish", None)
        return Outcome()

    def hear(self, items: Sequence[Item], outcome: Outcome) -> None:
        for item in (*items, *outcome.events):
            self._note("hear", item)

    def _note(self, what: str, item: Item | None) -> None:
        self.calls.append((what, item))
        if what == self.fails:
            raise ZeroDivisionError(what)

    def of(self, what: str) -> list[Item | None]:
        return [item for one, item in self.calls if one == what]


def session(turns: Turns, trace: Trace, **more: object) -> LiveSession:
    said = cast("list[str]", more.get("said", []))
    return LiveSession(
        Scripted((EMG,), turns, name="box"),
        cast(Analyser, trace),
        recorder=trace,
        listeners=(trace,),
        remark=said.append,
    )


@given(total=st.integers(1, 300), size=st.integers(1, 80), events=st.integers(0, 3))
def test_raw_is_recorded_before_anything_is_made_of_it(total: int, size: int, events: int) -> None:
    told: tuple[Item, ...] = tuple(Event(0.0, EventKind.TAP, str(n)) for n in range(events))
    trace = Trace()
    turns = feed(EMG, total, size)
    turns = [(*told, *turn) for turn in turns if not isinstance(turn, Exception)]
    given_ = [item for turn in turns if not isinstance(turn, Exception) for item in turn]
    session([*turns], trace).run()
    names = [(what, id(item)) for what, item in trace.calls]
    for item in given_:
        assert (
            names.index(("record", id(item)))
            < names.index(("analyse", id(item)))
            < names.index(("hear", id(item)))
        )
    assert trace.of("record") == trace.of("analyse") == trace.of("hear") == given_
    assert [what for what, _ in trace.calls[-2:]] == ["finish", "close"]


def test_a_whole_reading_is_recorded_before_any_of_it_is_analysed() -> None:
    trace = Trace()
    session([(counted(EMG, 0, 5), counted(EMG, 5, 9))], trace).run()
    assert [what for what, _ in trace.calls][:3] == ["record", "record", "analyse"]


def test_fits_learned_on_the_way_are_recorded_and_heard() -> None:
    trace = Trace(learns=FIT)
    session(feed(EMG, 100, 50), trace).run()
    assert FIT in trace.of("record")
    assert FIT in trace.of("hear")
    assert FIT not in trace.of("analyse")  # it has applied the fit itself


def test_without_a_recorder_and_listeners_it_just_analyses() -> None:
    trace = Trace()
    LiveSession(Scripted((EMG,), feed(EMG, 30, 10)), cast(Analyser, trace)).run()
    assert len(trace.of("analyse")) == 3
    assert trace.of("record") == trace.of("hear") == []


@pytest.mark.parametrize(("seconds", "read"), [(0.1, 2), (0.11, 3), (9.0, 6), (0.0, 0)])
def test_it_stops_after_so_much_session_time(seconds: float, read: int) -> None:
    trace = Trace()
    progress: list[float] = []
    session(feed(EMG, 300, 50), trace).run(seconds=seconds, progress=progress.append)
    assert len(trace.of("analyse")) == read
    assert progress == pytest.approx([0.05 * (n + 1) for n in range(read)])


def test_it_stops_when_told() -> None:
    trace = Trace()
    answers = iter([False, False, True])
    session(feed(EMG, 300, 50), trace).run(stop=lambda: next(answers))
    assert len(trace.of("analyse")) == 2
    assert trace.of("close") == [None]


@pytest.mark.parametrize("where", ["analyse", "hear", "cover", "finish"])
def test_a_fault_anywhere_still_closes_the_recording(where: str) -> None:
    trace = Trace(fails=where)
    with pytest.raises(ZeroDivisionError, match=where):
        session(feed(EMG, 300, 50), trace).run()
    assert trace.calls[-1] == ("close", None)
    assert trace.of("record")


def test_loss_and_return_are_told() -> None:
    said: list[str] = []
    lost = Event(1.0, EventKind.LOST, "the cable was pulled", source="amp")
    back = Event(2.0, EventKind.RETURNED, "it is back")
    session([(lost,), (back,), (Event(3.0, EventKind.TAP),)], Trace(), said=said).run()
    assert said == ["amp: lost. the cable was pulled", "box: returned. it is back"]


def test_a_source_that_fails_ends_the_session_and_not_the_program() -> None:
    said: list[str] = []
    trace = Trace()
    problem = DeviceLostError("the stream came back as another", fix="begin a new recording")
    session([(counted(EMG, 0, 100),), problem, (counted(EMG, 100, 200),)], trace, said=said).run()
    assert [item.stop for item in trace.of("analyse") if isinstance(item, Block)] == [100]
    (event,) = [item for item in trace.of("record") if isinstance(item, Event)]
    assert (event.kind, event.at_s, event.source) == (EventKind.LOST, 0.1, "box")
    assert said == [f"box: lost. {problem}"]
    assert [what for what, _ in trace.calls[-2:]] == ["finish", "close"]


def test_an_event_of_the_person_is_recorded_first_too() -> None:
    trace = Trace()
    tap = Event(0.5, EventKind.TAP)
    session([], trace).announce(tap)
    assert trace.calls == [("record", tap), ("analyse", tap), ("hear", tap)]
