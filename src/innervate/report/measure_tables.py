"""All numbers as tables: those of the set in view, every single one on request."""

from __future__ import annotations

from innervate.core.measure import Measure
from innervate.report.markup import Markup, join, tag
from innervate.report.tables import table
from innervate.report.text import (
    About,
    about,
    interval_text,
    level_text,
    measure_scale,
    number,
    other_text,
    subject_text,
)
from innervate.report.view import View

_SHOWN_ABOVE = ("target_share", "isolation", "activation", "activation.peak", "onset",
                "onset.order")  # fmt: skip
_MOST_ROWS = 2000
_NUMBERS = ("Rep", "Value", "Interval", "Level", "From", "To")


def more_measures(view: View) -> Markup | None:
    """The measures of the set that the page has not drawn, each with what must be said of it."""
    found = [one for one in view.sets if one.metric not in _SHOWN_ABOVE and one.value is not None]
    if not found:
        return None
    names = list(dict.fromkeys(one.metric.partition(".")[0] for one in found))
    groups = [
        _group(about(name), [one for one in found if one.metric.partition(".")[0] == name])
        for name in names
    ]
    return tag("section", tag("h2", "More measures of the set"), *groups, id="more")


def _group(metric: About, found: list[Measure]) -> Markup:
    """The measures of one metric; a column in which nothing would stand is left out."""
    several = len({one.metric for one in found}) > 1
    remarked = any(one.quality.reasons for one in found)
    rows = [
        tag(
            "tr",
            tag("th", _about_what(one), scope="row"),
            tag("td", about(one.metric).label) if several else None,
            tag("td", measure_scale(one).text(one.value), class_="num strong"),
            tag("td", interval_text(one), class_="num"),
            tag("td", "; ".join(one.quality.reasons)) if remarked else None,
        )
        for one in found
    ]
    head = ["About", *["Measure"] * several, "Value", "Interval", *["Remarks"] * remarked]
    caption = (tag("b", metric.label), ". " if metric.caveat else "", metric.caveat)
    return table(metric.label, caption, head, rows, numbers=_NUMBERS)


def all_measures(view: View) -> Markup:
    """Every measure, folded away."""
    measures = view.document.measures
    note = None
    if len(measures) > _MOST_ROWS:
        note = tag("p", f"The first {_MOST_ROWS} of {len(measures)}; the JSON document has all.")
    drawn = table(
        "All measures",
        "Every measure with its interval, the time it covers and its method.",
        ("Metric", "About", *_NUMBERS, "Method and remarks"),
        (_full_row(one) for one in measures[:_MOST_ROWS]),
        numbers=_NUMBERS,
        class_="all",
    )
    return tag(
        "section",
        tag("h2", "All measures"),
        tag("details", tag("summary", f"Show all {len(measures)} measures"), note, drawn),
        id="measures",
    )


def _full_row(one: Measure) -> Markup:
    remarks = list(one.quality.reasons)
    method = one.uncertainty.method
    return tag(
        "tr",
        tag("th", about(one.metric).label, scope="row"),
        tag("td", _about_what(one)),
        tag("td", "" if one.subject.rep is None else str(one.subject.rep), class_="num"),
        tag("td", measure_scale(one).text(one.value), class_="num strong"),
        tag("td", interval_text(one), class_="num"),
        tag("td", level_text(one), class_="num"),
        tag("td", f"{number(one.start_s, '.2f')} s", class_="num"),
        tag("td", f"{number(one.stop_s, '.2f')} s", class_="num"),
        tag("td", join(method, "; " if remarks else "", tag("b", "; ".join(remarks)))
            if remarks else method, class_="method"),
        class_=None if one.quality.ok else "not-ok",
    )  # fmt: skip


def _about_what(one: Measure) -> str:
    words = subject_text(one.subject) if one.subject.muscle or one.subject.channel else ""
    other = other_text(one.subject.other)
    if " against " in other:
        words = other
    elif words and other and not other.count(","):
        words = f"{words} and {other}"
    return words or other or "the whole set"
