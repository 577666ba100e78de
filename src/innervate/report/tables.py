"""Tables that scroll sideways by themselves where the page is narrow."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from innervate.core.measure import Measure
from innervate.report.markup import Content, Markup, tag
from innervate.report.text import NONE, interval_text, measure_scale
from innervate.report.view import Role


def table(
    label: str,
    caption: Content,
    head: Iterable[str],
    bodies: Iterable[Iterable[Markup]],
    *,
    numbers: Iterable[str] = (),
    class_: str | None = None,
) -> Markup:
    """A table with caption and column heads.

    Args:
        label: what a screen reader calls the scrolling frame.
        caption: what it shows.
        head: the words over the columns.
        bodies: groups of ``tr`` elements.
        numbers: the heads of columns of numbers, which are set to the right.
        class_: its style.
    """
    right = frozenset(numbers)
    cells = (tag("th", one, scope="col", class_="num" if one in right else None) for one in head)
    return tag(
        "div",
        tag(
            "table",
            tag("caption", caption),
            tag("thead", tag("tr", *cells)),
            *(tag("tbody", *rows) for rows in bodies),
            class_=class_,
        ),
        class_="scroll",
        tabindex="0",
        role="region",
        aria_label=f"{label} (scrolls)",
    )


def group_row(words: str, columns: int) -> Markup:
    """The first row of a group: what the rows below it have in common."""
    return tag("tr", tag("th", words, scope="rowgroup", colspan=str(columns)), class_="group")


def value_cell(one: Measure | None, *more: str) -> Markup:
    """A value with its interval below it; a question mark stands beside doubtful data."""
    if one is None:
        return tag("td", NONE, class_="num")
    interval = interval_text(one, bare=True)
    below = [text for text in (interval, *more) if text and text != NONE]
    return tag(
        "td",
        tag("span", measure_scale(one).text(one.value), "" if one.quality.ok else " ?",
            class_="strong"),
        *(tag("span", text, class_="sub") for text in below),
        class_="num",
    )  # fmt: skip


def chip(role: Role, words: str) -> Markup | None:
    """A muscle's role as a label; muscles that were just recorded have none."""
    return None if role is Role.OTHER else tag("span", words, class_=f"chip {role}")


class Paper(StrEnum):
    """What is printed of something folded away: nothing, its line of words, or all of it."""

    NOTHING = "folded"
    LINE = "line"
    OPEN = "open"


def fold(words: str, *content: Content, paper: Paper = Paper.OPEN) -> Markup:
    """Something folded away behind a line of words."""
    return tag("details", tag("summary", words), *content, class_=f"paper-{paper}")
