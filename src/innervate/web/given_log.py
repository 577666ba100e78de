"""What requests about the training log, consents and imports bring; every field is checked."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from innervate.core.channel import Side
from innervate.core.workout import LoadUnit, SetKind
from innervate.store.log_rows import Relation
from innervate.web.models import Given, Key

_MOST_SETS = 200
_FIRST_YEAR, _LAST_YEAR = 1970, 2200


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError("give a date and time like 2026-11-26T18:30") from error
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(f"give a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    return moment.isoformat(timespec="seconds")


Moment = Annotated[str, StringConstraints(max_length=40), AfterValidator(_moment)]
"""ISO 8601; without a zone it is the person's own clock."""

Remark = Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Tempo = Annotated[str, StringConstraints(pattern=r"^([0-9]{1,2}(-[0-9]{1,2}){3})?$")]
"""Seconds of lowering, pause, lifting and top, or empty."""


class SetGiven(Given):
    """One set; what was not written down is left out. Loads in kilograms."""

    name: Title
    exercise: Key | None = None
    kind: SetKind = SetKind.WORKING
    reps: Annotated[int, Field(ge=0, le=10_000)] | None = None
    load_kg: Annotated[float, Field(ge=0, le=2000, allow_inf_nan=False)] | None = None
    duration_s: Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)] | None = None
    distance_m: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)] | None = None
    rpe: Annotated[float, Field(ge=1, le=10, allow_inf_nan=False)] | None = None
    rir: Annotated[float, Field(ge=0, le=50, allow_inf_nan=False)] | None = None
    tempo: Tempo = ""
    note: Remark = ""


class WorkoutGiven(Given):
    """A workout; `source`, `source_key` and `session` bring one back as it was before."""

    person: Key | None = None
    started_at: Moment
    ended_at: Moment | None = None
    name: Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)] = ""
    note: Remark = ""
    sets: Annotated[tuple[SetGiven, ...], Field(max_length=_MOST_SETS)] = ()
    source: Annotated[str, StringConstraints(max_length=80)] = ""
    source_key: Annotated[str, StringConstraints(max_length=500)] = ""
    session: Key | None = None


class SorenessGiven(Given):
    """How sore a muscle is, 0 to 10."""

    person: Key | None = None
    muscle: Key
    side: Side | None = None
    rating: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]
    after_h: Annotated[int, Field(ge=0, le=240)] | None = None
    note: Remark = ""
    session: Key | None = None
    at: Moment | None = None


class Instrument(StrEnum):
    """What a strength was read off."""

    DYNAMOMETER = "dynamometer"
    LUGGAGE_SCALE = "luggage scale"


class ForceUnit(StrEnum):
    """What it shows."""

    NEWTON = "N"
    KILOGRAM_FORCE = "kgf"
    POUND_FORCE = "lbf"


class ReadingGiven(Given):
    """A strength that was read off an instrument."""

    person: Key | None = None
    muscle: Key
    side: Side | None = None
    value: Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)]
    unit: ForceUnit
    instrument: Instrument
    at: Moment | None = None


class NoteGiven(Given):
    """A remark of a day."""

    person: Key | None = None
    text: Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
    at: Moment | None = None


class ConsentGiven(Given):
    """Who says yes to what, for whom."""

    person: Key
    what: Key
    given_by: Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
    relation: Relation


class ImportGiven(Given):
    """How a file is to be taken; `unit` is for one that does not say kilograms or pounds."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    person: Key | None = None
    unit: LoadUnit | None = None
    dry_run: bool = True
