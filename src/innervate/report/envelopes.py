"""Every muscle's course as small multiples under one time axis, with repetitions shaded."""

from __future__ import annotations

from itertools import groupby

from innervate.core.units import compares_muscles
from innervate.engine.analysis import Curve
from innervate.report.change import Compared
from innervate.report.ghost import ghost
from innervate.report.markup import Markup, tag
from innervate.report.ruler import between_sets, learned_from, ruler
from innervate.report.silence import silence
from innervate.report.svg import Axis, area, figure, nice_top, time_axis
from innervate.report.tables import chip, fold
from innervate.report.text import Scale, scale_of, who_of
from innervate.report.view import View, who_of_curve

_HEIGHT = 76.0
_ROOM = 14.0
_ROOM_FOR_WORDS = 0.25
_READING_GHOST = (
    " Broken lines: the earlier session, laid so that its first repetition begins where this "
    "one's does."
)


def envelopes(view: View, compared: Compared | None = None) -> Markup | None:
    """The section, or None where nothing was drawn; an earlier session lies behind as lines."""
    curves = [one for one in view.curves if any(value is not None for value in one.values)]
    first, rest = view.ranked(curves, who_of_curve)
    if not first:
        return None
    time = _time(view, curves)
    common = all(compares_muscles(one.channel.unit) for one in curves)
    behind = {one: ghost(compared, one, time) for one in curves}
    drawn = [one for pair in behind.items() for one in pair if one]
    top = nice_top(max(_largest(one) for one in drawn)) if common else None
    panels = [
        _panel(view, (one, behind[one]), time, top, f"course-{i}")
        for i, one in enumerate([*first, *rest])
    ]
    more = None
    if rest:
        folded = tag("div", ruler(view, time), *panels[len(first) :], _foot(time), class_="traces")
        more = fold(f"Show {len(rest)} more channels", folded)
    return tag(
        "section",
        tag("h2", "Muscle by muscle"),
        tag(
            "p",
            _reading(view, common),
            _READING_GHOST if len(drawn) > len(curves) else None,
            class_="how",
        ),
        tag("div", ruler(view, time), *panels[: len(first)], _foot(time), class_="traces"),
        more,
        silence(view),
        id="courses",
    )


def _time(view: View, curves: list[Curve]) -> Axis:
    start = min(one.start_s for one in curves)
    stop = max(one.start_s + one.step_s * len(one.values) for one in curves)
    return Axis(start, max(stop, view.document.duration_s))


def _reading(view: View, common: bool) -> str:
    text = (
        "All panels have one scale, so that heights can be compared."
        if common
        else "Each panel has a scale of its own: heights cannot be compared between muscles."
    )
    count, sets = len(view.document.repetitions), len(view.parts)
    if count:
        within = f" in {sets} sets" if sets > 1 else ""
        text += f" Shaded: the {count} repetition{'s' if count > 1 else ''} found{within}."
    if learned_from(view):
        text += " Lines above them: the stretches that references and thresholds were learned from."
    return text


def _panel(
    view: View, curves: tuple[Curve, Curve | None], time: Axis, top: float | None, key: str
) -> Markup:
    curve, earlier = curves
    muscle, side = curve.channel.muscle, curve.channel.side
    role, role_words = view.role(muscle, side), view.role_words(muscle, side)
    largest = _largest(curve)
    own = scale_of(curve.channel.unit, largest)
    highest = max(largest, _largest(earlier) if earlier else 0.0)
    axis = Axis(0.0, top or nice_top(highest / own.factor) * own.factor)
    name = who_of(curve.channel)
    words = f"{name}, {role_words}: at most {own.text(largest)} over {time.stop - time.start:.0f} s"
    drawing = figure(
        key, name, words, _HEIGHT,
        *_shading(view, time, _HEIGHT),
        *between_sets(view, time, _HEIGHT),
        *_holes(curve, time),
        tag("line", x1="0", x2="100%", y1=_ROOM, y2=_ROOM, class_="guide"),
        tag("line", x1="0", x2="100%", y1=_HEIGHT - 0.5, y2=_HEIGHT - 0.5, class_="foot"),
        _course(curve, axis, time, f"course {role}"),
        _course(earlier, axis, time, "ghost", filled=False) if earlier else None,
        tag("text", _top_label(own, axis), x="100%", y=_ROOM - 3, text_anchor="end",
            class_="tick-label"),
    )  # fmt: skip
    label = tag(
        "div",
        tag("span", name, class_="muscle"),
        chip(role, role_words),
        class_="trace-name",
    )
    return tag("div", label, drawing, class_="trace")


def _course(curve: Curve, axis: Axis, time: Axis, kind: str, *, filled: bool = True) -> Markup:
    stop_s = curve.start_s + curve.step_s * len(curve.values)
    return tag(
        "svg",
        area(curve.values, axis, top=_ROOM, height=_HEIGHT - _ROOM, class_=kind, filled=filled),
        x=time.across(curve.start_s), width=time.width(curve.start_s, stop_s), y="0",
        height=_HEIGHT,
    )  # fmt: skip


def _top_label(scale: Scale, axis: Axis) -> str:
    return Scale(scale.factor, scale.unit, ".4g").text(axis.stop)


def _shading(view: View, time: Axis, height: float) -> list[Markup]:
    """The repetitions; those of every other set lie on another shade."""
    return [
        tag("rect", x=time.across(one.start_s), width=time.width(one.start_s, one.stop_s),
            y="0", height=height, class_="rep other" if place % 2 else "rep")
        for place, part in enumerate(view.parts)
        for one in part.document.repetitions
    ]  # fmt: skip


def _holes(curve: Curve, time: Axis) -> list[Markup]:
    """Words in the long stretches that were not measured, so that they are not taken for rest."""
    drawn = []
    first = 0
    for measured, run in groupby(curve.values, key=lambda value: value is not None):
        count = len(list(run))
        start_s, stop_s = (curve.start_s + curve.step_s * at for at in (first, first + count))
        if not measured and time.part(stop_s) - time.part(start_s) > _ROOM_FOR_WORDS:
            x = time.across((start_s + stop_s) / 2)
            drawn.append(
                tag("text", "no values", x=x, y=_HEIGHT - 8, text_anchor="middle",
                    class_="tick-label")
            )  # fmt: skip
        first += count
    return drawn


def _foot(time: Axis) -> Markup:
    return tag("div", tag("div", class_="trace-name"), time_axis(time), class_="trace")


def _largest(curve: Curve) -> float:
    return max((value for value in curve.values if value is not None), default=0.0)
