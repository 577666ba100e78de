"""The short answer in a terminal: the numbers of the sets, and what could not be said."""

from __future__ import annotations

from collections.abc import Iterator

from innervate.core.measure import Measure
from innervate.engine.asked import listed
from innervate.report.document import Document
from innervate.report.text import (
    NONE,
    UNVALIDATED,
    about,
    clock_text,
    interval_text,
    level_text,
    measure_scale,
    percent,
    subject_text,
)
from innervate.report.view import View

_LINES = 12
_MOST = (
    "activity",
    "target_share",
    "isolation",
    "activation",
    "laterality",
    "onset",
    "cocontraction_rudolph",
    "repetitions.duration",
)


def summary(document: Document) -> Iterator[str]:
    """The lines of the short answer."""
    source = document.provenance.source.name
    mark = "SIMULATED - " if document.simulated else ""
    what = document.exercise.name if document.exercise else "no exercise named"
    yield f"{mark}{source}: {what}, {clock_text(document.duration_s)}"
    view = View(document)
    sets, reps = len(view.parts), len(document.repetitions)
    within = f" in {sets} sets" if sets > 1 else ""
    yield f"{reps} repetition{'' if reps == 1 else 's'} found{within}"
    for metric in _MOST:
        measures = view.of_set(metric)
        if metric == "activity" and document.repetitions:
            continue
        yield from ("  " + _line(measure, several=sets > 1) for measure in measures[:_LINES])
        if measures[_LINES:]:
            more = len(measures) - _LINES
            yield f"  {about(metric).label}: {more} more in the JSON and the report"
    yield from _flaws(document)
    for fit in document.provenance.fits:
        if fit.reasons:
            yield f"  ! {fit.step}: {listed(fit.reasons, 2)}"
    yield from _unsaid(document, view)


def _flaws(document: Document) -> Iterator[str]:
    """What was wrong with the channels, one line for each kind of trouble."""
    troubled: dict[str, list[str]] = {}
    for quality in document.quality:
        flaws = ", ".join(f"{flaw.flaw} {percent(flaw.share)}" for flaw in quality.flaws)
        if flaws and not quality.ok:
            troubled.setdefault(flaws, []).append(quality.channel.label)
    for flaws, channels in troubled.items():
        yield f"  ! {listed(channels)}: {flaws} of the time"


def _line(measure: Measure, *, several: bool) -> str:
    scale = measure_scale(measure)
    words = f"{about(measure.metric).label}, {subject_text(measure.subject)}"
    if several and measure.subject.set is not None:
        words += f", set {measure.subject.set}"
    interval = interval_text(measure)
    sure = f"  ({level_text(measure)}: {interval})" if interval != NONE else ""
    doubt = "" if measure.quality.ok else f"  [doubtful: {listed(measure.quality.reasons, 1)}]"
    unproven = f"  [{_few_words(measure)}]" if measure.metric in UNVALIDATED else ""
    return f"{words}: {scale.text(measure.value)}{sure}{unproven}{doubt}"


def _few_words(measure: Measure) -> str:
    """The caveat of a metric up to its first stop."""
    text = about(measure.metric).caveat.partition(";")[0]
    return text[:1].lower() + text[1:]


def _unsaid(document: Document, view: View) -> Iterator[str]:
    lines = [
        f"{one.what}: {one.why}" + (f" - {one.fix}" if one.fix else "") for one in document.unsaid
    ]
    refused: dict[str, dict[str, list[str]]] = {}
    for measure in view.refused:
        reason = measure.quality.reasons[0] if measure.quality.reasons else "no reason is known"
        whose = refused.setdefault(reason, {}).setdefault(about(measure.metric).label, [])
        whose += [subject_text(measure.subject)] if measure.subject.muscle else []
    lines += [
        f"{', '.join(_of(label, whose) for label, whose in what.items())}: {why}"
        for why, what in refused.items()
    ]
    if lines:
        yield "What could not be said:"
        yield from (f"  {line}" for line in dict.fromkeys(lines))


def _of(label: str, whose: list[str]) -> str:
    return f"{label} of {listed(whose, 1)}" if whose else label
