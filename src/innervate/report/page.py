"""A document as one self-contained page: inline SVG, no script, nothing asked of the network."""

from __future__ import annotations

import re
from pathlib import Path

from innervate.body.drawing import Figure
from innervate.engine.answers import LOAD
from innervate.report.answer import answer
from innervate.report.body_map import body_map
from innervate.report.change import Compared
from innervate.report.document import Document
from innervate.report.envelopes import envelopes
from innervate.report.felt import felt_title, only_felt
from innervate.report.markup import Markup, join, tag
from innervate.report.matrix import matrix
from innervate.report.measure_tables import all_measures, more_measures
from innervate.report.order import order
from innervate.report.provenance import provenance
from innervate.report.regions import regions
from innervate.report.said import said, unmeasured
from innervate.report.shares import shares
from innervate.report.signal_quality import signal_quality
from innervate.report.since import since
from innervate.report.text import clock_text, date_text, measure_scale
from innervate.report.timeline import timeline
from innervate.report.turned import what_was_turned
from innervate.report.unsaid import unsaid
from innervate.report.view import View

_STYLE = Path(__file__).with_name("page.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_OF_THE_STORE = re.compile(r"\d{8}T\d{9}Z-")
"""Names that the app gives to recordings: they tell a reader nothing that the date does not."""
_CONTENTS = (
    ("since", "Earlier session"),
    ("turned", "Turned"),
    ("matrix", "Who answered"),
    ("said", "Your answers"),
    ("map", "On the body"),
    ("activity", "When active"),
    ("courses", "Muscles"),
    ("repetitions", "Repetitions"),
    ("body", "Regions"),
    ("order", "Onsets"),
    ("more", "More measures"),
    ("quality", "Signal quality"),
    ("unsaid", "Unsaid"),
    ("measures", "All measures"),
    ("provenance", "Provenance"),
)


def page(
    document: Document, earlier: Document | None = None, *, figure: Figure = Figure.FEMALE
) -> str:
    """The document as HTML, strict enough for a Content-Security-Policy without scripts.

    Everything that comes from files is escaped. It shows nothing that the documents do not
    hold, beside what the metrics say of themselves.

    Args:
        document: what to show.
        earlier: a session of the same exercise to lay over it; the page says so where the two
            cannot be compared.
        figure: the body to draw.
    """
    view = View(document)
    compared = Compared(view, View(earlier)) if earlier else None
    sections = {
        "since": since(compared) if compared else None,
        "turned": what_was_turned(view),
        "matrix": matrix(view),
        "said": said(view),
        "map": body_map(view, figure),
        "activity": timeline(view),
        "courses": envelopes(view, compared),
        "repetitions": shares(view),
        "body": regions(view),
        "order": order(view),
        "more": None if only_felt(view) else more_measures(view),
        "quality": signal_quality(view),
        "unsaid": unsaid(view),
        "measures": all_measures(view),
        "provenance": provenance(view),
    }
    contents = [(key, words) for key, words in _CONTENTS if sections[key]]
    body = tag(
        "body",
        tag("a", "Skip to the answer", href="#answer", class_="skip"),
        _banner(document),
        _header(view),
        _navigation(contents),
        tag("main", answer(view), *sections.values()),
        _footer(view),
    )
    html = tag("html", _head(document), body, lang="en")
    return f"<!doctype html>\n{html}\n"


def _head(document: Document) -> Markup:
    mark = "SIMULATED: " if document.simulated else ""
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", f"{mark}{_title(View(document))} – innervate"),
        tag("style", Markup(_STYLE.read_text(encoding="utf-8"))),
    )


def _title(view: View) -> str:
    if view.document.exercise:
        return view.document.exercise.name
    if only_felt(view):
        return felt_title(view)
    source = view.document.provenance.source
    if source.started_at and _OF_THE_STORE.match(source.name):
        return f"Session of {date_text(source.started_at)}"
    return source.name or "Recording"


def _banner(document: Document) -> Markup | None:
    if not document.simulated:
        return None
    return tag(
        "div",
        tag("strong", "SIMULATED"),
        " These data were made by a virtual athlete. No person was measured.",
        class_="banner",
        role="note",
    )


def _header(view: View) -> Markup:
    document = view.document
    source = document.provenance.source
    title = _title(view)
    reps, sets = len(document.repetitions), len(view.parts)
    within = f" in {sets} sets" if sets > 1 else ""
    facts = [
        "" if source.name == title or _OF_THE_STORE.match(source.name) else source.name,
        date_text(source.started_at),
        clock_text(document.duration_s),
        f"{reps} repetition{'' if reps == 1 else 's'}{within}" if reps else "",
        *(measure_scale(one).text(one.value) for one in view.of_set(LOAD)),
        source.person,
        source.device,
    ]
    return tag(
        "header",
        tag("p", "innervate", class_="brand"),
        tag("h1", title),
        tag("ul", *(tag("li", fact) for fact in facts if fact), class_="meta"),
    )


def _navigation(contents: list[tuple[str, str]]) -> Markup:
    links = [tag("li", tag("a", words, href=f"#{key}")) for key, words in contents]
    return tag("nav", tag("ul", *links), aria_label="Contents")


def _footer(view: View) -> Markup:
    made = view.document.provenance
    told = "What a person said of a muscle, not a measurement and not a diagnosis."
    measured = (
        "A measurement of the electrical activity of muscles, not a diagnosis. EMG tells neither "
        "force nor growth nor the risk of injury."
    )
    created = date_text(made.created_at)
    return tag(
        "footer",
        tag("p", join(f"{made.product} {made.version}", f", {created}" if created else "", ". "),
            told if unmeasured(view) else measured),
    )  # fmt: skip
