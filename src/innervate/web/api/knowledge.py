"""What the product knows: itself, muscles, exercises, claims, the drawing, kits."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from importlib.resources import files

from fastapi import APIRouter, Response

from innervate import __version__
from innervate.body.anatomy import Muscle
from innervate.body.claims import Claim, Verdict, claims
from innervate.body.movement import Exercise
from innervate.body.safety import Safety, safety
from innervate.devices._kits import KITS, STATEMENT
from innervate.store.rows import Door
from innervate.web.api.shapes import JSON_ANSWER
from innervate.web.failures import RefusedError
from innervate.web.house import TheHouse
from innervate.web.shown import (
    AboutShown,
    ClaimShown,
    ExerciseShown,
    KitShown,
    KitsShown,
    MuscleShown,
    SafetyShown,
)

router = APIRouter(tags=["knowledge"])


@router.get("/about")
def about(house: TheHouse) -> AboutShown:
    """Version, how many claims have which verdict, which doors are open, where the data lie."""
    rows = claims()
    counts = {verdict.value: sum(row.verdict is verdict for row in rows) for verdict in Verdict}
    return AboutShown(
        version=__version__,
        evidence={**counts, "total": len(rows)},
        doors=tuple(Door),
        home=str(house.store.home),
    )


@router.get("/muscles", response_model=list[MuscleShown])
def all_muscles(house: TheHouse) -> Sequence[Muscle]:
    """Every muscle, with its electrode site and the positions of its maximum."""
    return house.own_body.muscles()


@router.get("/exercises", response_model=list[ExerciseShown])
def all_exercises(house: TheHouse) -> Sequence[Exercise]:
    """Every exercise."""
    return house.own_body.exercises()


@router.get("/claims", response_model=list[ClaimShown])
def all_claims() -> Sequence[Claim]:
    """Every row of the evidence."""
    return claims()


@router.get("/safety", response_model=SafetyShown)
def all_of_safety() -> Safety:
    """What is asked before effort and electrodes, and what is said at pain."""
    return safety()


@router.get("/body-map", response_class=Response, responses=JSON_ANSWER)
def body_map() -> Response:
    """The drawing of the body, as it was built."""
    return Response(_drawing(), media_type="application/json")


@router.get("/kits")
def kits() -> KitsShown:
    """Common kits and what is possible with each."""
    return KitsShown(statement=STATEMENT, kits=tuple(KitShown.model_validate(kit) for kit in KITS))


def _drawing() -> bytes:
    found = files("innervate.body").joinpath("drawing.json")
    if not found.is_file():
        raise RefusedError(
            HTTPStatus.NOT_FOUND,
            "the drawing of the body has not been built",
            fix="run `npm ci && npm run build` in the folder frontend, then reload",
        )
    return found.read_bytes()
