"""What a programme's plan comes to in a letter: how much was done, and how it stands."""

from __future__ import annotations

from datetime import date

from innervate.coach.programmes.adherence import adherence
from innervate.coach.programmes.agenda import forbidding
from innervate.coach.programmes.plan import Ending, Plan
from innervate.report.letter import Practice
from innervate.report.letter_advice import Standing


def practice_of(plan: Plan, start: date, stop: date) -> Practice:
    """The practice of a plan from `start` to the day before `stop`, as it stands now."""
    tally = adherence(plan, start, stop)
    return Practice(
        programme=plan.programme.name,
        done=tally.done,
        missed=tally.missed,
        held=tally.held,
        moved=tally.moved,
        crashed=tally.crashed,
        standing=standing_of(plan),
        why=plan.stopped or " ".join(forbidding(plan)),
        claims=plan.programme.claims,
    )


def standing_of(plan: Plan) -> Standing:
    """How a plan stands; what was stopped for a reason is not merely ended."""
    if plan.stopped:
        return Standing.STOPPED
    if plan.ending is not None:
        return Standing.COMPLETE if plan.ending is Ending.COMPLETE else Standing.ENDED
    if plan.paused:
        return Standing.PAUSED
    return Standing.HELD if forbidding(plan) else Standing.RUNNING
