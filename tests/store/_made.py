"""Homes, sessions and measures for the tests of the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from innervate.core.channel import Side
from innervate.core.fit import Fit, FitInterval, FitParameter
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.store.rows import Door, NewSession, Placement, SessionState, StoredSession
from innervate.store.store import Store

NEW = NewSession(
    door=Door.KIT,
    source="lsl:amp",
    exercise="bench_press",
    simulated=False,
    started_at="2026-11-26T11:27:11+00:00",
    person=None,
    setup='{"source": "lsl:amp"}',
)

SHARE = Measure(
    metric="target_share",
    value=0.1 + 0.2,
    unit="1",
    subject=Subject("pectoralis_major", Side.LEFT, None, "triceps_brachii", 1, 2, "lowering"),
    start_s=1.5,
    stop_s=1e9 + 1e-6,
    uncertainty=Uncertainty(0.1, 1 / 3, 0.95, "bootstrap"),
    quality=Quality(False, ("clipped", 'says "no"')),
    version=3,
)
UNMEASURED = Measure(
    "felt", None, "1", Subject(channel="EMG 1"), 0.0, 0.0, Uncertainty.none("one rating")
)

FIT = Fit(
    step="normalise",
    version=2,
    stream="emg/activation",
    channels=("EMG 1", "EMG 2"),
    method="maximal trials",
    parameters=(FitParameter("reference", (1e-3 / 3, 2.0), "V"),),
    intervals=(FitInterval("session", 0.1, 5.3, "mvc 1 pectoralis_major left"),),
    ok=False,
    reasons=("the last is the highest",),
)


@contextmanager
def opened(home: Path) -> Iterator[Store]:
    """A store that is closed at the end, whatever happens."""
    store = Store.open(home)
    try:
        yield store
    finally:
        store.close()


def emptied(store: Store) -> Store:
    """The store with nothing in it, whatever ran."""
    for session in store.sessions():
        if session.state is SessionState.RUNNING:
            store.interrupt(session.id)
    if store.sessions() or store.people() or kept_files(store.home):
        store.erase_all()
    return store


def finished(
    store: Store,
    new: NewSession = NEW,
    *measures: Measure,
    signals: bytes | None = b"XDF:\x00\xff signals",
) -> StoredSession:
    """A whole session: begun, recorded, placed, learned, finished."""
    session = store.begin(new)
    if signals is not None and session.recording is not None:
        session.recording.write_bytes(signals)
    store.placed(
        session.id,
        [
            Placement(session.id, "emg", "EMG 1", "pectoralis_major", Side.LEFT),
            Placement(session.id, "emg", "EMG 2", None, None),
        ],
    )
    store.fitted(session.id, [FIT])
    return store.finish(
        session.id,
        '{"schema": "innervate/analysis/1", "words": "Übung"}\n',
        measures or (SHARE, UNMEASURED),
        duration_s=61.25,
        reps=8,
        headline="8 repetitions, 71 % pectoralis",
    )


def of(
    person: str | None = None, exercise: str = "bench_press", started_at: str = ""
) -> NewSession:
    """The usual session of somebody else, another exercise or another time."""
    return replace(NEW, person=person, exercise=exercise, started_at=started_at or NEW.started_at)


def bytes_of(home: Path) -> dict[str, bytes]:
    """Every file below a home folder."""
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }


def kept_files(home: Path) -> dict[str, bytes]:
    """The recordings and documents below a home folder."""
    return {name: data for name, data in bytes_of(home).items() if "/" in name}


def everything(store: Store) -> tuple[object, ...]:
    """All rows that a store gives out."""
    sessions = store.sessions()
    return (
        store.people(),
        sessions,
        tuple(store.placements(one.id) for one in sessions),
        tuple(store.fits(one.id) for one in sessions),
        tuple(store.session_measures(one.id) for one in sessions),
    )
