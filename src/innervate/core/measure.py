"""A number that the product stands for: value, unit, whose, when, how sure."""

from __future__ import annotations

from dataclasses import dataclass, field

from innervate.core.channel import Side


@dataclass(frozen=True, slots=True)
class Subject:
    """What a measure is about; None where a field does not apply.

    `other` names the second muscle of a measure of two (co-contraction, laterality), `channel`
    the channel where no muscle is known. `rep` counts from 1 within the set.
    """

    muscle: str | None = None
    side: Side | None = None
    channel: str | None = None
    other: str | None = None
    set: int | None = None
    rep: int | None = None
    phase: str | None = None


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """An interval that holds the true value with probability `level`, and how it was found.

    Where none can be given, `low` and `high` are None and `method` says why.
    """

    low: float | None
    high: float | None
    level: float | None
    method: str

    @classmethod
    def none(cls, reason: str) -> Uncertainty:
        """No interval, for this reason."""
        return cls(None, None, None, reason)


@dataclass(frozen=True, slots=True)
class Quality:
    """Whether the data under a measure were fit for it, and if not, why."""

    ok: bool = True
    reasons: tuple[str, ...] = ()

    def with_reasons(self, *reasons: str) -> Quality:
        """The same with more reasons against it."""
        added = tuple(reason for reason in reasons if reason not in self.reasons)
        return Quality(self.ok and not added, self.reasons + added)


@dataclass(frozen=True, slots=True)
class Measure:
    """One number with everything needed to trust it.

    Attributes:
        metric: name of the metric (its plug-in name, with ``.part`` where it gives several).
        value: the number, or None where it could not be measured (see `quality.reasons`).
        unit: unit of the value.
        subject: what it is about.
        start_s, stop_s: the session seconds it covers.
        uncertainty: its interval and method, or why there is none.
        quality: whether the data were fit for it.
        version: version of the metric.
    """

    metric: str
    value: float | None
    unit: str
    subject: Subject
    start_s: float
    stop_s: float
    uncertainty: Uncertainty
    quality: Quality = field(default_factory=Quality)
    version: int = 1
