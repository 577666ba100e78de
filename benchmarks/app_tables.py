"""The tables of the app's benchmark, and its aims."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import Any, Final

from benchmarks._bench import machine, table
from benchmarks.app_page import PARTS

PAINT_P95_MS: Final = 25.0
SOCKET_P99_MS: Final = 25.0
PAINTED_PER_S: Final = 50.0
IDLE_SHARE: Final = 0.02
FIRST_LOAD_KB: Final = 150.0
STAGES: Final = ("check", "set")
"""The stages in which the page is watched."""
EXERCISE: Final = "biceps_curl"
Found = dict[str, dict[str, Any]]


def own_delay_ms(channels: int) -> float:
    """How much later than the muscle the envelope is there, by the filters alone."""
    from benchmarks._bursts import spec

    from innervate.body.movement import exercise
    from innervate.engine.emg import EmgChoices, emg_plan
    from innervate.engine.run import PlanRun

    stream = spec(channels)
    plan = emg_plan((stream,), EmgChoices(exercise(EXERCISE))).plan
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
        f"`python -m benchmarks.app`. {machine('numpy', 'scipy', 'uvicorn', 'websockets')} "
        f"Load of the machine when it began: {found['machine']['load']:.1f}.",
        table(
            ("page", "channels", *(f"{part} ms" for part in PARTS),
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
        "window; numbers, bars and sound are means of the last 250 ms, made 20 times a second. "
        "The clocks of app and page are right "
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
            parts = (one["ms"].get(part) for part in PARTS)
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
