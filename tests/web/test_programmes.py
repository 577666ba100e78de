"""Programmes over the API: begun, told of, moved, held, sent as files; nothing is lost."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from innervate.core.channel import Side
from innervate.store.log_rows import PlannedState, Soreness
from innervate.web.house import House

MONDAY = date(2026, 11, 2)
BEGUN = {"programme": "imagery_general", "start": MONDAY.isoformat()}
NEGATIVES = {"programme": "eccentric_intro", "start": MONDAY.isoformat()}


def on(days: int) -> str:
    """So many days after the first."""
    return (MONDAY + timedelta(days=days)).isoformat()


def begin(client: TestClient, body: dict[str, Any], today: str = on(0)) -> dict[str, Any]:
    answer = client.post("/api/plans", params={"today": today}, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def tell(
    client: TestClient, plan: str, today: str, refused: int | None = None, **event: Any
) -> dict[str, Any]:
    """Tell what happened (today, unless it says when); the plan, or why it was refused."""
    event = {"on": today, **event}
    answer = client.post(f"/api/plans/{plan}/events", params={"today": today}, json=event)
    assert answer.status_code == (refused or 200), answer.text
    found: dict[str, Any] = answer.json()
    return found


def look(client: TestClient, plan: str, today: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/plans/{plan}", params={"today": today}).json()
    return found


def states(plan: dict[str, Any]) -> dict[str, str]:
    return {day["on"]: day["state"] for day in plan["days"]}


def test_programmes_say_what_they_take_and_rest_on(client: TestClient) -> None:
    found = client.get("/api/programmes").json()
    assert {"imagery_clark", "eccentric_intro", "automatic"} <= {one["key"] for one in found}
    for one in found:
        assert one["purpose"] and one["dose"] and one["sessions"] > 0
        assert 1 <= one["weeks"] <= one["longest_weeks"]
        assert all(row["verdict"] and row["truth"] for row in one["evidence"])
        assert all(block["name"] for level in one["levels"] for block in level["blocks"])
    alone = client.get("/api/programmes/eccentric_intro").json()
    assert alone["hard"] and any("Sorer than 3" in line for line in alone["watched"])
    missing = client.get("/api/programmes/eccentric_intra")
    assert missing.status_code == 404
    assert "eccentric_intro" in missing.json()["fix"]


def test_a_programme_is_begun_and_done_session_by_session(client: TestClient) -> None:
    plan = begin(client, BEGUN)
    assert plan["today"]["due"]["number"] == 1
    assert states(plan)[on(0)] == "planned"
    plan = tell(client, plan["id"], on(0), kind="done", note="quiet room")
    assert plan["today"]["due"] is None
    assert plan["today"]["next_on"] == on(2)
    first = plan["days"][0]
    assert (first["state"], first["note"], first["counted"]) == ("done", "quiet room", True)
    assert plan["adherence"]["share"] == 1.0
    again = tell(client, plan["id"], on(0), refused=400, kind="done")
    assert again["what"] == "no session of this programme is due on that day"


def test_what_is_not_done_is_missed_and_found_another_day(client: TestClient) -> None:
    plan = begin(client, BEGUN)
    later = look(client, plan["id"], on(1))
    assert states(later)[on(0)] == "missed"
    assert later["today"]["due"]["moved"]
    assert later["adherence"]["share"] == 0.0
    skipped = tell(client, plan["id"], on(1), kind="missed")
    assert skipped["adherence"]["missed"] == 2


def test_a_session_that_waits_is_not_missed_again_each_day(client: TestClient) -> None:
    plan = begin(client, BEGUN)
    late = look(client, plan["id"], on(21))
    assert late["adherence"]["missed"] == 9
    assert late["today"]["due"]["number"] == 1


def test_a_day_that_was_forgotten_is_told_later(client: TestClient) -> None:
    plan = begin(client, BEGUN)
    told = tell(client, plan["id"], on(1), kind="done", on=on(0))
    assert states(told)[on(0)] == "done"
    tell(client, plan["id"], on(3), kind="said", numbers=[{"told": "pain", "value": 1}])
    told = tell(client, plan["id"], on(3), kind="done", on=on(2))
    assert states(told)[on(2)] == "done"


def test_a_session_is_moved_where_there_is_room(client: TestClient) -> None:
    plan = begin(client, NEGATIVES)
    tell(client, plan["id"], on(0), kind="done")
    near = tell(client, plan["id"], on(1), refused=400, kind="moved", to=on(3))
    assert "too near to another session" in near["what"]
    assert near["fix"] == f"take {on(7)} or a later day"
    moved = tell(client, plan["id"], on(1), kind="moved", to=on(9))
    assert states(moved)[on(7)] == "moved"
    assert [day["to"] for day in moved["days"] if day["state"] == "moved"] == [on(9)]
    assert moved["today"]["next_on"] == on(9)
    past = tell(client, plan["id"], on(2), refused=400, kind="moved", to=on(1))
    assert past["what"] == "a session cannot be moved into the past"


def test_a29_soreness_holds_what_must_be_held_and_says_why(client: TestClient) -> None:
    plan = begin(client, NEGATIVES)
    tell(client, plan["id"], on(0), kind="done")
    asked = look(client, plan["id"], on(1))
    assert [one["told"] for one in asked["today"]["asks"]] == ["soreness"]
    sore = tell(client, plan["id"], on(6), kind="said", numbers=[{"told": "soreness", "value": 4}])
    assert any("Sorer than 3" in line for line in sore["today"]["why"])
    held = look(client, plan["id"], on(7))
    assert held["today"]["due"] is None
    assert held["today"]["left_out"]
    assert look(client, plan["id"], on(8))["adherence"]["held"] == 1
    bad = tell(
        client, plan["id"], on(8), refused=400, kind="said",
        numbers=[{"told": "soreness", "value": 11}],
    )  # fmt: skip
    assert "between 0 and 10" in bad["what"]


def test_the_diary_of_sore_muscles_counts_as_told(client: TestClient, house: House) -> None:
    plan = begin(client, NEGATIVES)
    tell(client, plan["id"], on(0), kind="done")
    rating = Soreness("", None, f"{on(2)}T12:00:00", "biceps_brachii", 7.0, Side.LEFT)
    house.store.log.rate_soreness([rating])
    assert look(client, plan["id"], on(2))["stopped"].startswith("Soreness of 6 or more")


def test_flags_and_contra_indications_stop_until_cleared(client: TestClient) -> None:
    plan = begin(client, NEGATIVES)
    barred = tell(client, plan["id"], on(0), kind="barred", why="operation on the shoulder.")
    assert barred["barred"] == "operation on the shoulder"
    assert barred["today"]["due"] is None
    stopped = tell(client, plan["id"], on(0), kind="flagged", flag="dark urine")
    assert "urgent medical help" in stopped["stopped"]
    assert not [day for day in stopped["days"] if day["state"] == "planned"]
    clear = tell(client, plan["id"], on(1), kind="cleared")
    assert clear["stopped"] == "" and clear["barred"] == ""
    assert clear["today"]["due"] is not None


def test_it_is_paused_gone_on_with_ended_and_erased(client: TestClient, house: House) -> None:
    plan = begin(client, BEGUN)
    assert tell(client, plan["id"], on(0), kind="paused")["paused"]
    assert tell(client, plan["id"], on(5), kind="resumed")["today"]["due"] is not None
    ended = tell(client, plan["id"], on(5), kind="ended")
    assert ended["ending"] == "ended by choice"
    assert house.store.log.plan(plan["id"]).ended_on == on(5)
    over = tell(client, plan["id"], on(6), refused=400, kind="done")
    assert "the programme is over" in over["what"]
    begin(client, BEGUN, on(6))
    assert client.delete(f"/api/plans/{plan['id']}").status_code == 204
    assert client.get(f"/api/plans/{plan['id']}").status_code == 404
    assert client.delete(f"/api/plans/{plan['id']}").status_code == 404


def test_the_last_word_can_be_taken_back(client: TestClient, house: House) -> None:
    plan = begin(client, BEGUN)
    url = f"/api/plans/{plan['id']}/events"
    nothing = client.delete(url, params={"today": on(0)})
    assert nothing.status_code == 400
    tell(client, plan["id"], on(0), kind="done")
    tell(client, plan["id"], on(0), kind="ended")
    again = client.delete(url, params={"today": on(0)}).json()
    assert again["ending"] is None
    assert states(again)[on(0)] == "done"
    assert house.store.log.plan(plan["id"]).ended_on is None
    assert states(client.delete(url, params={"today": on(0)}).json())[on(0)] == "planned"


def test_one_programme_does_not_run_twice(client: TestClient) -> None:
    begin(client, BEGUN)
    twice = client.post("/api/plans", params={"today": on(1)}, json=BEGUN)
    assert twice.status_code == 400
    assert twice.json()["what"] == "this programme is running already"
    begin(client, NEGATIVES)
    listed = client.get("/api/plans", params={"today": on(0)}).json()
    assert {one["programme"] for one in listed["plans"]} == {"imagery_general", "eccentric_intro"}
    assert listed["problems"] == []


def test_nothing_is_told_of_a_day_that_has_not_come(client: TestClient) -> None:
    plan = begin(client, BEGUN)
    early = tell(client, plan["id"], on(0), refused=400, kind="done", on=on(2))
    assert early["what"] == "that day has not come yet"
    ahead = begin(client, {**NEGATIVES, "start": on(7)})
    assert ahead["today"]["due"] is None
    assert ahead["today"]["next_on"] == on(7)


def test_the_calendar_is_kept_beside_the_plan(client: TestClient, house: House) -> None:
    plan = begin(client, BEGUN)
    tell(client, plan["id"], on(0), kind="done", note="quiet", session="s1")
    days = house.store.log.plan(plan["id"]).days
    assert (days[0].note, days[0].session) == ("quiet", "s1")
    assert [one.state for one in days][:2] == [PlannedState.DONE, PlannedState.PLANNED]
    assert len(days) == 12


def test_reminders_are_a_calendar_file(client: TestClient) -> None:
    plan = begin(client, BEGUN)
    answer = client.get(f"/api/plans/{plan['id']}/calendar", params={"at": "07:30", "today": on(0)})
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["content-disposition"].endswith('reminders.ics"')
    assert f"DTSTART:{MONDAY:%Y%m%d}T073000" in answer.text
    assert answer.text.count("BEGIN:VEVENT") == 12


def test_a_coach_sends_a_plan_and_receives_its_results(client: TestClient) -> None:
    mine = begin(client, {**BEGUN, "weekdays": [0, 2, 4], "note": "Lie down for it."})
    sent = client.get(
        f"/api/plans/{mine['id']}/file", params={"results": False, "sender": "Coach Kim"}
    )
    assert json.loads(sent.content)["events"] == []
    ada = client.post("/api/people", json={"name": "Ada"}).json()["id"]
    hers = {"person": ada, "today": on(0)}
    theirs = client.post("/api/plans/file", params=hers, content=sent.content).json()
    assert (theirs["sender"], theirs["note"]) == ("Coach Kim", "Lie down for it.")
    assert theirs["weekdays"] == [0, 2, 4]
    tell(client, theirs["id"], on(0), kind="done")
    results = client.get(f"/api/plans/{theirs['id']}/file").content
    assert json.loads(results)["person"] == "Ada"
    back = client.post("/api/plans/file", params={"today": on(1)}, content=results).json()
    assert back["id"] == mine["id"]
    assert states(back)[on(0)] == "done"
    again = client.post("/api/plans/file", params={"today": on(1)}, content=results).json()
    assert again["adherence"] == back["adherence"]
    tell(client, mine["id"], on(2), kind="missed")
    tell(client, theirs["id"], on(2), kind="done")
    other = client.get(f"/api/plans/{theirs['id']}/file").content
    apart = client.post("/api/plans/file", params={"today": on(2)}, content=other)
    assert apart.status_code == 400
    assert apart.json()["what"] == "this plan is here already and has gone another way"


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"a,b\n1,2\n", "this file is no plan of innervate"),
        (b"{}", "innervate: field required"),
        (b'{"innervate": "plan", "version": 2}', "version"),
        (b'{"innervate": "plan", "version": 1, "programme": "x", "start": "soon"}', "start"),
        (
            b'{"innervate": "plan", "version": 1, "programme": "none", "start": "2026-11-02"}',
            "there is no programme 'none'",
        ),
        (
            b'{"innervate": "plan", "version": 1, "programme": "balance", "start": "2026-11-02",'
            b' "events": [{"kind": "done", "on": "2026-11-02"},'
            b' {"kind": "done", "on": "2026-11-02"}]}',
            "no session of this programme is due on that day",
        ),
        (b"\xff\xfe\x00", "this file is no plan of innervate"),
    ],
)
def test_a_file_that_is_no_plan_says_so(client: TestClient, body: bytes, word: str) -> None:
    answer = client.post("/api/plans/file", content=body)
    assert answer.status_code == 400
    assert word in answer.json()["text"]
    assert client.get("/api/plans").json()["plans"] == []


EVENTS = st.one_of(
    st.fixed_dictionaries({"kind": st.sampled_from(["done", "missed", "paused", "resumed",
                                                     "cleared"])}),
    st.fixed_dictionaries({"kind": st.just("moved"), "to": st.integers(0, 60).map(on)}),
    st.fixed_dictionaries({
        "kind": st.just("said"),
        "numbers": st.lists(
            st.fixed_dictionaries({"told": st.sampled_from(["soreness", "pain", "maximum"]),
                                   "value": st.integers(0, 10)}),
            min_size=1, max_size=2),
    }),
    st.fixed_dictionaries({"kind": st.just("flagged"), "flag": st.just("swelling")}),
    st.fixed_dictionaries({"kind": st.just("barred"), "why": st.just("a cold")}),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(told=st.lists(st.tuples(st.integers(0, 3), EVENTS), max_size=12))
def test_whatever_is_told_the_plan_can_be_read_again(
    client: TestClient, told: list[tuple[int, dict[str, Any]]]
) -> None:
    plan = begin(client, NEGATIVES)["id"]
    day = 0
    for later, event in told:
        day += later
        answer = client.post(
            f"/api/plans/{plan}/events", params={"today": on(day)}, json={"on": on(day), **event}
        )
        assert answer.status_code in (200, 400), answer.text
        seen = look(client, plan, on(day))
        if answer.status_code == 200:
            assert seen["days"] == answer.json()["days"]
        found = [one["on"] for one in seen["days"]]
        assert found == sorted(set(found))
    client.delete(f"/api/plans/{plan}")
