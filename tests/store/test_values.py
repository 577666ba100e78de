"""Numbers over sessions: the means that the database makes are those of the sets themselves."""

from __future__ import annotations

import math
from pathlib import Path
from statistics import fmean

import pytest

from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.store.rows import Door, NewSession
from innervate.store.store import Store

WHO = Subject("biceps_brachii", None, other="biceps_brachii | triceps_brachii")


def measure(value: float | None, number: int, half: float | None = 2.0, **more: object) -> Measure:
    subject = Subject(WHO.muscle, WHO.side, other=WHO.other, set=number, **more)  # type: ignore[arg-type]
    sure = (
        Uncertainty(value - half, value + half, 0.95, "t")
        if half is not None and value is not None
        else Uncertainty.none("one value")
    )
    return Measure("target_share", value, "1", subject, 0.0, 1.0, sure)


def kept(store: Store, measures: list[Measure], *, simulated: bool = False) -> str:
    new = NewSession(Door.KIT, "x", "curl", simulated, "2026-10-01T10:00:00+00:00", None, "{}")
    session = store.begin(new).id
    store.finish(session, "{}", measures, duration_s=1.0, reps=None, headline="")
    return session


def test_a_session_is_the_mean_of_its_sets(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "home")
    spoilt = Measure("target_share", 99.0, "1", WHO, 0.0, 1.0, Uncertainty.none(""),
                     Quality(False, ("noise",)))  # fmt: skip
    first = kept(store, [measure(50.0, 1), measure(60.0, 2), measure(9.0, 1, rep=1), spoilt,
                         measure(None, 3), measure(7.0, 1, phase="lowering")])  # fmt: skip
    second = kept(store, [measure(40.0, 1), measure(41.0, 2, half=None)])
    kept(store, [measure(1.0, 1)], simulated=True)
    one, other = store.values.of_sessions(None, ("target_share",))
    assert (one.session, other.session) == (first, second)
    assert one.value == fmean((50.0, 60.0)) and one.sets == 2
    assert one.low == pytest.approx(55.0 - math.sqrt(8.0) / 2)
    assert one.high == pytest.approx(55.0 + math.sqrt(8.0) / 2)
    assert (other.low, other.high) == (None, None)
    assert store.values.of_sessions(None, ("felt",)) == ()
    assert store.values.of_sessions(None, ("target_share",), "squat") == ()
    store.close()
