"""The letters of a lived programme, each statement beside the simulated truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from innervate.coach.programmes.plan import Ending, Plan
from innervate.coach.programmes.programme import Followed
from innervate.report.change_series import Series
from innervate.report.change_trend import TrendVerdict
from innervate.report.letter import Gain, Letter, Month, letter
from innervate.report.letter_words import Change
from innervate.session.practice import practice_of
from innervate.studies._programmes.life import Life
from innervate.studies._programmes.measured import series_of

MONTH = timedelta(days=30)
_SHORTEST = timedelta(days=14)
_LAST_PRACTICE = 4


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement of a letter beside the truth.

    Attributes:
        letter, key, name, unit: which.
        verdict: what the letter says.
        measured, low, high: the measured change and its interval; None where there is none.
        truth: the true change between the same sessions; None where there is none to compare.
        right: whether the statement is true: a clear change has the true one's direction, and
            none was claimed where nothing changed.
        holds: whether the interval holds the truth; None where there is none.
    """

    letter: int
    key: str
    name: str
    unit: str
    verdict: TrendVerdict
    measured: float | None
    low: float | None
    high: float | None
    truth: float | None
    right: bool
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Lettered:
    """A letter and its statements beside the truth."""

    letter: Letter
    checked: tuple[Checked, ...]


def letters(life: Life) -> tuple[Lettered, ...]:
    """A letter each thirty days, and one at the end of a rest of two weeks or more."""
    return tuple(_letters(life))


def _letters(life: Life) -> Iterator[Lettered]:
    start = life.plan.begun
    stop = start + timedelta(days=len(life.plans))
    number, begins = 1, start
    while stop - begins >= _SHORTEST:
        ends = min(begins + MONTH, stop)
        plan = life.plans[(ends - start).days - 1]
        seen = letter(_month(life, plan, number, begins, ends))
        truths = {one.key: one for one in _series(life, true=True)}
        checked = tuple(_check(number, one, truths[one.key], ends) for one in seen.changes)
        yield Lettered(seen, checked)
        number, begins = number + 1, ends


def _month(life: Life, plan: Plan, number: int, begins: date, ends: date) -> Month:
    practice = practice_of(plan, begins, ends)
    gains = _gains(life, ends) if begins <= _last_test(life) < ends else ()
    return Month(number, begins, ends, (practice,), _series(life), gains, simulated=True)


def _last_test(life: Life) -> date:
    """The day of the last session, where the last level tests what is kept; else never."""
    tests = life.plan.programme.levels[-1].after_days > 0
    over = life.plan.ending is Ending.COMPLETE and tests
    return life.sessions[-1].on if over else date.max


def _gains(life: Life, ends: date) -> tuple[Gain, ...]:
    """The target share without feedback, from the last sessions of practice on."""
    tests = {level.key for level in life.plan.programme.levels if level.after_days}
    practice = [day.on for day in life.plan.days if day.counted and day.level not in tests]
    points = [one for one in _points(life, Followed.TARGET_SHARE, true=False) if one[0] < ends]
    late = [one for one in points if one[0] >= practice[-_LAST_PRACTICE]]
    if len(points) < _LAST_PRACTICE:
        return ()
    days = tuple(float(max((on - practice[-1]).days, 0)) for on, _ in late)
    before = sum(value for _, value in points[:_LAST_PRACTICE]) / _LAST_PRACTICE
    return (Gain("Target share", days, tuple(value for _, value in late), before),)


def _series(life: Life, *, true: bool = False) -> tuple[Series, ...]:
    follows = life.plan.programme.follows
    return tuple(series_of(one, _points(life, one, true=true)) for one in follows)


def _points(life: Life, followed: Followed, *, true: bool) -> tuple[tuple[date, float], ...]:
    return tuple(
        (session.on, one.true if true else one.measured)
        for session in life.sessions
        for one in session.found
        if one.followed is followed
    )


def _check(number: int, one: Change, truth: Series, stop: date) -> Checked:
    true, holds, right = None, None, True
    if one.low is not None and one.high is not None:
        values = [point.value for point in truth.before(stop)]
        first, newest = values[: one.sessions_before], values[-one.sessions_now :]
        true = sum(newest) / len(newest) - sum(first) / len(first)
        holds = one.low <= true <= one.high
        right = _is_right(one.verdict, true)
    measured = None if one.before is None or one.now is None else one.now - one.before
    return Checked(number, one.key, one.name, one.unit, one.verdict, measured, one.low, one.high,
                   true, right, holds)  # fmt: skip


def _is_right(verdict: TrendVerdict, true: float) -> bool:
    if verdict is TrendVerdict.MORE:
        return true > 0.0
    if verdict is TrendVerdict.LESS:
        return true < 0.0
    return True
