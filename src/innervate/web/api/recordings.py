"""Recordings that a person brings, and their analysis."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool

from innervate.core.errors import InnervateError
from innervate.formats._describe import stated_unit
from innervate.formats._sidecar import Sidecar
from innervate.web.analysing import analysis_of
from innervate.web.api.shapes import RAW_BODY
from innervate.web.consenting import check_may_record
from innervate.web.given import AnalysisGiven
from innervate.web.house import RECORDING, TheHouse
from innervate.web.jobs import Job
from innervate.web.limits import declared
from innervate.web.models import Key
from innervate.web.probing import probe_file
from innervate.web.shown import JobShown, RecordingShown
from innervate.web.uploads import Uploaded

router = APIRouter(prefix="/recordings", tags=["recordings"])


@router.get("")
def recordings(house: TheHouse) -> tuple[RecordingShown, ...]:
    """What was brought, the newest first; one that cannot be opened says why in its notes."""
    return tuple(_shown(one) for one in house.uploads.all())


@router.post("", openapi_extra=RAW_BODY)
async def bring(
    request: Request,
    house: TheHouse,
    name: Annotated[str, Query(min_length=1, max_length=255)],
    rate_hz: Annotated[float | None, Query(gt=0, le=1e6, allow_inf_nan=False)] = None,
    unit: Annotated[str | None, Query(min_length=1, max_length=20)] = None,
) -> RecordingShown:
    """Take a recording as the raw body of the request; one that cannot be opened is not kept.

    `rate_hz` and `unit` are for a file of text that does not state them.
    """
    said = Sidecar(rate_hz=rate_hz, unit=unit)
    stated_unit(unit)
    uploaded = await house.uploads.take(name, declared(request.headers), request.stream(), said)
    try:
        return await run_in_threadpool(_opened, uploaded)
    except InnervateError:
        house.uploads.remove(uploaded.id)
        raise


@router.delete("/{recording_id}", status_code=HTTPStatus.NO_CONTENT)
def remove(recording_id: Key, house: TheHouse) -> None:
    """Delete a recording; sessions that were made of it keep their analysis."""
    house.uploads.remove(recording_id)


@router.post("/{recording_id}/analysis", response_model=JobShown)
def analyse(recording_id: Key, given: AnalysisGiven, house: TheHouse) -> Job:
    """Measure everything that the recording allows; the job's session is what comes of it."""
    uploaded = house.uploads.one(recording_id)
    check_may_record(house.store, given.person)
    return house.jobs.start(f"reading {uploaded.name}", analysis_of(house.store, uploaded, given))


def _shown(one: Uploaded) -> RecordingShown:
    try:
        return _opened(one)
    except InnervateError as error:
        return RecordingShown(
            id=one.id, name=one.name, size=one.size, source=_source(one), streams=(),
            notes=(str(error),),
        )  # fmt: skip


def _opened(one: Uploaded) -> RecordingShown:
    probe = probe_file(one.path)
    return RecordingShown(
        id=one.id, name=one.name, size=one.size, source=_source(one),
        streams=probe.streams, notes=probe.notes,
    )  # fmt: skip


def _source(one: Uploaded) -> str:
    return f"{RECORDING}:{one.id}"
