"""Many sets in one small table, the last one first."""

from __future__ import annotations

from collections.abc import Callable

from innervate.core.measure import Measure
from innervate.report.markup import Markup, join, tag
from innervate.report.tables import fold, table, value_cell
from innervate.report.text import about, capital, subject_text
from innervate.report.view import Role, View

_MOST_ROWS = 12
_Column = Callable[[View], Measure | None]


def set_table(view: View) -> Markup:
    """One row for each set: its target, repetitions and main numbers."""
    parts = view.parts[::-1]
    shown, rest = parts[:_MOST_ROWS], parts[_MOST_ROWS:]
    drawn = _table(view, shown)
    if not rest:
        return drawn
    return join(drawn, fold(f"Show {len(rest)} earlier sets", _table(view, rest)))


def _table(view: View, parts: tuple[View, ...]) -> Markup:
    columns = _columns(view)
    differ = len({part.target for part in view.parts}) > 1
    rows = [
        tag(
            "tr",
            tag("th", str(part.number), scope="row")
            if not differ
            else tag(
                "th", str(part.number), tag("span", capital(part.target), class_="sub"), scope="row"
            ),
            tag("td", str(len(part.document.repetitions)), class_="num"),
            *(value_cell(column(part)) for _, column in columns),
        )
        for part in parts
    ]
    numbers = ["Repetitions", *(name for name, _ in columns)]
    metrics = [name for name in ("target_share", "isolation") if view.of_set(name)]
    said = " ".join(f"{about(name).label}: {about(name).caveat}" for name in metrics)
    caption = f"Every set, the last one first; intervals below the numbers. {said}"
    head = ["Set", *numbers]
    return table("Every set", caption, head, [rows], numbers=numbers, class_="each-set")


def _columns(view: View) -> list[tuple[str, _Column]]:
    found: list[tuple[str, _Column]] = [
        (about(metric).label, _whole(metric))
        for metric in ("target_share", "isolation")
        if view.of_set(metric)
    ]
    if any(_target_activation(part) for part in view.parts):
        found.append(("Mean of the target", _target_activation))
    if not found and view.of_set("repetitions.duration"):
        found.append(("Duration", _whole("repetitions.duration")))
    return found


def _target_activation(part: View) -> Measure | None:
    """The mean activation of a set's target, where it is one muscle."""
    found = [
        one
        for one in part.of_set("activation")
        if part.role(one.subject.muscle, one.subject.side) is Role.TARGET
    ]
    names = {subject_text(one.subject) for one in found}
    return found[0] if len(names) == 1 else None


def _whole(metric: str) -> _Column:
    return lambda part: next(iter(part.of_set(metric)), None)
