"""The training log in a browser: by hand, from a file, taken out, erased and brought back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.app._access import NARROW, faults
from tests.app._app import App
from tests.app._kept import posted

Start = Callable[..., App]
Wrong = list[str]

STRONG = """\
Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,\
Workout Notes,RPE
2026-11-01 10:00:00,"Push",1h 5m,"Bench Press (Barbell)",1,60,8,0,0,"","",8
2026-11-01 10:00:00,"Push",1h 5m,"Bench Press (Barbell)",2,sixty,8,0,0,"","",
2026-11-01 10:00:00,"Push",1h 5m,"Sled Drag",1,20,10,0,0,"","",
2026-11-03 10:00:00,"Pull",50m,"Deadlift (Barbell)",1,100,5,0,0,"","",
2026-11-03 10:00:00,"Pull",50m,"Deadlift (Barbell)",2,100,-5,0,0,"","",
"""


@pytest.fixture
def wrong() -> Wrong:
    """What breaks WCAG, or a width, on the way."""
    return []


def to(page: Page, address: str, heading: str) -> None:
    """Open a page by its address."""
    page.evaluate("to => { location.hash = to; }", address)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(heading))
    expect(page.get_by_text("One moment")).to_have_count(0)


def look(page: Page, wrong: Wrong, what: str) -> None:
    wrong += faults(page, what)


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def logged(app: App, person: str | None = None) -> Any:
    with app.client() as client:
        return client.get("/api/log", params={"person": person} if person else {}).json()


def test_a_workout_by_hand(start: Start, page: Page, wrong: Wrong) -> None:
    app = start()
    page.goto(app.url)
    to(page, "#/log", "Training log")
    expect(main(page)).to_contain_text("Nothing is written here yet")
    look(page, wrong, "log, empty")

    page.get_by_role("button", name="Write a workout").click()
    page.get_by_role("button", name="Keep it").click()
    expect(main(page)).to_contain_text("Choose an exercise.")
    look(page, wrong, "log, a workout with a fault")
    first = page.get_by_role("group", name="Set 1")
    first.get_by_label("Exercise", exact=True).select_option(label="Bench press")
    first.get_by_label("Repetitions", exact=True).fill("8")
    first.get_by_label("Load in kg").fill("57,5")
    first.get_by_role("button", name="2.5 more, load of set 1").click()
    page.get_by_role("button", name="Repeat the last set").click()
    second = page.get_by_role("group", name="Set 2")
    expect(second.get_by_label("Repetitions", exact=True)).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("6")
    page.keyboard.press("Enter")
    expect(main(page)).to_contain_text(re.compile(r"8 × 60\skg"))
    expect(main(page)).to_contain_text(re.compile(r"6 × 60\skg"))
    kept = logged(app)["workouts"][0]["sets"]
    assert [(one["exercise"], one["reps"], one["load_kg"]) for one in kept] == [
        ("bench_press", 8, 60.0), ("bench_press", 6, 60.0),
    ]  # fmt: skip
    others(page)
    look(page, wrong, "log, with entries")
    changed_and_deleted(page, app)
    assert not wrong, "\n".join(wrong)


def others(page: Page) -> None:
    """A note, soreness, and a strength that was read off."""
    page.get_by_role("button", name="Note", exact=True).click()
    page.get_by_label("Note", exact=True).fill("slept badly")
    page.get_by_role("button", name="Keep it").click()
    expect(main(page)).to_contain_text("slept badly")
    page.get_by_role("button", name="Soreness", exact=True).click()
    page.get_by_label("Muscle", exact=True).select_option(label="Soleus")
    page.get_by_role("radio", name="Left").check()
    page.get_by_role("button", name="4 of 10").click()
    page.get_by_role("button", name="Keep it").click()
    expect(main(page)).to_contain_text("Soreness of the left soleus: 4 of 10")
    page.get_by_role("button", name="Strength", exact=True).click()
    page.get_by_label("Muscle", exact=True).select_option(label="Soleus")
    page.get_by_label("It showed").fill("20")
    page.get_by_role("button", name="Keep it").click()
    expect(main(page)).to_contain_text(re.compile(r"196\sN \(20\skgf\)"))


def changed_and_deleted(page: Page, app: App) -> None:
    """A set taken out of a workout; the workout deleted, and brought back."""
    page.get_by_role("button", name=re.compile("^Change Workout")).click()
    page.get_by_role("button", name="Take set 2 out").click()
    page.get_by_role("button", name="Keep it").click()
    expect(main(page)).not_to_contain_text("6 × 60")
    before = logged(app)["workouts"]
    page.get_by_role("button", name=re.compile("^Delete Workout")).click()
    back = page.get_by_role("button", name="Bring it back")
    expect(back).to_be_focused()
    expect(main(page)).not_to_contain_text("8 × 60")
    assert logged(app)["workouts"] == []
    back.click()
    expect(main(page)).to_contain_text(re.compile(r"8 × 60\skg"))
    after = logged(app)["workouts"]
    assert [{**one, "id": ""} for one in after] == [{**one, "id": ""} for one in before]


def test_a_file_with_bad_lines(start: Start, page: Page, tmp_path: Path, wrong: Wrong) -> None:
    path = tmp_path / "strong.csv"
    path.write_text(STRONG)
    app = start()
    with app.client() as client:
        ada = posted(client, "/api/people", {"name": "Ada"})["id"]
        client.put("/api/settings", json={"person": ada})
    page.goto(app.url)
    to(page, "#/import", "Import")
    look(page, wrong, "import, empty")
    choose(page, path)
    expect(main(page)).to_contain_text("Which is it?")
    page.get_by_role("radio", name="Kilograms").check()
    expect(main(page)).to_contain_text("2 workouts would be added; 2 lines could not be read.")
    expect(main(page)).to_contain_text("Line 3:")
    expect(main(page)).to_contain_text("Line 6:")
    look(page, wrong, "import, looked through")
    assert logged(app, ada)["workouts"] == []
    page.get_by_role("button", name="Import it").click()
    expect(main(page)).to_contain_text("2 workouts were added")
    page.get_by_role("link", name="See it in the log").click()
    expect(main(page)).to_contain_text(re.compile(r"5 × 100\skg"))
    first = logged(app, ada)["workouts"]
    assert len(first) == 2

    to(page, "#/import", "Import")
    choose(page, path)
    page.get_by_role("radio", name="Kilograms").check()
    expect(main(page)).to_contain_text("There is nothing new in this file.")
    expect(page.get_by_role("button", name="Import it")).to_have_count(0)
    assert logged(app, ada)["workouts"] == first
    assert not wrong, "\n".join(wrong)


def choose(page: Page, path: Path) -> None:
    """Bring a file to the page."""
    page.get_by_role("button", name=re.compile("^Choose a")).set_input_files(path)


def test_a_person_agrees_is_taken_out_erased_and_brought_back(
    start: Start, page: Page, tmp_path: Path, wrong: Wrong
) -> None:
    app = start()
    with app.client() as client:
        kim = posted(client, "/api/people", {"name": "Kim"})["id"]
        client.put("/api/settings", json={"person": kim})
    page.goto(app.url)
    to(page, "#/who", "Who trains")
    look(page, wrong, "who")
    page.get_by_role("link", name="Open Kim").click()
    guarded(page, wrong)
    with app.client() as client:
        written = {"person": kim, "started_at": "2026-11-26T18:30", "sets": [{"name": "Row"}]}
        posted(client, "/api/log/workouts", written)
        posted(client, "/api/log/notes", {"person": kim, "text": "slept well"})
    before, consents = logged(app, kim), consents_of(app, kim)

    with page.expect_download() as download:
        page.get_by_role("link", name="Export everything of Kim").click()
    path = tmp_path / "kim.zip"
    download.value.save_as(path)
    page.get_by_role("button", name="Erase Kim …").click()
    dialog = page.get_by_role("dialog", name="Erase Kim?")
    expect(dialog).to_contain_text(re.compile(r"1\sworkout with 1\sset"))
    look(page, wrong, "dialog Erase Kim?")
    erase = dialog.get_by_role("button", name="Erase", exact=True)
    expect(erase).to_have_attribute("aria-disabled", "true")
    dialog.get_by_label("To go on, write: Kim").fill("Kim")
    erase.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who trains")
    with app.client() as client:
        assert client.get("/api/people").json() == []

    to(page, "#/import", "Import")
    choose(page, path)
    page.get_by_role("button", name="Import it").click()
    expect(main(page)).to_contain_text(re.compile("3 rows of the training log were added"))
    assert (logged(app, kim), consents_of(app, kim)) == (before, consents)
    assert not wrong, "\n".join(wrong)


def guarded(page: Page, wrong: Wrong) -> None:
    """A minor, for whom nothing can be written before a guardian agrees."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Kim")
    page.get_by_label("Year of birth, if you like").fill("2014")
    page.get_by_label("Parent or guardian, of a minor").fill("Ada")
    page.get_by_role("radio", name="Pounds").check()
    page.get_by_role("button", name="Keep the changes").click()
    expect(main(page)).to_contain_text("A parent or guardian has to say yes below first.")
    look(page, wrong, "who, a minor")
    kim = page.evaluate("location.hash")
    to(page, "#/log", "Training log")
    expect(page.get_by_role("button", name="Write a workout")).to_have_count(0)
    look(page, wrong, "log of a minor without consent")
    to(page, kim, "Kim")
    page.get_by_role("button", name="Keep this consent").click()
    expect(main(page)).to_contain_text("Read the words above")
    page.get_by_role("checkbox", name=re.compile("I am the parent or guardian")).check()
    page.get_by_role("button", name="Keep this consent").click()
    expect(main(page)).to_contain_text("Ada, parent or guardian, said yes on")
    expect(main(page)).not_to_contain_text("Nothing new is kept of Kim now.")


def consents_of(app: App, person: str) -> Any:
    with app.client() as client:
        return client.get("/api/consents", params={"person": person}).json()


def test_it_can_be_written_with_one_thumb(start: Start, page: Page) -> None:
    """A set by taps alone, but for the exercise."""
    app = start()
    page.set_viewport_size({"width": NARROW, "height": 844})
    page.goto(app.url)
    to(page, "#/log", "Training log")
    page.get_by_role("button", name="Write a workout").click()
    page.get_by_label("Exercise", exact=True).select_option(label="Deadlift (conventional)")
    for _ in range(5):
        page.get_by_role("button", name="1 more, repetitions of set 1").click()
    for _ in range(4):
        page.get_by_role("button", name="2.5 more, load of set 1").click()
    page.get_by_role("button", name="Repeat the last set").click()
    page.get_by_role("button", name="Keep it").click()
    expect(main(page).get_by_text(re.compile(r"5 × 10\skg"))).to_have_count(2)
