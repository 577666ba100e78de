"""How many decibels the target lies above the other muscles."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, log10
from typing import ClassVar

from innervate.core.channel import Kind, MuscleSide
from innervate.core.errors import InputError
from innervate.core.event import EventKind
from innervate.core.metric import Metric, MetricExample, Tally
from innervate.core.step import Accepts
from innervate.core.stream import StreamSpec
from innervate.core.truth import Truth
from innervate.core.units import DECIBEL
from innervate.metrics import _examples
from innervate.metrics._channels import Split
from innervate.metrics._formulas import weights
from innervate.metrics._measures import Heading, Refused
from innervate.metrics._tally import Estimate, Quantity, RepTally
from innervate.metrics._windows import RepSummary


@dataclass(frozen=True, slots=True)
class SelectivityDb:
    """Gives 20 * log10(mean target / mean of the others): 6 dB is twice as active.

    Inputs: activation in %MVC, repetition state. Gives `selectivity_db` (dB). A ratio to almost
    nothing is unstable, so that others below the floor count as the floor; the value is then the
    least that it can be, and says so.

    Attributes:
        targets: the muscles that are meant to work.
        compensators: the muscles they are set against; none named means all other recorded ones.
        floor_percent_mvc: least activation that the others are taken to have.
        envelope_s: how long the moving window was that made the activation.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.ACTIVATION}), frozenset({Kind.STATE}))
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.PHASE})
    LABEL: ClassVar[str] = "Selectivity"
    FORMAT: ClassVar[str] = ".1f"
    EVIDENCE: ClassVar[str] = "Selectivity (dB)"
    CAVEAT: ClassVar[str] = "Compare with your own baseline and the same set of recorded muscles."
    TRUTH: ClassVar[tuple[Truth, ...]] = (
        Truth("selectivity_db", "the decibels between noise-free amplitudes", 0.5),
    )

    targets: tuple[MuscleSide, ...]
    compensators: tuple[MuscleSide, ...] = ()
    floor_percent_mvc: float = 5.0
    envelope_s: float = 0.1

    def open(self, specs: tuple[StreamSpec, ...]) -> Tally:
        """Begin on activation and repetition state; raises `InputError` on a floor of 0 or less."""
        if not self.floor_percent_mvc > 0.0:
            raise InputError(
                "the floor of selectivity must be a positive %MVC",
                found=repr(self.floor_percent_mvc),
            )
        split = Split.of(specs[0], self.targets, self.compensators)
        heading = Heading("selectivity_db", DECIBEL, split.subject(specs[0]), self.VERSION)
        if split.refusal:
            return Refused(specs, heading, split.refusal)
        columns = (*split.targets, *split.others)
        formula = _Decibels(split.targets, split.others, self.floor_percent_mvc)
        quantity = Quantity(heading, columns, formula, split.notes)
        return RepTally(specs, (quantity,), self.envelope_s)

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        """The left biceps against the triceps."""
        specs = (_examples.activation(), _examples.repetitions())
        return (MetricExample(cls((_examples.BICEPS,), (_examples.TRICEPS,)), specs),)


@dataclass(frozen=True, slots=True)
class _Decibels:
    targets: tuple[int, ...]
    others: tuple[int, ...]
    floor: float

    def __call__(self, rep: RepSummary) -> Estimate:
        target = float(rep.mean[list(self.targets)].mean())
        other = float(rep.mean[list(self.others)].mean())
        if target <= 0.0:
            return Estimate(None, reason="the target was not active")
        factor = 20.0 / log(10.0)
        gradient = weights(rep, self.targets, factor / target / len(self.targets))
        if other >= self.floor:
            gradient -= weights(rep, self.others, factor / other / len(self.others))
            return Estimate(20.0 * log10(target / other), gradient)
        note = f"the others were below {self.floor:g} %MVC and count as that: it is at least this"
        return Estimate(20.0 * log10(target / self.floor), gradient, notes=(note,))


PLUGIN: type[Metric] = SelectivityDb
