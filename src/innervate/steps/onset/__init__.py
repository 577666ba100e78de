"""When each muscle is active: a robust on/off state, dated back to where activity began."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError
from innervate.core.event import EventKind
from innervate.core.fit import Fit, FitParameter
from innervate.core.step import Accepts, Fitter, Interval, Run, Step, StepExample
from innervate.core.stream import StreamSpec
from innervate.core.units import DIMENSIONLESS, HERTZ, VOLT
from innervate.steps._level_fit import Learner
from innervate.steps._states import StateRun
from innervate.steps.onset._fitter import PARAMETERS, OnsetFitter
from innervate.steps.onset._kernel import OnsetKernel, Waits

_NAME = "onset"
_TAIL_S = 0.1
_LEAST_LOOK_AHEAD_S = 0.15


@dataclass(frozen=True, slots=True)
class Onset:
    """Tells activity from rest, 1 and 0 per channel, for onset times, order and durations.

    Input: band-passed EMG (an offset would count as power), any unit. Output: the channels as
    states; sample i is the state at input time i. NaN until a fit is applied and where nothing
    was measured.

    Method: power of 2-ms means, two-sided cumulative sum of the likelihood ratio against the
    fitted power at rest, edges dated back by maximum likelihood of a ramp of amplitude (see
    `_detector`). The threshold lies between rest and activity, 2.7 to 7 dB above rest. At the
    end of a stretch the last 0.1 s stay untold; what is before is decided as if silence followed.

    Attributes:
        min_on_s: shorter activity is not activity.
        min_off_s: shorter pauses are not pauses.
        look_ahead_s: how long a decision waits; an edge that becomes certain later than this
            is dated later than it was.
        fit: what was learned, if it is known from the start.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.EMG}),)
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.FIT})

    min_on_s: float = 0.05
    min_off_s: float = 0.08
    look_ahead_s: float = 0.25
    fit: Fit | None = None

    def __post_init__(self) -> None:
        if not (0 < self.min_on_s < self.look_ahead_s and 0 < self.min_off_s < self.look_ahead_s):
            raise InputError(
                "the onset step must look further ahead than the shortest state that it knows",
                given=f"look_ahead_s {self.look_ahead_s}, min_on_s {self.min_on_s}, "
                f"min_off_s {self.min_off_s}",
                fix="make look_ahead_s the longest, and none of them zero",
            )
        if self.look_ahead_s < _LEAST_LOOK_AHEAD_S:
            raise InputError(
                "the onset step cannot date an edge with so little look-ahead",
                given=f"look_ahead_s {self.look_ahead_s}",
                fix=f"give it {_LEAST_LOOK_AHEAD_S} s or more",
            )

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        """Begin on one stream of EMG."""
        (spec,) = specs
        waits = Waits(self.min_on_s, self.min_off_s, self.look_ahead_s)
        kernel = OnsetKernel(_learner(spec), waits)
        if self.fit is not None:
            kernel.learn(self.fit, 0)
        states = tuple(replace(c, kind=Kind.STATE, unit=DIMENSIONLESS) for c in spec.channels)
        output = spec.derive(suffix=_NAME, channels=states)
        untold = round(_TAIL_S * spec.regular_rate_hz)
        return StateRun(spec, output, kernel, lag=kernel.lag, untold=untold)

    @property
    def known(self) -> bool:
        """Whether the parameters already state what would be learned."""
        return self.fit is not None

    def fitter(self, specs: tuple[StreamSpec, ...], intervals: tuple[Interval, ...]) -> Fitter:
        """Learn rest from intervals all named "rest …", or rest and activity from any others."""
        (spec,) = specs
        return OnsetFitter(_learner(spec), intervals)

    def with_fit(self, fit: Fit) -> Self:
        """The same step, ready from the first sample."""
        return replace(self, fit=fit)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        """Two channels of EMG at a common and at a low rate, with what was learned of them."""
        channels = tuple(Channel(name, Kind.EMG, VOLT) for name in ("BB", "TB"))
        levels = ((0.3, 0.3), (0.6, 0.5), (0.0, 0.0), (150.0, 80.0))
        units = (VOLT, VOLT, VOLT, HERTZ)
        stated = tuple(map(FitParameter, PARAMETERS, levels, units))
        specs = (StreamSpec("emg", channels, rate_hz, "amplifier") for rate_hz in (2000.0, 200.0))
        return tuple(
            StepExample(
                cls(),
                (spec,),
                (Fit(_NAME, cls.VERSION, f"{spec.id}/{_NAME}", ("BB", "TB"), "stated", stated),),
            )
            for spec in specs
        )


def _learner(spec: StreamSpec) -> Learner:
    return Learner(_NAME, Onset.VERSION, spec)


PLUGIN: type[Step] = Onset
