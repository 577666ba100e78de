"""Tables that scroll sideways by themselves where the page is narrow."""

from __future__ import annotations

from collections.abc import Iterable

from innervate.report.markup import Content, Markup, tag


def table(
    label: str,
    caption: Content,
    head: Iterable[str],
    rows: Iterable[Markup],
    *,
    numbers: Iterable[str] = (),
    class_: str | None = None,
) -> Markup:
    """A table with caption and column heads.

    Args:
        label: what a screen reader calls the scrolling frame.
        caption: what it shows.
        head: the words over the columns.
        rows: ``tr`` elements.
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
            tag("tbody", *rows),
            class_=class_,
        ),
        class_="scroll",
        tabindex="0",
        role="region",
        aria_label=f"{label} (scrolls)",
    )
