"""The door of who has nothing: a finger, eight repetitions by tones, a rating, a report."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.app._app import App
from tests.app._person import (
    expect_ink,
    expect_moving,
    expect_real,
    name_person,
    press,
    read_report,
    say_no_to_everything,
    title,
    touch_muscle,
    visit,
)

START = Callable[..., App]
BICEPS = "biceps_brachii left"


def test_a_finger_eight_repetitions_and_the_first_report(start: START, page: Page) -> None:
    app = start()
    visit(page, app, "settings")
    name_person(page, "Ada")
    page.get_by_role("link", name="Start", exact=True).click()
    page.get_by_role("link", name="I have nothing").click()
    expect(title(page)).to_have_text("Which muscle do you want to feel?")
    begin = page.get_by_role("button", name="Begin")
    expect(begin).to_have_attribute("aria-disabled", "true")
    touch_muscle(page, "Choose a muscle", "Left biceps brachii")
    say_no_to_everything(page)
    begin.click()

    expect(title(page)).to_have_text("Put a finger on it")
    _expect_shown_where(page)
    press(page, "Go on")
    expect(title(page)).to_have_text("Eight slow repetitions")
    expect_real(page)
    _expect_eight(page)
    expect(title(page)).to_have_text("How well did you feel it?")
    page.get_by_role("button", name="7 of 10").click()

    expect(title(page)).to_have_text("Done")
    session, report = read_report(page)
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"7\s*of 10"))
    expect(report.locator("body")).to_contain_text("7 of 10")
    expect(report.locator("body")).to_contain_text("biceps brachii")
    expect(report.locator("body")).not_to_contain_text("SIMULATED")

    page.get_by_role("link", name="Sessions", exact=True).click()
    expect(page.get_by_label("Person").locator("option:checked")).to_have_text("Ada")
    row = page.get_by_role("article")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("felt 7 of 10")
    with app.client() as client:
        measures = client.get(f"/api/sessions/{session}/analysis").json()["measures"]
    told = {one["metric"]: one["value"] for one in measures}
    assert told == {"felt": 7.0, "repetitions.told": 8.0}


def _expect_shown_where(page: Page) -> None:
    """The muscle is drawn in the colour of what is asked for."""
    muscle = page.get_by_role("region", name="Where the finger goes").locator(
        f'[data-key="{BICEPS}"]'
    )
    expect_ink(page, muscle.first, "target", 0.05, "the muscle that is asked for")


def _expect_eight(page: Page) -> None:
    """The tempo is seen to move, and repetitions are counted one by one as the tones go."""
    now = page.get_by_role("region", name="Now", exact=True)
    pacer = now.get_by_role("group", name=re.compile("^Tempo"))
    expect(pacer).to_contain_text(re.compile("up|down|pause|let go|tense", re.IGNORECASE))
    expect_moving(page, pacer, 0.002, "the pacer")
    reps = now.get_by_label("Repetitions")
    for count in (1, 4, 7):
        expect(reps).to_contain_text(re.compile(rf"^\s*{count}\s*of 8 repetitions"))
