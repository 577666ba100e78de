"""What the HTTP API answers about progress, and the letters."""

from __future__ import annotations

from datetime import date

from innervate.body.claims import claim
from innervate.core.channel import Side
from innervate.report.agreement import Agreement
from innervate.report.change_axes import TwoAxes
from innervate.report.change_retention import Retention
from innervate.report.change_series import Axis, Better
from innervate.report.change_trend import Trend, TrendVerdict
from innervate.report.letter import Caveat, Letter
from innervate.report.letter_advice import Advice
from innervate.report.letter_words import Change, change
from innervate.web.keeping import Accuracy, Pair
from innervate.web.letters import Span
from innervate.web.models import Shown
from innervate.web.shown_guided import BackedShown
from innervate.web.tracking import Session, Tracked

NOT_JUDGED = "Shown, not judged: each number more that is judged makes every other harder to judge."


class BaselineShown(Shown):
    """The first sessions: their mean, and how far a single session may lie from it by chance."""

    mean: float
    low: float
    high: float
    sessions: int


class SeriesShown(Shown):
    """A number over sessions that may be compared, and whether it changed."""

    key: str
    name: str
    unit: str
    exercise: str
    load: str
    variant: str
    montage: str
    axis: Axis
    better: Better
    method: str
    points: tuple[Session, ...]
    verdict: TrendVerdict | None
    words: str
    change: Change | None
    baseline: BaselineShown | None
    detectable: float | None
    retention: Retention
    evidence: tuple[BackedShown, ...]

    @classmethod
    def of(cls, one: Tracked, judged: Trend | None, retention: Retention) -> SeriesShown:
        """The series with what the last letter says of it."""
        series, condition = one.series, one.series.condition
        told = change(judged) if judged is not None else None
        return cls(
            key=one.short, name=series.name, unit=series.unit, exercise=condition.exercise,
            load=condition.load, variant=condition.variant, montage=condition.montage,
            axis=series.axis, better=series.better, method=series.method, points=one.sessions,
            verdict=judged.verdict if judged else None,
            words=told.words if told else NOT_JUDGED,
            change=told, baseline=_baseline(judged),
            detectable=judged.detectable if judged else None, retention=retention,
            evidence=tuple(BackedShown.model_validate(claim(key)) for key in series.claims),
        )  # fmt: skip


class AxisShown(Shown):
    """One of the two axes: its change in percent of the beginning, with its interval."""

    series: str
    name: str
    exercise: str
    verdict: TrendVerdict
    percent: float | None
    low: float | None
    high: float | None

    @classmethod
    def of(cls, one: Trend | None, key: str) -> AxisShown | None:
        """The axis of a trend; None without one."""
        if one is None:
            return None
        share = 100.0 / one.baseline if one.baseline else None
        low, high, by = one.difference.low, one.difference.high, one.change
        return cls(
            series=key, name=one.series.name, exercise=one.series.condition.exercise,
            verdict=one.verdict,
            percent=None if share is None or by is None else by * share,
            low=None if share is None or low is None else low * share,
            high=None if share is None or high is None else high * share,
        )  # fmt: skip


class AxesShown(Shown):
    """Strength and selectivity side by side: two things, one can change without the other."""

    strength: AxisShown | None
    selectivity: AxisShown | None
    words: str

    @classmethod
    def of(cls, judged: dict[str, Trend]) -> AxesShown:
        """Of what is judged."""
        both = TwoAxes.of(tuple(judged.values()))
        keys = {id(one): key for key, one in judged.items()}
        return cls(
            strength=AxisShown.of(both.strength, keys.get(id(both.strength), "")),
            selectivity=AxisShown.of(both.selectivity, keys.get(id(both.selectivity), "")),
            words=both.words,
        )


class AccuracyShown(Shown):
    """Felt against measured for a muscle."""

    exercise: str
    muscle: str
    side: Side | None
    unit: str
    pairs: tuple[Pair, ...]
    agreement: Agreement


class SpanShown(Shown):
    """A month that is over; `stop` is the first day that is not in it."""

    key: str
    number: int
    start: date
    stop: date


class ProgressShown(Shown):
    """Everything that is followed of a person; verdicts are those of the month that is over."""

    judged: SpanShown
    series: tuple[SeriesShown, ...]
    axes: AxesShown
    accuracy: tuple[AccuracyShown, ...]


class LettersShown(Shown):
    """The months that have a letter, the newest first."""

    months: tuple[SpanShown, ...]
    problems: tuple[str, ...]


class LetterShown(Shown):
    """A letter."""

    key: str
    number: int
    start: str
    stop: str
    person: str
    simulated: bool
    done: tuple[str, ...]
    changes: tuple[Change, ...]
    kept: tuple[str, ...]
    axes: str
    suggestion: Advice
    caveats: tuple[Caveat, ...]
    rule: str
    never: str

    @classmethod
    def of(cls, span: Span, one: Letter) -> LetterShown:
        """The letter of a month."""
        names = [name for name in cls.model_fields if name != "key"]
        return cls(key=span.key, **{name: getattr(one, name) for name in names})


def progress_of(
    span: Span,
    series: tuple[Tracked, ...],
    judged: dict[str, Trend],
    retentions: dict[str, Retention],
    accuracy: tuple[Accuracy, ...],
) -> ProgressShown:
    """All of it."""
    return ProgressShown(
        judged=SpanShown.model_validate(span),
        series=tuple(
            SeriesShown.of(one, judged.get(one.short), retentions[one.short]) for one in series
        ),
        axes=AxesShown.of(judged),
        accuracy=tuple(AccuracyShown.model_validate(one) for one in accuracy),
    )


def _baseline(one: Trend | None) -> BaselineShown | None:
    if one is None or one.baseline is None or one.detectable is None:
        return None
    return BaselineShown(
        mean=one.baseline,
        low=one.baseline - one.detectable,
        high=one.baseline + one.detectable,
        sessions=one.baseline_count,
    )
