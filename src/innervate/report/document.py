"""An analysis as one self-contained document, and that document as JSON of a versioned schema."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from io import StringIO
from typing import cast

from innervate.body.claims import claim
from innervate.body.movement import Exercise, exercise
from innervate.core.channel import Channel
from innervate.core.errors import InputError
from innervate.core.fit import Fit, FitInterval
from innervate.core.measure import Measure, Uncertainty
from innervate.core.plain import Plain, from_plain, to_plain
from innervate.core.recording import About
from innervate.engine.analysis import (
    Analysis,
    ChannelQuality,
    Curve,
    Delay,
    Repetition,
    Said,
    Unsaid,
)
from innervate.report.turns import Turned, turned
from innervate.report.used_plan import UsedPlan, plan_from_json, plan_to_json, used_plan

SCHEMA = "innervate/analysis/1"


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """An evidence row beside the numbers: its id, verdict and honest line."""

    key: str
    verdict: str
    truth: str


@dataclass(frozen=True, slots=True)
class ExerciseShown:
    """What the analysis was asked to look for; `key` alone where the exercise is not known."""

    key: str
    name: str
    targets: tuple[str, ...] = ()
    compensators: tuple[str, ...] = ()
    caveat: str = ""
    claims: tuple[ClaimShown, ...] = ()


@dataclass(frozen=True, slots=True)
class StreamShown:
    """A source stream."""

    id: str
    rate_hz: float | None
    clock: str
    simulated: bool
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class FitParameterShown:
    """A learned parameter; None where a channel has no value."""

    name: str
    values: tuple[float | None, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class FitShown:
    """What was learned from data, and from which."""

    step: str
    version: int
    stream: str
    channels: tuple[str, ...]
    method: str
    parameters: tuple[FitParameterShown, ...]
    intervals: tuple[FitInterval, ...]
    ok: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """How the numbers came about: everything needed to make them again."""

    product: str
    version: str
    created_at: str | None
    source: About
    simulated: bool
    streams: tuple[StreamShown, ...]
    plan: UsedPlan
    fits: tuple[FitShown, ...]
    normalisation: tuple[str, ...]
    delays: tuple[Delay, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """An analysis as it is printed, stored and sent; `docs/schema.md` describes the JSON."""

    schema: str
    simulated: bool
    exercise: ExerciseShown | None
    duration_s: float
    measures: tuple[Measure, ...]
    quality: tuple[ChannelQuality, ...]
    repetitions: tuple[Repetition, ...]
    unsaid: tuple[Unsaid, ...]
    curves: tuple[Curve, ...]
    provenance: Provenance
    turned: tuple[Turned, ...] = ()
    said: tuple[Said, ...] = ()


def document(
    analysis: Analysis,
    *,
    version: str,
    created_at: str | None = None,
    own_exercise: Exercise | None = None,
) -> Document:
    """The document of an analysis.

    Args:
        analysis: what was found.
        version: version of the product.
        created_at: ISO 8601 date and time, or None to leave it out.
        own_exercise: the exercise, where it is not a built-in one.
    """
    measures = tuple(_finite(one, analysis.duration_s) for one in analysis.measures)
    return Document(
        schema=SCHEMA,
        simulated=analysis.simulated,
        exercise=_exercise_shown(analysis.exercise, own_exercise),
        duration_s=analysis.duration_s,
        measures=measures,
        quality=analysis.channels,
        repetitions=analysis.repetitions,
        unsaid=analysis.unsaid,
        curves=tuple(_drawable(curve) for curve in analysis.curves),
        provenance=_provenance(analysis, version, created_at),
        turned=turned(analysis.turns, analysis.repetitions, measures),
        said=analysis.said,
    )


def to_json(document: Document) -> str:
    """The document as one JSON object; it never holds NaN or infinities."""
    plain = cast("dict[str, Plain]", to_plain(document))
    provenance = cast("dict[str, Plain]", plain["provenance"])
    provenance["plan"] = plan_to_json(document.provenance.plan)
    encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=1)
    text = StringIO()  # a list of all the small pieces would take several times the room
    text.writelines(encoder.iterencode(plain))
    return text.getvalue()


def from_json(text: str) -> Document:
    """Read what `to_json` wrote; raises `InputError` on anything else."""
    try:
        plain = json.loads(text)
    except ValueError as error:
        raise InputError("the analysis is not JSON", found=str(error)) from error
    found = plain.get("schema") if isinstance(plain, dict) else None
    if found != SCHEMA:
        raise InputError(
            "this is no analysis that can be read here",
            found=f"schema {found!r}",
            fix=f"give a document of schema {SCHEMA}",
        )
    provenance = plain.get("provenance")
    if not isinstance(provenance, dict):
        raise InputError("the analysis has no provenance")
    provenance["plan"] = plan_from_json(provenance.get("plan"))
    return from_plain(Document, plain)


def _exercise_shown(key: str, own: Exercise | None) -> ExerciseShown | None:
    if own is None and not key:
        return None
    try:
        found = own or exercise(key)
    except InputError:
        return ExerciseShown(key, key.replace("_", " "))
    rows = tuple(claim(row) for row in found.claims)
    return ExerciseShown(
        found.key,
        found.name,
        found.targets,
        found.compensators,
        found.caveat,
        tuple(ClaimShown(row.key, row.verdict.value, row.truth) for row in rows),
    )


def _provenance(analysis: Analysis, version: str, created_at: str | None) -> Provenance:
    return Provenance(
        product="innervate",
        version=version,
        created_at=created_at,
        source=analysis.about,
        simulated=analysis.simulated,
        streams=tuple(
            StreamShown(spec.id, spec.rate_hz, spec.clock, spec.simulated, spec.channels)
            for spec in analysis.streams
        ),
        plan=used_plan(analysis.plan),
        fits=tuple(_fit_shown(fit) for fit in analysis.fits),
        normalisation=tuple(
            dict.fromkeys(fit.method for fit in analysis.fits if fit.step == "normalise")
        ),
        delays=analysis.delays,
    )


def _fit_shown(fit: Fit) -> FitShown:
    parameters = tuple(
        FitParameterShown(one.name, tuple(_number(value) for value in one.values), one.unit)
        for one in fit.parameters
    )
    return FitShown(
        fit.step, fit.version, fit.stream, fit.channels, fit.method, parameters,
        fit.intervals, fit.ok, fit.reasons,
    )  # fmt: skip


def _number(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _finite(measure: Measure, duration_s: float) -> Measure:
    """The measure without NaN and infinities; a value that was one of them is said to be none."""
    value, sure = _number(measure.value), measure.uncertainty
    quality = measure.quality
    if value is None and quality.ok:
        quality = quality.with_reasons("it came out as no number")
    start_s, stop_s = _number(measure.start_s), _number(measure.stop_s)
    return replace(
        measure,
        value=value,
        quality=quality,
        uncertainty=Uncertainty(
            _number(sure.low), _number(sure.high), _number(sure.level), sure.method
        ),
        start_s=0.0 if start_s is None else start_s,
        stop_s=duration_s if stop_s is None else stop_s,
    )


def _drawable(curve: Curve) -> Curve:
    return replace(curve, values=tuple(_number(value) for value in curve.values))
