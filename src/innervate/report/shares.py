"""The target's share, repetition by repetition, sets side by side."""

from __future__ import annotations

from itertools import zip_longest

from innervate.core.measure import Measure
from innervate.report.heat import heat
from innervate.report.markup import Markup, join, tag
from innervate.report.svg import Axis, figure, mark, nice_top
from innervate.report.tables import fold
from innervate.report.text import about, number, other_text
from innervate.report.tiles import target_name
from innervate.report.view import View

_HEIGHT = 190.0
_MARGIN = 12.0
_HEAD = 22.0
_MOST_POINTS = 36
_MOST_FIGURES = 3
_READING = (
    " in each repetition. Bars are intervals from the measurement noise within the repetition; "
    "the band is the interval of the mean. "
)


class _Run:
    """The repetitions of one set, and what they come to."""

    def __init__(self, title: str, part: View, whole: Measure) -> None:
        self.title, self.whole = title, whole
        found = part.of_reps("target_share", whole.subject)
        self.reps = [one for one in found if one.value is not None]


def shares(view: View) -> Markup | None:
    """The section, or None where no repetition was measured."""
    parts = [part for part in (*_plots(view), heat(view)) if part]
    if not parts:
        return None
    return tag("section", tag("h2", "Repetition by repetition"), *parts, id="repetitions")


def _plots(view: View) -> list[Markup]:
    """The last figures, and the earlier ones folded away; all on one scale."""
    lanes = _lanes(view)
    every = [run for runs in lanes for run in runs]
    if not any(len(run.reps) > 1 for run in every):
        return []
    down = _down(every)
    figures = [
        (f"share-{lane}-{index}", runs)
        for lane, sets in enumerate(lanes)
        for index, runs in enumerate(_figures(sets))
    ]
    shown, rest = figures[-_MOST_FIGURES:], figures[:-_MOST_FIGURES]
    drawn = [_plot(view, runs, key, down, read=runs is shown[0][1]) for key, runs in shown]
    if rest:
        earlier = [_plot(view, runs, key, down, read=False) for key, runs in rest]
        drawn.append(fold("Show earlier sets", *earlier))
    return drawn


def _lanes(view: View) -> list[list[_Run]]:
    """The shares of one target after the other, of which a set has one as a rule."""
    sets = [
        [
            run
            for run in (_Run(view.title_of(part), part, one) for one in part.of_set("target_share"))
            if run.reps
        ]
        for part in view.parts
    ]
    return [[run for run in lane if run] for lane in zip_longest(*sets)]


def _figures(runs: list[_Run]) -> list[list[_Run]]:
    """Successive sets, as many as can be read in one figure."""
    figures: list[list[_Run]] = []
    for run in runs:
        if figures and sum(len(one.reps) for one in (*figures[-1], run)) <= _MOST_POINTS:
            figures[-1].append(run)
        else:
            figures.append([run])
    return figures


def _plot(view: View, runs: list[_Run], key: str, down: Axis, *, read: bool) -> Markup:
    several = len(view.parts) > 1
    head = _HEAD if several else 0.0
    slots = sum(len(run.reps) + 1 for run in runs) - 1
    across = Axis(0.0, slots)
    content = [_line_across(down.down(tick, _HEIGHT, _MARGIN), "guide") for tick in down.ticks]
    first = 0
    for run in runs:
        content += _run(run, across, first, down, dense=slots > 20)
        if several:
            content += _headed(run, across, first)
        first += len(run.reps) + 1
    names = list(dict.fromkeys(target_name(run.whole) for run in runs))
    one = names[0] if len(names) == 1 else ""
    title = f"Share of the target{f' ({one})' if one else ''}"
    words = "; ".join(_said(run) for run in runs)
    labels = tag(
        "svg",
        *(tag("text", f"{100 * tick:g} %", x="100%", y=down.down(tick, _HEIGHT, _MARGIN) + 4,
              text_anchor="end", class_="tick-label") for tick in down.ticks),
        width="40", height=f"{_HEIGHT + 20 + head:g}", aria_hidden="true",
        viewbox=f"0 {-head:g} 40 {_HEIGHT + 20 + head:g}",
    )  # fmt: skip
    drawing = figure(
        key, f"{title} in each repetition", words, _HEIGHT + 20 + head,
        tag("svg", *content, y=head, overflow="visible"),
    )  # fmt: skip
    return tag(
        "figure",
        tag("figcaption", tag("b", title),
            join(_READING, about("target_share").caveat, " ", _recorded(runs)) if read
            else f", {_sets(runs)}."),
        tag("div", labels, drawing, class_="plot"),
    )  # fmt: skip


def _down(runs: list[_Run]) -> Axis:
    every = [one for run in runs for one in (run.whole, *run.reps)]
    highest = max(one.uncertainty.high or one.value or 0.0 for one in every)
    return Axis(0.0, min(nice_top(highest), 1.0))


def _recorded(runs: list[_Run]) -> str:
    """The channel set, where it is the same for all."""
    sets = list(dict.fromkeys(other_text(run.whole.subject.other) for run in runs))
    return f"Recorded: {sets[0]}." if len(sets) == 1 and sets[0] else ""


def _sets(runs: list[_Run]) -> str:
    """The names of the first and the last set."""
    numbers = [run.title.partition(":")[0].removeprefix("Set ") for run in (runs[0], runs[-1])]
    return f"set {numbers[0]}" if len(runs) == 1 else f"sets {' to '.join(numbers)}"


def _said(run: _Run) -> str:
    values = [100 * (one.value or 0.0) for one in run.reps]
    count = f"{len(values)} repetition{'' if len(values) == 1 else 's'}"
    text = (
        f"{count} between {number(min(values), '.0f')} and {number(max(values), '.0f')} %; "
        f"mean {number(100 * (run.whole.value or 0.0), '.0f')} %"
    )
    return f"{run.title}: {text}" if run.title else text


def _headed(run: _Run, across: Axis, first: int) -> list[Markup]:
    """The set's name above it, and a line before it."""
    middle = across.across(first + len(run.reps) / 2)
    short = run.title.partition(":")[0]
    drawn = [tag("text", short, x=middle, y="-8", text_anchor="middle", class_="tick-label strong")]
    if first:
        x = across.across(first - 0.5)
        drawn.append(tag("line", x1=x, x2=x, y1="-18", y2=_HEIGHT, class_="between"))
    return drawn


def _run(run: _Run, across: Axis, first: int, down: Axis, *, dense: bool) -> list[Markup]:
    """The mean and its band behind the points of one set."""
    last = first + len(run.reps)
    start, stop = across.across(first), across.across(last)
    whole = run.whole
    y = down.down(whole.value or 0.0, _HEIGHT, _MARGIN)
    drawn = []
    low, high = whole.uncertainty.low, whole.uncertainty.high
    if low is not None and high is not None:
        top, foot = down.down(high, _HEIGHT, _MARGIN), down.down(low, _HEIGHT, _MARGIN)
        drawn.append(
            tag("rect", x=start, width=across.width(first, last), y=top, height=foot - top,
                class_="band")
        )  # fmt: skip
    drawn.append(tag("line", x1=start, x2=stop, y1=y, y2=y, class_="mean"))
    for index, one in enumerate(run.reps):
        x = across.across(first + index + 0.5)
        drawn += _point(one, x, down, index, dense=dense)
    return drawn


def _point(one: Measure, x: str, down: Axis, index: int, *, dense: bool) -> list[Markup]:
    drawn = []
    low, high = one.uncertainty.low, one.uncertainty.high
    if low is not None and high is not None:
        drawn.append(
            tag("line", x1=x, x2=x, y1=down.down(low, _HEIGHT, _MARGIN),
                y2=down.down(high, _HEIGHT, _MARGIN), class_="whisker target")
        )  # fmt: skip
    y = down.down(one.value or 0.0, _HEIGHT, _MARGIN)
    drawn.append(mark("target", x, y, hollow=not one.quality.ok))
    often = index == 0 or index % 5 == 4
    kind = "tick-label roomy" if dense and not often else "tick-label"
    drawn.append(
        tag("text", str(one.subject.rep), x=x, y=_HEIGHT + 14, text_anchor="middle", class_=kind)
    )
    return drawn


def _line_across(y: float, kind: str) -> Markup:
    return tag("line", x1="0", x2="100%", y1=y, y2=y, class_=kind)
