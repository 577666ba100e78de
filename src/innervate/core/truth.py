"""What the numbers of a metric are about, so that they can be held against a known truth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Truth:
    """One of a metric's numbers and what would be its true value.

    A metric states them as `TRUTH: ClassVar[tuple[Truth, ...]]`. The true value is what the metric
    itself gives on the noise-free amplitude of every muscle, its true onsets and its true
    repetitions, with the same reference as 100 %. The interval of one repetition is about that
    very stretch of time, the interval of a set about the person's mean over many such sets.

    Attributes:
        metric: name of the number, as in `Measure.metric`.
        about: what the true value is, in words.
        within: the mean error (in the number's unit) that a clean session may show.
        performed: whether repetitions count as they were truly performed, because where they
            begin and end is part of the number; else the stretches are those that were detected.
        together: whether the intervals of a set hold for all these numbers at once.
        bias: why a mean error remains whatever one does, or nothing.
    """

    metric: str
    about: str
    within: float
    performed: bool = False
    together: bool = False
    bias: str = ""
