"""The numbers of a person that are followed over sessions, from what the store keeps."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from innervate.report.change_series import Axis, Better, Condition, Point, Series
from innervate.store.store import Store
from innervate.store.values import SessionValue
from innervate.web.conditions import Montages, condition_of, without_feedback
from innervate.web.days import day_of
from innervate.web.strengths import Mark, strengths

SHARE, FELT = "target_share", "felt"
MOST_FOLLOWED = 6
"""Each number more that is judged makes every other harder to judge."""
_STRENGTH_AND_SELECTIVITY = ("A03",)


@dataclass(frozen=True, slots=True)
class Session:
    """One session of a series: its value with its interval, and where it is kept.

    Attributes:
        id: of the stored session; None where the number comes from the training log.
        on: the day.
        value: as in the series.
        low, high: its interval, None where there is none.
        without: whether there was no feedback in it.
    """

    id: str | None
    on: date
    value: float
    low: float | None = None
    high: float | None = None
    without: bool = False


@dataclass(frozen=True, slots=True)
class Tracked:
    """A series with the sessions that it is made of, in the same order."""

    series: Series
    sessions: tuple[Session, ...]

    @property
    def short(self) -> str:
        """A name for an address: the same as long as the condition is."""
        made = f"{self.series.key}|{self.series.condition}"
        return hashlib.blake2b(made.encode(), digest_size=6).hexdigest()

    def before(self, stop: date) -> Tracked:
        """The same with the sessions before a day alone."""
        sessions = tuple(one for one in self.sessions if one.on < stop)
        return Tracked(replace(self.series, points=_points(sessions)), sessions)


def tracked(store: Store, person: str | None) -> tuple[Tracked, ...]:
    """All series of a person, the feelings last, else those with the most sessions first.

    Simulated sessions are never among them.
    """
    values = store.values.of_sessions(person, (SHARE, FELT))
    found = [*_measured(values), *_strong(store, person)]
    return tuple(sorted(found, key=_order))


def followed(series: Sequence[Tracked]) -> tuple[Tracked, ...]:
    """Those that letters judge: strength and selectivity of what is practised most.

    The choice looks at how often something was done, never at what came of it.
    """
    judged = [one for one in series if one.series.axis is not Axis.OTHER and one.sessions]
    often = Counter[str]()
    for one in judged:
        often[one.series.condition.exercise] += len(one.sessions)
    exercises = [key for key, _ in often.most_common(3)]
    mine = [one for one in judged if one.series.condition.exercise in exercises]
    return tuple(mine[:MOST_FOLLOWED])


def _order(one: Tracked) -> tuple[bool, int, str]:
    return one.series.axis is Axis.OTHER, -len(one.sessions), one.series.key


def _measured(values: Sequence[SessionValue]) -> Iterator[Tracked]:
    montages = Montages()
    found: dict[tuple[str, Condition], list[SessionValue]] = {}
    for value in values:
        key = value.of.metric, condition_of(value, montages)
        found.setdefault(key, []).append(value)
    for (metric, condition), mine in found.items():
        yield _share(condition, mine) if metric == SHARE else _felt(condition, mine)


def _share(condition: Condition, values: Sequence[SessionValue]) -> Tracked:
    sessions = tuple(_session(one, 100.0 if one.of.unit == "1" else 1.0) for one in values)
    sessions = tuple(sorted(sessions, key=lambda one: one.on))
    series = Series(
        key=f"share {_words(condition)}",
        name="Target share",
        unit="%",
        points=_points(sessions),
        condition=condition,
        better=Better.MORE,
        axis=Axis.SELECTIVITY,
        method="share of all recorded activity that was the target's; mean of the sets",
        claims=_STRENGTH_AND_SELECTIVITY,
    )
    return Tracked(series, sessions)


def _felt(condition: Condition, values: Sequence[SessionValue]) -> Tracked:
    sessions = tuple(sorted((_session(one, 1.0) for one in values), key=lambda one: one.on))
    series = Series(
        key=f"felt {_words(condition)}",
        name="Felt (0-10)",
        unit="",
        points=_points(sessions),
        condition=condition,
        method="your own rating, not a measurement",
        resolution=1.0,
    )
    return Tracked(series, sessions)


def _strong(store: Store, person: str | None) -> Iterator[Tracked]:
    for (key, condition, name, unit, method), marks in strengths(store, person).items():
        sessions = tuple(Session(None, one.on, one.value) for one in _sorted(marks))
        yield Tracked(
            Series(
                key=key,
                name=name,
                unit=unit,
                points=_points(sessions),
                condition=condition,
                better=Better.MORE,
                axis=Axis.STRENGTH,
                method=method,
                claims=_STRENGTH_AND_SELECTIVITY,
            ),
            sessions,
        )


def _sorted(marks: Sequence[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda one: one.on)


def _session(value: SessionValue, scale: float) -> Session:
    low = None if value.low is None else value.low * scale
    high = None if value.high is None else value.high * scale
    return Session(
        value.session, day_of(value.started_at), value.value * scale, low, high,
        without_feedback(value),
    )  # fmt: skip


def _points(sessions: Sequence[Session]) -> tuple[Point, ...]:
    return tuple(Point(one.on, one.value) for one in sessions)


def _words(condition: Condition) -> str:
    parts = (condition.exercise, condition.load, condition.variant, condition.montage)
    return " ".join(part for part in parts if part)
