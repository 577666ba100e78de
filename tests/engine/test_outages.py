"""What a source did not tell is told."""

from __future__ import annotations

from innervate.core.event import Event, EventKind
from innervate.core.plan import Plan
from innervate.core.recording import About
from innervate.engine.analyser import Analyser, Shown
from innervate.engine.outages import Outages


def lost(at_s: float, source: str = "amp") -> Event:
    return Event(at_s, EventKind.LOST, "no answer", source=source)


def back(at_s: float, source: str = "amp") -> Event:
    return Event(at_s, EventKind.RETURNED, source=source)


def test_nothing_lost_is_nothing_said() -> None:
    outages = Outages()
    outages.hear(back(3.0))
    outages.hear(Event(4.0, EventKind.NOTE, "lost", source="amp"))
    assert outages.unsaid(10.0) == ()


def test_every_source_has_its_own_and_many_are_summed() -> None:
    outages = Outages()
    for at_s in (10.0, 20.0, 30.0, 70.0, 80.0):
        outages.hear(lost(at_s))
        outages.hear(back(at_s + 0.5))
    outages.hear(lost(5.0, "watch"))
    amp, watch = outages.unsaid(8.0)
    assert amp.what == "2.5 s of the signal of amp"
    assert "0:10.0 to 0:10.5, 0:20.0 to 0:20.5, 0:30.0 to 0:30.5 and 2 more times" in amp.why
    assert watch.what == "3.0 s of the signal of watch"


def test_told_twice_it_is_lost_once() -> None:
    outages = Outages()
    for event in (lost(1.0), lost(2.0), back(4.0), back(5.0)):
        outages.hear(event)
    assert [one.what for one in outages.unsaid(9.0)] == ["3.0 s of the signal of amp"]


def test_an_analysis_says_so() -> None:
    analyser = Analyser(About(), (), Plan(()), Shown())
    analyser.push(lost(1.0))
    analyser.push(back(2.0))
    assert "1.0 s of the signal of amp" in [one.what for one in analyser.analysis().unsaid]
