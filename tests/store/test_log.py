"""The training log gives back what it was given, once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store._logged import PULL, PUSH, TAPS, logged
from tests.store._made import emptied, finished, of, opened

from innervate.core.errors import InputError
from innervate.core.workout import MOST_KG, MOST_REPS, LoadUnit, SetKind, Workout, WorkoutSet
from innervate.store.log_rows import Added, Entry, Planned, PlannedState, Relation, Soreness
from innervate.store.store import Store

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
MAYBE = st.none() | st.floats(0, 1000)
SETS = st.builds(
    WorkoutSet,
    name=TEXT,
    exercise=st.none() | TEXT,
    kind=st.sampled_from(SetKind),
    reps=st.none() | st.integers(0, MOST_REPS),
    load_kg=st.none() | st.floats(0, MOST_KG),
    duration_s=MAYBE,
    distance_m=MAYBE,
    rpe=st.none() | st.floats(1, 10),
    rir=MAYBE,
    tempo=TEXT,
    note=TEXT,
)
WORKOUTS = st.builds(
    Workout,
    started_at=st.datetimes().map(lambda one: one.isoformat()),
    name=TEXT,
    sets=st.lists(SETS, max_size=4).map(tuple),
    ended_at=st.none() | st.datetimes().map(lambda one: one.isoformat()),
    note=TEXT,
    source=TEXT,
    source_key=TEXT.filter(bool),
)


@settings(max_examples=30)
@given(workouts=st.lists(WORKOUTS, max_size=4, unique_by=lambda one: one.source_key))
def test_workouts_come_back_as_they_were_and_are_added_once(
    shared: Store, workouts: list[Workout]
) -> None:
    store = emptied(shared)
    ada = store.add_person("Ada").id
    assert store.log.known(ada, workouts) == (False,) * len(workouts)
    assert store.log.add_workouts(ada, workouts) == Added(len(workouts), 0)
    kept = store.log.workouts(ada)
    assert sorted((one.workout for one in kept), key=repr) == sorted(workouts, key=repr)
    starts = [one.workout.started_at for one in kept]
    assert starts == sorted(starts, reverse=True)
    assert store.log.known(ada, workouts) == (True,) * len(workouts)
    assert store.log.add_workouts(ada, workouts) == Added(0, len(workouts))
    assert store.log.workouts(ada) == kept
    assert store.log.workouts(None) == ()


def test_the_same_workout_of_two_people_and_of_nobody_is_three(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        people = [store.add_person("Ada").id, store.add_person("Bo").id, None]
        for person in people:
            assert store.log.add_workouts(person, [PUSH]) == Added(1, 0)
            assert store.log.add_workouts(person, [PUSH]) == Added(0, 1)
        assert [len(store.log.workouts(person)) for person in people] == [1, 1, 1]


def test_workouts_without_a_key_are_each_their_own(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert store.log.add_workouts(None, [PULL, PULL]) == Added(2, 0)
        assert [one.workout for one in store.log.workouts(None)] == [PULL, PULL]
        store.log.remove_workout(store.log.workouts(None, newest=1)[0].id)
        assert len(store.log.workouts(None)) == 1


def test_one_workout_is_added_changed_and_found(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        kept = store.log.add_workout(None, PUSH, session="run-1")
        assert store.log.add_workout(None, PUSH) == kept
        assert store.log.workout(kept.id) == kept
        other = replace(PUSH, name="Push again", sets=PUSH.sets[:1], source="", source_key="")
        changed = store.log.change_workout(kept.id, other)
        assert changed.workout == replace(other, source=PUSH.source, source_key=PUSH.source_key)
        assert (changed.id, changed.session) == (kept.id, "run-1")
        assert store.log.workout(kept.id) == changed
        assert store.log.add_workouts(None, [PUSH]) == Added(0, 1)
        first, second = (store.log.add_workout(None, PULL) for _ in range(2))
        assert first.id != second.id
        for refused in (store.log.workout, store.log.remove_workout):
            with pytest.raises(InputError, match="no such workout"):
                refused("none")


def test_one_answer_and_one_rating_come_and_go(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        entry = store.log.write_one(Entry("", None, "2026-11-26T10:00:00", "note", text="x"))
        assert entry.id
        assert store.log.entries(None) == (entry,)
        assert store.log.write_one(replace(entry, text="y")) == entry
        rating = store.log.rate_one(Soreness("", None, "2026-11-26T10:00:00", "soleus", 2.0))
        assert store.log.soreness(None) == (rating,)
        store.log.remove_entry(entry.id)
        store.log.remove_soreness(rating.id)
        assert (store.log.entries(None), store.log.soreness(None)) == ((), ())
        with pytest.raises(InputError, match="no such entry"):
            store.log.remove_entry(entry.id)
        with pytest.raises(InputError, match="no such rating"):
            store.log.remove_soreness(rating.id)


def test_sets_are_found_by_key_and_by_foreign_name(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        later = replace(PUSH, started_at="2026-12-01T10:00:00", source_key="x")
        store.log.add_workouts(None, [later, PUSH])
        bench = store.log.sets(None, "bench_press")
        assert [one.started_at for one in bench] == [PUSH.started_at, later.started_at]
        assert bench[0].set == PUSH.sets[0]
        assert [one.position for one in store.log.sets(None, "Fly")] == [1, 1]
        assert store.log.sets(None, "Bench press") == ()


@pytest.mark.parametrize(
    "field",
    [{"reps": -1}, {"load_kg": float("nan")}, {"load_kg": 2001.0}, {"rpe": 11.0}, {"rir": -0.5}],
)
def test_numbers_that_no_set_has_are_refused(field: dict[str, float]) -> None:
    with pytest.raises(InputError, match=r"no set of 'Fly' has so many.*give a number from 0"):
        replace(PUSH.sets[1], **field)  # type: ignore[arg-type]


def test_a_workout_needs_a_start() -> None:
    with pytest.raises(InputError, match=r"start of the workout.*2026-11-26T18:30:00"):
        replace(PUSH, started_at="yesterday")


def test_entries_and_soreness_are_kept_once_and_found(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        entry = Entry("a" * 32, None, "2026-11-26T10:00:00", "focus", 5.0, "0-10", session="run-1")
        assert store.log.write([entry, replace(entry, id="", label="other")]) == Added(2, 0)
        assert store.log.write([replace(entry, value=9.0)]) == Added(0, 1)
        assert store.log.entries(None, label="focus") == (entry,)
        assert len(store.log.entries(None, session="run-1")) == 2
        sore = Soreness("b" * 32, None, "2026-11-27T10:00:00", "soleus", 3.0, after_h=24)
        assert store.log.rate_soreness([sore, sore]) == Added(1, 1)
        assert store.log.soreness(None) == (sore,)
        with pytest.raises(InputError, match="from 0 to 10"):
            store.log.rate_soreness([replace(sore, id="", rating=11.0)])
        with pytest.raises(InputError, match=r"'focus' is no number"):
            store.log.write([replace(entry, id="", value=float("nan"))])


def test_plans_keep_what_was_planned_beside_what_became_of_it(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        logged(store, None, "run-1")
        (plan,) = store.log.plans(None)
        assert plan.days == (
            Planned("2026-11-26", "reps", PlannedState.DONE, session="run-1"),
            Planned("2026-11-28", "reps"),
            TAPS,
        )
        assert [event.kind for event in plan.events] == ["done", "sore"]
        with pytest.raises(InputError, match="nothing of the kind was planned"):
            store.log.mark(plan.id, Planned("2026-11-27", "reps"))
        with pytest.raises(InputError, match="no such plan"):
            store.log.end_plan("none", "2026-12-01")
        store.log.end_plan(plan.id, "2026-12-01")
        assert store.log.plan(plan.id).ended_on == "2026-12-01"
        store.log.remove_plan(plan.id)
        assert store.log.plans(None) == ()


def test_a_minor_needs_a_guardian(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        ada = store.change_person(replace(store.add_person("Ada"), birth_year=2010))
        at = "2026-11-26T10:00:00+00:00"
        with pytest.raises(InputError, match=r"may be younger than 18.*guardian consent"):
            store.log.consent(ada.id, "recording", "Ada", Relation.SELF, at=at)
        kept = store.log.consent(ada.id, "recording", "Byron", Relation.GUARDIAN, at=at)
        assert store.log.consents(ada.id) == (kept,)
        later = store.log.consent(
            ada.id, "sharing", "Ada", Relation.SELF, at="2029-01-01T00:00:00+00:00"
        )
        gone = store.log.withdraw(kept.id, at="2026-12-01T00:00:00+00:00")
        assert store.log.withdraw(kept.id) == gone
        assert store.log.consents(ada.id) == (gone, later)


def test_what_is_said_of_a_person_is_kept_and_checked(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        ada = store.add_person("Ada")
        said = replace(ada, birth_year=1990, guardian=" Byron ", coach=True, units=LoadUnit.LB)
        assert store.change_person(said) == replace(said, guardian="Byron")
        assert store.person(ada.id) == replace(said, guardian="Byron")
        with pytest.raises(InputError, match="born in that year"):
            store.change_person(replace(ada, birth_year=1066))


def test_rows_of_strangers_are_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        entry = Entry("", "nobody", "2026-11-26T10:00:00", "focus")
        for refused in (
            lambda: store.log.add_workouts("nobody", [PUSH]),
            lambda: store.log.write([entry]),
            lambda: store.log.begin_plan("nobody", "automatic", "2026-11-26"),
            lambda: store.log.consent("nobody", "recording", "Ada", Relation.SELF),
        ):
            with pytest.raises(InputError, match="no such person"):
                refused()
        assert store.log.entries("nobody") == ()


def test_removing_a_session_erases_what_was_said_in_it_and_keeps_what_was_done(
    tmp_path: Path,
) -> None:
    with opened(tmp_path) as store:
        ada = store.add_person("Ada").id
        session = finished(store, of(ada)).id
        logged(store, ada, session)
        store.remove_session(session)
        assert [one.label for one in store.log.entries(ada)] == ["focus.before"]
        assert store.log.soreness(ada) == ()
        assert {one.session for one in store.log.workouts(ada)} == {None}
        assert {day.session for plan in store.log.plans(ada) for day in plan.days} == {None}
