"""How late the app's screen is, how many browsers it serves, what it costs idle and to load.

    python -m benchmarks.app            # about six minutes
    python -m benchmarks.app --write    # also renew docs/benchmarks.md

Needs Chromium and the built front end. A process pushes EMG by LSL in real time; the app records
and shows it in a real browser; beside it in the same run stands a bare server with a bare page.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from benchmarks import app_page
from benchmarks._bench import ROOT, child, write_section
from benchmarks.app_push import SOURCE
from benchmarks.app_socket import cpu_s
from benchmarks.app_tables import EXERCISE, STAGES, Found, missed, render
from playwright.sync_api import Browser
from tests.app._app import App, free_port

TITLE: Final = "App: from LSL push to the painted frame"
_QUIET: Final = 0.5
_CONFIGURATION: Final = """[log]
level = -3
[multicast]
ResolveScope = machine
[ports]
MulticastPort = 28771
BasePort = 28772
PortRange = 64
[lab]
SessionID = innervate-benchmark-app
"""


def measure(arguments: argparse.Namespace) -> Found:
    """All of it, in one run; a problem stands where a figure would."""
    found: Found = {}
    _note(found, "machine", {"load": os.getloadavg()[0]})
    if found["machine"]["load"] > _QUIET:
        print("the machine is busy: what is late here may be late because of that", flush=True)
    with tempfile.TemporaryDirectory(prefix="innervate-app-") as folder:
        configuration = Path(folder) / "lsl_api.cfg"
        configuration.write_text(_CONFIGURATION, encoding="ascii")
        os.environ["LSLAPICFG"] = str(configuration)
        with app_page.browser() as browser:
            with running(Path(folder) / "idle") as app:
                _note(found, "load", _first_load(browser, app))
                _note(found, "idle", _idle(browser, app, arguments.idle))
            for channels in arguments.channels:
                home = Path(folder) / f"{channels}"
                with pushed(found, channels), running(home) as app:
                    _live(found, browser, app, channels, arguments)
    return found


def _note(found: Found, key: str, new: dict[str, Any]) -> None:
    found[key] = new
    print(f"{key}: {new}", flush=True)


@contextmanager
def pushed(found: Found, channels: int) -> Iterator[None]:
    """A process that pushes chunks of 10 ms in real time; how late it was itself is found."""
    pusher = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.app_push", "--channels", str(channels)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        time.sleep(2.0)
        yield
    finally:
        pusher.terminate()
        said, _ = pusher.communicate()
        late = {"late_ms": json.loads(said)} if said else {"problem": "the device died"}
        _note(found, f"pusher {channels}", late)


@contextmanager
def running(home: Path) -> Iterator[App]:
    """The app; a fault that it tells of is told on."""
    app = App.start(home)
    try:
        yield app
    finally:
        app.stop()
        faults = [line for line in app.said if line.startswith("Traceback")]
        if faults:
            print(f"the app told of {len(faults)} faults, at last: {app.said[-1]}", flush=True)


@contextmanager
def bare(size: int, channels: int) -> Iterator[tuple[int, int]]:
    """The bare server; its port and process."""
    port = free_port()
    words = ("--port", str(port), "--size", str(size), "--channels", str(channels))
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.app_bare", *words],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        server.stdout.readline()
        yield port, server.pid
    finally:
        server.kill()
        server.wait()


def _first_load(browser: Browser, app: App) -> dict[str, Any]:
    loaded = sorted(app_page.first_load(browser, app), key=lambda one: -one.gz)
    return {
        "gz_kb": sum(one.gz for one in loaded) / 1e3,
        "sent_kb": sum(one.sent for one in loaded) / 1e3,
        "requests": len(loaded),
        "largest": [f"{one.what} {one.gz / 1e3:.1f}" for one in loaded[:6]],
    }


def _idle(browser: Browser, app: App, seconds: float) -> dict[str, Any]:
    with app_page.opened(browser, app.url) as page:
        page.wait_for_timeout(3000)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        began_s, before_s = time.monotonic(), cpu_s(app.process.pid)
        page.wait_for_timeout(1e3 * seconds)
        share = (cpu_s(app.process.pid) - before_s) / (time.monotonic() - began_s)
    return {"share": share, "requests": len(asked)}


def _live(
    found: Found, browser: Browser, app: App, channels: int, arguments: argparse.Namespace
) -> None:
    """One width: painted frames in each stage, sockets during the set, and the bare ones."""
    seconds = arguments.seconds
    begin(app, f"lsl:source_id={SOURCE}-{channels}")
    with app_page.opened(browser, f"{app.url}#/live") as page:
        for stage in STAGES:
            go_to(app, stage)
            began_s, before_s = time.monotonic(), cpu_s(app.process.pid)
            new = app_page.painted(page, seconds).summary()
            share = (cpu_s(app.process.pid) - before_s) / (time.monotonic() - began_s)
            _note(found, f"painted {channels} {stage}", new | {"cpu": share})
    size = 600
    for clients in arguments.clients:
        new = _sockets(app.port, app.process.pid, clients, seconds, token=app.token)
        size = round(new.get("bytes", size))
        _note(found, f"socket {channels} {clients}", new)
    with app.client() as client:
        client.post("/api/session/command", json={"command": "stop"})
    with bare(size, channels) as (port, pid):
        for clients in arguments.clients:
            new = _sockets(port, pid, clients, seconds)
            _note(found, f"bare socket {channels} {clients}", new)
        with app_page.opened(browser, f"http://127.0.0.1:{port}/") as page:
            _note(found, f"bare painted {channels}", app_page.painted(page, seconds).summary())


def _sockets(
    port: int, pid: int, clients: int, seconds: float, *, token: str = ""
) -> dict[str, Any]:
    words = ("--port", str(port), "--clients", str(clients), "--seconds", str(seconds))
    of_server = ("--server", str(pid), *(("--token", token) if token else ()))
    return child("benchmarks.app_socket", *words, *of_server)


def begin(app: App, source: str) -> None:
    """Begin a session with this source, for somebody to whom nothing is dangerous."""
    with app.client() as client:
        questions = client.get("/api/safety").json()["questions"]
        asked = {
            "source": source,
            "exercise": EXERCISE,
            "calibration": "none",
            "safety": {one["key"]: False for one in questions},
        }
        answer = client.post("/api/session", json=asked)
        if answer.status_code != 200:
            raise RuntimeError(f"no session: {answer.text}")


def go_to(app: App, stage: str, patience_s: float = 90.0) -> None:
    """Do what the coach asks for until it is this stage."""
    until_s = time.monotonic() + patience_s
    with app.client() as client:
        while time.monotonic() < until_s:
            standing = client.get("/api/session").json()
            if standing["stage"] == stage:
                return
            ways = ("start_set", "skip", "continue")
            way = next((one for one in ways if one in standing["commands"]), None)
            if way is not None:
                client.post("/api/session/command", json={"command": way})
            time.sleep(0.5)
    raise RuntimeError(f"the session did not come to the stage {stage}")


def main() -> None:
    """Run everything and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15.0, help="for each figure")
    parser.add_argument("--idle", type=float, default=30.0, help="seconds of idling")
    parser.add_argument("--channels", type=int, nargs="+", default=[8, 64], help="widths")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 10, 100], help="browsers")
    parser.add_argument("--write", action="store_true", help="renew docs/benchmarks.md")
    arguments = parser.parse_args()
    found = measure(arguments)
    text = render(found, arguments)
    print(text)
    for words in missed(found):
        print(f"aim missed: {words}")
    if arguments.write:
        write_section(TITLE, text)


if __name__ == "__main__":
    main()
