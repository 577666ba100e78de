"""A home with something in every table of the training log."""

from __future__ import annotations

from innervate.core.channel import Side
from innervate.core.workout import SetKind, Workout, WorkoutSet
from innervate.store.log_rows import (
    Entry,
    PlanEvent,
    Planned,
    PlannedState,
    Relation,
    Soreness,
)
from innervate.store.store import Store

PUSH = Workout(
    started_at="2026-11-26T18:30:00",
    name="Push ☂",
    sets=(
        WorkoutSet("Bench press", "bench_press", SetKind.WARMUP, 10, 20.0),
        WorkoutSet("Fly", None, SetKind.DROP, 12, 1 / 3, 30.5, 12.25, 8.5, 1.5, "3-1-1-0", "sló"),
        WorkoutSet("Plank", duration_s=60.0),
    ),
    ended_at="2026-11-26T19:10:00",
    note="windy Tuesday",
    source="strong",
    source_key="strong:2026-11-26T18:30:00:Push",
)
PULL = Workout("2026-11-28T07:00:00+01:00", "Pull", ())


def logged(store: Store, person: str | None, session: str | None = None) -> None:
    """Keep a little of everything of somebody."""
    log = store.log
    log.add_workouts(person, [PUSH, PULL], session=session)
    log.write(
        [
            Entry("", person, "2026-11-26T18:29:00", "focus.before", 6.0, "0-10", "", "centre"),
            Entry("", person, "2026-11-26T19:11:00", "remark", text="knee hums", session=session),
        ]
    )
    log.rate_soreness(
        [Soreness("", person, "2026-11-27T18:30:00", "soleus", 3.5, Side.LEFT, 24, "ok", session)]
    )
    plan = log.begin_plan(person, "automatic", "2026-11-26", choices='{"side": "left"}')
    log.schedule(plan.id, [Planned("2026-11-26", "reps"), Planned("2026-11-28", "reps"), TAPS])
    log.mark(plan.id, Planned("2026-11-26", "reps", PlannedState.DONE, session=session))
    log.happen(plan.id, PlanEvent("2026-11-26T19:12:00", "done", '{"block": "reps"}'))
    log.happen(plan.id, PlanEvent("2026-11-27T08:00:00", "sore"))
    if person is not None:
        kept = log.consent(person, "recording", "Lord Byron", Relation.GUARDIAN)
        log.withdraw(kept.id, at="2026-12-01T00:00:00+00:00")
        log.consent(person, "sharing", "Ada", Relation.SELF)


TAPS = Planned("2026-11-28", "taps", PlannedState.MOVED, "2026-11-29", "sore")
