"""Whether other muscles take a larger part than they usually do in this person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from innervate.core.channel import Kind, MuscleSide, Side
from innervate.core.event import Event, EventKind
from innervate.core.measure import Measure, Quality, Uncertainty
from innervate.core.metric import Metric, MetricExample, Tally
from innervate.core.step import Accepts
from innervate.core.stream import Block, StreamSpec
from innervate.core.truth import Truth
from innervate.core.units import DIMENSIONLESS
from innervate.metrics import _examples
from innervate.metrics._channels import Split, name_of, subject_of
from innervate.metrics._formulas import Share
from innervate.metrics._measures import (
    Heading,
    Refused,
    RepValue,
    by_set,
    counting,
    measures,
    set_measure,
)
from innervate.metrics._tally import Quantity, RepTally

BASELINE_REPS = 20
_FLAG_Z = 2.0
_FLAG_RUN = 3


@dataclass(frozen=True, slots=True)
class BaselineShare:
    """A person's own usual share of one muscle, from stored measures.

    Attributes:
        muscle, side: whose share.
        n: repetitions it is of.
        mean, sd: of the shares of these repetitions (0-1).
        condition: exercise, load and variant it was learned in, in the same words as
            `Compensation.condition`.
        montage: the channel set as ``targets | others``, as `subject.other` of the stored
            measures names it, so that other targets need a baseline of their own; empty where
            the caller vouches for it.
    """

    muscle: str
    side: Side | None
    n: int
    mean: float
    sd: float
    condition: str = ""
    montage: str = ""


@dataclass(frozen=True, slots=True)
class Compensation:
    """Sets each other muscle's share of all activation against the person's own baseline.

    Inputs: activation in %MVC, repetition state. Gives `compensation` (the share, 0-1) per
    muscle; with a baseline of 20 repetitions or more of the same exercise, load and montage also
    `compensation.z` and, per set, `compensation.flag`: 1 where |z| > 2 above the usual in three
    successive repetitions or more, -1 where below, else 0. Before that a muscle is "also
    working", never more.

    Attributes:
        targets: the muscles that are meant to work.
        compensators: the muscles to judge; none named means all other recorded ones.
        baseline: the person's usual shares.
        condition: exercise, load and variant of these repetitions; a baseline of another
            condition does not apply.
        envelope_s: how long the moving window was that made the activation.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.ACTIVATION}), frozenset({Kind.STATE}))
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.PHASE})
    LABEL: ClassVar[str] = "Other muscles"
    FORMAT: ClassVar[str] = ".2f"
    EVIDENCE: ClassVar[str] = "Compensation flag"
    CAVEAT: ClassVar[str] = (
        "Against your own usual share with the same exercise, load and sensors; there is no "
        "right value for everybody, and different is not wrong."
    )
    TRUTH: ClassVar[tuple[Truth, ...]] = (
        Truth("compensation", "the share of noise-free amplitude", 0.01),
        Truth("compensation.z", "that share against the same baseline", 0.2),
        Truth("compensation.flag", "what the same rule says of true shares", 0.5),
    )

    targets: tuple[MuscleSide, ...]
    compensators: tuple[MuscleSide, ...] = ()
    baseline: tuple[BaselineShare, ...] = ()
    condition: str = ""
    envelope_s: float = 0.1

    def open(self, specs: tuple[StreamSpec, ...]) -> Tally:
        """Begin on activation and repetition state."""
        spec = specs[0]
        split = Split.of(spec, self.targets, self.compensators)
        if split.refusal:
            heading = Heading("compensation", DIMENSIONLESS, split.subject(spec), self.VERSION)
            return Refused(specs, heading, split.refusal)
        montage = _montage(spec, split)
        quantities = tuple(
            Quantity(
                Heading(
                    "compensation",
                    DIMENSIONLESS,
                    subject_of(spec, column, montage),
                    self.VERSION,
                    (0.0, 1.0),
                ),
                split.known,
                Share((column,), split.known),
                split.notes,
            )
            for column in split.others
        )
        usual = tuple(self._usual(spec, column, montage) for column in split.others)
        return _CompensationTally(RepTally(specs, quantities, self.envelope_s), usual)

    def _usual(self, spec: StreamSpec, column: int, montage: str) -> BaselineShare | None:
        channel = spec.channels[column]
        for share in self.baseline:
            if (
                (share.muscle, share.side) == (channel.muscle, channel.side)
                and share.condition == self.condition
                and share.montage in ("", montage)
            ):
                return share
        return None

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        """The left biceps, with a baseline of the triceps."""
        specs = (_examples.activation(), _examples.repetitions())
        triceps = _examples.TRICEPS
        baseline = (BaselineShare(triceps.muscle, triceps.side, 24, 0.3, 0.05),)
        return (MetricExample(cls((_examples.BICEPS,), baseline=baseline), specs),)


class _CompensationTally:
    """Shares, and what the baseline makes of them."""

    def __init__(self, shares: RepTally, usual: tuple[BaselineShare | None, ...]) -> None:
        self._shares, self._usual = shares, usual

    def push(self, item: Block | Event) -> None:
        """Take the next block of an input or a phase."""
        self._shares.push(item)

    def read(self) -> tuple[Measure, ...]:
        """Shares, and z and flag where there is a baseline for them."""
        if not self._shares.values[0]:
            return self._shares.read()
        return tuple(self._measures())

    def _measures(self) -> Iterator[Measure]:
        rate_hz = self._shares.span.rate_hz
        for quantity, values, usual in zip(
            self._shares.quantities, self._shares.values, self._usual, strict=True
        ):
            heading = quantity.heading
            lack = _lack(usual)
            if usual is None or lack:
                noted = [replace(each, quality=_noted(each.quality, lack)) for each in values]
                yield from measures(heading, noted, rate_hz)
                continue
            yield from measures(heading, values, rate_hz)
            scores = [_score(each, usual) for each in values]
            z = Heading("compensation.z", DIMENSIONLESS, heading.subject, heading.version)
            yield from measures(z, scores, rate_hz)
            flag = replace(z, metric="compensation.flag")
            yield from (_flag(flag, of_set, rate_hz) for of_set in by_set(scores))


def _montage(spec: StreamSpec, split: Split) -> str:
    """The channel set as ``targets | others``, in one order whatever that of the channels."""
    rest = tuple(column for column in split.known if column not in split.targets)
    named = [sorted(name_of(spec.channels[i]) for i in part) for part in (split.targets, rest)]
    return " | ".join(", ".join(names) for names in named)


def _lack(usual: BaselineShare | None) -> str:
    """Why the baseline cannot be used, or nothing."""
    count = usual.n if usual else 0
    if count < BASELINE_REPS:
        return f"baseline {count} of {BASELINE_REPS} repetitions: also working"
    if usual and not usual.sd > 0.0:
        return "the baseline has no spread: also working"
    return ""


def _noted(quality: Quality, note: str) -> Quality:
    return Quality(quality.ok, (*quality.reasons, note))


def _score(share: RepValue, usual: BaselineShare) -> RepValue:
    """The repetition's z; its interval is the share's, the baseline taken as exact."""
    if share.value is None:
        return share
    interval = share.uncertainty
    if interval.low is not None and interval.high is not None:
        low, high = (interval.low - usual.mean) / usual.sd, (interval.high - usual.mean) / usual.sd
        interval = replace(
            interval, low=low, high=high, method=f"{interval.method}; baseline taken as exact"
        )
    return replace(share, value=(share.value - usual.mean) / usual.sd, uncertainty=interval)


def _flag(heading: Heading, scores: Sequence[RepValue], rate_hz: float) -> Measure:
    """The first run of three successive repetitions or more beyond two SD on one side."""
    run = _first_run(scores)
    measure = replace(
        set_measure(heading, run or scores, rate_hz),
        uncertainty=Uncertainty.none("a rule, not a measurement"),
    )
    if not counting(scores):
        return measure
    if not run:
        quality = Quality(True, ("within the person's usual range",))
        return replace(measure, value=0.0, quality=quality)
    above = (run[0].value or 0.0) > 0.0
    word = "compensating: more" if above else "working less"
    reason = f"{word} than usual in repetitions {run[0].rep.number} to {run[-1].rep.number}"
    return replace(measure, value=1.0 if above else -1.0, quality=Quality(True, (reason,)))


def _first_run(scores: Sequence[RepValue]) -> list[RepValue]:
    run: list[RepValue] = []
    sign = 0
    for score in scores:
        now = _side(score)
        if now != sign and len(run) >= _FLAG_RUN:
            return run
        run = [*run, score] if now == sign and now else [score] if now else []
        sign = now
    return run if len(run) >= _FLAG_RUN else []


def _side(score: RepValue) -> int:
    """1 above, -1 below, 0 within two SD or not usable."""
    z = score.counts
    if z is None or abs(z) <= _FLAG_Z:
        return 0
    return 1 if z > 0 else -1


PLUGIN: type[Metric] = Compensation
