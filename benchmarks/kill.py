"""Kill recording processes at random moments and see what is left of their files.

    python benchmarks/kill.py --kills 1000

Each child records two streams at their real rates, as a session does, and reports through a pipe
what it has handed to the recorder. It is killed by SIGKILL at a random moment, from its very
first instruction on. Every second child commits after every block, so that many kills fall into a
commit. Then the file must open in innervate and in pyxdf with equal, unbroken content, miss no
more than a second of what had been handed over, and be resumed and closed.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import random
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

REPORT: Final = struct.Struct("<qd")
"""What a child reports: the index after the last EMG sample handed over, and the time."""
EMG_HZ: Final = 2000
STEP_S: Final = 0.01
GAP_EVERY: Final = 60
GAP: Final = 37
ALLOWED_S: Final = 1.0
_PARALLEL: Final = 8
_ONE_AT_A_TIME: Final = threading.Lock()
"""pyxdf reads lengths into a buffer of its module, which two threads would share."""
_EARLY: Final = 10
"""One child in so many is killed without waiting for it to begin."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one kill left."""

    began: bool
    eager: bool
    torn: bool
    missing_s: float
    samples: int
    problem: str


def record(path: Path, *, eager: bool) -> None:
    """Be a session that records until it is killed; for the child process."""
    import numpy as np

    from innervate.core.channel import Channel, Kind
    from innervate.core.clock import ClockPair
    from innervate.core.event import Event, EventKind
    from innervate.core.recording import About
    from innervate.core.stream import Block, StreamSpec
    from innervate.session.recorder import Recorder

    emg = StreamSpec(
        "emg", tuple(Channel(f"e{n}", Kind.EMG, "V") for n in range(8)), float(EMG_HZ), "amp"
    )
    acc = StreamSpec("acc", (Channel("x", Kind.ACCELERATION, "m/s^2"),), 100.0, "amp")
    recorder = Recorder.create(path, About("kill", "xdf"), (emg, acc), background=not eager)
    rows, start = round(EMG_HZ * STEP_S), 0
    columns = np.arange(8.0)
    began = time.monotonic()
    for step in range(1 << 40):
        if step % GAP_EVERY == GAP_EVERY - 1:
            start += GAP
            recorder.append(Event(step * STEP_S, EventKind.GAP, "", "emg", start, float(GAP), "1"))
        if step % 20 == 0:
            recorder.append(ClockPair("amp", start / EMG_HZ, step * STEP_S + 5.0))
        data = np.arange(start, start + rows)[:, None] + columns
        recorder.append(Block(emg, start, data))
        recorder.append(Block(acc, step, np.array([[float(step)]])))
        if eager:
            recorder.commit()
        start += rows
        os.write(1, REPORT.pack(start, time.monotonic()))
        wait_s = began + (step + 1) * STEP_S - time.monotonic()
        if wait_s > 0 and not eager:
            time.sleep(wait_s)


def kill_one(folder: Path, number: int, seed: int) -> Outcome:
    """Start a child, kill it at a random moment, and look at its file."""
    path = folder / f"{number}.xdf"
    eager = bool(number % 2)
    command = [sys.executable, __file__, "--record", str(path), *(["--eager"] if eager else [])]
    child = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert child.stdout is not None
    chance = random.Random(f"{seed}/{number}")
    heard = b""
    if number % _EARLY:
        heard = child.stdout.read(REPORT.size)
        time.sleep(chance.uniform(0.0, 0.4 if eager else 1.6))
    else:
        time.sleep(chance.uniform(0.0, 0.6))
    child.kill()
    heard += child.stdout.read()
    child.stdout.close()
    child.wait()
    heard = heard[: len(heard) // REPORT.size * REPORT.size]
    handed = REPORT.unpack(heard[-REPORT.size :])[0] if heard else 0
    try:
        return examine(path, int(handed), eager=eager)
    except Exception as error:
        return Outcome(
            path.exists(), eager, torn=False, missing_s=0.0, samples=0, problem=repr(error)
        )


def examine(path: Path, handed: int, *, eager: bool) -> Outcome:
    """Open what a killed child left, in both readers, then resume it and open it again."""
    if not path.exists():
        return Outcome(
            began=False,
            eager=eager,
            torn=False,
            missing_s=0.0,
            samples=0,
            problem="there is no file" if handed else "",
        )
    samples, stop, notes = _ours(path)
    missing_s = (handed - stop) / EMG_HZ
    problems = [] if _theirs(path) == samples else ["pyxdf found other samples"]
    # A child that commits each block in turn may have lost the one it was at, and its gap.
    if missing_s > (ALLOWED_S if not eager else 2 * STEP_S + GAP / EMG_HZ):
        problems.append(f"{missing_s:.3f} s are missing")
    _resume(path)
    if _ours(path)[:2] != (samples, stop) or _theirs(path) != samples:
        problems.append("resuming changed it")
    torn = "never completed" in " ".join(notes)
    return Outcome(True, eager, torn, missing_s, samples, "; ".join(problems))


def _ours(path: Path) -> tuple[int, int, tuple[str, ...]]:
    import numpy as np

    from innervate.core.format import ReadOptions
    from innervate.formats.xdf import Xdf

    recording = Xdf.read(path, ReadOptions())
    count = stop = 0
    for block in recording.blocks("emg"):
        if block.start not in (stop, stop + GAP):
            raise AssertionError(f"sample {block.start} follows {stop - 1}")
        expected = np.arange(block.start, block.stop)[:, None] + np.arange(8.0)
        np.testing.assert_array_equal(block.data, expected)
        count, stop = count + len(block), block.stop
    return count, stop, recording.about.notes


def _theirs(path: Path) -> int:
    import pyxdf

    with _ONE_AT_A_TIME:
        streams, _ = pyxdf.load_xdf(str(path), dejitter_timestamps=False, synchronize_clocks=False)
    return next(len(s["time_stamps"]) for s in streams if s["info"]["name"] == ["emg"])


def _resume(path: Path) -> None:
    from innervate.formats.xdf import XdfWriter

    XdfWriter.resume(path).close()


def run(kills: int, seed: int, folder: Path) -> list[Outcome]:
    """Kill that many children, several at a time."""
    logging.getLogger("pyxdf").setLevel(logging.CRITICAL + 1)
    with ThreadPoolExecutor(_PARALLEL) as pool:
        return list(pool.map(lambda number: kill_one(folder, number, seed), range(kills)))


def tell(outcomes: Sequence[Outcome]) -> int:
    """Print what was found; the exit code says whether all is well."""
    began = [outcome for outcome in outcomes if outcome.began]
    missing = sorted(outcome.missing_s for outcome in began if not outcome.eager)
    print(f"{len(outcomes)} processes killed, {len(began)} of them with a file")
    print(f"{sum(not o.problem for o in began)} files open in innervate and in pyxdf, and resume")
    print(f"{sum(o.torn for o in began)} of them were killed within a commit")
    if missing:
        print(
            f"missing at a session's pace: median {missing[len(missing) // 2]:.3f} s, "
            f"at most {missing[-1]:.3f} s (allowed {ALLOWED_S:g} s)"
        )
    for outcome in outcomes:
        if outcome.problem:
            print(f"PROBLEM: {outcome.problem}")
    return int(any(outcome.problem for outcome in outcomes))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--record", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--eager", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.record:
        with contextlib.suppress(BrokenPipeError):
            record(options.record, eager=options.eager)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return tell(run(options.kills, options.seed, Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
