"""Whether a number changed since an earlier session, and when that cannot be said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from innervate.core.measure import Measure, Uncertainty
from innervate.core.units import PERCENT_MVC, PERCENT_SUBMAXIMAL
from innervate.metrics._interval import FEWEST_REPS
from innervate.report.document import Document
from innervate.report.view import View
from innervate.report.welch import difference

COMPARED = ("target_share", "isolation", "activation")
_OF_ALL = frozenset({"target_share", "isolation"})
_ACROSS_SESSIONS = frozenset({PERCENT_MVC, PERCENT_SUBMAXIMAL})


class Verdict(StrEnum):
    """What can be said of a change."""

    HIGHER = "higher than then"
    LOWER = "lower than then"
    UNCLEAR = "no clear change"
    UNKNOWN = "not enough data"
    DIFFERENT = "not comparable"


@dataclass(frozen=True, slots=True)
class Change:
    """A number now and then.

    Attributes:
        now: the measure of this session.
        then: that of the earlier one, or None where it has none.
        verdict: what can be said.
        difference: the interval of the difference of the two means, in the unit of the measure.
        why: why nothing can be said; empty otherwise.
    """

    now: Measure
    then: Measure | None
    verdict: Verdict
    difference: Uncertainty
    why: str = ""


@dataclass(frozen=True)
class Compared:
    """A session and an earlier one of the same exercise.

    Attributes:
        now: this session.
        then: the earlier one.
    """

    now: View
    then: View

    @cached_property
    def obstacles(self) -> tuple[str, ...]:
        """Why the two cannot be compared at all; empty where they can."""
        now, then = self.now.document, self.then.document
        return tuple(_obstacles(now, then))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The numbers of this session's sets in the order in which they are told."""
        if self.obstacles:
            return ()
        pairs = [
            (one, self._match(one))
            for metric in COMPARED
            for part in self.now.parts
            for one in part.of_set(metric)
        ]
        count = sum(not _why(one, other, self) for one, other in pairs)
        return tuple(self._change(one, other, count) for one, other in pairs)

    def counted(self, view: View, of: Measure) -> list[float]:
        """The values of the repetitions that a set's mean is made of."""
        reps = view.of_reps(of.metric, of.subject)
        return [one.value for one in reps if one.value is not None and one.quality.ok]

    def _match(self, one: Measure) -> Measure | None:
        """The same number of the earlier session: same muscle, same number of the set."""
        wanted = _who(one)
        several = len(self.now.parts) > 1 or len(self.then.parts) > 1
        return next(
            (
                other
                for other in self.then.of_set(one.metric)
                if _who(other) == wanted and (not several or other.subject.set == one.subject.set)
            ),
            None,
        )

    def _change(self, one: Measure, other: Measure | None, comparisons: int) -> Change:
        why, verdict = _why(one, other, self) or ("", Verdict.UNCLEAR)
        if why or other is None:
            return Change(one, other, verdict, Uncertainty.none(why), why)
        now, then = self.counted(self.now, one), self.counted(self.then, other)
        interval = difference(now, then, comparisons)
        if interval.low is not None and interval.low > 0:
            verdict = Verdict.HIGHER
        elif interval.high is not None and interval.high < 0:
            verdict = Verdict.LOWER
        return Change(one, other, verdict, interval)


def _obstacles(now: Document, then: Document) -> list[str]:
    found = []
    if now.simulated != then.simulated:
        simulated = "this session" if now.simulated else "the earlier session"
        found.append(f"{simulated} is SIMULATED and the other was measured on a person")
    names = [one.exercise.name if one.exercise else "no named exercise" for one in (now, then)]
    if names[0] != names[1] or now.exercise is None:
        found.append(f"the exercises differ or are not known: {names[0]} now, {names[1]} then")
    people = [one.provenance.source.person for one in (now, then)]
    if all(people) and people[0] != people[1]:
        found.append("they are of two different people")
    if set(now.provenance.normalisation) != set(then.provenance.normalisation):
        found.append("they count something different as 100 % (normalisation)")
    elif not _units(now) <= _ACROSS_SESSIONS:
        found.append(
            "their activations have no reference that holds from one session to the next: "
            "that takes maximal trials in both"
        )
    return found


def _units(document: Document) -> set[str]:
    return {one.unit for one in document.measures if one.metric == "activation"}


def _why(one: Measure, other: Measure | None, of: Compared) -> tuple[str, Verdict] | None:
    """Why a number cannot be compared, and what that is called; None where it can."""
    if other is None:
        return "the earlier session does not have it", Verdict.UNKNOWN
    if one.metric in _OF_ALL and one.subject.other != other.subject.other:
        return "other muscles were recorded then", Verdict.DIFFERENT
    if (one.version, one.unit) != (other.version, other.unit):
        return "it was computed in another way then", Verdict.DIFFERENT
    counts = len(of.counted(of.now, one)), len(of.counted(of.then, other))
    if min(counts) < FEWEST_REPS:
        return (
            f"{counts[0]} sound repetitions now and {counts[1]} then; "
            f"{FEWEST_REPS} are needed in both"
        ), Verdict.UNKNOWN
    return None


def _who(one: Measure) -> tuple[object, ...]:
    """Whom a number is about; where it is about several targets, which."""
    subject = replace(one.subject, set=None, rep=None, other=None)
    targets = (one.subject.other or "").split(" | ")[0] if one.metric in _OF_ALL else ""
    return subject, targets
