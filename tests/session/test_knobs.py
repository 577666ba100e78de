"""Knobs of a source: found behind what passes it on, turned from anywhere, told and taken up."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from tests.session._fakes import Scripted, feed, stream

from innervate.core.adjustable import Adjustable, Knob
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.session.guide import Guide, GuidedSource
from innervate.session.knobs import Knobs
from innervate.session.labelled import LabelledSource
from innervate.session.passing import PassingSource, adjustable_in

SKILL = Knob("skill", "Skill", 0.0, 1.0, 0.2, "1", "How well it is done.")
SHIFT = Knob("placement_mm", "Misplacement", 0.0, 40.0, 0.0, "mm", "How far off they are.")


@dataclass
class Turnable(Scripted):
    """A source with two knobs."""

    stand: dict[str, Knob] = field(
        default_factory=lambda: {one.name: one for one in (SKILL, SHIFT)}
    )

    def knobs(self) -> tuple[Knob, ...]:
        return tuple(self.stand.values())

    def turn(self, name: str, value: float) -> None:
        knob = self.stand.get(name)
        if knob is None or not knob.low <= value <= knob.high:
            raise InputError(f"there is no turning {name!r} to {value:g}")
        self.stand[name] = replace(knob, value=value)


def turnable() -> Turnable:
    spec = stream()
    return Turnable((spec,), feed(spec, 100, 10))


def knob(at_s: float, name: str, value: float) -> Event:
    return Event(at_s, EventKind.KNOB, name, value=value, unit="1", source="simulator")


def test_they_are_found_behind_what_passes_the_source_on() -> None:
    source = turnable()
    assert isinstance(source, Adjustable)
    assert adjustable_in(GuidedSource(LabelledSource(source, ()), Guide(()))) is source
    plain = Scripted((), [])
    assert adjustable_in(PassingSource(plain)) is None
    assert PassingSource(plain).behind is plain


def test_a_source_without_knobs_has_nothing_to_turn() -> None:
    knobs = Knobs(LabelledSource(Scripted((), []), ()))
    assert (knobs.now(), knobs.standings(), knobs.first_events()) == ((), (), ())
    knobs.take_up([knob(0.0, "skill", 0.5)])
    with pytest.raises(InputError, match="nothing to turn"):
        knobs.turn("skill", 0.5)


def test_they_stand_where_they_were_turned_and_know_where_they_began() -> None:
    knobs = Knobs(LabelledSource(turnable(), ()))
    knobs.turn("skill", 0.9)
    assert [(one.name, one.value, one.began) for one in knobs.standings()] == [
        ("skill", 0.9, 0.2),
        ("placement_mm", 0.0, 0.0),
    ]
    with pytest.raises(InputError):
        knobs.turn("skill", 2.0)
    with pytest.raises(InputError):
        knobs.turn("luck", 0.5)


def test_the_recording_is_told_where_they_stand_at_first() -> None:
    events = Knobs(turnable()).first_events()
    assert [(one.at_s, one.kind, one.label, one.value, one.unit) for one in events] == [
        (0.0, EventKind.KNOB, "skill", 0.2, "1"),
        (0.0, EventKind.KNOB, "placement_mm", 0.0, "mm"),
    ]


def test_a_session_that_goes_on_has_them_where_they_were() -> None:
    source = turnable()
    knobs = Knobs(source)
    knobs.take_up([
        knob(0.0, "skill", 0.3), knob(0.0, "placement_mm", 0.0), knob(9.0, "skill", 0.6),
        knob(12.0, "skill", 0.8), knob(13.0, "placement_mm", 99.0), knob(14.0, "luck", 1.0),
    ])  # fmt: skip
    stands = {one.name: (one.value, one.began) for one in knobs.standings()}
    assert stands == {"skill": (0.8, 0.3), "placement_mm": (0.0, 0.0)}
