"""The demo, as a person goes through it: from its door to the report, SIMULATED all the way."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.app._app import App
from tests.app._person import (
    at_pace,
    expect_live,
    expect_painted,
    expect_simulated,
    look,
    name_person,
    open_report,
    read_report,
    stop,
    title,
    until,
    visit,
)

from innervate.store.store import Store

START = Callable[..., App]
LEFT, LEFT_NAME = "pectoralis_major left", "Pectoralis major left"


def test_from_the_door_to_the_report(start: START, page: Page) -> None:
    app = start()
    visit(page, app, "settings")
    name_person(page, "Ada")

    page.get_by_role("link", name="Start", exact=True).click()
    expect(page.get_by_role("region", name="See it first")).to_contain_text("SIMULATED")
    at_pace(page, "/api/demo", 2.0)
    page.get_by_role("button", name="Watch the virtual athlete").click()
    expect_simulated(page)

    expect(title(page)).to_have_text("Set 1")
    expect_simulated(page)
    expect_live(page)
    expect_painted(page, LEFT, LEFT_NAME)
    results = page.get_by_role("region", name=re.compile(r"^Results of set \d+$"))
    expect(results.get_by_role("row").filter(has_text="Share of the target")).to_contain_text("%")
    expect_simulated(page)

    page.get_by_role("link", name="To the start").click()
    expect_simulated(page)
    page.get_by_role("link", name="Back to the session").first.click()
    stop(page)
    expect(title(page)).to_have_text("Done")
    expect_simulated(page)
    session, report = read_report(page)
    expect_simulated(page)
    expect(report.locator("body")).to_contain_text("SIMULATED")
    expect(report.locator("body")).to_contain_text("the left pectoralis major had")

    _expect_no_trend(page)
    _expect_kept_as_simulated(app, session)


def _expect_no_trend(page: Page) -> None:
    """The history shows it as what it is; the trend of the person knows nothing of it."""
    page.get_by_role("link", name="Sessions", exact=True).click()
    page.get_by_label("Person").select_option("Everybody")
    row = page.get_by_role("article")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("SIMULATED")
    page.get_by_label("Exercise").select_option("One side of the chest at a time")
    page.get_by_label("Person").select_option("Ada")
    trend = page.get_by_role("region", name="Trend")
    expect(trend).to_contain_text(re.compile("no session|not enough", re.IGNORECASE))
    expect(trend.get_by_role("img")).to_have_count(0)


def _expect_kept_as_simulated(app: App, session: str) -> None:
    """Store, document and exported numbers say so too."""
    with app.client() as client:
        (person,) = client.get("/api/people").json()
        document = client.get(f"/api/sessions/{session}/analysis").json()
    assert document["simulated"] is True
    app.stop()
    store = Store.open(app.home)
    try:
        kept = store.session(session)
        assert (kept.simulated, kept.person) == (True, None)
        for who in (person["id"], None):
            assert store.measures(who, kept.exercise, "target_share") == ()
    finally:
        store.close()


def test_the_command_opens_it_at_work(start: START, page: Page) -> None:
    app = start("--seconds", "24", command="demo")
    visit(page, app)
    expect_simulated(page)
    expect(title(page)).to_have_text("Set 1")
    expect_live(page)
    until(lambda: look(page, LEFT, LEFT_NAME), lambda one: one.works, "the athlete at work")
    expect_simulated(page)
    expect(title(page)).to_have_text("Done")
    expect_simulated(page)
    page.get_by_role("link", name="Open the report").click()
    _, report = open_report(page)
    expect(report.locator("body")).to_contain_text("SIMULATED")
