"""The short answer in a terminal: doubts, the most telling numbers, what could not be said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from innervate.core.channel import Side
from innervate.core.measure import Measure
from innervate.engine.asked import listed
from innervate.report.document import Document
from innervate.report.text import (
    NONE,
    UNVALIDATED,
    about,
    capital,
    clock_text,
    interval_text,
    level_text,
    measure_scale,
    other_text,
    percent,
    subject_text,
)
from innervate.report.tiles import target_name
from innervate.report.turned import clear, difference_text, title
from innervate.report.turns import Turned
from innervate.report.view import Role, View

_LINES = 12
_EACH = 4
_MOST = (
    "activity",
    "target_share",
    "isolation",
    "activation",
    "laterality",
    "onset.order",
    "cocontraction_rudolph",
    "repetitions.duration",
)
_OF_TARGETS = frozenset({"target_share", "isolation"})
_PLAIN = {
    "activity": "Time active",
    "activation": "Average activation",
    "laterality": "Left/right balance",
    "cocontraction_rudolph": "Working against each other (co-contraction, Rudolph)",
    "repetitions.duration": "Length of a repetition",
}
_FITS = {
    "notch": "Mains hum",
    "onset": "Activity detection",
    "normalise": "Reference",
    "repetitions": "Repetition detection",
}


def summary(document: Document) -> Iterator[str]:
    """The lines of the short answer: what it is, doubts, numbers, and what could not be said."""
    source = document.provenance.source.name
    marked = source.startswith("SIMULATED")
    mark = "SIMULATED - " if document.simulated and not marked else ""
    what = document.exercise.name if document.exercise else "no exercise named"
    yield f"{mark}{source}: {what}, {clock_text(document.duration_s)}"
    view = View(document)
    sets, reps = len(view.parts), len(document.repetitions)
    within = f" in {sets} sets" if sets > 1 else ""
    yield f"{reps} repetition{'' if reps == 1 else 's'} found{within}"
    yield from _flaws(document)
    for fit in document.provenance.fits:
        if fit.reasons:
            yield f"  ! {_FITS.get(fit.step, capital(fit.step))}: {listed(fit.reasons, 2)}"
    yield from _numbers(view)
    yield from _turned(document.turned)
    yield from _unsaid(document, view)


def _flaws(document: Document) -> Iterator[str]:
    """What was wrong with the channels, one line for each kind of trouble."""
    troubled: dict[str, list[str]] = {}
    for quality in document.quality:
        flaws = ", ".join(f"{flaw.flaw} {percent(flaw.share)}" for flaw in quality.flaws)
        if flaws and not quality.ok:
            troubled.setdefault(flaws, []).append(quality.channel.label)
    for flaws, channels in troubled.items():
        yield f"  ! {capital(listed(channels))}: {flaws} of the time"


def _numbers(view: View) -> Iterator[str]:
    several = len(view.parts) > 1
    chosen = [one for metric in _MOST for one in _telling(view, metric)][:_LINES]
    for one in chosen:
        yield f"  {_claim(one) if one.metric == 'onset.order' else _line(one, several=several)}"
    left = [one for one in view.sets if one.value is not None and one not in chosen]
    if left:
        yield f"  {len(left)} more numbers are in the report (--report) and the JSON (--json)"


def _turned(turned: Sequence[Turned]) -> Iterator[str]:
    """What was turned last, with the most telling clear difference of each turn."""
    if not turned:
        return
    yield "What was turned:"
    for one in turned[-_EACH:]:
        found = next((effect for effect in one.effects if clear(effect)), None)
        if found:
            what = f"{_label(found.after.metric)} of {_who(found.after)} {difference_text(found)}"
        elif any(effect.uncertainty.low is not None for effect in one.effects):
            what = "no clear difference"
        else:
            what = "too few repetitions before or after it to say by how much"
        yield f"  {title(one)}: {what}"
    if len(turned) > _EACH:
        yield f"  {len(turned) - _EACH} turns before these are in the report"


def _telling(view: View, metric: str) -> Sequence[Measure]:
    """The few measures of a metric that say most: of targets, of what is sure."""
    found = list(view.of_set(metric))
    if metric == "activity":
        found = [] if view.document.repetitions else found
        found.sort(key=lambda one: -(one.value or 0.0))
    if metric == "onset.order":
        found = [one for one in found if one.quality.ok]
    if metric == "activation":
        found = _of_targets(view, found)
    return found[:_EACH]


def _of_targets(view: View, found: list[Measure]) -> list[Measure]:
    """Those of each set's targets, where there are several sets; else targets first."""
    parts = {part.number: part for part in view.parts}

    def is_target(one: Measure) -> bool:
        part = parts.get(one.subject.set, view)
        return part.role(one.subject.muscle, one.subject.side) is Role.TARGET

    targets = [one for one in found if is_target(one)]
    return targets if targets and len(parts) > 1 else sorted(found, key=lambda o: not is_target(o))


def _line(measure: Measure, *, several: bool) -> str:
    who = _who(measure)
    words = _label(measure.metric) + (f" of {who}" if who else "")
    if several and measure.subject.set is not None:
        words += f", set {measure.subject.set}"
    doubt = "" if measure.quality.ok else f"  [doubtful: {listed(measure.quality.reasons, 1)}]"
    unproven = f"  [{_few_words(measure)}]" if measure.metric in UNVALIDATED else ""
    value = measure_scale(measure).text(measure.value)
    return f"{words}: {value}{_ends(measure)}{_sure(measure)}{unproven}{doubt}"


def _label(metric: str) -> str:
    return _PLAIN.get(metric) or about(metric).label


def _who(measure: Measure) -> str:
    """Whom a number is about; nothing where it is about the repetitions as such."""
    subject = measure.subject
    if measure.metric in _OF_TARGETS:
        return target_name(measure)
    if subject.muscle is None and subject.channel is None:
        return ""
    if measure.metric == "laterality":
        return subject_text(subject).removeprefix(f"{subject.side} ")
    against = other_text(subject.other) if measure.metric.startswith("cocontraction") else ""
    return subject_text(subject) + (f" and {against}" if against else "")


def _ends(measure: Measure) -> str:
    """What the ends of a balance mean: it is positive for the side that it is about."""
    side = measure.subject.side
    if measure.metric != "laterality" or side is None:
        return ""
    other = Side.LEFT if side is Side.RIGHT else Side.RIGHT
    return f" (−1 all {other}, +1 all {side})"


def _sure(measure: Measure) -> str:
    """The interval, or why there is none."""
    interval = interval_text(measure)
    if interval != NONE:
        return f"  ({level_text(measure)}: {interval})"
    return f"  (no interval: {measure.uncertainty.method.replace(': ', '; ')})"


def _claim(one: Measure) -> str:
    first, second = subject_text(one.subject), other_text(one.subject.other)
    by = measure_scale(one).text(one.value)
    within = f", set {one.subject.set}" if one.subject.set is not None else ""
    return f"{capital(first)} began before {second}{within}: by {by}{_sure(one)}"


def _few_words(measure: Measure) -> str:
    """The caveat of a metric up to its first stop."""
    text = about(measure.metric).caveat.partition(";")[0]
    return text[:1].lower() + text[1:]


def _unsaid(document: Document, view: View) -> Iterator[str]:
    lines = [
        f"{one.what}: {one.why}" + (f" - {one.fix}" if one.fix else "") for one in document.unsaid
    ]
    refused: dict[str, dict[str, list[Measure]]] = {}
    for measure in view.refused:
        reason = measure.quality.reasons[0] if measure.quality.reasons else "no reason is known"
        refused.setdefault(reason, {}).setdefault(measure.metric, []).append(measure)
    lines += [
        f"{', '.join(_of(view, metric, whose) for metric, whose in what.items())}: {why}"
        for why, what in refused.items()
    ]
    if lines:
        yield "What could not be said:"
        yield from (f"  {capital(line)}" for line in dict.fromkeys(lines))


def _of(view: View, metric: str, refused: list[Measure]) -> str:
    """A metric, and whose it is where that of others could be said."""
    label = _label(metric)
    if len(refused) == sum(one.metric == metric for one in view.sets):
        return label
    several = len(view.parts) > 1
    names = [_within(one, several=several) for one in refused]
    whose = list(dict.fromkeys(name for name in names if name))
    return f"{label} of {listed(whose, 2)}" if whose else label


def _within(one: Measure, *, several: bool) -> str:
    numbered = several and one.subject.set is not None
    parts = [_who(one), f"set {one.subject.set}" if numbered else ""]
    return " in ".join(part for part in parts if part)
