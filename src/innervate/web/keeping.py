"""How much of a gain is kept without feedback, and how well feeling and measurement agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from innervate.core.channel import Side
from innervate.report.agreement import Agreement, agreement
from innervate.report.change_retention import Retention, retention
from innervate.report.change_trend import BASELINE
from innervate.report.letter import Gain
from innervate.store.values import SessionValue, Values
from innervate.web.tracking import FELT, Tracked

_ACTIVATION = "activation"


@dataclass(frozen=True, slots=True)
class Pair:
    """A rating and a measurement of one session."""

    session: str
    felt: float
    measured: float


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Felt against measured for a muscle; `unit` is that of the measurement."""

    exercise: str
    muscle: str
    side: Side | None
    unit: str
    pairs: tuple[Pair, ...]
    agreement: Agreement


def gain(one: Tracked) -> Gain | None:
    """Sessions without feedback after the last one with it; None where there was no practice."""
    practice = [session for session in one.sessions if not session.without]
    if len(practice) < BASELINE:
        return None
    last = practice[-1].on
    tests = [session for session in one.sessions if session.without and session.on >= last]
    return Gain(
        name=one.series.name,
        days=tuple(float((session.on - last).days) for session in tests),
        values=tuple(session.value for session in tests),
        before=fmean(session.value for session in practice[:BASELINE]),
    )


def kept(one: Tracked) -> Retention:
    """What is kept of a gain, or why that cannot be said."""
    found = gain(one)
    if found is None:
        return Retention(why=f"not enough: fewer than {BASELINE} sessions of practice")
    return retention(found.days, found.values, found.before)


def accuracy(values: Values, person: str | None, series: Sequence[Tracked]) -> tuple[Accuracy, ...]:
    """For each exercise and muscle that was both rated and measured."""
    rated = {one.series.condition.exercise for one in series if one.series.key.startswith(FELT)}
    return tuple(
        found
        for exercise in sorted(rated)
        for found in _accuracy(exercise, values.of_sessions(person, (FELT, _ACTIVATION), exercise))
    )


def _accuracy(exercise: str, values: Sequence[SessionValue]) -> Iterator[Accuracy]:
    measured = {
        (one.session, one.of.muscle, one.of.side): one
        for one in values
        if one.of.metric == _ACTIVATION
    }
    found: dict[tuple[str, Side | None, str], list[Pair]] = {}
    for one in values:
        muscle, side = one.of.muscle, one.of.side
        other = measured.get((one.session, muscle, side))
        if one.of.metric == FELT and other is not None and muscle is not None:
            pair = Pair(one.session, one.value, other.value)
            found.setdefault((muscle, side, other.of.unit), []).append(pair)
    for (muscle, side, unit), pairs in found.items():
        agrees = agreement([one.felt for one in pairs], [one.measured for one in pairs])
        yield Accuracy(exercise, muscle, side, unit, tuple(pairs), agrees)
