"""What a simulated study found: the truth that was put in, and what the product made of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What became of a known truth."""

    RECOVERED = "recovered"
    MISSED = "missed"
    NULL_FOUND = "null found (as it should)"
    FALSE_ALARM = "false alarm"
    OWED = "owed"


class Goal(StrEnum):
    """What a verdict asks of an interval.

    An effect: it holds the truth and leaves out "no effect". The size: it holds the truth, whatever
    else. Nothing: the truth is "no effect", and it holds that. A rule: the finding tells its own.
    """

    EFFECT = "an effect"
    SIZE = "the size"
    NOTHING = "nothing"
    RULE = "a rule"


class Basis(StrEnum):
    """What the numbers of a finding were made of."""

    SIGNALS = "signals"
    STEPS = "true steps, no signal"
    NUMBERS = "by numbers, no signal"


@dataclass(frozen=True, slots=True)
class Finding:
    """One number of a study.

    Attributes:
        preset: name of the study.
        quantity: what it is, in words.
        unit: unit of all its values.
        truth: what was put into the simulated world; None where no single number says it.
        measured: what came out; None where the measure is owed.
        low, high: its interval, or None.
        expected: what the verdict asks for, in words, such as "an effect above 0".
        verdict: what became of it.
        why: what else to know about the verdict, such as why something was missed, or empty.
        goal: what the verdict asks for, as a kind.
        basis: whether signals were made and measured, or numbers alone.
        method: how the interval was made, over how many, and how many hold together.
        sources: ids of the evidence behind the truth.
        note: what of the truth is a setting or from memory, or empty.
    """

    preset: str
    quantity: str
    unit: str
    truth: float | None
    measured: float | None
    low: float | None
    high: float | None
    expected: str
    verdict: Verdict
    why: str
    goal: Goal
    basis: Basis
    method: str
    sources: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval, the method in words, and what there would have to be more of."""

    value: float
    low: float
    high: float
    method: str
    of: str = "people"

    def holds(self, value: float) -> bool:
        """Whether a value lies within the interval."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Asked:
    """A quantity of a preset, before it is judged; see `Finding` for its parts."""

    preset: str
    quantity: str
    unit: str
    sources: tuple[str, ...]
    basis: Basis = Basis.SIGNALS
    note: str = ""

    def effect(self, truth: float, found: Estimate, *, none: float = 0.0) -> Finding:
        """Recovered if the interval excludes "no effect" and holds the truth."""
        side = "above" if truth > none else "below"
        words = f"{Goal.EFFECT} {side} {none:g}"
        good = found.holds(truth) and not found.holds(none)
        why = "" if good else _missed(truth, found, none)
        return self._made(truth, found, Goal.EFFECT, words, verdict=_verdict(good), why=why)

    def covered(self, truth: float, found: Estimate) -> Finding:
        """Recovered if the interval holds the truth, whatever else it holds."""
        good = found.holds(truth)
        why = ""
        if not good:
            why = _aside(truth, found)
        elif truth != 0.0 and found.holds(0.0):
            why = "0 is within too, so no effect is shown"
        return self._made(truth, found, Goal.SIZE, Goal.SIZE, verdict=_verdict(good), why=why)

    def null(self, found: Estimate, *, none: float = 0.0) -> Finding:
        """Where the truth is "no effect": null found if the interval holds it."""
        good = found.holds(none)
        verdict = Verdict.NULL_FOUND if good else Verdict.FALSE_ALARM
        why = "" if good else f"leaves {none:g} out, and there is nothing"
        words = f"{Goal.NOTHING} ({none:g})"
        return self._made(none, found, Goal.NOTHING, words, verdict=verdict, why=why)

    def rule(self, truth: float, found: Estimate, good: bool, words: str) -> Finding:
        """Recovered if a rule of its own, told in words, is met."""
        why = "" if good else "its rule is not met"
        return self._made(truth, found, Goal.RULE, words, verdict=_verdict(good), why=why)

    def owed(self, truth: float | None, measure: str, data: Estimate) -> Finding:
        """The data are there and the product has no measure of them yet.

        Nothing is measured then: what the simulated data themselves give is told in words only.
        """
        given = f"{data.value:.3g} ({data.low:.3g} to {data.high:.3g}; {data.method})"
        return Finding(
            preset=self.preset,
            quantity=self.quantity,
            unit=self.unit,
            truth=truth,
            measured=None,
            low=None,
            high=None,
            expected=f"owed: {measure}",
            verdict=Verdict.OWED,
            why="",
            goal=Goal.NOTHING if truth == 0.0 else Goal.SIZE,
            basis=self.basis,
            method=f"the simulated data themselves give {given}",
            sources=self.sources,
            note=self.note,
        )

    def _made(
        self,
        truth: float,
        found: Estimate,
        goal: Goal,
        words: str,
        *,
        verdict: Verdict,
        why: str,
    ) -> Finding:
        return Finding(
            preset=self.preset,
            quantity=self.quantity,
            unit=self.unit,
            truth=truth,
            measured=found.value,
            low=found.low,
            high=found.high,
            expected=str(words),
            verdict=verdict,
            why=why,
            goal=goal,
            basis=self.basis,
            method=found.method,
            sources=self.sources,
            note=self.note,
        )


def _verdict(good: bool) -> Verdict:
    return Verdict.RECOVERED if good else Verdict.MISSED


def _missed(truth: float, found: Estimate, none: float) -> str:
    """Why an effect was not recovered."""
    if found.holds(truth):
        return f"holds the truth, but {none:g} as well: not enough {found.of}"
    also = f", and holds {none:g}" if found.holds(none) else ""
    return _aside(truth, found) + also


def _aside(truth: float, found: Estimate) -> str:
    return f"leaves out the truth: too {'high' if found.low > truth else 'low'}"
