"""Every number of a metric beside its true value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from innervate.core.event import EventKind
from innervate.core.measure import Measure, Subject
from innervate.core.metric import MetricExample
from innervate.core.truth import Truth
from innervate.testing.contract import BrokenError, NotApplicableError
from innervate.testing.witness import Streams, Witness

_Key: TypeAlias = tuple[str, Subject]
_TOLD = frozenset({EventKind.PHASE, EventKind.CUE, EventKind.FIT})

MISSING = (
    "it has no TRUTH: nobody has said what its true value is. Name each of its numbers "
    "(core.truth.Truth), what it is about and which mean error a clean session may show"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A measure beside the truth.

    Attributes:
        truth: what the metric says of it.
        measure: what was measured.
        true: the true value of that very stretch, set or session; None where there is none.
        usual: the person's mean over many sets, in this session's references.
        own: the true value in the person's own terms, whatever references and levels this session
            learned: against the true maximum, and from first to last movement where
            `Truth.performed`.
    """

    truth: Truth
    measure: Measure
    true: float | None
    own: float | None
    usual: float | None = None

    @property
    def aim(self) -> float | None:
        """What the stated interval is about: the person's mean for a set, else the very stretch."""
        subject = self.measure.subject
        of_set = subject.rep is None and subject.set is not None
        return self.usual if of_set else self.true

    @property
    def counts(self) -> bool:
        """Whether there is a number that the metric itself finds fit, and a truth beside it.

        What must hold together counts whether or not it is fit to claim anything.
        """
        fit = self.measure.quality.ok or self.truth.together
        return None not in (self.measure.value, self.aim) and fit

    @property
    def error(self) -> float:
        """Measured less true."""
        assert self.measure.value is not None
        assert self.aim is not None
        return self.measure.value - self.aim

    def holds(self) -> bool | None:
        """Whether the stated interval holds the truth; None where none is stated."""
        return self._holds(self.aim)

    def holds_own(self) -> bool | None:
        """Whether it holds the truth in the person's own terms too."""
        if self.own is None or self.true is None or self.aim is None:
            return None
        return self._holds(self.aim + self.own - self.true)

    def _holds(self, value: float | None) -> bool | None:
        low, high = self.measure.uncertainty.low, self.measure.uncertainty.high
        if low is None or high is None or value is None:
            return None
        slack = 1e-9 * max(abs(low), abs(high))
        return low - slack <= value <= high + slack


def stated_truths(metric: object) -> tuple[Truth, ...]:
    """What a metric says of its true values; raises `BrokenError` where it says nothing."""
    stated = getattr(metric, "TRUTH", ())
    if not (stated and all(isinstance(each, Truth) for each in stated)):
        raise BrokenError(MISSING)
    return tuple(stated)


def pairs(example: MetricExample, seen: Witness) -> Iterator[Pair]:
    """Each number of the metric in one session beside its truth, all but the person's mean."""
    measures = seen.measured.measure(example)
    stated = {truth.metric: truth for truth in stated_truths(example.metric)}
    detected = _Sides(_by_key(seen.stretches, example), _by_key(seen.maximum, example))
    performed = _Sides(_by_key(seen.true, example), _by_key(seen.movement, example))
    counted = _same_count(measures, performed.true) and _same_count(measures, performed.own)
    for measure in measures:
        if measure.metric not in stated:
            raise BrokenError(f"{measure.metric} is not among its TRUTH")
        truth = stated[measure.metric]
        if not truth.performed:
            yield detected.beside(truth, measure)
        elif counted or measure.subject.rep is None:
            yield performed.beside(truth, measure)
        else:
            yield Pair(truth, measure, None, None)


@dataclass(frozen=True, slots=True)
class _Sides:
    """True measures in this session's terms and in the person's own."""

    true: dict[_Key, Measure]
    own: dict[_Key, Measure]

    def beside(self, truth: Truth, measure: Measure) -> Pair:
        """Set a measure beside them."""
        key = (measure.metric, measure.subject)
        true, own = self.true.get(key), self.own.get(key)
        return Pair(truth, measure, true.value if true else None, own.value if own else None)


def check_truth(example: MetricExample, sessions: Iterable[Witness]) -> None:
    """Raise `BrokenError` where a mean error is larger than the metric says of clean sessions.

    Raises `NotApplicableError` where the virtual athlete has not what the metric needs.
    """
    untold: frozenset[EventKind] = getattr(example.metric, "EVENTS", frozenset()) - _TOLD
    if untold:
        raise NotApplicableError(f"the virtual athlete tells of no {', '.join(sorted(untold))}")
    found = [
        pair for seen in against_usual(tuple(pairs(example, s)) for s in sessions) for pair in seen
    ]
    for truth in stated_truths(example.metric):
        of_it = [pair for pair in found if pair.truth == truth]
        if not of_it:
            raise BrokenError(f"a clean session of the virtual athlete gave no {truth.metric}")
        errors = [pair.error for pair in of_it if pair.counts]
        if not errors:
            reasons = sorted({r for pair in of_it for r in pair.measure.quality.reasons})
            raise BrokenError(
                f"in clean sessions of the virtual athlete no {truth.metric} has a value and a "
                f"truth beside it ({'; '.join(reasons)})"
            )
        mean = float(np.mean(errors))
        if abs(mean) > truth.within:
            raise BrokenError(
                f"in clean sessions of the virtual athlete {truth.metric} is {mean:+.3g} off the "
                f"truth on average, more than {truth.within:g} (true: {truth.about})"
            )


def against_usual(sessions: Iterable[tuple[Pair, ...]]) -> list[tuple[Pair, ...]]:
    """The pairs of many sessions, each of another person, with the person's mean beside sets.

    Out of true values in the person's own terms: what the person's sets have in common, and what
    the sets of that number have in common in all persons (for people tire). What is left of a
    set is its scatter, which is made as wide as it would be about the means of endlessly many.
    At last the mean is brought to the terms of each session (its references, its levels) by how
    far these moved the true value of the set.
    """
    sessions = list(sessions)
    values: dict[_Key, dict[tuple[int, int], float]] = {}
    for person, session in enumerate(sessions):
        for pair in session:
            subject = pair.measure.subject
            if pair.own is not None and subject.rep is None and subject.set is not None:
                key = (pair.measure.metric, replace(subject, set=None))
                values.setdefault(key, {})[person, subject.set] = pair.own
    means = {key: _means(of_it) for key, of_it in values.items()}
    return [
        tuple(_with_usual(pair, person, means) for pair in session)
        for person, session in enumerate(sessions)
    ]


def _means(values: dict[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """The mean about which each person's set of each number scatters."""
    grand = float(np.mean(list(values.values())))
    persons, sets = ({key[which] for key in values} for which in (0, 1))
    of_person = {
        p: float(np.mean([v for (one, _), v in values.items() if one == p])) for p in persons
    }
    of_set = {s: float(np.mean([v for (_, one), v in values.items() if one == s])) for s in sets}
    if len(sets) == 1:
        of_person = dict.fromkeys(persons, grand)
    kept = (1.0 - 1.0 / max(len(sets), 2)) if len(sets) > 1 else 1.0
    kept *= 1.0 - 1.0 / max(len(persons), 2)
    return {
        (p, s): value - (value - of_person[p] - of_set[s] + grand) / kept**0.5
        for (p, s), value in values.items()
    }


def _with_usual(pair: Pair, person: int, means: dict[_Key, dict[tuple[int, int], float]]) -> Pair:
    subject = pair.measure.subject
    key = (pair.measure.metric, replace(subject, set=None))
    mean = means.get(key, {}).get((person, subject.set or 0))
    if subject.rep is not None or mean is None or pair.true is None or pair.own is None:
        return pair
    return replace(pair, usual=mean + pair.true - pair.own)


def _by_key(streams: Streams, example: MetricExample) -> dict[_Key, Measure]:
    return {(each.metric, each.subject): each for each in streams.measure(example)}


def _same_count(measures: Iterable[Measure], true: dict[_Key, Measure]) -> bool:
    """Whether as many repetitions were found as were performed, so that numbers match."""
    found, made = (
        {m.subject.rep for m in each if m.subject.rep} for each in (measures, true.values())
    )
    return found == made
