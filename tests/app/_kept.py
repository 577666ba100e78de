"""An app in which something has happened: a session, a person, a recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx2 as httpx
from playwright.sync_api import Page, expect
from tests.app._app import App


@dataclass(frozen=True, slots=True)
class Kept:
    """Ids of what is kept."""

    session: str
    recording: str


def posted(client: httpx.Client, path: str, body: object) -> dict[str, Any]:
    """The answer to a request that goes well."""
    answer = client.post(path, json=body)
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


def begin(app: App, source: str, exercise: str, pace: float | None, **more: object) -> None:
    """Begin a session, for somebody who is well."""
    with app.client() as client:
        asked = client.get("/api/safety").json()["questions"]
        well = {one["key"]: False for one in asked}
        given = {"source": source, "exercise": exercise, "pace": pace, "safety": well, **more}
        posted(client, "/api/session", given)


def finished(app: App, page: Page, seconds: int = 30) -> str:
    """Run a whole simulated session quickly, on the live page; its id."""
    begin(app, f"simulator:pec_isolation?seed=1&seconds={seconds}", "pec_isolation", 100.0)
    page.goto(f"{app.origin}/#/live")
    report = page.get_by_role("link", name="Open the report")
    expect(report).to_be_visible(timeout=60_000)
    return (report.get_attribute("href") or "").rpartition("/")[2]


def keep(app: App, page: Page, seconds: int = 30) -> Kept:
    """Two sessions, the later of them with an earlier one to lay over it; a person; a recording."""
    page.goto(app.url)
    finished(app, page, seconds)
    session = finished(app, page, seconds)
    with app.client() as client:
        posted(client, "/api/people", {"name": "Ada"})
        data = client.get(f"/api/sessions/{session}/recording").content
        answer = client.post("/api/recordings", params={"name": "monday.xdf"}, content=data)
        assert answer.is_success, answer.text
    return Kept(session, answer.json()["id"])
