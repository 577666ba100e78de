"""What a person does on the pages of the app, and what a person sees there."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from playwright.sync_api import FrameLocator, Locator, Page, Route, expect
from tests.app._app import App, Pixels, around, changed, cut, pixels, share_of

T = TypeVar("T")

PATIENCE_S = 90.0
"""After this long a test gives up looking: never reached when all is well."""

LIT = 0.2
"""The share of a muscle's region that is painted in strong colours while it works."""
UNLIT = 0.02
"""And the most that is while it rests; what is left are the lines around it."""

_STRONG = range(3, 11)


def until(look: Callable[[], T], good: Callable[[T], object], why: str) -> T:
    """Look again and again until it is as wanted; each look is a round trip to the browser."""
    end_s = time.monotonic() + PATIENCE_S
    while True:
        seen = look()
        if good(seen):
            return seen
        if time.monotonic() > end_s:
            raise AssertionError(f"{why}: never seen, last {seen!r:.300}")


def visit(page: Page, app: App, page_name: str = "") -> None:
    """Open the app by the address that it printed."""
    page.goto(app.url + (f"#/{page_name}" if page_name else ""))
    expect(page.get_by_role("heading", level=1).first).to_be_visible()


def at_pace(page: Page, path: str, pace: float) -> None:
    """Whatever the page begins by this path runs at another pace; all else is as the page asks."""

    def hasten(route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        route.continue_(post_data=json.dumps({**body, "pace": pace}))

    page.route(f"**{path}", hasten)


def title(page: Page) -> Locator:
    """The heading of the page."""
    return page.get_by_role("heading", level=1)


def press(page: Page, name: str) -> None:
    """Press one of the large buttons below a session."""
    controls = page.get_by_role("navigation", name="Controls")
    controls.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).click()


def stop(page: Page) -> None:
    """Stop the session, and say that it is meant."""
    press(page, "Stop")
    asked = page.get_by_role("dialog", name="Stop the session?")
    asked.get_by_role("button", name="Stop the session").click()


def read_report(page: Page) -> tuple[str, FrameLocator]:
    """Open the report from the end of a session; the session's id and the report itself."""
    page.get_by_role("link", name="Open the report").click()
    return open_report(page)


def open_report(page: Page) -> tuple[str, FrameLocator]:
    """The report that the page shows or is about to show: the session's id and the report."""
    page.wait_for_url(re.compile(r"#/report/"), timeout=PATIENCE_S * 1000)
    frame = page.get_by_title(re.compile("^Report: "))
    report = frame.content_frame
    expect(report.get_by_role("heading", level=1)).to_be_visible()
    return page.url.rpartition("/")[2], report


def expect_simulated(page: Page) -> None:
    """The banner is there, and says what it must."""
    banner = page.get_by_role("note", name="Simulated")
    expect(banner).to_be_visible()
    expect(banner).to_contain_text("SIMULATED")
    expect(banner).to_contain_text("No person was measured")


def expect_real(page: Page) -> None:
    """Nothing calls a person's own session simulated."""
    expect(page.get_by_text("SIMULATED")).to_have_count(0)


# What is painted


def ramp(page: Page) -> list[str]:
    """The strong colours of the activation ramp, as the page has them now."""
    names = [f"--act-{step}" for step in _STRONG]
    found: list[str] = page.evaluate(
        """names => {
            const style = getComputedStyle(document.documentElement);
            return names.map((name) => style.getPropertyValue(name).trim());
        }""",
        names,
    )
    return found


def colour(page: Page, name: str) -> str:
    """A colour of the design by its name."""
    found: str = page.evaluate(
        "name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()",
        name,
    )
    return found


def on_the_map(page: Page, muscle: str) -> Locator:
    """Where a muscle is drawn, by its key and side ("pectoralis_major left")."""
    return page.get_by_role("region", name="Body map").locator(f'[data-key="{muscle}"]').first


def bar_of(page: Page, name: str) -> Locator:
    """The row of a muscle among those who work."""
    row = page.get_by_role("region", name="Who is working").get_by_role("listitem")
    return row.filter(has_text=name)


def level_of(page: Page, name: str) -> int:
    """The level that is written beside a muscle, in whatever unit; -1 where there is none yet."""
    found = re.search(r"(\d+)\s*(?:%|µV)", bar_of(page, name).inner_text())
    return int(found[1]) if found else -1


@dataclass(frozen=True, slots=True)
class Seen:
    """One picture of the screen: how much of the bar is filled, how much of the muscle is lit."""

    bar: float
    muscle: float

    @property
    def works(self) -> bool:
        """The bar says that the muscle works."""
        return self.bar >= 0.14

    @property
    def rests(self) -> bool:
        """The bar says that the muscle rests."""
        return self.bar <= 0.035


def pictures(page: Page, places: Sequence[Locator]) -> list[Pixels] | None:
    """The pixels of places in one picture of the screen; None where they are not, or just moved."""
    before = [place.bounding_box() for place in places]
    boxes = [box for box in before if box is not None]
    if len(boxes) < len(before):
        return None
    clip = around(boxes)
    screen = pixels(page.screenshot(clip=clip))
    if not all(place.is_visible() for place in places):
        return None
    if [place.bounding_box() for place in places] != before:
        return None
    return [cut(screen, box, clip) for box in boxes]


def look(page: Page, key: str, name: str) -> Seen:
    """Bar and body map in one and the same picture of the screen."""
    both = pictures(page, [bar_of(page, name), on_the_map(page, key)])
    if both is None:
        return Seen(math.nan, math.nan)
    bar, muscle = both
    return Seen(share_of(bar, [colour(page, "target")], 16), share_of(muscle, ramp(page), 24))


def expect_painted(page: Page, key: str, name: str) -> None:
    """A muscle takes the colours of the ramp while it works, and not while it rests."""
    at_work = until(lambda: look(page, key, name), lambda one: one.works, f"{name} at work")
    assert at_work.muscle >= LIT, at_work
    at_rest = until(lambda: look(page, key, name), lambda one: one.rests, f"{name} at rest")
    assert at_rest.muscle <= UNLIT, at_rest


def big_number(page: Page) -> Locator:
    """The one big number."""
    return page.get_by_role("region", name="Now", exact=True).locator("[data-big]")


def envelope(page: Page) -> Locator:
    """The curve of the last seconds."""
    return page.get_by_role("img", name=re.compile("^The last 10 seconds"))


def expect_moving(page: Page, place: Locator, least: float, what: str) -> None:
    """The pixels of a place change from one look to a later one."""
    first: list[Pixels] = []

    def moved() -> float:
        now = pictures(page, [place])
        if now is None:
            return 0.0
        if not first or first[0].shape != now[0].shape:
            first[:] = now
        return changed(first[0], now[0])

    until(moved, lambda share: share >= least, f"{what} does not move")


def expect_ink(page: Page, place: Locator, ink: str, least: float, what: str) -> None:
    """A place is painted in a colour of the design."""

    def inked() -> float:
        now = pictures(page, [place])
        return 0.0 if now is None else share_of(now[0], [colour(page, ink)], 40)

    until(inked, lambda share: share >= least, f"{what} is not painted")


def expect_live(page: Page) -> None:
    """The big number changes, the envelope has ink in the colour of the target and moves."""
    expect_moving(page, big_number(page), 0.02, "the big number")
    expect_ink(page, envelope(page), "target", 0.002, "the target in the envelope")
    expect_moving(page, envelope(page), 0.002, "the envelope")


def say_no_to_everything(page: Page) -> None:
    """Answer the questions about health as somebody does whom nothing ails."""
    no = page.get_by_role("radio", name="No", exact=True)
    expect(no.first).to_be_visible()
    for answer in no.all():
        answer.check()


def name_person(page: Page, name: str) -> None:
    """Say on the page of settings who trains."""
    page.get_by_label("Add a person").fill(name)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("combobox", name="Who trains")).to_contain_text(name)
    expect(page.get_by_role("region", name="Who trains")).to_contain_text("trains now")


def touch_muscle(page: Page, figure: str, muscle: str) -> None:
    """Touch a muscle ("Left pectoralis major") on the drawing of this name."""
    front = page.get_by_role("group", name=f"{figure}, front")
    drawn = front.get_by_role("button", name=re.compile(f"^{muscle}(,|$)"))
    drawn.click()
    expect(drawn).to_have_attribute("aria-pressed", "true")


def go_on(page: Page) -> None:
    """To the next step of a guided page."""
    page.get_by_role("main").get_by_role("button", name="Go on", exact=True).click()
