"""Live sources: what is there now, and what one of them offers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from innervate.web.given import SourceGiven
from innervate.web.house import TheHouse
from innervate.web.probing import discover, probe_source
from innervate.web.shown import DiscoveryShown, ProbeShown

router = APIRouter(prefix="/sources", tags=["sources"])

Seconds = Annotated[float, Query(ge=0.05, le=30, allow_inf_nan=False)]


@router.get("")
def sources(seconds: Seconds = 3.0) -> DiscoveryShown:
    """Look for sources for at most so many seconds."""
    return discover(seconds)


@router.post("/probe")
def probe(given: SourceGiven, house: TheHouse) -> ProbeShown:
    """Open a source for a moment and say what it offers."""
    return probe_source(house.words_of(given.source))
