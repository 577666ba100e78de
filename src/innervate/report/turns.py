"""What turning a knob of the source did: repetitions before it against repetitions after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np

from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.engine.analysis import Repetition, Turn
from innervate.metrics._interval import FEWEST_REPS, UNBOUNDED, mean_interval
from innervate.report.welch import difference

TOLD: Final = ("target_share", "isolation", "activation")
_OF_ASKED: Final = "activation"
"""The one of these that other muscles have too: only that of muscles asked for is told."""
_LIMITS: Final = {
    "target_share": (0.0, 1.0), "isolation": (0.0, 100.0), _OF_ASKED: (0.0, np.inf),
}  # fmt: skip
_ONE_MOVE_S: Final = 1.0
"""A knob that is turned on within this time is still being dragged: a plausible setting."""

_Asked: TypeAlias = "tuple[Subject, ...]"
_Key: TypeAlias = "tuple[str, str, Subject, _Asked]"
"""Metric, unit, whom it is about, and whom its set asks for: other sets are other work."""


@dataclass(frozen=True, slots=True)
class KnobMove:
    """From where to where a knob was turned; `before` is None where that was not recorded."""

    knob: str
    before: float | None
    after: float
    unit: str


@dataclass(frozen=True, slots=True)
class TurnEffect:
    """A number before and after a turn, each a mean of repetitions with its interval.

    Attributes:
        before, after: the means, about the same muscles in sets that ask for the same.
        difference: after minus before, or None where one of them is not there.
        uncertainty: the interval of the difference.
        asked: whom these sets ask for, as their target share is about.
    """

    before: Measure
    after: Measure
    difference: float | None
    uncertainty: Uncertainty
    asked: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True)
class Turned:
    """Knobs that were turned with no whole repetition in between, so that they act together.

    Attributes:
        start_s, stop_s: from the first of the turns to the last.
        set: the set in which it began, None outside of one.
        moves: what was turned, in order; a knob may be turned there and back.
        effects: what the repetitions say that lie between the turns before and those after.
    """

    start_s: float
    stop_s: float
    set: int | None
    moves: tuple[KnobMove, ...]
    effects: tuple[TurnEffect, ...]


def turned(
    turns: Sequence[Turn], repetitions: Sequence[Repetition], measures: Sequence[Measure]
) -> tuple[Turned, ...]:
    """The turns with what they did.

    A repetition counts before a turn where it ended before, and after it where it began after; one
    during which a knob was turned counts for neither. Intervals are Student's t over repetitions;
    those of differences are Welch's, widened so that those of one turn hold together (Bonferroni).
    Compared are the target share, the isolation and the activation of the muscles asked for.

    Args:
        turns: in order of time; the first of each knob tells where it stood.
        repetitions: those of the session.
        measures: its measures, of which those of repetitions are used.
    """
    groups = list(_groups(turns, repetitions))
    asked = _asked(measures)
    edges = [-np.inf, *(edge for one in groups for edge in (one.start_s, one.stop_s)), np.inf]
    found = [
        (one, list(_pairs(measures, asked, _Span(edges[2 * at], one.start_s),
                          _Span(one.stop_s, edges[2 * at + 3]))))
        for at, one in enumerate(groups)
    ]  # fmt: skip
    return tuple(
        replace(one, effects=tuple(pair.effect(sum(each.enough for each in pairs))
                                   for pair in pairs))
        for one, pairs in found
    )  # fmt: skip


def counts(effect: TurnEffect, measures: Sequence[Measure]) -> tuple[int, int]:
    """Of how many repetitions the means before and after a turn are."""
    asked = _asked(measures)
    own = [
        one for one in measures
        if _counts(one) and _key(one, asked) == (
            effect.after.metric, effect.after.unit, effect.after.subject, effect.asked,
        )
    ]  # fmt: skip
    sides = (_Span(side.start_s, side.stop_s) for side in (effect.before, effect.after))
    before, after = (sum(span.holds(one) for one in own) for span in sides)
    return before, after


def mixed_sets(turned: Sequence[Turned], repetitions: Sequence[Repetition]) -> tuple[int, ...]:
    """The sets of which a part is from before and a part from after a turn."""
    early = {(at, rep.set) for at, one in enumerate(turned) for rep in repetitions
             if rep.start_s < one.stop_s}  # fmt: skip
    late = {(at, rep.set) for at, one in enumerate(turned) for rep in repetitions
            if rep.stop_s > one.start_s}  # fmt: skip
    return tuple(sorted({number for _, number in early & late}))


@dataclass(frozen=True, slots=True)
class _Span:
    start_s: float
    stop_s: float

    def holds(self, one: Measure | Repetition) -> bool:
        return self.start_s <= one.start_s and one.stop_s <= self.stop_s


def _groups(turns: Sequence[Turn], repetitions: Sequence[Repetition]) -> Iterator[Turned]:
    """Turns between which no repetition was made, with all that they did."""
    stands: dict[str, float] = {}
    group: list[Turn] = []
    for turn in turns:
        if turn.at_s <= 0.0 and not group:
            stands[turn.knob] = turn.value  # how it stood when the session began
            continue
        if turn.value == next(
            (one.value for one in reversed(group) if one.knob == turn.knob),
            stands.get(turn.knob),
        ):
            continue  # it stood there
        if group and any(_Span(group[-1].at_s, turn.at_s).holds(rep) for rep in repetitions):
            yield _group(group, stands)
            group = []
        group.append(turn)
    if group:
        yield _group(group, stands)


def _group(group: Sequence[Turn], stands: dict[str, float]) -> Turned:
    """The turns as one; `stands` is brought to where they left the knobs."""
    drags: list[list[Turn]] = []
    for turn in group:
        drag = next((one for one in reversed(drags) if one[0].knob == turn.knob), None)
        if drag and turn.at_s - drag[-1].at_s <= _ONE_MOVE_S:
            drag.append(turn)
        else:
            drags.append([turn])
    moves: list[KnobMove] = []
    for drag in drags:
        knob, unit = drag[0].knob, drag[0].unit
        for value in _stops(stands.get(knob), [one.value for one in drag]):
            moves.append(KnobMove(knob, stands.get(knob), value, unit))
            stands[knob] = value
    return Turned(group[0].at_s, group[-1].at_s, group[0].set, tuple(moves), ())


def _stops(began: float | None, values: Sequence[float]) -> tuple[float, ...]:
    """Where a drag led: to its end, or to its farthest value and back."""
    if began is None or values[-1] != began:
        return (values[-1],)
    return max(values, key=lambda value: abs(value - began)), began


def _asked(measures: Sequence[Measure]) -> dict[int | None, _Asked]:
    """By the number of a set, whom it asks for."""
    found: dict[int | None, dict[Subject, None]] = {}
    for one in measures:
        if one.metric == "target_share":
            about = replace(one.subject, set=None, rep=None)
            found.setdefault(one.subject.set, {})[about] = None
    return {number: tuple(about) for number, about in found.items()}


def _key(one: Measure, asked: dict[int | None, _Asked]) -> _Key:
    about = replace(one.subject, set=None, rep=None)
    return one.metric, one.unit, about, asked.get(one.subject.set, ())


def _counts(one: Measure) -> bool:
    """Whether it is of a sound repetition."""
    return one.subject.rep is not None and one.value is not None and one.quality.ok


def _is_told(key: _Key) -> bool:
    """Whether a number is among those told: of others no activation, where any muscle is asked."""
    metric, _, about, asked = key
    if metric != _OF_ASKED:
        return metric in TOLD
    return not asked or any(_is_of(about, one) for one in asked)


def _is_of(about: Subject, asked: Subject) -> bool:
    """Whether a muscle is the one asked for, or one of those asked for together."""
    if asked.muscle is not None:
        return about.muscle == asked.muscle and asked.side in (None, about.side)
    together = (asked.other or "").partition(" | ")[0].split(", ")
    return f"{about.muscle}:{about.side}" in together or about.muscle in together


@dataclass(frozen=True, slots=True)
class _Pair:
    key: _Key
    version: int
    before: tuple[Measure, ...]
    after: tuple[Measure, ...]
    spans: tuple[_Span, _Span]

    @property
    def enough(self) -> bool:
        return min(len(self.before), len(self.after)) >= FEWEST_REPS

    def effect(self, told: int) -> TurnEffect:
        before, after = ([one.value or 0.0 for one in side] for side in (self.before, self.after))
        return TurnEffect(
            self._mean(self.before, before, self.spans[0]),
            self._mean(self.after, after, self.spans[1]),
            float(np.mean(after) - np.mean(before)) if before and after else None,
            difference(after, before, max(told, 1), _LIMITS.get(self.key[0], UNBOUNDED)),
            self.key[3],
        )

    def _mean(self, side: Sequence[Measure], values: Sequence[float], span: _Span) -> Measure:
        metric, unit, subject, _ = self.key
        edge_s = span.start_s if np.isfinite(span.start_s) else span.stop_s
        none = Quality(False, ("no sound repetition lies there",))
        return Measure(
            metric,
            float(np.mean(values)) if values else None,
            unit,
            subject,
            min((one.start_s for one in side), default=edge_s),
            max((one.stop_s for one in side), default=edge_s),
            mean_interval(values, _LIMITS.get(metric, UNBOUNDED)),
            Quality() if values else none,
            self.version,
        )


def _pairs(
    measures: Sequence[Measure], asked: dict[int | None, _Asked], before: _Span, after: _Span
) -> Iterator[_Pair]:
    """The repetitions on both sides, by what they are about; nothing where both have none."""
    found: dict[_Key, tuple[list[Measure], list[Measure]]] = {}
    for one in measures:
        key = _key(one, asked)
        if not _counts(one) or not _is_told(key):
            continue
        sides = found.setdefault(key, ([], []))
        for side, span in zip(sides, (before, after), strict=True):
            if span.holds(one):
                side.append(one)
    for key in sorted(found, key=lambda one: TOLD.index(one[0])):
        early, late = found[key]
        if early or late:
            version = (early or late)[0].version
            yield _Pair(key, version, tuple(early), tuple(late), (before, after))
