"""Whether the app can run for days: a day of demos in accelerated time, and the memory it takes.

    python -m benchmarks.app_day --hours 2    # a few minutes
    python -m benchmarks.app_day              # a day: about an hour, and 6 GB of disk
    python -m benchmarks.app_day --write      # also renew docs/benchmarks.md

The real server runs one session of the virtual athlete after the other, as fast as it can, with
the recorder, the store and one WebSocket client at work, and a report is opened after each.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgpack  # type: ignore[import-untyped]
from benchmarks._bench import machine, table, write_section
from benchmarks.app import running
from tests.app._app import App
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

TITLE: Final = "App: a day of sessions in one process"
LIMIT_MB_PER_H: Final = 1.0
_EXERCISES: Final = ("pec_isolation", "romanian_deadlift", "bench_press", "chin_up")
_WARM_SHARE: Final = 0.25
_BATCHES: Final = 10
_ROWS: Final = 12


@dataclass(frozen=True, slots=True)
class Sample:
    """After a session: hours of session time done, memory held by the server, files kept."""

    hours: float
    memory_mb: float
    kept_mb: float
    wall_s: float


@dataclass(frozen=True, slots=True)
class Slope:
    """Memory over session time, with the 95 % interval."""

    mb_per_h: float
    low: float
    high: float


class Listener:
    """One client that listens all the time and counts what it hears."""

    def __init__(self, app: App) -> None:
        self.heard: Counter[str] = Counter()
        self.missing = 0
        self._run, self._last = "", 0
        self._live: ClientConnection = connect(
            f"ws://127.0.0.1:{app.port}/api/live",
            additional_headers={"Authorization": f"Bearer {app.token}"},
            compression=None, proxy=None,
        )  # fmt: skip
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            for message in self._live:
                self._take(msgpack.unpackb(message))
        except ConnectionClosed:
            self.heard["closed"] += 1

    def _take(self, said: dict[str, Any]) -> None:
        self.heard[said["t"]] += 1
        if said["t"] == "hello" and said["run"] != self._run:
            self._run, self._last = said["run"], 0
        elif "n" in said:
            self.missing += said["n"] - self._last - 1
            self._last = said["n"]

    def close(self) -> None:
        """Hang up."""
        self._live.close()


def resident_mb(pid: int) -> float:
    """The memory that a process holds now."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024.0
    raise RuntimeError("this benchmark needs Linux to tell memory")


def one_session(app: App, number: int, seconds: float, rate_hz: float) -> tuple[float, str]:
    """Run a session to its end and open its report; its length and its headline."""
    exercise = _EXERCISES[number % len(_EXERCISES)]
    query = f"seed={number + 1}&seconds={seconds:g}&rate_hz={rate_hz:g}&pace=0"
    source = f"simulator:{exercise}?{query}"
    with app.client() as client:
        answer = client.post("/api/session", json={"source": source, "exercise": exercise})
        if answer.status_code != 200:
            raise RuntimeError(f"no session: {answer.text}")
        while client.get("/api/session").json() is not None:
            time.sleep(0.25)
        (stored,) = client.get("/api/sessions", params={"limit": 1}).json()
        if stored["state"] != "finished":
            raise RuntimeError(f"session {number} was not finished: {stored}")
        report = client.get(f"/api/sessions/{stored['id']}/report?over=previous")
        if report.status_code != 200:
            raise RuntimeError(f"no report: {report.text[:300]}")
    return float(stored["duration_s"]), str(stored["headline"])


def measure(hours: float, seconds: float, rate_hz: float) -> tuple[list[Sample], Listener, int]:
    """Run sessions until so much session time is done; the memory after each."""
    samples: list[Sample] = []
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="innervate-day-")))
        app = stack.enter_context(running(home))
        listener = Listener(app)
        stack.callback(listener.close)
        began_s, done_s = time.monotonic(), 0.0
        while done_s < 3600.0 * hours:
            length_s, headline = one_session(app, len(samples), seconds, rate_hz)
            done_s += length_s
            new = Sample(
                done_s / 3600.0,
                resident_mb(app.process.pid),
                sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 2**20,
                time.monotonic() - began_s,
            )
            samples.append(new)
            print(
                f"{new.hours:6.2f} h  {new.memory_mb:6.1f} MB  {new.wall_s:6.0f} s  {headline}",
                flush=True,
            )
        sessions = len(app.client().get("/api/sessions", params={"limit": 10_000}).json())
    return samples, listener, sessions


def slope(samples: Sequence[Sample]) -> Slope | None:
    """The straight line through the means of ten equal parts of what comes after warm-up.

    Parts, because neighbouring samples are alike: a line through all of them would look surer
    than it is. None where there are too few.
    """
    import numpy as np
    from scipy.stats import linregress, t

    kept = [one for one in samples if one.hours > _WARM_SHARE * samples[-1].hours]
    if len(kept) < 2 * _BATCHES:
        return None
    parts = np.array_split(np.arange(len(kept)), _BATCHES)
    hours = [float(np.mean([kept[k].hours for k in part])) for part in parts]
    memory = [float(np.mean([kept[k].memory_mb for k in part])) for part in parts]
    line = linregress(hours, memory)
    reach = float(t.ppf(0.975, _BATCHES - 2) * line.stderr)
    return Slope(float(line.slope), float(line.slope) - reach, float(line.slope) + reach)


def render(
    samples: Sequence[Sample], listener: Listener, sessions: int, arguments: argparse.Namespace
) -> str:
    """The table and what must be said beside it."""
    last, heard = samples[-1], listener.heard
    every = max(len(samples) // _ROWS, 1)
    shown = [*samples[: -1 if len(samples) % every else None : every]]
    if shown[-1] is not last:
        shown.append(last)
    rows = [
        (f"{one.hours:.1f}", f"{one.memory_mb:.0f}", f"{one.kept_mb:,.0f}", f"{one.wall_s:,.0f}")
        for one in shown
    ]
    found = slope(samples)
    grows = "too few sessions to tell how memory grows" if found is None else (
        f"after the first quarter memory grows by {found.mb_per_h:.2f} MB per hour of session time "
        f"(95 % interval {found.low:.2f} to {found.high:.2f}, from the means of {_BATCHES} parts)"
    )  # fmt: skip
    return "\n\n".join((
        f"`python -m benchmarks.app_day`. {machine('numpy', 'scipy', 'sqlalchemy', 'uvicorn')}",
        table(("hours of sessions", "resident MB", "files MB", "wall s"), rows),
        f"One server process ran {len(samples)} sessions of the virtual athlete of "
        f"{arguments.seconds:g} s each with 4 channels at {arguments.rate:g} Hz, one after the "
        "other and as fast as it could: recorded, analysed, coached, kept in "
        f"the store (which holds {sessions} at the end) and each report opened; {grows}. One "
        f"client listened all the time: it heard {heard['frame']:,} frames and "
        f"{heard.total() - heard['frame']:,} other messages, of which {listener.missing} were "
        "missing.",
    ))  # fmt: skip


def main() -> None:
    """Run the day and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=24.0, help="of session time")
    parser.add_argument("--seconds", type=float, default=600.0, help="of each session")
    parser.add_argument("--rate", type=float, default=2000.0, help="Hz of the EMG")
    parser.add_argument("--write", action="store_true", help="renew docs/benchmarks.md")
    arguments = parser.parse_args()
    samples, listener, sessions = measure(arguments.hours, arguments.seconds, arguments.rate)
    text = render(samples, listener, sessions, arguments)
    print(text)
    found = slope(samples)
    if found is not None and found.low > LIMIT_MB_PER_H:
        print(f"memory grows: {found.mb_per_h:.2f} MB/h")
    if arguments.write:
        write_section(TITLE, text)


if __name__ == "__main__":
    main()
