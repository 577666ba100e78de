"""The body, region by region, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from innervate.body.anatomy import Region
from innervate.core.measure import Measure
from innervate.report.markup import Markup, tag
from innervate.report.tables import chip, fold, group_row, table, value_cell
from innervate.report.text import (
    NONE,
    common_unit,
    interval_text,
    measure_scale,
    muscle_of,
    subject_text,
    value_text,
)
from innervate.report.view import MOST_SETS, View, Who, who_of_measure

_UNKNOWN = "not known"


def regions(view: View) -> Markup | None:
    """The section, or None where no activation was measured."""
    muscles = {who_of_measure(one): one for one in view.of_set("activation")}
    if not muscles:
        return None
    shown, rest = view.ranked(list(muscles.values()), who_of_measure)
    more = None
    if rest:
        more = fold(f"Show {len(rest)} more muscles", _table(view, rest))
    return tag("section", tag("h2", "Body regions"), _table(view, shown), more, id="body")


def _table(view: View, muscles: Sequence[Measure]) -> Markup:
    parts = view.parts[-MOST_SETS:]
    unit = common_unit(muscles)
    sure = any(one.uncertainty.low is not None for one in muscles)
    if len(parts) == 1:
        heads = ["Mean", *["Interval"] * sure, "Peak"]
    else:
        heads = [view.title_of(part).partition(":")[0] for part in parts]
    cut = f" The last {len(parts)} sets." if len(parts) < len(view.parts) else ""
    below = "" if len(parts) == 1 else " Below each mean stand its interval and the peak."
    caption = f"Activation{unit} over the repetitions, by region of the body.{below}{cut}"
    bodies = []
    for name in [region.value for region in Region] + [_UNKNOWN]:
        here = [one for one in muscles if _region(one) == name]
        if here:
            rows = [_row(view, one, parts, unit, sure=sure) for one in here]
            bodies.append([group_row(name, len(heads) + 1), *rows])
    head = ["Muscle", *heads]
    return table("Regions", caption, head, bodies, numbers=heads, class_="regions")


def _row(view: View, one: Measure, parts: Sequence[View], unit: str, *, sure: bool) -> Markup:
    subject, who = one.subject, who_of_measure(one)
    role = view.role(subject.muscle, subject.side)
    words = view.role_words(subject.muscle, subject.side)
    return tag(
        "tr",
        tag("th", tag("span", subject_text(subject), class_="muscle"), " ", chip(role, words),
            scope="row"),
        _alone(one, _of(parts[0], "activation.peak", who), unit, sure=sure) if len(parts) == 1
        else [_cell(part, who) for part in parts],
    )  # fmt: skip


def _alone(mean: Measure, peak: Measure | None, unit: str, *, sure: bool) -> Iterator[Markup]:
    yield tag("td", value_text(mean, unit), class_="num strong")
    if sure:
        yield tag("td", interval_text(mean, bare=bool(unit)), class_="num")
    yield tag("td", value_text(peak, unit) if peak else NONE, class_="num")


def _cell(part: View, who: Who) -> Markup:
    peak = _of(part, "activation.peak", who)
    words = f"peak {measure_scale(peak).bare(peak.value)}" if peak else ""
    return value_cell(_of(part, "activation", who), words)


def _of(part: View, metric: str, who: Who) -> Measure | None:
    return next((one for one in part.of_set(metric) if who_of_measure(one) == who), None)


def _region(measure: Measure) -> str:
    muscle = muscle_of(measure.subject.muscle)
    return muscle.region.value if muscle else _UNKNOWN
