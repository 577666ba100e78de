"""How many times faster than real time the virtual athlete is, on one core.

    python -m benchmarks.athlete_speed            # about two minutes
    python -m benchmarks.athlete_speed --write    # also renew docs/benchmarks.md

Eight muscles with bipolar electrodes at 2 kHz and control ticks of 10 ms: the motor units alone
(`sim.neuro`), at rest and at steady efforts, and the whole athlete as a device sees it. CPU time
of one process, numerical libraries on one thread; the best of several goes.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from benchmarks._bench import child, machine, peak_mb, table, write_section

RATE_HZ: Final = 2000.0
MUSCLES: Final = (
    "biceps_brachii",
    "triceps_brachii",
    "gluteus_maximus",
    "vastus_lateralis",
    "rectus_femoris",
    "biceps_femoris",
    "erector_spinae",
    "gastrocnemius_medialis",
)
TITLE: Final = "The virtual athlete: 8 muscles at 2 kHz against real time"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured: the job of the child, its argument, and what the table says of it."""

    job: str
    level: float
    says: str


ROWS: Final = (
    Row("units", 0.0, "motor units, all muscles at rest"),
    Row("units", 0.05, "motor units, all at 5 % of MVC amplitude"),
    Row("units", 0.2, "motor units, all at 20 %"),
    Row("units", 0.6, "motor units, all at 60 %"),
    Row("units", 1.0, "motor units, all at 100 %"),
    Row("making", 0.0, "(making the muscles of a new person: seconds)"),
    Row("athlete", 0.0, "**whole athlete**, deadlifts, EMG and truth"),
    Row("athlete_imu", 0.0, "**whole athlete**, deadlifts, EMG, truth and IMU"),
)

Work = Callable[[], float]
"""Does the work once; gives the seconds of signal made (0: the time itself is what counts)."""


# --- the jobs, each in a process of its own ----------------------------------------------------


def units(level: float, seconds: int) -> Work:
    """`sim.neuro` alone, fatigue and noise included."""
    import numpy as np

    from innervate.sim.neuro import BLOCK_TICKS

    person = _person(1)
    run = person.open()
    rest = np.zeros((1, len(MUSCLES)))
    excitation = np.repeat(person.excitation_for(rest + level), BLOCK_TICKS, axis=0)

    def work() -> float:
        for _ in range(10 * seconds):
            run.advance(excitation)
        return float(seconds)

    return work


def making(level: float, seconds: int) -> Work:  # noqa: ARG001 - as the other jobs
    """Anatomy, potentials and tables."""
    seeds = iter(range(2, 1000))

    def work() -> float:
        _person(next(seeds)).body.templates.table(1)
        return 0.0

    return work


def _person(seed: int) -> Any:
    from innervate.core.channel import MuscleSide, Side
    from innervate.sim.draws import Draws
    from innervate.sim.neuro import Ensemble, Neuromuscular, Placement

    muscles = [MuscleSide(name, Side.LEFT) for name in MUSCLES]
    count = len(muscles)
    placed = [Placement()] * count
    return Ensemble(muscles, [1e-3] * count, placed, RATE_HZ, Draws(seed), Neuromuscular())


def athlete(level: float, seconds: int) -> Work:  # noqa: ARG001 - as the other jobs
    """EMG as a device reads it, in blocks of 50 ms, with the true activation beside it."""
    return _athlete(seconds)


def athlete_imu(level: float, seconds: int) -> Work:  # noqa: ARG001 - as the other jobs
    """And an IMU."""
    return _athlete(seconds, imu=True)


def run_job(arguments: argparse.Namespace) -> None:
    """Be the child."""
    work = JOBS[arguments.job](arguments.level, arguments.seconds)
    work()
    best, made = float("inf"), 0.0
    for _ in range(arguments.repeats):
        began = time.process_time()
        made = work()
        best = min(best, time.process_time() - began)
    print(json.dumps({"cpu_s": best, "made_s": made, "peak_mb": peak_mb()}))


def _athlete(seconds: int, *, imu: bool = False) -> Work:
    from innervate.core.channel import MuscleSide
    from innervate.sim.athlete import Athlete
    from innervate.sim.companions import IMU_HZ, motion_of
    from innervate.sim.demo import demo_script
    from innervate.sim.exercises import exercise
    from innervate.sim.montage import Electrode, Montage
    from innervate.sim.realities import usual

    worn = exercise(EXERCISE).electrodes
    others = tuple(Electrode(MuscleSide(name), 4e-4) for name in MUSCLES)
    montage = Montage((worn + others)[: len(MUSCLES)], RATE_HZ)
    companions = (motion_of(EXERCISE, imu_hz=IMU_HZ),) if imu else ()
    script = demo_script(EXERCISE, float(seconds))
    step = round(0.05 * RATE_HZ)
    seeds = iter(range(1, 1000))

    def work() -> float:
        person = Athlete(script, montage, usual(montage), next(seeds), companions=companions)
        for start in range(0, round(seconds * RATE_HZ), step):
            person.read(start, start + step)
            person.truth.activation(start, start + step)
        return float(seconds)

    return work


EXERCISE: Final = "romanian_deadlift"
JOBS: Final[dict[str, Callable[[float, int], Work]]] = {
    "units": units,
    "making": making,
    "athlete": athlete,
    "athlete_imu": athlete_imu,
}


# --- the table --------------------------------------------------------------------------------


def report(arguments: argparse.Namespace) -> str:
    """Every row, in several rounds of which the best counts."""
    rows = []
    for row in ROWS:
        job = (
            *("--job", row.job, "--level", str(row.level)),
            *("--seconds", str(arguments.seconds), "--repeats", str(arguments.repeats)),
        )
        found = [child("benchmarks.athlete_speed", *job) for _ in range(arguments.rounds)]
        done = [one for one in found if "problem" not in one]
        if not done:
            rows.append((row.says, str(found[0]["problem"]), ""))
            continue
        best = min(done, key=lambda one: float(one["cpu_s"]))
        cpu_s, made_s = float(best["cpu_s"]), float(best["made_s"])
        speed = f"{made_s / cpu_s:.0f}×" if made_s else f"{cpu_s:.2f} s"
        rows.append((row.says, speed, f"{best['peak_mb']:.0f}"))
    return table(("", "real time", "peak MB"), rows)


def main() -> None:
    """Measure, print, and with `--write` renew the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--job", choices=sorted(JOBS))
    parser.add_argument("--level", type=float, default=0.0)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    if arguments.job:
        run_job(arguments)
        return
    text = f"{report(arguments)}\n\n{NOTE}\n\n{machine('numpy', 'scipy')}"
    print(text)
    if arguments.write:
        write_section(TITLE, text)


NOTE: Final = (
    "Seconds of signal per second of CPU of one core. `benchmarks/athlete_speed.py`; about 2200 "
    "motor units, their spikes, twitches, fatigue and potentials every 10 ms or finer. The whole "
    "athlete adds control, realities and, where said, motion; it is read in blocks of 50 ms."
)


if __name__ == "__main__":
    main()
