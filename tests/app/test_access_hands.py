"""A whole session by keyboard alone, and one by touch alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.app._access import NARROW, Target, targets
from tests.app._app import App
from tests.app._hands import Keys, controls, hurry

Start = Callable[..., App]
LEAST_PX, COMMAND_PX = 44.0, 64.0


@pytest.fixture
def keys(page: Page) -> Keys:
    return Keys(page)


def well(keys: Keys) -> None:
    """Answer every question with no."""
    groups = keys.page.get_by_role("group").filter(
        has=keys.page.get_by_role("radio", name="No", exact=True)
    )
    for number in range(groups.count()):
        keys.to("^(Yes|No)$", "input")
        keys.press("ArrowRight")
        expect(groups.nth(number).get_by_role("radio", name="No", exact=True)).to_be_checked()


def heading(page: Page, words: str) -> None:
    """A page has come, and the focus with it."""
    one = page.get_by_role("heading", level=1, name=re.compile(words))
    expect(one).to_be_focused()


def stage(page: Page, name: str) -> None:
    """Wait for a stage of the session."""
    page.locator(f"[data-stage={name}]").wait_for()


def test_a_kit_session_by_keyboard(start: Start, page: Page, keys: Keys) -> None:
    app = start()
    hurry(page, pace=15.0)
    page.goto(app.url)
    expect(page.get_by_role("link", name="An EMG kit")).to_be_visible()
    first = keys.tab()
    assert first is not None
    assert first.name == "Skip to the content"
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    keys.to("^An EMG kit", "a")
    keys.press("Enter")
    wizard(keys)
    stage(page, "set")
    keys.press("s")
    expect(page.get_by_role("button", name="Sound is on")).to_be_visible()
    ended(keys)
    assert not keys.wrong, "\n".join(keys.wrong)


def wizard(keys: Keys) -> None:
    """From the rules for electrodes to the start, with the virtual athlete."""
    page = keys.page
    heading(page, "Before electrodes")
    expect(page.get_by_role("button", name=re.compile("use the virtual athlete"))).to_be_visible()
    keys.to("use the virtual athlete")
    keys.press("Enter")
    heading(page, "Where does the signal")
    expect(page.get_by_role("radio").first).to_be_visible()
    keys.to("", "input")
    keys.press("Space")
    while "pec isolation" not in (keys.focus() or pytest.fail("the focus is lost")).name:
        keys.press("ArrowDown")
    expect(page.get_by_text(re.compile(r"pec isolation:\s\d+\schannels"))).to_be_visible()
    onward(keys, "Which channel")
    onward(keys, "What will you do")
    keys.to("", "input")
    keys.press("Space")
    side = keys.to("^Left$", "input")
    assert side.value == "false"
    keys.press("Space")
    onward(keys, "What is 100")
    keys.to("", "input")
    keys.press("Space")
    onward(keys, "Ready")
    keys.to("^Start the session$", "button")
    keys.press("Enter")


def onward(keys: Keys, words: str) -> None:
    """To the next step of the wizard."""
    keys.to("^Go on$", "button")
    keys.press("Enter")
    heading(keys.page, words)


def ended(keys: Keys) -> None:
    """Stop after a question, and read the report."""
    page = keys.page
    keys.press("Escape")
    question = page.get_by_role("dialog", name="Stop the session?")
    expect(question).to_be_visible()
    inside = [keys.tab() for _ in range(4)]
    assert all(one is None or one.dialog for one in inside), inside
    keys.press("Escape")
    expect(question).to_be_hidden()
    keys.to("^Stop", "button")
    keys.press("Enter")
    expect(question).to_be_visible()
    keys.to("^Stop the session$", "button")
    keys.press("Enter")
    stage(page, "done")
    expect(page.get_by_role("link", name="Open the report")).to_be_visible()
    keys.press("Enter")
    heading(page, ".")
    expect(page).to_have_url(re.compile("#/report/"))
    keys.to("^Delete", "button")
    keys.to("^Report: |^$", "iframe")


def test_a_session_with_nothing_by_keyboard(start: Start, page: Page, keys: Keys) -> None:
    app = start()
    hurry(page, pace=3.0, reps=3)
    page.goto(app.url)
    expect(page.get_by_role("link", name="I have nothing")).to_be_visible()
    keys.to("^I have nothing", "a")
    keys.press("Enter")
    heading(page, "Which muscle")
    expect(page.get_by_role("group", name=re.compile("front")).first).to_be_visible()
    drawn = keys.to("pector|Pector|biceps|Biceps|.", "g")
    keys.press("ArrowRight", "Enter")
    assert drawn.name
    keys.to("^Muscle", "select")
    keys.page.keyboard.type("Biceps")
    expect(page.get_by_label("Muscle", exact=True)).to_have_value(re.compile("biceps"))
    side = keys.to("^(Left|Right)$", "input")
    assert side.value == "true"
    well(keys)
    keys.to("^Begin$", "button")
    keys.press("Enter")
    stage(page, "check")
    keys.press("Enter")
    stage(page, "set")
    keys.press("Space")
    expect(page.get_by_text(re.compile("^Paused"))).to_be_visible()
    keys.press("Space")
    stage(page, "set")
    stage(page, "feel")
    keys.to("of 10$", "button")
    keys.press("ArrowRight", "ArrowRight", "ArrowLeft")
    rated = keys.focus()
    assert rated is not None
    assert rated.name == "1 of 10"
    keys.press("7")
    stage(page, "done")
    expect(page.get_by_role("link", name="Open the report")).to_be_visible()
    keys.press("Enter")
    heading(page, "Feel a muscle")
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"7\s*of 10"))
    assert not keys.wrong, "\n".join(keys.wrong)


# Touch


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": NARROW, "height": 844}, has_touch=True, is_mobile=True,
        device_scale_factor=2, reduced_motion="reduce",
    )  # fmt: skip
    context.set_default_timeout(60_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert not faults, faults


def small(page: Page, where: str) -> list[str]:
    """Whatever a finger would miss."""

    def least(one: Target) -> float:
        return COMMAND_PX if one.command and one.command != "sound" else LEAST_PX

    return [
        f"{where}: {one.words!r} is {one.width:.0f} x {one.height:.0f} px"
        for one in targets(page)
        if min(one.height, one.width) < least(one) - 0.5
    ]


def tap_all(answers: Locator) -> None:
    """Tap one after the other."""
    for one in answers.all():
        one.tap()


def test_a_session_with_nothing_by_touch(start: Start, phone: Page) -> None:
    app = start()
    hurry(phone, pace=3.0, reps=3)
    phone.goto(app.url)
    expect(phone.get_by_role("link", name="I have nothing")).to_be_visible()
    missed = small(phone, "home")
    phone.get_by_role("link", name="I have nothing").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile("Which muscle"))
    drawn = phone.get_by_role("button", name=re.compile("left biceps", re.IGNORECASE)).first
    drawn.scroll_into_view_if_needed()
    box = drawn.bounding_box()
    assert box is not None
    phone.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(phone.get_by_label("Muscle", exact=True)).to_have_value(re.compile("biceps"))
    phone.get_by_role("radio", name="Left").locator("xpath=..").tap()
    tap_all(phone.get_by_role("radio", name="No", exact=True).locator("xpath=.."))
    missed += small(phone, "nothing")
    phone.get_by_role("button", name="Begin").tap()
    stage(phone, "check")
    missed += small(phone, "live, check")
    phone.get_by_role("button", name="Turn sound on").tap()
    expect(phone.get_by_role("button", name="Sound is on")).to_be_visible()
    controls(phone, "Continue|Go on").tap()
    stage(phone, "set")
    controls(phone, "Pause").tap()
    expect(phone.get_by_text(re.compile("^Paused"))).to_be_visible()
    missed += small(phone, "live, set, paused")
    controls(phone, "Go on").tap()
    stage(phone, "feel")
    missed += small(phone, "live, feel")
    phone.get_by_role("button", name="6 of 10").tap()
    stage(phone, "done")
    phone.get_by_role("link", name="Open the report").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile("Feel a muscle"))
    expect(phone.get_by_role("main")).to_contain_text(re.compile(r"6\s*of 10"))
    missed += small(phone, "report")
    assert not missed, "\n".join(missed)


def test_what_can_be_touched_is_large(start: Start, phone: Page) -> None:
    """The pages that the session above does not come by."""
    app = start()
    phone.goto(app.url)
    missed: list[str] = []
    for page in (
        "kit", "recordings", "sessions", "log", "import", "who", "evidence", "settings", "safety",
        "no-such-page",
    ):  # fmt: skip
        phone.evaluate("to => { location.hash = to; }", f"#/{page}")
        expect(phone.get_by_role("heading", level=1)).to_be_visible()
        expect(phone.get_by_text(re.compile("^Loading"))).to_have_count(0)
        missed += small(phone, page)
    phone.evaluate("location.hash = '#/'")
    phone.get_by_role("button", name="Watch the virtual athlete").tap()
    stage(phone, "rest")
    missed += small(phone, "live, rest")
    controls(phone, "Stop").tap()
    expect(phone.get_by_role("dialog")).to_be_visible()
    missed += small(phone, "dialog")
    phone.get_by_role("dialog").get_by_role("button", name="Stop the session").tap()
    stage(phone, "done")
    missed += small(phone, "live, done")
    assert not missed, "\n".join(missed)
