"""The contracts of metrics, and what to do about a broken one."""

from __future__ import annotations

from innervate.testing import metrics
from innervate.testing.contract import Contract

CLASS = (
    Contract(
        "description",
        "a metric is a frozen dataclass with docstring, VERSION, ACCEPTS, LABEL, FORMAT, EVIDENCE, "
        "CAVEAT and examples",
        "follow the protocol core.metric.Metric",
        metrics.described,
    ),
    Contract(
        "parameters",
        "parameters survive JSON",
        "use numbers, strings, tuples, enums and frozen dataclasses, annotated",
        metrics.parameters,
    ),
    Contract(
        "refusal",
        "inputs that do not suit are refused with a PlanError or InputError in words",
        "check rate, channels and units in open() and say what was found and what to do",
        metrics.refuses,
    ),
)
FLOW = (
    Contract(
        "says something",
        "an example gives a value on a minute of signal",
        "give examples that can be measured on contractions of 0.8 s every 1.6 s",
        metrics.speaks,
    ),
    Contract(
        "first law",
        "the measures do not depend on how the streams were cut and interleaved",
        "keep in the tally what the next block needs; count by absolute sample index",
        metrics.first_law,
    ),
    Contract(
        "pickle",
        "a tally can be pickled between two pushes and goes on alike",
        "keep only plain values and arrays in the tally",
        metrics.pickled,
    ),
    Contract(
        "pure read",
        "reading changes nothing",
        "compute in read() without touching the state",
        metrics.pure_read,
    ),
    Contract(
        "deterministic",
        "the same input gives the same measures",
        "seed random numbers from parameters",
        metrics.deterministic,
    ),
    Contract(
        "input untouched",
        "what is handed over is never changed",
        "work on a copy",
        metrics.input_untouched,
    ),
    Contract(
        "bounded memory",
        "the state grows with the measures at most, not with the stream",
        "keep sums instead of samples",
        metrics.memory,
    ),
    Contract(
        "time",
        "times are sample indices over the rate",
        "use block.start, never the number of samples seen",
        metrics.time,
    ),
    Contract(
        "gaps",
        "lost samples are lost time, not time that never was",
        "watch for jumps of block.start, and use it for every time and duration",
        metrics.gaps,
    ),
    Contract(
        "measures",
        "every measure has a known unit, finite numbers, its times within the signal, an "
        "uncertainty around its value or the reason why none, and a reason where it has no value",
        "fill in every field of core.measure.Measure",
        metrics.well_formed,
    ),
    Contract(
        "nothing from nothing",
        "where nothing was measured there is no value, but a reason",
        "count what was measured (NaN is not) before saying anything",
        metrics.nothing_from_nothing,
    ),
    Contract(
        "truth",
        "the measures of a clean session of the virtual athlete lie near their true values",
        "say in TRUTH what each number is about and which mean error remains (core.truth.Truth); "
        "mend the formula where it is larger",
        metrics.true,
    ),
)
