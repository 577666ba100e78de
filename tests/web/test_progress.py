"""Progress and letters over the API: judged once a month, and of one condition each."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient
from tests.web._months import FIRST, days, lifted, trained

from innervate.coach.choices import Feedback
from innervate.web.house import House
from innervate.web.letters import span_of, spans

LATE = date(2026, 11, 26)


@pytest.fixture
def ada(house: House) -> str:
    return house.store.add_person("Ada").id


def ask(client: TestClient, path: str, person: str, today: date = LATE) -> dict[str, Any]:
    params = {"person": person, "today": today.isoformat()}
    answer = client.get(f"/api/{path}", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def practised(house: House, ada: str, gain: float, count: int = 36) -> None:
    """Months of training that end with October, with a gain of so much in all."""
    rng = np.random.default_rng(3)
    for turn, day in enumerate(days(count, 2)):
        share = 0.5 + gain * turn / count + float(rng.normal(0, 0.02))
        trained(house.store, ada, day, [share, share])
        lifted(house.store, ada, day, round(60 + float(rng.normal(0, 1)), 1))


def test_there_is_nothing_to_follow_at_first(client: TestClient, ada: str) -> None:
    found = ask(client, "progress", ada)
    assert found["series"] == [] and found["accuracy"] == []
    assert found["axes"] == {"strength": None, "selectivity": None, "words": ""}
    assert ask(client, "letters", ada)["months"] == []
    nobody = client.get("/api/progress", params={"person": "nobody"})
    assert nobody.status_code == 404


def test_a03_strength_and_selectivity_stand_apart(
    client: TestClient, house: House, ada: str
) -> None:
    practised(house, ada, gain=0.3)
    found = ask(client, "progress", ada)
    share, strength = sorted(found["series"], key=lambda one: one["name"], reverse=True)
    assert (share["axis"], share["verdict"], share["unit"]) == ("selectivity", "clearly more", "%")
    assert (strength["axis"], strength["verdict"]) == ("strength", "no clear change")
    assert "Epley 1985" in strength["method"]
    assert share["baseline"]["low"] < share["baseline"]["mean"] < share["baseline"]["high"]
    assert share["detectable"] > 0
    assert len(share["points"]) == 36
    assert share["points"][0]["low"] < share["points"][0]["value"] < share["points"][0]["high"]
    assert share["load"] == "40 kg"
    assert share["montage"] == "left pectoralis major beside 2 others, maximal reference"
    assert found["axes"]["selectivity"]["low"] > 0
    assert found["axes"]["strength"]["low"] < 0 < found["axes"]["strength"]["high"]
    assert "They are two things" in found["axes"]["words"]


def test_few_sessions_say_so(client: TestClient, house: House, ada: str) -> None:
    for day in days(3):
        trained(house.store, ada, day, [0.5])
    one = ask(client, "progress", ada)["series"][0]
    assert one["verdict"] == "not enough sessions"
    assert "3 of 7 sessions" in one["words"]
    assert one["baseline"] is None


def test_another_load_or_montage_is_another_series(
    client: TestClient, house: House, ada: str
) -> None:
    trained(house.store, ada, FIRST, [0.5])
    trained(house.store, ada, FIRST, [0.5], load_kg=60.0)
    trained(house.store, ada, FIRST, [0.5], load_kg=None)
    trained(house.store, ada, FIRST, [0.9], simulated=True)
    found = ask(client, "progress", ada)["series"]
    assert sorted(one["load"] for one in found) == ["", "40 kg", "60 kg"]
    assert all(len(one["points"]) == 1 for one in found)


def test_looking_every_day_says_the_same_all_month(
    client: TestClient, house: House, ada: str
) -> None:
    practised(house, ada, gain=0.3)

    def said(day: int) -> set[str]:
        return {one["words"] for one in ask(client, "progress", ada, date(2026, 11, day))["series"]}

    assert said(1) == said(12) == said(30)
    before = said(26)
    trained(house.store, ada, date(2026, 11, 3), [0.9])
    assert said(26) == before


def test_the_page_and_the_letter_say_the_same(client: TestClient, house: House, ada: str) -> None:
    practised(house, ada, gain=0.3)
    page = {one["words"] for one in ask(client, "progress", ada)["series"]}
    letter = ask(client, "letters/2026-10", ada)
    assert {one["words"] for one in letter["changes"]} == page
    assert letter["person"] == "Ada"
    assert letter["suggestion"]["words"]
    assert "at most 5 of 100" in letter["rule"]


def test_what_comes_later_changes_no_letter(client: TestClient, house: House, ada: str) -> None:
    practised(house, ada, gain=0.1)
    before = ask(client, "letters/2026-09", ada)
    for day in days(8, 1, date(2026, 11, 2)):
        trained(house.store, ada, day, [0.9])
        lifted(house.store, ada, day, 90.0)
    assert ask(client, "letters/2026-09", ada) == before


def test_a_letter_tells_of_the_programme(client: TestClient, house: House, ada: str) -> None:
    begun = {"programme": "imagery_general", "start": "2026-09-07", "person": ada}
    plan = client.post("/api/plans", params={"today": "2026-09-07"}, json=begun).json()["id"]
    for day in ("2026-09-07", "2026-09-09"):
        event = {"kind": "done", "on": day}
        url = f"/api/plans/{plan}/events"
        assert client.post(url, params={"today": day}, json=event).status_code == 200
    months = ask(client, "letters", ada)["months"]
    assert [one["key"] for one in months] == ["2026-10", "2026-09"]
    letter = ask(client, "letters/2026-09", ada)
    assert letter["number"] == 1
    assert letter["done"][0].startswith("Imagery")
    assert ": 2 of " in letter["done"][0]
    assert {one["key"] for one in letter["caveats"]} >= {
        one["key"] for one in client.get("/api/programmes/imagery_general").json()["evidence"]
    }
    page = client.get("/api/letters/2026-09/page", params={"person": ada, "today": "2026-11-26"})
    assert page.headers["content-type"].startswith("text/html")
    assert "Letter 1 for Ada" in page.text and "@media print" in page.text
    assert "sandbox" in page.headers["content-security-policy"]


def test_a_month_without_a_letter_says_which_have_one(
    client: TestClient, house: House, ada: str
) -> None:
    trained(house.store, ada, FIRST, [0.5])
    for month in ("2026-07", "2026-11", "2026-13"):
        answer = client.get(f"/api/letters/{month}", params={"person": ada, "today": str(LATE)})
        assert answer.status_code == 404
        assert answer.json()["found"] == "2026-08 to 2026-10"


def test_b29_feeling_is_set_against_measurement(client: TestClient, house: House, ada: str) -> None:
    rng = np.random.default_rng(5)
    for turn, day in enumerate(days(12)):
        active = 20.0 + 4 * turn
        felt = float(np.clip(round(turn * 0.8 + rng.normal(0, 0.5)), 0, 10))
        trained(house.store, ada, day, [0.5], felt=felt, active=active)
    one = ask(client, "progress", ada)["accuracy"][0]
    assert (one["muscle"], one["side"], one["unit"]) == ("pectoralis_major", "left", "%MVC")
    assert one["agreement"]["verdict"] == "your feeling follows the measurement"
    assert one["agreement"]["interval"]["low"] > 0
    assert len(one["pairs"]) == 12


def test_b38_what_is_kept_without_feedback(client: TestClient, house: House, ada: str) -> None:
    rng = np.random.default_rng(6)
    for turn, day in enumerate(days(10)):
        trained(house.store, ada, day, [0.4 + 0.03 * turn])
    last = days(10)[-1]
    assert ask(client, "progress", ada)["series"][0]["retention"]["why"].startswith("not enough")
    for after in (1, 3, 7, 14, 21, 28):
        share = 0.43 + 0.25 * float(np.exp(-after / 30)) + float(rng.normal(0, 0.003))
        trained(house.store, ada, last + timedelta(days=after), [share], feedback=Feedback.OFF)
    one = ask(client, "progress", ada)["series"][0]
    kept = {part["days"]: part for part in one["retention"]["kept"]}
    assert kept[28]["low"] < 0.39 < kept[28]["high"]
    assert sum(point["without"] for point in one["points"]) == 6


def test_months_follow_each_other() -> None:
    found = spans(date(2025, 11, 20), date(2026, 3, 1))
    assert [one.key for one in found] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert [one.number for one in found] == [1, 2, 3, 4]
    assert all(one.stop == other.start for one, other in itertools.pairwise(found))
    assert spans(None, date(2026, 3, 1)) == ()
    assert spans(date(2026, 3, 1), date(2026, 3, 31)) == ()
    assert span_of(date(2026, 1, 15)).key == "2025-12"
