"""Events as plain data and back; the plan is the same again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from tests.coach.programmes._lives import EVENTS, PROGRAMMES, START, STEPS, begun, moved_to

from innervate.coach.programmes.adherence import beside
from innervate.coach.programmes.after import after
from innervate.coach.programmes.events import Done, Event, Missed
from innervate.coach.programmes.plan import Kind
from innervate.coach.programmes.programme import Programme, programme
from innervate.coach.programmes.record import read, replayed, written
from innervate.core.errors import InputError
from innervate.core.plain import Plain


@given(EVENTS)
def test_every_event_goes_through_json_and_back(event: Event) -> None:
    assert read(json.loads(json.dumps(written(event)))) == event


@given(PROGRAMMES, STEPS)
@settings(max_examples=50, deadline=None)
def test_a_plan_is_what_its_events_make(one: Programme, steps: list[tuple[int, Event]]) -> None:
    plan, happened = begun(one), []
    for wait, event in steps:
        dated = moved_to(event, plan.at + wait * (START - START.replace(day=START.day - 1)))
        try:
            plan = after(plan, dated)
        except InputError:
            continue
        happened.append(dated)
    assert replayed(one, START, happened) == plan


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"kind": "mised", "on": "2026-01-05"}, "write one of missed"),
        ({"on": "2026-01-05"}, "no event of a programme: given nothing"),
        ({"kind": "missed", "on": "soon"}, "write its day as 2026-01-05"),
        ({"kind": "missed", "on": "2026-01-05", "why": "rain"}, "only its own fields"),
        ({"kind": "flagged", "on": "2026-01-05", "flag": "hunger"}, "hunger"),
        ({"kind": "crashed", "on": "2026-01-05", "hard_work": "no"}, "is not a bool"),
    ],
)
def test_what_is_no_event_is_refused(value: dict[str, Plain], words: str) -> None:
    with pytest.raises(InputError, match=words):
        read(value)


def test_planned_stands_beside_done() -> None:
    plan = after(
        after(begun(programme("imagery_general")), Missed(START)), Done(START.replace(day=6))
    )
    days = beside(plan)
    assert [(day.planned is not None, day.became and day.became.kind) for day in days[:3]] == [
        (True, Kind.MISSED), (False, Kind.DONE), (True, None),
    ]  # fmt: skip
