"""The top of the page: what came out, in few plain words and numbers with their interval."""

from __future__ import annotations

from innervate.core.measure import Measure
from innervate.core.units import compares_muscles
from innervate.report.markup import Markup, join, tag
from innervate.report.svg import Axis, figure, mark, nice_top, time_axis
from innervate.report.text import (
    about,
    capital,
    interval_text,
    level_text,
    measure_scale,
    number,
    percent,
    subject_text,
)
from innervate.report.view import Role, View

_ROW = 34.0
_MOST_TILES = 4


def answer(view: View) -> Markup:
    """The answer section."""
    return tag(
        "section",
        tag("h2", "The answer"),
        tag("p", _words(view), class_="lead"),
        _tiles(view),
        _who_worked(view),
        _caveat(view),
        id="answer",
        class_="answer",
    )


def _words(view: View) -> Markup:
    shares = view.of_set("target_share")
    reps = len(view.document.repetitions)
    over = f"Over {reps} repetitions" if reps > 1 else "In one repetition"
    if shares:
        parts = [
            join("the ", tag("b", _target_name(share)), " had ", tag("b", _percent(share)),
                 " of all recorded activity")
            for share in shares
        ]  # fmt: skip
        return join(f"{over}, ", *_listed(parts), ".")
    active = sorted(view.of_set("activation"), key=lambda one: -(one.value or 0.0))
    if active and compares_muscles(active[0].unit):
        best = active[0]
        return join(
            f"{over}, the ", tag("b", subject_text(best.subject)), " was the most active: ",
            tag("b", measure_scale(best).text(best.value)), " on average. A share of the target "
            "cannot be given; why is said below.",
        )  # fmt: skip
    if active:
        return join(
            f"{over}, each muscle was measured against a yardstick of its own, so that its "
            "course can be followed but muscles cannot be compared."
        )
    if view.curves:
        return join("No whole repetition could be measured. What was recorded is drawn below.")
    return join("Nothing could be measured. Why is said below.")


def _listed(parts: list[Markup]) -> list[str | Markup]:
    out: list[str | Markup] = []
    for index, part in enumerate(parts):
        if index:
            out.append(" and " if index == len(parts) - 1 else ", ")
        out.append(part)
    return out


def _target_name(share: Measure) -> str:
    if share.subject.muscle is None and share.subject.other:
        return "targets together"
    return subject_text(share.subject)


def _percent(measure: Measure) -> str:
    return percent(measure.value)


def _tiles(view: View) -> Markup | None:
    tiles = [_share_tile(one) for one in view.of_set("target_share")[:2]]
    tiles += [_tile(one, _target_name(one)) for one in view.of_set("isolation")[:2]]
    targets = [
        one
        for one in view.of_set("activation")
        if view.role(one.subject.muscle, one.subject.side) is Role.TARGET
    ]
    if len(targets) == 1 or all(compares_muscles(one.unit) for one in targets):
        room = max(_MOST_TILES - len(tiles), 0)
        tiles += [_tile(one, subject_text(one.subject)) for one in targets[:room]]
    return tag("ul", *tiles, class_="tiles") if tiles else None


def _share_tile(measure: Measure) -> Markup:
    sure = measure.uncertainty
    interval = None
    if sure.low is not None and sure.high is not None:
        low, high = number(100 * sure.low, ".0f"), number(100 * sure.high, ".0f")
        interval = f"{low} to {high} %"
    return _card("Target share", _target_name(measure), _percent(measure), measure, interval)


def _tile(measure: Measure, name: str) -> Markup:
    text = interval_text(measure) if measure.uncertainty.low is not None else None
    value = measure_scale(measure).text(measure.value)
    return _card(about(measure.metric).label, name, value, measure, text)


def _card(label: str, name: str, value: str, measure: Measure, interval: str | None) -> Markup:
    figure_text, gap, unit = value.rpartition("\xa0")
    if not gap:
        figure_text, unit = value, ""
    if interval:
        sure = f"{interval} ({level_text(measure)} interval)"
    else:
        sure = f"No interval: {measure.uncertainty.method}"
    return tag(
        "li",
        tag("h3", label),
        tag("p", figure_text, tag("span", f" {unit}", class_="unit") if unit else None,
            class_="big"),
        tag("p", sure, class_="sure"),
        tag("p", capital(name), class_="of"),
        tag("p", about(measure.metric).caveat, class_="caveat"),
        None if measure.quality.ok else tag("p", _doubt(measure), class_="doubt"),
    )  # fmt: skip


def _doubt(measure: Measure) -> str:
    return "Doubtful: " + "; ".join(measure.quality.reasons)


def _who_worked(view: View) -> Markup | None:
    """Everybody's mean activation on one scale, where muscles may be compared."""
    found = [one for one in view.of_set("activation") if compares_muscles(one.unit)]
    if len(found) < 2:
        return None
    found.sort(key=lambda one: -(one.value or 0.0))
    ends = [one.uncertainty.high or one.value or 0.0 for one in found]
    axis = Axis(0.0, nice_top(max(ends)))
    rows = [_row(view, one, axis, f"who-{index}") for index, one in enumerate(found)]
    return tag(
        "figure",
        tag("figcaption", "Who was working: mean activation over the repetitions, with interval. "
            "That a muscle works beside the target is no fault in itself."),
        tag("div", *rows, class_="rows"),
        tag("div", tag("span", class_="row-name"), time_axis(axis, "% MVC"), class_="row axis-row"),
        legend(view, found),
        class_="who",
    )  # fmt: skip


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


def legend(view: View, measures: list[Measure]) -> Markup:
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


def _caveat(view: View) -> Markup | None:
    exercise = view.document.exercise
    if exercise is None or not exercise.caveat:
        return None
    rows = [
        tag("li", tag("b", f"{one.key}, {one.verdict}. "), one.truth) for one in exercise.claims
    ]
    return tag(
        "aside",
        tag("p", tag("b", "Worth knowing. "), exercise.caveat),
        tag("details", tag("summary", "What research says"), tag("ul", *rows)) if rows else None,
        class_="note",
        aria_label="Worth knowing about this exercise",
    )
