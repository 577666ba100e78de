"""WCAG 2.2 AA and no sideways scrolling: every page, both widths, both themes."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin

from playwright.sync_api import Page, expect
from tests.app._access import NARROW, axe, faults, looks, report_alone, settle, wider
from tests.app._app import App
from tests.app._kept import Kept, keep

Start = Callable[..., App]


class Walk:
    """Goes from page to page, and gathers what is wrong there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[str] = []

    def to(self, address: str, heading: str) -> None:
        """Open a page by its address, and look at it."""
        self.page.evaluate("to => { location.hash = to; }", address)
        self.sees(heading)
        self.look(address or "home")

    def sees(self, heading: str) -> None:
        """Wait for the page of a heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(re.compile(heading))
        expect(self.page.get_by_role("main")).not_to_contain_text("Loading")

    def look(self, what: str) -> None:
        """Look at the page as it is."""
        self.found += faults(self.page, what)

    def dialog(self, opener: str, name: str) -> None:
        """Open a dialog, look at it, and leave it by Escape."""
        self.page.get_by_role("button", name=opener).first.click()
        expect(self.page.get_by_role("dialog", name=name)).to_be_visible()
        self.look(f"dialog {name}")
        self.page.keyboard.press("Escape")
        expect(self.page.get_by_role("dialog")).to_be_hidden()


def test_axe_sees_what_is_wrong(page: Page) -> None:
    page.set_content("<h1>A page</h1><img src='x.png'><div style='width: 2000px'>wide</div>")
    found = faults(page, "planted")
    assert sum("image-alt" in line for line in found) == 2
    assert sum("px in" in line for line in found) == 4


def test_pages_without_a_session(start: Start, page: Page) -> None:
    app = start()
    page.goto(app.url)
    walk = Walk(page)
    walk.sees("Ask for a muscle")
    walk.look("home, empty")
    walk.to("#/evidence", "claims|say|evidence|Evidence")
    walk.to("#/safety", "safe|stop|Safe|Stop|Before")
    walk.to("#/lab", "Lab")
    walk.to("#/train", "Train")
    walk.to("#/train/one_at_a_time", "One at a time|time")
    walk.to("#/train/visualise", "Picture the muscle")
    walk.to("#/nothing", "Which muscle")
    page.get_by_label("Muscle", exact=True).select_option(index=3)
    page.get_by_role("radio", name="Left").check()
    page.get_by_role("radio", name="Yes").first.check()
    walk.look("nothing, with a muscle and an answer")
    walk.to("#/sessions", "Sessions|sessions|What")
    walk.to("#/settings", "Settings|settings")
    walk.to("#/live", "No session runs")
    walk.to("#/recordings", "Which recording")
    walk.to("#/no-such-page", ".")
    assert not walk.found, "\n".join(walk.found)


def test_pages_of_what_is_kept(start: Start, page: Page) -> None:
    app = start()
    kept = keep(app, page)
    walk = Walk(page)
    walk.look("live, done")
    page.goto(app.origin)
    walk.to("#/", "Ask for a muscle")
    walk.to("#/sessions", "Sessions|sessions|What")
    walk.to("#/settings", "Settings|settings")
    walk.dialog("Erase everything …", "Erase everything?")
    recordings(walk, kept)
    report(walk, kept)
    assert not walk.found, "\n".join(walk.found)


def recordings(walk: Walk, kept: Kept) -> None:
    """The list, and the two steps from a file to a report."""
    walk.to("#/recordings", "Which recording")
    walk.dialog("Delete monday.xdf", "Delete this recording?")
    walk.to(f"#/recordings/{kept.recording}", "Which channel")
    walk.page.get_by_role("button", name="Go on").click()
    walk.sees("What was done")
    walk.page.get_by_role("radio", name=re.compile("bench press", re.IGNORECASE)).check()
    walk.look("recording, exercise")


def report(walk: Walk, kept: Kept) -> None:
    """The page of a report, and the document in its frame."""
    walk.page.evaluate("to => { location.hash = to; }", f"#/report/{kept.session}")
    frame = walk.page.get_by_title(re.compile("^Report: "))
    expect(frame.content_frame.get_by_role("heading", level=1)).to_be_visible()
    walk.look("report")
    walk.dialog("Delete", "Delete this session?")
    document(walk, "report itself")
    walk.page.get_by_label("Lay an earlier session over it").select_option(index=1)
    expect(frame).to_have_attribute("src", re.compile("over="))
    expect(frame.content_frame.get_by_role("heading", level=1)).to_be_visible()
    walk.look("report over an earlier one")
    document(walk, "report itself over an earlier one")


def document(walk: Walk, what: str) -> None:
    """The report that the frame shows."""
    source = walk.page.get_by_title(re.compile("^Report: ")).get_attribute("src")
    alone = report_alone(walk.page, urljoin(walk.page.url, source))
    walk.found += faults(alone, what)
    alone.close()


def test_the_kit_wizard(start: Start, page: Page) -> None:
    app = start()
    page.goto(f"{app.url}")
    walk = Walk(page)
    walk.to("#/kit", "Before electrodes")
    page.get_by_role("button", name="Go on").click()
    walk.look("kit, safety, nudged")
    page.get_by_role("button", name=re.compile("use the virtual athlete")).click()
    walk.sees("Where does the signal")
    page.get_by_role("radio", name=re.compile("virtual athlete: pec isolation")).check()
    expect(page.get_by_text(re.compile(r"pec isolation:\s\d+\schannels"))).to_be_visible()
    for step, heading in enumerate(
        ("Where does the signal", "Which channel", "What will you do", "What is 100", "Ready")
    ):
        walk.sees(heading)
        if heading == "What will you do":
            page.get_by_role("radio", name=re.compile("One side of the chest")).check()
            page.get_by_role("radio", name="Left").check()
        if heading == "What is 100":
            page.get_by_role("radio").first.check()
        walk.look(f"kit, step {step + 2}")
        if heading != "Ready":
            page.get_by_role("button", name="Go on").click()
    page.goto(f"{app.origin}/#/kit/safety")
    assert not walk.found, "\n".join(walk.found)


def test_text_at_200_percent(start: Start, page: Page) -> None:
    """Twice the size of letters on half a desktop: nothing is cut off, nothing scrolls sideways."""
    app = start()
    page.goto(app.url)
    found: list[str] = []
    for address in (
        "#/",
        "#/train",
        "#/train/rep_live",
        "#/nothing",
        "#/kit",
        "#/settings",
        "#/sessions",
        "#/log",
        "#/import",
        "#/who",
        "#/evidence",
        "#/safety",
        "#/lab",
    ):
        page.evaluate("to => { location.hash = to; }", address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        for width, _ in looks(page):
            settle(page)
            if width > NARROW:
                found += [f"{address} at 200 %: {line}" for line in (*wider(page), *axe(page))]
    assert not found, "\n".join(found)
