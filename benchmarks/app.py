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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from benchmarks import app_page
from benchmarks._bench import ROOT, child, machine, table, write_section
from benchmarks.app_push import SOURCE
from benchmarks.app_socket import cpu_s
from playwright.sync_api import Browser
from tests.app._app import App, free_port

TITLE: Final = "App: from LSL push to the painted frame"
PAINT_P95_MS: Final = 25.0
SOCKET_P99_MS: Final = 25.0
PAINTED_PER_S: Final = 50.0
IDLE_SHARE: Final = 0.02
FIRST_LOAD_KB: Final = 150.0
STAGES: Final = ("check", "set")
_EXERCISE: Final = "biceps_curl"
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
Found = dict[str, dict[str, Any]]


def measure(arguments: argparse.Namespace) -> Found:
    """All of it, in one run; a problem stands where a figure would."""
    found: Found = {}
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
    """Begin a session with this source."""
    with app.client() as client:
        asked = {"source": source, "exercise": _EXERCISE, "calibration": "none"}
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


def own_delay_ms(channels: int) -> float:
    """How much later than the muscle the envelope is there, by the filters alone."""
    from benchmarks._bursts import spec

    from innervate.body.movement import exercise
    from innervate.engine.emg import EmgChoices, emg_plan
    from innervate.engine.run import PlanRun

    stream = spec(channels)
    plan = emg_plan((stream,), EmgChoices(exercise(_EXERCISE))).plan
    delays = PlanRun(plan, (stream,)).delays
    return next(1e3 * one.delay_s for one in delays if one.stream.endswith("/activation"))


def missed(found: Found) -> list[str]:
    """The aims that were not met, in words."""
    out = []
    painted = found.get("painted 8 set", {})
    if "ms" in painted and painted["ms"]["paint"][1] >= PAINT_P95_MS:
        out.append(f"received to painted: p95 {painted['ms']['paint'][1]:.1f} ms")
    for key, one in found.items():
        if key.startswith("painted") and one.get("per_s", PAINTED_PER_S) < PAINTED_PER_S:
            out.append(f"{key}: {one['per_s']:.1f} frames a second")
        if key.startswith("socket") and one.get("late_ms", [0, 0, 0])[2] >= SOCKET_P99_MS:
            out.append(f"{key} clients: p99 {one['late_ms'][2]:.1f} ms")
        if "problem" in one:
            out.append(f"{key}: {one['problem']}")
    if found["idle"]["share"] >= IDLE_SHARE:
        out.append(f"idle: {found['idle']['share']:.1%} of a core")
    if found["load"]["gz_kb"] >= FIRST_LOAD_KB:
        out.append(f"first load: {found['load']['gz_kb']:.0f} kB gz")
    return out


def render(found: Found, arguments: argparse.Namespace) -> str:
    """The tables and what must be said beside them."""
    delay_ms = own_delay_ms(arguments.channels[0])
    load, idle = found["load"], found["idle"]
    late = " and ".join(
        f"{found[key]['late_ms'][0]:.1f} / {found[key]['late_ms'][1]:.1f}"
        for key in found
        if key.startswith("pusher") and "late_ms" in found[key]
    )
    within = [one["within_ms"] for one in found.values() if one.get("within_ms")]
    return "\n\n".join((
        f"`python -m benchmarks.app`. {machine('numpy', 'scipy', 'uvicorn', 'websockets')}",
        table(
            ("page", "channels", *(f"{part} ms" for part in app_page.PARTS),
             "painted a second", "server's CPU of a core"),
            _painted_rows(found, arguments.channels),
        ),
        "Each cell gives p50 / p95. Block: the moment at which the newest sample is due to be "
        f"pushed by LSL (the process that pushes was itself {late} ms late, p50 / p95) until the "
        "app has read it, waiting for the next of its 60 frames a second included; chain: read "
        "until the frame is made; "
        "transport: made until the page has it; paint: received until the first moment after the "
        "page has drawn it; total: all of it. Headless Chromium without a GPU, the app and the "
        f"process that pushes share the machine; {arguments.seconds:g} s each. Not part of it is "
        f"the delay of the filters themselves, {delay_ms:.1f} ms to the middle of the envelope's "
        "window; numbers and bars change 20 times a second. The clocks of app and page are right "
        f"to within {max(within, default=float('nan')):.1f} ms. The bare page has one canvas and "
        f"no chain. Aims: paint p95 under {PAINT_P95_MS:g} ms at 8 channels, at least "
        f"{PAINTED_PER_S:g} painted frames a second.",
        table(
            ("WebSocket", "channels", "clients", "p50 ms", "p95 ms", "p99 ms",
             "frames a second", "of them arrived", "bytes", "server's CPU of a core"),
            _socket_rows(found, arguments),
        ),
        "From the stamp that the server puts on a frame until a client in another process has it, "
        "all clients together. The bare server is a minimal one of `websockets` that broadcasts "
        f"frames of the same size. Aim: p99 under {SOCKET_P99_MS:g} ms with 100 clients.",
        f"Idle, with a page open and no session, the server takes {idle['share']:.2%} of a core "
        f"over {arguments.idle:g} s (aim: under {IDLE_SHARE:.0%}). The first page asks for "
        f"{load['gz_kb']:.0f} kB gz in {load['requests']} requests (aim: under "
        f"{FIRST_LOAD_KB:g} kB); over the wire on this computer go {load['sent_kb']:.0f} kB.",
    ))  # fmt: skip


def _painted_rows(found: Found, widths: Sequence[int]) -> Iterator[tuple[str, ...]]:
    cases = [(f"**innervate**, {stage}", f"painted {{}} {stage}") for stage in STAGES]
    for channels in widths:
        for says, key in (*cases, ("bare page", "bare painted {}")):
            one = found.get(key.format(channels), {"problem": "not measured"})
            if "problem" in one:
                yield (says, str(channels), one["problem"], *[""] * 6)
                continue
            parts = (one["ms"].get(part) for part in app_page.PARTS)
            cells = (f"{p[0]:.1f} / {p[1]:.1f}" if p else "" for p in parts)
            cpu = f"{one['cpu']:.0%}" if "cpu" in one else ""
            yield (says, str(channels), *cells, f"{one['per_s']:.1f}", cpu)


def _socket_rows(found: Found, arguments: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    for channels in arguments.channels:
        for clients in arguments.clients:
            for says, key in (("**innervate**", "socket"), ("bare `websockets`", "bare socket")):
                one = found.get(f"{key} {channels} {clients}", {"problem": "not measured"})
                if "problem" in one:
                    yield (says, str(channels), str(clients), one["problem"], *[""] * 6)
                    continue
                yield (
                    says, str(channels), str(clients), *(f"{ms:.2f}" for ms in one["late_ms"]),
                    f"{one['frames_per_s']:.1f}", f"{one['reached']:.1%}", f"{one['bytes']:.0f}",
                    f"{one['server_cpu']:.0%}",
                )  # fmt: skip


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
