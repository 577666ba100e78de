"""Comparing and judging what metrics measured."""

from __future__ import annotations

import math
from dataclasses import fields, replace

from innervate.core.channel import Side
from innervate.core.measure import Measure, Uncertainty
from innervate.testing.contract import BrokenError
from innervate.testing.trace import TOLERANCE


def same_measures(
    got: tuple[Measure, ...], wanted: tuple[Measure, ...], when: str, *, seconds: float = TOLERANCE
) -> None:
    """Raise `BrokenError` unless the measures agree within the first law's tolerance.

    Numbers may differ by 1e-9 of the largest number of their metric, times by `seconds`.
    """
    if len(got) != len(wanted):
        raise BrokenError(f"{when}, there are {len(got)} measures instead of {len(wanted)}")
    for one, other in zip(got, wanted, strict=True):
        if _words(one) != _words(other):
            raise BrokenError(f"{when}, {one.metric} has {_difference(one, other)}")
        if abs(one.start_s - other.start_s) > seconds or abs(one.stop_s - other.stop_s) > seconds:
            raise BrokenError(
                f"{when}, {one.metric} covers {one.start_s:.9g} to {one.stop_s:.9g} s instead of "
                f"{other.start_s:.9g} to {other.stop_s:.9g} s"
            )
        slack = TOLERANCE * max(abs(x) for m in wanted if m.metric == one.metric for x in _known(m))
        for a, b in zip(_numbers(one), _numbers(other), strict=True):
            if (a is None) != (b is None) or (
                a is not None and b is not None and abs(a - b) > slack
            ):
                raise BrokenError(f"{when}, {one.metric} is {_numbers(one)} instead of "
                                  f"{_numbers(other)} (value, low, high)")  # fmt: skip


def check_measure(
    measure: Measure,
    units: frozenset[str] | None,
    muscles: frozenset[str | None],
    version: int,
) -> None:
    """Raise `BrokenError` unless the measure is complete.

    `units` are those it may have (None: any), `muscles` those that its inputs measure.
    """
    name = measure.metric
    if units is not None and measure.unit not in units:
        raise BrokenError(f"{name} is in {measure.unit!r}, no unit of core.units nor of UNITS")
    if measure.version != version:
        raise BrokenError(f"{name} says version {measure.version}, not {version}")
    spread = measure.uncertainty
    times = (measure.start_s, measure.stop_s)
    numbers = (measure.value, *times, spread.low, spread.high, spread.level)
    if any(number is not None and not math.isfinite(number) for number in numbers):
        raise BrokenError(f"{name} has a number that is not finite: {measure}")
    if measure.value is None and not measure.quality.reasons:
        raise BrokenError(f"{name} has neither a value nor a reason why not")
    if not measure.quality.ok and not measure.quality.reasons:
        raise BrokenError(f"{name} is not ok and does not say why")
    _check_uncertainty(name, measure.value, spread)
    subject = measure.subject
    if subject.side is not None and not isinstance(subject.side, Side):
        raise BrokenError(f"{name} has the side {subject.side!r}")
    for number in (subject.rep, subject.set):
        if number is not None and number < 1:
            raise BrokenError(f"{name} counts a repetition or set from {number}")
    if subject.muscle is not None and subject.muscle not in muscles:
        raise BrokenError(f"{name} is about {subject.muscle!r}, which no input measures")


def _check_uncertainty(name: str, value: float | None, spread: Uncertainty) -> None:
    if not spread.method.strip():
        raise BrokenError(f"{name} has an uncertainty without a method or a reason")
    edges = (spread.low, spread.high, spread.level)
    if any(edge is None for edge in edges) and any(edge is not None for edge in edges):
        raise BrokenError(f"{name} has half an uncertainty: {spread}")
    if spread.low is None or spread.high is None or spread.level is None:
        return
    if not 0 < spread.level < 1:
        raise BrokenError(f"{name} has an interval of level {spread.level}")
    if value is None:
        raise BrokenError(f"{name} has an interval but no value")
    slack = 1e-9 * max(abs(spread.low), abs(spread.high))
    if not spread.low - slack <= value <= spread.high + slack:
        raise BrokenError(f"{name} is {value}, outside its interval {spread.low} to {spread.high}")


def _words(measure: Measure) -> Measure:
    """The measure without its numbers."""
    spread = measure.uncertainty
    plain = Uncertainty(None, None, spread.level, spread.method)
    return replace(measure, value=None, start_s=0.0, stop_s=0.0, uncertainty=plain)


def _difference(one: Measure, other: Measure) -> str:
    """The fields of the words that differ."""
    pairs = {
        field.name: (getattr(_words(one), field.name), getattr(_words(other), field.name))
        for field in fields(Measure)
    }
    return "; ".join(f"the {name} {a} instead of {b}" for name, (a, b) in pairs.items() if a != b)


def _numbers(measure: Measure) -> tuple[float | None, float | None, float | None]:
    return measure.value, measure.uncertainty.low, measure.uncertainty.high


def _known(measure: Measure) -> list[float]:
    return [0.0, *(number for number in _numbers(measure) if number is not None)]
