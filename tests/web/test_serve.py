"""The app as it is really served: a process of its own, real sockets, a clean end."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path
from typing import Any

import msgpack  # type: ignore[import-untyped]
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from innervate.cli import main
from innervate.core.errors import InputError
from innervate.formats._open import open_recording
from innervate.store.rows import SessionState
from innervate.store.store import Store
from innervate.web.serve import FIRST_PORT, listen

_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/\?token=([\w-]+)")


class Served:
    """A running `innervate` and the way in."""

    def __init__(self, home: Path, *arguments: str) -> None:
        command = [sys.executable, "-W", "error", "-c", "from innervate.cli import main; main()"]
        self.process = subprocess.Popen(
            [*command, *arguments, "--no-browser", "--home", str(home)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "INNERVATE_DEBUG": "1"},
        )
        assert self.process.stdout is not None
        self.line = self.process.stdout.readline()
        found = _ADDRESS.search(self.line)
        assert found, (self.line, self._rest())
        self.port, self.token = int(found[1]), found[2]

    def get(self, path: str) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers={"Authorization": self._bearer}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())

    def post(self, path: str) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            method="POST",
            headers={"Authorization": self._bearer},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    def live(self, since: int = 0) -> AbstractContextManager[ClientConnection]:
        made: AbstractContextManager[ClientConnection] = connect(
            f"ws://127.0.0.1:{self.port}/api/live?since={since}",
            additional_headers={"Authorization": self._bearer},
            compression=None,
            proxy=None,
            max_size=None,
        )
        return made

    def end(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        self.process.send_signal(how)
        rest = self._rest()
        return self.process.returncode, rest

    def _rest(self) -> str:
        return "".join(self.process.communicate(timeout=60))

    @property
    def _bearer(self) -> str:
        return f"Bearer {self.token}"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path / "home", "app")
    yield made
    killed(made.process)


def hear(live: ClientConnection) -> dict[str, Any]:
    heard: dict[str, Any] = msgpack.unpackb(live.recv(timeout=30))
    return heard


def end_of(live: ClientConnection) -> int | None:
    """The code with which the app has closed."""
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            live.recv(timeout=30)
    return None if closed.value.rcvd is None else closed.value.rcvd.code


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_one_line_with_the_address_and_a_clean_end(served: Served, how: signal.Signals) -> None:
    assert served.line.startswith("innervate is at http://127.0.0.1:")
    assert served.get("/api/about")["version"]
    with served.live() as live:
        assert hear(live)["t"] == "hello"
        code, rest = served.end(how)
    assert (code, rest) == (0, "")


def test_only_this_computer_is_answered(served: Served) -> None:
    with closing(socket.socket()) as other, pytest.raises(OSError, match=r"refused|reach"):
        other.settimeout(10)
        other.connect(("127.0.0.2", served.port))


def test_a_port_that_is_taken_is_told_and_a_usual_one_is_gone_round(tmp_path: Path) -> None:
    with closing(listen(None)) as first, closing(listen(None)) as second:
        taken = first.getsockname()[1]
        assert taken != second.getsockname()[1]
        assert taken >= FIRST_PORT
        with pytest.raises(InputError, match=f"cannot listen on port {taken}") as refused:
            listen(taken)
    assert "--port" in str(refused.value.fix)


def test_a_second_app_on_one_home_is_refused(served: Served, tmp_path: Path) -> None:
    del served
    second = subprocess.run(
        [sys.executable, "-c", "from innervate.cli import main; raise SystemExit(main())",
         "--no-browser", "--home", str(tmp_path / "home")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert second.returncode == 2
    assert "another innervate uses" in second.stderr
    assert second.stdout == ""


def test_who_sends_too_much_on_the_socket_is_let_go_and_the_app_lives_on(served: Served) -> None:
    with served.live() as other:
        assert hear(other)["t"] == "hello"
        for data, code in ((b"\x00" * 70_000, 1009), (b"\xc1", 1008), ("words", 1008)):
            with served.live() as live:
                hear(live)
                live.send(data)
                assert end_of(live) == code
        with served.live() as live:
            with suppress(ConnectionClosed):
                for _ in range(5000):
                    live.send(msgpack.packb({"t": "clock", "client_ms": 1.0}))
            assert end_of(live) == 1008
        other.send(msgpack.packb({"t": "clock", "client_ms": 1.0}))
        assert hear(other)["t"] == "hello"
    assert served.get("/api/about")["version"]
    assert served.end()[1] == ""


def killed(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate(timeout=30)


def until_frame(live: ClientConnection, at_s: float) -> None:
    while True:
        heard = hear(live)
        if heard["t"] == "frame" and heard["at_s"] > at_s:
            return


def test_the_demo_shows_live_data_and_ends_with_its_recording_closed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    served = Served(home, "demo", "--exercise", "bench_press")
    try:
        assert served.line.rstrip().endswith("#/live  (Ctrl-C ends it)")
        with served.live() as live:
            until_frame(live, 3.0)
        assert served.end() == (0, "")
    finally:
        killed(served.process)
    store = Store.open(home)
    (session,) = store.sessions()
    store.close()
    assert (session.state, session.simulated, session.person) == (
        SessionState.INTERRUPTED, True, None,
    )  # fmt: skip
    assert session.recording is not None
    assert open_recording(session.recording).streams


def test_an_app_that_was_killed_goes_on_with_its_session(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = Served(home, "demo", "--exercise", "bench_press")
    with first.live() as live:
        until_frame(live, 4.0)
    killed(first.process)
    second = Served(home, "app")
    try:
        (session,) = second.get("/api/sessions")
        assert session["state"] == "interrupted"
        assert second.get("/api/session") is None
        with second.live() as live:
            hear(live)
            resumed = second.post(f"/api/sessions/{session['id']}/resume")
            assert resumed["session"] == session["id"]
            until_frame(live, 5.0)
        assert second.end() == (0, "")
    finally:
        killed(second.process)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["demo", "--exercise", "bench_pres"], "bench_press"),
        (["demo", "--out", "somewhere"], "--headless"),
        (["app", "--home", "/dev/null/x"], "/dev/null/x"),
    ],
)
def test_what_cannot_be_opened_is_told_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    home = [] if "--home" in arguments else ["--home", str(tmp_path / "home")]
    assert main([*arguments, "--no-browser", *home]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert err.count("\n") == 1


def test_what_is_no_http_does_no_harm(served: Served) -> None:
    for rubbish in (
        b"\x00\xff" * 1000, b"GET / HTTP/1.1\r\n\r\n", b"GET " + b"/" * 100_000, b"\r\n" * 1000,
        b"POST /api/people HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
        b"POST /api/people HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ):  # fmt: skip
        with closing(socket.create_connection(("127.0.0.1", served.port), 30)) as raw:
            raw.sendall(rubbish)
            raw.shutdown(socket.SHUT_WR)
            answer = raw.recv(4096)
            assert b"Traceback" not in answer
            assert not answer.startswith(b"HTTP/1.1 5")
    assert served.get("/api/about")["version"]


def test_ten_gigabytes_leave_the_disk_alone(served: Served, tmp_path: Path) -> None:
    head = (
        f"POST /api/recordings?name=big.xdf HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n"
        f"Authorization: Bearer {served.token}\r\nContent-Length: {10 * 1000**3}\r\n\r\n"
    )
    with closing(socket.create_connection(("127.0.0.1", served.port), 30)) as raw:
        raw.sendall(head.encode() + b"x" * 1000)
        answer = b"".join(iter(lambda: raw.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"larger than the 4 GiB" in answer
    assert not list((tmp_path / "home" / "recordings").rglob("*.xdf"))
