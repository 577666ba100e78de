"""Does focus work for me? A person's own randomised blocks, judged by permuting whole blocks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from innervate.core.errors import InputError
from innervate.core.measure import Uncertainty
from innervate.report.focus_permutation import Arranged, arranged
from innervate.report.focus_power import blocks_needed

FEWEST_REPS = 4
"""Repetitions within the tempo that a block needs, half of the usual eight."""
MOST_LOAD = 0.60
"""Focus on a muscle acted up to 60 % of the maximum (Calatayud et al. 2016) and not at 80 %."""


class Condition(StrEnum):
    """What the person thinks of during a block."""

    NONE = "none"
    EXTERNAL = "external"
    INTERNAL = "internal"


class FocusVerdict(StrEnum):
    """What can be said."""

    NOT_ENOUGH = "not enough blocks"
    NO_CLEAR = "no clear effect"
    MORE = "clearly more with the focus"
    LESS = "clearly less with the focus"
    NOT_JUDGED = "not judged at this load"


@dataclass(frozen=True, slots=True)
class Experiment:
    """What is fixed before the first block.

    Attributes:
        outcome, unit: the one measure that decides.
        blocks: whole blocks of each condition, over all sessions.
        looks: how often the result is looked at, the last time included.
        load: of the one-repetition maximum (0-1).
        smallest: the smallest effect that would matter, in the unit.
        focus: the condition that is compared with none.
        error: how likely any look finds an effect where there is none.
    """

    outcome: str
    unit: str
    blocks: int = 9
    looks: int = 3
    load: float = 0.5
    smallest: float = 5.0
    focus: Condition = Condition.INTERNAL
    error: float = 0.05

    def __post_init__(self) -> None:
        if self.blocks < 3 or self.looks < 1:
            raise InputError("the experiment needs 3 blocks per condition and one look at least")
        if self.focus is Condition.NONE:
            raise InputError("the focus to compare is internal or external")
        if not 0.0 < self.load <= 1.0 or self.smallest <= 0.0:
            raise InputError("load lies between 0 and 1, the smallest effect above 0")

    @property
    def level(self) -> float:
        """The level of each look: the error is shared evenly between the looks."""
        return 1.0 - self.error / self.looks


@dataclass(frozen=True, slots=True)
class Rep:
    """A repetition: the outcome, and whether it kept to the tempo."""

    value: float
    in_tempo: bool = True


@dataclass(frozen=True, slots=True)
class FocusBlock:
    """A whole block; blocks are shuffled within their session.

    Attributes:
        session: number of the session.
        condition: what was thought of.
        reps: in order.
    """

    session: int
    condition: Condition
    reps: tuple[Rep, ...]

    @property
    def kept(self) -> tuple[float, ...]:
        """The values of the repetitions that kept to the tempo."""
        return tuple(rep.value for rep in self.reps if rep.in_tempo)


@dataclass(frozen=True, slots=True)
class FocusResult:
    """What a look says.

    Attributes:
        verdict: what can be said.
        effect: mean of the focus blocks minus that of the blocks without, in the unit; None
            where there is none.
        interval: of the effect, at the level of one look.
        p: of the permutation test; None where it was not made.
        blocks: of the focus and without, that count.
        dropped: blocks in which too few repetitions kept to the tempo.
        left_out: repetitions out of tempo.
        needed: blocks of each condition still needed to find the smallest effect that matters in
            8 of 10 cases; None where it is not known.
        rule: how early looks are corrected, and how it was found.
    """

    verdict: FocusVerdict
    effect: float | None
    interval: Uncertainty
    p: float | None
    blocks: tuple[int, int]
    dropped: int
    left_out: int
    needed: int | None
    rule: str


def judge(experiment: Experiment, blocks: Sequence[FocusBlock]) -> FocusResult:
    """One look at the blocks so far.

    Raises `InputError` where there are more blocks of a condition than were fixed beforehand.
    """
    used = [one for one in blocks if one.condition in (Condition.NONE, experiment.focus)]
    for condition in (Condition.NONE, experiment.focus):
        count = sum(one.condition is condition for one in used)
        if count > experiment.blocks:
            raise InputError(
                "there are more blocks than were fixed beforehand",
                given=f"{count} of {condition}",
                found=f"{experiment.blocks} planned",
                fix="end here, or begin a new experiment",
            )
    good = [one for one in used if len(one.kept) >= FEWEST_REPS]
    left_out = sum(len(one.reps) - len(one.kept) for one in used)
    data = arranged(
        [math.fsum(one.kept) / len(one.kept) for one in good],
        [one.condition is experiment.focus for one in good],
        [one.session for one in good],
    )
    return _judged(experiment, data, len(used) - len(good), left_out)


def _judged(experiment: Experiment, data: Arranged, dropped: int, left_out: int) -> FocusResult:
    counts = (data.focused, data.count - data.focused)
    needed = None
    if data.spread is not None:
        level = experiment.level
        whole = blocks_needed(data.spread, experiment.smallest, level)
        needed = max(whole - min(counts), 0)
    verdict, p, interval = FocusVerdict.NOT_ENOUGH, None, Uncertainty.none("too few blocks")
    if experiment.load > MOST_LOAD and experiment.focus is Condition.INTERNAL:
        verdict = FocusVerdict.NOT_JUDGED
    elif data.least_p <= 1.0 - experiment.level:
        p = data.p(0.0)
        low, high = data.interval(experiment.level)
        interval = Uncertainty(low, high, experiment.level, _method(data))
        verdict = _verdict(p <= 1.0 - experiment.level, data.effect)
    return FocusResult(
        verdict, data.effect, interval, p, counts, dropped, left_out, needed, _rule(experiment)
    )


def _verdict(found: bool, effect: float | None) -> FocusVerdict:
    if not found or effect is None:
        return FocusVerdict.NO_CLEAR
    return FocusVerdict.MORE if effect > 0 else FocusVerdict.LESS


def _method(data: Arranged) -> str:
    how = "all" if data.exact else "a random choice of"
    return (
        f"permutation of whole blocks within their session, {how} {data.used} arrangements; "
        "the interval holds every effect that the same test does not reject"
    )


def _rule(experiment: Experiment) -> str:
    return (
        f"{experiment.outcome} alone decides. {experiment.blocks} blocks of each condition and "
        f"{experiment.looks} looks were fixed beforehand; each look may err in "
        f"{100 * (1 - experiment.level):.2g} of 100 cases, so that all together err in at most "
        f"{100 * experiment.error:.2g}."
    )
