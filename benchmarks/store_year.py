"""A year of daily sessions in the store: how large the database is, and how fast it answers.

    python -m benchmarks.store_year            # a minute or two
    python -m benchmarks.store_year --write    # also renew docs/benchmarks.md

365 sessions of 60 repetitions in 5 sets with 8 muscles, with all measures that an analysis gives
of them, and a workout, ten answers and two ratings of soreness a day; all through the store's own
functions. Each question is asked five times; the fastest counts, which what else the machine does
disturbs least. Beside it stands the time that the processor needed.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from benchmarks._bench import machine, table, write_section

from innervate.core.channel import Side
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.core.workout import Workout, WorkoutSet
from innervate.store.log_rows import Entry, Soreness
from innervate.store.rows import Door, NewSession
from innervate.store.store import Store

TITLE: Final = "Store: a year of daily sessions"
LIMIT_MB: Final = 200.0
LIMIT_MS: Final = 50.0
_DAYS, _SETS, _REPS = 365, 5, 12
_MUSCLES: Final = tuple(
    (muscle, side)
    for muscle in ("pectoralis_major", "triceps_brachii", "deltoideus_anterior", "biceps_brachii")
    for side in (Side.LEFT, Side.RIGHT)
)
_WINDOWS: Final = (
    "third successive differences (after von Neumann) of non-overlapping 100-ms windows anchored "
    "at sample 0 within the repetition, corrected for the overlap of a 0.1-s envelope; Student t; "
    "delta method. Measurement noise only"
)
_PEAK: Final = (
    "the largest of noisy values lies above the true peak, in every repetition alike: no interval"
)
_CROSSING: Final = "a single crossing: its error cannot be seen in it"
_OVER_REPS: Final = "Student t over 12 repetitions, taken as independent"
_OF_REPS: Final = (
    ("activation", "%MVC", _WINDOWS), ("activation.peak", "%MVC", _PEAK),
    ("onset", "s", _CROSSING), ("release", "s", _CROSSING),
    ("activity.stretch", "s", "the error of the onset detector's edges cannot be seen in it"),
)  # fmt: skip
_OF_ALL: Final = (
    ("isolation", "1"), ("selectivity_db", "dB"), ("target_share", "1"),
    ("repetitions.duration", "s"), ("repetitions.rest", "s"),
)  # fmt: skip


_SELDOM: Final = "no screen asks it"


def _measures(draw: random.Random) -> Iterator[Measure]:
    """All measures of a session."""
    for number in range(1, _SETS + 1):
        for rep in (None, *range(1, _REPS + 1)):
            start_s = number * 180.0 + (rep or 0) * 5.0 + draw.random()
            yield from _of_muscles(draw, number, rep, start_s)
            for metric, unit in _OF_ALL:
                method = _OVER_REPS if rep is None else "a single trial is noise: read the set"
                subject = Subject(set=number, rep=rep)
                yield _measure(draw, metric, unit, subject, start_s, method)


def _of_muscles(
    draw: random.Random, number: int, rep: int | None, start_s: float
) -> Iterator[Measure]:
    for place, (muscle, side) in enumerate(_MUSCLES):
        subject = Subject(muscle, side, set=number, rep=rep)
        for metric, unit, method in _OF_REPS:
            told = _OVER_REPS if rep is None else method
            yield _measure(draw, metric, unit, subject, start_s, told)
        if place % 2:
            yield _measure(draw, "compensation", "1", subject, start_s, _WINDOWS)


def _measure(  # noqa: PLR0917 - its fields in their order
    draw: random.Random, metric: str, unit: str, subject: Subject, start_s: float, method: str
) -> Measure:
    value = draw.gauss(40.0, 5.0)
    sure = method in {_WINDOWS, _OVER_REPS}
    interval = Uncertainty(value - draw.random(), value + draw.random(), 0.95, method)
    ok = draw.random() > 0.1
    reasons = () if ok else (f"baseline {draw.randrange(3)} of 20 repetitions: also working",)
    return Measure(
        metric,
        value,
        unit,
        subject,
        start_s,
        start_s + 4.0,
        interval if sure else Uncertainty.none(method),
        Quality(ok, reasons),
    )


def fill(store: Store, days: int) -> tuple[str, int]:
    """Keep the sessions and the log of so many days; the person and the measures kept."""
    draw, person, kept = random.Random(1), store.add_person("Ada").id, 0
    for number in range(days):
        day = (date(2025, 1, 1) + timedelta(days=number)).isoformat()
        at = f"{day}T18:00:00+00:00"
        new = NewSession(Door.KIT, "lsl:amp", "bench_press", False, at, person, "{}")
        session, measures = store.begin(new), list(_measures(draw))
        store.finish(session.id, "{}", measures, duration_s=1200.0, reps=60, headline="60")
        kept += len(measures)
        one = WorkoutSet("Bench press", "bench_press", reps=12, load_kg=60.0 + number % 9)
        store.log.add_workouts(person, [Workout(at, "Push", (one,) * _SETS)], session=session.id)
        store.log.write(
            Entry("", person, at, f"label {k}", float(draw.randrange(11)), "0-10", "", "centre")
            for k in range(10)
        )
        store.log.rate_soreness(
            Soreness("", person, at, muscle, float(draw.randrange(11)), side, 24)
            for muscle, side in _MUSCLES[:2]
        )
    return person, kept


def questions(store: Store, person: str) -> dict[str, Callable[[], object]]:
    """What screens ask."""
    newest = store.sessions(person, limit=1)[0].id
    asked = (person, "bench_press")
    return {
        "trend of a metric of one muscle, whole sets": lambda: store.measures(
            *asked, "activation", muscle="pectoralis_major", side=Side.LEFT, whole=True
        ),
        "trend of a metric of all, whole sets": lambda: store.measures(
            *asked, "target_share", whole=True
        ),
        "the session before": lambda: store.previous(newest),
        "all sessions": lambda: store.sessions(person),
        "the newest 30 workouts": lambda: store.log.workouts(person, newest=30),
        "all sets of an exercise": lambda: store.log.sets(person, "bench_press"),
        "the answers of one label": lambda: store.log.entries(person, label="label 3"),
        "the diary of soreness": lambda: store.log.soreness(person),
        "all measures of a session (no screen asks it)": lambda: store.session_measures(newest),
        "trend of all muscles (no screen asks it)": lambda: store.measures(
            *asked, "activation", whole=True
        ),
    }


def fastest_ms(ask: Callable[[], object], times: int = 5) -> tuple[float, float]:
    """The shortest that a question took, and the least that the processor had to do for it."""
    took: list[float] = []
    worked: list[float] = []
    for _ in range(times):
        began, before = time.perf_counter(), time.process_time()
        ask()
        took.append((time.perf_counter() - began) * 1e3)
        worked.append((time.process_time() - before) * 1e3)
    return min(took), min(worked)


def main() -> int:
    """Fill a store, ask, and say whether the limits hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=_DAYS)
    parser.add_argument("--write", action="store_true", help="renew the page in the docs")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder))
        began = time.perf_counter()
        person, kept = fill(store, arguments.days)
        filled_s = time.perf_counter() - began
        rows = [(name, *fastest_ms(ask)) for name, ask in questions(store, person).items()]
        store.close()
        size_mb = (Path(folder) / "innervate.db").stat().st_size / 1e6
    text = (
        f"{arguments.days} sessions with {kept:,} measures: {size_mb:.0f} MB "
        f"(limit {LIMIT_MB:.0f}), {size_mb * 1e6 / kept:.0f} bytes a measure, kept in "
        f"{filled_s / arguments.days * 1e3:.0f} ms a session.\n\n"
        + table(
            ("question", "fastest of 5 (ms)", "of the processor (ms)"),
            ((name, f"{ms:.0f}", f"{cpu:.0f}") for name, ms, cpu in rows),
        )
        + f"\n\n{machine('sqlalchemy')}"
    )
    print(text)
    if arguments.write:
        write_section(TITLE, text)
    return int(
        size_mb > LIMIT_MB or any(ms > LIMIT_MS for name, ms, _ in rows if _SELDOM not in name)
    )


if __name__ == "__main__":
    raise SystemExit(main())
