"""Who was working: everybody's mean activation on one scale, where muscles may be compared."""

from __future__ import annotations

from collections.abc import Sequence

from innervate.core.measure import Measure
from innervate.core.units import compares_muscles
from innervate.report.markup import Markup, tag
from innervate.report.svg import Axis, figure, mark, nice_top, time_axis
from innervate.report.tables import fold
from innervate.report.text import interval_text, measure_scale, subject_text, unit_text
from innervate.report.view import Role, View, Who, who_of_measure

_ROW = 34.0
_READING = (
    "mean activation over the repetitions, with interval. "
    "That a muscle works beside the target is no fault in itself."
)


def who_worked(view: View, part: View) -> Markup | None:
    """The bars of one set, on the scale and in the order of all of them."""
    every = _comparable(view)
    found = _comparable(part)
    if len(found) < 2:
        return None
    order = _order(every)
    found.sort(key=lambda one: order[who_of_measure(one)])
    axis = Axis(0.0, nice_top(max(one.uncertainty.high or one.value or 0.0 for one in every)))
    first, rest = view.ranked(found, who_of_measure)
    first.sort(key=lambda one: order[who_of_measure(one)])
    key = "who" if part.number is None else f"who-{part.number}"
    rows = [_row(part, one, axis, f"{key}-{index}") for index, one in enumerate([*first, *rest])]
    unit = unit_text(found[0].unit)
    foot = tag("div", tag("span", class_="row-name"), time_axis(axis, unit), class_="row axis-row")
    more = None
    if rest:
        folded = tag("div", *rows[len(first) :], class_="rows")
        more = fold(f"Show {len(rest)} more muscles", folded)
    return tag(
        "figure",
        tag("figcaption", "Who was working" if part.number else f"Who was working: {_READING}"),
        tag("div", *rows[: len(first)], class_="rows"),
        foot,
        more,
        legend(part, found),
        class_="who",
    )


def reading() -> Markup:
    """How the bars of several sets are to be read."""
    return tag("p", "Who was working: ", _READING, " All sets are drawn to one scale.",
               class_="how")  # fmt: skip


def legend(view: View, measures: Sequence[Measure]) -> Markup:
    """What the shapes mean, for the roles that occur."""
    roles = {view.role(one.subject.muscle, one.subject.side) for one in measures}
    entries = [
        tag(
            "li",
            tag("svg", mark(role, "8", 8), width="16", height="16", aria_hidden="true"),
            role.words,
        )
        for role in Role
        if role in roles
    ]
    if any(not one.quality.ok for one in measures):
        entries.append(tag("li", "hollow: doubtful data"))
    return tag("ul", *entries, class_="legend")


def _comparable(view: View) -> list[Measure]:
    return [one for one in view.of_set("activation") if compares_muscles(one.unit)]


def _order(every: list[Measure]) -> dict[Who, int]:
    """The place of each muscle, the one that worked hardest in any set first."""
    most: dict[Who, float] = {}
    for one in every:
        who = who_of_measure(one)
        most[who] = max(one.value or 0.0, most.get(who, 0.0))
    return {who: place for place, who in enumerate(sorted(most, key=lambda who: -most[who]))}


def _row(view: View, measure: Measure, axis: Axis, key: str) -> Markup:
    role = view.role(measure.subject.muscle, measure.subject.side)
    name = subject_text(measure.subject)
    value = measure.value or 0.0
    low, high = measure.uncertainty.low, measure.uncertainty.high
    middle = _ROW / 2
    whisker = None
    words = f"{name}, {role.words}: {measure_scale(measure).text(value)}"
    if low is not None and high is not None:
        words += f", interval {interval_text(measure)}"
        whisker = tag("line", x1=axis.across(low), x2=axis.across(high), y1=middle, y2=middle,
                      class_=f"whisker {role}")  # fmt: skip
    drawing = figure(
        key, name, words, _ROW,
        tag("line", x1="0", x2="100%", y1=middle, y2=middle, class_="guide"),
        tag("rect", x="0", y=middle - 3, width=axis.across(value), height="6", rx="3",
            class_=f"bar {role}"),
        whisker,
        mark(role, axis.across(value), middle, hollow=not measure.quality.ok),
    )  # fmt: skip
    label = tag(
        "span",
        tag("span", name, class_="muscle"),
        tag("span", measure_scale(measure).text(value), class_="value"),
        class_="row-name",
    )
    return tag("div", label, drawing, class_="row")
