"""How the numbers came about: every step and parameter, what was learned, and the source."""

from __future__ import annotations

from collections.abc import Iterable

from innervate.report.chain import chain, sources, versions
from innervate.report.document import Document, FitShown, StreamShown
from innervate.report.markup import Content, Markup, tag
from innervate.report.tables import Paper, fold, table
from innervate.report.text import Scale, clock_text, date_text, number, scale_of, who_of
from innervate.report.used_plan import Parameter
from innervate.report.view import View

_MOST_VALUES = 64


def provenance(view: View) -> Markup:
    """The section: the chain in words, and every parameter folded away below it."""
    document = view.document
    made = document.provenance
    return tag(
        "section",
        tag("h2", "How these numbers came about"),
        chain(document),
        tag("dl", *_facts(document), class_="facts"),
        _table("Source streams", ("Stream", "Rate", "Channels"),
               (_stream_row(one) for one in made.streams)),
        _table("Steps, in order", ("Makes", "From", "Step", "Parameters"),
               ((one.output, ", ".join(one.inputs), f"{one.step} (version {one.version})",
                 _parameters(one.parameters)) for one in made.plan.branches)),
        _table("Metrics", ("Metric", "From", "Parameters"),
               ((f"{one.metric} (version {one.version})", ", ".join(one.inputs),
                 _parameters(one.parameters)) for one in made.plan.readings)),
        _table("Learned from data (fits)", ("Step", "Method", "From", "Learned"),
               (_fit_row(one) for one in made.fits)),
        _table("Delay of each stream behind the event it describes", ("Stream", "Delay"),
               ((one.stream, f"{1e3 * one.delay_s:.1f} ms") for one in made.delays)),
        id="provenance",
    )  # fmt: skip


def _facts(document: Document) -> Iterable[Markup]:
    made = document.provenance
    source = made.source
    normalisation = "; ".join(made.normalisation) or "none: values were not normalised"
    origin = "a simulator" if made.simulated else "as the file or device gave it"
    facts: list[tuple[str, str | Markup]] = [
        ("Normalisation", normalisation),
        ("Recording", ", ".join(one for one in (source.name, source.format) if one)),
        ("Recorded", date_text(source.started_at)),
        ("Length", clock_text(document.duration_s)),
        ("Device", source.device),
        ("Person", source.person),
        ("Origin of the data", origin),
        ("Made by", versions(document)),
        ("Made on", date_text(made.created_at)),
        ("Schema", document.schema),
        *(("Source", words) for words in sources(document)),
        *(("Note of the reader", note) for note in source.notes),
    ]
    for term, words in facts:
        if words:
            yield tag("div", tag("dt", term), tag("dd", words))


def _table(caption: str, head: tuple[str, ...], rows: Iterable[tuple[Content, ...]]) -> Markup:
    body = [
        tag("tr", tag("th", cells[0], scope="row"), *(tag("td", cell) for cell in cells[1:]))
        for cells in rows
    ]
    if not body:
        return tag("p", tag("b", caption), ": none.", class_="none")
    drawn = table(caption, caption, head, [body], class_="made")
    return fold(f"{caption} ({len(body)})", drawn, paper=Paper.NOTHING)


def _stream_row(one: StreamShown) -> tuple[Content, ...]:
    rate = "irregular" if one.rate_hz is None else f"{one.rate_hz:g} Hz"
    channels = [
        tag("li", f"{channel.name} ({channel.kind}, {channel.unit})",
            "" if channel.muscle is None else f": {who_of(channel)}")
        for channel in one.channels
    ]  # fmt: skip
    name = f"{one.id}, simulated" if one.simulated else one.id
    return name, rate, tag("ul", *channels, class_="plain")


def _parameters(parameters: tuple[Parameter, ...]) -> Content:
    if not parameters:
        return "none"
    items = [tag("li", tag("code", f"{one.name} = {one.value}")) for one in parameters]
    return tag("ul", *items, class_="plain")


def _fit_row(fit: FitShown) -> tuple[Content, ...]:
    spans = [
        tag("li", f"{one.name}: {number(one.start_s, '.2f')} to {number(one.stop_s, '.2f')} s"
            f" of {one.recording or 'this session'}")
        for one in fit.intervals
    ]  # fmt: skip
    learned = [
        tag("li", f"{parameter.name}: ", _values(fit, parameter.values, parameter.unit))
        for parameter in fit.parameters
    ]
    trust: Content = None
    if not fit.ok:
        trust = tag("p", tag("b", "Doubtful: "), "; ".join(fit.reasons))
    name = f"{fit.step} (version {fit.version}) on {fit.stream}"
    return (
        name,
        (fit.method, trust),
        tag("ul", *spans, class_="plain"),
        tag("ul", *learned, class_="plain"),
    )


def _values(fit: FitShown, values: tuple[float | None, ...], unit: str) -> str:
    scale = scale_of(unit, max((abs(value) for value in values if value is not None), default=0.0))
    texts = [Scale(scale.factor, scale.unit, ".4g").text(value) for value in values[:_MOST_VALUES]]
    if len(values) == len(fit.channels) and len(values) > 1:
        texts = [f"{name} {text}" for name, text in zip(fit.channels, texts, strict=False)]
    more = f" and {len(values) - _MOST_VALUES} more" if len(values) > _MOST_VALUES else ""
    return ", ".join(texts) + more
