"""What pairs of measured and true numbers come to: bias, spread, and what intervals hold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from innervate.core.truth import Truth
from innervate.testing.truths import Pair, against_usual


@dataclass(frozen=True)
class Key:
    """A row: a number of a metric, of one repetition (or stretch) or of a set."""

    metric: str
    of_set: bool

    def __str__(self) -> str:
        return f"{self.metric}, {'set' if self.of_set else 'one'}"


@dataclass(frozen=True)
class Cell:
    """What a number did under one condition.

    Attributes:
        n: numbers with a truth beside them; `asked` how many there might have been.
        bias, bias_se, spread: of the errors; the standard error is taken over persons.
        held, held_low, held_high: share of intervals that hold the truth, and its 95 % interval.
        own: the same share against the truth in the person's own terms.
    """

    n: int
    asked: int
    bias: float
    bias_se: float
    spread: float
    held: float | None
    held_low: float
    held_high: float
    own: float | None


def wilson(share: float, count: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927, J Am Stat Assoc 22:209)."""
    z2 = 1.959964**2
    centre = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = math.sqrt(z2 * (share * (1 - share) / count + z2 / (4 * count**2))) / (1 + z2 / count)
    return max(centre - half, 0.0), min(centre + half, 1.0)


def cell(persons: Sequence[Sequence[Pair]]) -> Cell:
    """The figures of one number under one condition; pairs by person."""
    asked = sum(map(len, persons))
    counting = [[pair for pair in person if pair.counts] for person in persons]
    errors = [[pair.error for pair in person] for person in counting if person]
    flat = np.array([error for person in errors for error in person])
    if not len(flat):
        nan = math.nan
        return Cell(0, asked, nan, nan, nan, None, nan, nan, None)
    means = np.array([np.mean(person) for person in errors])
    error = float(means.std(ddof=1) / len(means) ** 0.5) if len(means) > 1 else math.nan
    spread = float(flat.std(ddof=1)) if len(flat) > 1 else math.nan
    held = [_held(person) for person in counting]
    held = [person for person in held if person]
    own = [hit for person in counting for p in person if (hit := p.holds_own()) is not None]
    share, low, high = _share(held)
    return Cell(
        len(flat), asked, float(flat.mean()), error, spread, share, low, high,
        float(np.mean(own)) if own else None,
    )  # fmt: skip


def _held(person: Sequence[Pair]) -> list[bool]:
    """Whether each interval holds; those of a set that must hold together count as one."""
    if person and person[0].truth.together:
        sets: dict[int | None, list[bool]] = {}
        for pair in person:
            if (hit := pair.holds()) is not None:
                sets.setdefault(pair.measure.subject.set, []).append(hit)
        return [all(hits) for hits in sets.values()]
    return [hit for pair in person if (hit := pair.holds()) is not None]


def _share(held: Sequence[Sequence[bool]]) -> tuple[float | None, float, float]:
    """The share that holds with Wilson's interval, wider where intervals of a person agree."""
    count = sum(map(len, held))
    if not count:
        return None, math.nan, math.nan
    share = sum(map(sum, held)) / count
    alone = share * (1 - share)
    effect = 1.0
    if alone > 0 and len(held) > 1:
        scatter = sum((sum(hits) - share * len(hits)) ** 2 for hits in held)
        effect = max(scatter / (alone * count), 1.0)
    return share, *wilson(share, count / effect)


def cells(persons: Iterable[tuple[Pair, ...]]) -> tuple[dict[Key, Cell], dict[str, Truth]]:
    """All figures of one condition, and what the metrics say of their numbers."""
    rows: dict[Key, list[list[Pair]]] = {}
    truths: dict[str, Truth] = {}
    for number, seen in enumerate(against_usual(persons)):
        for pair in seen:
            truths[pair.truth.metric] = pair.truth
            key = Key(pair.measure.metric, pair.measure.subject.rep is None)
            by_person = rows.setdefault(key, [])
            by_person += [[] for _ in range(number + 1 - len(by_person))]
            by_person[number].append(pair)
    return {key: cell(found) for key, found in rows.items()}, truths
