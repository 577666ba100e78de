"""A year in which nothing changes: daily noise alone, and the letters that it would bring."""

from __future__ import annotations

from datetime import date, timedelta

from innervate.coach.programmes.programme import Followed
from innervate.report.letter import Letter, Month, letter
from innervate.sim.mind.person import person
from innervate.sim.mind.programme import Programme, SessionSummary, simulate
from innervate.studies._programmes.letters import MONTH
from innervate.studies._programmes.measured import series_of

_START = date(2026, 1, 5)
_FOLLOWED = (Followed.STRENGTH, Followed.TARGET_SHARE, Followed.DUAL_COST)
_START_N = 300.0


def letters_without_change(seed: int, every: int = 2, months: int = 12) -> tuple[Letter, ...]:
    """The letters of a person whose practice changes nothing.

    Args:
        seed: of the person and of the year.
        every: a session on every so many days.
        months: of thirty days.
    """
    done = Programme(days=months * MONTH.days, every=every, learning=False)
    sessions = simulate(done, person(seed), seed)
    series = tuple(
        series_of(one, tuple((_on(session), _value(one, session)) for session in sessions))
        for one in _FOLLOWED
    )
    return tuple(
        letter(Month(k + 1, _START + k * MONTH, _START + (k + 1) * MONTH, series=series))
        for k in range(months)
    )


def _on(session: SessionSummary) -> date:
    return _START + timedelta(days=session.day.number)


def _value(followed: Followed, session: SessionSummary) -> float:
    if followed is Followed.STRENGTH:
        return float(round(_START_N * session.strength))
    if followed is Followed.TARGET_SHARE:
        return 100.0 * float(session.reps.target_share.mean())
    return session.dual_task_cost
