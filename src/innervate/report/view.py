"""A document as the page asks it: its sets, the roles of muscles, what to show first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias, TypeVar

from innervate.core.channel import Channel, Kind, Side
from innervate.core.flaw import Flaw
from innervate.core.measure import Measure, Subject
from innervate.core.units import compares_muscles
from innervate.engine.analysis import ChannelQuality, Curve
from innervate.report.document import Document
from innervate.report.text import other_text, subject_text

MOST_SETS = 3
MOST_MUSCLES = 12
_NOT_WORTH_FOLDING = 2
_ALWAYS = 0.99

Who: TypeAlias = tuple[str | None, Side | None, str | None]
"""Muscle, side and channel name."""

_T = TypeVar("_T")


class Role(StrEnum):
    """The part of a muscle in the exercise."""

    TARGET = "target"
    WATCHED = "watched"
    OTHER = "other"

    @property
    def words(self) -> str:
        """The role in words."""
        return {"target": "target", "watched": "watched", "other": "also recorded"}[self.value]


@dataclass(frozen=True)
class View:
    """Questions that the page asks of a document.

    Attributes:
        document: the document, of which a view of one set holds only that set's repetitions and
            measures.
        number: the set that this is a view of, or None for the whole.
    """

    document: Document
    number: int | None = None

    @cached_property
    def parts(self) -> tuple[View, ...]:
        """A view of each set in order; the whole alone where there is but one."""
        document = self.document
        numbers = {one.set for one in document.repetitions}
        numbers |= {one.subject.set for one in document.measures if one.subject.set is not None}
        if len(numbers) < 2:
            return (self,)
        return tuple(
            View(
                replace(
                    document,
                    repetitions=tuple(one for one in document.repetitions if one.set == number),
                    measures=tuple(one for one in document.measures if one.subject.set == number),
                ),
                number,
            )
            for number in sorted(numbers)
        )

    @cached_property
    def target(self) -> str:
        """The target of the repetitions in words, or nothing."""
        shares = self.of_set("target_share")
        if not shares:
            return ""
        first = shares[0].subject
        joint = other_text((first.other or "").split(" | ")[0])
        return subject_text(first) if first.muscle else joint

    def title_of(self, part: View) -> str:
        """What a set is called: its number, and its target where sets differ in that."""
        if part.number is None:
            return ""
        differ = len({one.target for one in self.parts}) > 1
        return f"Set {part.number}" + (f": {part.target}" if differ and part.target else "")

    def role(self, muscle: str | None, side: Side | None) -> Role:
        """The role of a muscle and side, from the share's own channel set or the exercise."""
        if muscle is None:
            return Role.OTHER
        names = {muscle, f"{muscle}:{side}"} if side else {muscle}
        exact, exercise = self._exact_targets, self.document.exercise
        if names & exact or (not exact and exercise and muscle in exercise.targets):
            return Role.TARGET
        if exercise and muscle in (*exercise.compensators, *exercise.targets):
            return Role.WATCHED
        return Role.OTHER

    def role_words(self, muscle: str | None, side: Side | None) -> str:
        """The role in words, with the sets where it is the target in some of them only."""
        role, parts = self.role(muscle, side), self.parts
        within = [part.number for part in parts if part.role(muscle, side) is Role.TARGET]
        if role is not Role.TARGET or len(within) in (0, len(parts)):
            return role.words
        if len(within) > MOST_SETS:
            return f"target in {len(within)} of {len(parts)} sets"
        return f"target in set {' and '.join(map(str, within))}"

    def of_set(self, metric: str) -> tuple[Measure, ...]:
        """The measures of whole sets of this metric that have a value."""
        found = self._by_metric.get(metric, ())
        return tuple(one for one in found if one.subject.rep is None and one.value is not None)

    def of_reps(self, metric: str, subject: Subject | None = None) -> tuple[Measure, ...]:
        """The measures of single repetitions of this metric, of one subject if one is given."""
        if subject is not None:
            return tuple(self._reps.get((metric, replace(subject, rep=None)), ()))
        found = self._by_metric.get(metric, ())
        return tuple(one for one in found if one.subject.rep is not None)

    @cached_property
    def sets(self) -> tuple[Measure, ...]:
        """The measures that are not of a single repetition."""
        return tuple(one for one in self.document.measures if one.subject.rep is None)

    @property
    def refused(self) -> tuple[Measure, ...]:
        """The measures of whole sets that could not be made."""
        return tuple(one for one in self.sets if one.value is None)

    @property
    def curves(self) -> tuple[Curve, ...]:
        """One curve per channel: its activation where there is one, else its envelope."""
        for kind in (Kind.ACTIVATION, Kind.ENVELOPE):
            found = tuple(one for one in self.document.curves if one.channel.kind is kind)
            if any(value is not None for one in found for value in one.values):
                return found
        return self.document.curves

    @cached_property
    def silent(self) -> tuple[Channel, ...]:
        """The channels that never had a signal."""
        flat = [one.channel for one in self.document.quality if _never(one)]
        heard = {one.channel.name for one in self.document.quality if not _never(one)}
        return tuple(one for one in flat if one.name not in heard)

    def is_silent(self, who: Who) -> bool:
        """Whether this channel, or every channel of this muscle, never had a signal."""
        muscle, side, name = who
        if name is not None:
            return any(one.name == name for one in self.silent)
        there = [one.channel for one in self.document.quality]
        own = [one for one in there if (one.muscle, one.side) == (muscle, side)]
        return muscle is not None and bool(own) and all(one in self.silent for one in own)

    def ranked(self, items: Sequence[_T], who: Callable[[_T], Who]) -> tuple[list[_T], list[_T]]:
        """What to show, and what to fold away: targets and watched stay, then the most active.

        Few items keep their order; what never had a signal is left out.
        """
        found = [one for one in items if not self.silent or not self.is_silent(who(one))]
        if len(found) <= MOST_MUSCLES + _NOT_WORTH_FOLDING:
            return found, []
        found.sort(key=lambda one: self._rank(*who(one)))
        return found[:MOST_MUSCLES], found[MOST_MUSCLES:]

    def _rank(self, muscle: str | None, side: Side | None, name: str | None) -> tuple[int, float]:
        known = self._activity
        active = known.get((muscle, side, name), known.get((muscle, side, None), 0.0))
        return list(Role).index(self.role(muscle, side)), -active

    @cached_property
    def _activity(self) -> dict[Who, float]:
        """How active each muscle was: its mean activation, or else the share of the time."""
        means = self.of_set("activation")
        if not means or not all(compares_muscles(one.unit) for one in means):
            means = self.of_set("activity")
        found: dict[Who, float] = {}
        for one in means:
            found[who_of_measure(one)] = max(one.value or 0.0, found.get(who_of_measure(one), 0.0))
        return found

    @cached_property
    def _by_metric(self) -> dict[str, list[Measure]]:
        found: dict[str, list[Measure]] = {}
        for one in self.document.measures:
            found.setdefault(one.metric, []).append(one)
        return found

    @cached_property
    def _reps(self) -> dict[tuple[str, Subject], list[Measure]]:
        found: dict[tuple[str, Subject], list[Measure]] = {}
        for one in self.document.measures:
            if one.subject.rep is not None:
                key = (one.metric, replace(one.subject, rep=None))
                found.setdefault(key, []).append(one)
        return found

    @cached_property
    def _exact_targets(self) -> frozenset[str]:
        return frozenset(
            name
            for one in self._by_metric.get("target_share", ())
            if one.value is not None and one.subject.other
            for name in one.subject.other.split(" | ")[0].split(", ")
        )


def who_of_measure(one: Measure) -> Who:
    """Whom a measure is about."""
    return one.subject.muscle, one.subject.side, one.subject.channel


def who_of_curve(one: Curve | ChannelQuality) -> Who:
    """Whose curve or quality it is."""
    return one.channel.muscle, one.channel.side, one.channel.name


def _never(one: ChannelQuality) -> bool:
    """Whether a channel was flat in every stretch that was measured."""
    judged = [code for code in one.strip if code is not None]
    share = max((flaw.share for flaw in one.flaws if flaw.flaw == Flaw.FLAT.words[0]), default=0.0)
    return share > _ALWAYS and all(code & Flaw.FLAT for code in judged)
