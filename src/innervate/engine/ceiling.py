"""Whether the reference that activation is a percentage of can have been a maximum."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.measure import Measure, Quality, Uncertainty
from innervate.core.stream import Block, StreamSpec
from innervate.core.units import compares_muscles
from innervate.engine.analysis import Unsaid

IMPLAUSIBLE_PERCENT = 200.0
"""Activation over half a second from which on the maximal trial was none. The figure is ours:
dynamic efforts pass 100 % of an isometric maximum as a matter of course, twice as much they do
not for so long, while a muscle that rested in its trials comes to many hundreds."""

REMEDY = "do a maximal trial of every muscle"
_WINDOW_S = 0.5


@dataclass(frozen=True, slots=True)
class Overshoot:
    """A channel of an activation stream that went far beyond its own "maximum"."""

    stream: str
    channel: Channel
    percent: float

    @property
    def reason(self) -> str:
        """What speaks against every number that rests on that maximum."""
        return (
            f"{self.channel.label} reached {self.percent:.0f} % of its 'maximum': "
            "it was not maximal in any trial"
        )

    @property
    def unsaid(self) -> Unsaid:
        """What cannot be said for it."""
        return Unsaid(f"{self.channel.label} in % of its maximum", self.reason, REMEDY)


class Ceiling:
    """Follows the highest half-second mean of each channel of an activation stream.

    Half seconds are anchored at sample 0, and count only where all of them was measured, so that
    the result does not depend on how the stream was cut. Memory: half a second.
    """

    def __init__(self, spec: StreamSpec) -> None:
        self._spec = spec
        self._length = max(round(_WINDOW_S * spec.regular_rate_hz), 1)
        self._window = -1
        self._rows = np.empty((self._length, len(spec.channels)))
        self._highest = np.full(len(spec.channels), np.nan)

    @classmethod
    def judges(cls, spec: StreamSpec) -> bool:
        """Whether a stream is activation in percent of a maximum."""
        return all(c.kind is Kind.ACTIVATION and compares_muscles(c.unit) for c in spec.channels)

    def push(self, block: Block) -> None:
        """Take the next block."""
        at = block.start
        while at < block.stop:
            window, row = divmod(at, self._length)
            stop = min((window + 1) * self._length, block.stop)
            if window != self._window:
                self._window = window
                self._rows.fill(np.nan)
            self._rows[row : row + stop - at] = block.data[at - block.start : stop - block.start]
            if stop == (window + 1) * self._length:
                self._highest = np.fmax(self._highest, self._rows.mean(axis=0))
            at = stop

    def overshoots(self) -> tuple[Overshoot, ...]:
        """The channels whose "maximum" was none."""
        return tuple(
            Overshoot(self._spec.id, channel, float(percent))
            for channel, percent in zip(self._spec.channels, self._highest, strict=True)
            if percent > IMPLAUSIBLE_PERCENT
        )


def doubted(measure: Measure, overshoots: tuple[Overshoot, ...]) -> Measure:
    """The measure with what these channels do to it: one that compares muscles has no value.

    What they do comes before all else that speaks against it: there is no mending it otherwise.
    """
    if not overshoots:
        return measure
    reasons = tuple(one.reason for one in overshoots)
    if measure.subject.other is None:
        return replace(measure, quality=_against(measure.quality, reasons))
    reasons = (*reasons, f"muscles cannot be compared: {REMEDY}")
    return replace(
        measure,
        value=None,
        uncertainty=Uncertainty.none("; ".join(reasons)),
        quality=_against(measure.quality, reasons),
    )


def _against(quality: Quality, reasons: tuple[str, ...]) -> Quality:
    return Quality(False, reasons).with_reasons(*quality.reasons)
