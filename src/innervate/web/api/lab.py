"""The lab: a session of the virtual athlete whose knobs are turned while it runs."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter

from innervate.coach.standing import Standing
from innervate.core.adjustable import Knob
from innervate.web.beginning import lab_setup
from innervate.web.given import DemoGiven, KnobGiven
from innervate.web.house import TheHouse
from innervate.web.shown import KnobShown

router = APIRouter(prefix="/lab", tags=["lab"])


@router.post("")
def begin(given: DemoGiven, house: TheHouse) -> Standing:
    """Begin a session for the lab: the virtual athlete, calibrated quickly, in longer sets."""
    settings = house.settings.read()
    return house.keeper.start(lab_setup(given.exercise, settings, seed=given.seed, pace=given.pace))


@router.get("/knobs", response_model=list[KnobShown])
def knobs(house: TheHouse) -> Sequence[Knob]:
    """What can be turned in the running session."""
    return house.keeper.knobs()


@router.post("/knobs", response_model=list[KnobShown])
def turn(given: KnobGiven, house: TheHouse) -> Sequence[Knob]:
    """Turn a knob; the answer is how all of them stand then."""
    return house.keeper.turn(given.name, given.value)
