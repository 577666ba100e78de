"""The script of a calibration: told to the person and to the session, each phase in its time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.session._fakes import Scripted, counted, stream, timed

from innervate.core.clock import ClockPair
from innervate.core.event import Event, EventKind
from innervate.core.source import Item, Source
from innervate.core.stream import Block
from innervate.session.guide import ANNOUNCED_S, Guide, GuidedSource, GuidePhase

EMG = stream()
PHASES = st.lists(
    st.builds(
        GuidePhase, st.sampled_from(["rest", "mvc 1", "set 1"]), st.floats(0.1, 3.0), st.text()
    ),
    max_size=6,
).map(tuple)


@given(PHASES, st.floats(0.0, 2.0))
def test_phases_follow_each_other(phases: tuple[GuidePhase, ...], start_s: float) -> None:
    events = Guide(phases, start_s).events()
    assert [event.label for event in events] == [phase.label for phase in phases]
    assert {event.kind for event in events} <= {EventKind.PHASE}
    lengths = [after.at_s - this.at_s for this, after in pairwise(events)]
    assert lengths == pytest.approx([phase.seconds for phase in phases][:-1])
    assert not events or events[0].at_s == start_s


@given(PHASES, st.lists(st.floats(0.0, 20.0), max_size=10))
def test_every_word_is_said_once_in_order(
    phases: tuple[GuidePhase, ...], looks: list[float]
) -> None:
    guide = Guide(phases)
    moments = [float("-inf"), *sorted(looks), 100.0]
    said = [words for a, b in pairwise(moments) for words in guide.words(a, b)]
    assert said == [phase.words for phase in phases]


def test_a_phase_is_announced_before_it_begins_but_not_before_the_one_before() -> None:
    guide = Guide(
        (
            GuidePhase("pause", 8.0, "Rest.", "Sit down."),
            GuidePhase("mvc 1", 3.0, "Push!", "Get ready: 1."),
            GuidePhase("mvc 2", 3.0, "Pull!", "Get ready: 2."),
        ),
        start_s=0.0,
    )
    assert guide.words(0.0, 0.1) == ("Sit down.", "Rest.")
    assert guide.words(0.1, 8.0 - ANNOUNCED_S) == ()
    assert guide.words(8.0 - ANNOUNCED_S, 8.0) == ("Get ready: 1.",)
    assert set(guide.words(8.0, 11.0)) == {"Push!", "Get ready: 2."}
    assert guide.words(11.0, 99.0) == ("Pull!",)


def test_phases_of_the_source_are_notes_and_said_once() -> None:
    foreign = [Event(at_s, EventKind.PHASE, "mvc 1", source="box") for at_s in (0.1, 0.2)]
    tap = Event(0.3, EventKind.TAP)
    said: list[str] = []
    fake = Scripted((EMG,), [(foreign[0],), (foreign[1], tap), (counted(EMG, 0, 2000),)])
    source = GuidedSource(fake, Guide((GuidePhase("rest", 1.0, ""),)), said.append)
    out = [item for _ in range(3) for item in source.read(0.1)]
    events = [(item.kind, item.label) for item in out if isinstance(item, Event)]
    assert events == [
        (EventKind.NOTE, "phase ignored: mvc 1"),
        (EventKind.NOTE, "phase ignored: mvc 1"),
        (EventKind.TAP, ""),
        (EventKind.PHASE, "rest"),
    ]
    assert said == ["scripted tells phases of its own; the calibration ignores them."]


def test_it_is_a_source() -> None:
    source = GuidedSource(Scripted((EMG,), [], name="box"), Guide(()))
    assert isinstance(source, Source)
    assert source.name == "box"
    assert source.open() == (EMG,)


@given(
    phases=PHASES,
    sizes=st.lists(st.integers(1, 2000), min_size=1, max_size=20),
    offset_s=st.sampled_from([0.0, 4.5]),
)
def test_a_phase_comes_before_its_samples_and_never_too_soon(
    phases: tuple[GuidePhase, ...], sizes: list[int], offset_s: float
) -> None:
    guide = Guide(phases)
    items: list[Item] = [ClockPair("amp", 0.0, offset_s)]
    at = 0
    for size in sizes:
        items.append(counted(EMG, at, at + size))
        at += size
    fake = Scripted((EMG,), [(item,) for item in items])
    source = GuidedSource(fake, guide)
    source.open()
    out: list[Item] = []
    while not source.exhausted:
        out += source.read(0.1)
    end_s = at / 1000.0 + offset_s
    told = [item for item in out if isinstance(item, Event)]
    assert told == [event for event in guide.events() if event.at_s < end_s]
    assert [item for item in out if not isinstance(item, Event)] == items
    before_s = offset_s
    for item in out:
        if isinstance(item, Event):
            assert before_s <= max(item.at_s, offset_s) + 1e-9
        elif isinstance(item, Block):
            before_s = item.stop / 1000.0 + offset_s


def test_an_irregular_stream_tells_the_time_as_well() -> None:
    pose = stream("pose", None)
    source = GuidedSource(
        Scripted((pose,), [(timed(pose, 0, [0.5, 0.9]),), (timed(pose, 2, [1.2]),)]),
        Guide((GuidePhase("rest", 1.0, ""),)),
    )
    assert [type(item) for item in source.read(0.1)] == [Block]
    assert [type(item) for item in source.read(0.1)] == [Event, Block]
    source.close()
