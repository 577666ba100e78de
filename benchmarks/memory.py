"""How much memory the analysis of a file takes, for files of 10 minutes, 1 hour and 6 hours.

    python -m benchmarks.memory            # about five minutes, and 0.7 GB of disk
    python -m benchmarks.memory --write    # also renew docs/benchmarks.md

The files (EDF, 8 channels at 2 kHz) are written piece by piece and deleted afterwards.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks._bench import child, machine, peak_mb, table, write_section

TITLE: Final = "Memory: 8 channels of EMG at 2 kHz, from a file"
LIMIT_MB: Final = 400.0
_RANGE_UV: Final = 3276.8
_HEAD_FIELDS: Final = (8, 80, 80, 8, 8, 8, 44, 8, 8, 4)
_FIELDS: Final = (16, 80, 8, 8, 8, 8, 8, 80, 8, 32)
"""Widths of the fields of an EDF header: of the file, and of each signal (Kemp et al. 1992, EEG
Clin Neurophysiol 82:391)."""


@dataclass(frozen=True, slots=True)
class Case:
    """One file: its length, and how often a set of 15 repetitions begins."""

    minutes: int
    every_s: int

    @property
    def says(self) -> str:
        """The case in words."""
        length = f"{self.minutes} min" if self.minutes < 60 else f"{self.minutes // 60} h"
        if self.every_s == SET_S:
            return f"{length}, without any rest"
        return f"{length}, a set every {self.every_s // 60} min"


SET_S: Final = 60
CASES: Final = (Case(10, 300), Case(60, 300), Case(360, 300), Case(360, SET_S))


def write_edf(path: Path, case: Case) -> None:
    """Write a recording of bursts with one data record a second."""
    import numpy as np
    from benchmarks._bursts import RATE_HZ, spec
    from benchmarks._bursts import seconds as pieces

    channels, seconds = len(spec().channels), 60 * case.minutes
    step_uv = 2.0 * _RANGE_UV / 65535.0
    with path.open("wb") as file:
        size = 256 * (channels + 1)
        head = ("0", "X", "X", "01.01.01", "00.00.00", size, "", seconds, 1, channels)
        for value, width in zip(head, _HEAD_FIELDS, strict=True):
            file.write(f"{value}".ljust(width).encode("ascii"))
        signal = ("", "EMG sensor", "uV", -_RANGE_UV, _RANGE_UV, -32768, 32767, "", RATE_HZ, "")
        for place, width in enumerate(_FIELDS):
            for number in range(channels):
                value = f"EMG{number + 1}" if place == 0 else signal[place]
                text = f"{value:g}" if isinstance(value, float) else f"{value}"
                file.write(text.ljust(width).encode("ascii"))
        for data in pieces(seconds, channels, case.every_s):
            counts = np.rint((data * 1e6 + _RANGE_UV) / step_uv - 32768.0)
            file.write(np.clip(counts, -32768, 32767).astype("<i2").T.tobytes())


def analyse(path: Path) -> dict[str, Any]:
    """Be the child: what `innervate analyze --json` does."""
    from benchmarks._bursts import EXERCISE, spec

    import innervate

    maps = [f"EMG{k + 1}={c.muscle}:{c.side}" for k, c in enumerate(spec().channels)]
    began = time.process_time()
    opened = innervate.open(path, maps=maps)
    loaded = peak_mb()
    result = opened.measure(exercise=EXERCISE)
    measured = peak_mb()
    size = len(result.to_json())
    return {
        "loaded_mb": loaded,
        "measured_mb": measured,
        "peak_mb": max(peak_mb(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0),
        "cpu_s": time.process_time() - began,
        "measures": len(result.measures),
        "repetitions": len(result.analysis.repetitions),
        "json_mb": size / 2**20,
    }


def measure(cases: Sequence[Case]) -> dict[Case, dict[str, Any]]:
    """One file after the other, each in processes of its own."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="innervate-memory-") as folder:
        for case in cases:
            path = Path(folder) / "emg.edf"
            length = ("--minutes", str(case.minutes), "--every", str(case.every_s))
            made = child("benchmarks.memory", "--make", str(path), *length)
            new = made if "problem" in made else child("benchmarks.memory", "--file", str(path))
            found[case] = new | {"file_mb": path.stat().st_size / 2**20}
            path.unlink()
            print(f"{case.says}: {found[case]}", flush=True)
    return found


def render(found: dict[Case, dict[str, Any]]) -> str:
    """The table and what must be said beside it."""
    lines = []
    for case, one in found.items():
        if "problem" in one:
            lines.append((case.says, f"{one['file_mb']:.0f}", one["problem"], "", "", "", ""))
            continue
        lines.append((
            case.says, f"{one['file_mb']:.0f}", f"{one['loaded_mb']:.0f}",
            f"{one['measured_mb']:.0f}", f"{one['peak_mb']:.0f}",
            f"{one['repetitions']:,} / {one['measures']:,}", f"{one['cpu_s']:.0f}",
        ))  # fmt: skip
    head = ("recording", "file MB", "opened, peak MB", "analysed, peak MB", "with JSON, peak MB",
            "repetitions / measures", "CPU s")  # fmt: skip
    return "\n\n".join((
        f"`python -m benchmarks.memory`. {machine('numpy', 'scipy')}",
        table(head, lines),
        "`innervate.open(file).measure(exercise=...)` and the JSON document of it, fits learned "
        "from the whole recording, in a process of its own. A set is 15 repetitions of 2 s with 2 "
        "s of rest between. The signal is not kept, the answer is: what grows from row to row are "
        "the measures (about 1 kB each, and several times that while they become JSON).",
    ))  # fmt: skip


def main() -> None:
    """Run the lengths and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, help="only this length")
    parser.add_argument("--every", type=int, default=300, help="seconds from set to set")
    parser.add_argument("--write", action="store_true", help="renew docs/benchmarks.md")
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.make:
        write_edf(arguments.make, Case(arguments.minutes, arguments.every))
        print(json.dumps({}))
        return
    if arguments.file:
        print(json.dumps(analyse(arguments.file)))
        return
    only = (Case(arguments.minutes, arguments.every),) if arguments.minutes else CASES
    found = measure(only)
    text = render(found)
    print(text)
    over = [c.says for c, one in found.items() if one.get("peak_mb", LIMIT_MB + 1) > LIMIT_MB]
    if over:
        print(f"over {LIMIT_MB:.0f} MB: {'; '.join(over)}")
    if arguments.write:
        write_section(TITLE, text)


if __name__ == "__main__":
    main()
