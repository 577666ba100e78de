"""The calendar of a programme: never stuck, never two on a day, never hard under a hold."""

from __future__ import annotations

import pickle
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from tests.coach.programmes._lives import (
    DAY,
    PROGRAMMES,
    START,
    STEPS,
    WEEKDAYS,
    begun,
    finished,
    lived,
    mended,
)

from innervate.coach.programmes.adherence import adherence, answered, course
from innervate.coach.programmes.after import after, until
from innervate.coach.programmes.agenda import agenda, forbidding
from innervate.coach.programmes.events import (
    Barred,
    Cleared,
    Crashed,
    Done,
    Ended,
    Event,
    Flagged,
    Missed,
    Number,
    Paused,
    Said,
)
from innervate.coach.programmes.plan import Ending, Kind, Plan
from innervate.coach.programmes.programme import Programme, programme
from innervate.coach.programmes.rules import Flag, Told
from innervate.core.errors import InputError

Steps = list[tuple[int, Event]]
ECCENTRIC = programme("eccentric_intro")


def said(on_day: int, told: Told, value: float) -> Said:
    return Said(START + on_day * DAY, (Number(told, value),))


@given(PROGRAMMES, WEEKDAYS, STEPS)
@settings(max_examples=150, deadline=None)
def test_from_any_state_the_end_can_be_reached(
    one: Programme, weekdays: tuple[int, ...] | None, steps: Steps
) -> None:
    last = lived(begun(one, weekdays), steps)[-1]
    done = finished(last)
    assert done.ending in (Ending.COMPLETE, Ending.OUT_OF_TIME)
    assert done.at <= max(done.ends_on, last.at)


@given(PROGRAMMES, WEEKDAYS, STEPS)
@settings(max_examples=150, deadline=None)
def test_whoever_is_well_again_is_soon_given_a_session(
    one: Programme, weekdays: tuple[int, ...] | None, steps: Steps
) -> None:
    # Time alone must not end it here, for what is asked is whether it ever stands still.
    plan = mended(lived(begun(replace(one, longest_weeks=500), weekdays), steps)[-1])
    for _ in range(40):
        if plan.ending is not None:
            return
        plan = answered(plan, agenda(plan))
        if agenda(plan).due is not None:
            return
        plan = until(plan, plan.at + DAY)
    pytest.fail("nothing was due for 40 days")


@given(PROGRAMMES, WEEKDAYS, STEPS)
@settings(max_examples=150, deadline=None)
def test_no_day_is_booked_twice_and_no_week_too_often(
    one: Programme, weekdays: tuple[int, ...] | None, steps: Steps
) -> None:
    plan = lived(begun(one, weekdays), steps)[-1]
    days = [day.on for day in plan.days]
    assert days == sorted(set(days))
    done = [day for day in plan.days if day.kind is Kind.DONE]
    weeks = Counter((day.on - START).days // 7 for day in done)
    most = max(level.per_week for level in one.levels)
    assert all(count <= most for count in weeks.values())
    if weekdays is not None:
        assert all(day.on.weekday() in weekdays for day in done)


@given(PROGRAMMES, STEPS)
@settings(max_examples=200, deadline=None)
def test_nothing_hard_is_prescribed_under_a_hold_a_bar_or_a_flag(
    one: Programme, steps: Steps
) -> None:
    for plan in lived(begun(one), steps):
        due = agenda(plan).due
        if plan.stopped or plan.paused or plan.ending:
            assert due is None
        elif due is not None and (plan.barred or plan.holding or plan.untold):
            assert forbidding(plan)
            assert not any(block.effort.hard for block in due.blocks)


@given(STEPS)
@settings(max_examples=150, deadline=None)
def test_eccentric_work_is_72_hours_apart_and_never_too_heavy(steps: Steps) -> None:
    plans = lived(begun(ECCENTRIC), steps)
    hard = [day.on for day in plans[-1].days
            if any(block.effort == "eccentric" for block in day.blocks)]  # fmt: skip
    assert all(late - early >= timedelta(days=3) for early, late in pairwise(hard))
    for plan in plans:
        due = agenda(plan).due
        for block in due.blocks if due else ():
            assert block.dose.load_percent is not None
            assert block.dose.load_percent <= 40.0


@given(PROGRAMMES, STEPS)
@settings(max_examples=60, deadline=None)
def test_waiting_in_steps_or_at_once_is_the_same(one: Programme, steps: Steps) -> None:
    plan = lived(begun(one), steps)[-1]
    slowly = plan
    for _ in range(30):
        slowly = until(slowly, slowly.at + DAY)
    assert slowly == until(plan, plan.at + 30 * DAY)
    assert pickle.loads(pickle.dumps(plan)) == plan


@given(PROGRAMMES)
def test_a_life_without_mishap_is_the_course_that_was_planned(one: Programme) -> None:
    planned = course(begun(one))
    done = finished(begun(one))
    assert len(planned) == one.sessions
    assert done.ending is Ending.COMPLETE
    assert [day.on for day in done.days] == [session.on for session in planned]
    assert adherence(done).share == 1.0
    assert [session.number for session in planned] == list(range(1, one.sessions + 1))


def test_a_missed_session_moves_to_the_next_day_with_room() -> None:
    plan = after(begun(programme("imagery_general")), Missed(START))
    assert agenda(plan).due is None
    assert plan.slot == START + DAY
    plan = until(plan, START + DAY)
    due = agenda(plan).due
    assert due is not None
    assert due.moved
    assert due.number == 1
    plan = after(plan, Done(plan.at))
    assert adherence(plan).share == 0.5
    assert adherence(plan).moved == 1


def test_what_nobody_told_was_missed() -> None:
    plan = until(begun(programme("imagery_clark")), START + 3 * DAY)
    assert [day.kind for day in plan.days] == [Kind.MISSED] * 3


def test_a_broken_off_session_may_be_done_again_on_the_same_day() -> None:
    plan = after(begun(programme("imagery_general")), Crashed(START))
    due = agenda(plan).due
    assert due is not None
    assert due.again
    plan = after(plan, Done(START))
    assert adherence(plan).crashed == 1
    assert plan.counted == 1


def test_eccentric_work_broken_off_is_not_done_twice_in_a_day() -> None:
    plan = after(begun(ECCENTRIC), Crashed(START, hard_work=True))
    assert agenda(plan).due is None
    assert plan.slot is not None
    assert plan.slot >= START + 3 * DAY
    assert plan.counted == 0


def test_soreness_is_asked_for_and_holds_the_next_session() -> None:
    plan = after(begun(ECCENTRIC), Done(START))
    plan = until(plan, START + DAY)
    assert agenda(plan).asks == (Told.SORENESS,)
    plan = after(plan, said(2, Told.SORENESS, 5.0))
    plan = until(plan, START + 7 * DAY)
    today = agenda(plan)
    assert today.due is None
    assert "Sorer than 3" in today.why[0]
    plan = after(plan, said(7, Told.SORENESS, 2.0))
    assert agenda(plan).due is not None


def test_untold_soreness_holds_too() -> None:
    plan = until(after(begun(ECCENTRIC), Done(START)), START + 9 * DAY)
    assert agenda(plan).due is None
    assert "Tell how sore you are first" in agenda(plan).why[0]
    assert {day.kind for day in plan.days} == {Kind.DONE, Kind.HELD}


def test_the_load_goes_up_only_when_all_is_told_and_well() -> None:
    plan = after(begun(ECCENTRIC), Done(START))
    plan = after(plan, said(1, Told.SORENESS, 2.0))
    plan = after(plan, said(7, Told.MAXIMUM, 0.95))
    assert plan.load == 1.0
    plan = after(plan, said(7, Told.SORENESS, 1.0))
    assert plan.load == pytest.approx(1.1)
    worse = after(after(begun(ECCENTRIC), Done(START)), said(2, Told.SORENESS, 3.5))
    worse = after(worse, said(8, Told.SORENESS, 0.0))
    assert after(worse, said(8, Told.MAXIMUM, 1.0)).load == 1.0


@pytest.mark.parametrize("flag", Flag)
def test_a_red_flag_stops_everything_until_a_clinician_agrees(flag: Flag) -> None:
    plan = after(begun(programme("imagery_clark")), Flagged(START, flag))
    plan = until(plan, START + 20 * DAY)
    assert agenda(plan).due is None
    assert ("urgent" in agenda(plan).why[0]) == flag.urgent
    assert plan.days == ()
    plan = after(plan, Cleared(plan.at))
    assert agenda(plan).due is not None


def test_much_soreness_and_lost_strength_stop_eccentric_work() -> None:
    for told, value in ((Told.SORENESS, 6.0), (Told.MAXIMUM, 0.4)):
        plan = after(after(begun(ECCENTRIC), Done(START)), said(2, told, value))
        assert plan.stopped


def test_a_bar_leaves_out_the_maximal_part_and_no_more() -> None:
    plan = after(begun(programme("imagery_clark")), Barred(START, "a fresh fracture."))
    today = agenda(plan)
    assert today.due is not None
    assert [block.protocol for block in today.due.blocks] == ["clark2014"]
    assert [block.protocol for block in today.left_out] == ["mvc"]
    assert today.why == ("Maximal and eccentric work is left out: a fresh fracture.",)


def test_two_failed_sessions_lead_one_level_down() -> None:
    one = programme("automatic")
    plan = begun(one)
    while plan.stage.key != "dual":
        plan = until(plan, plan.slot or plan.at)
        plan = after(plan, Done(plan.at))
    costly = (Number(Told.DUAL_COST, 20.0),)
    for _ in range(2):
        plan = until(plan, plan.slot or plan.at)
        plan = after(plan, Done(plan.at, costly))
    assert plan.stage.key == "none"
    plan = until(plan, plan.slot or plan.at)
    plan = after(plan, Done(plan.at))
    assert plan.stage.key == "dual"


def test_whoever_feels_no_image_for_a_week_is_advised() -> None:
    plan = begun(programme("imagery_general"))
    for _ in range(3):
        plan = until(plan, plan.slot or plan.at)
        plan = after(plan, Done(plan.at, (Number(Told.VIVIDNESS, 1.0),)))
    assert "between real sets" in agenda(plan).advice[0]


def test_a_pause_costs_no_adherence() -> None:
    plan = after(begun(programme("imagery_clark")), Paused(START))
    plan = until(plan, START + 10 * DAY)
    assert plan.days == ()
    assert agenda(plan).why == ("The programme is paused.",)


@pytest.mark.parametrize(
    ("plan", "event", "words"),
    [
        (until(begun(ECCENTRIC), START + DAY), Done(START), "in the order of its days"),
        (after(begun(ECCENTRIC), Done(START)), Done(START), "as a workout of your own"),
        (after(begun(ECCENTRIC), Done(START)), Missed(START), "the next session is on 2026-01-12"),
        (after(begun(ECCENTRIC), Done(START)), Crashed(START), "broken off"),
        (after(begun(ECCENTRIC), Ended(START)), Done(START), "over .ended by choice."),
        (begun(ECCENTRIC), Barred(START, " "), "must be said"),
    ],
)
def test_what_cannot_have_happened_is_refused(plan: Plan, event: Event, words: str) -> None:
    with pytest.raises(InputError, match=words):
        after(plan, event)


def test_impossible_numbers_and_weekdays_are_refused() -> None:
    with pytest.raises(InputError, match=r"soreness .0-10. must lie between 0 and 10: given 11"):
        Number(Told.SORENESS, 11.0)
    with pytest.raises(InputError, match=r"from 0 .Monday. to 6"):
        Plan.begin(ECCENTRIC, START, (7,))
    with pytest.raises(InputError, match=r"from 0 .Monday. to 6"):
        Plan.begin(ECCENTRIC, START, ())
