"""What the person answered in a guided session, and the top of the page where that is all."""

from __future__ import annotations

from innervate.core.units import DIMENSIONLESS
from innervate.engine.analysis import Said
from innervate.report.markup import Markup, join, tag
from innervate.report.tables import table
from innervate.report.text import capital, clock_text, number, unit_text
from innervate.report.view import View

_HEAD = ("Question", "Answer", "When")
_CAPTION = "In your own words and marks, in the order in which you gave them."
_WORTH = (
    "An answer is no measurement and has no interval. It is worth comparing with your own earlier "
    "answers to the same question, and one day proves nothing."
)


def unmeasured(view: View) -> bool:
    """Whether a person practised without any sensor."""
    return not view.document.provenance.streams and not view.document.simulated


def said_answer(view: View) -> Markup:
    """The top of the page of a session without sensors in which no muscle was rated."""
    count = len(view.document.said)
    answers = "one answer" if count == 1 else f"{count} answers"
    given = f"{answers} of your own" if count else "no answer was given"
    lasted = clock_text(view.document.duration_s)
    return join(
        tag("p", "Nothing was measured. ", tag("b", lasted), f" of practice, and {given}.",
            class_="lead"),
        tag("p", _WORTH, class_="how") if count else None,
    )  # fmt: skip


def said(view: View) -> Markup | None:
    """The answers one by one, or None where there are none."""
    given = view.document.said
    if not given:
        return None
    rows = [_row(one) for one in given]
    return tag(
        "section",
        tag("h2", "What you answered"),
        table("Answers", _CAPTION, _HEAD, [rows], numbers=_HEAD[2:]),
        id="said",
    )


def _row(one: Said) -> Markup:
    return tag(
        "tr",
        tag("th", capital(one.label.replace("_", " ")), scope="row"),
        tag("td", _answer(one)),
        tag("td", clock_text(one.at_s), class_="num"),
    )


def _answer(one: Said) -> str:
    if one.text or one.value is None:
        return one.text or "no answer"
    unit = "" if one.unit == DIMENSIONLESS else unit_text(one.unit)
    return f"{number(one.value)} {unit}".strip()
