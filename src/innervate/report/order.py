"""Which muscle began when, and which order may be claimed."""

from __future__ import annotations

from innervate.core.measure import Measure
from innervate.report.markup import Markup, tag
from innervate.report.svg import Axis, figure, mark, nice_step, time_axis
from innervate.report.text import about, capital, number, other_text, subject_text
from innervate.report.view import View

_ROW = 30.0


def order(view: View) -> Markup | None:
    """The section, or None where no onset was timed."""
    onsets = sorted(view.of_set("onset"), key=lambda one: one.value or 0.0)
    if not onsets:
        return None
    axis = _axis(onsets)
    rows = [_row(view, one, axis, f"onset-{i}") for i, one in enumerate(onsets)]
    foot = tag("div", tag("span", class_="row-name"), time_axis(axis, "ms"), class_="row axis-row")
    return tag(
        "section",
        tag("h2", "Who began first"),
        tag("p", "Mean onset of each muscle against the start of the repetition (0), with its "
            "interval. ", about("onset").caveat, class_="how"),
        tag("figure", tag("div", *rows, class_="rows"), foot),
        _claims(view),
        id="order",
    )  # fmt: skip


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
    text = f"{number(value, '.0f')} ms"
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


def _claims(view: View) -> Markup | None:
    """The lag between each muscle and the next, and whether an order is claimed."""
    lags = view.of_set("onset.order")
    if not lags:
        return None
    items = []
    for one in lags:
        first, second = subject_text(one.subject), other_text(one.subject.other)
        lag = f"{number(1e3 * (one.value or 0.0), '.0f')} ms"
        if one.quality.ok:
            items.append(
                tag("li", tag("b", f"{capital(first)} before {second}"), f", by {lag} on average.")
            )
        else:
            items.append(
                tag(
                    "li",
                    f"{capital(first)} and {second}: no order can be claimed ({lag} on average).",
                )
            )
    return tag("ul", *items, class_="claims")
