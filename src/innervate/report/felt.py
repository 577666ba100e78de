"""The answer of a session without sensors: what the person felt, and what may be made of it."""

from __future__ import annotations

from collections.abc import Sequence

from innervate.body.claims import claim
from innervate.core.measure import Measure
from innervate.engine.answers import FELT, TOLD
from innervate.report.markup import Markup, join, tag
from innervate.report.tables import fold
from innervate.report.text import about, capital, number, subject_text
from innervate.report.view import View

_ROWS = ("B29", "B31", "A30")
_LARGEST = 10


def only_felt(view: View) -> bool:
    """Whether the person's own answers are all that there is."""
    return bool(view.of_set(FELT)) and not view.document.provenance.streams


def felt_title(view: View) -> str:
    """What to call such a session."""
    return f"How the {subject_text(_last(view).subject)} felt"


def felt_answer(view: View) -> Markup:
    """The sentence, the rating on its scale, and what a rating is worth."""
    return join(
        tag("p", felt_words(view), class_="lead"),
        *(_scale(one) for one in view.of_set(FELT)),
        tag("p", about(FELT).caveat, " It has no interval: it is one answer, and only your own "
            "earlier answers about the same muscle are worth comparing it with.", class_="how"),
        _next(),
    )  # fmt: skip


def felt_words(view: View) -> Markup:
    """What was felt, in one sentence."""
    one = _last(view)
    told = view.of_set(TOLD)
    count = int(told[-1].value or 0) if told else 0
    within = f", in {count} slow repetition{'' if count == 1 else 's'}" if count else ""
    return join("You felt your ", tag("b", subject_text(one.subject)), " ",
                tag("b", f"{number(one.value, '.0f')} of {_LARGEST}"), f"{within}.")  # fmt: skip


def _last(view: View) -> Measure:
    return view.of_set(FELT)[-1]


def _scale(one: Measure) -> Markup:
    """The rating as a row of marks, the same for the eye and in words."""
    value = round(one.value or 0.0)
    words = f"{capital(subject_text(one.subject))}: {value} of {_LARGEST}"
    marks: Sequence[Markup] = [
        tag("span", str(mark), class_="mark-felt on" if mark == value else "mark-felt")
        for mark in range(_LARGEST + 1)
    ]
    return tag(
        "figure",
        tag("div", *marks, class_="felt-scale", role="img", aria_label=words),
        tag("figcaption", "0: not felt at all. 10: felt nothing else."),
    )


def _next() -> Markup:
    rows = [claim(key) for key in _ROWS]
    lines = [tag("li", tag("b", f"{row.key}, {row.verdict}. "), row.truth) for row in rows]
    return tag(
        "aside",
        tag("p", tag("b", "What next. "), "Do the same muscle again another day, with the finger "
            "and then without it. With electrodes you would also see whether it answered: feeling "
            "a muscle and using it are two things."),
        fold("What research says", tag("ul", *lines)),
        class_="note",
        aria_label="What to do next",
    )  # fmt: skip
