"""The few numbers at the top, each with its interval and what must be said of it."""

from __future__ import annotations

from innervate.core.measure import Measure
from innervate.core.units import compares_muscles
from innervate.report.markup import Markup, tag
from innervate.report.text import (
    about,
    capital,
    interval_text,
    level_text,
    measure_scale,
    number,
    percent,
    shortened,
    subject_text,
)
from innervate.report.view import Role, View

_MOST = 4


def tiles(view: View, heading: str = "h3") -> Markup | None:
    """A row of tiles; `heading` is the element that their names are set in."""
    made = [_share_tile(one, _name(view, one), heading) for one in view.of_set("target_share")[:2]]
    made += [_tile(one, _name(view, one), heading) for one in view.of_set("isolation")[:2]]
    targets = [
        one
        for one in view.of_set("activation")
        if view.role(one.subject.muscle, one.subject.side) is Role.TARGET
    ]
    if len(targets) == 1 or all(compares_muscles(one.unit) for one in targets):
        room = max(_MOST - len(made), 0)
        made += [_tile(one, _name(view, one), heading) for one in targets[:room]]
    if not made:
        made = [_tile(one, subject_text(one.subject), heading) for one in _instead(view)]
    return tag("ul", *made, class_=f"tiles n{len(made)}") if made else None


def target_name(share: Measure) -> str:
    """What the share of targets is about, in words."""
    if share.subject.muscle is None and share.subject.other:
        return "targets together"
    return subject_text(share.subject)


def _name(view: View, one: Measure) -> str:
    """Whom a tile is about, where the sentence above a set has not just said it."""
    name = target_name(one)
    return "" if view.number is not None and name == view.target else name


def _instead(view: View) -> list[Measure]:
    """What can be said where the muscles can not be compared."""
    if not view.document.repetitions:
        found = sorted(view.of_set("activity"), key=lambda one: -(one.value or 0.0))
        return found[:_MOST]
    found = [*view.of_set("repetitions.duration")[:1], *view.of_set("laterality")[:1]]
    return [one for one in found if one.uncertainty.low is not None]


def _share_tile(measure: Measure, name: str, heading: str) -> Markup:
    sure = measure.uncertainty
    interval = None
    if sure.low is not None and sure.high is not None:
        low, high = number(100 * sure.low, ".0f"), number(100 * sure.high, ".0f")
        interval = f"{low} to {high} %"
    value = percent(measure.value)
    return _card("Target share", name, value, measure, interval, heading)


def _tile(measure: Measure, name: str, heading: str) -> Markup:
    text = interval_text(measure) if measure.uncertainty.low is not None else None
    value = measure_scale(measure).text(measure.value)
    return _card(about(measure.metric).label, name, value, measure, text, heading)


def _card(  # noqa: PLR0917 - all that stands on a card, from top to bottom
    label: str, name: str, value: str, measure: Measure, interval: str | None, heading: str
) -> Markup:
    figure_text, gap, unit = value.rpartition("\xa0")
    if not gap:
        figure_text, unit = value, ""
    if interval:
        level = tag("span", f"({level_text(measure)} interval)", class_="level")
        sure = tag("p", interval, " ", level, class_="sure")
    else:
        sure = tag("p", f"No interval: {measure.uncertainty.method}", class_="of")
    caveat = about(measure.metric).caveat
    return tag(
        "li",
        tag("div", tag(heading, label, class_="label"),
            tag("p", figure_text, tag("span", f" {unit}", class_="unit") if unit else None,
                class_="big")),
        tag("div", sure, tag("p", capital(name), class_="of") if name else None,
            tag("p", caveat, class_="caveat") if caveat else None,
            None if measure.quality.ok else tag("p", _doubt(measure), class_="doubt")),
    )  # fmt: skip


def _doubt(measure: Measure) -> str:
    return "Doubtful: " + shortened(measure.quality.reasons)
