"""Sessions through the app: begun, seen on the socket, ended, cut off, resumed, kept."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgpack  # type: ignore[import-untyped]
import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from tests.web._app import LIVE
from tests.web.test_api import finished, problem

from innervate.cli import main
from innervate.core.event import EventKind
from innervate.formats._open import open_recording
from innervate.store.rows import Door, NewSession, SessionState
from innervate.web.beginning import demo_setup
from innervate.web.given import Settings
from innervate.web.house import House

WELL = {"chest_pain": False, "pain": False}
FEEL = {
    "source": "none",
    "exercise": None,
    "targets": [{"muscle": "biceps_brachii", "side": "left"}],
    "calibration": "none",
    "safety": WELL,
}


def hear(socket: WebSocketTestSession) -> dict[str, Any]:
    heard: dict[str, Any] = msgpack.unpackb(socket.receive_bytes())
    return heard


def until(
    socket: WebSocketTestSession, wanted: Callable[[dict[str, Any]], bool]
) -> list[dict[str, Any]]:
    """Everything up to the first message that is wanted."""
    heard = [hear(socket)]
    while not wanted(heard[-1]):
        heard.append(hear(socket))
    return heard


def is_end(message: dict[str, Any]) -> bool:
    return bool(message["t"] == "ended")


def brisk_demo(house: House, seconds: float = 20.0) -> None:
    """A whole session of the virtual athlete in less than a second."""
    setup = demo_setup("bench_press", Settings(), seed=1, seconds=seconds, pace=100.0)
    house.keeper.start(setup)


def test_the_demo_from_beginning_to_report(client: TestClient, house: House) -> None:
    with client.websocket_connect(LIVE) as socket:
        assert hear(socket)["standing"] is None
        brisk_demo(house)
        heard = until(socket, is_end)
    kinds = {one["t"] for one in heard}
    assert {"hello", "layout", "standing", "cue", "frame", "ended"} <= kinds
    numbers = [one["n"] for one in heard if "n" in one]
    assert numbers == list(range(1, len(numbers) + 1))
    standings = [one for one in heard if one["t"] == "standing"]
    assert all(one["simulated"] and one["door"] == "demo" for one in standings)
    ended = heard[-1]
    assert {one["session"] for one in standings} == {ended["session"]}
    report = client.get(ended["report"])
    assert report.status_code == 200
    assert "SIMULATED" in report.text
    stored = client.get(f"/api/sessions/{ended['session']}").json()
    assert (stored["state"], stored["simulated"], stored["person"]) == ("finished", True, None)
    assert stored["reps"] >= 1
    assert stored["headline"]
    assert client.get(f"/api/sessions/{ended['session']}/analysis").json()["simulated"] is True
    recording = client.get(f"/api/sessions/{ended['session']}/recording")
    assert recording.content.startswith(b"XDF:")
    assert house.store.placements(ended["session"])
    assert house.store.fits(ended["session"])
    assert client.get("/api/session").json() is None


def test_frames_fit_their_layout(client: TestClient, house: House) -> None:
    with client.websocket_connect(LIVE) as socket:
        brisk_demo(house)
        layout: dict[str, Any] | None = None
        seen = 0
        for one in until(socket, is_end):
            if one["t"] == "layout":
                layout = one
            elif one["t"] == "frame":
                assert layout is not None
                width = len(layout["channels"])
                assert len(one["envelope"]) % (4 * width) == 0
                assert len(one["raw"]) % (8 * len(layout["raw_channels"])) == 0
                level = struct.unpack(f"<{width}f", one["level"])
                assert len(level) == len(one["flaws"]) == width
                sample_s, read_s, made_s, sent_s = one["stamps"]
                assert sample_s <= read_s <= made_s <= sent_s
                seen += 1
        assert seen
        assert layout is not None
        assert layout["simulated"]


def test_one_session_at_a_time_and_who_comes_later_hears_it_all(client: TestClient) -> None:
    standing = client.post("/api/demo", json={"exercise": "bench_press"}).json()
    assert standing["simulated"]
    assert client.get("/api/session").json()["session"] == standing["session"]
    assert "runs already" in problem(client.post("/api/demo", json={}), 409)
    assert "runs just now" in problem(
        client.post("/api/erase", json={"confirm": "erase everything"}), 409
    )
    assert "runs just now" in problem(client.delete(f"/api/sessions/{standing['session']}"), 409)
    with client.websocket_connect(LIVE) as socket:
        hello = hear(socket)
        assert hello["standing"]["session"] == standing["session"]
        assert hello["layout"]["channels"]
        assert hello["clock_s"] > 0
        assert hear(socket)["n"] == 1
        socket.send_bytes(msgpack.packb({"t": "clock", "client_ms": 5.0}))
        clock = until(socket, lambda one: one["t"] == "clock")[-1]
        assert clock["client_ms"] == 5.0
        assert clock["server_s"] >= hello["clock_s"]
        assert "not" in problem(client.post("/api/session/command", json={"command": "rate"}), 400)
        client.post("/api/session/command", json={"command": "stop"})
        ended = until(socket, is_end)[-1]
    assert ended["session"] == standing["session"]
    assert client.get("/api/session").json() is None


def test_the_door_without_sensors(client: TestClient, house: House) -> None:
    ada = client.post("/api/people", json={"name": "Ada"}).json()["id"]
    standing = client.post("/api/session", json={**FEEL, "person": ada}).json()
    assert standing["door"] == "nothing"
    assert standing["mode"] == "leads"
    assert "runs already" not in str(standing)
    assert "trains just now" in problem(client.delete(f"/api/people/{ada}"), 409)
    with client.websocket_connect(LIVE) as socket:
        client.post("/api/session/command", json={"command": "stop"})
        ended = until(socket, is_end)[-1]
    stored = client.get(f"/api/sessions/{ended['session']}").json()
    assert (stored["state"], stored["person"]) == ("finished", ada)
    assert client.get(ended["report"]).status_code == 200


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"safety": {}}, "the safety check is not finished"),
        ({"safety": {**WELL, "pain": True}}, "it is not safe to train now"),
        ({"safety": {**WELL, "nonsense": False}}, "no question of the safety check"),
        ({"targets": []}, "no muscle was chosen"),
        ({"targets": [{"muscle": "biseps"}]}, "biseps"),
        ({"exercise": "bench_pres"}, "bench_press"),
        ({"source": "lsl:x", "calibration": "maximal"}, "the safety check is not finished"),
        ({"source": "replay:/etc/passwd"}, "only recordings that were brought"),
        ({"source": "nothing:x"}, "the safety check is not finished"),
        ({"maps": [{"channel": "x", "muscle": "nope"}]}, "nope"),
    ],
)
def test_a_session_that_must_not_begin_does_not(
    client: TestClient, change: dict[str, Any], words: str
) -> None:
    answer = client.post("/api/session", json={**FEEL, **change})
    assert words in problem(answer, 400)
    assert client.get("/api/session").json() is None
    assert client.get("/api/sessions").json() == []


def test_a_session_of_somebody_unknown_does_not_begin(client: TestClient) -> None:
    problem(client.post("/api/session", json={**FEEL, "person": "nobody"}), 404)


def test_a_recording_of_the_virtual_athlete_is_played_but_never_a_persons(
    client: TestClient, house: House, tmp_path: Path
) -> None:
    out = tmp_path / "demo"
    assert main(["demo", "--headless", "--seconds", "20", "--out", str(out)]) == 0
    folder = house.home / "recordings" / "imported" / "0123456789ab"
    folder.mkdir(parents=True)
    (folder / "demo.xdf").write_bytes((out / "recording.xdf").read_bytes())
    ada = client.post("/api/people", json={"name": "Ada"}).json()["id"]
    with client.websocket_connect(LIVE) as socket:
        standing = client.post(
            "/api/session",
            json={
                "source": "recording:0123456789ab",
                "exercise": "pec_isolation",
                "person": ada,
                "pace": 50,
            },
        ).json()
        assert standing["door"] == "recording"
        ended = until(socket, is_end)[-1]
    stored = client.get(f"/api/sessions/{ended['session']}").json()
    assert ended["session"] == standing["session"]
    assert (stored["simulated"], stored["person"]) == (True, None)
    assert len(client.get("/api/sessions").json()) == 1


def test_ending_the_app_closes_the_recording_and_the_session_can_be_finished(
    client: TestClient, house: House
) -> None:
    standing = client.post("/api/demo", json={"exercise": "bench_press", "pace": 20}).json()
    with client.websocket_connect(LIVE) as socket:
        until(socket, lambda one: one["t"] == "frame" and one["at_s"] > 20)
        house.keeper.shutdown()
        assert until(socket, is_end)[-1]["report"] == ""
    key = standing["session"]
    stored = house.store.session(key)
    assert stored.state is SessionState.INTERRUPTED
    assert stored.recording is not None
    events = open_recording(stored.recording).events
    assert any(event.kind is EventKind.PHASE for event in events)
    problem(client.get(f"/api/sessions/{key}/report"), 404)
    job = finished(client, house, client.post(f"/api/sessions/{key}/close").json())
    assert (job["state"], job["session"]) == ("done", key), job
    assert client.get(f"/api/sessions/{key}/report").status_code == 200
    assert "only an interrupted session" in problem(client.post(f"/api/sessions/{key}/close"), 409)
    problem(client.post(f"/api/sessions/{key}/resume"), 409)


def test_a_session_goes_on_where_it_was_cut_off(client: TestClient, house: House) -> None:
    standing = client.post("/api/demo", json={"exercise": "bench_press", "pace": 20}).json()
    with client.websocket_connect(LIVE) as socket:
        before = until(socket, lambda one: one["t"] == "frame" and one["at_s"] > 10)[-1]
        house.keeper.shutdown()
        until(socket, is_end)
        run = hear_run(client)
        resumed = client.post(f"/api/sessions/{standing['session']}/resume").json()
        assert resumed["session"] == standing["session"]
        assert house.store.session(standing["session"]).state is SessionState.RUNNING
        heard = until(socket, lambda one: one["t"] == "frame" and one["at_s"] > 20)
        assert heard[-1]["at_s"] > before["at_s"]
        hello = next(one for one in heard if one["t"] == "hello")
        assert hello["run"] != run
        numbers = [one["n"] for one in heard if "n" in one]
        assert numbers == list(range(1, len(numbers) + 1))
        client.post("/api/session/command", json={"command": "stop"})
        ended = until(socket, is_end)[-1]
    assert ended["report"] == f"/api/sessions/{standing['session']}/report"
    assert client.get(ended["report"]).status_code == 200


def test_only_a_session_that_was_cut_off_and_recorded_can_go_on(
    client: TestClient, house: House
) -> None:
    setup = demo_setup("bench_press", Settings(), seed=1)
    new = NewSession(Door.DEMO, setup.source, "bench_press", True, "", None, setup.to_json())
    stored = house.store.begin(new)
    path = f"/api/sessions/{stored.id}"
    assert "a session that is running" in problem(client.post(f"{path}/resume"), 409)
    house.store.interrupt(stored.id)
    assert "nothing was recorded" in problem(client.post(f"{path}/resume"), 409)
    assert "nothing was recorded" in problem(client.post(f"{path}/close"), 409)
    assert stored.recording is not None
    stored.recording.write_bytes(b"no recording at all")
    assert problem(client.post(f"{path}/resume"), 400)
    assert house.store.session(stored.id).state is SessionState.INTERRUPTED
    job = finished(client, house, client.post(f"{path}/close").json())
    assert job["state"] == "failed"
    assert house.store.session(stored.id).state is SessionState.INTERRUPTED
    assert client.delete(path).status_code == 204


def hear_run(client: TestClient) -> str:
    with client.websocket_connect(LIVE) as socket:
        return str(hear(socket)["run"])


def test_only_the_last_demos_are_kept(client: TestClient, house: House) -> None:
    mine = house.store.begin(
        NewSession(Door.KIT, "lsl:a", "bench_press", False, "2026-01-01T00:00:00Z", None, "{}")
    )
    house.store.interrupt(mine.id)
    for minute in range(7):
        moment = f"2026-01-01T00:{minute + 1:02}:00Z"
        old = house.store.begin(
            NewSession(Door.DEMO, "simulator:a", "bench_press", True, moment, None, "{}")
        )
        house.store.interrupt(old.id)
    with client.websocket_connect(LIVE) as socket:
        brisk_demo(house)
        until(socket, is_end)
    kept = house.store.sessions()
    assert sum(one.door is Door.DEMO for one in kept) == 5
    assert mine.id in {one.id for one in kept}
    assert kept[0].state is SessionState.FINISHED
