"""Comparing what metrics measured."""

from __future__ import annotations

from dataclasses import fields, replace

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
