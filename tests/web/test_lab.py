"""The lab through the app: begun, turned, seen by every browser, recorded, reported, refused."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from tests.web._app import LIVE
from tests.web.test_api import problem
from tests.web.test_sessions import FEEL, hear, is_end, until

from innervate.core.event import EventKind
from innervate.formats._open import open_recording
from innervate.sim.demo import demo_script
from innervate.sim.exercises import EXERCISES
from innervate.sim.script import PhaseKind
from innervate.web.beginning import lab_setup
from innervate.web.given import Settings
from innervate.web.house import House

PACE = 10.0


def begin(client: TestClient, **more: object) -> dict[str, Any]:
    answer = client.post("/api/lab", json={"exercise": "pec_isolation", "pace": PACE, **more})
    assert answer.status_code == 200, answer.text
    standing: dict[str, Any] = answer.json()
    return standing


def turn(client: TestClient, name: str, value: float) -> dict[str, float]:
    """Turn a knob; where all of them stand then."""
    answer = client.post("/api/lab/knobs", json={"name": name, "value": value})
    assert answer.status_code == 200, answer.text
    return {one["name"]: one["value"] for one in answer.json()}


def until_set(socket: WebSocketTestSession) -> None:
    until(socket, lambda one: one["t"] == "standing" and one["stage"] == "set")


def until_rep(socket: WebSocketTestSession, count: int) -> None:
    until(socket, lambda one: one["t"] == "frame" and one["reps"] >= count)


def stop(client: TestClient, socket: WebSocketTestSession) -> str:
    client.post("/api/session/command", json={"command": "stop"})
    session: str = until(socket, is_end)[-1]["session"]
    return session


def test_from_turning_to_the_report(client: TestClient, house: House) -> None:
    with client.websocket_connect(LIVE) as socket:
        begin(client)
        before = {one["name"]: one["value"] for one in client.get("/api/lab/knobs").json()}
        assert turn(client, "skill", 0.2) == {**before, "skill": 0.2}
        until_set(socket)
        until_rep(socket, 4)
        turn(client, "skill", 0.9)
        until_rep(socket, 8)
        session = stop(client, socket)
    stored = client.get(f"/api/sessions/{session}").json()
    assert (stored["simulated"], stored["person"], stored["door"]) == (True, None, "demo")
    document = client.get(f"/api/sessions/{session}/analysis").json()
    *_, last = document["turned"]
    (move,) = last["moves"]
    assert (move["knob"], move["before"], move["after"]) == ("skill", 0.2, 0.9)
    told = {
        (one["after"]["metric"], one["after"]["subject"]["side"]): one["difference"]
        for one in last["effects"]
        if one["difference"] is not None
    }
    assert told
    assert all(value > 0 for (metric, _), value in told.items() if metric != "activation")
    report = client.get(f"/api/sessions/{session}/report").text
    assert "What was turned" in report
    assert "SIMULATED" in report
    _expect_recorded(house, session)


def _expect_recorded(house: House, session: str) -> None:
    """The recording alone says where the knobs stood, and where they were turned."""
    path = house.store.session(session).recording
    assert path is not None
    events = [one for one in open_recording(path).events if one.kind is EventKind.KNOB]
    skill = [(one.value, one.source) for one in events if one.label == "skill"]
    assert skill == [(0.5, "session"), (0.2, "simulator"), (0.9, "simulator")]
    assert all(one.at_s == 0.0 for one in events if one.source == "session")


def test_every_browser_sees_what_one_has_turned(client: TestClient) -> None:
    with client.websocket_connect(LIVE) as one, client.websocket_connect(LIVE) as other:
        begin(client)
        turn(client, "effort", 1.5)
        for socket in (one, other):
            heard = until(socket, lambda message: _stands(message, "effort") == (1.5, 1.0))
            assert heard
        with client.websocket_connect(LIVE) as late:
            hello = hear(late)
            assert _stands({"t": "standing", **hello["standing"]}, "effort") == (1.5, 1.0)
        stop(client, one)


def _stands(message: dict[str, Any], name: str) -> tuple[float, float] | None:
    """Where a knob stands and where it stood at first, as a standing tells."""
    if message["t"] != "standing":
        return None
    found = next((one for one in message["knobs"] if one["name"] == name), None)
    return None if found is None else (found["value"], found["began"])


def test_knobs_say_what_they_are(client: TestClient) -> None:
    with client.websocket_connect(LIVE) as socket:
        begin(client)
        knobs = client.get("/api/lab/knobs").json()
        assert {"skill", "effort", "placement_mm"} <= {one["name"] for one in knobs}
        for one in knobs:
            assert one["low"] <= one["value"] <= one["high"]
            assert one["label"]
            assert one["what"].endswith(".")
        stop(client, socket)


def test_raw_rows_come_all_the_time(client: TestClient) -> None:
    with client.websocket_connect(LIVE) as socket:
        begin(client)
        until_set(socket)
        until(socket, lambda one: one["t"] == "frame" and len(one["raw"]) > 0)
        stop(client, socket)


def test_without_a_session_nothing_can_be_turned(client: TestClient) -> None:
    for answer in (
        client.get("/api/lab/knobs"),
        client.post("/api/lab/knobs", json={"name": "skill", "value": 0.5}),
    ):
        assert problem(answer, 409).startswith("no session runs")


def test_a_session_without_knobs_says_so(client: TestClient) -> None:
    assert client.post("/api/session", json=FEEL).status_code == 200
    for answer in (
        client.get("/api/lab/knobs"),
        client.post("/api/lab/knobs", json={"name": "skill", "value": 0.5}),
    ):
        assert "nothing to turn" in problem(answer, 404)
    client.post("/api/session/command", json={"command": "stop"})


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"name": "luck", "value": 0.5}, 400),
        ({"name": "skill", "value": 1.5}, 400),
        ({"name": "skill", "value": -0.1}, 400),
        ({"name": "skill", "value": "much"}, 422),
        ({"name": "skill", "value": 1e12}, 422),
        ({"name": "no such name", "value": 0.5}, 422),
        ({"name": "skill"}, 422),
        ({"name": "skill", "value": 0.5, "more": 1}, 422),
    ],
)
def test_what_cannot_be_turned_is_refused_in_words(
    client: TestClient, given: dict[str, object], status: int
) -> None:
    with client.websocket_connect(LIVE) as socket:
        begin(client)
        answer = client.post("/api/lab/knobs", json=given)
        assert problem(answer, status)
        values = {one["name"]: one["value"] for one in client.get("/api/lab/knobs").json()}
        assert values["skill"] == 0.5
        stop(client, socket)


def test_an_unknown_exercise_begins_nothing(client: TestClient) -> None:
    answer = client.post("/api/lab", json={"exercise": "juggling"})
    assert answer.status_code == 400
    assert client.get("/api/session").json() is None


def test_it_takes_the_token(stranger: TestClient) -> None:
    assert stranger.get("/api/lab/knobs").status_code in (401, 403)
    body = {"name": "skill", "value": 0.5}
    assert stranger.post("/api/lab/knobs", json=body).status_code in (401, 403)


def test_the_athlete_of_the_lab_is_brief() -> None:
    setup = lab_setup("bench_press", Settings(), seed=7)
    assert setup.source == "simulator:bench_press?seed=7&brief=1"


@pytest.mark.parametrize("name", [one.name for one in EXERCISES])
def test_work_is_soon_to_be_seen(name: str) -> None:
    phases = list(demo_script(name, brief=True).placed(0.0, 60.0))
    practice = next(one for one in phases if one.phase.kind is PhaseKind.PRACTICE)
    first = next(one for one in phases if one.set == 1)
    assert practice.start_s < 12.0
    assert first.start_s < 20.0
    assert len(first.phase.repetitions) == 10
