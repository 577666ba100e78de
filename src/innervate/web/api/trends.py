"""A number over sessions."""

from __future__ import annotations

from fastapi import APIRouter

from innervate.core.channel import Side
from innervate.web.house import TheHouse
from innervate.web.models import Key
from innervate.web.shown import TrendShown
from innervate.web.trend import trend_of

router = APIRouter(tags=["trend"])


@router.get("/trend")
def trend(  # noqa: PLR0917 - the fields of a query, given by name
    house: TheHouse,
    exercise: Key,
    metric: Key,
    person: Key | None = None,
    muscle: Key | None = None,
    side: Side | None = None,
) -> TrendShown:
    """How a number went over the sessions of a person, never with simulated ones among them."""
    stored = house.store.measures(person, exercise, metric, muscle=muscle, side=side, whole=True)
    return trend_of(metric, stored, muscle, side)
