"""What could not be said, why, and what would make it possible."""

from __future__ import annotations

from innervate.core.measure import Measure
from innervate.report.markup import Markup, join, tag
from innervate.report.tables import fold
from innervate.report.text import about, sentence, shortened, subject_text
from innervate.report.view import View, who_of_measure

_SHOWN = 6
_ALL_FLAT = "they were flat from beginning to end"
_FLAT = "it was flat from beginning to end"


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
    """The measures that could not be made, by reason; channels without a signal stand as one."""
    found: dict[str, list[str]] = {}
    silent = len(view.silent)
    if silent:
        what = f"{silent} channel{'s' if silent > 1 else ''} without a signal"
        found[_FLAT if silent == 1 else _ALL_FLAT] = [what]
    wanted: dict[str, dict[str, list[int]]] = {}
    for one in view.refused:
        if silent and view.is_silent(who_of_measure(one)):
            continue
        why = shortened(one.quality.reasons) or one.uncertainty.method
        sets = wanted.setdefault(why, {}).setdefault(
            about(one.metric).label + _whose(view, one), []
        )
        if one.subject.set is not None and one.subject.set not in sets:
            sets.append(one.subject.set)
    every = len(view.parts)
    for why, names in wanted.items():
        found[why] = [name + _in_sets(sets, every) for name, sets in names.items()]
    return found


def _whose(view: View, one: Measure) -> str:
    """Of which muscle, where the same could be said of another."""
    if one.subject.muscle is None or not view.of_set(one.metric):
        return ""
    return f" of the {subject_text(one.subject)}"


def _in_sets(sets: list[int], every: int) -> str:
    """Which sets, where it was not all of them."""
    if not sets or len(sets) == every:
        return ""
    return f" (set{'' if len(sets) == 1 else 's'} {', '.join(map(str, sets))})"


def _folded(cards: list[Markup]) -> Markup | None:
    if not cards:
        return None
    return fold(f"Show {len(cards)} more", tag("ul", *cards, class_="cards"))


def _card(what: str, why: str, fix: str) -> Markup:
    return tag(
        "li",
        tag("h3", sentence(what).rstrip(".")),
        tag("p", sentence(why)) if why else None,
        tag("p", tag("b", "To mend it: "), sentence(fix), class_="fix") if fix else None,
    )
