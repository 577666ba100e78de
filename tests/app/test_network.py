"""Nothing leaves the machine: what the browser asks for in a whole session, and what it may do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Response, expect
from tests.app._app import FLAGS, App, chromium
from tests.app._hands import controls, hurry
from tests.app._kept import finished, posted

Start = Callable[..., App]
LOCAL: Final = frozenset({"", "data", "blob", "chrome", "chrome-extension", "devtools", "about"})


def source_of(url: str) -> str:
    """Scheme, host and port, a WebSocket's as the page's."""
    parts = urlsplit(url)
    return f"{parts.scheme.replace('ws', 'http')}://{parts.netloc}"


class Log:
    """All that pages ask for: by the browser's own protocol and by the test's library."""

    def __init__(self, context: BrowserContext) -> None:
        self.asked: list[str] = []
        self.answers: list[Response] = []
        self.faults: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("response", lambda answer: self.answers.append(answer))  # noqa: PLW0108
        context.on("console", lambda one: self.faults.append(one.text)
                   if one.type == "error" or "Content Security" in one.text else None)  # fmt: skip
        context.on("page", self._page)

    def _page(self, page: Page) -> None:
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        protocol = page.context.new_cdp_session(page)
        protocol.on(
            "Network.requestWillBeSent", lambda told: self.asked.append(told["request"]["url"])
        )
        protocol.on("Network.webSocketCreated", lambda told: self.asked.append(told["url"]))
        protocol.on("Network.webTransportCreated", lambda told: self.asked.append(told["url"]))
        protocol.send("Network.enable")


POLICY: Final = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'",
    "img-src": "'self' data:", "connect-src": "'self'", "frame-src": "'self'",
    "base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'",
}  # fmt: skip
REPORT_POLICY: Final = {
    "default-src": "'none'", "style-src": "'unsafe-inline'", "base-uri": "'none'",
    "form-action": "'none'", "frame-ancestors": "'self'", "sandbox": "",
}  # fmt: skip


def policy_of(header: str) -> dict[str, str]:
    """The directives of a Content-Security-Policy."""
    parts = [one.strip().partition(" ") for one in header.split(";") if one.strip()]
    return {name: values for name, _, values in parts}


def reached(net: Path, origin: str) -> set[str]:
    """Where requests of the app's pages went, by the log of the whole browser.

    What the browser asks for itself (its own updates, its own account) names no page.
    """
    log: dict[str, Any] = json.loads(net.read_text("utf-8"))
    told = [event["params"] for event in log["events"] if "params" in event]
    ours = [one for one in told if "url" in one and one.get("initiator") in (origin, "null")]
    return {source_of(one["url"]) for one in ours}


def whole_session(page: Page, app: App) -> None:
    """From the door to the report, by way of every page."""
    hurry(page, pace=5.0, reps=2)
    page.goto(app.url)
    for name in ("Sessions", "Evidence", "Safety", "Settings", "Start"):
        page.get_by_role("navigation", name="Main").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_role("link", name="I have nothing").click()
    page.get_by_label("Muscle", exact=True).select_option(index=3)
    page.get_by_role("radio", name="Left").check()
    for answer in page.get_by_role("radio", name="No", exact=True).all():
        answer.check()
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Turn sound on").click()
    controls(page, "Continue|Go on").click()
    page.get_by_role("button", name="7 of 10").click()
    page.get_by_role("link", name="Open the report").click()
    report = page.get_by_title("Report: ").content_frame
    expect(report.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("link", name="innervate, to the start").click()
    page.get_by_role("button", name="Watch the virtual athlete").click()
    page.locator("[data-stage=rest]").wait_for()
    controls(page, "Stop").click()
    page.get_by_role("dialog").get_by_role("button", name="Stop the session").click()
    expect(page.get_by_role("link", name="Open the report")).to_be_visible()
    with page.expect_download() as export:
        page.goto(f"{app.origin}/#/settings")
        page.get_by_role("link", name="Export").click()
    assert export.value.path().stat().st_size > 0


def test_a_whole_session_asks_nothing_of_anybody_else(
    start: Start, browser: Browser, tmp_path: Path
) -> None:
    app = start()
    net = tmp_path / "net.json"
    logged = browser.browser_type.launch(
        executable_path=chromium(), args=[*FLAGS, f"--log-net-log={net}"]
    )
    context = logged.new_context(viewport={"width": 1280, "height": 860})
    context.set_default_timeout(60_000)
    log = Log(context)
    whole_session(context.new_page(), app)
    logged.close()
    assert {source_of(one) for one in log.asked if urlsplit(one).scheme not in LOCAL} == {
        app.origin
    }
    assert any(one.startswith("ws://") for one in log.asked)
    assert any("/report" in one for one in log.asked)
    assert not log.faults, log.faults
    strict(log.answers, app)
    assert reached(net, app.origin) == {app.origin}


def strict(answers: list[Response], app: App) -> None:
    """Every answer says that nothing foreign runs, and nothing is sent elsewhere."""
    ours = [one for one in answers if source_of(one.url) == app.origin]
    assert len(ours) > 20
    for one in ours:
        policy = policy_of(one.headers["content-security-policy"])
        assert policy == (REPORT_POLICY if "/report" in one.url else POLICY), one.url
        assert one.headers["x-content-type-options"] == "nosniff", one.url
        assert one.headers["referrer-policy"] == "no-referrer", one.url
        assert "unsafe-eval" not in one.headers["content-security-policy"]


def test_what_is_injected_does_not_run_and_does_not_leave(start: Start, page: Page) -> None:
    app = start()
    page.goto(app.url)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    refused: list[str] = page.evaluate(
        """async () => {
          const heard = [];
          addEventListener("securitypolicyviolation",
            (event) => heard.push(event.effectiveDirective));
          const put = (tag, what) => {
            const one = document.createElement(tag);
            Object.assign(one, what);
            document.body.append(one);
          };
          put("script", { textContent: "window.ran = 'inline'" });
          put("script", { src: "http://127.0.0.2:9/x.js" });
          put("img", { src: "http://127.0.0.2:9/x.png" });
          put("iframe", { src: "http://127.0.0.2:9/" });
          put("div", { innerHTML: "<img src=x onerror=window.ran=1>" });
          put("style", { textContent: "h1 { color: red }" });
          await fetch("http://127.0.0.2:9/").catch(() => null);
          navigator.sendBeacon("http://127.0.0.2:9/", "x");
          try { new WebSocket("ws://127.0.0.2:9/"); } catch {}
          setTimeout(() => { try { new Function("window.ran = 'eval'")(); } catch {} });
          const wanted = 10;
          while (heard.length < wanted) await new Promise(requestAnimationFrame);
          return heard;
        }"""
    )
    assert set(refused) >= {
        "script-src-elem", "script-src-attr", "img-src", "frame-src", "style-src-elem",
        "connect-src", "script-src",
    }  # fmt: skip
    assert page.evaluate("window.ran") is None


def test_the_report_frame_runs_no_script(start: Start, page: Page) -> None:
    app = start()
    page.goto(app.url)
    session = finished(app, page)
    page.goto(f"{app.origin}/#/report/{session}")
    frame = page.get_by_title("Report: ")
    expect(frame.content_frame.get_by_role("heading", level=1)).to_be_visible()
    assert frame.get_attribute("sandbox") == ""
    assert page.evaluate("document.querySelector('iframe').contentDocument") is None
    with app.client() as client:
        answer = client.get(f"/api/sessions/{session}/report")
    assert "<script" not in answer.text.lower()
    assert "javascript:" not in answer.text.lower()
    assert policy_of(answer.headers["content-security-policy"]) == REPORT_POLICY


def test_a_name_that_is_markup_stays_a_name(start: Start, page: Page) -> None:
    app = start()
    name = "<img src=x onerror=window.ran=1>"
    with app.client() as client:
        posted(client, "/api/people", {"name": name})
    page.goto(f"{app.url}#/settings")
    expect(page.get_by_role("main").get_by_text(name).first).to_be_visible()
    assert page.evaluate("window.ran") is None
