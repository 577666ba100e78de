"""The player on a phone without a network: a session by touch, a crash, and the file at the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.app._access import RULES, axe, faults, targets, wider
from tests.app._app import free_port
from tests.app.conftest import PHONE

from innervate.cli import main
from innervate.coach.acts import Why
from innervate.coach.guided.composing import compose
from innervate.coach.guided.protocol import guided
from innervate.coach.guided.results import Results, read_results

OWN = """\
name = "A short one"
purpose = "To try everything once."
family = "feel"
claims = ["A10"]
stops = ["Stop when it is dull."]
chooses = ["muscle"]
screen = ["move"]
[dose]
words = "Once."
[[facts]]
text = "It was made up."
status = "ours"
[[steps]]
kind = "show"
title = "Sit down"
text = "Feet on the floor."
[[steps]]
kind = "hold"
title = "Tense your {muscle}"
seconds = 20
[[steps]]
kind = "ask"
label = "felt"
text = "How much did you feel it?"
low_words = "nothing"
high_words = "very much"
[[steps]]
kind = "show"
title = "Seven or more"
text = "That was a lot."
when = { label = "felt", at_least = 7 }
[[steps]]
kind = "reps"
title = "Lift"
count = 3
tempo = "1-0-1-0"
[[steps]]
kind = "breathe"
title = "Breathe"
in_s = 4
out_s = 6
seconds = 10
[[steps]]
kind = "ask"
label = "where"
answer = "choice"
options = ["in front", "behind"]
text = "Where was it?"
[[steps]]
kind = "ask"
label = "load"
answer = "number"
low = 0
high = 200
unit = "kg"
text = "How much did you lift?"
[[steps]]
kind = "ask"
label = "note"
answer = "text"
text = "What did you notice?"
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


class Host:
    """A web page that holds a folder, until it is closed."""

    def __init__(self, folder: Path) -> None:
        handler = partial(Quiet, directory=str(folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", free_port()), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self._open = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    def close(self) -> None:
        if self._open:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
        self._open = False


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "short.toml").write_text(OWN, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path, own: Path) -> Path:
    out = tmp_path / "player"
    words = ["--protocol", "short", "--protocol", "focus_abc", "--protocol", "centre"]
    assert main(["player", "--out", str(out), "--folder", str(own), "--seeds", "2", *words]) == 0
    return out


@pytest.fixture
def host(folder: Path) -> Iterator[Host]:
    one = Host(folder)
    yield one
    one.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone in which no error of the script passes, with a clock that can be turned."""
    one = browser.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        has_touch=True, is_mobile=True, reduced_motion="reduce", service_workers="allow",
    )  # fmt: skip
    one.set_default_timeout(20_000)
    wrong: list[str] = []
    one.on("weberror", lambda error: wrong.append(str(error.error)))
    one.on("console", lambda line: wrong.append(line.text)
           if "Content Security" in line.text else None)  # fmt: skip
    yield one
    one.close()
    assert not wrong, wrong


def opened(phone: BrowserContext, url: str) -> Page:
    page = phone.new_page()
    page.clock.install()
    page.goto(url)
    expect(page.get_by_role("heading", level=1)).to_have_text("What will you do?")
    return page


def kept_offline(phone: BrowserContext, host: Host) -> Page:
    """The page, opened once and then without a network."""
    page = opened(phone, host.url)
    expect(page.get_by_text("This page works without a network now.")).to_be_visible()
    page.close()
    host.close()
    phone.set_offline(True)
    return opened(phone, host.url)


def tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).tap()


def stands(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def begun(page: Page) -> None:
    """A session is begun, and the safety questions are answered."""
    page.get_by_role("link", name="A short one").tap()
    expect(page.get_by_text("To try everything once.")).to_be_visible()
    expect(page.get_by_text("Stop when it is dull.")).to_be_visible()
    page.get_by_role("radio", name="Gluteus maximus").check(force=True)
    tap(page, "Begin")
    while page.get_by_role("heading", level=1).inner_text() != "Sit down":
        stands(page, "Before you begin")
        asked = page.get_by_role("heading", level=1).locator("+ p").inner_text()
        tap(page, "No")
        expect(page.get_by_text(asked)).to_be_hidden()
    tap(page, "Go on")
    stands(page, "Tense your gluteus maximus")


def saved(page: Page) -> Results:
    page.get_by_role("link", name="Hand back the results").tap()
    stands(page, "Results")
    with page.expect_download() as download:
        tap(page, "Save the file")
    expect(page.get_by_text("Saved as innervate-results-")).to_be_visible()
    return read_results(download.value.path().read_text("utf-8"))


def test_a_session_without_a_network(phone: BrowserContext, host: Host, own: Path) -> None:
    page = kept_offline(phone, host)
    begun(page)
    page.clock.run_for(5_000)
    tap(page, "Pause")
    expect(page.get_by_text("Paused")).to_be_visible()
    page.clock.run_for(60_000)
    stands(page, "Tense your gluteus maximus")
    tap(page, "Go on")  # a hold begins again, after a countdown
    page.clock.run_for(21_000)
    stands(page, "Tense your gluteus maximus")
    page.clock.run_for(3_000)
    stands(page, "A question")
    tap(page, "8")
    stands(page, "Seven or more")
    tap(page, "Go on")
    stands(page, "Lift")
    page.clock.run_for(4_000)
    expect(page.get_by_text("of 3")).to_be_visible()
    page.clock.fast_forward(6_000)  # the phone was locked
    stands(page, "Breathe")
    tap(page, "Skip")
    tap(page, "Behind")
    page.get_by_label("Your answer, in kg").fill("a lot")
    tap(page, "Answer")
    expect(page.get_by_role("alert")).to_contain_text("Give a number from 0 to 200.")
    page.get_by_label("Your answer, in kg").fill("42,5")
    tap(page, "Answer")
    page.get_by_label("Your answer").fill("Warm.")
    tap(page, "Answer")
    stands(page, "Done")
    results = saved(page)
    assert not results.damaged
    (one,) = results.sessions
    assert (one.protocol, one.why, one.seed) == ("short", Why.DONE, 0)
    given = {answer.label: (answer.value, answer.unit, answer.text) for answer in one.answers}
    assert given["felt"] == (8.0, "1", "")
    assert given["where"] == (2.0, "1", "behind")
    assert given["load"] == (42.5, "kg", "")
    assert given["note"] == (None, "1", "Warm.")
    score = compose(guided("short", own), one.chosen, one.seed)
    assert [beat.index for beat in one.beats] == [beat.index for beat in score.beats]
    times = [beat.at_s for beat in one.beats]
    assert times == sorted(times)
    assert 60 < times[-1] < 600


def test_a_crash_loses_nothing(phone: BrowserContext, host: Host) -> None:
    page = kept_offline(phone, host)
    begun(page)
    page.clock.run_for(20_100)
    tap(page, "3")
    stands(page, "Lift")
    page.close()
    page = opened(phone, host.url)
    expect(page.get_by_text("A session was cut off: A short one")).to_be_visible()
    tap(page, "Go on")
    stands(page, "Lift")
    tap(page, "Something hurts")
    page.get_by_role("dialog").get_by_role("button", name="It is nothing: go on").tap()
    tap(page, "Something hurts")
    page.get_by_role("dialog").get_by_role("button", name="Pain: end it for today").tap()
    stands(page, "It ends here for today")
    (one,) = saved(page).sessions
    assert one.why is Why.PAIN
    assert [answer.value for answer in one.answers if answer.label == "felt"] == [3.0]
    page.goto(host.url)
    expect(page.get_by_text("Nothing waits to be handed back.")).to_be_visible()
    expect(page.get_by_text("cut off")).to_be_hidden()


def test_a_yes_to_a_safety_question_ends_it(phone: BrowserContext, host: Host) -> None:
    page = opened(phone, host.url)
    page.get_by_role("link", name="A short one").tap()
    tap(page, "Begin")
    stands(page, "Before you begin")
    skip = page.get_by_role("button", name="Skip")
    expect(skip).to_have_attribute("aria-disabled", "true")
    tap(page, "Yes")
    stands(page, "Not today")
    expect(page.get_by_role("alert")).to_be_visible()
    assert saved(page).sessions[0].why is Why.SCREENED


def test_two_shuffled_sessions_differ(phone: BrowserContext, host: Host) -> None:
    page = opened(phone, host.url)
    for _ in range(2):
        page.goto(f"{host.url}#about/focus_abc")
        tap(page, "Begin")
        tap(page, "Stop")
        page.get_by_role("dialog").get_by_role("button", name="Stop the session").tap()
        stands(page, "Stopped")
    assert [one.seed for one in saved(page).sessions] == [0, 1]


def test_it_asks_nothing_of_anybody(phone: BrowserContext, host: Host) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    page = opened(phone, host.url)
    begun(page)
    assert asked
    assert all(url.startswith(host.url) for url in asked)
    assert "script-src" not in page.content()
    assert "default-src 'self'" in page.content()


def test_new_sessions_reach_the_phone(phone: BrowserContext, host: Host, folder: Path) -> None:
    page = opened(phone, host.url)
    expect(page.get_by_text("This page works without a network now.")).to_be_visible()
    assert main(["player", "--out", str(folder), "--protocol", "shovel"]) == 0
    page.evaluate("() => navigator.serviceWorker.getRegistration().then((one) => one.update())")
    page.wait_for_function(
        """async () => {
          const [name, ...others] = await caches.keys();
          const file = await (await caches.open(name)).match("./scores.json");
          const { active, installing, waiting } = await navigator.serviceWorker.getRegistration();
          return others.length === 0 && (await file?.text())?.includes('"protocol":"shovel"')
            && active?.state === "activated" && !installing && !waiting;
        }"""
    )
    # A reload may still be answered by the worker that is just being relieved; the next is not.
    for _ in range(2):
        page.reload()
        stands(page, "What will you do?")
        if page.get_by_role("listitem").count() == 1:
            break
    expect(page.get_by_role("listitem")).to_have_count(1)


def test_everybody_can_use_it(phone: BrowserContext, host: Host) -> None:
    page = phone.new_page()
    page.goto(host.url)
    stands(page, "What will you do?")
    found = faults(page, "list")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.get_by_role("link", name="A short one").click()
    stands(page, "A short one")
    found += faults(page, "about")
    tap(page, "Begin")
    stands(page, "Before you begin")
    found += faults(page, "question")
    for label in ("hurts", "Stop"):
        page.get_by_role("button", name=label).first.click()
        found += faults(page, f"dialog {label}")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
    while page.get_by_role("heading", level=1).inner_text() == "Before you begin":
        page.get_by_role("button", name="No", exact=True).click()
    tap(page, "Go on")
    found += faults(page, "hold")
    tap(page, "Pause")
    found += faults(page, "paused")
    tap(page, "Go on")
    tap(page, "Skip")
    found += faults(page, "scale")
    small = [one for one in targets(page) if min(one.width, one.height) < 44]
    assert not small, small
    for _ in range(2):
        tap(page, "Skip")
    found += faults(page, "breathe")
    for title in ("choice", "number", "text"):
        tap(page, "Skip")
        found += faults(page, title)
    tap(page, "Skip")
    stands(page, "Done")
    found += faults(page, "done")
    page.get_by_role("link", name="Hand back the results").click()
    stands(page, "Results")
    found += faults(page, "results")
    page.get_by_role("button", name="Delete everything …").click()
    found += faults(page, "dialog delete")
    assert not found, "\n".join(found)
    assert not axe(page, RULES)
    assert not wider(page)
