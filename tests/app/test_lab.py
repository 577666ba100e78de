"""The lab, as a person uses it: a knob turned by keys, seen in the picture, read in the report."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect
from tests.app._access import HEIGHTS, NARROW, WIDE, faults, targets
from tests.app._app import App, share_of
from tests.app._hands import Keys
from tests.app._person import (
    at_pace,
    bar_of,
    colour,
    expect_moving,
    expect_painted,
    expect_simulated,
    open_report,
    pictures,
    until,
    visit,
)

Start = Callable[..., App]
LEFT, LEFT_NAME = "pectoralis_major left", "Pectoralis major left"
NECK_NAME = "Trapezius descendens left"
TOUCH = 44


def slider(page: Page, name: str) -> Locator:
    """A knob by its name."""
    return page.get_by_role("slider", name=name, exact=True)


def begin(page: Page, pace: float = 1.0) -> None:
    """Open the session of the lab."""
    at_pace(page, "/api/lab", pace)
    expect(page.get_by_role("heading", level=1)).to_have_text("Lab")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(slider(page, "Skill")).to_be_visible()


def turn(page: Page, name: str, value: str) -> None:
    """Turn a knob by keys alone: from its end in tens and hundredths."""
    one = slider(page, name)
    one.focus()
    page.keyboard.press("Home")
    tens, ones = (int(digit) for digit in value.partition(".")[2].ljust(2, "0"))
    for key, times in (("PageUp", tens), ("ArrowRight", ones)):
        for _ in range(times):
            page.keyboard.press(key)
    expect(one).to_have_attribute("aria-valuetext", value)


def until_reps(app: App, count: int) -> None:
    """Wait until so many repetitions of the set are over."""
    with app.client() as client:
        until(
            lambda: client.get("/api/session").json(),
            lambda one: one["stage"] == "break" or one["reps_done"] >= count,
            f"{count} repetitions",
        )


def strongest(page: Page, reps: int) -> tuple[int, float]:
    """The median isolation of strong moments, and the most that the bar of a watched muscle fills.

    A strong moment is one in which the left chest fills a fifth of its bar.
    """
    numbers: list[int] = []
    watched: list[float] = []
    big = page.get_by_role("region", name="Now", exact=True).locator("[data-big=isolation]")

    def look() -> int:
        both = pictures(page, [bar_of(page, LEFT_NAME), bar_of(page, NECK_NAME)])
        text = big.inner_text()
        if both is None or not text.isdigit():
            return len(numbers)
        chest, neck = both
        if share_of(chest, [colour(page, "target")], 16) > 0.08:
            numbers.append(int(text))
            watched.append(share_of(neck, [colour(page, "watched")], 40))
        return len(numbers)

    until(look, lambda count: count >= reps, "the left chest at work")
    middle = len(numbers) // 2
    return sorted(numbers)[middle], sorted(watched)[middle]


def test_skill_is_turned_and_isolation_follows(start: Start, page: Page) -> None:
    app = start()
    visit(page, app)
    page.get_by_role("link", name="turn its knobs in the lab").click()
    begin(page)
    expect_simulated(page)
    turn(page, "Skill", "0.20")
    expect(page.get_by_text("was 0.50")).to_be_visible()
    expect(page.locator(".stage")).to_contain_text("Set 1")
    expect_painted(page, LEFT, LEFT_NAME)
    clumsy, helped = strongest(page, 8)
    raw = page.get_by_role("img", name=re.compile("^Raw signal of")).first
    raw.scroll_into_view_if_needed()
    expect_moving(page, raw, 0.002, "the raw signal")
    page.evaluate("scrollTo(0, 0)")

    until_reps(app, 4)
    turn(page, "Skill", "0.90")
    skilled, alone = strongest(page, 8)
    assert skilled >= clumsy + 8, (clumsy, skilled)
    assert alone < helped, (helped, alone)

    until_reps(app, 9)
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("link", name="Open the report").click()
    session, report = open_report(page)
    _expect_turned(report)
    with app.client() as client:
        stored = client.get(f"/api/sessions/{session}").json()
        document = client.get(f"/api/sessions/{session}/analysis").json()
    assert (stored["simulated"], stored["person"]) == (True, None)
    moves = [move for one in document["turned"] for move in one["moves"]]
    assert (moves[-1]["knob"], moves[-1]["before"], moves[-1]["after"]) == ("skill", 0.2, 0.9)
    differences = [
        one["difference"]
        for one in document["turned"][-1]["effects"]
        if one["after"]["metric"] == "isolation" and one["difference"] is not None
    ]
    assert differences
    assert all(one > 0 for one in differences)


def _expect_turned(report: FrameLocator) -> None:
    """The report has the section, with the knob from where to where."""
    expect(report.get_by_role("heading", name="What was turned")).to_be_visible()
    expect(report.locator("#turned")).to_contain_text("Skill from 0.2 to 0.9")
    expect(report.locator("body")).to_contain_text("SIMULATED")


def test_a_second_window_follows_and_turns_back(start: Start, page: Page) -> None:
    app = start()
    visit(page, app, "lab")
    begin(page)
    second = page.context.new_page()
    second.goto(f"{app.origin}/#/lab")
    expect(slider(second, "Effort")).to_be_visible()
    turn(page, "Skill", "0.80")
    expect(slider(second, "Skill")).to_have_attribute("aria-valuetext", "0.80")
    second.get_by_role("button", name="Back to where it was").click()
    expect(slider(page, "Skill")).to_have_attribute("aria-valuetext", "0.50")
    second.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("link", name="Open the report")).to_be_visible()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_by_keys_alone(start: Start, page: Page, width: int) -> None:
    """The focus can be seen all the way, also where the picture stays in sight above it."""
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    app = start()
    visit(page, app, "lab")
    keys = Keys(page)
    keys.to("^Start$", "button")
    keys.press("Enter")
    expect(slider(page, "Skill")).to_be_visible()
    keys.to("^Skill$", "input")
    keys.press("ArrowRight")
    expect(slider(page, "Skill")).to_have_attribute("aria-valuetext", "0.51")
    focus = page.get_by_role("group", name="Focus", exact=True)
    keys.to("^nothing$", "input")
    keys.press("ArrowRight")
    expect(focus.get_by_role("radio", name="the muscle", exact=True)).to_be_checked()
    expect(focus.locator("xpath=..")).to_contain_text("was nothing")
    expect(slider(page, "Endurance")).to_be_hidden()
    keys.to("^[0-9]+ more knobs$", "summary")
    keys.press("Enter")
    keys.to("^Endurance$", "input")
    page.get_by_role("button", name="Stop", exact=True).focus()
    keys.press("Enter")
    expect(page.get_by_role("link", name="Open the report")).to_be_visible()
    keys.to("^Open the report$", "a")
    assert not keys.wrong, "\n".join(keys.wrong)


def test_nothing_lies_over_the_raw_signals(start: Start, page: Page) -> None:
    """The picture that stays in sight beside the knobs ends before what comes below."""
    page.set_viewport_size({"width": 1280, "height": 900})
    visit(page, start(), "lab")
    begin(page)
    heading = page.get_by_role("heading", name="Raw signals")
    expect(heading).to_be_visible()
    for open_all in (False, True):
        if open_all:
            page.get_by_text("more knobs").click()
        for far in (0.3, 0.7, 1.0):
            page.evaluate("far => scrollTo(0, far * document.body.scrollHeight)", far)
            raw, seen = heading.bounding_box(), page.locator(".left").bounding_box()
            assert raw is not None
            assert seen is not None
            assert seen["y"] + seen["height"] <= raw["y"], (open_all, far)


def test_it_is_accessible_before_during_and_after(start: Start, page: Page) -> None:
    app = start()
    visit(page, app, "lab")
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    found = faults(page, "lab, before")
    begin(page, 2.0)
    turn(page, "Skill", "0.80")
    expect(page.locator(".stage")).to_contain_text("Set 1")
    page.get_by_text("more knobs").click()
    found += faults(page, "lab, at work")
    page.set_viewport_size({"width": 390, "height": 844})
    small = [one for one in targets(page) if min(one.width, one.height) < TOUCH - 0.5]
    assert not small, small
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("link", name="Open the report")).to_be_visible()
    found += faults(page, "lab, after")
    page.get_by_role("link", name="Open the report").click()
    open_report(page)
    assert not found, "\n".join(found)
