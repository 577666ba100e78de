"""When a repetition is being done, from the activation of its target muscles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError
from innervate.core.event import EventKind
from innervate.core.fit import Fit, FitParameter
from innervate.core.step import Accepts, Fitter, Interval, Run, Step, StepExample
from innervate.core.stream import StreamSpec
from innervate.core.units import DIMENSIONLESS, PERCENT_MVC
from innervate.steps._level_fit import Learner
from innervate.steps._states import StateRun
from innervate.steps.repetitions._fitter import PARAMETERS, RepetitionFitter
from innervate.steps.repetitions._kernel import RepetitionKernel, Shape

_NAME = "repetitions"


@dataclass(frozen=True, slots=True)
class Repetitions:
    """Marks repetitions in the activation itself, so that sets can be counted without a camera.

    Input: activations or envelopes, any unit. Output: one state "repetition", 1 during a
    repetition and 0 between, at input time. NaN until a fit is applied and where a target was
    not measured. What is undecided at the end of a stretch is decided as if rest followed.

    Method: each target is scaled by its own levels (0 at rest, 1 at its usual effort; the two
    humps of its logarithmic level), averaged and smoothed; a repetition begins where the mean
    leaves 0.2 on its way to 0.4 and ends where it stays below 0.2 for longer than
    `longest_dip_s`, or at the lowest point of a longer dip below `part_below` of its peak
    from which the mean climbs by 0.3 of that peak. Activation alone cannot tell everything: a
    movement in which the muscles let go for longer than that counts twice, and repetitions
    between which they do not fall that low count as one.

    Attributes:
        channels: names of the targets; empty means all channels.
        shortest_s: shorter activity is no repetition.
        longest_dip_s: shorter dips belong to the repetition.
        smooth_s: width of the centred moving average.
        part_below: a dip below this share of the peak parts two repetitions, if the mean climbs
            again; lower it for an exercise with a pause at little tension.
        fit: what was learned, if it is known from the start.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.ACTIVATION, Kind.ENVELOPE}),)
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.FIT})

    channels: tuple[str, ...] = ()
    shortest_s: float = 0.5
    longest_dip_s: float = 0.3
    smooth_s: float = 0.25
    part_below: float = 0.35
    fit: Fit | None = None

    def __post_init__(self) -> None:
        if not (self.shortest_s > 0 and self.longest_dip_s > 0 and self.smooth_s > 0):
            raise InputError(
                "the durations of the repetitions step must be positive",
                given=f"shortest_s {self.shortest_s}, longest_dip_s {self.longest_dip_s}, "
                f"smooth_s {self.smooth_s}",
            )

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        """Begin on one stream; raises `InputError` where it lacks a target."""
        (spec,) = specs
        columns, learner = self._targets(spec)
        shape = Shape(self.shortest_s, self.longest_dip_s, self.smooth_s, self.part_below)
        kernel = RepetitionKernel(learner, shape)
        if self.fit is not None:
            kernel.learn(self.fit, 0)
        state = (Channel("repetition", Kind.STATE, DIMENSIONLESS),)
        output = spec.derive(suffix=_NAME, channels=state)
        return StateRun(learner.spec, output, kernel, lag=kernel.lag, columns=columns)

    @property
    def known(self) -> bool:
        """Whether the parameters already state what would be learned."""
        return self.fit is not None

    def fitter(self, specs: tuple[StreamSpec, ...], intervals: tuple[Interval, ...]) -> Fitter:
        """Learn rest and effort from intervals that hold repetitions and the rest between."""
        (spec,) = specs
        return RepetitionFitter(*self._targets(spec), intervals)

    def with_fit(self, fit: Fit) -> Self:
        """The same step, ready from the first sample."""
        return replace(self, fit=fit)

    def _targets(self, spec: StreamSpec) -> tuple[tuple[int, ...], Learner]:
        """The columns of the targets, and who learns their levels."""
        names = [channel.name for channel in spec.channels]
        missing = [name for name in self.channels if name not in names]
        if missing or not names:
            raise InputError(
                f"stream {spec.id!r} lacks a target of the repetitions step",
                given=", ".join(self.channels),
                found=", ".join(names) or "no channels",
                fix="name channels that the stream has, or none for all",
            )
        columns = tuple(names.index(name) for name in self.channels or names)
        targets = replace(spec, channels=tuple(spec.channels[column] for column in columns))
        return columns, Learner(_NAME, self.VERSION, targets)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        """One target of two muscles, with its levels."""
        channels = tuple(Channel(name, Kind.ACTIVATION, PERCENT_MVC) for name in ("BB", "TB"))
        spec = StreamSpec("activation", channels, 100.0, "amplifier")
        stated = tuple(
            FitParameter(name, (level,), PERCENT_MVC)
            for name, level in zip(PARAMETERS, (0.1, 1.0), strict=True)
        )
        fit = Fit(_NAME, cls.VERSION, f"{spec.id}/{_NAME}", ("BB",), "stated", stated)
        return (StepExample(cls(channels=("BB",)), (spec,), (fit,)),)


PLUGIN: type[Step] = Repetitions
