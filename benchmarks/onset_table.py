"""How well onsets of EMG are found, beside NeuroKit2 and BioSPPy: writes docs/onset_table.md.

    python -m benchmarks.onset_table            # minutes; the peers are slow
    python -m benchmarks.onset_table --quick    # a glance

The peers run where they are installed (pip install neurokit2 biosppy peakutils).
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import numpy as np
from benchmarks._dated import (
    FAST_S,
    SCALES,
    SECONDS,
    SLOW_S,
    Case,
    Recording,
    record,
    run,
)

from innervate.core.channel import Channel, Kind
from innervate.core.step import Interval
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.steps.onset import Onset

SNRS_DB = (6.0, 10.0, 14.0, 20.0)
RATES_HZ = (200.0, 500.0, 1000.0, 2000.0, 4000.0)
DUTIES = (0.05, 0.15, 0.30, 0.45, 0.60)
TOLERANCE_S = 0.1
FIRST_SEED = 10_000
OUT = Path(__file__).resolve().parents[1] / "docs" / "onset_table.md"


Finder: TypeAlias = Callable[[Recording], Samples]
"""Finds the onsets in a recording, in seconds."""


# --- the methods ---------------------------------------------------------------------------


def ours(recording: Recording) -> Samples:
    """Learns from the whole recording, bursts and all."""
    return _ours(recording, recording.emg, "whole")


def ours_with_rest(recording: Recording) -> Samples:
    """Learns from ten seconds of rest."""
    return _ours(recording, recording.rest, "rest")


def _ours(recording: Recording, lesson: Samples, name: str) -> Samples:
    spec = StreamSpec("emg", (Channel("EMG", Kind.EMG, "V"),), recording.rate_hz, "amplifier")
    fitter = Onset().fitter((spec,), (Interval(0.0, len(lesson) / recording.rate_hz, name),))
    fitter.push(Block(spec, 0, lesson[:, None]))
    step = Onset().with_fit(fitter.result())
    state = run(step, recording.emg, recording.rate_hz, recording.start)
    rising = np.flatnonzero(np.diff(np.nan_to_num(state.data[:, 0]), prepend=0.0) > 0)
    return np.asarray((rising + state.start) / recording.rate_hz)


def neurokit(method: str) -> Finder:
    """NeuroKit2's `emg_activation` on its own amplitude."""
    import neurokit2

    def find(recording: Recording) -> Samples:
        amplitude = neurokit2.emg_amplitude(recording.emg)
        _, info = neurokit2.emg_activation(
            emg_amplitude=amplitude,
            emg_cleaned=recording.emg,
            sampling_rate=recording.rate_hz,
            method=method,
        )
        return _seconds(info["EMG_Onsets"], recording)

    return find


def biosppy_default() -> Finder:
    """BioSPPy's `find_onsets`, of which every second index is the end of a burst."""
    from biosppy.signals import emg

    def find(recording: Recording) -> Samples:
        found = emg.find_onsets(signal=recording.emg, sampling_rate=recording.rate_hz)
        return _seconds(found["onsets"][::2], recording)

    return find


def biosppy_lidierth() -> Finder:
    """BioSPPy's `lidierth_onset_detector`, told the rest; every second index ends a burst.

    Window and shortest state 50 ms, 10 ms of failure, three standard deviations of the mean.
    """
    from biosppy.signals import emg

    def find(recording: Recording) -> Samples:
        size = max(2, round(0.05 * recording.rate_hz))
        smooth = np.convolve(np.abs(recording.rest), np.ones(size) / size, mode="valid")
        found = emg.lidierth_onset_detector(
            signal=recording.emg,
            rest={"mean": float(smooth.mean()), "std_dev": float(smooth.std())},
            sampling_rate=recording.rate_hz,
            size=size,
            threshold=3.0,
            active_state_duration=size,
            fail_size=max(1, size // 5),
        )
        return _seconds(found["onsets"][::2], recording)

    return find


def _seconds(indices: Samples, recording: Recording) -> Samples:
    onsets = np.atleast_1d(np.asarray(indices, dtype=np.float64))
    return np.asarray((onsets[np.isfinite(onsets)] + recording.start) / recording.rate_hz)


def peers() -> Iterator[tuple[str, Finder]]:
    """The peers that are installed; says which are not."""
    offers: tuple[tuple[str, Callable[[], Finder]], ...] = (
        ("NeuroKit2 default", lambda: neurokit("threshold")),
        ("NeuroKit2 mixture", lambda: neurokit("mixture")),
        ("BioSPPy find_onsets", biosppy_default),
        ("BioSPPy lidierth, rest known", biosppy_lidierth),
    )
    for name, offer in offers:
        try:
            yield name, offer()
        except ImportError as error:
            print(f"{name} is left out: {error}")


# --- the score -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Score:
    """Errors of the hits in seconds, with the rise of each; misses; false positives; minutes."""

    errors_s: Samples
    rises_s: Samples
    bursts: int
    false: int
    minutes: float
    failed: int

    def __str__(self) -> str:
        if not self.bursts:
            return "–"
        hits = 100.0 * len(self.errors_s) / self.bursts
        error = f"{1e3 * np.abs(self.errors_s).mean():.1f}" if len(self.errors_s) else "–"
        failed = f" ({self.failed} failed)" if self.failed else ""
        return f"{hits:.1f} / {error} / {self.false / self.minutes:.2f}{failed}"


def score(find: Finder, recordings: Iterable[Recording], within_s: float = TOLERANCE_S) -> Score:
    """A hit is the nearest onset within 100 ms of a burst's start; all others are false."""
    errors, rises = [], []
    bursts = false = failed = 0
    minutes = 0.0
    for recording in recordings:
        try:
            onsets = find(recording)
        except Exception as error:  # a peer may fail in any way
            print(f"  failed: {type(error).__name__}: {error}")
            onsets, failed = np.zeros(0), failed + 1
        taken: set[int] = set()
        for start, rise in zip(recording.starts_s, recording.rises_s, strict=True):
            apart = np.abs(onsets - start)
            nearest = int(np.argmin(apart)) if len(apart) else -1
            if nearest >= 0 and nearest not in taken and apart[nearest] <= within_s:
                taken.add(nearest)
                errors.append(float(onsets[nearest] - start))
                rises.append(float(rise))
        bursts += len(recording.starts_s)
        false += len(onsets) - len(taken)
        minutes += len(recording.emg) / recording.rate_hz / 60.0
    return Score(np.array(errors), np.array(rises), bursts, false, minutes, failed)


def records(case: Case, count: int, offset: int = 0) -> Iterator[Recording]:
    for number in range(count):
        yield record(case, FIRST_SEED + offset + number)


# --- the page ------------------------------------------------------------------------------


def table(corner: str, columns: Iterable[str], rows: Iterable[tuple[str, Iterable[str]]]) -> str:
    columns = list(columns)
    lines = [f"| {corner} | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(cells) + " |" for name, cells in rows]
    return "\n".join(lines)


def by_rate(count: int) -> str:
    rows = []
    for rate_hz in RATES_HZ:
        cells = [str(score(ours, records(Case(snr, rate_hz), count))) for snr in SNRS_DB]
        rows.append((f"{rate_hz:.0f} Hz", cells))
        print(rows[-1], flush=True)
    return table("innervate", (f"{snr:.0f} dB" for snr in SNRS_DB), rows)


def by_duty(count: int) -> str:
    rows = []
    for snr_db in (10.0, 20.0):
        for rate_hz in (200.0, 1000.0):
            cases = [Case(snr_db, rate_hz, duty) for duty in DUTIES]
            cells = [str(score(ours, records(case, count, 1000))) for case in cases]
            rows.append((f"{snr_db:.0f} dB, {rate_hz:.0f} Hz", cells))
            print(rows[-1], flush=True)
    return table("innervate", (f"{100 * duty:.0f} %" for duty in DUTIES), rows)


def by_rise(count: int, rises_s: tuple[float, float], edges_s: Sequence[float]) -> str:
    rows = []
    for snr_db in (10.0, 20.0, 30.0):
        case = Case(snr_db, 1000.0, rises_s=rises_s)
        found = score(ours, records(case, count, 2000), max(TOLERANCE_S, rises_s[1]))
        cells = []
        for low_s, high_s in pairwise(edges_s):
            inside = (found.rises_s >= low_s) & (found.rises_s < high_s)
            errors_ms = 1e3 * found.errors_s[inside]
            cells.append(f"{np.abs(errors_ms).mean():.1f} ({errors_ms.mean():+.1f})")
        rows.append((f"{snr_db:.0f} dB, 1000 Hz", cells))
        print(rows[-1], flush=True)
    names = (f"{1e3 * a:.0f}–{1e3 * b:.0f} ms" for a, b in pairwise(edges_s))
    return table("innervate", names, rows)


def beside(cases: tuple[Case, ...], names: Iterable[str], count: int, offset: int) -> str:
    methods = [("**innervate**", ours), ("innervate, rest known", ours_with_rest), *peers()]
    rows = []
    for name, find in methods:
        begun = time.perf_counter()
        cells = [str(score(find, records(case, count, offset))) for case in cases]
        rows.append((name, cells))
        print(name, cells, f"{time.perf_counter() - begun:.0f} s", flush=True)
    return table("", names, rows)


def page(quick: bool) -> str:
    many, some, few = (4, 3, 1) if quick else (40, 20, 3)
    peer_rates = (1000.0,) if quick else (200.0, 1000.0, 4000.0)
    minute = f"{SECONDS / 60:.0f}-min"
    parts = [_HEAD.format(versions=", ".join(_versions()), many=many)]
    parts += [f"## Signal-to-noise ratio and rate ({many} {minute} records a cell)", by_rate(many)]
    parts += [f"## Share of the time in bursts ({some} {minute} records a cell)", by_duty(some)]
    parts += [
        f"## Mean absolute error (and mean error) in ms by rise time ({many} records a row)",
        by_rise(many, FAST_S, (0.005, 0.011, 0.022, 0.047, 0.1001)),
        f"## The same for slow rises, found within 400 ms ({many} records a row)",
        by_rise(many, SLOW_S, (0.1, 0.15, 0.2, 0.3, 0.4001)),
    ]
    for number, rate_hz in enumerate(peer_rates):
        cases = tuple(Case(snr, rate_hz) for snr in SNRS_DB)
        names = [f"{snr:.0f} dB" for snr in SNRS_DB]
        parts += [
            f"## Beside the peers at {rate_hz:.0f} Hz (the same {few} {minute} records a cell)",
            beside(cases, names, few, 3000 + 100 * number),
        ]
    cases = tuple(Case(10.0, 1000.0, duty) for duty in (0.05, 0.30, 0.60))
    parts += [
        f"## Beside the peers: share in bursts, 10 dB, 1000 Hz (the same {few} records a cell)",
        beside(cases, ("5 %", "30 %", "60 %"), few, 4000),
    ]
    cases = tuple(Case(14.0, 1000.0, scale=scale) for scale in SCALES)
    parts += [
        f"## Beside the peers: units, 14 dB, 1000 Hz (the same {few} records a cell)",
        beside(cases, (scale.name for scale in SCALES), few, 5000),
    ]
    return "\n\n".join(parts) + "\n"


def _versions() -> Iterator[str]:
    for package in ("innervate", "neurokit2", "biosppy", "numpy", "scipy"):
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            yield f"{package} not installed"


_HEAD = """# How well onsets are found

Made by `python -m benchmarks.onset_table` ({versions}). Each cell: **hits in % / mean absolute
error of the hits in ms / false positives per minute**.

The signals are generated: rest is white noise of 5 µV RMS; bursts are Gaussian noise with the
spectrum of surface EMG (Shwedyk et al. 1977), 0.3–3 s long, with a linear rise of the amplitude in
5–100 ms (both log-uniform) and a fall in 20–100 ms; pauses are at least 0.4 s. The truth is the
first moment of the rise. SNR is the RMS on the burst's plateau over the RMS at rest, both after
the band-pass; 30 % of the time is in bursts and the unit is µV where nothing else is said. Every
method gets the same band-passed signal (20–450 Hz, or what the rate allows). A hit is the onset
nearest to a burst's start, within ±100 ms; every other onset is a false positive. The step was
designed on other random seeds than these. It learns from the very record, bursts included, where
"rest known" is not said; the peers that need rest are given ten seconds of it.

What it cannot do: a slow rise at a low SNR is dated late, because its first part is below the
noise; and simulated bursts are kinder than people, whose rest is never quite still."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="few records, for a glance")
    parser.add_argument("--out", type=Path, default=OUT, help="where to write the page")
    options = parser.parse_args()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        text = page(options.quick)
    options.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
