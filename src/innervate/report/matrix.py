"""Each muscle asked for in turn: who answered, asked down and measured across."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from innervate.body.claims import claim
from innervate.core.measure import Measure, Subject, Uncertainty
from innervate.core.units import compares_muscles
from innervate.metrics._interval import FEWEST_REPS, mean_interval
from innervate.report.heat import hottest, shade
from innervate.report.markup import Markup, tag
from innervate.report.tables import table
from innervate.report.text import capital, number, subject_text
from innervate.report.view import View, Who, who_of_measure

_ROW: Final = "A02"
_HOW: Final = (
    "Each row is of the sets that asked for that muscle, each column of one muscle: its mean "
    "activation in these sets, in percent of its own reference. What was asked for has a frame. "
    "With {fewest} sets or more of a row the interval below is Student's t over sets (95 %); with "
    "one set it is that set's own; two sets have none. Some activity elsewhere is normal."
)


@dataclass(frozen=True, slots=True)
class Cell:
    """How much one muscle did while one was asked for."""

    subject: Subject
    asked: bool
    value: float
    uncertainty: Uncertainty
    sets: int


@dataclass(frozen=True, slots=True)
class Row:
    """The sets that asked for one target."""

    target: str
    sets: int
    cells: tuple[Cell, ...]


def rows(view: View) -> tuple[Row, ...]:
    """One row per target, in the order first asked; none where fewer than two were asked for.

    None either where muscles cannot be compared, for each has a yardstick of its own.
    """
    asked: dict[str, list[View]] = {}
    for part in view.parts:
        if part.target:
            asked.setdefault(part.target, []).append(part)
    wholes = view.of_set("activation")
    if len(asked) < 2 or not wholes or not all(compares_muscles(one.unit) for one in wholes):
        return ()
    return tuple(Row(target, len(sets), tuple(_cells(sets))) for target, sets in asked.items())


def _cells(sets: list[View]) -> Iterator[Cell]:
    found: dict[Who, list[Measure]] = {}
    targets: set[Who] = set()
    for part in sets:
        for one in part.of_set("activation"):
            found.setdefault(who_of_measure(one), []).append(one)
            if _is_asked(part, one):
                targets.add(who_of_measure(one))
    for who, measures in found.items():
        values = [one.value for one in measures if one.value is not None]
        yield Cell(
            measures[0].subject,
            who in targets,
            float(np.mean(values)),
            measures[0].uncertainty if len(values) == 1 else _over_sets(values),
            len(values),
        )


def _over_sets(values: list[float]) -> Uncertainty:
    if len(values) < FEWEST_REPS:
        return Uncertainty.none(f"{len(values)} sets: an interval needs at least {FEWEST_REPS}")
    return mean_interval(values, (0.0, np.inf), of="sets")


def _is_asked(part: View, one: Measure) -> bool:
    """Whether a set asked for the muscle of this measure, by the set's own share."""
    side = one.subject.side
    names = {one.subject.muscle, f"{one.subject.muscle}:{side}"} if side else {one.subject.muscle}
    for share in part.of_set("target_share"):
        joint = set((share.subject.other or "").split(" | ")[0].split(", "))
        if names & joint:
            return True
    return False


def matrix(view: View) -> Markup | None:
    """The section, or None where not more than one muscle was asked for."""
    found = rows(view)
    if not found:
        return None
    columns = list(dict.fromkeys(_key(cell) for row in found for cell in row.cells))
    heads = [capital(key) for key in columns]
    full = hottest(view) or 0.0
    body = [_row(row, columns, full) for row in found]
    row = claim(_ROW)
    return tag(
        "section",
        tag("h2", "Who answered"),
        tag("p", *_sentences(found), class_="lead"),
        table("Who answered", _HOW.format(fewest=FEWEST_REPS), ["Asked for", *heads], [body],
              numbers=heads, class_="heat"),
        tag("p", f"{row.truth} ({_ROW}, {row.verdict.value})", class_="how"),
        id="matrix",
    )  # fmt: skip


def _key(cell: Cell) -> str:
    return subject_text(cell.subject)


def _row(row: Row, columns: list[str], full: float) -> Markup:
    cells = {_key(cell): cell for cell in row.cells}
    sets = f"{row.sets} set{'s' if row.sets > 1 else ''}"
    return tag(
        "tr",
        tag("th", capital(row.target), tag("span", sets, class_="sub"), scope="row"),
        *(_shown(cells.get(key), full) for key in columns),
    )


def _shown(cell: Cell | None, full: float) -> Markup:
    if cell is None:
        return tag("td", "–", class_="num")
    low, high = cell.uncertainty.low, cell.uncertainty.high
    interval = "" if low is None or high is None else f"{number(low, '.0f')}–{number(high, '.0f')}"
    return tag(
        "td",
        tag("span", f"{number(cell.value, '.0f')} %", class_="strong"),
        tag("span", interval, class_="sub") if interval else None,
        tag("span", "asked for", class_="sub") if cell.asked else None,
        class_="num shade asked" if cell.asked else "num shade",
        style=shade(cell.value, full),
    )


def _sentences(found: tuple[Row, ...]) -> Iterator[str]:
    """Per row, who answered most and who next."""
    for row in found:
        ranked = sorted(row.cells, key=lambda cell: -cell.value)
        first, others = ranked[0], ranked[1:]
        words = f"Asked for the {row.target}: the {_key(first)} answered with {first.value:.0f} %"
        if others:
            words += f", next the {_key(others[0])} with {others[0].value:.0f} %"
        yield f"{words}. "
