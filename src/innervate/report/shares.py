"""Share and activation, repetition by repetition."""

from __future__ import annotations

from innervate.core.measure import Measure
from innervate.core.units import compares_muscles
from innervate.report.markup import Markup, tag
from innervate.report.svg import Axis, figure, mark, nice_top
from innervate.report.tables import table
from innervate.report.text import measure_scale, number, other_text, subject_text
from innervate.report.view import View

_HEIGHT = 190.0
_MARGIN = 12.0
_MOST_COLUMNS = 40
_DOUBT = "A question mark stands beside doubtful data."


def shares(view: View) -> Markup | None:
    """The section, or None where no repetition was measured."""
    plots = [
        _share_plot(view, one, f"share-{i}") for i, one in enumerate(view.of_set("target_share"))
    ]
    table = _activation_table(view)
    parts = [part for part in (*plots, table) if part]
    if not parts:
        return None
    return tag("section", tag("h2", "Repetition by repetition"), *parts, id="repetitions")


def _share_plot(view: View, whole: Measure, key: str) -> Markup | None:
    reps = [one for one in view.of_reps("target_share", whole.subject) if one.value is not None]
    if not reps:
        return None
    across, down = Axis(0.0, len(reps)), _height(whole, reps)
    content = [*_grid(down), *_band(whole, down)]
    for index, one in enumerate(reps):
        content += _point(one, across.across(index + 0.5), down, labelled=_shown(index, len(reps)))
    low, high = min(one.value or 0.0 for one in reps), max(one.value or 0.0 for one in reps)
    words = (
        f"{len(reps)} repetitions between {number(100 * low, '.0f')} and "
        f"{number(100 * high, '.0f')} %; mean {number(100 * (whole.value or 0.0), '.0f')} %"
    )
    title = f"Share of the target ({subject_text(whole.subject)}) in each repetition"
    labels = tag(
        "svg",
        *(tag("text", f"{100 * tick:g} %", x="100%", y=down.down(tick, _HEIGHT, _MARGIN) + 4,
              text_anchor="end", class_="tick-label") for tick in down.ticks),
        width="40", height=f"{_HEIGHT + 20:g}", aria_hidden="true",
    )  # fmt: skip
    return tag(
        "figure",
        tag("figcaption", tag("b", title), ". Bars are intervals from the measurement noise within "
            "the repetition; the band is the interval of the mean. ", _set_words(whole)),
        tag("div", labels, figure(key, title, words, _HEIGHT + 20, *content), class_="plot"),
    )  # fmt: skip


def _height(whole: Measure, reps: list[Measure]) -> Axis:
    highest = max(one.uncertainty.high or one.value or 0.0 for one in (whole, *reps))
    return Axis(0.0, min(nice_top(highest), 1.0))


def _set_words(whole: Measure) -> str:
    against = other_text(whole.subject.other)
    return f"Recorded: {against}." if against else ""


def _shown(index: int, count: int) -> bool:
    return count <= 16 or index % 5 == 4 or index == 0


def _grid(down: Axis) -> list[Markup]:
    lines = []
    for tick in down.ticks:
        y = down.down(tick, _HEIGHT, _MARGIN)
        lines.append(tag("line", x1="0", x2="100%", y1=y, y2=y, class_="guide"))
    return lines


def _band(whole: Measure, down: Axis) -> list[Markup]:
    y = down.down(whole.value or 0.0, _HEIGHT, _MARGIN)
    drawn = [tag("line", x1="0", x2="100%", y1=y, y2=y, class_="mean")]
    low, high = whole.uncertainty.low, whole.uncertainty.high
    if low is not None and high is not None:
        top, foot = down.down(high, _HEIGHT, _MARGIN), down.down(low, _HEIGHT, _MARGIN)
        drawn.insert(0, tag("rect", x="0", width="100%", y=top, height=foot - top, class_="band"))
    return drawn


def _point(one: Measure, x: str, down: Axis, *, labelled: bool) -> list[Markup]:
    drawn = []
    low, high = one.uncertainty.low, one.uncertainty.high
    if low is not None and high is not None:
        drawn.append(
            tag("line", x1=x, x2=x, y1=down.down(low, _HEIGHT, _MARGIN),
                y2=down.down(high, _HEIGHT, _MARGIN), class_="whisker target")
        )  # fmt: skip
    y = down.down(one.value or 0.0, _HEIGHT, _MARGIN)
    drawn.append(mark("target", x, y, hollow=not one.quality.ok))
    if labelled:
        drawn.append(
            tag("text", str(one.subject.rep), x=x, y=_HEIGHT + 14, text_anchor="middle",
                class_="tick-label")
        )  # fmt: skip
    return drawn


def _activation_table(view: View) -> Markup | None:
    """Mean activation, muscles down and repetitions across; the shade follows the number."""
    wholes = view.of_set("activation")
    if not wholes or not view.of_reps("activation"):
        return None
    rows = [(whole, _by_rep(view, whole)) for whole in wholes]
    every = sorted({rep for _, reps in rows for rep in reps})
    numbers = every[:_MOST_COLUMNS]
    cut = f" The first {len(numbers)} of {len(every)} are shown." if numbers != every else ""
    common = all(compares_muscles(whole.unit) for whole in wholes)
    tops = [_largest(reps) for _, reps in rows]
    tops = [max(tops)] * len(tops) if common else tops
    body = [
        tag(
            "tr",
            tag("th", subject_text(whole.subject), scope="row"),
            *(_cell(reps.get(rep), top) for rep in numbers),
            tag("td", measure_scale(whole).text(whole.value), class_="num strong"),
        )
        for (whole, reps), top in zip(rows, tops, strict=True)
    ]
    heads = [str(rep) for rep in numbers] + ["mean"]
    scope = "" if common else " within a row; rows cannot be compared"
    caption = (
        f"Mean activation in each repetition; the fuller the colour, the more{scope}. {_DOUBT}{cut}"
    )
    return table("Activation", caption, ["Muscle", *heads], body, numbers=heads, class_="heat")


def _largest(reps: dict[int, Measure]) -> float:
    return max((one.value or 0.0 for one in reps.values()), default=0.0)


def _by_rep(view: View, whole: Measure) -> dict[int, Measure]:
    found = view.of_reps("activation", whole.subject)
    return {one.subject.rep: one for one in found if one.subject.rep is not None}


def _cell(one: Measure | None, largest: float) -> Markup:
    if one is None or one.value is None:
        return tag("td", "–", class_="num")
    part = 100 * max(one.value, 0.0) / largest if largest > 0 else 0.0
    text = measure_scale(one).bare(one.value) + ("" if one.quality.ok else " ?")
    return tag("td", text, class_="num shade", style=f"--part:{part:.0f}%")
