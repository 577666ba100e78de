"""A person with months of sessions in a store, as they would be kept of real ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from innervate.coach.choices import Feedback
from innervate.core.channel import Side
from innervate.core.measure import Measure, Subject, Uncertainty
from innervate.core.workout import Workout, WorkoutSet
from innervate.session.setup import Setup
from innervate.store.rows import Door, NewSession
from innervate.store.store import Store

FIRST = date(2026, 8, 3)
OTHER = "pectoralis_major:left | triceps_brachii:left, deltoideus_anterior:left"


def at_noon(day: date) -> str:
    """The moment of a session on a day."""
    return datetime.combine(day, time(12), UTC).isoformat()


def trained(
    store: Store,
    person: str,
    day: date,
    shares: Sequence[float],
    *,
    load_kg: float | None = 40.0,
    felt: float | None = None,
    active: float = 50.0,
    feedback: Feedback = Feedback.FULL,
    simulated: bool = False,
) -> str:
    """A finished session of the bench press whose sets had these shares (0-1); its id."""
    setup = Setup("kit:made up", "bench_press", person=person, load_kg=load_kg, feedback=feedback)
    stored = store.begin(
        NewSession(Door.KIT, setup.source, "bench_press", simulated, at_noon(day), person,
                   setup.to_json())
    )  # fmt: skip
    who = Subject("pectoralis_major", Side.LEFT, other=OTHER)
    measures = []
    for number, share in enumerate(shares, start=1):
        subject = Subject(who.muscle, who.side, other=OTHER, set=number)
        sure = Uncertainty(share - 0.02, share + 0.02, 0.95, "t")
        measures.append(Measure("target_share", share, "1", subject, 0.0, 1.0, sure))
        one = Subject(who.muscle, who.side, set=number)
        measures.append(Measure("activation", active, "%MVC", one, 0.0, 1.0, Uncertainty.none("")))
    if felt is not None:
        one = Subject(who.muscle, who.side, set=1)
        measures.append(Measure("felt", felt, "1", one, 0.0, 1.0, Uncertainty.none("one")))
    store.finish(stored.id, "{}", measures, duration_s=60.0, reps=8, headline="eight repetitions")
    return stored.id


def lifted(store: Store, person: str, day: date, load_kg: float, reps: int = 5) -> None:
    """A workout of one set of the bench press, with nothing in reserve."""
    done = WorkoutSet("Bench Press", "bench_press", reps=reps, load_kg=load_kg, rir=0.0)
    key = f"made up {day}"
    workout = Workout(at_noon(day), "Push", (done,), source="made up", source_key=key)
    store.log.add_workouts(person, [workout])


def days(count: int, apart: int = 3, first: date = FIRST) -> list[date]:
    """So many days of training."""
    return [first + timedelta(days=apart * turn) for turn in range(count)]
