"""The channels that never had a signal, in one line."""

from __future__ import annotations

from innervate.report.markup import Markup, tag
from innervate.report.tables import Paper, fold
from innervate.report.text import capital, who_of
from innervate.report.view import View


def silence(view: View) -> Markup | None:
    """The line, which unfolds to the names of the channels; None where all had a signal."""
    silent = view.silent
    if not silent:
        return None
    count, every = len(silent), len(view.document.quality)
    words = f"{count} of {every} channels never had a signal (flat line); they are not drawn"
    if count == 1:
        words = f"1 of {every} channels never had a signal (flat line); it is not drawn"
    names = ", ".join(
        one.name if one.muscle is None else f"{capital(who_of(one))} ({one.name})" for one in silent
    )
    return fold(words, tag("p", names, class_="how"), paper=Paper.LINE)
