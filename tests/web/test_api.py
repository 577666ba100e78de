"""The API as the pages use it: what it knows, people, settings, recordings, everything at once."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.test_uploads import files_in, table

from innervate import __version__
from innervate.body.anatomy import muscles
from innervate.body.claims import claims
from innervate.body.movement import exercises
from innervate.web.api import knowledge
from innervate.web.house import House
from innervate.web.probing import probe_of


def problem(answer: Any, status: int) -> str:
    """The words of a refusal, which always has the same shape."""
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert set(told) == {"what", "given", "found", "fix", "text"}
    assert told["text"].startswith(told["what"])
    return str(told["text"])


def finished(client: TestClient, house: House, job: dict[str, Any]) -> dict[str, Any]:
    house.jobs.wait(job["id"], 60)
    found: dict[str, Any] = client.get(f"/api/jobs/{job['id']}").json()
    return found


def measured(client: TestClient, house: House, person: str | None = None) -> str:
    """A session made of a recording; its id."""
    brought = client.post("/api/recordings?name=curl.csv", content=table()).json()
    job = client.post(
        f"/api/recordings/{brought['id']}/analysis",
        json={"exercise": "biceps_curl", "maps": [], "targets": [], "person": person},
    ).json()
    job = finished(client, house, job)
    assert job["state"] == "done", job
    return str(job["session"])


def test_about(client: TestClient) -> None:
    about = client.get("/api/about").json()
    assert about["version"] == __version__
    assert about["evidence"]["total"] == len(claims())
    assert sum(about["evidence"].values()) == 2 * len(claims())
    assert about["doors"] == ["nothing", "kit", "recording", "demo"]


def test_the_body_the_exercises_and_the_evidence(client: TestClient) -> None:
    shown = client.get("/api/muscles").json()
    assert [one["key"] for one in shown] == [one.key for one in muscles()]
    assert all(one["title"] for one in shown)
    assert [one["key"] for one in client.get("/api/exercises").json()] == [
        one.key for one in exercises()
    ]
    assert [one["key"] for one in client.get("/api/claims").json()] == [one.key for one in claims()]
    kits = client.get("/api/kits").json()
    assert "not tried" in kits["statement"]
    assert kits["kits"]


def test_the_drawing_is_passed_on_or_it_is_said_how_to_build_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(knowledge, "files", lambda _: tmp_path)
    assert "npm run build" in problem(client.get("/api/body-map"), 404)
    (tmp_path / "drawing.json").write_text('{"views": []}')
    assert client.get("/api/body-map").json() == {"views": []}


def test_people(client: TestClient) -> None:
    ada = client.post("/api/people", json={"name": " Ada "}).json()
    assert ada["name"] == "Ada"
    assert client.patch(f"/api/people/{ada['id']}", json={"name": "Bo"}).json()["name"] == "Bo"
    assert [one["name"] for one in client.get("/api/people").json()] == ["Bo"]
    client.put("/api/settings", json={"person": ada["id"]})
    assert client.delete(f"/api/people/{ada['id']}").status_code == 204
    assert client.get("/api/people").json() == []
    assert client.get("/api/settings").json()["person"] is None
    problem(client.delete(f"/api/people/{ada['id']}"), 404)
    problem(client.patch("/api/people/nobody", json={"name": "X"}), 404)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'{"name": ""}', b'{"name": "  "}', b'{"name": 3}',
        b'{"name": "a", "more": 1}', b"[" * 30_000, b'{"name": "\\ud800"}', b"\xff\xfe",
        b'{"name": "' + b"x" * 1000 + b'"}', b'{"name": 1e999}', b'{"name": ' + b"9" * 5000 + b"}",
    ],
)  # fmt: skip
def test_a_body_that_is_none_is_refused_in_the_usual_shape(client: TestClient, body: bytes) -> None:
    for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x", ""):
        answer = client.post("/api/people", content=body, headers={"Content-Type": kind})
        assert answer.status_code in (400, 422)
        problem(answer, answer.status_code)
    assert client.get("/api/people").json() == []


def test_a_body_larger_than_words_is_refused(client: TestClient) -> None:
    assert "64 KiB" in problem(client.post("/api/people", content=b"x" * 70_000), 413)
    answer = client.post("/api/people", content=(b"x" * 10_000 for _ in range(10)))
    assert "64 KiB" in problem(answer, 413)


def test_settings_are_kept(client: TestClient, house: House) -> None:
    usual = client.get("/api/settings").json()
    assert usual["threshold_percent"] == 40
    new = {**usual, "theme": "dark", "sound_of": "level", "threshold_percent": 55}
    assert client.put("/api/settings", json=new).json() == new
    assert client.get("/api/settings").json() == new
    problem(client.put("/api/settings", json={"theme": "pink"}), 422)
    problem(client.put("/api/settings", json={"threshold_percent": 0}), 422)
    problem(client.put("/api/settings", json={"person": "nobody"}), 404)
    (house.home / "settings.json").write_text("damaged")
    assert client.get("/api/settings").json() == usual


def test_sources_of_the_simulator_are_found_and_probed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("innervate.web.probing.DEVICES", _OnlySimulator())
    found = client.get("/api/sources?seconds=0.1").json()["found"]
    assert all(one["simulated"] for one in found)
    probe = client.post("/api/sources/probe", json={"source": found[0]["source"]}).json()
    assert probe["streams"][0]["rate_hz"]
    assert client.post("/api/sources/probe", json={"source": "none"}).json()["streams"] == []


class _OnlySimulator:
    def names(self) -> tuple[str, ...]:
        return ("simulator",)

    def load(self, name: str) -> object:
        from innervate.session.connect import DEVICES

        return DEVICES.load(name)


@pytest.mark.parametrize(
    "source", ["nothing:here", "x", "simulator:no_such", "recording:abc", "recording:../..", ":"]
)
def test_a_source_that_is_none_is_refused(client: TestClient, source: str) -> None:
    answer = client.post("/api/sources/probe", json={"source": source})
    assert answer.status_code in (400, 404)
    problem(answer, answer.status_code)


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../etc/passwd", "~/x", "", "a\x00b"])
def test_files_elsewhere_are_not_read(client: TestClient, path: str) -> None:
    for source in (f"replay:{path}", f"replay:{path}?pace=2"):
        answer = client.post("/api/sources/probe", json={"source": source})
        assert "only recordings that were brought" in problem(answer, 400)


def test_a_recording_that_was_brought_can_be_probed_as_a_source(client: TestClient) -> None:
    brought = client.post("/api/recordings?name=curl.csv", content=table()).json()
    probe = client.post("/api/sources/probe", json={"source": brought["source"]}).json()
    assert probe["streams"] == brought["streams"]


def test_a_recording_becomes_a_session_with_report_and_numbers(
    client: TestClient, house: House
) -> None:
    ada = client.post("/api/people", json={"name": "Ada"}).json()["id"]
    key = measured(client, house, ada)
    session = client.get(f"/api/sessions/{key}").json()
    assert session["state"] == "finished"
    assert session["door"] == "recording"
    assert session["person"] == ada
    assert session["headline"]
    assert client.get(f"/api/sessions?person={ada}").json() == [session]
    assert client.get("/api/sessions?exercise=bench_press").json() == []
    analysis = client.get(f"/api/sessions/{key}/analysis").json()
    assert analysis["schema"] == "innervate/analysis/1"
    assert [one.muscle for one in house.store.placements(key)] == [
        "biceps_brachii", "triceps_brachii",
    ]  # fmt: skip
    report = client.get(f"/api/sessions/{key}/report")
    assert report.headers["content-type"].startswith("text/html")
    policy = report.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "<script" not in report.text
    second = measured(client, house, ada)
    over = client.get(f"/api/sessions/{second}/report?over=previous")
    assert over.status_code == 200
    assert over.text != client.get(f"/api/sessions/{second}/report").text
    assert client.get(f"/api/sessions/{second}/report?over={key}").text == over.text
    problem(client.get(f"/api/sessions/{second}/report?over=nothing"), 404)
    assert client.get(f"/api/sessions/{key}/report?over=previous").status_code == 200
    problem(client.get(f"/api/sessions/{key}/recording"), 404)
    assert client.delete(f"/api/sessions/{key}").status_code == 204
    problem(client.get(f"/api/sessions/{key}/report"), 404)


def test_an_analysis_that_cannot_be_made_is_told_and_leaves_no_session(
    client: TestClient, house: House
) -> None:
    brought = client.post("/api/recordings?name=curl.csv", content=table()).json()
    path = f"/api/recordings/{brought['id']}/analysis"
    for body in (
        {"exercise": "bench_pres"},
        {"maps": [{"channel": "XX", "muscle": "biceps_brachii"}]},
        {"targets": [{"muscle": "soleus"}]},
    ):
        job = finished(client, house, client.post(path, json=body).json())
        assert job["state"] == "failed"
        assert job["error"]["what"]
        assert job["error"]["text"]
    problem(client.post(path, json={"person": "nobody"}), 404)
    assert client.get("/api/sessions").json() == []


def test_everything_is_taken_out_erased_and_brought_back(client: TestClient, house: House) -> None:
    ada = client.post("/api/people", json={"name": "Ada"}).json()["id"]
    key = measured(client, house, ada)
    before = client.get(f"/api/sessions/{key}").json()
    document = client.get(f"/api/sessions/{key}/analysis").content
    files = {one.name: one.read_bytes() for one in files_in(house)}
    export = client.get("/api/export")
    assert export.headers["content-type"] == "application/zip"
    assert "attachment" in export.headers["content-disposition"]
    assert "manifest.json" in zipfile.ZipFile(io.BytesIO(export.content)).namelist()

    assert "erase everything" in problem(client.post("/api/erase", json={"confirm": "yes"}), 400)
    assert client.post("/api/erase", json={"confirm": "erase everything"}).status_code == 204
    assert client.get("/api/sessions").json() == []
    assert client.get("/api/people").json() == []
    assert client.get("/api/recordings").json() == []
    assert files_in(house) == []

    job = client.post("/api/import", content=export.content).json()
    assert finished(client, house, job)["words"] == "1 session was added"
    assert client.get(f"/api/sessions/{key}").json() == before
    assert client.get(f"/api/sessions/{key}/analysis").content == document
    assert {one.name: one.read_bytes() for one in files_in(house)} == files
    job = client.post("/api/import", content=export.content).json()
    assert finished(client, house, job)["words"] == "0 sessions were added, 1 was here already"
    assert not list(house.home.glob("passing-*"))


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 nothing", b"x" * 1000])
def test_what_is_no_export_is_refused_and_changes_nothing(
    client: TestClient, house: House, body: bytes
) -> None:
    job = finished(client, house, client.post("/api/import", content=body).json())
    assert job["state"] == "failed"
    assert job["error"]["fix"]
    assert client.get("/api/sessions").json() == []
    assert not list(house.home.glob("passing-*"))


def test_an_import_of_ten_terabytes_is_refused(client: TestClient, house: House) -> None:
    answer = client.post("/api/import", content=b"x", headers={"Content-Length": str(10 * 1000**4)})
    problem(answer, 413)
    assert not list(house.home.glob("passing-*"))


def test_a_trend_without_sessions_says_so(client: TestClient) -> None:
    trend = client.get("/api/trend?exercise=biceps_curl&metric=target_share").json()
    assert trend["points"] == []
    assert trend["words"] == "Not enough sessions to speak of a change: 0 of 4."


def test_a_job_that_is_none_is_not_found(client: TestClient) -> None:
    problem(client.get("/api/jobs/nothing"), 404)
    problem(client.delete("/api/jobs/nothing"), 404)


def test_no_session_runs(client: TestClient) -> None:
    assert client.get("/api/session").json() is None
    answer = client.post("/api/session/command", json={"command": "stop"})
    assert "no session runs" in problem(answer, 409)
    problem(client.post("/api/sessions/nothing/resume"), 404)
    problem(client.post("/api/sessions/nothing/close"), 404)


def test_the_page_is_not_told_of_options_of_the_terminal() -> None:
    note = "Nothing says what this is, so it is taken as EMG (--kind states another): a, b."
    shown = probe_of((), (note,))
    assert shown.notes == ("Nothing says what this is, so it is taken as EMG: a, b.",)


def test_two_people_of_one_name_could_not_be_told_apart(client: TestClient) -> None:
    anna = client.post("/api/people", json={"name": "Anna"}).json()
    ben = client.post("/api/people", json={"name": "Ben"}).json()
    for again in ("Anna", "anna "):
        answer = client.post("/api/people", json={"name": again})
        assert answer.status_code == 409
        assert "tell them apart" in answer.json()["fix"]
    assert client.patch(f"/api/people/{ben['id']}", json={"name": "ANNA"}).status_code == 409
    assert client.patch(f"/api/people/{anna['id']}", json={"name": "anna"}).status_code == 200
    assert len(client.get("/api/people").json()) == 2


def test_it_says_where_the_data_lie(client: TestClient, house: House) -> None:
    assert client.get("/api/about").json()["home"] == str(house.home)
