"""All numbers as tables: those not drawn in view, every single one on request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from innervate.core.measure import Measure, Subject
from innervate.engine.answers import TOLD_METRICS
from innervate.report.markup import Content, Markup, join, tag
from innervate.report.tables import Paper, fold, table, value_cell
from innervate.report.text import (
    UNVALIDATED,
    About,
    about,
    capital,
    interval_text,
    level_text,
    measure_scale,
    number,
    other_text,
    shortened,
    subject_text,
)
from innervate.report.view import MOST_SETS, View, who_of_measure

_ELSEWHERE = ("target_share", "isolation", "activation", "activation.peak", "onset",
              "onset.order", "activity", "load.told")  # fmt: skip
"""Drawn above, or of use without repetitions only."""
_MOST_ROWS = 2000
_NUMBERS = ("Rep", "Value", "Interval", "Level", "From", "To")
_STRETCH = "activity.stretch"


def more_measures(view: View) -> Markup | None:
    """The measures of sets that the page has not drawn, each with what must be said of it."""
    found = [one for one in view.sets if one.metric not in _ELSEWHERE and one.value is not None]
    if not found:
        return None
    names = list(dict.fromkeys(_family(one) for one in found))
    groups = [
        _group(view, about(name), [one for one in found if _family(one) == name]) for name in names
    ]
    many = len(view.parts) > MOST_SETS
    cut = f"The last {MOST_SETS} sets; the table of all measures has every one." if many else None
    note = tag("p", cut, class_="how") if cut else None
    return tag("section", tag("h2", "More measures"), note, *groups, id="more")


def _family(measure: Measure) -> str:
    """The metric whose parts stand in one table; what a person told stands alone."""
    return measure.metric if measure.metric in TOLD_METRICS else measure.metric.partition(".")[0]


def _group(view: View, metric: About, found: list[Measure]) -> Markup:
    """The measures of one metric; what does not fit is folded away."""
    subjects = list(dict.fromkeys((one.metric, _without_set(one)) for one in found))
    wholes = {key: [one for one in found if (one.metric, _without_set(one)) == key]
              for key in subjects}  # fmt: skip
    first, rest = view.ranked(list(wholes.values()), lambda ones: who_of_measure(ones[0]))
    if not first:
        return Markup("")
    drawn = _table(view, metric, first, found)
    if not rest:
        return drawn
    folded = _table(view, metric, rest, found)
    return join(drawn, fold(f"Show {len(rest)} more of them", folded))


def _table(
    view: View, metric: About, rows: Sequence[list[Measure]], every: list[Measure]
) -> Markup:
    """One row for each subject; columns in which nothing would stand are left out."""
    several = len({one.metric for one in every}) > 1
    common = _common_reason(every)
    parts = view.parts[-MOST_SETS:] if any(one.subject.set for one in every) else ()
    sets = [part.number for part in parts] if len(parts) > 1 else []
    names = [_short(ones[0]) for ones in rows]
    named = len(set(names)) > 1 or not several
    values = [f"Set {one}" for one in sets] or ["Value", "Interval"]
    head = [*["About"] * named, *["Measure"] * several, *values]
    body = []
    for name, ones in zip(names, rows, strict=True):
        label = about(ones[0].metric).label
        about_it = [name] * named + [label] * several
        first = tag("th", about_it[0], scope="row")
        remarks = None if common else _remarks(ones)
        body.append(
            tag("tr", first, *(tag("td", one) for one in about_it[1:]), *_cells(ones, sets),
                class_="remarked" if remarks else None)
        )  # fmt: skip
        if remarks:
            cell = tag("td", tag("span", remarks, class_="sub"), colspan=str(len(head)))
            body.append(tag("tr", cell, class_="remark"))
    said = " ".join(text for text in (metric.caveat, common) if text)
    caption = (tag("b", metric.label), ". " if said else "", said)
    return table(metric.label, caption, head, [body], numbers=values)


def _cells(ones: list[Measure], sets: Sequence[int | None]) -> Iterator[Markup]:
    if sets:
        by_set = {one.subject.set: one for one in ones}
        yield from (value_cell(by_set.get(each)) for each in sets)
        return
    yield tag("td", measure_scale(ones[0]).text(ones[0].value), class_="num strong")
    yield tag("td", interval_text(ones[0]), class_="num")


def _common_reason(found: list[Measure]) -> str:
    """The remark that all of them carry, which is said once."""
    reasons = {one.quality.reasons for one in found}
    if len(reasons) != 1 or len(found) < 2:
        return ""
    text = shortened(next(iter(reasons)))
    return f"All: {text}." if text else ""


def _remarks(ones: list[Measure]) -> str:
    texts = {one.subject.set: shortened(one.quality.reasons) for one in ones if one.quality.reasons}
    if len(ones) == 1 or (len(set(texts.values())) == 1 and len(texts) == len(ones)):
        return next(iter(texts.values()), "")
    return "; ".join(f"set {number}: {text}" for number, text in texts.items())


def _without_set(one: Measure) -> Subject:
    return replace(one.subject, set=None)


def all_measures(view: View) -> Markup:
    """Every measure, folded away."""
    measures = view.document.measures
    several = len(view.parts) > 1
    note = None
    if len(measures) > _MOST_ROWS:
        note = tag("p", f"The first {_MOST_ROWS} of {len(measures)}; the JSON document has all.")
    head = ["Metric", "About", *["Set"] * several, *_NUMBERS, "Method and remarks"]
    drawn = table(
        "All measures",
        "Every measure with its interval, the time it covers and its method.",
        head,
        [[_full_row(one, several=several) for one in measures[:_MOST_ROWS]]],
        numbers=("Set", *_NUMBERS),
        class_="all",
    )
    return tag(
        "section",
        tag("h2", "All measures"),
        fold(f"Show all {len(measures)} measures", note, drawn, paper=Paper.NOTHING),
        tag(
            "p",
            f"Not printed: {len(measures)} measures stand in the page itself.",
            class_="how paper-only",
        ),
        id="measures",
    )


def _full_row(one: Measure, *, several: bool) -> Markup:
    what, rep = _about_what(one), one.subject.rep
    if one.metric == _STRETCH:
        what, rep = f"{what}, stretch {rep}", None
    return tag(
        "tr",
        tag("th", about(one.metric).label, scope="row"),
        tag("td", what),
        tag("td", _count(one.subject.set), class_="num") if several else None,
        tag("td", _count(rep), class_="num"),
        tag("td", measure_scale(one).text(one.value), class_="num strong"),
        tag("td", interval_text(one), class_="num"),
        tag("td", level_text(one), class_="num"),
        tag("td", f"{number(one.start_s, '.2f')} s", class_="num"),
        tag("td", f"{number(one.stop_s, '.2f')} s", class_="num"),
        tag("td", _method(one), class_="method"),
        class_=None if one.quality.ok else "not-ok",
    )


def _method(one: Measure) -> Content:
    """How the interval was found, what must be known of the number, and what was wrong."""
    said = [one.uncertainty.method]
    if one.metric in UNVALIDATED and one.value is not None:
        said.append(about(one.metric).caveat)
    remarks = "; ".join(one.quality.reasons)
    text = "; ".join(each.rstrip(".") for each in said if each)
    return (text, "; " if remarks and text else "", tag("b", remarks) if remarks else None)


def _count(value: int | None) -> str:
    return "" if value is None else str(value)


def _about_what(one: Measure) -> str:
    subject = one.subject
    words = subject_text(subject) if subject.muscle or subject.channel else ""
    targets, bar, _ = (subject.other or "").partition(" | ")
    other = other_text(subject.other)
    if bar and (not words or _named(subject) in targets.split(", ")):
        words = other
    elif words and other and not bar and not other.count(","):
        words = f"{words} and {other}"
    return capital(words or other or "all repetitions")


def _short(one: Measure) -> str:
    """What a measure is about, without the channels that a target is set against."""
    if " | " not in (one.subject.other or ""):
        return _about_what(one)
    return capital(subject_text(one.subject) if one.subject.muscle else "targets together")


def _named(subject: Subject) -> str:
    if subject.muscle is None:
        return subject.channel or ""
    return f"{subject.muscle}:{subject.side}" if subject.side else subject.muscle
