"""The body, region by region, as a table."""

from __future__ import annotations

from innervate.body.anatomy import Region
from innervate.core.measure import Measure
from innervate.report.markup import Markup, tag
from innervate.report.tables import table
from innervate.report.text import interval_text, measure_scale, muscle_of, subject_text
from innervate.report.view import View

_UNKNOWN = "not known"
_HEAD = ("Region", "Muscle", "Part", "Mean", "Interval", "Peak")


def regions(view: View) -> Markup | None:
    """The section, or None where no activation was measured."""
    means = view.of_set("activation")
    if not means:
        return None
    peaks = view.of_set("activation.peak")
    order = [region.value for region in Region] + [_UNKNOWN]
    rows: list[Markup] = []
    for name in order:
        here = [one for one in means if _region(one) == name]
        rows += [
            _row(view, one, _peak(peaks, one), (name, len(here)) if one is here[0] else None)
            for one in here
        ]
    caption = "Activation over the repetitions, by region of the body."
    drawn = table("Regions", caption, _HEAD, rows, numbers=_HEAD[3:], class_="regions")
    return tag("section", tag("h2", "Body regions"), drawn, id="body")


def _row(view: View, mean: Measure, peak: Measure | None, region: tuple[str, int] | None) -> Markup:
    """A muscle; the first one of a region carries the region's name and its number of rows."""
    role = view.role(mean.subject.muscle, mean.subject.side)
    first = tag("th", region[0], scope="rowgroup", rowspan=str(region[1])) if region else None
    return tag(
        "tr",
        first,
        tag("th", subject_text(mean.subject), scope="row"),
        tag("td", tag("span", role.words, class_=f"chip {role}")),
        tag("td", measure_scale(mean).text(mean.value), class_="num strong"),
        tag("td", interval_text(mean), class_="num"),
        tag("td", measure_scale(peak).text(peak.value) if peak else "–", class_="num"),
        class_="first" if region else None,
    )


def _region(measure: Measure) -> str:
    muscle = muscle_of(measure.subject.muscle)
    return muscle.region.value if muscle else _UNKNOWN


def _peak(peaks: tuple[Measure, ...], mean: Measure) -> Measure | None:
    wanted = (mean.subject.muscle, mean.subject.side, mean.subject.channel)
    return next(
        (
            one
            for one in peaks
            if (one.subject.muscle, one.subject.side, one.subject.channel) == wanted
        ),
        None,
    )
