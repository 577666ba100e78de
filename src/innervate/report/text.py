"""Numbers, units and names as a reader wants them; what a metric says of itself."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from innervate.body.anatomy import Muscle, muscles
from innervate.core.channel import Channel, Side
from innervate.core.errors import InnervateError
from innervate.core.measure import Measure, Subject
from innervate.core.plan import METRICS
from innervate.engine.answers import TOLD_METRICS

NONE = "–"
_NO_BREAK = "\xa0"
_MOST_REASONS = 3
_SHARES = frozenset({"target_share", "compensation"})
UNVALIDATED = frozenset({"isolation"})
"""Metrics of the product's own making, whose caveat stands wherever their number does."""
_VOLTS = ((1.0, "V"), (1e-3, "mV"), (1e-6, "µV"))
_UNITS = {
    "1": "", "%MVC": "% MVC", "%submax": "% of reference", "%peak": "% of task peak",
    "m/s^2": "m/s²", "au": "file units",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """What a metric says of itself; the raw name alone where its file is not there."""

    label: str
    format: str = ".3g"
    caveat: str = ""
    evidence: str = ""


def about(metric: str) -> About:
    """What the metric of a measure says of itself.

    >>> about("no_such_metric.part").label
    'no such metric (part)'
    """
    told = TOLD_METRICS.get(metric)
    if told:
        return About(told.LABEL, told.FORMAT, told.CAVEAT, told.EVIDENCE)
    name, _, part = metric.partition(".")
    end = f" ({part.replace('_', ' ')})" if part else ""
    try:
        plugin = METRICS.load(name)
    except InnervateError:
        return About(name.replace("_", " ") + end)
    return About(plugin.LABEL + end, plugin.FORMAT, plugin.CAVEAT, plugin.EVIDENCE)


def unit_text(unit: str) -> str:
    """A unit as a reader writes it."""
    return _UNITS.get(unit, unit)


def number(value: float | None, spec: str = ".3g") -> str:
    """A bare number with a true minus sign; a dash where there is none.

    >>> number(-0.25, ".2f"), number(None)
    ('−0.25', '–')
    """
    if value is None or not math.isfinite(value):
        return NONE
    try:
        text = format(value, spec)
    except ValueError:
        text = format(value, ".3g")
    if text.lstrip("-0.") == "":
        text = text.lstrip("-")
    return text.replace("-", "−")


@dataclass(frozen=True, slots=True)
class Scale:
    """How the values of a unit are printed: times `factor`, in `unit`, with `spec`."""

    factor: float
    unit: str
    spec: str

    def text(self, value: float | None) -> str:
        """The value with its unit."""
        bare = self.bare(value)
        return bare if bare == NONE or not self.unit else f"{bare}{_NO_BREAK}{self.unit}"

    def bare(self, value: float | None) -> str:
        """The value without its unit."""
        return number(None if value is None else value / self.factor, self.spec)


def scale_of(unit: str, largest: float, spec: str = ".3g") -> Scale:
    r"""How to print values of this unit up to `largest`; volts and seconds get a fitting prefix.

    >>> scale_of("V", 4e-5).text(4e-5)
    '40\xa0µV'
    """
    if unit == "V" and math.isfinite(largest):
        factor, name = next((pair for pair in _VOLTS if abs(largest) >= 0.5 * pair[0]), _VOLTS[-1])
        return Scale(factor, name, ".3g")
    if unit == "s" and abs(largest) < 1.0:
        return Scale(1e-3, "ms", ".0f")
    return Scale(1.0, unit_text(unit), spec)


def measure_scale(measure: Measure) -> Scale:
    """How to print a measure; shares of all activity are printed in percent."""
    if measure.metric in _SHARES:
        return Scale(0.01, "%", ".0f")
    return scale_of(measure.unit, measure.value or 0.0, about(measure.metric).format)


def interval_text(measure: Measure, *, bare: bool = False) -> str:
    """The interval of a measure, without its unit if `bare`; or a dash."""
    low, high = measure.uncertainty.low, measure.uncertainty.high
    if low is None or high is None:
        return NONE
    scale = measure_scale(measure)
    text = f"{scale.bare(low)} to {scale.bare(high)}"
    return f"{text}{_NO_BREAK}{scale.unit}" if scale.unit and not bare else text


def common_unit(measures: Iterable[Measure]) -> str:
    """The unit that all of them are printed in, in brackets for a caption; else nothing."""
    units = {measure_scale(one).unit for one in measures}
    return f" ({units.pop()})" if len(units) == 1 and units != {""} else ""


def value_text(measure: Measure, said: str) -> str:
    """A value, bare where its unit was said (`common_unit`)."""
    scale = measure_scale(measure)
    return scale.bare(measure.value) if said else scale.text(measure.value)


def level_text(measure: Measure) -> str:
    """The level of the interval, such as ``95 %``."""
    level = measure.uncertainty.level
    return NONE if level is None else f"{100 * level:.3g}{_NO_BREAK}%"


def muscle_of(key: str | None) -> Muscle | None:
    """The muscle of that key, or None for one that is not built in."""
    return next((one for one in muscles() if one.key == key), None)


def who(muscle: str | None, side: Side | None, channel: str | None = None) -> str:
    """A muscle and side in words; the channel's name where no muscle is known."""
    if muscle is None:
        return channel or "all recorded muscles"
    known = muscle_of(muscle)
    words = _sided(known.title if known else muscle.replace("_", " "), side)
    return f"{words} ({channel})" if channel else words


def who_of(channel: Channel) -> str:
    """The muscle and side of a channel in words."""
    if channel.muscle is None:
        return channel.name
    return who(channel.muscle, channel.side)


def subject_text(subject: Subject) -> str:
    """What a measure is about, without its repetition."""
    return who(subject.muscle, subject.side, subject.channel)


def other_text(other: str | None) -> str:
    """The second part of a subject, with muscles in words.

    >>> other_text("biceps_brachii:left | triceps_brachii")
    'left biceps brachii against triceps brachii'
    """
    if not other:
        return ""
    sides = [", ".join(_named(one) for one in part.split(", ")) for part in other.split(" | ")]
    return " against ".join(sides)


def _named(text: str) -> str:
    key, _, side = text.partition(":")
    known = muscle_of(key)
    return _sided(known.title if known else key.replace("_", " "), side)


def _sided(words: str, side: str | None) -> str:
    return f"{side} {words}" if side else words


def percent(part: float | None) -> str:
    r"""A part of one as a whole percentage; what is not quite nothing or all is not rounded to it.

    >>> percent(0.354), percent(0.997), percent(0.002)
    ('35\xa0%', '> 99\xa0%', '< 1\xa0%')
    """
    if part is None:
        return NONE
    sign = "< 1" if 0 < part < 0.01 else "> 99" if 0.99 < part < 1 else f"{100 * part:.0f}"
    return f"{sign}{_NO_BREAK}%"


def clock_text(seconds: float) -> str:
    """A length of time.

    >>> clock_text(7.6), clock_text(75), clock_text(3725)
    ('7.6 s', '1 min 15 s', '1 h 2 min')
    """
    if seconds < 60:
        return f"{seconds:.3g} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def date_text(stamp: str | None) -> str:
    """An ISO 8601 date in words, or the text itself where it is none."""
    if not stamp:
        return ""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    return f"{moment.day} {moment:%B %Y, %H:%M}"


def shortened(reasons: tuple[str, ...]) -> str:
    """The first reasons; the table of all measures has every one."""
    more = len(reasons) - _MOST_REASONS
    tail = (f"and {more} more reasons, in the table of all measures",) if more > 0 else ()
    return "; ".join(reasons[:_MOST_REASONS] + tail)


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop."""
    text = capital(text.strip())
    return text if not text or text[-1] in ".!?" else f"{text}."
