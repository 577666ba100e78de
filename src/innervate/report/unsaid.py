"""What could not be said, why, and what would make it possible."""

from __future__ import annotations

from innervate.report.markup import Markup, join, tag
from innervate.report.text import about, sentence
from innervate.report.view import View

_SHOWN = 6
_MOST_REASONS = 3


def unsaid(view: View) -> Markup:
    """The section; it is always there, so that silence is never mistaken for a clean bill."""
    cards = [_card(one.what, one.why, one.fix) for one in view.document.unsaid]
    cards += [_card(", ".join(what), why, "") for why, what in _refused(view).items()]
    body = (
        join(tag("ul", *cards[:_SHOWN], class_="cards"), _folded(cards[_SHOWN:]))
        if cards
        else tag("p", "Nothing that was asked for had to be left out.", class_="how")
    )
    return tag("section", tag("h2", "What could not be said"), body, id="unsaid")


def _refused(view: View) -> dict[str, list[str]]:
    """The measures that could not be made, by reason."""
    found: dict[str, list[str]] = {}
    for one in view.refused:
        why = _shortened(one.quality.reasons) or one.uncertainty.method
        names = found.setdefault(why, [])
        if about(one.metric).label not in names:
            names.append(about(one.metric).label)
    return found


def _shortened(reasons: tuple[str, ...]) -> str:
    """The first reasons; the table of all measures has every one."""
    more = len(reasons) - _MOST_REASONS
    tail = (f"and {more} more reasons, in the table of all measures",) if more > 0 else ()
    return "; ".join(reasons[:_MOST_REASONS] + tail)


def _folded(cards: list[Markup]) -> Markup | None:
    if not cards:
        return None
    return tag(
        "details", tag("summary", f"Show {len(cards)} more"), tag("ul", *cards, class_="cards")
    )


def _card(what: str, why: str, fix: str) -> Markup:
    return tag(
        "li",
        tag("h3", sentence(what).rstrip(".")),
        tag("p", sentence(why)) if why else None,
        tag("p", tag("b", "To mend it: "), sentence(fix), class_="fix") if fix else None,
    )
