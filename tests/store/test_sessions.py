"""Sessions begun, finished, interrupted and found again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store._made import NEW, SHARE, UNMEASURED, emptied, finished, kept_files, of, opened

from innervate.core.errors import InputError
from innervate.store.rows import Door, NewSession, SessionState, StoredMeasure
from innervate.store.store import Store


def test_a_session_begins_with_a_place_for_its_recording(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        session = store.begin(NEW)
        assert session.recording == tmp_path / "recordings" / f"{session.id}.xdf"
        assert not session.recording.exists()
        assert (session.state, session.document, session.reps) == (SessionState.RUNNING, None, None)
        assert NewSession(
            session.door,
            session.source,
            session.exercise,
            session.simulated,
            session.started_at,
            session.person,
            session.setup,
        ) == (NEW)
        assert store.session(session.id) == session


def test_finishing_keeps_the_analysis(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        session = finished(store)
        assert session.state is SessionState.FINISHED
        assert session.document == tmp_path / "documents" / f"{session.id}.json"
        assert "Übung" in session.document.read_text(encoding="utf-8")
        assert (session.duration_s, session.reps) == (61.25, 8)
        assert store.session_measures(session.id) == (SHARE, UNMEASURED)
    with opened(tmp_path) as store:
        assert store.sessions() == (session,)


def test_finishing_again_replaces(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        session = finished(store)
        again = store.finish(
            session.id, "{}", [UNMEASURED], duration_s=2.0, reps=None, headline="again"
        )
        assert store.session_measures(session.id) == (UNMEASURED,)
        assert again.document is not None
        assert again.document.read_text() == "{}"
        assert (again.headline, again.reps) == ("again", None)


def test_a_finished_session_without_signals_says_so(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert finished(store, signals=None).recording is None


def test_what_cannot_be_kept_leaves_the_session_as_it_was(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        session = store.begin(NEW)
        for bad in (
            replace(SHARE, start_s=float("nan")),
            replace(SHARE, unit="\ud800"),
            replace(SHARE, version=2**70),
        ):
            with pytest.raises(InputError):
                store.finish(session.id, "{}", [SHARE, bad], duration_s=1.0, reps=1, headline="no")
        with pytest.raises(InputError, match="analysis cannot be kept"):
            store.finish(session.id, "\ud800", [SHARE], duration_s=1.0, reps=1, headline="no")
        assert store.session(session.id) == session
        assert store.session_measures(session.id) == ()
        assert kept_files(tmp_path) == {}


def test_a_person_must_be_there(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        with pytest.raises(InputError, match="no such person"):
            store.begin(of("nobody"))
        assert store.sessions() == ()


@pytest.mark.parametrize("start", ["yesterday", "2026-13-01", "0001-01-01T00:00:00+14:00"])
def test_a_start_that_is_no_moment_is_refused(tmp_path: Path, start: str) -> None:
    with opened(tmp_path) as store:
        with pytest.raises(InputError, match=r"no date and time.*give it like 2026"):
            store.begin(replace(NEW, started_at=start))
        assert store.sessions() == ()


def test_without_a_start_it_is_now(tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    with opened(tmp_path) as store:
        session = store.begin(replace(NEW, started_at=""))
    assert before <= datetime.fromisoformat(session.started_at) <= datetime.now(UTC)


MOMENTS = st.datetimes(
    datetime(1, 1, 3),
    datetime(9999, 12, 29),
    timezones=st.integers(-14 * 60, 14 * 60).map(
        lambda minutes: timezone(timedelta(minutes=minutes))
    ),
)


@settings(max_examples=30)
@given(moments=st.lists(MOMENTS, min_size=1, max_size=6))
def test_ids_sort_by_time_and_are_safe_as_file_names(
    shared: Store, moments: list[datetime]
) -> None:
    store = emptied(shared)
    begun = [store.begin(replace(NEW, started_at=moment.isoformat())) for moment in [*moments] * 2]
    ids = [session.id for session in begun]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[0-9TZa-f-]+", one) for one in ids)
    order = sorted(range(len(ids)), key=ids.__getitem__)
    millisecond = timedelta(milliseconds=1)
    starts = [(moments * 2)[index].astimezone(UTC) for index in order]
    assert all(a < b + millisecond for a, b in pairwise(starts))
    assert [one.id for one in store.sessions()] == sorted(ids, reverse=True)


def test_sessions_of_one_moment_keep_their_order(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        ids = [store.begin(NEW).id for _ in range(12)]
        assert [one.id for one in store.sessions()] == ids[::-1]


def test_sessions_are_found_by_what_is_asked(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        ada = store.add_person("Ada")
        bench = finished(store, of(ada.id, "bench_press", "2026-01-01T10:00:00Z"))
        squat = finished(store, of(ada.id, "squat", "2026-01-02T10:00:00Z"))
        made = finished(store, replace(of(ada.id), door=Door.DEMO, simulated=True))
        nobodys = finished(store, of(None, "squat", "2025-01-01T10:00:00Z"))
        assert store.sessions() == (made, squat, bench, nobodys)
        assert store.sessions(person=ada.id) == (made, squat, bench)
        assert store.sessions(exercise="squat") == (squat, nobodys)
        assert store.sessions(ada.id, "bench_press", include_simulated=False) == (bench,)
        assert store.sessions(limit=2) == (made, squat)
        assert store.sessions(limit=0) == ()


def test_a_dead_process_leaves_interrupted_sessions(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        done, running = finished(store), store.begin(NEW)
    with opened(tmp_path) as store:
        assert store.session(running.id).state is SessionState.INTERRUPTED
        assert store.session(done.id).state is SessionState.FINISHED
        assert store.resumed(running.id).state is SessionState.RUNNING
        store.interrupt(running.id)
        assert store.session(running.id).state is SessionState.INTERRUPTED
        late = store.finish(running.id, "{}", [], duration_s=1.0, reps=0, headline="late")
        assert late.state is SessionState.FINISHED


def test_a_finished_session_neither_runs_nor_stops(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        session = finished(store)
        for change in (store.interrupt, store.resumed):
            with pytest.raises(InputError, match="the session is finished"):
                change(session.id)
        assert store.session(session.id) == session


def test_removing_a_session_removes_its_files_and_nothing_else(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        one, two = finished(store), finished(store)
        store.remove_session(one.id)
        assert store.sessions() == (two,)
        assert set(kept_files(tmp_path)) == {f"recordings/{two.id}.xdf", f"documents/{two.id}.json"}
        running = store.begin(NEW)
        with pytest.raises(InputError, match="a session is running"):
            store.remove_session(running.id)


def test_the_previous_session_is_of_the_same_kind(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        ada = store.add_person("Ada")
        first = finished(store, of(ada.id))
        second = finished(store, of(ada.id))
        finished(store, of(None))
        finished(store, of(ada.id, "squat"))
        finished(store, replace(of(ada.id), simulated=True))
        store.begin(of(ada.id))
        third = store.begin(of(ada.id))
        assert store.previous(third.id) == second
        assert store.previous(second.id) == first
        assert store.previous(first.id) is None


def test_previous_is_by_the_start_not_by_when_it_was_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        today = finished(store, of(started_at="2026-06-02T08:00:00Z"))
        yesterday = finished(store, of(started_at="2026-06-01T23:00:00-05:00"))
        before = finished(store, of(started_at="2026-05-01T08:00:00Z"))
        assert store.previous(today.id) == yesterday
        assert store.previous(yesterday.id) == before


@settings(max_examples=25)
@given(kinds=st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=6))
def test_simulated_sessions_never_come_out_of_a_trend(
    shared: Store,
    kinds: list[tuple[bool, bool, bool]],
) -> None:
    store = emptied(shared)
    ada = store.add_person("Ada")
    expected: list[StoredMeasure] = []
    for number, (simulated, hers, ends) in enumerate(kinds):
        measure = replace(SHARE, value=float(number))
        new = replace(of(ada.id if hers else None), simulated=simulated)
        session = _session(store, new, ends, measure)
        if ends and hers and not simulated:
            expected.append(StoredMeasure(session, NEW.started_at, measure))
    assert store.measures(ada.id, "bench_press", "target_share") == tuple(expected)
    assert store.measures(ada.id, "squat", "target_share") == ()
    assert store.measures(ada.id, "bench_press", "target") == ()


def _session(store: Store, new: NewSession, ends: bool, *measures: object) -> str:
    session = store.begin(new)
    if ends:
        kept = [one for one in measures if isinstance(one, type(SHARE))]
        store.finish(session.id, "{}", kept, duration_s=1.0, reps=1, headline="")
    return session.id


def test_a_trend_of_nobody_in_particular_is_not_that_of_everybody(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        finished(store, of(store.add_person("Ada").id))
        mine = finished(store, of(None))
        assert store.measures(None, "bench_press", "target_share") == (
            StoredMeasure(mine.id, NEW.started_at, SHARE),
        )
