"""What an analysis found, before anybody renders it."""

from __future__ import annotations

from dataclasses import dataclass

from innervate.core.channel import Channel
from innervate.core.fit import Fit
from innervate.core.measure import Measure
from innervate.core.plan import Plan
from innervate.core.recording import About
from innervate.core.stream import StreamSpec
from innervate.core.units import DIMENSIONLESS


@dataclass(frozen=True, slots=True)
class Curve:
    """A channel's course, thinned for drawing: per bin the largest value, None = not measured."""

    stream: str
    channel: Channel
    start_s: float
    step_s: float
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class FlawShare:
    """The share (0-1) of the time of a channel in which a flaw was seen."""

    flaw: str
    share: float


@dataclass(frozen=True, slots=True)
class ChannelQuality:
    """How good a channel was.

    `strip` holds the flaws (`core.flaw.Flaw` as a number) of successive stretches of `step_s`
    from `start_s` on, None where nothing was measured.
    """

    stream: str
    channel: Channel
    ok: bool
    flaws: tuple[FlawShare, ...]
    measured_share: float
    start_s: float
    step_s: float
    strip: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Repetition:
    """A detected repetition; `number` counts from 1 within its set."""

    number: int
    start_s: float
    stop_s: float
    set: int = 1


@dataclass(frozen=True, slots=True)
class Delay:
    """How much later than the phenomenon a stream is available."""

    stream: str
    delay_s: float


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a knob of the source stood from a session second on; the first tells how it began.

    `set` is the set in which it was turned, None outside of one.
    """

    at_s: float
    knob: str
    value: float
    unit: str
    set: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What the person answered to a question that makes no measure: a number, words, or both."""

    at_s: float
    label: str
    value: float | None = None
    unit: str = DIMENSIONLESS
    text: str = ""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What could not be said, why, and what would make it possible."""

    what: str
    why: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that a plan found in a recording or live session."""

    about: About
    simulated: bool
    exercise: str
    duration_s: float
    streams: tuple[StreamSpec, ...]
    plan: Plan
    fits: tuple[Fit, ...]
    delays: tuple[Delay, ...]
    measures: tuple[Measure, ...]
    channels: tuple[ChannelQuality, ...]
    curves: tuple[Curve, ...]
    repetitions: tuple[Repetition, ...]
    unsaid: tuple[Unsaid, ...]
    turns: tuple[Turn, ...] = ()
    said: tuple[Said, ...] = ()
