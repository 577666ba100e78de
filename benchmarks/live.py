"""How soon after a push by LSL the feature is there, and what it costs; beside other receivers.

    python -m benchmarks.live            # about five minutes
    python -m benchmarks.live --write    # also renew docs/benchmarks.md

A process pushes chunks of 10 ms in real time; the receivers listen one after the other. Peers run
where they are installed (pip install mne-lsl brainflow).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from benchmarks._bench import ROOT, child, machine, table, write_section

TITLE: Final = "Live: LSL push to feature, chunks of 10 ms at 2 kHz"
WARM_S: Final = 3.0
SAYS: Final = {
    "bare": "bare pylsl + scipy: band-pass, notch, RMS",
    "chain": "**innervate**: recorder on, band-pass, notch, envelope, activation",
    "whole_plan": "innervate: and quality, onsets, repetitions, all metrics",
    "mne_lsl": "MNE-LSL: `StreamLSL` with filters",
    "brainflow": "pylsl + BrainFlow `DataFilter` over the last second",
}
_CONFIGURATION: Final = """[log]
level = -3
[multicast]
ResolveScope = machine
[ports]
MulticastPort = 28571
BasePort = 28572
PortRange = 64
[lab]
SessionID = innervate-benchmark
"""


def receive(name: str, channels: int, seconds: float) -> None:
    """Be a receiver for so long; the first seconds do not count."""
    from benchmarks._receivers import RECEIVERS

    try:
        import pylsl

        late_s: list[float] = []
        seen: set[float] = set()

        def note(pushed_s: float) -> None:
            if pushed_s > 0.0 and pushed_s not in seen:
                seen.add(pushed_s)
                late_s.append(pylsl.local_clock() - pushed_s)

        steps = RECEIVERS[name](channels, note)
        next(steps)
        _work(steps, WARM_S)
        late_s.clear()
        cpu_s, began_s = time.process_time(), time.monotonic()
        _work(steps, seconds)
        cpu_s, wall_s = time.process_time() - cpu_s, time.monotonic() - began_s
    except ImportError as error:
        print(json.dumps({"problem": f"not installed ({error.name})"}), flush=True)
        return
    print(json.dumps({"late_ms": _percentiles(late_s), "cpu": cpu_s / wall_s,
                      "chunks": len(late_s), "pushed": wall_s * 100.0}), flush=True)  # fmt: skip
    os._exit(0)  # threads of some libraries would keep the process


def _work(steps: Any, seconds: float) -> None:
    until_s = time.monotonic() + seconds
    while time.monotonic() < until_s:
        next(steps)


def _percentiles(late_s: list[float]) -> list[float]:
    import numpy as np

    return [float(value) for value in np.percentile(np.array(late_s) * 1e3, (50, 95, 99))]


def measure(arguments: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """All receivers at all widths, in several rounds, of which the one with the middle p50 counts.

    The least would not do: how soon a sleeping process wakes differs from second to second.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder) / "lsl_api.cfg"
        configuration.write_text(_CONFIGURATION, encoding="ascii")
        os.environ["LSLAPICFG"] = str(configuration)
        for channels in arguments.channels:
            pusher = subprocess.Popen(
                [sys.executable, "-m", "benchmarks.live", "--outlet", str(channels)],
                cwd=ROOT,
                env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            )
            try:
                time.sleep(2.0)
                for turn in range(arguments.rounds):
                    for name in arguments.only or SAYS:
                        job = ("--receive", name, "--channels", str(channels))
                        new = child("benchmarks.live", *job, "--seconds", str(arguments.seconds))
                        found.setdefault(f"{name} {channels}", []).append(new)
                        print(f"{channels} channels, round {turn + 1}, {name}: {new}", flush=True)
            finally:
                pusher.kill()
                pusher.wait()
    return {key: _middle(rounds) for key, rounds in found.items()}


def _middle(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    done = sorted((one for one in rounds if "late_ms" in one), key=lambda one: one["late_ms"][0])
    return done[(len(done) - 1) // 2] if done else rounds[0]


def render(found: dict[str, dict[str, Any]], arguments: argparse.Namespace) -> str:
    """The table and what must be said beside it."""
    lines: list[tuple[str, ...]] = []
    for channels in arguments.channels:
        base = found.get(f"bare {channels}", {}).get("late_ms", [float("nan")])[0]
        for name in SAYS:
            one = found.get(f"{name} {channels}")
            if one is None:
                continue
            if "problem" in one:
                lines.append((SAYS[name], str(channels), one["problem"], "", "", "", ""))
                continue
            late_ms = one["late_ms"]
            lines.append((
                SAYS[name], str(channels), *(f"{value:.2f}" for value in late_ms),
                f"{late_ms[0] / base:.2f}", f"{one['cpu']:.1%}",
            ))  # fmt: skip
    head = ("receiver", "channels", "p50 ms", "p95 ms", "p99 ms", "p50 x bare", "CPU of a core")
    versions = machine("numpy", "scipy", "pylsl", "mne-lsl", "brainflow")
    return "\n\n".join((
        "`python -m benchmarks.live`. " + versions,
        table(head, lines),
        "From the moment at which a chunk is pushed in one process to the moment at which the "
        "feature computed with it is there in another: transport, waking and computing. The "
        "delay that is in the filters themselves (about 30 ms to half of a step with an RMS of "
        "100 ms) is the same for all and not part of it. Processes of their own, one after the "
        f"other, {arguments.seconds:g} s each after {WARM_S:g} s to warm up, the middle one of "
        f"{arguments.rounds} rounds; CPU is the process time of all threads. The bare receiver "
        "records nothing and knows the size of the chunks.",
    ))  # fmt: skip


def main() -> None:
    """Run the receivers and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0, help="per receiver and round")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured")
    parser.add_argument("--channels", type=int, nargs="+", default=[8, 64], help="widths")
    parser.add_argument("--only", nargs="+", choices=sorted(SAYS), help="these receivers")
    parser.add_argument("--write", action="store_true", help="renew docs/benchmarks.md")
    parser.add_argument("--outlet", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--receive", choices=sorted(SAYS), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.outlet:
        from benchmarks._receivers import outlet

        outlet(arguments.outlet)
    if arguments.receive:
        receive(arguments.receive, arguments.channels[0], arguments.seconds)
        return
    text = render(measure(arguments), arguments)
    print(text)
    if arguments.write:
        write_section(TITLE, text)


if __name__ == "__main__":
    main()
