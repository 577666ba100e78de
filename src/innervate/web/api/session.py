"""The session that runs: beginning one, commanding it, and the demo."""

from __future__ import annotations

from fastapi import APIRouter

from innervate.coach.standing import Command, Standing
from innervate.web.beginning import demo_setup, setup_of
from innervate.web.consenting import check_may_record
from innervate.web.given import CommandGiven, DemoGiven, SessionGiven
from innervate.web.house import TheHouse

router = APIRouter(tags=["session"])


@router.get("/session")
def standing(house: TheHouse) -> Standing | None:
    """How the running session stands, or null where none runs."""
    return house.keeper.standing()


@router.post("/session")
def begin(given: SessionGiven, house: TheHouse) -> Standing:
    """Begin a session; only one runs at a time."""
    check_may_record(house.store, given.person)
    words, settings = house.words_of(given.source), house.settings.read()
    setup = setup_of(given, words, settings, house.own_protocols, house.own_body)
    return house.keeper.start(setup)


@router.post("/session/command")
def command(given: CommandGiven, house: TheHouse) -> Standing:
    """Ask something of the running session."""
    return house.keeper.command(Command(given.command, given.value, given.text))


@router.post("/demo")
def demo(given: DemoGiven, house: TheHouse) -> Standing:
    """Begin the demo: the virtual athlete, marked SIMULATED everywhere."""
    settings = house.settings.read()
    return house.keeper.start(
        demo_setup(given.exercise, settings, seed=given.seed, pace=given.pace)
    )
