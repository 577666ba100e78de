"""WCAG 2.2 AA and no sideways scrolling: every stage of the live page, with and without signals."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests._amplifier import muscles
from tests.app._access import faults
from tests.app._app import App
from tests.app._hands import controls, hurry
from tests.app._kept import begin, posted
from tests.app._stages import Stages

Start = Callable[..., App]
PACE = 8.0


def live(page: Page, app: App) -> None:
    """The live page, before a session begins."""
    page.goto(app.url)
    page.evaluate("location.hash = '#/live'")
    expect(page.get_by_role("heading", level=1)).to_have_text("No session runs")


def dialogs(page: Page) -> list[str]:
    """The two dialogs of the live page."""
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    found = faults(page, "dialog of keys")
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("^Stop")).click()
    expect(page.get_by_role("dialog", name="Stop the session?")).to_be_visible()
    found += faults(page, "dialog of stopping")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    return found


def test_every_stage_of_the_virtual_athlete(start: Start, page: Page) -> None:
    app = start()
    stages = Stages(page)
    live(page, app)
    with app.client() as client:
        posted(client, "/api/demo", {"exercise": "pec_isolation", "pace": PACE})
    found: list[str] = []
    for stage in ("rest", "maximal", "pause", "practice", "ready", "set", "break"):
        stages.hold(stage)
        found += faults(page, stage)
        if stage == "set":
            found += dialogs(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("feedback", ["sound_only", "off"])
def test_a_set_with_the_eyes_off(start: Start, page: Page, feedback: str) -> None:
    app = start()
    stages = Stages(page)
    live(page, app)
    begin(app, "simulator:bench_press?seconds=30", "bench_press", 10.0, feedback=feedback)
    stages.hold("set")
    expect(page.get_by_text(re.compile("Eyes off"))).to_be_visible()
    found = faults(page, f"set, {feedback}")
    assert not found, "\n".join(found)


def test_every_stage_without_a_sensor(start: Start, page: Page) -> None:
    app = start()
    hurry(page, pace=20.0)
    stages = Stages(page)
    page.goto(f"{app.url}#/nothing")
    page.get_by_label("Muscle", exact=True).select_option(index=3)
    page.get_by_role("radio", name="Left").check()
    for answer in page.get_by_role("radio", name="No", exact=True).all():
        answer.check()
    page.get_by_role("button", name="Begin").click()
    found: list[str] = []
    for stage in ("check", "ready", "set", "feel"):
        stages.hold(stage)
        found += faults(page, f"with nothing: {stage}")
        if stage == "check":
            controls(page, "Continue|Go on").click()
    page.get_by_role("button", name="7 of 10").click()
    stages.hold("done")
    found += faults(page, "with nothing: done")
    assert not found, "\n".join(found)


def test_every_stage_of_an_amplifier(start: Start, page: Page) -> None:
    """Electrodes are checked, calibration is paused and left, the signal is lost in the set."""
    app = start()
    found: list[str] = []
    with muscles() as amplifier:
        live(page, app)
        begin(
            app, amplifier.source, "biceps_curl", None, calibration="maximal", maps=amplifier.maps
        )
        expect(page.get_by_role("region", name="Electrodes", exact=True)).to_be_visible()
        expect(page.locator("[data-verdict]")).not_to_have_count(0)
        found += faults(page, "check of electrodes")
        controls(page, "Go on").click()
        page.locator("[data-stage=rest]").wait_for()
        controls(page, "Skip").click()
        page.locator("[data-stage=ready]").wait_for()
        found += faults(page, "ready")
        controls(page, "Start the set").click()
        page.locator("[data-stage=set]").wait_for()
        controls(page, "Pause").click()
        expect(page.get_by_text(re.compile("^Paused"))).to_be_visible()
        found += faults(page, "set, paused")
        controls(page, "Go on").click()
        page.locator("[data-stage=set]").wait_for()
    expect(page.locator("[data-banner=signal]")).to_be_visible()
    found += faults(page, "signal lost")
    app.stop()
    expect(page.locator("[data-banner=link]")).to_be_visible()
    found += faults(page, "connection lost")
    assert not found, "\n".join(found)
