"""Guided sessions without a sensor: by keys, by touch on a phone, and by ear alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.app._access import faults
from tests.app._app import App
from tests.app._hands import Keys, controls, hurry
from tests.app._person import expect_moving, expect_real, open_report, say_no_to_everything, title
from tests.app.conftest import DESKTOP, PHONE
from tests.session._guided import SHORT

Start = Callable[..., App]


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page as wide as a phone, touched by fingers; no error of the script passes."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    context.set_default_timeout(60_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert not wrong, wrong


def face(page: Page, kind: str) -> Locator:
    """The face of a guided beat of this kind."""
    found = page.locator(f"[data-face=guided] [data-kind={kind}]")
    expect(found).to_be_visible()
    return found


def own(tmp_path: Path) -> Path:
    """A home folder with the short protocol of one's own."""
    home = tmp_path / "home"
    (home / "protocols").mkdir(parents=True)
    (home / "protocols" / "short.toml").write_text(SHORT, encoding="utf-8")
    return home


def test_a_whole_one_by_keys_alone(start: Start, page: Page) -> None:
    app = start()
    page.goto(app.url)
    hands = Keys(page)
    hands.to("^Train$", "a")
    hands.press("Enter")
    expect(title(page)).to_have_text("Train")
    hands.to("^Centre$", "a")
    hands.press("Enter")
    expect(title(page)).to_have_text("Centre")
    hands.to("^Five minutes of breathing")
    hands.press("ArrowDown")
    expect(page.get_by_role("radio", name="One minute of breathing")).to_be_checked()
    for _ in range(page.get_by_role("radio", name="No", exact=True).count()):
        hands.to("^Yes$", "input")
        hands.press("ArrowDown")
    hands.to("^Rehearse")
    hands.press("Enter")

    face(page, "ask")
    expect(title(page)).to_have_text("How focused are you?")
    expect_real(page)
    hands.press("7")
    expect(title(page)).to_have_text("Park it")
    hands.to("^Your answer")
    page.keyboard.type("Call the bank")
    hands.to("^Answer$", "button")
    hands.press("Enter")
    face(page, "breathe")
    expect(title(page)).to_have_text("And now?")
    hands.press("1", "0")
    face(page, "show")
    hands.press("Enter")
    expect(title(page)).to_have_text("Done")
    expect(page.get_by_role("link", name="Open the report")).to_be_visible()
    hands.press("Enter")
    session, report = open_report(page)
    body = report.locator("body")
    for words in ("Centre, rehearsal", "Focus before", "Focus after", "Call the bank"):
        expect(body).to_contain_text(words)
    assert not hands.wrong, "\n".join(hands.wrong)
    with app.client() as client:
        said = client.get(f"/api/sessions/{session}/analysis").json()["said"]
        assert [one["value"] for one in said] == [7, None, 10]
        assert client.get(f"/api/sessions/{session}").json()["person"] is None


def test_a_whole_one_by_touch_on_a_phone(start: Start, phone: Page) -> None:
    app = start()
    hurry(phone, pace=4)
    phone.goto(app.url)
    phone.get_by_role("link", name="Train, step by step").tap()
    phone.get_by_role("link", name="Picture the muscle").tap()
    expect(title(phone)).to_have_text("Picture the muscle")
    expect(phone.get_by_text("Choose a muscle first.")).to_be_visible()
    phone.get_by_label("Muscle", exact=True).select_option("biceps_brachii")
    phone.locator("label", has_text="Left").tap()
    for answer in phone.locator("label").filter(has_text=re.compile("^\\s*No\\s*$")).all():
        answer.tap()
    phone.get_by_role("button", name="Rehearse").tap()

    face(phone, "work")
    controls(phone, "Pause").tap()
    expect(phone.get_by_text("Paused.")).to_be_visible()
    expect(
        phone.get_by_label(re.compile("Where the left biceps brachii lies")).first
    ).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    controls(phone, "Go on").tap()
    face(phone, "ask")
    phone.get_by_role("button", name="8", exact=True).tap()
    expect(title(phone)).to_have_text("Done")
    phone.get_by_role("link", name="Open the report").tap()
    _, report = open_report(phone)
    expect(report.locator("body")).to_contain_text("8 of 10")
    expect(report.locator("body")).to_contain_text("biceps brachii")


def test_with_eyes_closed_all_is_heard(start: Start, page: Page) -> None:
    app = start()
    hurry(page, pace=4)
    page.goto(f"{app.url}#/train/centre")
    page.get_by_role("radio", name="One minute of breathing").check()
    say_no_to_everything(page)
    page.get_by_role("button", name="Begin", exact=True).click()
    page.get_by_role("button", name="Turn sound on").first.click()
    page.get_by_role("button", name="5", exact=True).click()
    controls(page, "Skip").click()
    face(page, "breathe")
    page.get_by_role("button", name="With eyes closed").click()
    expect(page.get_by_text("Close your eyes and listen.")).to_be_visible()
    expect(page.locator("[data-breath]")).to_have_count(0)
    expect(face(page, "breathe")).to_contain_text("In for five seconds, out for five.")
    expect(title(page)).to_have_text("And now?")
    tones = heard(page)
    names = [one["name"] for one in tones]
    assert len(names) >= 9
    assert all(one != other for one, other in pairwise(names)), names
    gaps = [other["at_s"] - one["at_s"] for one, other in pairwise(tones)]
    assert sorted(gaps)[len(gaps) // 2] == pytest.approx(5 / 4, abs=0.2)
    said = " ".join(page.evaluate("[...innervateAudio.said]"))
    for words in ("Breathe in", "Breathe out", "How focused are you now"):
        assert words in said
    controls(page, "Stop").click()
    page.get_by_role("button", name="Stop the session").click()
    expect(title(page)).to_have_text("Done")


def heard(page: Page) -> list[dict[str, Any]]:
    """The tones of breathing that were played."""
    played: list[dict[str, Any]] = page.evaluate("innervateAudio.played.map((one) => ({...one}))")
    return [one for one in played if one["name"] in ("concentric", "eccentric")]


def test_each_face_can_be_read_and_used_by_everybody(
    start: Start, page: Page, tmp_path: Path
) -> None:
    app = start(home=own(tmp_path))
    page.goto(f"{app.url}#/train/short")
    found: list[str] = []
    say_no_to_everything(page)
    page.get_by_role("button", name="Begin", exact=True).click()
    face(page, "ask")
    found += faults(page, "guided, scale")
    page.get_by_role("button", name="5", exact=True).click()
    for kind in ("breathe", "reps", "pulse"):
        face(page, kind)
        controls(page, "Pause").click()
        expect(page.get_by_text("Paused.")).to_be_visible()
        found += faults(page, f"guided, {kind}")
        if kind == "breathe":
            page.get_by_role("button", name="With eyes closed").click()
            found += faults(page, "guided, eyes closed")
            page.get_by_role("button", name="Show the screen").click()
        controls(page, "Go on").click()
        controls(page, "Skip").click()
    face(page, "ask")
    page.get_by_role("button", name="5", exact=True).click()
    expect(title(page)).to_have_text("In words")
    found += faults(page, "guided, text")
    controls(page, "Something hurts").click()
    expect(page.get_by_role("dialog", name="What is it?")).to_be_visible()
    found += faults(page, "dialog What is it?")
    page.get_by_role("button", name="Chest pain, fainting, new numbness").click()
    expect(title(page)).to_have_text("Get help now")
    expect(page.get_by_role("main")).to_contain_text("emergency number")
    found += faults(page, "guided, urgent")
    assert not found, "\n".join(found)


def test_the_breath_moves(start: Start, browser: Browser) -> None:
    app = start()
    context = browser.new_context(viewport=DESKTOP, reduced_motion="no-preference")
    page = context.new_page()
    page.goto(f"{app.url}#/train/centre")
    say_no_to_everything(page)
    page.get_by_role("button", name="Begin", exact=True).click()
    controls(page, "Skip").click()
    expect(title(page)).to_have_text("Park it")
    controls(page, "Skip").click()
    expect_moving(page, face(page, "breathe").locator(".lungs"), 0.02, "the breath")
    context.close()
