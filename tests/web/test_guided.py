"""Guided protocols through the app: listed, begun, answered, reported, refused in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.session._guided import SHORT
from tests.web._app import LIVE
from tests.web.test_api import problem
from tests.web.test_sessions import hear, is_end, until

from innervate.body.claims import claims
from innervate.coach.guided.protocol import guided_protocols
from innervate.web.house import PROTOCOLS, House

WELL = {"chest_pain": False, "pain": False}


def given(protocol: str = "centre", **more: Any) -> dict[str, Any]:
    guided = {"protocol": protocol, **more.pop("guided", {})}
    return {"source": "none", "safety": WELL, "guided": guided, **more}


@pytest.fixture
def own(house: House) -> Path:
    """A home folder with the short protocol of one's own."""
    folder = house.home / PROTOCOLS
    folder.mkdir()
    (folder / "short.toml").write_text(SHORT, encoding="utf-8")
    return folder


def test_all_are_listed_with_verdict_dose_and_questions(client: TestClient) -> None:
    found = {one["key"]: one for one in client.get("/api/guided").json()}
    assert set(found) == {one.key for one in guided_protocols()}
    truth = {row.key: row.truth for row in claims()}
    for one in found.values():
        assert one["purpose"]
        assert one["dose"]["words"]
        for row in one["claims"]:
            assert row["truth"] == truth[row["key"]]
            assert row["verdict"]
        assert all(fact["status"] in ("read", "unverified", "ours") for fact in one["facts"])
    assert {q["key"] for q in found["shovel"]["questions"]} >= {"chest_pain", "heart_known"}
    assert found["cmc"]["requires"] == ["eeg", "emg"]
    assert found["centre"]["eyes_closed"]


def test_a_whole_one_of_one_s_own(client: TestClient, own: Path) -> None:
    assert own.is_dir()
    with client.websocket_connect(LIVE) as socket:
        hear(socket)
        begun = client.post("/api/session", json=given("short", pace=20.0))
        assert begun.status_code == 200, begun.text
        for answer in ({"value": 6}, {"value": 8}, {"text": "calm"}):
            until(socket, lambda one: one["t"] == "standing" and bool(one["guided"]["question"])
                  and "answer" in one["commands"])  # fmt: skip
            told = client.post("/api/session/command", json={"command": "answer", **answer})
            assert told.status_code == 200, told.text
        ended = until(socket, is_end)[-1]
    assert ended["why"] == "done"
    report = client.get(ended["report"]).text
    for words in ("Short, rehearsal", "What you answered", "Focus before", "calm", "8 of 10"):
        assert words in report, words
    assert "Nothing could be measured" not in report
    stored = client.get(f"/api/sessions/{ended['session']}").json()
    assert (stored["guided"], stored["door"]) == ("Short, rehearsal", "nothing")
    assert stored["headline"].startswith("Short, rehearsal: felt 8 of 10")
    said = client.get(f"/api/sessions/{ended['session']}/analysis").json()["said"]
    assert [one["label"] for one in said] == ["focus before", "words"]


def test_urgent_help_is_said_at_once(client: TestClient) -> None:
    client.post("/api/session", json=given())
    with client.websocket_connect(LIVE) as socket:
        hear(socket)
        told = client.post("/api/session/command", json={"command": "urgent"})
        assert told.json()["title"] == "Get help now"
        assert "emergency number" in told.json()["instruction"]
        assert until(socket, is_end)[-1]["why"] == "urgent"


def test_questions_answered_before_are_not_asked_again(client: TestClient) -> None:
    safety = {**WELL, "heart_now": False, "heart_known": False, "after_meal": False}
    begun = client.post("/api/session", json=given("shovel", safety=safety)).json()
    assert not (begun["guided"]["question"] or {"label": ""})["label"].startswith("screen")
    client.post("/api/session/command", json={"command": "stop"})


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (given("centr"), "centre"),
        (given("visualise"), "choose the muscle"),
        (given("erd"), "cannot be done without sensors"),
        (given(guided={"variant": "slow"}), "no variant"),
        (given(safety={"chest_pain": True, "pain": False}), "not safe"),
        (given("shovel", safety={**WELL, "heart_known": True}), "not safe"),
        (given(safety={}), "answer every question"),
        (given(safety={**WELL, "shoes": False}), "no question of the safety check"),
    ],
)
def test_what_cannot_be_begun_is_refused_in_words(
    client: TestClient, body: dict[str, Any], words: str
) -> None:
    answer = client.post("/api/session", json=body)
    assert words in problem(answer, 400)
    assert client.get("/api/session").json() is None


def test_an_answer_that_is_none_is_refused_in_words(client: TestClient) -> None:
    with client.websocket_connect(LIVE) as socket:
        hear(socket)
        client.post("/api/session", json=given())
        until(socket, lambda one: one["t"] == "standing" and "answer" in one["commands"])
        answer = client.post("/api/session/command", json={"command": "answer", "value": 11})
        assert "from 0 to 10" in problem(answer, 400)
        client.post("/api/session/command", json={"command": "stop"})
        until(socket, is_end)
