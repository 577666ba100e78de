"""An earlier session of the same exercise laid over this one."""

from __future__ import annotations

from collections.abc import Iterator

from innervate.core.measure import Measure
from innervate.core.units import compares_muscles
from innervate.report.change import COMPARED, Change, Compared, Verdict
from innervate.report.markup import Markup, join, tag
from innervate.report.svg import Axis, figure, mark, nice_top, time_axis
from innervate.report.tables import fold
from innervate.report.text import (
    NONE,
    about,
    date_text,
    interval_text,
    measure_scale,
    number,
    sentence,
)
from innervate.report.tiles import target_name
from innervate.report.view import MOST_SETS, Role, who_of_measure

_ROW, _NOW, _THEN = 44.0, 14.0, 32.0
_RULE = (
    "Two sessions differ clearly where the interval of the difference of the two means leaves out "
    "zero. The interval is Welch's t over the repetitions, which are taken as independent, "
    "widened so that all {count} comparisons hold together in 95 of 100 cases (Bonferroni). It "
    "knows how much repetitions scatter. It does not know how much days do: how differently the "
    "sensors lay, the maximal trials went and the person was."
)
_DAYS = (
    "Any two days differ somewhat. Whether you have changed, only several sessions can tell: "
    "from the fourth on, the trend of the exercise says so."
)


def since(compared: Compared) -> Markup:
    """The section: what can be compared with its change, or why nothing can."""
    body = _refused(compared) if compared.obstacles else _groups(compared)
    return tag("section", tag("h2", "Compared with the earlier session"), body, id="since")


def when(compared: Compared) -> str:
    """Which session it was."""
    source = compared.then.document.provenance.source
    parts = [one for one in (source.name, date_text(source.started_at)) if one]
    return ", ".join(parts)


def _refused(compared: Compared) -> Markup:
    reasons = (tag("li", sentence(one)) for one in compared.obstacles)
    return join(
        tag("p", f"The earlier session ({when(compared)}) cannot be compared with this one:"),
        tag("ul", *reasons, class_="reasons"),
    )


def _groups(compared: Compared) -> Markup:
    changes = compared.changes
    if not changes:
        return tag("p", "Nothing was measured in this session that could be compared.")
    told = sum(one.difference.low is not None for one in changes)
    groups = [_group(compared, metric) for metric in COMPARED]
    return join(
        tag("p", f"The earlier session: {when(compared)}. ", _summary(changes), class_="how"),
        tag("p", _DAYS, class_="how"),
        tag("ul", tag("li", _key(hollow=False), "this session"),
            tag("li", _key(hollow=True), "the earlier one; lines are 95 % intervals"),
            class_="legend"),
        *groups,
        fold("How this is judged", tag("p", _RULE.format(count=told), class_="how")),
    )  # fmt: skip


def _summary(changes: tuple[Change, ...]) -> str:
    """How many numbers differ clearly."""
    clear = sum(one.verdict in (Verdict.HIGHER, Verdict.LOWER) for one in changes)
    told = sum(one.difference.low is not None for one in changes)
    if not told:
        return "No number has enough data in both for a comparison."
    if told == 1:
        differs = "differs" if clear else "does not differ"
        return f"One number can be compared; it {differs} clearly."
    return f"Of {told} numbers that can be compared, {clear or 'none'} differ clearly."


def _key(*, hollow: bool) -> Markup:
    return tag("svg", mark("target", "8", 8, hollow=hollow), width="16", height="16",
               aria_hidden="true")  # fmt: skip


def _group(compared: Compared, metric: str) -> Markup | None:
    """The numbers of one metric on one scale; those of early sets and the least telling folded."""
    found = [one for one in compared.changes if one.now.metric == metric]
    if not found:
        return None
    common = metric != "activation" or all(compares_muscles(one.now.unit) for one in found)
    axis = _axis(found) if common else None
    last = {part.number for part in compared.now.parts[-MOST_SETS:]}
    recent = [one for one in found if None in last or one.now.subject.set in last]
    first, rest = compared.now.ranked(recent, lambda one: who_of_measure(one.now))
    rest += [one for one in found if one not in recent]
    rows = [
        _row(compared, one, axis or _axis([one]), f"since-{metric}-{index}")
        for index, one in enumerate([*first, *rest])
    ]
    factor = measure_scale(found[0].now).factor
    foot = None
    if axis:
        ends = Axis(axis.start / factor, axis.stop / factor)
        scale = time_axis(ends, measure_scale(found[0].now).unit)
        foot = tag("div", tag("span", class_="row-name"), scale, class_="row axis-row")
    more = None
    if rest:
        more = fold(f"Show {len(rest)} more", tag("div", *rows[len(first) :]))
    return tag(
        "figure",
        tag("figcaption", tag("b", about(metric).label)),
        tag("div", *rows[: len(first)], class_="rows"),
        foot,
        more,
    )


def _axis(changes: list[Change]) -> Axis:
    every = [one for change in changes for one in (change.now, change.then) if one]
    factor = measure_scale(every[0]).factor
    highest = max(one.uncertainty.high or one.value or 0.0 for one in every)
    return Axis(0.0, nice_top(highest / factor) * factor)


def _row(compared: Compared, change: Change, axis: Axis, key: str) -> Markup:
    now, then = change.now, change.then
    role = _role(compared, now)
    name = _name(compared, now)
    words = " ".join(_words(change))
    drawing = figure(
        key, name, f"{words} {sentence(change.verdict)}", _ROW,
        tag("line", x1="0", x2="100%", y1=_ROW - 2, y2=_ROW - 2, class_="guide"),
        _point(then, axis, role, _THEN, earlier=True) if then else None,
        _point(now, axis, role, _NOW, earlier=False),
    )  # fmt: skip
    kind = "verdict clear" if change.verdict in (Verdict.HIGHER, Verdict.LOWER) else "verdict"
    label = tag(
        "div",
        tag("span", name, class_="muscle"),
        tag("span", change.verdict, class_=kind),
        class_="row-name two",
    )
    below = tag("p", *_told(change), class_="told")
    return tag("div", label, tag("div", drawing, below), class_="row since-row")


def _role(compared: Compared, one: Measure) -> Role:
    """The role of a muscle in the set that the number is of."""
    if one.metric != "activation":
        return Role.TARGET
    own = (part for part in compared.now.parts if part.number == one.subject.set)
    return next(own, compared.now).role(one.subject.muscle, one.subject.side)


def _name(compared: Compared, one: Measure) -> str:
    several = len(compared.now.parts) > 1 and one.subject.set is not None
    return target_name(one) + (f", set {one.subject.set}" if several else "")


def _point(one: Measure, axis: Axis, role: Role, y: float, *, earlier: bool) -> Markup:
    low, high = one.uncertainty.low, one.uncertainty.high
    line = None
    if low is not None and high is not None:
        line = tag("line", x1=axis.across(low), x2=axis.across(high), y1=y, y2=y,
                   class_=f"whisker {role}{' then' if earlier else ''}")  # fmt: skip
    return join(line, mark(role, axis.across(one.value or 0.0), y, hollow=earlier))


def _words(change: Change) -> Iterator[str]:
    yield f"Now {_value(change.now)}."
    if change.then:
        yield f"Then {_value(change.then)}."
    interval = _difference(change)
    if interval:
        yield f"Difference {interval}."
    if change.why:
        yield sentence(change.why)


def _told(change: Change) -> Iterator[Markup]:
    """The words again, so that no part of them breaks across lines where there is room."""
    for words in _words(change):
        yield tag("span", words)
        yield Markup(" ")


def _value(one: Measure) -> str:
    text = measure_scale(one).text(one.value) + ("" if one.quality.ok else " (doubtful)")
    interval = interval_text(one, bare=True)
    return f"{text} ({interval})" if interval != NONE else f"{text} (no interval)"


def _difference(change: Change) -> str:
    low, high = change.difference.low, change.difference.high
    if low is None or high is None or change.then is None:
        return ""
    scale = measure_scale(change.now)
    spec = scale.spec if scale.spec != ".0f" else ".1f"
    middle = (change.now.value or 0.0) - (change.then.value or 0.0)
    value, first, last = (number(one / scale.factor, f"+{spec}") for one in (middle, low, high))
    unit = " points" if scale.unit == "%" else f" {scale.unit}" if scale.unit else ""
    return f"{value}{unit} ({first} to {last})"
