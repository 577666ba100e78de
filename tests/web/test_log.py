"""The training log of the app: workouts by hand, soreness, strength read off, remarks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.web.test_api import problem

from innervate.core.channel import MuscleSide, Side
from innervate.store.log_rows import Soreness
from innervate.web.house import House
from innervate.web.soreness import ASKED_H, Lowering, asks

SET = {"name": "Bench press", "exercise": "bench_press", "reps": 8, "load_kg": 60.0, "rpe": 8}
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def workout(**more: object) -> dict[str, Any]:
    """A workout as the page sends it."""
    return {"started_at": "2026-11-26T18:30", "name": "Push", "sets": [SET, SET], **more}


def log_of(client: TestClient, person: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = client.get(
        "/api/log", params={} if person is None else {"person": person}
    ).json()
    return found


def test_a_log_is_empty_at_first(client: TestClient) -> None:
    assert log_of(client) == {
        "workouts": [], "more": False, "soreness": [], "readings": [], "notes": [],
        "played": [], "asks": [],
    }  # fmt: skip
    problem(client.get("/api/log?person=nobody"), 404)


def test_a_workout_is_written_changed_erased_and_brought_back(client: TestClient) -> None:
    kept = client.post("/api/log/workouts", json=workout(note="good")).json()
    assert kept["started_at"] == "2026-11-26T18:30:00"
    assert kept["sets"][0]["load_kg"] == 60.0
    assert log_of(client)["workouts"] == [kept]

    new = {**kept, "name": "Pull", "sets": [{**SET, "reps": 5}]}
    del new["id"]
    changed = client.put(f"/api/log/workouts/{kept['id']}", json=new).json()
    assert (changed["id"], changed["name"]) == (kept["id"], "Pull")
    assert [one["reps"] for one in changed["sets"]] == [5]
    assert log_of(client)["workouts"] == [changed]

    assert client.delete(f"/api/log/workouts/{kept['id']}").status_code == 204
    assert log_of(client)["workouts"] == []
    problem(client.delete(f"/api/log/workouts/{kept['id']}"), 404)
    problem(client.put(f"/api/log/workouts/{kept['id']}", json=new), 404)

    back = client.post("/api/log/workouts", json={k: changed[k] for k in changed if k != "id"})
    assert {**back.json(), "id": ""} == {**changed, "id": ""}


def test_one_brought_back_from_a_file_keeps_its_source(client: TestClient) -> None:
    first = workout(source="strong", source_key="strong:1")
    kept = client.post("/api/log/workouts", json=first).json()
    again = client.post("/api/log/workouts", json={**first, "name": "other"}).json()
    assert again == kept
    assert len(log_of(client)["workouts"]) == 1


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"started_at": "yesterday"}, 422),
        ({"started_at": "0001-01-01T00:00"}, 422),
        ({"sets": [{"name": ""}]}, 422),
        ({"sets": [{**SET, "load_kg": -1}]}, 422),
        ({"sets": [{**SET, "rpe": 11}]}, 422),
        ({"sets": [{**SET, "tempo": "slow"}]}, 422),
        ({"sets": [{**SET, "exercise": "bench_pres"}]}, 400),
        ({"session": "none"}, 404),
        ({"person": "nobody"}, 404),
    ],
)
def test_a_workout_that_cannot_be_is_refused(
    client: TestClient, more: dict[str, object], status: int
) -> None:
    problem(client.post("/api/log/workouts", json=workout(**more)), status)
    assert log_of(client)["workouts"] == []


def test_only_the_newest_are_listed(client: TestClient) -> None:
    for day in range(1, 6):
        client.post("/api/log/workouts", json=workout(started_at=f"2026-11-0{day}T10:00"))
    found = client.get("/api/log?newest=3").json()
    assert [one["started_at"][8:10] for one in found["workouts"]] == ["05", "04", "03"]
    assert found["more"]
    assert not client.get("/api/log?newest=5").json()["more"]


@pytest.mark.parametrize(("unit", "newtons"), [("N", 20.0), ("kgf", 196.133), ("lbf", 88.964)])
def test_a_strength_that_was_read_off_is_kept_in_newtons(
    client: TestClient, unit: str, newtons: float
) -> None:
    given = {"muscle": "biceps_brachii", "side": "left", "value": 20, "unit": unit}
    kept = client.post("/api/log/strength", json={**given, "instrument": "luggage scale"}).json()
    assert kept["newtons"] == pytest.approx(newtons, abs=1e-3)
    assert (kept["muscle"], kept["side"]) == ("biceps_brachii", "left")
    assert log_of(client)["readings"] == [kept]
    assert client.delete(f"/api/log/entries/{kept['id']}").status_code == 204
    assert log_of(client)["readings"] == []


def test_soreness_and_notes_are_kept_and_erased(client: TestClient) -> None:
    sore = client.post("/api/log/soreness", json={"muscle": "soleus", "rating": 4}).json()
    note = client.post("/api/log/notes", json={"text": "slept badly"}).json()
    found = log_of(client)
    assert (found["soreness"], found["notes"]) == ([sore], [note])
    assert client.delete(f"/api/log/soreness/{sore['id']}").status_code == 204
    assert client.delete(f"/api/log/entries/{note['id']}").status_code == 204
    problem(client.delete(f"/api/log/soreness/{sore['id']}"), 404)
    problem(client.delete(f"/api/log/entries/{note['id']}"), 404)
    problem(client.post("/api/log/soreness", json={"muscle": "soleu", "rating": 4}), 400)
    problem(client.post("/api/log/soreness", json={"muscle": "soleus", "rating": 11}), 422)


def test_slow_lowering_is_asked_about_the_day_after(client: TestClient) -> None:
    yesterday = datetime.now() - timedelta(hours=25)
    slow = workout(started_at=yesterday.isoformat(), sets=[{**SET, "tempo": "4-0-2-0"}])
    client.post("/api/log/workouts", json=slow)
    asked = log_of(client)["asks"]
    assert ("pectoralis_major", 24, "Push") in [
        (one["muscle"], one["after_h"], one["after"]) for one in asked
    ]
    first = asked[0]
    answer = {"muscle": first["muscle"], "after_h": 24, "rating": 3}
    client.post("/api/log/soreness", json=answer)
    assert first not in log_of(client)["asks"]
    quick = workout(started_at=yesterday.isoformat(), sets=[{**SET, "tempo": "3-1-1-0"}])
    client.post("/api/log/workouts", json=quick)
    assert len(log_of(client)["asks"]) == len(asked) - 1


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(
    hours=st.lists(st.integers(0, 200), max_size=4),
    rated=st.lists(st.tuples(st.integers(0, 200), st.sampled_from(ASKED_H)), max_size=4),
)
def test_asks_are_due_unanswered_and_one_a_muscle(
    hours: list[int], rated: list[tuple[int, int]]
) -> None:
    where = MuscleSide("soleus", Side.LEFT)
    work = [Lowering(NOW - timedelta(hours=one), "calves", (where,)) for one in hours]
    ratings = [
        Soreness("", None, (NOW - timedelta(hours=ago)).isoformat(), "soleus", 2, Side.LEFT, after)
        for ago, after in rated
    ]
    found = asks(work, ratings, NOW)
    assert len(found) <= 1
    for ask in found:
        after = (NOW - datetime.fromisoformat(ask.worked_at)) / timedelta(hours=1)
        assert abs(after - ask.after_h) <= 12
        assert not any(one.after_h == ask.after_h and one.at > ask.worked_at for one in ratings)
        # Answered now, it is not asked again.
        told = Soreness("", None, NOW.isoformat(), "soleus", 2, Side.LEFT, ask.after_h)
        assert ask not in asks(work, [*ratings, told], NOW)
    if not any(20 <= one < 84 for one in hours):
        assert not found


# People and their consent


def person(client: TestClient, name: str, **said: object) -> str:
    key = str(client.post("/api/people", json={"name": name}).json()["id"])
    if said:
        assert client.patch(f"/api/people/{key}", json=said).status_code == 200
    return key


def agree(client: TestClient, who: str, name: str, relation: str) -> Any:
    what = client.get("/api/consents/words").json()["what"]
    body = {"person": who, "what": what, "given_by": name, "relation": relation}
    return client.post("/api/consents", json=body)


def test_what_is_said_of_a_person(client: TestClient) -> None:
    ada = person(client, "Ada", units="lb", birth_year=1990, coach=True)
    shown = client.get("/api/people").json()[0]
    assert (shown["units"], shown["birth_year"], shown["coach"]) == ("lb", 1990, True)
    assert (shown["minor"], shown["may_record"]) == (False, True)
    client.patch(f"/api/people/{ada}", json={"name": "Bo"})
    shown = client.get("/api/people").json()[0]
    assert (shown["name"], shown["units"], shown["birth_year"]) == ("Bo", "lb", 1990)
    client.patch(f"/api/people/{ada}", json={"birth_year": None, "name": None})
    assert client.get("/api/people").json()[0]["birth_year"] is None
    problem(client.patch(f"/api/people/{ada}", json={"birth_year": 2199}), 400)


def test_nothing_is_kept_of_a_minor_before_a_guardian_agrees(client: TestClient) -> None:
    child = person(client, "Kim", birth_year=datetime.now(UTC).year - 10, guardian="Ada")
    written = workout(person=child)
    session = {"source": "none", "person": child, "targets": [{"muscle": "soleus"}]}
    for refused in (
        client.post("/api/log/workouts", json=written),
        client.post("/api/log/notes", json={"person": child, "text": "x"}),
        client.post("/api/log/soreness", json={"person": child, "muscle": "soleus", "rating": 1}),
        client.post("/api/imports", params={"name": "a.csv", "person": child}, content=b"x"),
        client.post("/api/session", json=session),
    ):
        assert "parent or guardian" in problem(refused, 403)
    assert "guardian" in problem(agree(client, child, "Kim", "self"), 400)

    given = agree(client, child, "Ada", "guardian").json()
    assert (given["given_by"], given["relation"], given["withdrawn_at"]) == (
        "Ada", "guardian", None,
    )  # fmt: skip
    assert client.post("/api/log/workouts", json=written).status_code == 200

    taken = client.post(f"/api/consents/{given['id']}/withdraw").json()
    assert taken["withdrawn_at"]
    assert client.get("/api/consents", params={"person": child}).json() == [taken]
    problem(client.post("/api/log/workouts", json=written), 403)
    assert len(log_of(client, child)["workouts"]) == 1
    problem(client.post("/api/consents/none/withdraw"), 404)
    problem(client.get("/api/consents?person=nobody"), 404)


def test_a_yes_that_was_taken_back_stops_an_adult_too(client: TestClient) -> None:
    ada = person(client, "Ada")
    given = agree(client, ada, "Ada", "self").json()
    client.post(f"/api/consents/{given['id']}/withdraw")
    assert "took back" in problem(client.post("/api/log/workouts", json=workout(person=ada)), 403)
    assert agree(client, ada, "Ada", "self").status_code == 200
    assert client.post("/api/log/workouts", json=workout(person=ada)).status_code == 200
    body = {"person": ada, "what": "all", "given_by": "Ada", "relation": "self"}
    assert "read the words" in problem(client.post("/api/consents", json=body), 400)


def test_one_person_is_taken_out_erased_and_brought_back(client: TestClient, house: House) -> None:
    ada, bo = person(client, "Ada"), person(client, "Bo")
    for who in (ada, bo):
        client.post("/api/log/workouts", json=workout(person=who))
        client.post("/api/log/notes", json={"person": who, "text": "a note"})
    agree(client, ada, "Ada", "self")
    held = client.get(f"/api/people/{ada}/held").json()
    assert {name: held[name] for name in ("workouts", "sets", "answers", "consents")} == {
        "workouts": 1, "sets": 2, "answers": 1, "consents": 1,
    }  # fmt: skip
    before = log_of(client, ada)
    export = client.get(f"/api/people/{ada}/export")
    assert export.headers["content-type"] == "application/zip"
    assert client.delete(f"/api/people/{ada}").status_code == 204
    assert [one["name"] for one in client.get("/api/people").json()] == ["Bo"]
    brought = {"params": {"name": "ada.zip", "dry_run": "false"}, "content": export.content}
    found = client.post("/api/imports", **brought).json()  # type: ignore[arg-type]
    assert (found["kind"], found["done"], found["new"]) == ("export", True, 3)
    assert log_of(client, ada) == before
    assert not list(house.home.glob("passing-*"))


def test_exports_of_one_person_alone_go_with_them_if_asked(
    client: TestClient, house: House, tmp_path: Any
) -> None:
    ada = person(client, "Ada")
    house.store.export_all(tmp_path / "ada.zip", person=ada)
    house.store.export_all(tmp_path / "all.zip")
    held = client.get(f"/api/people/{ada}/held").json()["exports"]
    assert sorted(one["others"] for one in held) == [False, True]
    assert client.delete(f"/api/people/{ada}", params={"exports": True}).status_code == 204
    assert not (tmp_path / "ada.zip").exists()
    assert (tmp_path / "all.zip").exists()


def test_everybody_at_a_glance(client: TestClient) -> None:
    ada = person(client, "Ada")
    client.post("/api/log/workouts", json=workout(person=ada))
    row = client.get("/api/people/overview").json()[0]
    assert (row["name"], row["sessions"], row["last_session"]) == ("Ada", 0, None)
    assert row["last_workout_at"] == "2026-11-26T18:30:00"
    assert (row["planned"], row["programme"]) == (0, None)
