"""What a session hands to screens: the layout once, frames many times, messages reliably."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from innervate.coach.acts import Cue, Remark, Why
from innervate.coach.choices import CastChannel
from innervate.coach.standing import Standing
from innervate.core.measure import Measure
from innervate.engine.analysis import Analysis

Numbers: TypeAlias = npt.NDArray[np.float32]

FRAMES_HZ = 60.0
"""More frames a second than this are never made."""

NOT_JUDGED = 128
"""The bit in `Frame.flaws` of a channel about which nothing can be said yet."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the numbers of the frames that follow are.

    It is told when the streams are known, and again when `unit` changes: until the reference of
    the normalisation is known, envelopes and levels are amplitudes ("V"), from then on percent.

    Attributes:
        channels: the columns, in order.
        rate_hz: rows of envelopes per session second; row n lies at second ``n / rate_hz``.
        unit: that of envelopes and levels.
        simulated: whether a simulator makes the signals.
        raw_channels: the columns of raw rows.
        raw_rate_hz: rows (pairs of least and largest volts) per session second.
        pace: session seconds per second of the clock; None for as fast as it goes.
    """

    channels: tuple[CastChannel, ...]
    rate_hz: float
    unit: str
    simulated: bool
    raw_channels: tuple[str, ...]
    raw_rate_hz: float
    pace: float | None = 1.0


@dataclass(frozen=True, slots=True)
class Stamps:
    """Where the time goes from a muscle to a screen, in seconds of `ConductedSession.clock_s`.

    Attributes:
        sample_s: when the newest sample in the frame was measured.
        read_s: when it had been read from the source.
        made_s: when the frame was made of it.
    """

    sample_s: float
    read_s: float
    made_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What has come since the frame before; whoever is late may leave old ones out.

    Attributes:
        number: counts the frames of a session, from 1.
        at_s: session second of the newest sample read.
        stamps: for the latency budget.
        start: index of the first row of `envelope`.
        envelope: rows x channels in the unit of the layout; NaN = not measured.
        raw_start: index of the first row of `raw`.
        raw: rows x channels x (least, largest) in volts; no rows but in the electrode check and
            where there are knobs to turn.
        level: per channel, in the unit of the layout; NaN = not measured.
        flaws: per channel `core.flaw.Flaw` as a number; `NOT_JUDGED` where nothing is known yet.
        share: the targets' part (0-1) of all levels.
        isolation: the isolation score (0-100).
        reps: completed repetitions of the present set.
        held_s: how long the target was held above the line in this set.
        above: whether it is above the line now.
    """

    number: int
    at_s: float
    stamps: Stamps
    start: int
    envelope: Numbers
    raw_start: int
    raw: Numbers
    level: Numbers
    flaws: npt.NDArray[np.uint8]
    share: float | None
    isolation: float | None
    reps: int
    held_s: float
    above: bool


@dataclass(frozen=True, slots=True)
class SetMeasures:
    """What was measured in a set that is over; `success` as in `coach.acts.SetOver`."""

    at_s: float
    set: int
    success: float | None
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """The session is over; the last message of all.

    Attributes:
        why: what ended it.
        analysis: what was found, for `library.Result`.
        problem: what went wrong with the session itself, in words; empty if nothing did.
    """

    why: Why
    analysis: Analysis | None
    problem: str = ""


Message: TypeAlias = Layout | Standing | Cue | Remark | SetMeasures | Ended
"""What must arrive, in the order in which it was told."""


class Sink(Protocol):
    """Whoever shows a session. Both calls come from the session's thread and must not block."""

    def frame(self, frame: Frame) -> None:
        """Take a frame; it may be dropped when a newer one comes."""

    def told(self, message: Message) -> None:
        """Take a message; none may be lost."""
