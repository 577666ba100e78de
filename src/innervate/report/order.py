"""Which muscle began when, and which order may be claimed."""

from __future__ import annotations

from collections.abc import Sequence

from innervate.core.measure import Measure
from innervate.report.markup import Markup, tag
from innervate.report.svg import Axis, figure, mark, nice_step, time_axis
from innervate.report.tables import Paper, fold
from innervate.report.text import about, capital, number, other_text, subject_text
from innervate.report.view import MOST_SETS, View, who_of_measure

_ROW = 30.0


def order(view: View) -> Markup | None:
    """The section, or None where no onset was timed."""
    parts = [part for part in view.parts if part.of_set("onset")]
    if not parts:
        return None
    axis = _axis([one for part in parts for one in part.of_set("onset")])
    drawn = [_set(view, part, axis) for part in parts]
    shown, rest = drawn[-MOST_SETS:], drawn[:-MOST_SETS]
    several = len(view.parts) > 1
    return tag(
        "section",
        tag("h2", "Who began first"),
        tag("p", "Mean onset of each muscle against the start of the repetition (0), with its "
            "interval. ", about("onset").caveat, class_="how"),
        tag("div", *shown, class_="sets" if several else None),
        fold("Show earlier sets", tag("div", *rest, class_="sets"))
        if rest else None,
        id="order",
    )  # fmt: skip


def _set(view: View, part: View, axis: Axis) -> Markup:
    first, rest = view.ranked(part.of_set("onset"), who_of_measure)
    first.sort(key=lambda one: one.value or 0.0)
    key = "onset" if part.number is None else f"onset-{part.number}"
    rows = [_row(part, one, axis, f"{key}-{i}") for i, one in enumerate([*first, *rest])]
    foot = tag("div", tag("span", class_="row-name"), time_axis(axis, "ms"), class_="row axis-row")
    more = None
    if rest:
        folded = tag("div", *rows[len(first) :], class_="rows")
        more = fold(f"Show {len(rest)} more muscles", folded)
    title = view.title_of(part)
    return tag(
        "div",
        tag("h3", title, class_="set-title") if title else None,
        tag("figure", tag("div", *rows[: len(first)], class_="rows"), foot, more),
        _claims(part.of_set("onset.order")),
    )


def _axis(onsets: list[Measure]) -> Axis:
    """In milliseconds, with 0 always on it."""
    ends = [0.0]
    for one in onsets:
        sure = one.uncertainty
        ends += [1e3 * end for end in (one.value, sure.low, sure.high) if end is not None]
    step = nice_step((max(ends) - min(ends)) / 5 or 50.0)
    return Axis((min(ends) // step) * step, -((-max(ends)) // step) * step or step)


def _row(view: View, one: Measure, axis: Axis, key: str) -> Markup:
    role = view.role(one.subject.muscle, one.subject.side)
    value = 1e3 * (one.value or 0.0)
    text = f"{number(value, '.0f')}\xa0ms"
    words, whisker = f"{subject_text(one.subject)}: {text}", None
    low, high = one.uncertainty.low, one.uncertainty.high
    if low is not None and high is not None:
        words += f", interval {number(1e3 * low, '.0f')} to {number(1e3 * high, '.0f')} ms"
        whisker = tag("line", x1=axis.across(1e3 * low), x2=axis.across(1e3 * high), y1=_ROW / 2,
                      y2=_ROW / 2, class_=f"whisker {role}")  # fmt: skip
    zero = axis.across(0.0)
    drawing = figure(
        key, subject_text(one.subject), words, _ROW,
        tag("line", x1="0", x2="100%", y1=_ROW / 2, y2=_ROW / 2, class_="guide"),
        tag("line", x1=zero, x2=zero, y1="0", y2=_ROW, class_="zero"),
        whisker,
        mark(role, axis.across(value), _ROW / 2, hollow=not one.quality.ok),
    )  # fmt: skip
    label = tag(
        "span",
        tag("span", subject_text(one.subject), class_="muscle"),
        tag("span", text, class_="value"),
        class_="row-name",
    )
    return tag("div", label, drawing, class_="row")


def _claims(lags: Sequence[Measure]) -> Markup | None:
    """The orders that may be claimed; the other pairs folded away."""
    if not lags:
        return None
    sure = [_claim(one) for one in lags if one.quality.ok]
    unsure = [_no_claim(one) for one in lags if not one.quality.ok]
    pairs = f"{len(unsure)} {'more ' if sure else ''}pair{'' if len(unsure) == 1 else 's'}"
    return tag(
        "div",
        tag("ul", *sure) if sure else None,
        fold(f"No order can be claimed: {pairs}", tag("ul", *unsure), paper=Paper.LINE)
        if unsure
        else None,
        class_="claims",
    )


def _claim(one: Measure) -> Markup:
    first, second = subject_text(one.subject), other_text(one.subject.other)
    order = tag("b", f"{capital(first)} before {second}")
    return tag("li", order, f", by {_lag(one)} on average.")


def _no_claim(one: Measure) -> Markup:
    first, second = subject_text(one.subject), other_text(one.subject.other)
    return tag(
        "li", f"{capital(first)} and {second}: no order can be claimed ({_lag(one)} on average)."
    )


def _lag(one: Measure) -> str:
    return f"{number(1e3 * (one.value or 0.0), '.0f')} ms"
