"""Work that outlasts a request."""

from __future__ import annotations

from fastapi import APIRouter

from innervate.web.house import TheHouse
from innervate.web.jobs import Job
from innervate.web.models import Key
from innervate.web.shown import JobShown

router = APIRouter(prefix="/jobs", tags=["jobs"])


@router.get("/{job_id}", response_model=JobShown)
def job(job_id: Key, house: TheHouse) -> Job:
    """How a piece of work stands."""
    return house.jobs.job(job_id)


@router.delete("/{job_id}", response_model=JobShown)
def cancel(job_id: Key, house: TheHouse) -> Job:
    """Call a piece of work off; what is done already stays done."""
    return house.jobs.cancel(job_id)
