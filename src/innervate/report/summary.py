"""The short answer in a terminal: the numbers of the sets, and what could not be said."""

from __future__ import annotations

from collections.abc import Iterator

from innervate.core.measure import Measure
from innervate.report.document import Document
from innervate.report.text import (
    NONE,
    about,
    clock_text,
    interval_text,
    level_text,
    measure_scale,
    subject_text,
)
from innervate.report.view import View

_MOST = (
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
    yield f"{len(document.repetitions)} repetitions found"
    view = View(document)
    for metric in _MOST:
        for measure in view.of_set(metric):
            yield "  " + _line(measure)
    for channel in document.quality:
        flaws = ", ".join(f"{flaw.flaw} {flaw.share:.0%}" for flaw in channel.flaws)
        if flaws and not channel.ok:
            yield f"  ! {channel.channel.label}: {flaws} of the time"
    yield from _unsaid(document, view)


def _line(measure: Measure) -> str:
    scale = measure_scale(measure)
    words = f"{about(measure.metric).label}, {subject_text(measure.subject)}"
    if measure.subject.set is not None:
        words += f", set {measure.subject.set}"
    interval = interval_text(measure)
    sure = f"  ({level_text(measure)}: {interval})" if interval != NONE else ""
    doubt = "" if measure.quality.ok else "  [doubtful: " + "; ".join(measure.quality.reasons) + "]"
    return f"{words}: {scale.text(measure.value)}{sure}{doubt}"


def _unsaid(document: Document, view: View) -> Iterator[str]:
    lines = [
        f"{one.what}: {one.why}" + (f" - {one.fix}" if one.fix else "") for one in document.unsaid
    ]
    lines += [
        f"{about(measure.metric).label}: {'; '.join(measure.quality.reasons)}"
        for measure in view.refused
    ]
    unique = dict.fromkeys(lines)
    if unique:
        yield "What could not be said:"
        yield from (f"  {line}" for line in unique)
