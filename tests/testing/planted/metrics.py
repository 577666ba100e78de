"""Metrics with one bug each, beside correct twins."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.event import Event, EventKind
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.core.metric import MetricExample, Tally
from innervate.core.step import Accepts
from innervate.core.stream import Block, StreamSpec
from innervate.core.truth import Truth

CHANNELS = (Channel("BB", Kind.ACTIVATION, "%MVC"), Channel("TB", Kind.ACTIVATION, "%MVC"))
ACTIVATION = StreamSpec("activation", CHANNELS, 500.0, "amplifier")
STATE = StreamSpec("reps", (Channel("rep", Kind.STATE, "1"),), 500.0, "amplifier")
NOT_REPEATED = "measured once"


class LevelTally:
    """Mean of the first channel while the state is 1; correct."""

    unit = "%MVC"
    uncertainty = Uncertainty.none(NOT_REPEATED)

    def __init__(self, specs: tuple[StreamSpec, ...]) -> None:
        self.rate_hz = specs[0].regular_rate_hz
        self.latest: Block | None = None
        self.sum, self.count = 0.0, 0
        self.start: int | None = None
        self.stop = 0

    def push(self, item: Block | Event) -> None:
        if isinstance(item, Event):
            return
        if item.spec.id == "activation":
            self.latest = item
            return
        assert self.latest is not None
        assert self.latest.start == item.start
        if len(item):
            self.add(self.latest, item)

    def add(self, activation: Block, state: Block) -> None:
        self.start = activation.start if self.start is None else self.start
        self.stop = activation.stop
        level = activation.data[:, 0]
        rows = (state.data[:, 0] == 1.0) & np.isfinite(level)
        self.take(level[rows])

    def take(self, level: np.ndarray[Any, np.dtype[np.float64]]) -> None:
        self.sum += float(level.sum())
        self.count += len(level)

    def value(self) -> float | None:
        return self.sum / self.count if self.count else None

    def read(self) -> tuple[Measure, ...]:
        if self.start is None:
            return ()
        value = self.value()
        quality = Quality() if value is not None else Quality(False, ("nothing was measured",))
        return (
            Measure(
                "level", value, self.unit, Subject(channel="BB"), self.start / self.rate_hz,
                self.stop / self.rate_hz, self.uncertainty, quality,
            ),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """Mean activation while repeating; correct."""

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.ACTIVATION}), frozenset({Kind.STATE}))
    LABEL: ClassVar[str] = "Level"
    FORMAT: ClassVar[str] = ".0f"
    EVIDENCE: ClassVar[str] = "%MVC"
    CAVEAT: ClassVar[str] = ""
    TRUTH: ClassVar[tuple[Truth, ...]] = (Truth("level", "the mean noise-free amplitude", 1.0),)
    TALLY: ClassVar[type[LevelTally]] = LevelTally

    def open(self, specs: tuple[StreamSpec, ...]) -> Tally:
        return type(self).TALLY(specs)

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        return (MetricExample(cls(), (ACTIVATION, STATE)),)


class _BlockMeans(LevelTally):
    def take(self, level: np.ndarray[Any, np.dtype[np.float64]]) -> None:
        if len(level):
            self.sum += float(level.mean())
            self.count += 1


class MeanOfBlockMeans(Level):
    """The mean of the means of blocks."""

    TALLY = _BlockMeans


class Untold(Level):
    """Nobody has said what its true value is."""

    TRUTH: ClassVar[tuple[Truth, ...]] = ()


class _Highest(LevelTally):
    highest: float | None = None

    def take(self, level: np.ndarray[Any, np.dtype[np.float64]]) -> None:
        super().take(level)
        if len(level):
            self.highest = max(float(level.max()), self.highest or 0.0)

    def value(self) -> float | None:
        return self.highest


class Highest(Level):
    """The largest of noisy values, sold as if it were near the truth."""

    TALLY = _Highest


class _Resetting(LevelTally):
    def read(self) -> tuple[Measure, ...]:
        found = super().read()
        self.sum, self.count = 0.0, 0
        return found


class ReadResets(Level):
    """Reading begins anew."""

    TALLY = _Resetting


class _Finishing(LevelTally):
    finished = False

    def take(self, level: np.ndarray[Any, np.dtype[np.float64]]) -> None:
        if not self.finished:
            super().take(level)

    def read(self) -> tuple[Measure, ...]:
        self.finished = True
        return super().read()


class ReadFinishes(Level):
    """Nothing counts after the first reading."""

    TALLY = _Finishing


class _Sure(LevelTally):
    uncertainty = Uncertainty(None, None, None, "")


class NoUncertainty(Level):
    """Neither an interval nor a reason."""

    TALLY = _Sure


class _Outside(LevelTally):
    uncertainty = Uncertainty(-2.0, -1.0, 0.95, "made up")


class OutsideInterval(Level):
    """The value lies outside its interval."""

    TALLY = _Outside


class _Counting(LevelTally):
    def add(self, activation: Block, state: Block) -> None:
        super().add(activation, state)
        self.start = 0
        self.seen = getattr(self, "seen", 0) + len(activation)
        self.stop = self.seen


class GapIgnored(Level):
    """Time is the number of samples seen."""

    TALLY = _Counting


class _FromFirst(LevelTally):
    def add(self, activation: Block, state: Block) -> None:
        first = activation.start if self.start is None else self.start
        self.seen = getattr(self, "seen", 0) + len(activation)
        super().add(activation, state)
        self.stop = first + self.seen


class GapClosed(Level):
    """Time is the number of samples seen since the first."""

    TALLY = _FromFirst


class _Hoarder(LevelTally):
    def take(self, level: np.ndarray[Any, np.dtype[np.float64]]) -> None:
        self.kept = [*getattr(self, "kept", []), level.copy()]
        super().take(level)


class Unbounded(Level):
    """Every sample is kept."""

    TALLY = _Hoarder


class _Zero(LevelTally):
    def value(self) -> float | None:
        return self.sum / max(self.count, 1)


class ZeroFromNothing(Level):
    """Where nothing was measured it says zero."""

    TALLY = _Zero


class _NaN(LevelTally):
    def value(self) -> float | None:
        return self.sum / self.count if self.count else math.nan


class NaNFromNothing(Level):
    """Where nothing was measured it says NaN."""

    TALLY = _NaN


class _Percent(LevelTally):
    unit = "percent"


class OddUnit(Level):
    """The unit is no unit of the house."""

    TALLY = _Percent


class _InPlace(LevelTally):
    def add(self, activation: Block, state: Block) -> None:
        base = activation.data if activation.data.base is None else activation.data.base
        assert isinstance(base, np.ndarray)
        base.flags.writeable = True
        np.nan_to_num(base, copy=False)
        super().add(activation, state)


class InPlace(Level):
    """Missing values are filled where they lie."""

    TALLY = _InPlace


class _Unpicklable(LevelTally):
    def __init__(self, specs: tuple[StreamSpec, ...]) -> None:
        super().__init__(specs)
        self.later = (number for number in range(3))


class Unpicklable(Level):
    """A generator lives in the tally."""

    TALLY = _Unpicklable


class BadFormat(Level):
    """The format prints nothing."""

    FORMAT = "whole number"


class _Taps(LevelTally):
    """How long ago the last tap was at the end, in seconds, by sample; correct."""

    unit = "s"
    tap: int | None = None

    def push(self, item: Block | Event) -> None:
        if isinstance(item, Event):
            self.tap = self.sample_of(item)
        super().push(item)

    def sample_of(self, event: Event) -> int:
        assert event.sample is not None
        return event.sample

    def value(self) -> float | None:
        return None if self.tap is None else (self.stop - self.tap) / self.rate_hz


class SinceTap(Level):
    """Seconds since the last tap; correct."""

    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.TAP})
    TALLY = _Taps


class _TapsAtEdge(_Taps):
    def sample_of(self, event: Event) -> int:
        return self.stop


class TapAtEdge(SinceTap):
    """A tap counts from the edge of the block before it."""

    TALLY = _TapsAtEdge
