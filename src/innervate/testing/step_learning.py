"""The contracts of steps that learn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np

from innervate.core.errors import NotEnoughDataError
from innervate.core.fit import Fit
from innervate.core.step import Interval, Learns
from innervate.core.units import KNOWN
from innervate.testing.benches import StepBench, samples_of
from innervate.testing.contract import BrokenError, Contract, NotApplicableError
from innervate.testing.drawn import for_all
from innervate.testing.feed import WHOLE, Case, Cutting, Stock, cuttings
from innervate.testing.trace import TOLERANCE, same

if TYPE_CHECKING:
    from innervate.core.step import Step

_LESSON_S = 20.0


def silent_before(bench: StepBench) -> None:
    """Nothing is guessed before the fit."""
    _learner(bench)
    if not bench.fits:
        raise NotApplicableError("the example needs no fit")
    trace = bench.run(Case.plain(bench.stock))
    if np.isfinite(trace.values).any():
        raise BrokenError("values come out before any fit was applied")


def fit_from_start(bench: StepBench) -> None:
    """A fit among the parameters is the fit applied before the first sample."""
    learner = _learner(bench)
    if len(bench.fits) != 1:
        raise NotApplicableError("the example has no single fit")
    taught = learner.with_fit(bench.fits[0])
    if not taught.known:
        raise BrokenError("with_fit(fit).known is False")
    fitted = replace(bench, step=cast("Step", taught), fits=())
    same(fitted.whole(), bench.whole(), "with the fit in the parameters instead of an event")


def lesson_cut(bench: StepBench) -> None:
    """What is learned does not depend on how the lesson was cut."""
    wanted = _learn(bench, WHOLE)
    if wanted is None:
        raise NotApplicableError("the drawn signal does not suffice for this step to learn")
    if Fit.from_json(wanted.to_json()) != wanted:
        raise BrokenError("the fit does not read back equal from JSON")
    for parameter in wanted.parameters:
        if parameter.unit.removesuffix("^2") not in KNOWN:
            raise BrokenError(f"parameter {parameter.name!r} is in {parameter.unit!r}")
    stock = _lesson(bench)

    def check(cutting: Cutting) -> None:
        got = _learn(bench, cutting)
        if got is None or not _same_fit(got, wanted):
            raise BrokenError(f"{cutting.words()}, it learned {got} instead of {wanted}")

    for_all(cuttings(1, stock.samples), check, 10)


def nothing_learned_from_nothing(bench: StepBench) -> None:
    """Without data there is no fit."""
    fitter = _learner(bench).fitter(bench.specs, _intervals(bench))
    try:
        fit = fitter.result()
    except NotEnoughDataError:
        return
    raise BrokenError(f"without any data it learned {fit}")


def _learner(bench: StepBench) -> Learns:
    if not isinstance(bench.step, Learns):
        raise NotApplicableError("the step does not learn")
    return bench.step


def _lesson(bench: StepBench) -> Stock:
    return Stock.of(bench.specs, samples_of(bench.specs, _LESSON_S))


def _intervals(bench: StepBench) -> tuple[Interval, ...]:
    names = [interval.name for fit in bench.fits for interval in fit.intervals] or ["whole"]
    return (Interval(0.0, _LESSON_S, names[0]),)


def _learn(bench: StepBench, cutting: Cutting) -> Fit | None:
    fitter = _learner(bench).fitter(bench.specs, _intervals(bench))
    case = Case.plain(_lesson(bench))
    before = case.bytes()
    for _, block in cutting.turns(case):
        fitter.push(block)
    if case.bytes() != before:
        raise BrokenError("the fitter changed the samples that it was given")
    try:
        return fitter.result()
    except NotEnoughDataError:
        return None


def _same_fit(got: Fit, wanted: Fit) -> bool:
    if replace(got, parameters=()) != replace(wanted, parameters=()):
        return False
    pairs = zip(got.parameters, wanted.parameters, strict=True)
    return all(
        (a.name, a.unit, len(a.values)) == (b.name, b.unit, len(b.values))
        and np.allclose(a.values, b.values, rtol=TOLERANCE, atol=0.0, equal_nan=True)
        for a, b in pairs
    )


LEARNING = (
    Contract(
        "no fit, no value",
        "before its fit is applied a step that learns gives NaN",
        "give NaN until the FIT event's sample",
        silent_before,
    ),
    Contract(
        "fit in the parameters",
        "with_fit(fit) is known, and is the fit applied before the first sample",
        "let open() of the fitted step and the FIT event lead to the same state",
        fit_from_start,
    ),
    Contract(
        "lesson cut",
        "what is learned does not depend on how the lesson was cut",
        "anchor windows at absolute sample indices and keep sums between blocks",
        lesson_cut,
    ),
    Contract(
        "nothing from nothing",
        "a fitter without data raises NotEnoughDataError",
        "check what has been heard in result()",
        nothing_learned_from_nothing,
    ),
)
