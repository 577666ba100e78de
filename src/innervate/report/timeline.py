"""When each muscle was active, where no repetitions say it."""

from __future__ import annotations

from innervate.core.measure import Measure
from innervate.report.markup import Markup, tag
from innervate.report.svg import Axis, figure, time_axis
from innervate.report.tables import fold
from innervate.report.text import about, measure_scale, number, subject_text
from innervate.report.view import View, who_of_measure

_HEIGHT = 30.0


def timeline(view: View) -> Markup | None:
    """The section, or None where there are repetitions or nothing is known of activity."""
    found = [one for one in view.sets if one.metric == "activity"]
    if view.document.repetitions or not any(one.value is not None for one in found):
        return None
    first, rest = view.ranked(found, who_of_measure)
    time = Axis(
        min(0.0, *(one.start_s for one in found)),
        max(view.document.duration_s, *(one.stop_s for one in found)),
    )
    rows = [_row(view, one, time, f"active-{i}") for i, one in enumerate([*first, *rest])]
    foot = tag("div", tag("div", class_="trace-name"), time_axis(time), class_="trace")
    more = None
    if rest:
        folded = tag("div", *rows[len(first) :], class_="traces quality")
        more = fold(f"Show {len(rest)} more muscles", folded)
    return tag(
        "section",
        tag("h2", "When it was active"),
        tag("p", "Each bar is a stretch of activity. ", about("activity").caveat, class_="how"),
        tag("div", *rows[: len(first)], foot, class_="traces quality"),
        more,
        id="activity",
    )


def _row(view: View, one: Measure, time: Axis, key: str) -> Markup:
    stretches = view.of_reps("activity.stretch", one.subject)
    role = view.role(one.subject.muscle, one.subject.side)
    name, words = subject_text(one.subject), _words(one, stretches)
    drawn = [tag("rect", x=time.across(one.start_s), width=time.width(one.start_s, one.stop_s),
                 y="3", height=_HEIGHT - 6, class_="span")]  # fmt: skip
    drawn += [
        tag("rect", x=time.across(each.start_s), width=time.width(each.start_s, each.stop_s),
            y="3", height=_HEIGHT - 6, class_=f"stretch {role}")
        for each in stretches
    ]  # fmt: skip
    label = tag(
        "div",
        tag("span", name, class_="muscle"),
        tag("span", words, class_="faint"),
        class_="trace-name",
    )
    return tag("div", label, figure(key, name, words, _HEIGHT, *drawn), class_="trace")


def _words(one: Measure, stretches: tuple[Measure, ...]) -> str:
    if one.value is None:
        return "not known: " + "; ".join(one.quality.reasons)
    share = f"active {measure_scale(one).text(one.value)} of the time"
    if not stretches:
        return share
    longest = max(each.value or 0.0 for each in stretches)
    count = len(stretches)
    if count == 1:
        return f"{share}, in one stretch of {number(longest, '.2g')} s"
    return f"{share}, in {count} stretches of up to {number(longest, '.2g')} s"
