"""A document as the page asks it: roles of muscles, measures of the set and of repetitions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from innervate.core.channel import Kind, Side
from innervate.core.measure import Measure, Subject
from innervate.engine.analysis import Curve
from innervate.report.document import Document


class Role(StrEnum):
    """The part of a muscle in the exercise."""

    TARGET = "target"
    WATCHED = "watched"
    OTHER = "other"

    @property
    def words(self) -> str:
        """The role in words."""
        return {"target": "target", "watched": "watched", "other": "also recorded"}[self.value]


@dataclass(frozen=True, slots=True)
class View:
    """Questions that the page asks of a document."""

    document: Document

    def role(self, muscle: str | None, side: Side | None) -> Role:
        """The role of a muscle and side, from the share's own channel set or the exercise."""
        if muscle is None:
            return Role.OTHER
        exact = self._exact_targets()
        names = {muscle, f"{muscle}:{side}"} if side else {muscle}
        exercise = self.document.exercise
        if names & exact or (not exact and exercise and muscle in exercise.targets):
            return Role.TARGET
        if exercise and muscle in (*exercise.compensators, *exercise.targets):
            return Role.WATCHED
        return Role.OTHER

    def of_set(self, metric: str) -> tuple[Measure, ...]:
        """The measures of whole sets of this metric that have a value."""
        return tuple(one for one in self.sets if one.metric == metric and one.value is not None)

    def of_reps(self, metric: str, subject: Subject | None = None) -> tuple[Measure, ...]:
        """The measures of single repetitions of this metric, of one subject if one is given."""
        return tuple(
            one
            for one in self.document.measures
            if one.metric == metric
            and one.subject.rep is not None
            and (subject is None or same(one.subject, subject))
        )

    @property
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

    def _exact_targets(self) -> set[str]:
        return {
            name
            for one in self.document.measures
            if one.metric == "target_share" and one.value is not None and one.subject.other
            for name in one.subject.other.split(" | ")[0].split(", ")
        }


def same(one: Subject, other: Subject) -> bool:
    """Whether two measures are about the same muscles, whatever the repetition."""
    return (one.muscle, one.side, one.channel, one.other, one.set, one.phase) == (
        other.muscle, other.side, other.channel, other.other, other.set, other.phase,
    )  # fmt: skip
