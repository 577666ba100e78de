"""The guided protocols: what each is, rests on, asks for and needs. Beginning one: `session`."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter

from innervate.coach.guided.protocol import guided_protocols
from innervate.web.house import TheHouse
from innervate.web.shown_guided import GuidedShown

router = APIRouter(prefix="/guided", tags=["guided"])


@router.get("")
def all_guided(house: TheHouse) -> Sequence[GuidedShown]:
    """Every guided protocol, with those of the person's own folder."""
    return [GuidedShown.of(one) for one in guided_protocols(house.own_protocols)]
