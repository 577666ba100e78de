"""A letter as HTML: a fragment for the app, and a page of its own that prints on one sheet."""

from __future__ import annotations

from calendar import month_name
from datetime import date, timedelta
from pathlib import Path

from innervate.report.change_trend import TrendVerdict
from innervate.report.letter import Letter
from innervate.report.letter_words import Change
from innervate.report.markup import Markup, join, tag
from innervate.report.text import capital

_STYLE = Path(__file__).with_name("letter.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_CLASS = {
    TrendVerdict.MORE: "clear",
    TrendVerdict.LESS: "clear",
    TrendVerdict.NO_CLEAR: "unclear",
    TrendVerdict.NOT_ENOUGH: "few",
}


def fragment(letter: Letter) -> Markup:
    """The letter as an ``article``; everything that comes from outside is escaped."""
    return tag(
        "article",
        _simulated(letter),
        tag("header", tag("h1", _title(letter)), tag("p", _period(letter), class_="period")),
        _section("What was planned and done", *(tag("p", one) for one in letter.done)),
        _section("What changed", _changes(letter)),
        _section("One suggestion", tag("p", letter.suggestion.words, class_="suggestion")),
        _section("What research says", _caveats(letter)) if letter.caveats else None,
        tag("footer", tag("p", letter.rule), tag("p", letter.never)),
        class_="letter",
    )


def letter_page(letter: Letter) -> str:
    """The letter as a page of its own, without script and without anything from a network."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{'SIMULATED: ' if letter.simulated else ''}{_title(letter)} – innervate"),
        tag("style", Markup(_STYLE.read_text(encoding="utf-8"))),
    )
    body = tag("body", tag("main", fragment(letter)))
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def _title(letter: Letter) -> str:
    whose = f" for {letter.person}" if letter.person else ""
    return f"Letter {letter.number}{whose}"


def _period(letter: Letter) -> str:
    last = date.fromisoformat(letter.stop) - timedelta(days=1)
    return f"{_day(date.fromisoformat(letter.start))} to {_day(last)}"


def _day(on: date) -> str:
    return f"{on.day} {month_name[on.month]} {on.year}"


def _simulated(letter: Letter) -> Markup | None:
    if not letter.simulated:
        return None
    words = " A virtual athlete did all this. No person was measured."
    return tag("p", tag("strong", "SIMULATED"), words, class_="simulated", role="note")


def _section(title: str, *content: Markup) -> Markup:
    return tag("section", tag("h2", title), *content)


def _changes(letter: Letter) -> Markup:
    if not letter.changes:
        return tag("p", "Nothing is followed yet.")
    rows = tag("dl", *(part for one in letter.changes for part in _change(one)))
    kept = [tag("p", one) for one in letter.kept]
    return join(rows, *kept, tag("p", letter.axes) if letter.axes else None)


def _change(one: Change) -> tuple[Markup, Markup]:
    about = f" ({one.condition})" if one.condition else ""
    how = tag("p", f"{capital(one.method)}.", class_="how") if one.method else None
    return (
        tag("dt", one.name, tag("span", about, class_="condition")),
        tag("dd", tag("p", one.words), how, class_=_CLASS[one.verdict]),
    )


def _caveats(letter: Letter) -> Markup:
    rows = (tag("li", tag("b", f"{one.key}, {one.verdict}. "), one.truth) for one in letter.caveats)
    return tag("ul", *rows)
