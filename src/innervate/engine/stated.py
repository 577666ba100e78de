"""Stretches of a recording that serve calibration: as the person states them, or its phases."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from innervate.core.errors import InputError
from innervate.core.event import EventKind
from innervate.core.recording import Recording
from innervate.core.step import Interval
from innervate.engine.phases import CALIBRATED
from innervate.steps.normalise import Method

_BEYOND_S = 1.0
"""How far a stated stretch may reach beyond the end: people round."""
_MOST_REST = 0.9


@dataclass(frozen=True, slots=True)
class Calibration:
    """Stretches of the recording that the person states: maximal trials, a hold, rest.

    With `mvc` or `hold` stated, repetitions are counted after the last of them only.
    """

    mvc: tuple[Interval, ...] = ()
    hold: tuple[Interval, ...] = ()
    rest: tuple[Interval, ...] = ()

    @property
    def method(self) -> Method:
        """The normalisation that these stretches allow."""
        if self.mvc:
            return Method.MVC
        return Method.SUBMAXIMAL if self.hold else Method.PEAK_TASK

    @classmethod
    def of_phases(cls, recording: Recording) -> Calibration:
        """What the PHASE events of a recording say ("rest", "mvc 1 ...", "hold 1").

        Maximal trials and holds count where a "ready" or "set" tells that their calibration was
        over.
        """
        phases = [event for event in recording.events if event.kind is EventKind.PHASE]
        phases.sort(key=lambda event: event.at_s)
        spans = [Interval(this.at_s, after.at_s, this.label) for this, after in pairwise(phases)]
        over_s = [event.at_s for event in phases if event.label.startswith(CALIBRATED)]
        told = [span for span in spans if span.stop_s <= max(over_s, default=0.0)]
        return cls(
            mvc=tuple(span for span in told if span.name.startswith("mvc")),
            hold=tuple(span for span in told if span.name.startswith("hold")),
            rest=tuple(span for span in spans if span.name.startswith("rest")),
        )


def check_stated(stated: Calibration, begins_s: float, ends_s: float) -> None:
    """Raise `InputError` where a stated stretch is not of the recording, or all of it is rest.

    Args:
        stated: what the person stated, in session seconds.
        begins_s: the session second at which the recording begins.
        ends_s: the one at which it ends.
    """
    for span in (*stated.mvc, *stated.hold, *stated.rest):
        if span.start_s >= ends_s or span.stop_s > ends_s + _BEYOND_S:
            raise InputError(
                f"the recording ends at {_number(ends_s)} s, before a stated stretch does",
                given=_words(span),
                fix="state stretches in seconds of the recording",
            )
    rest_s = sum(
        max(min(span.stop_s, ends_s) - max(span.start_s, begins_s), 0.0) for span in stated.rest
    )
    if rest_s > _MOST_REST * (ends_s - begins_s):
        raise InputError(
            "the whole recording is stated to be rest, so that there is no work to measure",
            given=", ".join(_words(span) for span in stated.rest),
            found=f"a recording from {_number(begins_s)} to {_number(ends_s)} s",
            fix="state only the seconds in which the muscles rested",
        )


def _words(span: Interval) -> str:
    return f"{span.name} {span.start_s:g}-{span.stop_s:g} s"


def _number(seconds: float) -> str:
    return f"{round(seconds, 1):g}"
