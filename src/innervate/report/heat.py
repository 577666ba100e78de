"""Mean activation, muscles down and repetitions across; the shade follows the number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from innervate.core.measure import Measure
from innervate.core.units import compares_muscles
from innervate.report.markup import Markup, join, tag
from innervate.report.tables import fold, group_row, table
from innervate.report.text import common_unit, measure_scale, subject_text, value_text
from innervate.report.view import MOST_SETS, View, who_of_measure

_MOST_COLUMNS = 40
_DOUBT = "A question mark stands beside doubtful data."


@dataclass(frozen=True, slots=True)
class _Row:
    whole: Measure
    reps: dict[int, Measure]


@dataclass(frozen=True, slots=True)
class _Group:
    """The muscles of one set: those to show, and those to fold away."""

    title: str
    shown: tuple[_Row, ...]
    rest: tuple[_Row, ...]


def hottest(view: View) -> float | None:
    """The activation of the fullest colour: the highest of a repetition or set in all sets.

    None where nothing was measured, and where the unit forbids to compare muscles.
    """
    wholes = view.of_set("activation")
    if not all(compares_muscles(one.unit) for one in wholes):
        return None
    values = [one.value or 0.0 for one in (*wholes, *view.of_reps("activation"))]
    highest = max(values, default=0.0)
    return highest if highest > 0 else None


def heat(view: View) -> Markup | None:
    """The tables, or None where no activation of a repetition was measured."""
    full = hottest(view)
    groups = [_group(view, part) for part in view.parts]
    groups = [one for one in groups if any(row.reps for row in one.shown)]
    if not any(len(row.reps) > 1 for one in groups for row in one.shown):
        return None
    last, earlier = groups[-MOST_SETS:], groups[:-MOST_SETS]
    drawn = [_table([(one.title, one.shown) for one in last], full)]
    more = sum(bool(one.rest) for one in last)
    if more:
        count = max(len(one.rest) for one in last)
        folded = _table([(one.title, one.rest) for one in last], full)
        drawn.append(fold(f"Show {count} more muscles", folded))
    if earlier:
        folded = _table([(one.title, one.shown + one.rest) for one in earlier], full)
        words = f"Show {len(earlier)} earlier set{'' if len(earlier) == 1 else 's'}"
        drawn.append(fold(words, folded))
    return join(*drawn)


def _group(view: View, part: View) -> _Group:
    shown, rest = view.ranked(part.of_set("activation"), who_of_measure)
    return _Group(view.title_of(part), _rows(part, shown), _rows(part, rest))


def _rows(part: View, wholes: Sequence[Measure]) -> tuple[_Row, ...]:
    return tuple(
        _Row(
            whole,
            {one.subject.rep or 0: one for one in part.of_reps("activation", whole.subject)},
        )
        for whole in wholes
    )


def _table(groups: list[tuple[str, tuple[_Row, ...]]], full: float | None) -> Markup:
    rows = [row for _, each in groups for row in each]
    every = sorted({rep for row in rows for rep in row.reps})
    numbers = every[:_MOST_COLUMNS]
    cut = f" The first {len(numbers)} of {len(every)} are shown." if numbers != every else ""
    heads = [str(rep) for rep in numbers] + ["mean"]
    unit = common_unit(row.whole for row in rows)
    bodies = []
    for title, each in groups:
        head = [group_row(title, len(heads) + 1)] if title else []
        bodies.append(head + [_row(row, numbers, full, unit) for row in each])
    scope = "" if full else " within a row; rows cannot be compared"
    reading = f"the fuller the colour, the more{scope}"
    caption = f"Mean activation{unit} in each repetition; {reading}. {_DOUBT}{cut}"
    return table("Activation", caption, ["Muscle", *heads], bodies, numbers=heads, class_="heat")


def _row(row: _Row, numbers: Sequence[int], highest: float | None, unit: str) -> Markup:
    top = _largest(row) if highest is None else highest
    return tag(
        "tr",
        tag("th", subject_text(row.whole.subject), scope="row"),
        *(_cell(row.reps.get(rep), top) for rep in numbers),
        tag("td", value_text(row.whole, unit), class_="num strong"),
    )


def _largest(row: _Row) -> float:
    return max((one.value or 0.0 for one in row.reps.values()), default=0.0)


def _cell(one: Measure | None, largest: float) -> Markup:
    if one is None or one.value is None:
        return tag("td", "–", class_="num")
    text = measure_scale(one).bare(one.value) + ("" if one.quality.ok else " ?")
    return tag("td", text, class_="num shade", style=shade(one.value, largest))


def shade(value: float, full: float) -> str:
    """The style that sets how full the colour of a value is.

    >>> shade(30.0, 60.0)
    '--part:50%'
    """
    part = min(max(value, 0.0) / full, 1.0) if full > 0 else 0.0
    return f"--part:{100 * part:.0f}%"
