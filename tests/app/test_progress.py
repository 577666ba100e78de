"""Programmes in the app: begun, done, moved and held; progress and the letter of a past month."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import httpx2 as httpx
from playwright.sync_api import Page, expect
from tests.app._access import faults
from tests.app._app import App
from tests.app._lived import lived
from tests.app._person import title, visit

Start = Callable[..., App]


def test_a_programme_is_begun_and_its_first_session_done(start: Start, page: Page) -> None:
    app = start()
    visit(page, app, "plan")
    page.get_by_role("link", name="Imagery for strength").click()
    expect(title(page)).to_have_text("Imagery for strength")
    page.get_by_role("button", name="Begin the programme").click()

    today = page.get_by_role("region", name=re.compile("^Today, "))
    expect(today).to_contain_text("Session 1 of 12")
    expect(today.get_by_role("link", name=re.compile("^Begin")).first).to_have_attribute(
        "href", re.compile("^#/train/")
    )
    today.get_by_role("button", name="Mark as done").click()
    asked = page.get_by_role("dialog", name="Mark as done")
    asked.get_by_label("Note").fill("A quiet room")
    asked.get_by_role("button", name="It is done").click()
    expect(today).to_contain_text("Nothing is due")
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"1 of 1.planned session done"))

    calendar = page.get_by_role("table")
    done = calendar.get_by_role("button", name=re.compile(": done$"))
    done.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("A quiet room")
    page.get_by_role("radio", name="List").check()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Done")

    with page.expect_download() as taken:
        page.get_by_role("link", name="Reminders (.ics)").click()
    text = Path(taken.value.path()).read_text("utf-8")
    assert text.count("BEGIN:VEVENT") == 11
    page.get_by_role("link", name="All programmes and plans").click()
    expect(page.get_by_role("region", name="Running now")).to_contain_text("Imagery for strength")


def test_what_is_moved_sore_and_forbidden_is_said(start: Start, page: Page) -> None:
    app = start()
    with app.client() as client:
        plan = begun(client, "eccentric_intro", date.today())
    visit(page, app, f"plan/{plan}")
    page.get_by_role("button", name="Move …").click()
    page.get_by_role("dialog").get_by_role("button", name="Move it").click()
    today = page.get_by_role("region", name=re.compile("^Today, "))
    expect(today).to_contain_text("Nothing is due. The next session is on")

    page.get_by_role("button", name="Hard work is not allowed …").click()
    asked = page.get_by_role("dialog", name="Hard work is not allowed")
    asked.get_by_label("Why").fill("a cold")
    asked.get_by_role("button", name="Leave hard work out").click()
    expect(page.get_by_role("main")).to_contain_text("eccentric work is left out: a cold")

    page.get_by_role("button", name="A warning sign …").click()
    sign = page.get_by_role("dialog", name="A warning sign")
    sign.get_by_label("What is it?").select_option("Dark urine")
    expect(sign.get_by_role("alert")).to_contain_text("Get urgent medical help now")
    sign.get_by_role("button", name="Stop everything").click()
    expect(today).to_contain_text("Get urgent medical help now")

    page.get_by_role("button", name="It is cleared …").click()
    page.get_by_role("button", name="A clinician has agreed: go on").click()
    expect(today).not_to_contain_text("urgent")


def test_the_letter_of_a_past_month(start: Start, page: Page, tmp_path: Path) -> None:
    home = tmp_path / "home"
    kept = lived(home, date.today())
    app = start(home=home)
    with app.client() as client:
        params = {"person": kept.person}
        told = client.get(f"/api/letters/{kept.month}", params=params).json()
    visit(page, app, "progress")
    expect(page.get_by_role("img", name=re.compile("Target share over"))).to_be_visible()
    for change in told["changes"]:
        expect(page.get_by_role("main")).to_contain_text(change["words"])
    page.get_by_role("link", name="Monthly letters").click()
    page.get_by_role("link", name=re.compile("20")).first.click()

    letter = page.get_by_role("article")
    expect(letter).to_contain_text("Feel the chest in the bench press")
    for words in (*told["done"], told["suggestion"]["words"], told["never"]):
        expect(letter).to_contain_text(words)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(letter).to_be_visible()
    page.emulate_media(media="screen")


def test_the_new_pages_are_for_everybody(start: Start, page: Page, tmp_path: Path) -> None:
    home = tmp_path / "home"
    kept = lived(home, date.today())
    app = start(home=home)
    with app.client() as client:
        plan = begun(client, "eccentric_intro", date.today() - timedelta(days=3), kept.person)
    visit(page, app, "plan")
    found: list[str] = []
    for address in (
        "#/plan",
        "#/plan/programme/eccentric_intro",
        f"#/plan/{plan}",
        "#/progress",
        "#/letter",
        f"#/letter/{kept.month}",
    ):
        page.evaluate("to => { location.hash = to; }", address)
        expect(title(page)).to_be_visible()
        expect(page.get_by_role("main")).not_to_contain_text("One moment")
        found += faults(page, address)
    page.evaluate("to => { location.hash = to; }", f"#/plan/{plan}")
    for opener in ("Mark as done", "Move …", "I am sore …", "A warning sign …", "Erase the plan …"):
        page.get_by_role("button", name=opener).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        found += faults(page, opener)
        page.keyboard.press("Escape")
    page.get_by_role("radio", name="List").check()
    found += faults(page, "calendar as a list")
    assert not found, "\n".join(found)


def begun(client: httpx.Client, programme: str, on: date, person: str | None = None) -> str:
    """The id of a plan that begins on a day."""
    body = {"programme": programme, "start": on.isoformat(), "person": person}
    answer = client.post("/api/plans", json=body)
    assert answer.is_success, answer.text
    found: str = answer.json()["id"]
    return found
