"""Stored measures become series: only what is alike, one point a session."""

from __future__ import annotations

from dataclasses import replace

from innervate.core.channel import Side
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.engine.answers import LOAD
from innervate.report.change_series import Axis, Better
from innervate.report.change_stored import stored_series
from innervate.store.rows import StoredMeasure

NONE = Uncertainty.none("a test")
WHO = Subject("pectoralis_major", Side.LEFT, other="pectoralis_major:left | triceps_brachii")


def row(day: int, value: float | None, subject: Subject = WHO, **more: object) -> StoredMeasure:
    made = Measure("target_share", value, "1", subject, 0.0, 10.0, NONE)
    changed = replace(made, **more)  # type: ignore[arg-type]
    return StoredMeasure(f"s{day}", f"2026-03-{day:02}T18:00:00+00:00", changed)


def test_sets_of_a_session_make_one_point_in_order() -> None:
    rows = [row(3, 0.5), row(1, 0.4), row(1, 0.6, replace(WHO, set=2)), row(2, 0.45)]
    (found,) = stored_series(rows, "bench_press")
    assert [point.on.day for point in found.points] == [1, 2, 3]
    assert found.values[0] == 50.0
    assert found.unit == "%"
    assert (found.better, found.axis) == (Better.MORE, Axis.SELECTIVITY)
    assert found.condition.exercise == "bench_press"


def test_other_sensors_versions_units_and_loads_are_kept_apart() -> None:
    rows = [row(1, 0.4), row(2, 0.4), row(3, 0.4)]
    other = replace(WHO, other="pectoralis_major:left")
    rows += [row(4, 0.4, other), row(5, 0.4, version=2), row(6, 0.4, unit="x"), row(7, 0.4)]
    rows.append(StoredMeasure("s7", rows[-1].started_at,
                              Measure(LOAD, 40.0, "kg", Subject(), 0.0, 10.0, NONE)))  # fmt: skip
    found = stored_series(rows, "bench_press")
    assert [len(one.points) for one in found] == [3, 1, 1, 1, 1]
    assert len({one.key for one in found}) == 5
    assert "40 kg" in {one.condition.load for one in found}


def test_repetitions_and_doubtful_values_do_not_count() -> None:
    rows = [
        row(1, 0.4, replace(WHO, rep=1)),
        row(2, None),
        row(3, 0.4, quality=Quality(False, ("noise",))),
        row(4, 0.4, metric="activation", unit="%MVC"),
    ]
    (found,) = stored_series(rows, "bench_press")
    assert found.key.startswith("activation/")
    assert found.better is Better.NEITHER
