"""Monthly letters: made from what is kept, anew and always the same, once a month is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from innervate.core.errors import InputError
from innervate.report.change_trend import Looks, Trend, trend
from innervate.report.letter import Letter, Month, letter
from innervate.session.practice import practice_of
from innervate.web.following import Followed
from innervate.web.keeping import gain
from innervate.web.tracking import Tracked, followed


@dataclass(frozen=True, slots=True)
class Span:
    """A month of a calendar; `number` counts from the first that something was done in."""

    number: int
    start: date
    stop: date

    @property
    def key(self) -> str:
        """Its name: 2026-10."""
        return f"{self.start:%Y-%m}"


def spans(first: date | None, today: date) -> tuple[Span, ...]:
    """The months from the first day on that are over, oldest first."""
    if first is None:
        return ()
    return tuple(_spans(first.replace(day=1), today))


def span_of(today: date) -> Span:
    """The last month that is over."""
    stop = today.replace(day=1)
    return Span(1, _before(stop), stop)


def first_day(planned: date | None, series: Sequence[Tracked]) -> date | None:
    """The first day that anything is known of; `planned`: of the first plan."""
    days = [planned] if planned else []
    days += [one.sessions[0].on for one in series if one.sessions]
    return min(days, default=None)


def write(span: Span, person: str, plans: Sequence[Followed], series: Sequence[Tracked]) -> Letter:
    """The letter of a month from the plans as they stood at its end, and all series.

    What came after the month changes nothing in it.
    """
    practice = tuple(
        practice_of(one.plan, span.start, span.stop) for one in plans if _is_of(one, span)
    )
    mine = followed([one.before(span.stop) for one in series])
    gains = (gain(one) for one in mine if any(session.without for session in one.sessions))
    month = Month(
        number=span.number,
        start=span.start,
        stop=span.stop,
        practice=practice,
        series=tuple(one.series for one in mine),
        gains=tuple(one for one in gains if one is not None and one.days),
        person=person,
    )
    return letter(month)


def judge(span: Span, series: Sequence[Tracked]) -> dict[str, Trend]:
    """What the letter of a month says of each followed series, by its short name.

    A page that is looked at every day shows these, so that looking often finds no more.
    """
    mine = followed([one.before(span.stop) for one in series])
    looks = Looks(max(len(mine), 1))
    return {one.short: trend(one.series, span.start, span.stop, looks) for one in mine}


def month_of(key: str, all_spans: Sequence[Span]) -> Span:
    """The month of that name; raises `InputError` where it has no letter."""
    for one in all_spans:
        if one.key == key:
            return one
    found = f"{all_spans[0].key} to {all_spans[-1].key}" if all_spans else "no month that is over"
    raise InputError(
        "there is no letter of that month", given=key, found=found, fix="choose one of the list"
    )


def _spans(start: date, today: date) -> Iterator[Span]:
    number = 1
    while (stop := _after(start)) <= today:
        yield Span(number, start, stop)
        number, start = number + 1, stop


def _is_of(one: Followed, span: Span) -> bool:
    ended = one.stored.ended_on
    over = date.fromisoformat(ended) if ended else one.plan.ends_on
    return one.plan.begun < span.stop and over >= span.start


def _after(start: date) -> date:
    return date(start.year + start.month // 12, start.month % 12 + 1, 1)


def _before(stop: date) -> date:
    return date(stop.year - (stop.month == 1), (stop.month - 2) % 12 + 1, 1)
