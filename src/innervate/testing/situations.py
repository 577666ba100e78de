"""Drawn situations: what is missing, when events come, and how all of it is cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from innervate.core.clock import Clock
from innervate.core.event import Event, EventKind
from innervate.core.fit import Fit
from innervate.testing.benches import MetricBench, StepBench, fit_event, other_events
from innervate.testing.drawn import strategies
from innervate.testing.feed import Case, Cutting, Damage, Stock, cuttings, damages, moment_s

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


@dataclass(frozen=True, slots=True)
class Situation:
    """A drawn situation; moments are counted in half samples from the first sample.

    Attributes:
        damage: what is missing.
        moments: when events other than fits come.
        fit_at: when the fits are applied, or None for before everything.
        cutting: how it is cut.
    """

    damage: Damage
    moments: tuple[int, ...]
    fit_at: int | None
    cutting: Cutting

    def step_case(self, bench: StepBench) -> Case:
        """The situation for a step."""
        return self.damage.apply(
            bench.stock,
            self._fits(bench.fits, bench) + self._events(bench.events, bench.stock, bench.clock),
        )

    def metric_case(self, bench: MetricBench) -> Case:
        """The situation for a metric."""
        own = self._events(bench.events, bench.stock, bench.clock)
        return self.damage.apply(bench.stock, own + (bench.usual if len(own) % 2 else ()))

    @property
    def moved_cutting(self) -> Cutting:
        """The cutting, counted from the first sample."""
        return self.cutting.moved(self.damage.start)

    def words(self) -> str:
        """What is special about it, for a person."""
        words = [f"beginning at sample {self.damage.start}"] if self.damage.start else []
        words += [f"with a gap at sample {self.damage.start + at}" for _, at, _ in self.damage.gaps]
        words += ["with missing values"] if self.damage.missing else []
        words += ["with the fit applied on the way"] if self.fit_at is not None else []
        words += ["with events"] if self.moments else []
        words += [self.moved_cutting.words()]
        words += ["pickled on the way"] if self.cutting.pickle_at else []
        return ", ".join(words)

    def _fits(self, fits: tuple[Fit, ...], bench: StepBench) -> tuple[Event, ...]:
        at_s = float("-inf")
        if self.fit_at is not None:
            at_s = moment_s(bench.stock, bench.clock, self.damage.start, self.fit_at)
        return tuple(fit_event(fit, bench.output, at_s) for fit in fits)

    def _events(self, kinds: frozenset[EventKind], stock: Stock, clock: Clock) -> tuple[Event, ...]:
        moments_s = [moment_s(stock, clock, self.damage.start, at) for at in self.moments]
        return other_events(kinds, tuple(moments_s))


def situations(
    stock: Stock, *, fits: bool, events: bool, pickled: bool = False
) -> SearchStrategy[Situation]:
    """Draw situations; moments only where there are fits and events to apply."""
    st = strategies()
    inputs = len(stock.specs)
    moment = st.integers(-2, 2 * stock.samples + 2)
    return st.builds(  # type: ignore[no-any-return]
        Situation,
        damage=damages(inputs, stock.samples),
        moments=st.lists(moment, max_size=4).map(tuple) if events else st.just(()),
        fit_at=st.none() | moment if fits else st.none(),
        cutting=cuttings(inputs, stock.samples, pickled=pickled),
    )


def step_situations(bench: StepBench, *, pickled: bool = False) -> SearchStrategy[Situation]:
    """Situations for a step."""
    others = bool(bench.events - {EventKind.FIT})
    return situations(bench.stock, fits=bool(bench.fits), events=others, pickled=pickled)


def metric_situations(bench: MetricBench, *, pickled: bool = False) -> SearchStrategy[Situation]:
    """Situations for a metric."""
    return situations(bench.stock, fits=False, events=bool(bench.events), pickled=pickled)
