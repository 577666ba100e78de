"""How fast a recording is analysed, beside a bare scipy script, NeuroKit2 and BioSPPy.

    python -m benchmarks.offline            # about five minutes; the peers are slow
    python -m benchmarks.offline --write    # also renew docs/benchmarks.md

The peers run where they are installed (pip install neurokit2 biosppy peakutils).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain as chain_of
from typing import Any, Final

from benchmarks._bench import child, machine, peak_mb, table, write_section

CHANNELS: Final = 8
MAINS_HZ: Final = 50.0
"""Stated, so that bare script and chain take out the same nine harmonics."""
TITLE: Final = "Offline: 8 channels of EMG at 2 kHz, 10 minutes"


@dataclass(frozen=True, slots=True)
class Row:
    """One system: the job that the child runs, and what the table says of it."""

    job: str
    says: str
    peer: bool = False
    slow: bool = False
    onsets: bool = True


ROWS: Final = (
    Row("bare_filters", "bare scipy script: band-pass, notch, RMS", onsets=False),
    Row("filters", "innervate: band-pass, notch, RMS", onsets=False),
    Row("bare", "bare scipy script: band-pass, notch, RMS, double threshold"),
    Row("chain", "**innervate**: band-pass, notch, RMS, onset (the same work)"),
    Row("normalised", "innervate: and normalisation"),
    Row("judged", "innervate: and signal quality"),
    Row("plan", "innervate: and repetitions, all metrics, curves, measures"),
    Row("analyse", "innervate: `analyse()` as a whole, learning included"),
    Row("neurokit_filters", "NeuroKit2: `emg_clean`, `emg_amplitude`", peer=True, onsets=False),
    Row("neurokit", "NeuroKit2: `emg_process` (with `emg_activation`)", peer=True, slow=True),
    Row("biosppy_filters", "BioSPPy: filter, rectify, smooth", peer=True, onsets=False),
    Row("biosppy", "BioSPPy: `emg.emg` (with `find_onsets`)", peer=True),
)


# --- the jobs, each in a process of its own; heavy imports come late -------------------------


Work = Callable[[], int]
"""Does the work once, and says how many onsets it found (-1: it does not look for any)."""


def bare_filters(seconds: int) -> Work:
    """The script without onsets."""
    return bare(seconds, onsets_too=False)


def bare(seconds: int, *, onsets_too: bool = True) -> Work:
    """What somebody would write who needs just this."""
    import numpy as np
    from benchmarks._bursts import RATE_HZ, whole
    from scipy.ndimage import uniform_filter1d
    from scipy.signal import butter, iirnotch, sosfilt

    emg = np.ascontiguousarray(whole(seconds, CHANNELS).T)
    window, held = round(0.1 * RATE_HZ), round(0.05 * RATE_HZ)

    def work() -> int:
        band = butter(4, [20.0, 450.0], "bandpass", fs=RATE_HZ, output="sos")
        pairs = [iirnotch(f, f / 2.0, fs=RATE_HZ) for f in np.arange(MAINS_HZ, 451.0, MAINS_HZ)]
        clean = sosfilt(np.array([np.concatenate(pair) for pair in pairs]), sosfilt(band, emg))
        envelope = np.sqrt(uniform_filter1d(clean * clean, window))
        onsets = 0 if onsets_too else -1
        for channel in envelope if onsets_too else ():
            rest = np.sort(channel[::50])[: len(channel) // 200]
            level, spread = np.median(rest), 1.4826 * np.median(np.abs(rest - np.median(rest)))
            above = np.diff((channel > level + 8.0 * spread).astype(np.int8), prepend=0, append=0)
            starts, stops = np.flatnonzero(above > 0), np.flatnonzero(above < 0)
            joined = starts[1:] - stops[:-1] >= held
            starts = starts[np.concatenate(([True], joined))]
            stops = stops[np.concatenate((joined, [True]))]
            onsets += int(np.count_nonzero(stops - starts >= held))
        return onsets

    return work


def _blocks(seconds: int) -> Callable[[], Iterator[Any]]:
    """The recording in blocks of a size that files are read in."""
    from benchmarks._bursts import spec, whole

    from innervate.core.stream import Block

    emg, stream, rows = whole(seconds, CHANNELS), spec(CHANNELS), 1 << 13

    def blocks() -> Iterator[Block]:
        for start in range(0, len(emg), rows):
            yield Block(stream, start, emg[start : start + rows])

    return blocks


def _recording(seconds: int) -> Any:
    from benchmarks._bursts import EXERCISE, spec

    from innervate.core.recording import About, Recording

    blocks = _blocks(seconds)

    class Reader:
        """Gives the blocks as often as asked."""

        def blocks(self, streams: tuple[str, ...]) -> Iterator[Any]:  # noqa: ARG002 - one stream
            return blocks()

    return Recording(About("benchmark", exercise=EXERCISE), (spec(CHANNELS),), Reader())


def _options(mains_hz: float | None = MAINS_HZ) -> Any:
    from benchmarks._bursts import EXERCISE

    from innervate.body.movement import exercise
    from innervate.engine.analyse import AnalyseOptions
    from innervate.engine.emg import EmgChoices

    return AnalyseOptions(EmgChoices(exercise=exercise(EXERCISE), mains_hz=mains_hz))


def _fits(seconds: int) -> tuple[Any, ...]:
    """Fits learned from a short recording of the same signal, as events."""
    from innervate.engine.analyse import analyse
    from innervate.engine.learning import fit_event

    learned = analyse(_recording(min(seconds, 60)), _options())
    return tuple(fit_event(fit, 0.0) for fit in learned.fits)


def _plan_run(seconds: int, *names: str) -> Work:
    """The branches of the EMG plan that make these streams, run with given fits."""
    import numpy as np
    from benchmarks._bursts import spec

    from innervate.core.plan import Plan
    from innervate.engine.emg import emg_plan
    from innervate.engine.run import PlanRun

    stream, blocks, fits = spec(CHANNELS), _blocks(seconds), _fits(seconds)
    made = emg_plan((stream,), _options().choices).plan
    plan = Plan(tuple(b for b in made.branches if b.output.removeprefix("emg/") in names))

    def work() -> int:
        run = PlanRun(plan, (stream,))
        for fit in fits:
            run.push(fit)
        onsets, before = 0, np.zeros(CHANNELS, dtype=np.bool_)
        for derived in chain_of(map(run.push, blocks()), (run.finish(),)):
            for block in derived:
                if block.spec.id == "emg/active":
                    on = block.data > 0.5
                    onsets += int(np.count_nonzero(on[0] > before))
                    onsets += int(np.count_nonzero(on[1:] > on[:-1]))
                    before = on[-1]
        return onsets

    return work


def filters(seconds: int) -> Work:
    """Without onsets."""
    return _plan_run(seconds, "banded", "clean", "envelope")


def chain(seconds: int) -> Work:
    """The same work as the bare script's."""
    return _plan_run(seconds, "banded", "clean", "envelope", "active")


def normalised(seconds: int) -> Work:
    """With normalisation."""
    return _plan_run(seconds, "banded", "clean", "envelope", "active", "activation")


def judged(seconds: int) -> Work:
    """With quality too."""
    return _plan_run(seconds, "banded", "clean", "envelope", "active", "activation", "quality")


def plan(seconds: int) -> Work:
    """The whole plan with given fits, as the analysis of a recorded session runs."""
    from dataclasses import replace

    from innervate.engine.analyse import analyse

    recording = replace(_recording(seconds), events=_fits(seconds))
    return lambda: len(analyse(recording, _options()).repetitions)


def analyse_all(seconds: int) -> Work:
    """A recording that carries no fits."""
    from innervate.engine.analyse import analyse

    recording = _recording(seconds)
    return lambda: len(analyse(recording, _options(None)).repetitions)


def neurokit(seconds: int) -> Work:
    """Filters, envelope and activation, channel by channel."""
    import neurokit2
    from benchmarks._bursts import RATE_HZ, whole

    emg = whole(seconds, CHANNELS)

    def work() -> int:
        onsets = 0
        for channel in emg.T:
            signals, _ = neurokit2.emg_process(channel.copy(), sampling_rate=round(RATE_HZ))
            onsets += int(signals["EMG_Onsets"].sum())
        return onsets

    return work


def neurokit_filters(seconds: int) -> Work:
    """Filters and envelope."""
    import neurokit2
    from benchmarks._bursts import RATE_HZ, whole

    emg = whole(seconds, CHANNELS)

    def work() -> int:
        for channel in emg.T:
            clean = neurokit2.emg_clean(channel.copy(), sampling_rate=round(RATE_HZ))
            neurokit2.emg_amplitude(clean)
        return -1

    return work


def biosppy(seconds: int) -> Work:
    """Filter and onsets, channel by channel."""
    from benchmarks._bursts import RATE_HZ, whole
    from biosppy.signals import emg as library

    emg = whole(seconds, CHANNELS)

    def work() -> int:
        return sum(
            len(library.emg(channel.copy(), sampling_rate=RATE_HZ, show=False)["onsets"])
            for channel in emg.T
        )

    return work


def biosppy_filters(seconds: int) -> Work:
    """What `find_onsets` does before it decides."""
    import numpy as np
    from benchmarks._bursts import RATE_HZ, whole
    from biosppy.signals import tools

    emg = whole(seconds, CHANNELS)

    def work() -> int:
        for channel in emg.T:
            clean, _, _ = tools.filter_signal(
                channel.copy(), ftype="butter", band="highpass", order=4, frequency=100,
                sampling_rate=RATE_HZ,
            )  # fmt: skip
            tools.smoother(np.abs(clean), kernel="boxzen", size=round(0.1 * RATE_HZ))
        return -1

    return work


JOBS: Final[dict[str, Callable[[int], Work]]] = {
    "bare": bare,
    "bare_filters": bare_filters,
    "filters": filters,
    "chain": chain,
    "normalised": normalised,
    "judged": judged,
    "plan": plan,
    "analyse": analyse_all,
    "neurokit": neurokit,
    "neurokit_filters": neurokit_filters,
    "biosppy": biosppy,
    "biosppy_filters": biosppy_filters,
}


def run_job(name: str, seconds: int, repeats: int) -> None:
    """Be the child: the shortest of several goes after a short one that loads everything."""
    try:
        JOBS[name](4)()
        work = JOBS[name](seconds)
    except ImportError as error:
        print(json.dumps({"problem": f"not installed ({error.name})"}))
        return
    best, onsets = float("inf"), 0
    for _ in range(repeats):
        began = time.process_time()
        onsets = work()
        best = min(best, time.process_time() - began)
    print(json.dumps({"cpu_s": best, "peak_mb": peak_mb(), "onsets": onsets}))


# --- the table --------------------------------------------------------------------------------


def measure(arguments: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """Every row; the fast ones in several rounds, of which the best counts."""
    found: dict[str, dict[str, Any]] = {}
    rows = [row for row in ROWS if not (row.peer and arguments.no_peers)]
    for turn in range(arguments.rounds):
        for row in rows:
            if turn and row.peer and (row.slow or row.onsets):
                continue
            seconds = arguments.peer_seconds if row.slow else arguments.seconds
            repeats = 1 if row.peer else arguments.repeats
            job = ("--job", row.job, "--seconds", str(seconds), "--repeats", str(repeats))
            new = child("benchmarks.offline", *job)
            old = found.get(row.job)
            if old is None or new.get("cpu_s", float("inf")) < old.get("cpu_s", float("inf")):
                found[row.job] = new
            print(f"round {turn + 1}, {row.job}: {new}", flush=True)
    return found


def render(found: dict[str, dict[str, Any]], arguments: argparse.Namespace) -> str:
    """The table and what must be said beside it."""
    base = float(found["bare"]["cpu_s"])
    ours = float(found["chain"]["cpu_s"])
    lines: list[tuple[str, ...]] = []
    for row in ROWS:
        one = found.get(row.job)
        if one is None:
            continue
        if "problem" in one:
            lines.append((row.says, one["problem"], "", "", "", ""))
            continue
        scale = arguments.seconds / arguments.peer_seconds if row.slow else 1.0
        cpu_s = float(one["cpu_s"]) * scale
        about, star = ("about ", " *") if scale != 1.0 else ("", "")
        beside = f"{cpu_s / ours:.1f}" if row.peer and row.onsets else ""
        onsets = f"{one['onsets'] * scale:,.0f}{star}" if row.onsets else ""
        lines.append((
            row.says, f"{about}{cpu_s:.2f}", f"{cpu_s / base:.2f}", beside, onsets,
            f"{one['peak_mb']:.0f}{star}",
        ))  # fmt: skip
    head = ("system", "CPU s", "x bare", "x innervate's same work", "onsets found", "peak MB")
    bursts = arguments.seconds // 4
    return "\n\n".join((
        "`python -m benchmarks.offline`. " + machine("numpy", "scipy", "neurokit2", "biosppy"),
        table(head, lines),
        "Each row ran in a process of its own on one thread; CPU time is the process time of the "
        "shortest of several goes, without imports and without making the signal. The peak "
        f"counts everything the process held, of which {_signal_mb(arguments):.0f} MB are the "
        "signal itself. innervate is fed blocks, as from a file, and keeps what a report needs; "
        "the others hold all results at once. The peers have no notch in these calls, all with "
        f"their defaults. The recording has {bursts} bursts in each of the {CHANNELS} channels, "
        f"{bursts * CHANNELS:,} onsets in all (the rows of the whole plan count repetitions).",
        f"\\* measured on {arguments.peer_seconds} s and scaled to {arguments.seconds} s; its "
        "memory is that of the shorter recording.",
    ))  # fmt: skip


def _signal_mb(arguments: argparse.Namespace) -> float:
    return float(arguments.seconds * 2000 * CHANNELS * 8) / 2**20


def main() -> None:
    """Run the rows and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600, help="length of the recording")
    parser.add_argument("--peer-seconds", type=int, default=60, help="length for slow peers")
    parser.add_argument("--rounds", type=int, default=2, help="processes per row")
    parser.add_argument("--repeats", type=int, default=5, help="goes per process")
    parser.add_argument("--no-peers", action="store_true", help="leave the peers out")
    parser.add_argument("--write", action="store_true", help="renew docs/benchmarks.md")
    parser.add_argument("--job", choices=sorted(JOBS), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.job:
        run_job(arguments.job, arguments.seconds, arguments.repeats)
        return
    text = render(measure(arguments), arguments)
    print(text)
    if arguments.write:
        write_section(TITLE, text)


if __name__ == "__main__":
    main()
