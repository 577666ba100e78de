"""Files of other apps: looked through first, then kept, never twice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.test_api import problem

from innervate.coach.acts import Why
from innervate.coach.guided.chosen import Chosen
from innervate.coach.guided.results import GivenAnswer, PlayedBeat, PlayedSession, Results
from innervate.web.house import House

STRONG = b"""\
Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,\
Workout Notes,RPE
2026-11-01 10:00:00,"Push",1h 5m,"Bench Press (Barbell)",1,60,8,0,0,"","",8
2026-11-01 10:00:00,"Push",1h 5m,"Bench Press (Barbell)",2,sixty,8,0,0,"","",
2026-11-01 10:00:00,"Push",1h 5m,"Sled Drag",1,20,10,0,0,"","",
2026-11-03 10:00:00,"Pull",50m,"Deadlift (Barbell)",1,100,5,0,0,"","",
2026-11-03 10:00:00,"Pull",50m,"Deadlift (Barbell)",2,100,-5,0,0,"","",
"""


def brought(
    client: TestClient, content: bytes = STRONG, name: str = "strong.csv", **more: str
) -> Any:
    return client.post("/api/imports", params={"name": name, **more}, content=content)


def test_a_file_is_looked_through_asked_about_and_kept_once(
    client: TestClient, house: House
) -> None:
    asked = brought(client).json()
    assert (asked["asks_unit"], asked["done"], asked["new"]) == (True, False, 2)
    seen = brought(client, unit="kg").json()
    assert (seen["asks_unit"], seen["done"], seen["known"]) == (False, False, 0)
    assert seen["words"] == "2 workouts would be added; 2 lines could not be read"
    assert [one["line"] for one in seen["errors"]] == [3, 6]
    assert all(one["what"] and one["fix"] for one in seen["errors"])
    assert "sixty" in seen["errors"][0]["given"]
    assert "Sled Drag" in seen["unmatched"]
    assert client.get("/api/log").json()["workouts"] == []

    done = brought(client, unit="kg", dry_run="false").json()
    assert (done["done"], done["new"], done["known"]) == (True, 2, 0)
    assert done["words"] == "2 workouts were added; 2 lines could not be read"
    kept = client.get("/api/log").json()["workouts"]
    assert [one["name"] for one in kept] == ["Pull", "Push"]
    assert kept[1]["sets"][0]["exercise"] == "bench_press"

    again = brought(client, unit="kg", dry_run="false").json()
    assert (again["new"], again["known"]) == (0, 2)
    assert again["words"].startswith("0 workouts were added, 2 were here already")
    assert client.get("/api/log").json()["workouts"] == kept
    assert not list(house.home.glob("passing-*"))


def test_without_a_unit_nothing_is_kept(client: TestClient) -> None:
    found = brought(client, dry_run="false").json()
    assert (found["asks_unit"], found["done"]) == (True, False)
    assert client.get("/api/log").json()["workouts"] == []


def test_pounds_are_kept_in_kilograms(client: TestClient) -> None:
    brought(client, unit="lb", dry_run="false")
    kept = client.get("/api/log").json()["workouts"]
    assert kept[0]["sets"][0]["load_kg"] == pytest.approx(45.359237)


def test_one_that_was_deleted_can_be_imported_again(client: TestClient) -> None:
    brought(client, unit="kg", dry_run="false")
    kept = client.get("/api/log").json()["workouts"]
    client.delete(f"/api/log/workouts/{kept[0]['id']}")
    assert brought(client, unit="kg").json()["new"] == 1


def test_one_that_was_changed_is_not_added_again(client: TestClient) -> None:
    brought(client, unit="kg", dry_run="false")
    one = client.get("/api/log").json()["workouts"][0]
    key = one.pop("id")
    client.put(f"/api/log/workouts/{key}", json={**one, "name": "Heavy", "sets": one["sets"][:1]})
    assert brought(client, unit="kg").json()["new"] == 0


def test_each_person_has_an_own_log(client: TestClient) -> None:
    ada = client.post("/api/people", json={"name": "Ada"}).json()["id"]
    brought(client, unit="kg", dry_run="false", person=ada)
    assert client.get("/api/log").json()["workouts"] == []
    assert len(client.get(f"/api/log?person={ada}").json()["workouts"]) == 2
    assert brought(client, unit="kg").json()["new"] == 2
    problem(brought(client, person="nobody"), 404)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("words.csv", b"a,b,c\n1,2,3\n"),
        ("bytes.csv", bytes(range(256)) * 40),
        ("strong.csv", STRONG.split(b"\n")[0] + b"\n\xff\xfe\n"),
        ("all.zip", b"PK\x03\x04 nothing"),
        ("some.json", b"{"),
        ("some.json", b'{"form": "innervate-results-1"}'),
        ("some.fit", b"\x0e\x10"),
        ("../strong.csv", STRONG),
        ("a/b.csv", STRONG),
    ],
)
def test_what_is_no_log_is_refused_and_leaves_nothing(
    client: TestClient, house: House, name: str, content: bytes
) -> None:
    before = set(house.home.rglob("*"))
    answer = brought(client, content, name)
    told = answer.json()
    if answer.status_code == 200:  # a file of which no line could be read
        assert not told["new"], told
        assert told["errors"], told
    else:
        assert "passing-" not in problem(answer, 400)
    assert set(house.home.rglob("*")) == before


def test_a_file_of_ten_terabytes_is_refused(client: TestClient, house: House) -> None:
    answer = client.post(
        "/api/imports?name=a.csv", content=b"x", headers={"Content-Length": str(10 * 1000**4)}
    )
    problem(answer, 413)
    assert not list(house.home.glob("passing-*"))


def test_results_of_a_player_are_kept_once(client: TestClient) -> None:
    session = PlayedSession(
        "0b0e7f3a-5f0e-4f0e-9d5e-2f6d3c1b7a90", "centre", 0, Chosen(),
        "2026-11-26T18:00:00.000Z", "2026-11-26T18:10:00.000Z", Why.DONE,
        (GivenAnswer("focus", 7.0, "1", "", 3.5),), (PlayedBeat(0, 0.0),),
    )  # fmt: skip
    plain = json.loads(Results("2026-11-26T19:00:00Z", "a phone", (session,)).to_json())
    plain["sessions"].append({"id": "broken"})
    content = json.dumps(plain).encode()
    seen = brought(client, content, "results.json").json()
    assert (seen["kind"], seen["done"], seen["new"], seen["known"]) == ("results", False, 1, 0)
    assert [one["line"] for one in seen["errors"]] == [2]
    assert seen["words"] == "1 session would be added; 1 session could not be read"
    assert client.get("/api/log").json()["played"] == []
    assert brought(client, content, "results.json", dry_run="false").json()["done"]
    again = brought(client, content, "results.json", dry_run="false").json()
    assert (again["new"], again["known"]) == (0, 1)
    (kept,) = client.get("/api/log").json()["played"]
    assert (kept["protocol"], kept["duration_s"], kept["ended"]) == ("centre", 600.0, "done")
    assert kept["answers"] == [{"label": "focus", "value": 7.0, "unit": "1", "text": ""}]


def test_an_export_is_looked_through_first(client: TestClient) -> None:
    ada = client.post("/api/people", json={"name": "Ada"}).json()["id"]
    brought(client, unit="kg", dry_run="false", person=ada)
    export = client.get("/api/export").content
    client.post("/api/erase", json={"confirm": "erase everything"})
    seen = brought(client, export, "all.zip").json()
    assert (seen["kind"], seen["done"], seen["new"]) == ("export", False, 2)
    assert client.get("/api/people").json() == []
    done = brought(client, export, "all.zip", dry_run="false").json()
    assert (done["done"], done["new"], done["known"]) == (True, 2, 0)
    assert len(client.get(f"/api/log?person={ada}").json()["workouts"]) == 2
    again = brought(client, export, "all.zip", dry_run="false").json()
    assert (again["new"], again["known"]) == (0, 2)
